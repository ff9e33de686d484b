//! Turns an OpenAPI document into a Rust crate.

pub mod diagnostics;
pub mod document;
pub mod downlevel;
pub mod ir;
pub mod pointer;
