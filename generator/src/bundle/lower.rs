//! A schema of JSON Schema 2020-12 in the words of OpenAPI 3.0, as far as that has any: keywords that are
//! left are for the caller to complain about.

use serde_json::{Map, Value, json};

use super::raise::asserts;

/// Says the same of a schema, whose parts are rewritten after it.
pub(super) fn schema(schema: &mut Value) {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({ "not": {} }),
        Value::Object(members) => {
            reference(members);
            null(members);
            several_types(members);
            values(members);
            bounds(members);
            texts(members);
        }
        _ => {}
    }
}

/// Beside a reference nothing counts in 3.0.
fn reference(schema: &mut Map<String, Value>) {
    let refers = schema.get("$ref").is_some_and(Value::is_string);
    if !refers || schema.len() == 1 {
        return;
    }
    if let Some(reference) = schema.shift_remove("$ref") {
        also(schema, json!({ "$ref": reference }));
    }
}

/// Adds to what a schema must keep to.
fn also(schema: &mut Map<String, Value>, part: Value) {
    let parts = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = parts {
        parts.insert(0, part);
    }
}

/// Adds what the only branch of a union says: its own words, where nothing else is said of the data.
fn instead(schema: &mut Map<String, Value>, branch: Value) {
    match branch {
        Value::Object(members)
            if !members.contains_key("$ref")
                && !schema
                    .keys()
                    .any(|key| asserts(key) || members.contains_key(key)) =>
        {
            schema.extend(members);
        }
        branch => also(schema, branch),
    }
}

fn is_null(schema: &Value) -> bool {
    let is = |key: &str, value: Value| schema.get(key) == Some(&value);
    schema.as_object().is_some_and(|members| members.len() == 1)
        && (is("type", json!("null"))
            || is("type", json!(["null"]))
            || is("const", Value::Null)
            || is("enum", json!([null])))
}

/// A branch that is `null`, or a type beside others, is `nullable`.
fn null(schema: &mut Map<String, Value>) {
    let mut nullable = false;
    for union in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(union) else {
            continue;
        };
        let all = branches.len();
        branches.retain(|branch| !is_null(branch));
        if branches.len() == all || branches.is_empty() {
            if branches.is_empty() {
                branches.push(json!({ "enum": [null], "nullable": true }));
            }
            continue;
        }
        nullable = true;
        if let [_] = branches[..] {
            let only = branches.pop();
            schema.shift_remove(union);
            if let Some(only) = only {
                instead(schema, only);
            }
        }
    }
    match schema.get_mut("type") {
        Some(Value::Array(kinds)) => {
            let all = kinds.len();
            kinds.retain(|kind| kind != "null");
            nullable |= kinds.len() < all;
            if kinds.is_empty() {
                schema.shift_remove("type");
                schema.entry("enum").or_insert_with(|| json!([null]));
            }
        }
        Some(kind) if *kind == "null" => {
            nullable = true;
            schema.shift_remove("type");
            schema.entry("enum").or_insert_with(|| json!([null]));
        }
        _ => {}
    }
    if nullable {
        schema.insert("nullable".to_owned(), json!(true));
    }
}

fn several_types(schema: &mut Map<String, Value>) {
    let Some(Value::Array(kinds)) = schema.get("type") else {
        return;
    };
    let mut kinds = kinds.clone();
    if let [_] = kinds[..] {
        schema["type"] = kinds.remove(0);
        return;
    }
    schema.shift_remove("type");
    let branches: Vec<Value> = kinds
        .into_iter()
        .map(|kind| json!({ "type": kind }))
        .collect();
    match schema.contains_key("anyOf") {
        true => also(schema, json!({ "anyOf": branches })),
        false => drop(schema.insert("anyOf".to_owned(), branches.into())),
    }
}

fn values(schema: &mut Map<String, Value>) {
    if let Some(value) = schema.shift_remove("const") {
        let one = json!([value]);
        match schema.contains_key("enum") {
            true => also(schema, json!({ "enum": one })),
            false => drop(schema.insert("enum".to_owned(), one)),
        }
    }
    let first = match schema.get("examples") {
        Some(Value::Array(examples)) if examples.len() == 1 => examples.first().cloned(),
        _ => None,
    };
    if let Some(first) = first
        && !schema.contains_key("example")
    {
        schema.shift_remove("examples");
        schema.insert("example".to_owned(), first);
    }
}

fn bounds(schema: &mut Map<String, Value>) {
    for (exclusive, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match schema.get(exclusive) {
            None | Some(Value::Bool(_)) => continue,
            Some(_) => {}
        }
        let Some(limit) = schema.shift_remove(exclusive) else {
            continue;
        };
        match schema.contains_key(bound) {
            true => also(schema, json!({ bound: limit, exclusive: true })),
            false => {
                schema.insert(bound.to_owned(), limit);
                schema.insert(exclusive.to_owned(), json!(true));
            }
        }
    }
}

/// What text holds: `format` says it in 3.0.
fn texts(schema: &mut Map<String, Value>) {
    if schema.contains_key("format") {
        return;
    }
    for (key, value, format) in [
        ("contentEncoding", "base64", "byte"),
        ("contentMediaType", "application/octet-stream", "binary"),
    ] {
        if schema.get(key).is_some_and(|said| said == value) && !schema.contains_key("format") {
            schema.shift_remove(key);
            schema.insert("format".to_owned(), json!(format));
        }
    }
}
