//! What binding changes in a document.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::keyword;
use crate::pointer::Pointer;
use crate::source::Sources;

/// A document, and what goes by its places.
pub(in crate::source) struct Bundled<'a> {
    pub(in crate::source) root: &'a mut Value,
    pub(in crate::source) sources: &'a mut Sources,
    pub(in crate::source) exact_numbers: &'a mut BTreeMap<Pointer, String>,
}

/// A change.
pub(super) enum Edit {
    /// The reference of a schema leads to a place of the document.
    Refer {
        /// Where the schema stands.
        at: Pointer,
        key: &'static str,
        to: Pointer,
    },
    /// A schema stands in the place of a reference to it.
    Inline { from: Pointer, to: Pointer },
    /// A schema stands at another place too.
    Copy { from: Pointer, to: Pointer },
}

impl Edit {
    /// Changes a document, which was written so.
    pub(super) fn apply(self, document: &mut Bundled<'_>, written: &Value) {
        match self {
            Self::Refer { at, key, to } => refer(document, &at, key, &to),
            Self::Inline { from, to } => inline(document, written, &from, &to),
            Self::Copy { from, to } => copy(document, written, &from, &to),
        }
    }
}

/// A dynamic reference becomes a plain one, where none stands beside it.
fn refer(document: &mut Bundled<'_>, at: &Pointer, key: &'static str, to: &Pointer) {
    let Some(schema) = object(document.root, at) else {
        return;
    };
    let text = Value::String(to.to_string());
    if key == "$ref" || schema.contains_key("$ref") {
        let key = if key == "$ref" { key } else { "$dynamicRef" };
        schema.insert(key.to_owned(), text);
        return;
    }
    schema.shift_remove(key);
    schema.insert("$ref".to_owned(), text);
    document.sources.moved(&at.key(key), at.key("$ref"));
}

fn inline(document: &mut Bundled<'_>, written: &Value, from: &Pointer, to: &Pointer) {
    let Some(Value::Object(mut members)) = from.resolve(written).cloned() else {
        return;
    };
    members.retain(|key, _| !is_identity(key));
    members.values_mut().for_each(strip);
    let Some(schema) = object(document.root, to) else {
        return;
    };
    schema.shift_remove("$ref");
    // What the reference is described by wins.
    members.retain(|key, _| !schema.contains_key(key));
    let keys: Vec<_> = members.keys().cloned().collect();
    schema.extend(members);
    for key in keys {
        moved(document, &from.key(&key), &to.key(&key));
    }
}

fn copy(document: &mut Bundled<'_>, written: &Value, from: &Pointer, to: &Pointer) {
    let Some(mut value) = from.resolve(written).cloned() else {
        return;
    };
    strip(&mut value);
    let (Some(name), Some(definitions)) = (to.last(), to.parent()) else {
        return;
    };
    let owner = definitions.parent().unwrap_or_default();
    let Some(schema) = object(document.root, &owner) else {
        return;
    };
    let definitions = schema.entry("$defs").or_insert_with(|| Map::new().into());
    if let Some(definitions) = definitions.as_object_mut() {
        definitions.insert(name.into_owned(), value);
    }
    moved(document, from, to);
}

/// Takes over where a value was written, and the digits of its numbers.
fn moved(document: &mut Bundled<'_>, from: &Pointer, to: &Pointer) {
    document.sources.moved(from, to.clone());
    let numbers = document.exact_numbers.iter();
    let copied: Vec<_> = numbers
        .filter_map(|(at, text)| Some((at.rebased(from, to)?, text.clone())))
        .collect();
    document.exact_numbers.extend(copied);
}

fn object<'v>(root: &'v mut Value, at: &Pointer) -> Option<&'v mut Map<String, Value>> {
    root.pointer_mut(at.as_str())?.as_object_mut()
}

/// Takes out what would identify a copy as what it is a copy of.
fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for key in ["$id", "$anchor", "$dynamicAnchor"] {
                if members.get(key).is_some_and(Value::is_string) {
                    members.shift_remove(key);
                }
            }
            for (key, value) in members {
                if !keyword::holds_data(key) {
                    strip(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Whether a key says where a schema is, or what it defines for others.
pub(super) fn is_identity(key: &str) -> bool {
    key.starts_with('$') && !matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef")
        || key == "definitions"
}

/// The number of values in a value, itself included.
pub(super) fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}
