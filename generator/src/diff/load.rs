//! A file to a document that can be compared, and to what becomes of it in Rust.

use std::sync::Arc;
use std::thread;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::{Document, Hierarchy};
use crate::generate::{self, Refused, model};
use crate::ir::Api;
use crate::lint;
use crate::parallel::joined;
use crate::source::{self, Loader, Sources};

use super::rust;

/// A document, and the files that its places lead to.
#[derive(Debug)]
pub struct Loaded {
    pub(super) document: Document,
    /// Its base schemas: who refers to one means any of its subtypes, as in the generated code.
    pub(super) hierarchy: Hierarchy,
    /// What is generated from it, mended where lint found fault with it; `None` where no code can
    /// be made of it.
    pub(super) api: Option<Api>,
    /// Its files.
    pub sources: Sources,
    /// What lint found.
    pub diagnostics: Diagnostics,
}

impl Loaded {
    /// The document as it was written, bundled: one value, whose references lead to places in itself.
    pub fn document(&self) -> &serde_json::Value {
        &self.document.value
    }
}

/// A document that has been read, and not yet understood.
struct Read {
    document: source::Document,
    diagnostics: Diagnostics,
}

/// Reads the document named `root`. One with mistakes is compared as far as it makes sense.
///
/// # Errors
///
/// What is wrong, when it cannot be read or is no OpenAPI document.
pub fn load(loader: &dyn Loader, root: &str, config: &Config) -> Result<Loaded, Box<Refused>> {
    understand(read(loader, root, config), config)
}

/// As [`load`], of two documents, each a loader and the name of a file that it knows. Reading one
/// takes the most memory, so one is read after the other, but while another thread makes sense of
/// the first. Where both are the same files, which is what most changes of a program leave of its
/// document, sense is made of them once.
pub fn load_both(
    old: (&dyn Loader, &str),
    new: (&dyn Loader, &str),
    config: &Config,
) -> [Result<Arc<Loaded>, Box<Refused>>; 2] {
    let old = read(old.0, old.1, config);
    let (sources, said) = (old.document.sources.clone(), old.diagnostics.len());
    thread::scope(|scope| {
        let old = scope.spawn(move || understand(old, config));
        let new = read(new.0, new.1, config);
        let is_same = said == new.diagnostics.len() && new.document.sources.has_texts_of(&sources);
        if !is_same {
            let new = understand(new, config);
            return [joined(old), new].map(|loaded| loaded.map(Arc::new));
        }
        match joined(old).map(Arc::new) {
            Ok(old) => [Ok(Arc::clone(&old)), Ok(old)],
            Err(old) => [Err(old), understand(new, config).map(Arc::new)],
        }
    })
}

fn read(loader: &dyn Loader, root: &str, config: &Config) -> Read {
    let mut diagnostics = Diagnostics::new();
    let document = generate::load(loader, root, config, &mut diagnostics);
    Read {
        document,
        diagnostics,
    }
}

fn understand(read: Read, config: &Config) -> Result<Loaded, Box<Refused>> {
    let Read {
        mut document,
        mut diagnostics,
    } = read;
    let linted = lint::lint_keeping(&mut document, &mut diagnostics);
    let understood = linted.and_then(|(version, written)| {
        let mended = model(
            document.root,
            document.exact_numbers,
            version,
            config,
            &mut diagnostics,
        )?;
        Some((mended, written))
    });
    let Some((mut document, written)) = understood else {
        return Err(Box::new(Refused {
            diagnostics,
            sources: document.sources,
        }));
    };
    let api = rust::lowered(&document, config);
    // Comparing reads the document itself, to the letter: so data are judged.
    document = document.to_the_letter(true);
    document.openapi = openapiv3::OpenAPI::default();
    document.beyond = Default::default();
    // Lint takes out what no code can be made of; an edit there is an edit all the same.
    let sources = written.restore(&mut document.value);
    let hierarchy = match config.exact {
        true => Hierarchy::default(),
        false => Hierarchy::new(&document),
    };
    Ok(Loaded {
        document,
        hierarchy,
        api,
        sources,
        diagnostics,
    })
}
