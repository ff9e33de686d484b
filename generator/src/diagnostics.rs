//! What is wrong with a document: a code, a sentence, and the places concerned, as JSON pointers
//! that turn into lines and columns only when a diagnostic is printed.

pub mod codes;

use std::collections::{BTreeMap, BTreeSet};

use crate::pointer::Pointer;
pub use codes::Code;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The code that is written is right as far as it goes.
    Warning,
    /// There is no right code to write.
    Error,
}

/// One complaint about a document.
///
/// ```
/// use faircopy::diagnostics::{Diagnostic, codes};
/// use faircopy::Pointer;
///
/// let schema = Pointer::root().keys(["components", "schemas", "Pet"]);
/// let diagnostic = Diagnostic::new(codes::UNKNOWN_KEY, "unknown key `requierd` in a schema")
///     .at_key(&schema.key("requierd"), "did you mean `required`?")
///     .help("keys that start with `x-` are free for extensions");
/// assert_eq!(diagnostic.code.id, "W0108");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The row of the table of codes that this is a case of.
    pub code: &'static Code,
    /// The code's own severity, unless the user changed it.
    pub severity: Severity,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// The places concerned, the most telling first.
    pub labels: Vec<Label>,
    /// How to mend it, where the labels don't say so.
    pub help: Option<String>,
    /// How many more of its code were found that are only counted: a document can have as many mistakes
    /// as values, and of a code no more than [`Diagnostics::KEPT`] are kept.
    pub more: usize,
}

/// A place, and what to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What to print beside the marked text; may be empty.
    pub text: String,
    /// Whether this is where the mistake is, rather than a place that explains it.
    pub primary: bool,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A value of the document, or the key before it.
    Node {
        /// The file that the pointer leads through; `None` for the bundled document as it is when
        /// the diagnostic is made.
        file: Option<String>,
        /// Its address there.
        pointer: Pointer,
        /// Which of the two is meant.
        on: On,
    },
    /// Text that no pointer can address: a syntax error, or the second of two equal keys.
    Text {
        /// The file's name, as the loader knows it.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The column in characters, counted from 1.
        column: usize,
        /// The number of characters concerned.
        length: usize,
    },
}

/// The part of a member that a label marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// The key; for an item of a list, the value.
    Key,
    /// The value; of a value of several lines, the first.
    Value,
    /// The value as a whole, marked by its key where it has one.
    Whole,
}

/// The diagnostics of a run, in the order in which they were found.
///
/// Of each code, the first [`KEPT`](Diagnostics::KEPT) are kept; how many more there are is told by the
/// last of these.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// By code, how many are kept, and where the last of them is.
    kept: BTreeMap<&'static str, (usize, usize)>,
}

impl Diagnostic {
    /// A diagnostic with the severity of its code.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            more: 0,
        }
    }

    /// Marks the key of the member at `pointer` as the mistake; `text` may be empty.
    #[must_use]
    pub fn at_key(self, pointer: &Pointer, text: impl Into<String>) -> Diagnostic {
        self.at(Place::node(pointer, On::Key), text)
    }

    /// Marks the value at `pointer` as the mistake; `text` may be empty.
    #[must_use]
    pub fn at_value(self, pointer: &Pointer, text: impl Into<String>) -> Diagnostic {
        self.at(Place::node(pointer, On::Value), text)
    }

    /// Marks the whole of what stands at `pointer`, by its key where it has one, as the mistake;
    /// `text` may be empty.
    #[must_use]
    pub fn at_whole(self, pointer: &Pointer, text: impl Into<String>) -> Diagnostic {
        self.at(Place::node(pointer, On::Whole), text)
    }

    /// Marks a place as the mistake; `text` may be empty.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        // Most have no other place, and a document can have as many mistakes as values.
        self.labels.reserve_exact(1);
        self.labels.push(Label {
            place,
            text: text.into(),
            primary: true,
        });
        self
    }

    /// Marks the key of the member at `pointer` as a place that explains the mistake.
    #[must_use]
    pub fn also_key(self, pointer: &Pointer, text: impl Into<String>) -> Diagnostic {
        self.also(Place::node(pointer, On::Key), text)
    }

    /// Marks the value at `pointer` as a place that explains the mistake.
    #[must_use]
    pub fn also_value(self, pointer: &Pointer, text: impl Into<String>) -> Diagnostic {
        self.also(Place::node(pointer, On::Value), text)
    }

    /// Marks a place that explains the mistake.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            place,
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// What there is to say of others of its code that are only counted.
    pub(crate) fn counted(&self) -> Option<String> {
        let more = self.more;
        (more > 0).then(|| format!("and {more} more of its code, which are only counted"))
    }

    /// The pointer of the first label that has one: where to say that the diagnostic stands.
    pub fn pointer(&self) -> Option<&Pointer> {
        self.labels.iter().find_map(|label| match &label.place {
            Place::Node { pointer, .. } => Some(pointer),
            Place::Text { .. } => None,
        })
    }
}

impl Place {
    /// The value at a pointer of the bundled document, or its key.
    pub fn node(pointer: &Pointer, on: On) -> Place {
        Place::Node {
            file: None,
            pointer: pointer.clone(),
            on,
        }
    }
}

impl Diagnostics {
    /// How many diagnostics of one code are kept: more than anyone reads.
    pub const KEPT: usize = 10_000;

