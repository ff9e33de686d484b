//! How values are read and written where their Rust type alone does not say it.
//!
//! A time may be text or a number of seconds; bytes may be base64. Codecs
//! compose: `List<UnixTime>` reads `[1, 2]` into a `Vec<OffsetDateTime>`.

#[cfg(feature = "base64")]
pub mod base64;
#[cfg(feature = "chrono")]
pub mod chrono;
pub mod iso;
#[cfg(feature = "jiff")]
pub mod jiff;
pub mod rfc3339;
#[cfg(feature = "time")]
pub mod time;
#[cfg(feature = "uuid")]
pub mod uuid;

#[cfg(feature = "base64")]
pub use base64::{Base64, Base64Url};
#[cfg(feature = "chrono")]
pub use chrono::ChronoUnixTime;
#[cfg(feature = "jiff")]
pub use jiff::JiffUnixTime;
#[cfg(feature = "time")]
pub use time::UnixTime;

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::de::{self, Decode, Error, Input, Items, Result, Slot};
use crate::json::ser::{self, Encode, Output};

/// A way to read and write values of a type.
pub trait Codec<T> {
    /// Reads the next value.
    ///
    /// # Errors
    ///
    /// When the data is of another shape.
    fn decode(input: &mut Input<'_>) -> Result<T>;

    /// Writes a value.
    fn encode(value: &T, output: &mut Output);

    /// Whether a property of this value is left out.
    fn is_absent(_value: &T) -> bool {
        false
    }
}

/// As the type itself says.
pub struct Plain;

impl<T: Decode + Encode> Codec<T> for Plain {
    fn decode(input: &mut Input<'_>) -> Result<T> {
        T::decode(input)
    }

    fn encode(value: &T, output: &mut Output) {
        value.encode(output);
    }
}

/// Each item of an array by a codec.
pub struct List<C>(PhantomData<C>);

impl<T, C: Codec<T>> Codec<Vec<T>> for List<C> {
    fn decode(input: &mut Input<'_>) -> Result<Vec<T>> {
        de::list(input, C::decode)
    }

    fn encode(value: &Vec<T>, output: &mut Output) {
        output.list(value, C::encode);
    }
}

/// Each value of a map by a codec.
pub struct Map<C>(PhantomData<C>);

impl<T, C: Codec<T>> Codec<BTreeMap<String, T>> for Map<C> {
    fn decode(input: &mut Input<'_>) -> Result<BTreeMap<String, T>> {
        de::map(input, C::decode)
    }

    fn encode(value: &BTreeMap<String, T>, output: &mut Output) {
        output.map(value, C::encode);
    }
}

/// `null`, or a value by a codec.
pub struct Nullable<C>(PhantomData<C>);

impl<T, C: Codec<T>> Codec<Option<T>> for Nullable<C> {
    fn decode(input: &mut Input<'_>) -> Result<Option<T>> {
        if input.null()? {
            Ok(None)
        } else {
            C::decode(input).map(Some)
        }
    }

    fn encode(value: &Option<T>, output: &mut Output) {
        match value {
            Some(value) => C::encode(value, output),
            None => output.null(),
        }
    }
}

/// An optional property's value by a codec; `null` is none.
pub struct Optional<C>(PhantomData<C>);

impl<T, C: Codec<T>> Codec<Option<T>> for Optional<C> {
    fn decode(input: &mut Input<'_>) -> Result<Option<T>> {
        C::decode(input).map(Some)
    }

    fn encode(value: &Option<T>, output: &mut Output) {
        Nullable::<C>::encode(value, output);
    }

    fn is_absent(value: &Option<T>) -> bool {
        value.is_none()
    }
}

/// A boxed value by a codec.
pub struct Boxed<C>(PhantomData<C>);

impl<T, C: Codec<T>> Codec<Box<T>> for Boxed<C> {
    fn decode(input: &mut Input<'_>) -> Result<Box<T>> {
        input.go_deeper()?;
        input.allocate(size_of::<T>())?;
        C::decode(input).map(Box::new)
    }

