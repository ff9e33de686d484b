//! Labels to files, lines and columns.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Label, On, Place, Severity};
use crate::pointer::Pointer;
use crate::source::{Position, SourceFile, Sources, Spans};

/// Finds the lines of labels; each file's are worked out once, when the first label needs them.
pub struct Locator<'s> {
    sources: &'s Sources,
    spans: RefCell<BTreeMap<&'s str, Rc<Spans>>>,
}

/// A label with its place in a file.
#[derive(Clone, Debug)]
pub struct Located<'s> {
    /// The file's name.
    pub file: &'s str,
    /// Whether that is a path of its own, and not one from the folder of the root document.
    pub is_given: bool,
    /// The file's text; empty when it could not be read.
    pub text: &'s str,
    /// The place in the text.
    pub position: Position,
    /// What to print beside it.
    pub label: &'s str,
    /// Whether the mistake is here.
    pub primary: bool,
    /// The address in that file of the object concerned, where the label has one.
    pub pointer: Option<Pointer>,
}

impl Located<'_> {
    /// The file's path as the user would write it, where the root document's folder is `folder`.
    pub fn path(&self, folder: &str) -> String {
        match self.is_given {
            true => self.file.to_owned(),
            false => format!("{folder}{}", self.file),
        }
    }
}

impl<'s> Locator<'s> {
    /// A locator for the files of a document.
    pub fn new(sources: &'s Sources) -> Locator<'s> {
        Locator {
            sources,
            spans: RefCell::default(),
        }
    }

    /// The same, for asking for those nodes alone: then little has to be remembered.
    pub(crate) fn of(sources: &'s Sources, nodes: &[Pointer]) -> Locator<'s> {
        let mut wanted: BTreeMap<&'s str, (&'s SourceFile, Vec<Pointer>)> = BTreeMap::new();
        for (file, at) in nodes.iter().filter_map(|node| sources.origin(node)) {
            let of_file = wanted.entry(&file.name);
            of_file.or_insert((file, Vec::new())).1.push(at);
        }
        let spans = wanted.into_iter().map(|(name, (file, pointers))| {
            let spans = Spans::of(&file.text, &pointers);
            (name, Rc::new(spans))
        });
        Locator {
            sources,
            spans: RefCell::new(spans.collect()),
        }
    }

    /// The file and the position of a node of the bundled document.
    pub fn position(&self, pointer: &Pointer, on: On) -> (&'s str, Position) {
        match self.origin(None, pointer) {
            Some((file, at)) => (file.name.as_str(), self.spans(file).locate(&at, on)),
            None => ("", Position::START),
        }
    }

    /// The file of a member of the bundled document, and the first and the last of its lines there,
    /// from 1, those of its key included; `None` where nothing in a file is at that pointer.
    pub fn lines(&self, pointer: &Pointer) -> Option<(&'s SourceFile, usize, usize)> {
        let (file, at) = self.origin(None, pointer)?;
        let (first, last) = self.spans(file).lines(&at)?;
        Some((file, first, last))
    }

    /// Where a label stands.
    pub fn locate(&self, label: &'s Label) -> Located<'s> {
        let (file, position, pointer) = match &label.place {
            Place::Node { file, pointer, on } => match self.origin(file.as_deref(), pointer) {
                Some((file, at)) => {
                    let position = self.spans(file).locate(&at, *on);
                    // A key is a mistake of the object that it stands in.
                    let object = match on {
                        On::Key => at.parent().unwrap_or_default(),
                        On::Value | On::Whole => at,
                    };
                    (Ok(file), position, Some(self.nearest(file, object)))
                }
                None => (Err(""), Position::START, Some(pointer.clone())),
            },
            Place::Text {
                file,
                line,
                column,
                length,
            } => {
                let position = Position {
                    line: *line,
                    column: *column,
                    end_line: *line,
                    end_column: column + length,
                };
                (self.sources.file(file).ok_or(file.as_str()), position, None)
            }
        };
        let (file, text, is_given) = match file {
            Ok(file) => (file.name.as_str(), file.text.as_str(), file.is_given),
            Err(name) => (name, "", false),
        };
        Located {
            file,
            is_given,
            text,
            position,
            label: &label.text,
            primary: label.primary,
            pointer,
        }
    }

    /// The diagnostics with their labels located, those of a file in the order of its lines.
    pub(super) fn sorted(
        &self,
        diagnostics: impl IntoIterator<Item = &'s Diagnostic>,
    ) -> Vec<(&'s Diagnostic, Vec<Located<'s>>)> {
        let mut located: Vec<_> = diagnostics
            .into_iter()
            .map(|diagnostic| {
                let labels = diagnostic
                    .labels
                    .iter()
                    .map(|label| self.locate(label))
                    .collect();
                (diagnostic, labels)
            })
            .collect();
        let file_number = |name: &str| self.sources.number(name).unwrap_or(usize::MAX);
        located.sort_by_key(|(_, labels): &(_, Vec<Located<'_>>)| {
            labels.first().map(|first| {
                (
                    file_number(first.file),
                    first.position.line,
                    first.position.column,
                )
            })
        });
        located
    }

    fn origin(&self, file: Option<&str>, pointer: &Pointer) -> Option<(&'s SourceFile, Pointer)> {
        match file {
            Some(name) => Some((self.sources.file(name)?, pointer.clone())),
            None => self.sources.origin(pointer),
        }
    }

    /// The place, or else the nearest around it that the file has: what a document of an older version
    /// is read as has more to it.
    fn nearest(&self, file: &'s SourceFile, mut at: Pointer) -> Pointer {
        let spans = self.spans(file);
        while spans.lines(&at).is_none() {
            match at.parent() {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at
    }

    fn spans(&self, file: &'s SourceFile) -> Rc<Spans> {
        let mut spans = self.spans.borrow_mut();
        Rc::clone(
            spans
                .entry(&file.name)
                .or_insert_with(|| Rc::new(Spans::new(&file.text))),
        )
    }
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::source::{Limits, MapLoader, load};

    const TEXT: &str = "\
a: &anchor
  b: { c: [1, { d: x }], e: f }
  g:
  - h
  -
    - i
    - j: k
l: *anchor
m:
  <<: *anchor
  n: 1
o: { <<: { p: 2 }, q: [] }
'r/s': >
  folded
";

    fn pointers(value: &Value, at: &Pointer, all: &mut Vec<Pointer>) {
        all.extend([at.clone(), at.key("missing"), at.index(9).key("missing")]);
        match value {
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| pointers(value, &at.key(key), all)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &at.index(index), all)),
            _ => {}
        }
    }

    #[test]
    fn a_locator_of_few_nodes_finds_them_where_one_of_all_does() {
        let loader = MapLoader::from_iter([("a.yaml", TEXT)]);
        let mut diagnostics = Diagnostics::new();
        let document = load(&loader, "a.yaml", &Limits::default(), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let mut all = Vec::new();
        pointers(&document.root, &Pointer::root(), &mut all);
        let whole = Locator::new(&document.sources);
        for at in &all {
            let few = Locator::of(&document.sources, std::slice::from_ref(at));
            for on in [On::Key, On::Value, On::Whole] {
                assert_eq!(few.position(at, on), whole.position(at, on), "{at} {on:?}");
            }
        }
    }
}
