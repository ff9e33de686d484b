//! The support code of generated crates.

pub mod check;
pub mod check_decimal;
pub mod data;
pub mod decimal;
pub mod literal;
pub mod pattern;
pub mod pattern_backtracking;
pub mod pattern_regex;
pub mod validate;
