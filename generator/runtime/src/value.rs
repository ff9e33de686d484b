//! Types of values that the standard library has none for.

#[cfg(feature = "time")]
pub mod date_time;
pub mod number;
pub mod patch;
pub mod secret;
pub mod unknown;
