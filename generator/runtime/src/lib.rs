//! The support code of generated crates.

pub mod bridge;
pub mod builder;
pub mod check;
pub mod check_decimal;
pub mod codec;
pub mod codec_base64;
pub mod codec_time;
pub mod codec_uuid;
pub mod data;
pub mod de;
pub mod decimal;
pub mod input;
pub mod literal;
pub mod number;
pub mod patch;
pub mod pattern;
pub mod pattern_backtracking;
pub mod pattern_regex;
pub mod place;
pub mod secret;
pub mod ser;
pub mod union;
pub mod unknown;
pub mod validate;

pub use number::{BigInteger, Decimal};
pub use patch::Patch;
pub use secret::Secret;
pub use unknown::Unknown;
