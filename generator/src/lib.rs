//! Turns an OpenAPI document into a Rust crate.

pub mod diagnostics;
pub mod pointer;
