//! Types of values that the standard library has none for.

pub mod number;
pub mod patch;
pub mod secret;
pub mod unknown;
