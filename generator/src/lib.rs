//! Turns an OpenAPI document into a Rust crate.

pub mod diagnostics;
mod grammar;
pub mod lint;
pub mod pointer;
pub mod source;

pub use grammar::Version;
