//! A document and an OpenAPI Overlay (1.0, 1.1) to the document with the overlay's actions done, each of
//! which must have found something to do.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Sources;
use super::limits::measured;
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
    let Parsed {
        value,
        exact_numbers,
        ..
    } = parsed;
    let mut changes = Changes {
        is_1_0: false,
        nodes: reader.nodes,
        most_nodes: reader.most_nodes(),
        most_depth: reader.limits.depth(),
        numbers: exact_numbers,
        document,
        sources: &mut reader.sources,
        overlay: &overlay.name,
        file,
        diagnostics,
    };
    changes.overlay(&value);
    reader.nodes = changes.nodes;
}

struct Changes<'a> {
    /// Whether the rules for merging are those of 1.0: a list in a list is an item of it, values of
    /// other kinds take each other's places, and single values are no targets.
    is_1_0: bool,
    /// How many values were read and written, since a copy of a whole costs but a line.
    nodes: usize,
    most_nodes: usize,
    most_depth: usize,
    /// The text of the overlay's own numbers that are held only approximately.
    numbers: BTreeMap<Pointer, String>,
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
        let minor = version.and_then(|version| version.trim().split('.').nth(1));
        if !matches!(minor, Some("0" | "1")) {
            let message = "this is an overlay of a version that is not known";
            self.odd(message, &root.key("overlay"), "read as `1.1.0`");
        }
        if !members.get("info").is_some_and(Value::is_object) {
            let label = "expected `info`, with `title` and `version`";
            self.odd("an overlay has no `info`", &root, label);
        }
        let Some(actions) = members.get("actions").and_then(Value::as_array) else {
            self.wrong(
                "an overlay has no list of `actions`",
                &root,
                "expected a key `actions`",
            );
            return;
        };
        if actions.is_empty() {
            let message = "an overlay has no actions";
            self.odd(message, &root.key("actions"), "expected one at least");
        }
        for (index, action) in actions.iter().enumerate() {
            self.action(action, &root.key("actions").index(index));
            if self.nodes > self.most_nodes {
                return;
            }
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
        if self.is_1_0 && members.contains_key("copy") {
            let message = "`copy` is a key of Overlay 1.1, in an overlay of 1.0";
            self.odd(message, &at.key("copy"), "honoured all the same");
        }
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
            self.remove(&found, at);
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
                numbers: below(&self.numbers, &at.key("update")),
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
            if !self.is_affordable(pointer, &content, at) {
                return;
            }
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
        // A path may match a place twice, which is still one.
        let mut seen = BTreeSet::new();
        let found = pointers.filter(|pointer| seen.insert(pointer.clone()));
        Some(found.collect())
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
            numbers: below(&self.document.exact_numbers, source),
            is_copy: true,
        })
    }

    /// Whether the document stays within its limits with the content at a place; says so where it does not.
    fn is_affordable(&mut self, pointer: &Pointer, content: &Content, action: &Pointer) -> bool {
        let (nodes, depth) = measured(&content.value);
        self.nodes = self.nodes.saturating_add(nodes);
        let (code, message) = if self.nodes > self.most_nodes {
            let limit = self.most_nodes;
            let message = format!("the document and its overlays have more than {limit} values");
            (codes::TOO_MANY_NODES, message)
        } else if pointer.tokens().count() + depth > self.most_depth {
            let message = format!("values are nested more than {} deep", self.most_depth);
            (codes::TOO_DEEP, message)
        } else {
            return true;
        };
        let diagnostic = Diagnostic::new(code, message);
        let place = self.place(action);
        self.diagnostics
            .push(diagnostic.at(place, "the limit is reached here"));
        false
    }

    /// Whether all places hold mappings, all lists, or all single values.
    fn are_alike(&self, places: &[Pointer]) -> bool {
        let values = places.iter().map(|at| at.resolve(&self.document.value));
        let kinds = values.map(|value| value.map(|value| (value.is_object(), value.is_array())));
        let kinds: Vec<_> = kinds.collect();
        kinds.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Removes what stands at places, whatever their order.
    fn remove(&mut self, places: &[Pointer], at: &Pointer) {
        let mut around: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
        for pointer in places {
            if let (Some(parent), Some(token)) = (pointer.parent(), pointer.last()) {
                around.entry(parent).or_default().insert(token.into_owned());
            } else {
                self.wrong("an action removes the whole document", at, "");
            }
        }
        // The innermost first, so that each is found where it stood.
        let mut around: Vec<_> = around.into_iter().collect();
        around.sort_by_cached_key(|(parent, _)| Reverse(parent.tokens().count()));
        for (parent, tokens) in around {
            match self.document.value.pointer_mut(parent.as_str()) {
                Some(Value::Object(members)) => {
                    members.retain(|key, _| !tokens.contains(key));
                    for key in &tokens {
                        self.forget(&parent.key(key));
                    }
                }
                Some(Value::Array(items)) => {
                    let count = items.len();
                    let gone: BTreeSet<_> = tokens.iter().flat_map(|token| token.parse()).collect();
                    let mut indexes = 0..count;
                    items.retain(|_| indexes.next().is_none_or(|index| !gone.contains(&index)));
                    self.close_up(&parent, count, &gone);
                }
                _ => {}
            }
        }
    }

    /// Tells what is known of the items of a list from which some are gone: each that stays moves once, however
    /// many are gone before it.
    fn close_up(&mut self, list: &Pointer, count: usize, gone: &BTreeSet<usize>) {
        let Some(first) = gone.first() else { return };
        let mut free = *first;
        for index in *first..count {
            let old = list.index(index);
            if !gone.contains(&index) {
                let new = list.index(free);
                self.sources.copied(&old, &new);
                for (at, text) in below(&self.document.exact_numbers, &old) {
                    let moved = at.rebased(&old, &new).unwrap_or_default();
                    self.document.exact_numbers.insert(moved, text);
                }
                free += 1;
            }
            self.forget(&old);
        }
    }

    /// Forgets what was known of what stood at a place, and below it.
    fn forget(&mut self, pointer: &Pointer) {
        self.sources.forget(pointer);
        for (at, _) in below(&self.document.exact_numbers, pointer) {
            self.document.exact_numbers.remove(&at);
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
            self.forget(&new);
            match content.is_copy {
                true => self.sources.copied(&at, &new),
                false => self.sources.mount(new.clone(), self.file, &at),
            }
            let numbers = content.numbers.iter();
            let numbers = numbers.filter_map(|(number, text)| {
                let number = number.rebased(&at, &new)?;
                Some((number, text.clone()))
            });
            self.document.exact_numbers.extend(numbers);
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

    /// Says what is not as the specification has it, and is understood.
    fn odd(&mut self, message: &str, at: &Pointer, label: &str) {
        let diagnostic = Diagnostic::new(codes::ODD_OVERLAY, message);
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
    /// The text of its numbers that are held only approximately.
    numbers: Vec<(Pointer, String)>,
    is_copy: bool,
}

/// The numbers at a place and below it.
fn below(numbers: &BTreeMap<Pointer, String>, at: &Pointer) -> Vec<(Pointer, String)> {
    let own = numbers.get_key_value(at);
    // What stands below a place follows its pointer with a slash, in the order of pointers.
    let inner = numbers.range(at.key("")..);
    let inner = inner.take_while(|(number, _)| number.starts_with(at));
    let all = own.into_iter().chain(inner);
    all.map(|(number, text)| (number.clone(), text.clone()))
        .collect()
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
