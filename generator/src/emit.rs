//! The IR to the text of Rust files.

pub mod check;
pub mod context;
pub mod doc;
