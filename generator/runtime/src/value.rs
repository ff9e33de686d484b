//! Types of values that the standard library has none for.

#[cfg(feature = "time")]
pub mod date_time;
#[cfg(feature = "chrono")]
pub mod date_time_chrono;
#[cfg(feature = "jiff")]
pub mod date_time_jiff;
pub mod date_times;
pub mod number;
pub mod patch;
pub mod secret;
pub mod unknown;
