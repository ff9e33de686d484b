//! The IR to the text of Rust files.

pub mod builder;
pub mod context;
pub mod doc;
pub mod enumeration;
pub mod model;
pub mod serde;
pub mod union;
