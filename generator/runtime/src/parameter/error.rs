//! Why a parameter's value has no text.

use std::fmt;

/// Why a parameter cannot be sent. The value is not told, since it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterError {
    pub name: &'static str,
    pub reason: &'static str,
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the parameter `{}` {}", self.name, self.reason)
    }
}

impl std::error::Error for ParameterError {}
