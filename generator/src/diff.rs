//! Two documents to what their differences break, on the wire and in Rust, and to the version to
//! release.
//!
//! ```text
//! documents ─ api, schema ─▶ edits ─ reach ─▶ touched uses ─ finding ─▶ findings ─ render ─▶ text
//!           ╰ lower ─▶ ir ─ rust ─▶ changes of public items ───────────╯
//! ```

mod api;
#[cfg(test)]
mod coverage;
pub mod effect;
mod event;
mod evidence;
mod explain;
mod finding;
mod lifecycle;
mod load;
pub mod policy;
mod reach;
pub mod render;
mod rule;
pub mod rust;
mod schema;
mod unchanged;
pub mod version;
mod view;
mod weigh;

pub use api::{Area, Use};
pub use explain::explain;
pub use finding::{Finding, Spot, Witness};
pub use load::{Loaded, load, load_both};
pub use rule::Rule;
pub use rust::{Bump, Change};

use std::thread;

use crate::diagnostics::Diagnostic;
use crate::parallel::joined;
use effect::Wire;

/// How documents are compared.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that sunsets are compared with, as `2026-01-31`.
    pub today: String,
    /// Whether the code is compared that is generated from them.
    pub rust: bool,
}

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

/// Compares two documents.
pub fn compare(old: &Loaded, new: &Loaded, options: &Options) -> Report {
    let apis = old.api.as_ref().zip(new.api.as_ref());
    let (mut findings, impact) = thread::scope(|scope| {
        let impact = apis
            .filter(|_| options.rust)
            .map(|(old, new)| scope.spawn(move || rust::compare(old, new)));
        (wire(old, new, &options.today), impact.map(joined))
    });
    let has_rust = impact.is_some();
    let unexplained = impact.map(|impact| rust::join(impact, &mut findings));
    Report {
        findings,
        unexplained: unexplained
            .into_iter()
            .flatten()
            .map(|placed| placed.change)
            .collect(),
        has_rust,
        exhausted: [old, new].map(|loaded| loaded.document.exhausted()),
    }
}

/// What differs between the documents themselves.
fn wire(old: &Loaded, new: &Loaded, today: &str) -> Vec<Finding> {
    let mut walker = api::Walker::new(old, new, today);
    walker.run();
    let (touches, more) = weigh::touches(&walker.comparer, &walker.roots);
    let found = [std::mem::take(&mut walker.found), more].concat();
    finding::gather(&walker.comparer.pairs, &touches, &found, (old, new))
}
