//! A document and an OpenAPI Overlay (1.0) to the document with the overlay's actions done, each of
//! which must have found something to do.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Sources;
use super::reader::Reader;
use super::yaml::Parsed;
use crate::diagnostics::On;
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::pointer::Pointer;
use crate::suggest::nearest;

const KEYS: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION_KEYS: [&str; 4] = ["target", "description", "update", "remove"];

/// An overlay: a file of the user's own that changes the document before anything else reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// What to call it in diagnostics: its path from where the command runs.
    pub name: String,
    /// Its text, as YAML or JSON.
    pub bytes: Vec<u8>,
}

/// Does the actions of an overlay. What is wrong with it is added to `diagnostics`.
pub(super) fn apply(
    reader: &mut Reader<'_>,
    document: &mut Parsed,
    overlay: &Overlay,
    diagnostics: &mut Diagnostics,
) {
    let file = reader.sources.files.len();
    let parsed = reader.parse(&overlay.name, overlay.bytes.clone(), diagnostics);
    reader.sources.given(file);
    let parsed = match parsed {
        Ok(Some(parsed)) => parsed,
        Ok(None) => return,
        Err(reason) => {
            let message = format!("cannot read `{}`: {reason}", overlay.name);
            diagnostics.push(Diagnostic::new(reason.code(), message));
            return;
        }
    };
    let mut changes = Changes {
        document,
        sources: &mut reader.sources,
        overlay: &overlay.name,
        file,
        diagnostics,
    };
    changes.overlay(&parsed.value);
    document.exact_numbers.retain(|at, text| {
        let number = at.resolve(&document.value).and_then(Value::as_f64);
        number.is_some() && number == text.parse().ok()
    });
}

