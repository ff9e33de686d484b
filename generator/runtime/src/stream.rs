//! Responses that are read while they arrive.

pub mod chunks;
pub mod download;
pub mod json_lines;
pub mod lines;
pub mod parts;
pub mod sse;
