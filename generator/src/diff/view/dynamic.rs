//! What is bound elsewhere: `$dynamicRef`, and the `$dynamicAnchor`s that it may mean.

use serde_json::Value;

use crate::document::{Part, Schema};
use crate::pointer::Pointer;

/// Whether anything in a document is a `$dynamicRef`.
pub(super) fn is_dynamic(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("$dynamicRef") || map.values().any(is_dynamic),
        Value::Array(items) => items.iter().any(is_dynamic),
        _ => false,
    }
}

/// The schemas with a `$dynamicAnchor` of a name; within one resource, or anywhere.
pub(super) fn anchored<'d>(
    part: &Part<'d>,
    name: &str,
    is_within: bool,
    found: &mut Vec<Schema<'d>>,
) {
    let mut each = |value: &'d Value, at: Pointer| {
        if is_within && value.get("$id").is_some() {
            return;
        }
        if value.get("$dynamicAnchor").and_then(Value::as_str) == Some(name) {
            found.push(Schema::new(value, at.clone()));
        }
        let part = Part {
            value,
            at,
            resolved: part.resolved.clone(),
            or_null: false,
        };
        anchored(&part, name, is_within, found);
    };
    match part.value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| each(value, part.at.key(key))),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, value)| each(value, part.at.index(index))),
        _ => {}
    }
}
