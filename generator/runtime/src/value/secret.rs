//! Values that are never shown.

use std::fmt;

use crate::json::de::{Decode, Input, Result};
use crate::json::ser::{Encode, Output};
use crate::validate::{At, Validate, Violations};

/// A password, a key, a token: `Debug` prints `[redacted]`, and only
/// [`expose`](Self::expose) gives the value.
///
/// Mostly it is a text; it may be a number, or any JSON where a document does not say what it is.
///
/// ```
/// use faircopy_runtime::Secret;
///
/// let password = Secret::from("hunter22");
/// assert_eq!(format!("{password:?}"), "[redacted]");
/// assert_eq!(password.expose(), "hunter22");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret<T = String>(T);

impl Secret {
    /// Keeps a text from being shown.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T> Secret<T> {
    /// The value itself.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

macro_rules! exposed {
    ($($ty:ty)*) => {$(
        impl Secret<$ty> {
            /// The value itself.
            pub fn expose(&self) -> &$ty {
                &self.0
            }
        }

        impl From<$ty> for Secret<$ty> {
            fn from(value: $ty) -> Self {
                Self(value)
            }
        }
    )*};
}
exposed!(i64 f64 serde_json::Value);

impl<T> Validate for Secret<T> {
    fn check(&self, _: &At<'_>, _: &mut Violations) {}
}

impl<T: Decode> Decode for Secret<T> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        T::decode(input).map(Self)
    }
}

impl<T: Encode> Encode for Secret<T> {
    fn encode(&self, output: &mut Output) {
        self.0.encode(output);
    }
}