    /// No diagnostics yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one, or counts it where as many of its code are kept as may be.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let (kept, last) = self.kept.entry(diagnostic.code.id).or_default();
        match self.found.get_mut(*last) {
            Some(last) if *kept >= Self::KEPT => last.more += 1 + diagnostic.more,
            _ => {
                (*kept, *last) = (*kept + 1, self.found.len());
                self.found.push(diagnostic);
            }
        }
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Their number, those that are only counted included.
    pub fn len(&self) -> usize {
        self.found
            .iter()
            .map(|diagnostic| 1 + diagnostic.more)
            .sum()
    }

    /// The number of errors among them.
    pub fn errors(&self) -> usize {
        let errors = self
            .found
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.map(|diagnostic| 1 + diagnostic.more).sum()
    }

    /// The diagnostics, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// Fixes the places of all diagnostics so far to the files that they stand in. A stage that is
    /// about to move parts of the bundled document does this first, and says where in which file what
    /// stands in the bundled document was.
    pub(crate) fn settle(&mut self, origin: impl Fn(&Pointer) -> Option<(String, Pointer)>) {
        let labels = self
            .found
            .iter_mut()
            .flat_map(|diagnostic| &mut diagnostic.labels);
        for label in labels {
            let Place::Node {
                file: file @ None,
                pointer,
                ..
            } = &mut label.place
            else {
                continue;
            };
            if let Some((name, at)) = origin(pointer) {
                (*file, *pointer) = (Some(name), at);
            }
        }
    }

    /// Leaves out what says the same of the same place as another before it; `origin` says where in
    /// which file what stands in the bundled document was.
    pub(crate) fn unrepeated(&mut self, origin: impl Fn(&Pointer) -> Option<(String, Pointer)>) {
        let written = |place: &Place| match place {
            Place::Node {
                file: None,
                pointer,
                on,
            } => origin(pointer).map(|(file, pointer)| Place::Node {
                file: Some(file),
                pointer,
                on: *on,
            }),
            _ => None,
        };
        let mut seen = BTreeSet::new();
        self.retain(|diagnostic| {
            let places = diagnostic.labels.iter().map(|label| &label.place);
            let places = places.map(|place| written(place).unwrap_or_else(|| place.clone()));
            let places: Vec<Place> = places.collect();
            seen.insert((diagnostic.code.id, diagnostic.message.clone(), places))
        });
    }

    /// Makes every warning an error, as `--deny warnings` asks.
    pub fn deny_warnings(&mut self) {
        for diagnostic in &mut self.found {
            diagnostic.severity = Severity::Error;
        }
    }

    /// Keeps only the diagnostics that `keep` says yes to. Those that are only counted stay counted, since
    /// nothing is known of them.
    pub fn retain(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) {
        let found = std::mem::take(&mut self.found);
        self.kept.clear();
        for mut diagnostic in found {
            if keep(&diagnostic) {
                self.push(diagnostic);
                continue;
            }
            let kept = self.kept.get(diagnostic.code.id);
            match kept.and_then(|(_, last)| self.found.get_mut(*last)) {
                Some(last) => last.more += diagnostic.more,
                None if diagnostic.more > 0 => {
                    // It stands for the others.
                    diagnostic.more -= 1;
                    self.push(diagnostic);
                }
                None => {}
            }
        }
    }

    /// Leaves out all of some codes, those that are only counted included.
    pub(crate) fn leave_out(&mut self, is_left_out: impl Fn(&Diagnostic) -> bool) {
        let found = std::mem::take(&mut self.found);
        self.kept.clear();
        self.extend(
            found
                .into_iter()
                .filter(|diagnostic| !is_left_out(diagnostic)),
        );
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics
            .into_iter()
            .for_each(|diagnostic| self.push(diagnostic));
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(code: &'static Code, count: usize) -> Diagnostics {
        let mut all = Diagnostics::new();
        all.extend((0..count).map(|number| Diagnostic::new(code, number.to_string())));
        all
    }

    #[test]
    fn of_a_code_some_are_kept_and_all_are_counted() {
        let mut all = numbered(codes::UNKNOWN_KEY, Diagnostics::KEPT + 5);
        all.push(Diagnostic::new(codes::UNREADABLE, "an error"));
        assert_eq!(all.iter().count(), Diagnostics::KEPT + 1);
        assert_eq!((all.len(), all.errors()), (Diagnostics::KEPT + 6, 1));
        assert!(all.has_errors());
        // Whoever takes them over counts on.
        let mut more = numbered(codes::UNKNOWN_KEY, 2);
        more.extend(all);
        assert_eq!((more.len(), more.errors()), (Diagnostics::KEPT + 8, 1));
        more.deny_warnings();
        assert_eq!(more.errors(), Diagnostics::KEPT + 8);
    }

    #[test]
    fn what_is_counted_stays_counted_where_others_are_left_out() {
        let mut all = numbered(codes::UNKNOWN_KEY, Diagnostics::KEPT + 5);
        all.retain(|diagnostic| diagnostic.message == "7");
        assert_eq!((all.iter().count(), all.len()), (1, 6));
        all.retain(|_| false);
        assert_eq!(all.len(), 5);
        all.leave_out(|diagnostic| diagnostic.code.id == codes::UNKNOWN_KEY.id);
        assert!(all.is_empty());
    }
}
