//! What is known of a document, from reading it to its examples.

use faircopy::Read;
use faircopy::internals::ir;
use serde_json::{Value, json};

use super::compile::Checked;
use super::document::Document;
use super::outcome::{Outcome, Verdict};
use super::reason::Skip;

/// All figures of a document.
pub(super) struct Record {
    pub(super) name: String,
    pub(super) package: String,
    pub(super) version: String,
    pub(super) operations: usize,
    /// How many of the operations have a method.
    pub(super) methods: usize,
    pub(super) types: usize,
    pub(super) generated: bool,
    /// Why nothing was generated.
    pub(super) failures: Vec<String>,
    pub(super) skips: Vec<Skip>,
    pub(super) warnings: usize,
    pub(super) seconds: f64,
    pub(super) lines: usize,
    pub(super) checked: Option<Checked>,
    pub(super) examples: Vec<Outcome>,
    /// Why the examples could not be judged.
    pub(super) unjudged: Option<String>,
}

impl Record {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            name: document.name.clone(),
            package: document.package.clone(),
            version: String::new(),
            operations: 0,
            methods: 0,
            types: 0,
            generated: false,
            failures: Vec::new(),
            skips: Vec::new(),
            warnings: 0,
            seconds: 0.0,
            lines: 0,
            checked: None,
            examples: Vec::new(),
            unjudged: None,
        }
    }

    /// Counts what the document has.
    pub(super) fn describe(&mut self, read: &Read) {
        let value = read.document();
        self.version = match &value["openapi"] {
            Value::String(version) => version.clone(),
            other => other.to_string(),
        };
        self.operations = super::reason::operations(value).len();
        self.methods = ir::of(read).operations.len();
        self.types = ir::of(read).types.len();
        self.warnings = read.warnings.len();
    }

    /// Whether there is a crate that compiles.
    pub(super) fn compiles(&self) -> bool {
        self.checked
            .as_ref()
            .is_some_and(|checked| checked.errors == 0)
    }

    /// Whether nothing is left to mend.
    pub(super) fn is_right(&self) -> bool {
        let clean = |checked: &Checked| checked.errors == 0 && checked.warnings == 0;
        self.generated
            && self.unjudged.is_none()
            && self.checked.as_ref().is_none_or(clean)
            && self.skips.iter().all(|skip| skip.clause.is_some())
    }

    /// The number of examples of which that is so.
    pub(super) fn count(&self, verdict: Verdict) -> usize {
        let examples = self.examples.iter();
        examples
            .filter(|outcome| outcome.verdict == verdict)
            .count()
    }

    pub(super) fn json(&self) -> Value {
        let checked = self.checked.as_ref();
        json!({
            "document": self.name,
            "package": self.package,
            "version": self.version,
            "operations": self.operations,
            "methods": self.methods,
            "types": self.types,
            "generated": self.generated,
            "right": self.is_right(),
            "failures": self.failures,
            "skips": self.skips.iter().map(Skip::json).collect::<Vec<_>>(),
            "diagnostics": self.warnings,
            "generateSeconds": self.seconds,
            "lines": self.lines,
            "checkSeconds": checked.and_then(|checked| checked.seconds),
            "errors": checked.map(|checked| checked.errors),
            "warnings": checked.map(|checked| checked.warnings),
            "messages": checked.map(|checked| &checked.messages),
            "unjudged": self.unjudged,
            "examples": self.examples_json(),
        })
    }

    fn examples_json(&self) -> Value {
        let listed = self.examples.iter();
        let listed = listed.filter(|outcome| outcome.verdict != Verdict::Kept);
        json!({
            "total": self.examples.len(),
            "kept": self.count(Verdict::Kept),
            "respelt": self.count(Verdict::Respelt),
            "undeclaredKeysDropped": self.count(Verdict::Undeclared),
            "documentsFault": self.count(Verdict::Contradicts),
            "broken": self.count(Verdict::Broken),
            "listed": listed.map(Outcome::json).collect::<Vec<_>>(),
        })
    }
}
