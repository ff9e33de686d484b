//! Stand-in for the decoding module: JSON text into a value, or where it does not fit.

use std::fmt;

use serde::de::DeserializeOwned;

/// Where and why a text could not be read as a value.
#[derive(Debug)]
pub struct DecodeError {
    /// The JSON pointer of what did not fit; empty for the whole document.
    pub pointer: String,
    pub message: String,
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    serde_json::from_str(text).map_err(|error| DecodeError {
        pointer: String::new(),
        message: error.to_string(),
        line: error.line(),
        column: error.column(),
    })
}
