//! Turns an OpenAPI document into a Rust crate.
