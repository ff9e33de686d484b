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
mod explain;
mod finding;
mod lifecycle;
mod load;
mod node;
pub mod policy;
mod reach;
pub mod render;
mod rule;
pub mod rust;
mod schema;
pub mod version;
mod view;

pub use api::{Area, Use};
pub use explain::explain;
pub use finding::{Finding, Spot};
pub use load::{Loaded, load};
pub use rule::Rule;

use crate::config::Config;
use effect::Wire;
use finding::Side;
use rust::{Bump, Change};

/// How documents are compared.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that sunsets are compared with, as `2026-01-31`.
    pub today: String,
    /// How code is generated from them; `None` leaves Rust out of it.
    pub config: Option<Config>,
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
}

impl Report {
    /// The worst that happens on the wire.
    pub fn wire(&self) -> Wire {
        let all = self.findings.iter().map(|finding| finding.wire);
        all.max().unwrap_or_default()
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
    let mut walker = api::Walker::new(&old.document, &new.document, &options.today);
    walker.run();
    let touches = reach::touches(&walker.comparer.pairs, &walker.roots);
    let (was, is) = (Side::new(old), Side::new(new));
    let mut findings =
        finding::gather(&walker.comparer.pairs, &touches, &walker.found, (&was, &is));
    let lowered = options.config.as_ref().and_then(|config| {
        let old = rust::lowered(&old.mended, config)?;
        Some((old, rust::lowered(&new.mended, config)?))
    });
    let impact = lowered.as_ref().map(|(old, new)| rust::compare(old, new));
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
    }
}
