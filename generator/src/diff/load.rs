//! A file to a document that can be compared.

use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::source::{Loader, Sources};
use crate::{Config, Refused, lint, model};

/// A document, and the files that its places lead to.
#[derive(Debug)]
pub struct Loaded {
    /// The document as it was written, bundled.
    pub document: Document,
    /// The document as code is generated from it: mended where lint found fault with it.
    pub mended: Document,
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
pub fn load(loader: &dyn Loader, root: &str, config: &Config) -> Result<Loaded, Box<Refused>> {
    let mut diagnostics = Diagnostics::new();
    let mut document = crate::load(loader, root, config, &mut diagnostics);
    let written = document.root.clone();
    let sources = document.sources.clone();
    let version = lint::lint(&mut document, &mut diagnostics);
    let mended = version.and_then(|version| {
        let ignored = &config.ignored_formats;
        model(document.root, version, ignored, &mut diagnostics)
    });
    match mended {
        Some(mended) => Ok(Loaded {
            // Lint takes out what no code can be made of; an edit there is an edit all the same.
            document: mended.as_written(written),
            mended,
            sources,
            diagnostics,
        }),
        None => Err(Box::new(Refused {
            diagnostics,
            sources,
        })),
    }
}
