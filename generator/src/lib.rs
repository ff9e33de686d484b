//! Turns an OpenAPI document into a Rust crate.

pub mod ir;
pub mod pointer;
