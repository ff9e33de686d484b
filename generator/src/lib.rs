//! Turns an OpenAPI document into a Rust crate.
//!
//! ```text
//! bytes ─ source ─▶ value ─ lint ─▶ value ─ downlevel ─▶ document ─ lower ─▶ ir ─ emit ─▶ files
//! ```
//!
//! [`generate`] is the whole of it, and is pure; [`output`] brings the files into a folder. [`check`]
//! says what there is to say of a document, and [`diff`] compares two.
//!
//! The module `guide` leads from the first minute with the command to the daily habit.
//!
//! # In a build script
//!
//! The command is behind the feature `cli`, on by default, which a build script does without:
//!
//! ```toml
//! [build-dependencies]
//! faircopy = { version = "0.1", default-features = false }
//! ```
//!
//! What the generated code depends on is the crate's to name: `faircopy generate`, run once into an
//! empty folder, writes a `Cargo.toml` with it. This `build.rs` makes types and validators of
//! `pets.yaml`; without `types_only` there is a client too:
//!
#![doc = concat!("```no_run\n", include_str!("../packaged/build_script.rs"), "```")]
//!
//! `src/lib.rs` takes in what it wrote:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/src/modules.rs"));
//!
//! pub use generated::types::*;
//! ```

mod bundle;
#[cfg(feature = "cli")]
mod cli;
mod config;
mod constraint;
mod cursor;
pub mod diagnostics;
pub mod diff;
#[cfg(feature = "cli")]
mod docs;
mod document;
mod downlevel;
mod effort;
mod emit;
mod expression;
mod files;
mod format;
mod generate;
mod grammar;
// Its Rust is about generated crates, and is compiled with one by the package `pet-shop`.
#[cfg(all(doc, not(doctest)))]
pub mod guide;
#[doc(hidden)]
pub mod internals;
mod ir;
mod json;
mod keyword;
mod lint;
mod lower;
#[cfg(feature = "cli")]
mod lsp;
mod manifest;
mod media;
mod method;
pub mod output;
mod parallel;
mod parameter;
mod pattern;
mod pointer;
pub mod report;
mod reserved;
mod sample;
#[cfg(feature = "cli")]
mod snippet;
pub mod source;
mod suggest;
mod version;
mod words;

pub use bundle::{Bundle, bundle};
pub use config::{
    Config, CrateName, Dates, Derives, Features, Merge, Methods, Names, PageStyle, Paged, Pages,
    Runtime, RuntimeSource, Selection, Sides,
};
pub use files::Files;
pub use format::Ignored as IgnoredFormats;
pub use generate::{Generated, Read, Refused, check, generate, read};
pub use manifest::Manifest;
pub use pointer::Pointer;
pub use version::Version;
