//! The names that the user chose, by component or JSON pointer → what stands there, and which of them
//! concern nothing that has a name in Rust.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::name::Case;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::Document;
use crate::pointer::Pointer;

/// The names, and which of them something was called by.
#[derive(Debug)]
pub(super) struct Chosen {
    names: BTreeMap<String, String>,
    used: RefCell<BTreeSet<String>>,
}

impl Chosen {
    pub(super) fn new(names: &BTreeMap<String, String>) -> Self {
        Self {
            names: names.clone(),
            used: RefCell::default(),
        }
    }

    /// The name of what stands at a pointer. Of a place that names both a type and a field, a capital
    /// letter says that it is the type's.
    pub(super) fn name(&self, at: &Pointer, case: Case) -> Option<&str> {
        if self.names.is_empty() {
            return None;
        }
        let component = component(at);
        let keys = [
            Some(at.to_string()),
            Some(at.as_str().to_owned()),
            component,
        ];
        let mut keys = keys.into_iter().flatten();
        let (key, name) = keys.find_map(|key| self.names.get_key_value(&key))?;
        let is_type = name.starts_with(char::is_uppercase);
        let is_of_case = match case {
            Case::Camel => is_type || !has_field(at),
            Case::Snake => !is_type,
        };
        (is_of_case && is_identifier(name)).then(|| {
            self.used.borrow_mut().insert(key.clone());
            name.as_str()
        })
    }

    /// Warnings of the names that nothing was called by, of places that are in the document.
    pub(super) fn unused(&self, document: &Document) -> Vec<Diagnostic> {
        let components = Pointer::root().keys(["components", "schemas"]);
        let used = self.used.borrow();
        let unused = self.names.keys().filter(|key| !used.contains(*key));
        unused
            .filter_map(|key| {
                let at = Pointer::parse(key).unwrap_or_else(|| components.key(key));
                at.resolve(&document.value)?;
                let message = format!("`{key}` in `renames` names nothing that is generated");
                let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message);
                Some(diagnostic.at_whole(&at, "this has no name in Rust, or not one of that case").help(
                    "name what has one: a schema, a property, a value, a branch, an operation, a parameter, \
                     a header or a response",
                ))
            })
            .collect()
    }
}

/// Whether what stands at a place names a field, and its type only where that has no other name.
fn has_field(at: &Pointer) -> bool {
    let parent = at
        .parent()
        .and_then(|parent| parent.last().map(std::borrow::Cow::into_owned));
    parent.is_some_and(|parent| parent == "properties")
}

/// The name of the component at a pointer.
pub(super) fn component(at: &Pointer) -> Option<String> {
    let parent = at.parent()?;
    (parent.as_str() == "/components/schemas").then(|| at.last().unwrap_or_default().into_owned())
}

/// Whether a text can be a name; two underscores in a row are the mark of the generator's own.
fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok() && !text.contains("__")
}
