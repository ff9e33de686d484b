//! JSON values to values of Rust's own types: numbers, texts, lists, maps, tuples, and data of any kind.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Number, Value};

use crate::json::de::{Decode, allocate_entry, list, map, twice};
use crate::json::input::{Error, Input, Result};

/// Reads a string that means something.
///
/// # Errors
///
/// When the data is no string, or `read` has no value for it; the message then
/// names what was expected, and shows nothing of the text.
pub fn parse<T>(
    input: &mut Input<'_>,
    name: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T> {
    let start = input.offset();
    let text = input.string()?;
    read(&text).ok_or_else(|| Error::new(start, format!("expected {name}, found another string")))
}

impl Decode for bool {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        input.boolean()
    }
}

impl Decode for String {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        input.string().map(|text| text.into_owned())
    }
}

impl Decode for () {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        if input.null()? {
            Ok(())
        } else {
            Err(input.expected("null"))
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        if input.null()? {
            Ok(None)
        } else {
            T::decode(input).map(Some)
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        input.go_deeper()?;
        input.allocate(size_of::<T>())?;
        T::decode(input).map(Box::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        list(input, T::decode)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        map(input, T::decode)
    }
}

macro_rules! integer {
    ($($ty:ty: $name:literal,)*) => {$(
        impl Decode for $ty {
            fn decode(input: &mut Input<'_>) -> Result<Self> {
                let start = input.offset();
                let text = input.number()?;
                match text.parse() {
                    Ok(value) => Ok(value),
                    // `3.0` and `3e0` are integers too.
                    Err(_) => integral(text)
                        .and_then(|value| Self::try_from(value).ok())
                        .ok_or_else(|| not_integer(start, $name)),
                }
            }
        }
    )*};
}
integer! {
    i8: "an integer of 8 bits",
    i16: "an integer of 16 bits",
    i32: "an integer of 32 bits",
    i64: "an integer of 64 bits",
    u8: "an unsigned integer of 8 bits",
    u16: "an unsigned integer of 16 bits",
    u32: "an unsigned integer of 32 bits",
    u64: "an unsigned integer of 64 bits",
}

/// The value of a number without a fraction, within 128 bits.
fn integral(text: &str) -> Option<i128> {
    let digits = crate::json::number::integer_digits(text, 39)?;
    digits.parse().ok()
}

#[cold]
fn not_integer(start: usize, name: &str) -> Error {
    Error::new(start, format!("expected {name}, found another number"))
}

macro_rules! float {
    ($($ty:ty: $name:literal,)*) => {$(
        impl Decode for $ty {
            fn decode(input: &mut Input<'_>) -> Result<Self> {
                let start = input.offset();
                match input.number()?.parse::<Self>() {
                    Ok(value) if value.is_finite() => Ok(value),
                    _ => Err(Error::new(start, concat!("expected ", $name, ", found a larger number"))),
                }
            }
        }
    )*};
}
float! { f32: "a float of 32 bits", f64: "a float of 64 bits", }

impl Decode for Value {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        let start = input.offset();
        Ok(match input.peek()? {
            b'{' => {
                input.begin_object()?;
                let (mut values, mut first) = (Map::new(), true);
                while let Some(key) = input.next_key(&mut first)? {
                    if values.contains_key(&*key) {
                        return Err(twice(input, &key));
                    }
                    allocate_entry::<Self>(input, values.len())?;
                    let value = Self::decode(input)?;
                    values.insert(key.into_owned(), value);
                }
                Self::Object(values)
            }
            b'[' => Self::Array(list(input, Self::decode)?),
            b'"' => Self::String(input.string()?.into_owned()),
            b't' | b'f' => Self::Bool(input.boolean()?),
            b'n' => {
                input.null()?;
                Self::Null
            }
            _ => Self::Number(json_number(input.number()?).ok_or_else(|| {
                Error::new(start, "expected a float of 64 bits, found a larger number")
            })?),
        })
    }
}

/// The number of free-form data. serde_json decides how exact that is.
fn json_number(text: &str) -> Option<Number> {
    serde_json::from_str(text).ok()
}

macro_rules! parsed {
    ($($ty:ty: $name:literal,)*) => {$(
        impl Decode for $ty {
            fn decode(input: &mut Input<'_>) -> Result<Self> {
                parse(input, $name, |text| text.parse().ok())
            }
        }
    )*};
}
parsed! { Ipv4Addr: "an IPv4 address", Ipv6Addr: "an IPv6 address", }

macro_rules! tuple {
    ($(($($ty:ident)+),)*) => {$(
        impl<$($ty: Decode),+> Decode for ($($ty,)+) {
            fn decode(input: &mut Input<'_>) -> Result<Self> {
                let mut items = Items::begin(input)?;
                let value = ($(items.next::<$ty>(input, $ty::decode)?,)+);
                items.end(input)?;
                Ok(value)
            }
        }
    )*};
}
tuple! {
    (A), (A B), (A B C), (A B C D), (A B C D E), (A B C D E F), (A B C D E F G), (A B C D E F G H),
    (A B C D E F G H I), (A B C D E F G H I J), (A B C D E F G H I J K), (A B C D E F G H I J K L),
}

/// An array whose items are read one by one.
pub(crate) struct Items {
    start: usize,
    first: bool,
}

impl Items {
    pub(crate) fn begin(input: &mut Input<'_>) -> Result<Self> {
        let start = input.offset();
        input.begin_array()?;
        Ok(Self { start, first: true })
    }

    pub(crate) fn next<T>(
        &mut self,
        input: &mut Input<'_>,
        read: fn(&mut Input<'_>) -> Result<T>,
    ) -> Result<T> {
        if input.next_item(&mut self.first)? {
            read(input)
        } else {
            Err(Error::new(self.start, "too few items"))
        }
    }

    pub(crate) fn end(mut self, input: &mut Input<'_>) -> Result<()> {
        if input.next_item(&mut self.first)? {
            Err(Error::new(self.start, "too many items"))
        } else {
            Ok(())
        }
    }
}
