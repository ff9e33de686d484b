//! A client for the residential tokens of Unknown Proxies.
//!
//! Everything but this page and [`token`] is generated from `spec/unknown-proxies.yaml`.
mod generated;
pub mod token;

pub use generated::*;
