//! Turns an OpenAPI document into a Rust crate.

mod config;
pub mod diagnostics;
pub mod document;
pub mod downlevel;
pub mod emit;
pub mod format;
pub mod ir;
pub mod pointer;

pub use config::{Config, Derives, Selection};
