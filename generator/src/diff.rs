//! Two documents to what their differences break, on the wire and in Rust, and to the version to
//! release.
//!
//! ```text
//! documents ─ api, schema ─▶ edits ─ reach ─▶ touched uses ─ finding ─▶ findings ─ render ─▶ text
//!           ╰ lower ─▶ ir ─ rust ─▶ changes of public items ───────────╯
//! ```

mod api;
pub mod effect;
mod event;
mod finding;
mod lifecycle;
mod load;
mod node;
mod reach;
mod rule;
pub mod rust;
mod schema;
mod view;

pub use api::{Area, Use};
pub use finding::{Finding, Spot};
pub use load::{Loaded, load};
pub use rule::Rule;

use crate::diagnostics::Locator;
use effect::Wire;

/// How documents are compared.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that sunsets are compared with, as `2026-01-31`.
    pub today: String,
}

/// What differs between two documents.
#[derive(Debug)]
pub struct Report {
    /// Each cause once, in the order of the new document.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The worst that happens on the wire.
    pub fn wire(&self) -> Wire {
        let all = self.findings.iter().map(|finding| finding.wire);
        all.max().unwrap_or_default()
    }
}

/// Compares two documents.
pub fn compare(old: &Loaded, new: &Loaded, options: &Options) -> Report {
    let mut walker = api::Walker::new(&old.document, &new.document, &options.today);
    walker.run();
    let touches = reach::touches(&walker.comparer.pairs, &walker.roots);
    let locators = (Locator::new(&old.sources), Locator::new(&new.sources));
    let findings = finding::gather(
        &walker.comparer.pairs,
        &touches,
        &walker.found,
        (&locators.0, &locators.1),
    );
    Report { findings }
}
