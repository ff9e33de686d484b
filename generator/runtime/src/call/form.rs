//! A request's body as `application/x-www-form-urlencoded`, each property in the style that the document gives it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::call::Call;
use crate::json::de::{self, Input};
use crate::json::ser::{self, Encode};
use crate::parameter::{self, QueryStyle, Value};
use crate::platform::BoxError;

/// All but what the media type leaves as it is. Its rules are those of the WHATWG, where styles have those of URIs.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// Encodes a text as the media type does, with `+` for a space.
fn encode(text: &str) -> String {
    let words = text.split(' ');
    let words = words.map(|word| Cow::from(utf8_percent_encode(word, RESERVED)));
    words.collect::<Vec<_>>().join("+")
}

/// How a property of a form is written, by its Encoding Object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON, which its `contentType` asks for.
    Json,
    /// In a style, exploded or not, and with reserved characters as they are or not.
    Styled(QueryStyle, bool, bool),
}

/// Gives a call a form of an object's properties: each as its encoding says, else a text, a pair an item of a list,
/// and an object as JSON, as the specification's default media types are.
pub fn put<T: Encode + ?Sized>(call: &mut Call, body: &T, encodings: &[(&'static str, Encoding)]) {
    let body = ser::encode_short(body)
        .map_err(Into::into)
        .and_then(|json| form(&json, encodings));
    call.encoded(
        "application/x-www-form-urlencoded",
        body.map(String::into_bytes),
    );
}

/// A form of an object's properties, as a part of a body.
///
/// # Errors
///
/// When a property cannot be written as its encoding says.
pub fn text<T: Encode + ?Sized>(
    body: &T,
    encodings: &[(&'static str, Encoding)],
) -> Result<String, BoxError> {
    form(&ser::encode_short(body)?, encodings)
}

/// Gives a call a query that is a form of an object's properties.
pub fn put_query<T: Encode + ?Sized>(
    call: &mut Call,
    name: &'static str,
    value: &T,
    encodings: &[(&'static str, Encoding)],
) {
    let pairs = ser::encode_short(value)
        .map_err(Into::into)
        .and_then(|json| form(&json, encodings));
    let pairs = pairs.map(|pairs| Some(pairs).filter(|pairs| !pairs.is_empty()));
    call.0.set_query(name, pairs);
}

fn form(json: &str, encodings: &[(&'static str, Encoding)]) -> Result<String, BoxError> {
    let mut pairs = Vec::new();
    for (name, json) in properties(json).map_err(|error| error.message().to_owned())? {
        let value: Value = de::decode(json)?;
        match encodings.iter().find(|(known, _)| *known == name) {
            _ if value == Value::Null => {}
            Some((_, Encoding::Json)) => pairs.push(format!("{}={}", encode(&name), encode(json))),
            Some((name, Encoding::Styled(style, explode, reserved))) => {
                pairs.extend(parameter::query(name, *style, *explode, *reserved, &value)?);
            }
            None => plain(&encode(&name), json, &value, &mut pairs)?,
        }
    }
    Ok(pairs.join("&"))
}

/// The properties of an object, each as JSON.
fn properties(json: &str) -> de::Result<Vec<(String, &str)>> {
    let mut input = Input::new(json);
    let (mut found, mut first) = (Vec::new(), true);
    input.begin_object()?;
    while let Some(key) = input.next_key(&mut first)? {
        found.push((key.into_owned(), input.raw()?));
    }
    Ok(found)
}

/// A property without an encoding of its own, under an encoded name.
fn plain(name: &str, json: &str, value: &Value, pairs: &mut Vec<String>) -> Result<(), BoxError> {
    match value {
        Value::Null => {}
        Value::Text(text) | Value::Literal(text) => pairs.push(format!("{name}={}", encode(text))),
        Value::Object(_) => pairs.push(format!("{name}={}", encode(json))),
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Null => {}
                    Value::Text(text) | Value::Literal(text) => {
                        pairs.push(format!("{name}={}", encode(text)));
                    }
                    Value::Array(_) | Value::Object(_) => {
                        pairs.push(format!("{name}={}", encode(&ser::encode(item)?)));
                    }
                }
            }
        }
    }
    Ok(())
}
