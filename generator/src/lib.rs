//! Turns an OpenAPI document into a Rust crate.

pub mod cli;
mod config;
pub mod constraint;
pub mod diagnostics;
pub mod document;
pub mod downlevel;
pub mod emit;
pub mod format;
mod grammar;
pub mod ir;
pub mod lint;
pub mod lower;
pub mod media;
pub mod output;
pub mod pattern;
pub mod pointer;
pub mod source;

pub use config::{Config, CrateName, Derives, Selection};
pub use grammar::Version;
