//! Turns an OpenAPI document into a Rust crate.

mod config;
pub mod constraint;
pub mod diagnostics;
pub mod document;
pub mod downlevel;
pub mod emit;
pub mod format;
pub mod ir;
pub mod lower;
pub mod media;
pub mod pattern;
pub mod pointer;

pub use config::{Config, Derives, Selection};