    fn encode(value: &Box<T>, output: &mut Output) {
        C::encode(value, output);
    }
}

macro_rules! tuple {
    ($(($($ty:ident $codec:ident)+),)*) => {$(
        impl<$($ty, $codec: Codec<$ty>),+> Codec<($($ty,)+)> for ($($codec,)+) {
            fn decode(input: &mut Input<'_>) -> Result<($($ty,)+)> {
                let mut items = Items::begin(input)?;
                let value = ($(items.next(input, $codec::decode)?,)+);
                items.end(input)?;
                Ok(value)
            }

            #[allow(non_snake_case, reason = "a variable is named as its type")]
            fn encode(value: &($($ty,)+), output: &mut Output) {
                let ($($ty,)+) = value;
                let items: &[&dyn Encode] = &[$(&With::<$codec, $ty>::new($ty)),+];
                output.list(items, |item, output| item.encode(output));
            }
        }
    )*};
}
tuple! {
    (A P), (A P B Q), (A P B Q C R), (A P B Q C R D S), (A P B Q C R D S E T), (A P B Q C R D S E T F U),
}

/// A type of the user's, which has serde's traits and not this module's.
pub struct Serde;

impl<T: Serialize + DeserializeOwned> Codec<T> for Serde {
    fn decode(input: &mut Input<'_>) -> Result<T> {
        let start = input.offset();
        // Its message might show data, so it is not passed on.
        serde_json::from_str(input.raw()?)
            .map_err(|_| Error::new(start, "of another shape than its type reads"))
    }

    fn encode(value: &T, output: &mut Output) {
        match serde_json::to_string(value) {
            Ok(json) => output.raw(&json),
            Err(_) => output.fail("its type could not be written as JSON"),
        }
    }
}

/// Bytes of a text, where a document puts `format: binary` into JSON.
pub struct Binary;

impl Codec<Vec<u8>> for Binary {
    fn decode(input: &mut Input<'_>) -> Result<Vec<u8>> {
        String::decode(input).map(String::into_bytes)
    }

    fn encode(value: &Vec<u8>, output: &mut Output) {
        match std::str::from_utf8(value) {
            Ok(text) => output.string(text),
            Err(_) => output.fail("bytes that are not UTF-8 have no JSON"),
        }
    }
}

/// A value and the codec that writes it.
pub struct With<'a, C, T>(&'a T, PhantomData<C>);

impl<'a, C: Codec<T>, T> With<'a, C, T> {
    /// A value that is written by a codec.
    pub fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<C: Codec<T>, T> Encode for With<'_, C, T> {
    fn encode(&self, output: &mut Output) {
        C::encode(self.0, output);
    }

    fn is_absent(&self) -> bool {
        C::is_absent(self.0)
    }
}

/// A value that a codec has read.
pub struct By<C, T>(pub T, PhantomData<C>);

impl<C: Codec<T>, T> Decode for By<C, T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        Ok(Self(C::decode(input)?, PhantomData))
    }
}

/// A slot of a builder and the codec that fills it.
pub struct SlotWith<'a, C, S>(pub(crate) &'a mut S, PhantomData<C>);

/// A slot that is filled by a codec.
pub fn slot<C, S>(slot: &mut S) -> SlotWith<'_, C, S> {
    SlotWith(slot, PhantomData)
}

impl<C: Codec<T>, T> Slot for SlotWith<'_, C, Option<T>> {
    fn fill(&mut self, input: &mut Input<'_>) -> Result<()> {
        *self.0 = Some(C::decode(input)?);
        Ok(())
    }

    fn is_filled(&self) -> bool {
        self.0.is_some()
    }
}

/// A map of undeclared properties and the codec of its values.
pub struct RestWith<M, C>(M, PhantomData<C>);

/// A map of undeclared properties whose values a codec reads and writes.
pub fn rest<C, M>(map: M) -> RestWith<M, C> {
    RestWith(map, PhantomData)
}

impl<C: Codec<T>, T> de::Rest for RestWith<&mut BTreeMap<String, T>, C> {
    fn take(&mut self, name: String, input: &mut Input<'_>) -> Result<()> {
        de::insert(self.0, name, input, C::decode)
    }
}

impl<C: Codec<T>, T> ser::Rest for RestWith<&BTreeMap<String, T>, C> {
    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn write(&self, output: &mut Output, key: &mut dyn FnMut(&mut Output, &str) -> bool) {
        for (name, value) in self.0 {
            if key(output, name) {
                C::encode(value, output);
            }
        }
    }
}
