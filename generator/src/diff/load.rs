//! A file to a document that can be compared.

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::source::{self, Limits, Loader, Sources};
use crate::{Refused, lint, model};

/// A document, and the files that its places lead to.
#[derive(Debug)]
pub struct Loaded {
    /// The document, mended where lint found fault with it.
    pub document: Document,
    /// Its files.
    pub sources: Sources,
    /// What lint found.
    pub diagnostics: Diagnostics,
}

/// Reads the document named `root`. One with mistakes is compared as far as it makes sense.
///
/// # Errors
///
/// What is wrong, when it cannot be read or is no OpenAPI document.
pub fn load(loader: &dyn Loader, root: &str) -> Result<Loaded, Box<Refused>> {
    let mut diagnostics = Diagnostics::new();
    let mut document = source::load(loader, root, &Limits::default(), &mut diagnostics);
    let version = lint::lint(&mut document, &mut diagnostics);
    let model = version.and_then(|version| model(document.root, version, &mut diagnostics));
    let sources = document.sources;
    match model {
        Some(document) => Ok(Loaded {
            document,
            sources,
            diagnostics,
        }),
        None => Err(Box::new(Refused {
            diagnostics,
            sources,
        })),
    }
}
