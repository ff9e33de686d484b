//! Typed values as JSON data, for checks of what no type expresses.

use serde_json::Value;

use crate::json::codec::Codec;
use crate::json::ser::{self, Encode};

/// A value as JSON; `null` where it has none.
///
/// This writes the value and reads it back, which costs as much as sending it.
pub fn value<T: Encode + ?Sized>(value: &T) -> Value {
    read(ser::encode(value))
}

/// A value as JSON by a codec; `null` where it has none.
pub fn value_as<C: Codec<T>, T>(value: &T) -> Value {
    read(ser::encode_as::<C, T>(value))
}

fn read(text: Result<String, ser::EncodeError>) -> Value {
    let text = text.unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
