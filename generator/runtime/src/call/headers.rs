//! Lines of a response's headers into texts and typed values.

use std::borrow::Cow;
use std::fmt;

/// What the macros below name, so that a crate that has none of them needs no package for it.
#[doc(hidden)]
pub use http::HeaderMap;
use http::HeaderValue;
use http::header::AsHeaderName;

use crate::json::codec::Codec;
use crate::json::de::{self, DecodeError};
use crate::parameter::read::{self, Data};
use crate::validate::{At, Violations};

/// A header's text: its lines joined by commas (RFC 9110, 5.3); `None` if it isn't there.
pub fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<Cow<'_, str>> {
    let mut lines = headers.get_all(name).iter().map(line);
    let mut joined = lines.next()?;
    for line in lines {
        let joined = joined.to_mut();
        joined.push_str(", ");
        joined.push_str(&line);
    }
    Some(joined)
}

/// A header's lines, each by itself: those of `Set-Cookie`, which have commas of their own.
pub fn lines<'a>(headers: &'a HeaderMap, name: &str) -> Vec<Cow<'a, str>> {
    headers.get_all(name).iter().map(line).collect()
}

/// A header's value in the style `simple`; `None` if it isn't there.
///
/// # Errors
///
/// When it is not what the document says.
pub fn value<C: Codec<T>, T>(
    headers: &HeaderMap,
    name: &'static str,
    explode: bool,
    data: &Data<'_>,
) -> Result<Option<T>, HeaderError> {
    let Some(text) = text(headers, name) else {
        return Ok(None);
    };
    let read = read::value::<C, T>(text.trim(), explode, data);
    read.map(Some)
        .map_err(|error| HeaderError::new(name, &error))
}

/// A header's value that is JSON; `None` if it isn't there.
///
/// # Errors
///
/// When it is not what the document says.
pub fn json<C: Codec<T>, T>(
    headers: &HeaderMap,
    name: &'static str,
) -> Result<Option<T>, HeaderError> {
    let Some(text) = text(headers, name) else {
        return Ok(None);
    };
    let read = de::decode_as::<C, T>(&text);
    read.map(Some)
        .map_err(|error| HeaderError::new(name, &error))
}

/// Why a header cannot be read: it is not what the document says. It does not show what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    fn new(name: &'static str, error: &DecodeError) -> Self {
        let reason = match error.pointer.is_empty() {
            true => error.message.clone(),
            false => format!("{} at {}", error.message, error.pointer),
        };
        Self { name, reason }
    }

    /// The header's name, in lower case.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, reason } = self;
        write!(
            f,
            "the header `{name}` is not what the document says: {reason}"
        )
    }
}

impl std::error::Error for HeaderError {}

