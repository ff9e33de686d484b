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
mod report;
mod rule;
pub mod rust;
mod schema;
mod together;
mod unchanged;
pub mod version;
mod view;
mod weigh;
mod words;

pub use api::{Area, Use};
pub use explain::explain;
pub use finding::{Finding, Spot, Witness};
#[cfg(feature = "cli")]
pub(crate) use lifecycle::is_day;
pub use load::{Loaded, load, load_both};
pub use report::Report;
pub use rule::Rule;
pub use rust::{Bump, Change};

use std::thread;

use crate::parallel::joined;

/// How documents are compared.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that sunsets are compared with, as `2026-01-31`.
    pub today: String,
    /// Whether the code is compared that is generated from them.
    pub rust: bool,
}

/// Compares two documents.
pub fn compare(old: &Loaded, new: &Loaded, options: &Options) -> Report {
    let apis = old.api.as_ref().zip(new.api.as_ref());
    let apis = apis.filter(|_| options.rust);
    thread::scope(|scope| {
        let impact = apis.map(|(old, new)| scope.spawn(move || rust::compare(old, new)));
        let mut walker = api::Walker::new(old, new, &options.today);
        walker.run();
        let gathered = wire(&mut walker, (old, new));
        let mut findings = gathered.findings;
        let unexplained = apis.zip(impact).map(|(apis, impact)| {
            let origins = rust::Origins::new(&walker.comparer, gathered.of_pairs, &findings);
            rust::attribute(joined(impact), &mut findings, &origins, apis)
        });
        // Where no code tells it either, an edit without effect by the letter is nothing.
        findings.retain(|finding| finding.rule != &rule::NULL_STATED || !finding.rust.is_empty());
        together::note(&mut findings, old.document(), new.document());
        Report {
            findings,
            has_rust: unexplained.is_some(),
            unexplained: unexplained.unwrap_or_default(),
            exhausted: [old, new].map(|loaded| loaded.document.exhausted()),
        }
    })
}

/// What differs between the documents themselves.
fn wire(walker: &mut api::Walker<'_>, sides: (&Loaded, &Loaded)) -> finding::Gathered {
    let (touches, more) = weigh::touches(&walker.comparer, &walker.roots);
    let found = [std::mem::take(&mut walker.found), more].concat();
    let own = walker.comparer.own();
    finding::gather(&walker.comparer.pairs, &own, &touches, &found, sides)
}
