//! A schema of OpenAPI 3.0 in the words of JSON Schema 2020-12.

use serde_json::{Map, Value, json};

use crate::keyword::{self, Role};
use crate::media::{self, Family};

/// Lets `null` as a branch of a union be that: many documents of 3.0 say `nullable: true` and nothing
/// else for it.
pub(super) fn branches(schema: &mut Map<String, Value>) {
    for union in ["oneOf", "anyOf"] {
        let branches = schema.get_mut(union).and_then(Value::as_array_mut);
        for branch in branches.into_iter().flatten() {
            if *branch == json!({ "nullable": true }) {
                *branch = json!({ "type": "null" });
            }
        }
    }
}

/// Says the same of a schema whose parts have been rewritten.
pub(super) fn schema(schema: &mut Map<String, Value>) {
    if schema.get("$ref").is_some_and(Value::is_string) {
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        // What else stands beside a reference counts for nothing in 3.0, and would count now.
        schema.retain(|key, _| key == "$ref");
        if is_nullable && let Some(reference) = schema.shift_remove("$ref") {
            schema.insert(
                "anyOf".to_owned(),
                json!([{ "$ref": reference }, { "type": "null" }]),
            );
        }
        return;
    }
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let is_exclusive = match schema.get(exclusive) {
            Some(Value::Bool(is_exclusive)) => *is_exclusive,
            _ => continue,
        };
        match schema.get(bound).cloned().filter(|_| is_exclusive) {
            Some(limit) => {
                schema.shift_remove(bound);
                schema[exclusive] = limit;
            }
            None => drop(schema.shift_remove(exclusive)),
        }
    }
    if schema.shift_remove("nullable") == Some(Value::Bool(true)) {
        allow_null(schema);
    }
}

/// Whether a key says something about which data are valid.
pub(super) fn asserts(key: &str) -> bool {
    let row = keyword::TABLE.iter().find(|row| row.name == key);
    row.is_some_and(|row| matches!(row.role, Role::Assertion | Role::Applicator(_)))
}

/// Whether a schema that has been rewritten names `null` in its type.
fn allows_null(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.contains(&json!("null")),
        kind => kind == Some(&json!("null")),
    }
}

/// Takes what 3.0 ignores, and later versions do not, out of the encodings of parts.
pub(super) fn encodings(media_type: &str, stated: &mut Map<String, Value>) {
    if media::family(media_type) != Family::Multipart {
        return;
    }
    let encodings = stated.get_mut("encoding").and_then(Value::as_object_mut);
    for encoding in encodings.into_iter().flat_map(Map::values_mut) {
        if let Value::Object(encoding) = encoding {
            encoding.retain(|key, _| !["style", "explode", "allowReserved"].contains(&&**key));
        }
    }
}

/// Lets a schema hold for `null` too, but for what its `enum` says.
fn allow_null(schema: &mut Map<String, Value>) {
    let in_place = ["allOf", "oneOf", "anyOf", "not"];
    let composed: Vec<&str> = in_place
        .into_iter()
        .filter(|key| schema.contains_key(*key))
        .collect();
    let is_alone = schema.keys().filter(|key| asserts(key)).count() == 1;
    match composed[..] {
        [] => {}
        [union @ ("oneOf" | "anyOf")] if is_alone => {
            if let Some(Value::Array(branches)) = schema.get_mut(union) {
                // Two branches that allow it would be too many for `oneOf`.
                if !branches.iter().any(allows_null) {
                    branches.push(json!({ "type": "null" }));
                }
            }
            return;
        }
        _ => {
            let kept: Vec<String> = schema.keys().filter(|key| asserts(key)).cloned().collect();
            let mut other = Map::new();
            for key in kept {
                if let Some(value) = schema.shift_remove(&key) {
                    other.insert(key, value);
                }
            }
            let only = match (other.len(), other.get_mut("allOf")) {
                (1, Some(Value::Array(parts))) if parts.len() == 1 => parts.pop(),
                _ => None,
            };
            let other = only.unwrap_or(Value::Object(other));
            schema.insert("anyOf".to_owned(), json!([other, { "type": "null" }]));
            return;
        }
    }
    // An `enum` without `null` goes on to refuse it, to the letter of both versions.
    match schema.get_mut("type") {
        Some(kind @ Value::String(_)) => *kind = json!([kind.take(), "null"]),
        Some(Value::Array(kinds)) if !kinds.contains(&json!("null")) => kinds.push(json!("null")),
        // Without a type nothing forbids it.
        _ => {}
    }
}
