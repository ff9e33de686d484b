//! The support code of generated crates.
