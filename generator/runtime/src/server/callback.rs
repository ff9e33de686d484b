//! The address of a callback, as the request that asks for it gives it.

use serde_json::Value;

use crate::json::codec::Codec;
use crate::json::ser;
use crate::parameter;
use crate::server::request::Context;

/// An address that is put together of texts and of what a request has; generated code does this.
///
/// There is none where the request lacks a part of it. What is not the start of it is percent-encoded.
#[derive(Debug, Default)]
pub struct Url {
    text: String,
    is_missing: bool,
}

impl Url {
    pub fn new() -> Self {
        Self::default()
    }

    /// What the document itself says.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What the request has at a JSON pointer within a value.
    pub fn value<C: Codec<T>, T>(&mut self, value: &T, pointer: &str) {
        let json = ser::encode_as::<C, T>(value).ok();
        let json = json.and_then(|json| serde_json::from_str::<Value>(&json).ok());
        match json.as_ref().and_then(|json| json.pointer(pointer)) {
            Some(Value::String(text)) => self.add(text),
            Some(scalar @ (Value::Number(_) | Value::Bool(_))) => self.add(&scalar.to_string()),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => self.missing(),
        }
    }

    /// The same of a value that may not be there.
    pub fn optional<C: Codec<T>, T>(&mut self, value: Option<&T>, pointer: &str) {
        match value {
            Some(value) => self.value::<C, T>(value, pointer),
            None => self.missing(),
        }
    }

    /// A header that is no parameter.
    pub fn header(&mut self, context: &Context, name: &str) {
        let header = context.headers().get(name);
        match header.and_then(|header| header.to_str().ok()) {
            Some(text) => self.add(text),
            None => self.missing(),
        }
    }

    /// The request does not have it.
    pub fn missing(&mut self) {
        self.is_missing = true;
    }

    /// The address, if the request has all of it.
    pub fn finish(self) -> Option<String> {
        (!self.is_missing && !self.text.is_empty()).then_some(self.text)
    }

    fn add(&mut self, text: &str) {
        match self.text.is_empty() {
            true => self.text.push_str(text),
            false => self.text.push_str(&parameter::encode(text)),
        }
    }
}
