//! The types' own JSON code behind serde's traits, for whatever else speaks serde.
//!
//! With serde_json, numbers keep all their digits. Another format must be one
//! that describes itself (YAML, TOML, CBOR …).

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use crate::json::de::{Decode, Input, decode};
use crate::json::ser::{Encode, Output, encode};

/// Serializes a value through its JSON.
///
/// # Errors
///
/// When the value has no JSON, or the serializer fails.
pub fn serialize<T: Encode + ?Sized, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = encode(value).map_err(ser::Error::custom)?;
    let input = RefCell::new(Input::new(&text));
    Next(&input).serialize(serializer)
}

/// Deserializes a value through its JSON.
///
/// # Errors
///
/// When the deserializer fails, or the data is of another shape.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    // serde_json hands over the text itself when asked by this name; any other
    // deserializer takes the request for what a newtype is: the value inside.
    let text = deserializer.deserialize_newtype_struct("$serde_json::private::RawValue", Raw)?;
    decode(&text).map_err(de::Error::custom)
}

/// Any value as something to serialize, by its own JSON.
pub struct Json<'a, T: ?Sized>(pub &'a T);

impl<T: Encode + ?Sized> Serialize for Json<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// The next value of JSON text, to be serialized.
struct Next<'a, 'de>(&'a RefCell<Input<'de>>);

impl Serialize for Next<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failed = |error: crate::json::de::Error| ser::Error::custom(error.message());
        let first = self.0.borrow_mut().peek().map_err(failed)?;
        match first {
            b'{' => {
                self.0.borrow_mut().begin_object().map_err(failed)?;
                let mut map = serializer.serialize_map(None)?;
                let mut first = true;
                loop {
                    let key = self.0.borrow_mut().next_key(&mut first).map_err(failed)?;
                    let Some(key) = key else { return map.end() };
                    map.serialize_entry(&*key, self)?;
                }
            }
            b'[' => {
                self.0.borrow_mut().begin_array().map_err(failed)?;
                let mut items = serializer.serialize_seq(None)?;
                let mut first = true;
                loop {
                    let more = self.0.borrow_mut().next_item(&mut first).map_err(failed)?;
                    if !more {
                        return items.end();
                    }
                    items.serialize_element(self)?;
                }
            }
            b'"' => {
                let text = self.0.borrow_mut().string().map_err(failed)?;
                serializer.serialize_str(&text)
            }
            b't' | b'f' => {
                let value = self.0.borrow_mut().boolean().map_err(failed)?;
                serializer.serialize_bool(value)
            }
            b'n' => {
                self.0.borrow_mut().null().map_err(failed)?;
                serializer.serialize_unit()
            }
            _ => {
                let number = self.0.borrow_mut().number().map_err(failed)?;
                serialize_number(number, serializer)
            }
        }
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse::<i64>() {
        return serializer.serialize_i64(value);
    }
    if let Ok(value) = text.parse::<u64>() {
        return serializer.serialize_u64(value);
    }
    let value: f64 = text.parse().map_err(ser::Error::custom)?;
    // What a float would change stays text, which serde_json writes as it is.
    let is_exact = crate::json::number::is_same(text, &format!("{value:?}"));
    match RawValue::from_string(text.to_owned()) {
        Ok(raw) if !is_exact => raw.serialize(serializer),
        _ => serializer.serialize_f64(value),
    }
}

/// Gathers whatever a deserializer has as JSON text.
struct Raw;

impl<'de> Visitor<'de> for Raw {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let mut text = String::from("{");
        while let Some(key) = map.next_key::<String>()? {
            if key == "$serde_json::private::RawValue" {
                return map.next_value();
            }
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&json(&*key)?);
            text.push(':');
            text.push_str(&map.next_value_seed(Raw)?);
        }
        text.push('}');
        Ok(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut text = String::from("[");
        while let Some(item) = items.next_element_seed(Raw)? {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&item);
        }
        text.push(']');
        Ok(text)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<String, E> {
        json(&value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        json(&value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        json(&value)
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        json(&value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        json(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        json(&())
    }

    fn visit_none<E: de::Error>(self) -> Result<String, E> {
        json(&())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> de::DeserializeSeed<'de> for Raw {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

fn json<T: Encode + ?Sized, E: de::Error>(value: &T) -> Result<String, E> {
    let mut output = Output::default();
    value.encode(&mut output);
    output.finish().map_err(E::custom)
}

/// Gives a type with JSON code of its own serde's traits.
#[macro_export]
#[doc(hidden)]
macro_rules! __serde {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                runtime::json::bridge::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                runtime::json::bridge::serialize(self, serializer)
            }
        }
    };
}
#[doc(hidden)]
pub use __serde as serde;
