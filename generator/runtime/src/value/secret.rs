//! A string that is never shown.

use std::fmt;

use crate::json::de::{Decode, Input, Result};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! { Secret }

/// A password, a key, a token: `Debug` prints `[redacted]`, and only
/// [`expose`](Self::expose) gives the text.
///
/// ```
/// use faircopy_runtime::Secret;
///
/// let password = Secret::from("hunter22");
/// assert_eq!(format!("{password:?}"), "[redacted]");
/// assert_eq!(password.expose(), "hunter22");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from being shown.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text itself.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Decode for Secret {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        String::decode(input).map(Self)
    }
}

impl Encode for Secret {
    fn encode(&self, output: &mut Output) {
        output.string(&self.0);
    }
}
