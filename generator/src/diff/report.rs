//! What differs between two documents, and the worst that comes of it.

use crate::diagnostics::Diagnostic;

use super::effect::Wire;
use super::finding::Finding;
use super::load::Loaded;
use super::rust::{Bump, Change};

/// What differs between two documents.
#[derive(Debug)]
pub struct Report {
    /// Each cause once, in the order of the new document.
    pub findings: Vec<Finding>,
    /// Changes of the generated code that no finding explains: they come from the generator, or
    /// from its configuration.
    pub unexplained: Vec<Change>,
    /// Whether code could be generated from both documents, so that it was compared.
    pub has_rust: bool,
    /// That one of the documents took more steps than it may, so that this is not all: the old one's
    /// complaint, and the new one's.
    pub exhausted: [Option<Diagnostic>; 2],
}

impl Report {
    /// That of a document and itself, which needs no look.
    pub fn of_same(loaded: &Loaded) -> Report {
        Report {
            findings: Vec::new(),
            unexplained: Vec::new(),
            has_rust: loaded.api.is_some(),
            exhausted: [None, None],
        }
    }

    /// Whether everything was compared.
    pub fn is_whole(&self) -> bool {
        self.exhausted.iter().all(Option::is_none)
    }

    /// The worst that happens on the wire. What was not compared may break.
    pub fn wire(&self) -> Wire {
        let unknown = match self.is_whole() {
            true => Wire::Safe,
            false => Wire::Potential,
        };
        let all = self.findings.iter().map(|finding| finding.wire);
        all.fold(unknown, Wire::max)
    }

    /// The worst that happens to callers of the generated code.
    pub fn rust(&self) -> Bump {
        let explained = self.findings.iter().map(|finding| finding.bump);
        let others = self.unexplained.iter().map(|change| change.bump);
        explained.chain(others).max().unwrap_or_default()
    }
}
