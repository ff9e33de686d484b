//! Turns an OpenAPI document into a Rust crate.

pub mod emit;
pub mod format;
pub mod ir;
pub mod pointer;
