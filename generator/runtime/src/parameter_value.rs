//! A serializable value into the texts, lists and properties that parameters are made of.

use std::fmt;

use serde::ser::{self, Serialize};

/// What a parameter can be: a text, a list, or an object; `Null` is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Text(String),
    Array(Vec<Value>),
    /// In the order of the type's fields.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of anything that can be serialized.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, ValueError> {
        value.serialize(Serializer)
    }
}

/// Why a value is nothing that a parameter can be.
#[derive(Debug)]
pub struct ValueError(String);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

impl ser::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Serializer;

macro_rules! as_text {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<Value, ValueError> {
            Ok(Value::Text(value.to_string()))
        })*
    };
}

impl ser::Serializer for Serializer {
    type Ok = Value;
    type Error = ValueError;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Variant<List>;
    type SerializeMap = Properties;
    type SerializeStruct = Properties;
    type SerializeStructVariant = Variant<Properties>;

    as_text! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
    }

    fn serialize_f32(self, value: f32) -> Result<Value, ValueError> {
        number(value.is_finite(), || value.to_string())
    }

    fn serialize_f64(self, value: f64) -> Result<Value, ValueError> {
        number(value.is_finite(), || value.to_string())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, ValueError> {
        match std::str::from_utf8(value) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_) => Err(ser::Error::custom(
                "bytes that are no text cannot be a parameter",
            )),
        }
    }

    fn serialize_none(self) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ValueError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, ValueError> {
        Ok(Value::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, ValueError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, ValueError> {
        Ok(Value::Object(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, ValueError> {
        Ok(List(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<List, ValueError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<List, ValueError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<List>, ValueError> {
        Ok(Variant {
            name: variant,
            content: List(Vec::with_capacity(length)),
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Properties, ValueError> {
        Ok(Properties::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Properties, ValueError> {
        // A number that keeps its digits hands them over as the single field of a struct of this name.
        Ok(Properties {
            raw: name == "$serde_json::private::RawValue",
            ..Properties::default()
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Properties>, ValueError> {
        Ok(Variant {
            name: variant,
            content: Properties::default(),
        })
    }
}

fn number(finite: bool, text: impl FnOnce() -> String) -> Result<Value, ValueError> {
    if finite {
        Ok(Value::Text(text()))
    } else {
        Err(ser::Error::custom("a number must be finite"))
    }
}

struct List(Vec<Value>);

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.0.push(value.serialize(Serializer)?);
        Ok(())
    }
}

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.push(value)
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(Value::Array(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.push(value)
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(Value::Array(self.0))
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.push(value)
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(Value::Array(self.0))
    }
}

#[derive(Default)]
struct Properties {
    pairs: Vec<(String, Value)>,
    key: String,
    raw: bool,
}

impl Properties {
    fn into_value(mut self) -> Value {
        match self.pairs.pop() {
            Some((_, value)) if self.raw => value,
            Some(last) => {
                self.pairs.push(last);
                Value::Object(self.pairs)
            }
            None => Value::Object(self.pairs),
        }
    }
}

impl ser::SerializeMap for Properties {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ValueError> {
        match key.serialize(Serializer)? {
            Value::Text(text) => self.key = text,
            _ => return Err(ser::Error::custom("a key must be a text")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let key = std::mem::take(&mut self.key);
        self.pairs.push((key, value.serialize(Serializer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(self.into_value())
    }
}

impl ser::SerializeStruct for Properties {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), ValueError> {
        self.pairs
            .push((key.to_owned(), value.serialize(Serializer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(self.into_value())
    }
}

/// A variant with content: an object with the variant's name as its one key.
struct Variant<C> {
    name: &'static str,
    content: C,
}

impl ser::SerializeTupleVariant for Variant<List> {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.content.push(value)
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(Value::Object(vec![(
            self.name.to_owned(),
            Value::Array(self.content.0),
        )]))
    }
}

impl ser::SerializeStructVariant for Variant<Properties> {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), ValueError> {
        ser::SerializeStruct::serialize_field(&mut self.content, key, value)
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(Value::Object(vec![(
            self.name.to_owned(),
            self.content.into_value(),
        )]))
    }
}
