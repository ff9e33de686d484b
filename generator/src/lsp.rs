//! A language server for OpenAPI documents: what `lint` says as one types, completion, what becomes of
//! a place in Rust, ways between references and what they name, and renaming.

mod answer;
mod asked;
mod check;
mod complete;
mod context;
mod explain;
mod fix;
mod guard;
mod hover;
mod outline;
mod place;
mod project;
mod rename;
mod server;
mod state;
mod text;
mod tree;
mod uri;
mod words;
mod workspace;

use std::path::Path;

use crate::config::Config;
use crate::source::Loader;
pub(crate) use server::serve;

/// What a document is read with.
pub(crate) struct Setup {
    /// Hands out the files that are saved.
    pub(crate) loader: Box<dyn Loader>,
    /// What the loader calls the document.
    pub(crate) root: String,
    /// The user's choices.
    pub(crate) config: Config,
    /// Whether warnings are errors.
    pub(crate) denies_warnings: bool,
}

/// Finds what a document is read with, of its path and the folder that its references may lead anywhere
/// in; or says what is wrong with the user's choices.
pub(crate) type Open = dyn Fn(&Path, Option<&Path>) -> Result<Setup, String> + Send + Sync;
