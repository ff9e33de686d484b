//! The support code of generated crates.

pub mod check;
pub mod validate;
