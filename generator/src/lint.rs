//! A document's value to one that keeps to the structure of the specification: everything that
//! does not is reported, and mended or taken out, so that later stages can rely on it.

mod bounds;
mod declares;
mod discriminator;
mod encoding;
mod example;
mod format;
mod judge;
mod link;
mod object;
mod operation;
mod parameter;
mod path;
mod path_item;
mod reference;
pub(crate) mod repair;
mod schema;
mod security;
mod server;
mod shape;
mod suspicious;
pub(crate) mod tag;
mod version;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::grammar::Object;
use crate::pointer::Pointer;
use crate::source::{Document, addresses_in};
use crate::suggest::{self, nearest};
use crate::version::Version;
use path::Path;
pub(crate) use repair::Repair;
use repair::Written;

/// Checks the structure of a document, and mends `document.root` where it breaks the specification.
///
/// What comes out always fits the shape of the tables in `grammar`, with the keywords of each
/// version as they were written; `None` when it is not a document of a version that is understood.
pub fn lint(document: &mut Document, diagnostics: &mut Diagnostics) -> Option<Version> {
    let (version, repairs) = judged(document, diagnostics)?;
    repair::apply(document, repairs);
    Some(version)
}

/// As [`lint`], with what is to be put back for the document as it was written.
pub(crate) fn lint_keeping(
    document: &mut Document,
    diagnostics: &mut Diagnostics,
) -> Option<(Version, Written)> {
    let (version, repairs) = judged(document, diagnostics)?;
    let written = Written::of(document, &repairs);
    repair::apply(document, repairs);
    Some((version, written))
}

/// What the schema at a place of a document holds against a value for certain.
pub fn judge(root: &Value) -> impl Fn(&Pointer, &Value) -> Result<(), String> {
    let judge = judge::Judge::new(root);
    move |at, value| {
        let schema = at.resolve(root);
        let fault = schema.and_then(|schema| judge.fault(schema, value));
        fault.map_or(Ok(()), |fault| Err(fault.reason))
    }
}

/// The version of a document, and how to mend it.
fn judged(document: &Document, diagnostics: &mut Diagnostics) -> Option<(Version, Vec<Repair>)> {
    if document.root.is_null() {
        // It could not be read, which has been said.
        return None;
    }
    let version = version::check(&document.root, diagnostics)?;
    let mut linter = Linter {
        root: &document.root,
        exact_numbers: &document.exact_numbers,
        version,
        diagnostics,
        repairs: Vec::new(),
        operation_ids: BTreeMap::new(),
        links: Vec::new(),
        is_rewritten: document.sources.is_rewritten(),
        anchors: None,
        ending: BTreeSet::new(),
        astray: BTreeMap::new(),
        bounds: bounds::Known::new(),
        declaring: declares::Declaring::default(),
        judge: judge::Judge::new(&document.root),
        comparisons: COMPARISONS * (100_000 + document.sources.bytes()),
        addresses: addresses_in(document.sources.bytes()),
    };
    // Even when the root lacks something, its parts have been mended.
    let _ = linter.object(&document.root, Object::OpenApi, &Path::ROOT);
    linter.ambiguous_paths();
    linter.report_links();
    linter.report_astray();
    let repairs = linter.repairs;
    diagnostics.settle(|pointer| document.sources.place(pointer));
    Some((version, repairs))
}

/// The state of a walk over a document.
struct Linter<'v> {
    root: &'v Value,
    exact_numbers: &'v BTreeMap<Pointer, String>,
    version: Version,
    diagnostics: &'v mut Diagnostics,
    repairs: Vec<Repair>,
    /// Where each operationId was seen first.
    operation_ids: BTreeMap<&'v str, Pointer>,
    /// What leads to them.
    links: Vec<Followed<'v>>,
    /// Whether it was written as Swagger 2.0, which has fewer rules.
    is_rewritten: bool,
    /// The names that `$anchor` and `$dynamicAnchor` define, once a reference asks for one.
    anchors: Option<BTreeSet<&'v str>>,
    /// References that are known to lead to something that is none.
    ending: BTreeSet<&'v str>,
    /// By the part that is not there, and by code: the first reference into it, and how many more.
    astray: BTreeMap<(Pointer, &'static str), (Diagnostic, usize)>,
    /// What was found of the bounds of schemas that are composed.
    bounds: bounds::Known,
    /// What was found of the properties that they declare.
    declaring: declares::Declaring<'v>,
    judge: judge::Judge<'v>,
    /// In how many steps known names may still be compared with unknown ones.
    comparisons: usize,
    /// How many bytes the addresses of values that the document lacks may have together.
    addresses: usize,
}

/// What a link says of an operation, which may be met later.
struct Followed<'v> {
    id: &'v str,
    parameters: Option<&'v Map<String, Value>>,
    at: Pointer,
}

/// How many steps known names may be compared with unknown ones in, by the bytes of the document: as many as it
/// takes for two names of usual length.
const COMPARISONS: usize = 100;

/// What came of checking a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
enum Verdict {
    /// It can stay, perhaps with repairs inside.
    Keep,
    /// Nothing can be made of it; it was said why.
    Drop,
}

impl<'v> Linter<'v> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The known name that an unknown one is a slip of, as long as there are not too many to compare: many
    /// of one kind times many of the other are more than a document should cost.
    fn nearest<'k>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'k str> {
        let left = &mut self.comparisons;
        let known = known.into_iter().take_while(|known| {
            let rest = left.checked_sub(suggest::steps(name, known));
            *left = rest.unwrap_or_default();
            rest.is_some()
        });
        nearest(name, known)
    }

    fn set(&mut self, pointer: Pointer, value: Value) {
        self.repairs.push(Repair::Set(pointer, value));
    }

    fn remove(&mut self, pointer: Pointer) {
        self.repairs.push(Repair::Remove(pointer));
    }
}