/// Judges a header of a response, for a strict client: that it is there, can be read, and is valid.
pub fn judge<T>(
    read: Result<Option<T>, HeaderError>,
    required: bool,
    at: &At<'_>,
    out: &mut Violations,
    check: impl FnOnce(&T, &At<'_>, &mut Violations),
) {
    match read {
        Ok(Some(value)) => check(&value, at, out),
        Ok(None) if required => out.add(at, "required", &"a header", &"nothing"),
        Ok(None) => {}
        Err(error) => {
            let limit = "readable as its schema says";
            out.add(at, "type", &limit, &format_args!("not: {}", error.reason));
        }
    }
}

/// Gives a type of headers an accessor for each, from a row, and what makes it of all headers.
///
/// ```text
/// runtime::call::headers::accessors! {
///     ListPetsHeaders;
///     "x-next" => x_next text;
///     "set-cookie" => set_cookie lines;
///     "x-count" => x_count simple(One(Json)): i64;
///     "x-limits" => x_limits exploded(Object(&[("a", Json)], Text)): Limits;
///     "x-filter" => x_filter json: Filter as Codec;
/// }
/// ```
///
/// | in a row | what the accessor gives |
/// |---|---|
/// | `text` | the text, if it is there |
/// | `lines` | each line by itself |
/// | `simple(data)`, `exploded(data)` | the value that the text stands for, by [`Data`] |
/// | `json` | the value that is JSON |
///
/// The document's identifiers meet none of the macro's, whose paths begin with `::` or with `runtime`, as
/// which the support code must be imported.
#[doc(hidden)]
#[macro_export]
macro_rules! __accessors {
    (
        $type:ident;
        $($(#[$meta:meta])* $wire:literal => $name:ident $how:ident $(($($data:tt)+))? $(: $ty:ty $(as $codec:ty)?)?;)*
    ) => {
        impl<'a> $type<'a> {
            $(runtime::call::headers::accessor! {
                [$(#[$meta])*] $how $name $wire ($($($data)+)?) $($ty $(, $codec)?)?
            })*
        }

        impl<'a> ::std::convert::From<&'a runtime::call::headers::HeaderMap> for $type<'a> {
            #[inline]
            fn from(headers: &'a runtime::call::headers::HeaderMap) -> Self {
                Self(headers)
            }
        }
    };
}
#[doc(hidden)]
pub use __accessors as accessors;

/// One accessor, from a row of [`accessors`].
#[doc(hidden)]
#[macro_export]
macro_rules! __accessor {
    ([$($meta:tt)*] text $name:ident $wire:literal ()) => {
        $($meta)*
        #[inline]
        pub fn $name(&self) -> ::std::option::Option<::std::borrow::Cow<'a, str>> {
            runtime::call::headers::text(self.0, $wire)
        }
    };
    ([$($meta:tt)*] lines $name:ident $wire:literal ()) => {
        $($meta)*
        #[inline]
        pub fn $name(&self) -> ::std::vec::Vec<::std::borrow::Cow<'a, str>> {
            runtime::call::headers::lines(self.0, $wire)
        }
    };
    ([$($meta:tt)*] $how:ident $name:ident $wire:literal ($($data:tt)*) $ty:ty) => {
        runtime::call::headers::accessor! {
            [$($meta)*] $how $name $wire ($($data)*) $ty, runtime::codec::Plain
        }
    };
    ([$($meta:tt)*] simple $name:ident $wire:literal ($($data:tt)+) $ty:ty, $codec:ty) => {
        runtime::call::headers::accessor! { [$($meta)*] $name $wire $ty, $codec, false, $($data)+ }
    };
    ([$($meta:tt)*] exploded $name:ident $wire:literal ($($data:tt)+) $ty:ty, $codec:ty) => {
        runtime::call::headers::accessor! { [$($meta)*] $name $wire $ty, $codec, true, $($data)+ }
    };
    ([$($meta:tt)*] json $name:ident $wire:literal () $ty:ty, $codec:ty) => {
        $($meta)*
        #[inline]
        pub fn $name(
            &self,
        ) -> ::std::result::Result<::std::option::Option<$ty>, runtime::call::headers::HeaderError> {
            runtime::call::headers::json::<$codec, $ty>(self.0, $wire)
        }
    };
    ([$($meta:tt)*] $name:ident $wire:literal $ty:ty, $codec:ty, $explode:literal, $data:expr) => {
        $($meta)*
        #[inline]
        pub fn $name(
            &self,
        ) -> ::std::result::Result<::std::option::Option<$ty>, runtime::call::headers::HeaderError> {
            // The names of the data are seen by nothing else, a type of the document's least of all.
            let data = {
                #[allow(unused_imports)]
                use runtime::parameter::read::{Data::*, Plain::*};
                $data
            };
            runtime::call::headers::value::<$codec, $ty>(self.0, $wire, $explode, &data)
        }
    };
}
#[doc(hidden)]
pub use __accessor as accessor;

/// What a line says: UTF-8, or else Latin-1, which HTTP once had.
fn line(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.into(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}
