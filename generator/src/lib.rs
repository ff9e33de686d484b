//! Turns an OpenAPI document into a Rust crate.

pub mod constraint;
pub mod diagnostics;
pub mod document;
pub mod downlevel;
pub mod ir;
pub mod lower;
pub mod pattern;
pub mod pointer;
