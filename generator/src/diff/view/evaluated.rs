//! A document to the schemas of which another asks what they evaluated: `unevaluatedProperties` and
//! `unevaluatedItems` say nothing of what was, by whatever judges the same data.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Document, Keywords, Schema};
use crate::keyword;

/// The keywords that ask.
const ASKING: [&str; 2] = ["unevaluatedProperties", "unevaluatedItems"];

/// The schemas that are asked, by their addresses ([`Part::address`](crate::document::Part::address)).
#[derive(Debug, Default)]
pub(super) struct Asked {
    schemas: BTreeSet<usize>,
    /// Whether any may be, since what is referred to is bound elsewhere.
    any: bool,
}

impl Asked {
    /// `is_dynamic`: whether it refers to what is bound elsewhere.
    pub(super) fn of(document: &Document, is_dynamic: bool) -> Self {
        let mut pending = Vec::new();
        asking(&document.value, &mut pending);
        let mut asked = Self {
            schemas: BTreeSet::new(),
            any: is_dynamic && !pending.is_empty(),
        };
        while let Some(schema) = pending.pop() {
            let Some(map) = schema.as_object() else {
                continue;
            };
            if asked.any || !asked.schemas.insert(std::ptr::from_ref(schema).addr()) {
                continue;
            }
            for (key, value) in map.iter().filter(|(key, _)| keyword::is_in_place(key)) {
                match value {
                    Value::Array(items) => pending.extend(items),
                    Value::Object(named) if key == "dependentSchemas" => {
                        pending.extend(named.values());
                    }
                    other => pending.push(other),
                }
            }
            let reference = map.get("$ref").and_then(Value::as_str);
            let target = reference.and_then(|reference| document.target(reference));
            pending.extend(target.and_then(|target| target.resolve(&document.value)));
        }
        asked
    }

    /// Whether the schema at an address is asked what it evaluated.
    pub(super) fn has(&self, address: usize) -> bool {
        self.any || self.schemas.contains(&address)
    }
}

fn asking<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            if ASKING.iter().any(|key| map.contains_key(*key)) {
                found.push(value);
            }
            map.values().for_each(|value| asking(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| asking(item, found)),
        _ => {}
    }
}

/// The same keywords, with `X` in place of `not: {not: X}`, and nothing allowed where anything must not be.
pub(super) fn affirmed(mut keywords: Keywords<'_>) -> Keywords<'_> {
    let is_anything = |value: &Value| match value {
        Value::Bool(allowed) => *allowed,
        Value::Object(map) => map.is_empty(),
        _ => false,
    };
    let denied = keywords.not.as_ref().and_then(Schema::single);
    if denied.is_some_and(|part| is_anything(part.value)) {
        keywords.never = true;
        keywords.not = None;
        return keywords;
    }
    let inner = keywords.not.as_ref().and_then(|not| {
        let part = not.single()?;
        let map = part.value.as_object().filter(|map| map.len() == 1)?;
        let inner = map.get("not")?;
        let is_schema = inner.is_object() || inner.is_boolean();
        is_schema.then(|| Schema::new(inner, part.at.key("not")))
    });
    if let Some(inner) = inner {
        keywords.all_of.push(inner);
        keywords.not = None;
    }
    keywords
}