struct Changes<'a> {
    document: &'a mut Parsed,
    sources: &'a mut Sources,
    overlay: &'a str,
    /// The number of the overlay's file.
    file: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Changes<'_> {
    fn overlay(&mut self, overlay: &Value) {
        let root = Pointer::root();
        let Some(members) = overlay.as_object() else {
            self.wrong("an overlay is a mapping", &root, "expected a mapping");
            return;
        };
        self.known_keys(members, &KEYS, &root);
        let version = members.get("overlay").and_then(Value::as_str);
        if !version.is_some_and(|version| version.starts_with("1.")) {
            let at = match version {
                Some(_) => root.key("overlay"),
                None => root.clone(),
            };
            let message = "this is not an overlay of version 1";
            self.wrong(message, &at, "expected `overlay: 1.0.0`");
            return;
        }
        let Some(actions) = members.get("actions").and_then(Value::as_array) else {
            self.wrong(
                "an overlay has no list of `actions`",
                &root,
                "expected a key `actions`",
            );
            return;
        };
        for (index, action) in actions.iter().enumerate() {
            self.action(action, &root.key("actions").index(index));
        }
    }

    fn action(&mut self, action: &Value, at: &Pointer) {
        let Some(members) = action.as_object() else {
            self.wrong(
                "an action is not a mapping",
                at,
                "expected a mapping with a `target`",
            );
            return;
        };
        self.known_keys(members, &ACTION_KEYS, at);
        let Some(target) = members.get("target").and_then(Value::as_str) else {
            self.wrong(
                "an action has no `target`",
                at,
                "expected a JSONPath, such as `$.info`",
            );
            return;
        };
        let path = match JsonPath::parse(target) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("the target is not a JSONPath: {error}");
                self.wrong(message, &at.key("target"), "as RFC 9535 defines it");
                return;
            }
        };
        let is_removal = members.get("remove") == Some(&Value::Bool(true));
        let update = members.get("update");
        if !is_removal && update.is_none() {
            self.wrong(
                "an action does nothing",
                at,
                "expected `update`, or `remove: true`",
            );
            return;
        }
        let mut found: Vec<Pointer> = path
            .query_located(&self.document.value)
            .locations()
            .filter_map(|location| Pointer::parse(&location.to_json_pointer()))
            .collect();
        found.dedup();
        if found.is_empty() {
            let message = format!("the target `{target}` matches nothing");
            let place = self.place(&at.key("target"));
            let diagnostic = Diagnostic::new(codes::OVERLAY_WITHOUT_MATCH, message);
            self.diagnostics
                .push(diagnostic.at(place, "the document has no such part"));
        }
        if is_removal {
            // From the end, so that the items before keep their places.
            for pointer in found.iter().rev() {
                self.remove(pointer, at);
            }
        } else if let Some(update) = update {
            for pointer in &found {
                self.update(pointer, update, &at.key("update"));
            }
        }
    }

    fn remove(&mut self, pointer: &Pointer, at: &Pointer) {
        let (Some(parent), Some(token)) = (pointer.parent(), pointer.last()) else {
            self.wrong("an action removes the whole document", at, "");
            return;
        };
        match self.document.value.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => drop(members.shift_remove(token.as_ref())),
            Some(Value::Array(items)) => {
                let Some(index) = token.parse().ok().filter(|index| *index < items.len()) else {
                    return;
                };
                items.remove(index);
                for index in index..items.len() {
                    self.sources
                        .moved(&parent.index(index + 1), parent.index(index));
                }
            }
            _ => {}
        }
    }

    fn update(&mut self, pointer: &Pointer, update: &Value, at: &Pointer) {
        let Some(target) = self.document.value.pointer_mut(pointer.as_str()) else {
            return;
        };
        let mut written = Vec::new();
        match (&mut *target, update) {
            (Value::Array(items), _) => {
                written.push((pointer.index(items.len()), at.clone()));
                items.push(update.clone());
            }
            (Value::Object(_), Value::Object(_)) => {
                merge(target, update, pointer, at, &mut written);
            }
            _ => {
                let message = "an update of this kind cannot be merged into its target";
                self.wrong(message, at, "expected a mapping, and a target that is one");
            }
        }
        for (new, at) in written {
            self.sources.mount(new, self.file, &at);
        }
    }

    fn known_keys(&mut self, members: &Map<String, Value>, known: &[&str], at: &Pointer) {
        for key in members.keys() {
            if known.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            let label = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "it has no meaning here".to_owned(),
            };
            let place = Place::Node {
                file: Some(self.overlay.to_owned()),
                pointer: at.key(key),
                on: On::Key,
            };
            let message = format!("unknown key `{key}` in an overlay");
            let diagnostic = Diagnostic::new(codes::BROKEN_OVERLAY, message);
            self.diagnostics.push(diagnostic.at(place, label));
        }
    }

    fn wrong(&mut self, message: impl Into<String>, at: &Pointer, label: &str) {
        let diagnostic = Diagnostic::new(codes::BROKEN_OVERLAY, message);
        self.diagnostics.push(diagnostic.at(self.place(at), label));
    }

    fn place(&self, at: &Pointer) -> Place {
        Place::Node {
            file: Some(self.overlay.to_owned()),
            pointer: at.clone(),
            on: On::Value,
        }
    }
}

/// Merges mappings key by key, joins lists, and replaces anything else. What was written is noted
/// with its place in the overlay.
fn merge(
    target: &mut Value,
    update: &Value,
    pointer: &Pointer,
    at: &Pointer,
    written: &mut Vec<(Pointer, Pointer)>,
) {
    match (target, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (key, value) in update {
                let (pointer, at) = (pointer.key(key), at.key(key));
                match members.get_mut(key) {
                    Some(member) => merge(member, value, &pointer, &at, written),
                    None => {
                        members.insert(key.clone(), value.clone());
                        written.push((pointer, at));
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => {
            for (index, item) in update.iter().enumerate() {
                written.push((pointer.index(items.len()), at.index(index)));
                items.push(item.clone());
            }
        }
        (target, update) => {
            *target = update.clone();
            written.push((pointer.clone(), at.clone()));
        }
    }
}
