//! A document as the converter can be asked about it: in one file, and less what breaks Swagger 2.0, of which each
//! makes something else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// The document with all its files in one: what a reference leads to is a definition, or a parameter, of the name
/// that the reference ends with. The converter writes files out in place, where names are lost.
pub(super) fn joined(path: &Path, document: Value) -> Result<Value, String> {
    let mut joining = Joining {
        found: BTreeSet::new(),
        parts: Map::new(),
    };
    let mut document = document;
    joining.walk(&mut document, path)?;
    for (kind, parts) in joining.parts {
        let Value::Object(parts) = parts else {
            continue;
        };
        if let Some(root) = document.as_object_mut() {
            let known = root.entry(kind).or_insert_with(|| json!({}));
            if let Value::Object(known) = known {
                known.extend(parts);
            }
        }
    }
    Ok(document)
}

struct Joining {
    found: BTreeSet<(PathBuf, String)>,
    parts: Map<String, Value>,
}

impl Joining {
    fn walk(&mut self, value: &mut Value, file: &Path) -> Result<(), String> {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                let reference = reference.and_then(|text| {
                    let (name, pointer) = text.split_once('#').unwrap_or((text, ""));
                    (!name.is_empty()).then(|| (name.to_owned(), pointer.to_owned()))
                });
                if let Some((name, pointer)) = reference {
                    let place = self.part(&file.with_file_name(name), &pointer)?;
                    members.insert("$ref".to_owned(), place.into());
                }
                members
                    .values_mut()
                    .try_for_each(|value| self.walk(value, file))
            }
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|value| self.walk(value, file)),
            _ => Ok(()),
        }
    }

    /// Where a part of a file stands in the joined document.
    fn part(&mut self, file: &Path, pointer: &str) -> Result<String, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let file = file.canonicalize().map_err(|error| failed(&error))?;
        let text = std::fs::read_to_string(&file).map_err(|error| failed(&error))?;
        let whole: Value = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        let mut part = whole.pointer(pointer).cloned().unwrap_or_default();
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = pointer.rsplit('/').next().filter(|name| !name.is_empty());
        let name = name.map_or_else(|| stem.into_owned(), str::to_owned);
        let kind = match part.get("in") {
            Some(_) => "parameters",
            None => "definitions",
        };
        if self.found.insert((file.clone(), pointer.to_owned())) {
            self.walk(&mut part, &file)?;
            let parts = self.parts.entry(kind).or_insert_with(|| json!({}));
            parts[&name] = part;
        }
        Ok(format!("#/{kind}/{name}"))
    }
}

/// Takes out lists of types, the type `null`, and lists of schemas for the items of a list, which Swagger 2.0 does not
/// have; how many.
pub(super) fn take_out(value: &mut Value) -> usize {
    match value {
        Value::Object(members) => {
            let all = members.len();
            members.retain(|key, value| match &**key {
                "type" => !value.is_array() && *value != "null",
                "items" => !value.is_array(),
                _ => true,
            });
            let taken = all - members.len();
            let is_data = |key: &str| ["example", "examples", "default", "enum"].contains(&key);
            let inner = members.iter_mut().filter(|(key, _)| !is_data(key));
            taken + inner.map(|(_, value)| take_out(value)).sum::<usize>()
        }
        Value::Array(items) => items.iter_mut().map(take_out).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_types_and_of_items_are_taken_out_where_they_are_schemas() {
        let mut document = json!({
            "a": { "type": ["string", "null"], "properties": { "items": { "items": [{}], "maxItems": 1 } } },
            "b": [{ "type": "array", "example": { "type": ["data"] } }, { "type": "null" }],
        });
        assert_eq!(take_out(&mut document), 3);
        let expected = json!({
            "a": { "properties": { "items": { "maxItems": 1 } } },
            "b": [{ "type": "array", "example": { "type": ["data"] } }, {}],
        });
        assert_eq!(document, expected);
    }
}
