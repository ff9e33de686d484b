//! A value into the texts, lists and properties that parameters are made of, by way of its JSON.

use crate::json::de::{self, Decode, Input};
use crate::json::ser::{self, Encode, Output};
use crate::platform::BoxError;

/// What a parameter can be: a text, a list, or an object; `Null` is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Text(String),
    /// A number or a boolean, whose text is its JSON.
    Literal(String),
    Array(Vec<Value>),
    /// In the order in which the value has its properties.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of anything that can be written as JSON.
    pub fn of<T: Encode + ?Sized>(value: &T) -> Result<Self, BoxError> {
        let mut json = ser::encode_short(value)?;
        // Most values are a number, or a text without escapes, and need no closer look.
        match json.as_bytes() {
            [b'0'..=b'9' | b'-' | b't' | b'f', ..] => Ok(Self::Literal(json)),
            [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
                json.pop();
                json.remove(0);
                Ok(Self::Text(json))
            }
            _ => Ok(de::decode(&json)?),
        }
    }

    /// The text that a single value has.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) => Some(text),
            Self::Null | Self::Array(_) | Self::Object(_) => None,
        }
    }
}

impl Encode for Value {
    fn encode(&self, output: &mut Output) {
        match self {
            Self::Null => output.null(),
            Self::Text(text) => output.string(text),
            Self::Literal(text) => output.raw(text),
            Self::Array(items) => output.list(items, Self::encode),
            Self::Object(properties) => output.entries(properties),
        }
    }
}

impl Decode for Value {
    fn decode(input: &mut Input<'_>) -> de::Result<Self> {
        Ok(match input.peek()? {
            b'n' => {
                input.null()?;
                Self::Null
            }
            b't' | b'f' => Self::Literal(input.boolean()?.to_string()),
            b'"' => Self::Text(input.string()?.into_owned()),
            b'[' => {
                let (mut items, mut first) = (Vec::new(), true);
                input.begin_array()?;
                while input.next_item(&mut first)? {
                    items.push(Self::decode(input)?);
                }
                Self::Array(items)
            }
            b'{' => {
                let (mut properties, mut first) = (Vec::new(), true);
                input.begin_object()?;
                while let Some(key) = input.next_key(&mut first)? {
                    properties.push((key.into_owned(), Self::decode(input)?));
                }
                Self::Object(properties)
            }
            _ => Self::Literal(input.number()?.to_owned()),
        })
    }
}
