//! What a generated crate is made of.

use std::collections::BTreeMap;

use crate::manifest::Manifest;

/// The files of a generated crate, as text.
#[derive(Clone, Debug)]
pub struct Files {
    /// The generator's own, by path below the crate's folder.
    pub owned: BTreeMap<String, String>,
    /// `src/lib.rs`, for a crate that has none.
    pub library: String,
    /// `README.md`, for a crate that is new.
    pub readme: String,
    /// `examples/mock.rs`, for a crate that is new and has a server.
    pub mock: Option<String>,
    /// What `Cargo.toml` must say.
    pub manifest: Manifest,
}
