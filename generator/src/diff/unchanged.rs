//! Two documents to the parts that say the same in both, so that they need not be compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;

/// What is known to say the same in both documents.
#[derive(Debug)]
pub(super) struct Unchanged<'d> {
    /// The references that lead to something else than before, directly or by other references;
    /// `None` where the documents' versions differ, and with them what schemas mean.
    changed: Option<BTreeSet<&'d str>>,
}

impl<'d> Unchanged<'d> {
    /// Looks at what the old document refers to. What the new one refers to besides is in parts
    /// that differ anyway.
    pub fn new(old: &'d Document, new: &'d Document) -> Self {
        if old.version != new.version {
            return Self { changed: None };
        }
        let mut all = BTreeSet::new();
        references(&old.value, &mut |reference| all.extend([reference]));
        let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut pending = Vec::new();
        for reference in all {
            match (target(old, reference), target(new, reference)) {
                (Some(was), Some(is)) if was == is => references(was, &mut |inner| {
                    users.entry(inner).or_default().push(reference);
                }),
                _ => pending.push(reference),
            }
        }
        let mut changed = BTreeSet::new();
        while let Some(reference) = pending.pop() {
            if changed.insert(reference) {
                pending.extend(users.remove(reference).into_iter().flatten());
            }
        }
        Self {
            changed: Some(changed),
        }
    }

    /// Whether values of the documents say the same, with all that they refer to.
    pub fn covers(&self, old: &Value, new: &Value) -> bool {
        let Some(changed) = &self.changed else {
            return false;
        };
        if old != new {
            return false;
        }
        let mut is_same = true;
        references(old, &mut |reference| {
            is_same &= !changed.contains(reference)
        });
        is_same
    }
}

fn target<'d>(document: &'d Document, reference: &str) -> Option<&'d Value> {
    document.target(reference)?.resolve(&document.value)
}

/// Everything that may be a reference: `$ref`, `$dynamicRef`, and the values of a `mapping`.
fn references<'d>(value: &'d Value, each: &mut impl FnMut(&'d str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("$ref" | "$dynamicRef", Value::String(reference)) => each(reference),
                    ("mapping", Value::Object(mapping)) => {
                        mapping
                            .values()
                            .filter_map(Value::as_str)
                            .for_each(&mut *each);
                    }
                    _ => {}
                }
                references(value, each);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
