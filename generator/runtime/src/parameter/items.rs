//! The texts that a parameter's value is made of.

use std::borrow::Cow;

use crate::json::ser;
use crate::parameter::Escape;
use crate::parameter::value::Value;
use crate::platform::BoxError;

/// A value's texts, each escaped.
pub(super) enum Items<'a> {
    Missing,
    One(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Properties(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

impl<'a> Items<'a> {
    pub(super) fn of(value: &'a Value, escape: Escape) -> Result<Self, BoxError> {
        let text = |value: &'a Value| -> Result<Option<Cow<'a, str>>, BoxError> {
            Ok(match value {
                Value::Text(text) | Value::Literal(text) => Some(escape.text(text)),
                Value::Null => None,
                Value::Array(_) | Value::Object(_) => {
                    Some(escape.text(&ser::encode(value)?).into_owned().into())
                }
            })
        };
        // As in RFC 6570, an undefined item is left out, and a list without items is undefined.
        Ok(match value {
            Value::Null => Self::Missing,
            Value::Text(text) | Value::Literal(text) => Self::One(escape.text(text)),
            Value::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .filter_map(|item| text(item).transpose())
                    .collect::<Result<_, _>>()?;
                if items.is_empty() {
                    Self::Missing
                } else {
                    Self::List(items)
                }
            }
            Value::Object(properties) => {
                let key_escape = escape.of_keys();
                let pair = |(key, value): &'a (String, Value)| {
                    text(value)
                        .map(|value| value.map(|value| (key_escape.text(key), value)))
                        .transpose()
                };
                let properties: Vec<_> = properties
                    .iter()
                    .filter_map(pair)
                    .collect::<Result<_, _>>()?;
                if properties.is_empty() {
                    Self::Missing
                } else {
                    Self::Properties(properties)
                }
            }
        })
    }

    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// All in one text; properties as `key=value` if `explode`, else as `key,value`.
    pub(super) fn joined(&self, separator: &str, explode: bool) -> String {
        match self {
            Self::Missing => String::new(),
            Self::One(text) => text.to_string(),
            Self::List(items) => items.join(separator),
            Self::Properties(properties) => {
                let between = if explode { "=" } else { separator };
                let pairs: Vec<_> = properties
                    .iter()
                    .map(|(key, value)| format!("{key}{between}{value}"))
                    .collect();
                pairs.join(separator)
            }
        }
    }

    /// One pair an item; properties go by their own keys.
    pub(super) fn pairs<'b>(&'b self, name: &'b str) -> impl Iterator<Item = (&'b str, &'b str)> {
        let one = match self {
            Self::One(text) => Some((name, &**text)),
            _ => None,
        };
        let list = match self {
            Self::List(items) => &items[..],
            _ => &[],
        };
        let properties = match self {
            Self::Properties(properties) => &properties[..],
            _ => &[],
        };
        let list = list.iter().map(move |item| (name, &**item));
        one.into_iter()
            .chain(list)
            .chain(properties.iter().map(|(key, value)| (&**key, &**value)))
    }
}
