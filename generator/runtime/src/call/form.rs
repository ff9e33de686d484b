//! A request's body as `application/x-www-form-urlencoded`, each property in the style that the document gives it.

use crate::call::Call;
use crate::call::parameter::{self, QueryStyle, Value, encode};
use crate::json::de::{self, Input};
use crate::json::ser::{self, Encode};
use crate::platform::BoxError;

/// How a property of a form is written: its name, its style, and whether it is exploded.
pub type Encoding = (&'static str, QueryStyle, bool);

/// Gives a call a form of an object's properties: each in its own style, else exploded as a query parameter is by
/// default. What is nested deeper than a style can say is JSON.
pub fn put<T: Encode + ?Sized>(call: &mut Call, body: &T, encodings: &[Encoding]) {
    let body = ser::encode(body)
        .map_err(Into::into)
        .and_then(|json| form(&json, encodings));
    call.encoded(
        "application/x-www-form-urlencoded",
        body.map(String::into_bytes),
    );
}

fn form(json: &str, encodings: &[Encoding]) -> Result<String, BoxError> {
    let mut pairs = Vec::new();
    for (name, json) in properties(json).map_err(|error| error.message().to_owned())? {
        let value: Value = de::decode(json)?;
        match encodings.iter().find(|(known, ..)| *known == name) {
            _ if value.is_nested() => pairs.push(format!("{}={}", encode(&name), encode(json))),
            Some((name, style, explode)) => {
                pairs.extend(parameter::query(name, *style, *explode, false, &value)?)
            }
            None => pairs.extend(plain(&name, &value)),
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

/// A property without an encoding of its own.
fn plain(name: &str, value: &Value) -> Vec<String> {
    let name = encode(name);
    match value {
        Value::Null => Vec::new(),
        Value::Text(text) => vec![format!("{name}={}", encode(text))],
        Value::Array(items) => items
            .iter()
            .flat_map(|item| plain_item(&name, item))
            .collect(),
        Value::Object(properties) => properties
            .iter()
            .flat_map(|(key, value)| plain_item(&encode(key), value))
            .collect(),
    }
}

fn plain_item(name: &str, item: &Value) -> Option<String> {
    match item {
        Value::Text(text) => Some(format!("{name}={}", encode(text))),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
