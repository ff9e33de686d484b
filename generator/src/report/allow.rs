//! What the user allows, by code and by place, to the diagnostics that are left.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity, codes};
use crate::pointer::Pointer;
use crate::source::{Document, Sources};
use crate::suggest::nearest;

/// The key by which a document allows warnings, for what it stands in and all below.
const KEY: &str = "x-faircopy-allow";

/// Which warnings are not reported.
pub(crate) struct Allowed {
    everywhere: BTreeSet<String>,
    /// By codes, the files and the pointers below which each is allowed.
    places: BTreeMap<&'static str, BTreeSet<(String, Pointer)>>,
}

impl Allowed {
    /// What the configuration allows by code, and a document by `x-faircopy-allow`.
    pub(crate) fn new(
        document: &Document,
        everywhere: &BTreeSet<String>,
        diagnostics: &mut Diagnostics,
    ) -> Allowed {
        let mut found = Vec::new();
        if document.sources.mention(KEY) {
            find(&document.root, &Pointer::root(), &mut found);
        }
        let mut places: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (pointer, value) in found {
            let single = std::slice::from_ref(value);
            let items = value.as_array().map_or(single, Vec::as_slice);
            for (index, item) in items.iter().enumerate() {
                let code = item.as_str().and_then(Code::find);
                match code.filter(|code| code.severity() == Severity::Warning) {
                    Some(code) => {
                        if let Some((file, at)) = document.sources.origin(&pointer) {
                            let of_code = places.entry(code.id).or_default();
                            of_code.insert((file.name.clone(), at));
                        }
                    }
                    None => {
                        let list = pointer.key(KEY);
                        let at = if value.is_array() {
                            list.index(index)
                        } else {
                            list
                        };
                        diagnostics.push(complaint(item, &at));
                    }
                }
            }
        }
        Allowed {
            everywhere: everywhere
                .iter()
                .map(|code| code.to_ascii_uppercase())
                .collect(),
            places,
        }
    }

    /// Takes out the warnings that are allowed.
    pub(crate) fn retain(&self, diagnostics: &mut Diagnostics, sources: &Sources) {
        let is_warning = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Warning;
        diagnostics.leave_out(|diagnostic| {
            is_warning(diagnostic) && self.everywhere.contains(diagnostic.code.id)
        });
        diagnostics.retain(|diagnostic| {
            !(is_warning(diagnostic) && self.is_allowed_here(diagnostic, sources))
        });
    }

    fn is_allowed_here(&self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        let Some(places) = self.places.get(diagnostic.code.id) else {
            return false;
        };
        let place = diagnostic.labels.first().map(|label| &label.place);
        let Some(Place::Node { file, pointer, .. }) = place else {
            return places.iter().any(|(_, at)| at.is_root());
        };
        let (file, pointer) = match file {
            Some(file) => (file.clone(), pointer.clone()),
            None => match sources.origin(pointer) {
                Some((file, at)) => (file.name.clone(), at),
                None => return false,
            },
        };
        // There may be as many places as diagnostics, but each stands below few.
        let mut above = (file, pointer);
        loop {
            if places.contains(&above) {
                return true;
            }
            match above.1.parent() {
                Some(parent) => above.1 = parent,
                None => return false,
            }
        }
    }
}

fn find<'v>(value: &'v Value, at: &Pointer, found: &mut Vec<(Pointer, &'v Value)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if key == KEY {
                    found.push((at.clone(), value));
                } else if value.is_object() || value.is_array() {
                    find(value, &at.key(key), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if item.is_object() || item.is_array() {
                    find(item, &at.index(index), found);
                }
            }
        }
        _ => {}
    }
}

fn complaint(item: &Value, at: &Pointer) -> Diagnostic {
    let (message, label) = match item.as_str() {
        None => (
            "a code in `x-faircopy-allow` is not text".to_owned(),
            "expected a code such as `W0212`".to_owned(),
        ),
        Some(text) => match Code::find(text) {
            Some(_) => (
                format!("`{text}` is an error, which cannot be allowed"),
                "no right code can be written".to_owned(),
            ),
            None => (
                format!("there is no code `{text}`"),
                match nearest(text, codes::all().map(|code| code.id)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "expected a code such as `W0212`".to_owned(),
                },
            ),
        },
    };
    Diagnostic::new(codes::BAD_ALLOWANCE, message).at_value(at, label)
}
