//! A document and an OpenAPI Overlay (1.0, 1.1) to the document with the overlay's actions done, each of
//! which must have found something to do.

#[cfg(test)]
mod tests;

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
const ACTION_KEYS: [&str; 5] = ["target", "description", "update", "copy", "remove"];

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
        is_1_0: false,
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
    /// Whether the rules for merging are those of 1.0: a list in a list is an item of it, values of
    /// other kinds take each other's places, and single values are no targets.
    is_1_0: bool,
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
            self.wrong(message, &at, "expected `overlay: 1.1.0`");
            return;
        }
        self.is_1_0 = version.is_some_and(|version| version.trim().starts_with("1.0"));
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
        let Some(found) = self.found(target, &at.key("target")) else {
            return;
        };
        let is_removal = members.get("remove") == Some(&Value::Bool(true));
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
            return;
        }
        let content = match (members.get("update"), members.get("copy")) {
            (Some(_), Some(_)) => {
                let message = "an action has both `update` and `copy`";
                self.wrong(message, at, "expected one of the two");
                None
            }
            (Some(update), None) => Some(Content {
                value: update.clone(),
                at: at.key("update"),
                is_copy: false,
            }),
            (None, Some(copy)) => self.copied(copy, &at.key("copy")),
            (None, None) => {
                let label = "expected `update`, `copy`, or `remove: true`";
                self.wrong("an action does nothing", at, label);
                None
            }
        };
        let Some(content) = content else { return };
        if !self.are_alike(&found) {
            let message = "the target matches values of several kinds";
            let label = "expected mappings only, lists only, or single values only";
            self.wrong(message, &at.key("target"), label);
            return;
        }
        for pointer in &found {
            self.update(pointer, &content, at);
        }
    }

    /// The places that a JSONPath matches.
    fn found(&mut self, path: &str, at: &Pointer) -> Option<Vec<Pointer>> {
        let path = match JsonPath::parse(path) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("this is not a JSONPath: {error}");
                self.wrong(message, at, "as RFC 9535 defines it");
                return None;
            }
        };
        let located = path.query_located(&self.document.value);
        let pointers = located
            .locations()
            .filter_map(|location| Pointer::parse(&location.to_json_pointer()));
        let mut found: Vec<Pointer> = pointers.collect();
        found.dedup();
        Some(found)
    }

    /// What stands at the only place that a JSONPath matches.
    fn copied(&mut self, copy: &Value, at: &Pointer) -> Option<Content> {
        let Some(path) = copy.as_str() else {
            let label = "expected a JSONPath, such as `$.info`";
            self.wrong("`copy` is not text", at, label);
            return None;
        };
        let found = self.found(path, at)?;
        let [source] = found.as_slice() else {
            let message = format!(
                "`{path}` matches {} values, of which one can be copied",
                found.len()
            );
            self.wrong(message, at, "expected a path of a single value");
            return None;
        };
        Some(Content {
            value: source.resolve(&self.document.value)?.clone(),
            at: source.clone(),
            is_copy: true,
        })
    }

    /// Whether all places hold mappings, all lists, or all single values.
    fn are_alike(&self, places: &[Pointer]) -> bool {
        let values = places.iter().map(|at| at.resolve(&self.document.value));
        let kinds = values.map(|value| value.map(|value| (value.is_object(), value.is_array())));
        let kinds: Vec<_> = kinds.collect();
        kinds.windows(2).all(|pair| pair[0] == pair[1])
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

    fn update(&mut self, pointer: &Pointer, content: &Content, action: &Pointer) {
        let Some(target) = self.document.value.pointer_mut(pointer.as_str()) else {
            return;
        };
        let mut merge = Merge {
            is_1_0: self.is_1_0,
            written: Vec::new(),
            refused: Vec::new(),
        };
        let (update, at) = (&content.value, &content.at);
        match (&mut *target, update) {
            (Value::Array(items), update) if self.is_1_0 || !update.is_array() => {
                merge.written.push((pointer.index(items.len()), at.clone()));
                items.push(update.clone());
            }
            (target, update) if self.is_1_0 && !(target.is_object() && update.is_object()) => {
                merge.refused.push(at.clone());
            }
            (target, update) => merge.values(target, update, pointer, at),
        }
        let Merge {
            written, refused, ..
        } = merge;
        for at in refused {
            let message = "an update of this kind cannot be merged into its target";
            let label = "expected a mapping for one, a list for one, or a value for a value";
            // A copy is wrong where it is asked for.
            let at = if content.is_copy {
                action.key("copy")
            } else {
                at
            };
            self.wrong(message, &at, label);
        }
        for (new, at) in written {
            match content.is_copy {
                true => {
                    self.sources.moved(&at, new.clone());
                    self.copy_numbers(&at, &new);
                }
                false => self.sources.mount(new, self.file, &at),
            }
        }
    }

    /// Numbers whose digits are kept are so where they are copied to.
    fn copy_numbers(&mut self, from: &Pointer, to: &Pointer) {
        let numbers = self.document.exact_numbers.iter();
        let copied = numbers.filter_map(|(at, text)| Some((at.rebased(from, to)?, text.clone())));
        let copied: Vec<_> = copied.collect();
        self.document.exact_numbers.extend(copied);
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

/// What an action writes.
struct Content {
    value: Value,
    /// Where it stands: in the overlay, or for a copy in the document.
    at: Pointer,
    is_copy: bool,
}

/// Merges mappings key by key, joins lists, and replaces single values.
struct Merge {
    is_1_0: bool,
    /// What was written, each with its place in the content.
    written: Vec<(Pointer, Pointer)>,
    /// Places in the content that have nothing of their kind to be merged into.
    refused: Vec<Pointer>,
}

impl Merge {
    fn values(&mut self, target: &mut Value, update: &Value, pointer: &Pointer, at: &Pointer) {
        match (target, update) {
            (Value::Object(members), Value::Object(update)) => {
                for (key, value) in update {
                    let (pointer, at) = (pointer.key(key), at.key(key));
                    match members.get_mut(key) {
                        Some(member) => self.values(member, value, &pointer, &at),
                        None => {
                            members.insert(key.clone(), value.clone());
                            self.written.push((pointer, at));
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(update)) => {
                for (index, item) in update.iter().enumerate() {
                    self.written
                        .push((pointer.index(items.len()), at.index(index)));
                    items.push(item.clone());
                }
            }
            (target, update) => {
                let is_single = |value: &Value| !value.is_object() && !value.is_array();
                // A key without a value stands for whatever the author left out.
                let fits = target.is_null() || is_single(target) && is_single(update);
                if self.is_1_0 || fits {
                    *target = update.clone();
                    self.written.push((pointer.clone(), at.clone()));
                } else {
                    self.refused.push(at.clone());
                }
            }
        }
    }
}
