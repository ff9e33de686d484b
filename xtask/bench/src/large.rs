//! A published document into one of at least 13 MB and 1,000 operations: its parts, repeated under
//! names of their own.
//!
//! Each copy of the components is complete: they refer to each other. The operations of a copy refer
//! to its components, have ids of their own, and stand below a path of their own.

use std::path::{Path, PathBuf};

use faircopy::internals::ir::Method;
use serde_json::{Value, json};

const BYTES: usize = 13_000_000;
const OPERATIONS: usize = 1_000;

/// Writes the document made of another, and returns where it is.
pub(super) fn write(document: &Path, folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: String| format!("{}: {error}", document.display());
    let text = std::fs::read_to_string(document).map_err(|error| failed(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let path = folder.join("github-large.json");
    xtask::write(&path, &enlarged(&value))?;
    Ok(path)
}

/// How many operations a document of JSON has.
pub(super) fn operations(text: &str) -> usize {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    count(&value["paths"])
}

/// The text of the larger document.
fn enlarged(original: &Value) -> String {
    let mut large = original.clone();
    let mut operations = count(&original["paths"]);
    let mut copy = 1;
    while operations < OPERATIONS || text(&large).len() < BYTES {
        copy += 1;
        for (kind, components) in members(&original["components"]) {
            for (name, component) in members(components) {
                large["components"][kind][renamed(name, copy)] = copied(component, copy);
            }
        }
        for (path, item) in members(&original["paths"]) {
            if operations >= OPERATIONS {
                break;
            }
            operations += count(&json!({ path: item }));
            large["paths"][format!("/copy-{copy}{path}")] = copied(item, copy);
        }
    }
    text(&large)
}

/// A value as published documents have it: indented.
fn text(value: &Value) -> String {
    format!("{value:#}")
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// How many operations there are in some paths.
fn count(paths: &Value) -> usize {
    let items = members(paths).flat_map(|(_, item)| members(item));
    items
        .filter(|(key, _)| Method::of_key(key).is_some())
        .count()
}

fn renamed(name: &str, copy: usize) -> String {
    format!("{name}-{copy}")
}

/// A value whose references to components lead to those of a copy, and whose operations have its ids.
fn copied(value: &Value, copy: usize) -> Value {
    match value {
        Value::Object(map) => {
            let members = map.iter().map(|(key, value)| {
                let value = match (key.as_str(), value.as_str()) {
                    ("operationId", Some(id)) => json!(renamed(id, copy)),
                    ("$ref", Some(target)) if target.starts_with("#/components/") => {
                        json!(renamed(target, copy))
                    }
                    _ => copied(value, copy),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(|item| copied(item, copy)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_refers_to_itself() {
        let item = json!({ "get": {
            "operationId": "pets/list",
            "parameters": [{ "$ref": "#/components/parameters/page" }],
            "schema": { "$ref": "#/components/schemas/pet" },
        }});
        let expected = json!({ "get": {
            "operationId": "pets/list-2",
            "parameters": [{ "$ref": "#/components/parameters/page-2" }],
            "schema": { "$ref": "#/components/schemas/pet-2" },
        }});
        assert_eq!(copied(&item, 2), expected);
        assert_eq!(count(&json!({ "/pets": item })), 1);
    }
}
