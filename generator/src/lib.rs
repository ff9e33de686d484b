//! Turns an OpenAPI document into a Rust crate.

mod config;
pub mod diagnostics;
pub mod ir;
pub mod pointer;

pub use config::{Config, Derives, Selection};
