//! A published document into one of 13 MB: its operations, each with further schemas of its own.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// How many times over the document's schemas stand in it.
const COPIES: usize = 4;

/// Writes the document of which there are several, and returns where.
pub(super) fn write(document: &Path, folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: String| format!("{}: {error}", document.display());
    let text = std::fs::read_to_string(document).map_err(|error| failed(error.to_string()))?;
    let mut value: Value =
        serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let paths = value["paths"].take();
    let schemas = value["components"]["schemas"].take();
    value["paths"] = json!({});
    value["components"]["schemas"] = json!({});
    for copy in 1..=COPIES {
        for (name, schema) in schemas.as_object().into_iter().flatten() {
            value["components"]["schemas"][renamed(name, copy)] = copied(schema, copy);
        }
    }
    // The operations stand once, in turn on each of the copies, up to a thousand and some.
    for (index, (path, item)) in paths.as_object().into_iter().flatten().enumerate() {
        value["paths"][path] = copied(item, 1 + index % COPIES);
    }
    let path = folder.join("github-13-mb.json");
    std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    std::fs::write(&path, format!("{value:#}")).map_err(|error| failed(error.to_string()))?;
    Ok(path)
}

fn renamed(name: &str, copy: usize) -> String {
    match copy {
        1 => name.to_owned(),
        _ => format!("{name}-{copy}"),
    }
}

/// A value whose references to schemas lead to those of a copy.
fn copied(value: &Value, copy: usize) -> Value {
    match value {
        Value::Object(map) => {
            let members = map.iter().map(|(key, value)| {
                let schema = value
                    .as_str()
                    .filter(|_| key == "$ref")
                    .and_then(|target| target.strip_prefix("#/components/schemas/"));
                let value = match schema {
                    Some(name) => json!(format!("#/components/schemas/{}", renamed(name, copy))),
                    None => copied(value, copy),
                };
                (key.clone(), value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(|item| copied(item, copy)).collect(),
        other => other.clone(),
    }
}
