//! The client of `openapi.yaml`.

#![allow(unused_imports, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));

pub use generated::*;

/// What the generator said of the document.
pub const COMPLAINTS: &str = include_str!(concat!(env!("OUT_DIR"), "/complaints.txt"));
