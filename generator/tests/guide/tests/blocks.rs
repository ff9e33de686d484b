//! The Rust that the guide shows: all of it compiles, and its tests pass.

#![allow(dead_code, unused_imports, unused_variables, unused_mut)]

include!(concat!(env!("OUT_DIR"), "/blocks.rs"));
