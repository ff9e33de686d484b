//! A document's schemas into validators of the crate `jsonschema`, which knows nothing of ours.

use std::collections::BTreeSet;

use faircopy::document::{Document, Version};
use faircopy::pointer::Pointer;
use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

/// Where the registry keeps the document.
const BASE: &str = "urn:document";

/// The document, in the words of JSON Schema 2020-12.
pub(super) struct Judge(Result<Registry<'static>, String>);

/// What a validator says of an example.
#[derive(Default)]
pub(super) struct Judgement {
    /// What it holds against the example; empty where it fits.
    pub(super) complaints: Vec<String>,
    /// The places of the example that a schema which holds there describes.
    declared: BTreeSet<String>,
}

impl Judge {
    pub(super) fn new(document: &Document) -> Self {
        let mut schemas = document.value.clone();
        convert(&mut schemas, document.version);
        let registry = Registry::new()
            .add(BASE, schemas)
            .and_then(jsonschema::RegistryBuilder::prepare);
        Self(registry.map_err(|error| error.to_string()))
    }

    /// Judges a value by the schema at a place.
    ///
    /// # Errors
    ///
    /// Why the validator refuses the schema.
    pub(super) fn judge(&self, schema: &Pointer, value: &Value) -> Result<Judgement, String> {
        let validator = self.validator(schema)?;
        let evaluation = validator.evaluate(value);
        let complaints = evaluation.iter_errors();
        let complaints = complaints
            .map(|entry| format!("{}: {}", entry.instance_location.as_str(), entry.error));
        let mut declared = BTreeSet::new();
        for entry in evaluation.iter_annotations() {
            let keyword = entry.schema_location.rsplit('/').next();
            if matches!(
                keyword,
                Some("properties" | "patternProperties" | "additionalProperties")
            ) {
                let keys = entry.annotations.value().as_array().into_iter().flatten();
                for key in keys.filter_map(Value::as_str) {
                    let key = Pointer::root().key(key);
                    declared.insert(format!(
                        "{}{}",
                        entry.instance_location.as_str(),
                        key.as_str()
                    ));
                }
            }
        }
        let complaints = if evaluation.is_valid() {
            Vec::new()
        } else {
            complaints.take(3).collect()
        };
        Ok(Judgement {
            complaints,
            declared,
        })
    }

    fn validator(&self, schema: &Pointer) -> Result<Validator, String> {
        let registry = self.0.as_ref().map_err(String::clone)?;
        let reference = format!("{BASE}#{}", encoded(schema.as_str()));
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(registry)
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .build(&json!({ "$ref": reference }))
            .map_err(|error| error.to_string())
    }
}

impl Judgement {
    /// Whether the schema describes the property at a place of the example.
    pub(super) fn declares(&self, place: &str) -> bool {
        self.declared.contains(place)
    }
}

/// Rewrites schemas, wherever they stand; what is no schema has none of these keywords, or of
/// another type.
fn convert(value: &mut Value, version: Version) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| convert(item, version)),
        Value::Object(map) => {
            if version == Version::V3_0 {
                if map.get("$ref").is_some_and(Value::is_string) {
                    map.retain(|key, _| key == "$ref");
                    return;
                }
                of_3_0(map);
            }
            sizes(map);
            for (key, value) in map.iter_mut() {
                if !matches!(
                    key.as_str(),
                    "example" | "examples" | "default" | "enum" | "const"
                ) {
                    convert(value, version);
                }
            }
        }
        _ => {}
    }
}

/// `nullable` and the exclusive bounds of OpenAPI 3.0.
fn of_3_0(map: &mut Map<String, Value>) {
    // `nullable` adds to `type`, and means nothing without one.
    if map.get("nullable") == Some(&Value::Bool(true))
        && map.get("type").is_some_and(Value::is_string)
    {
        let kind = map["type"].clone();
        map.insert("type".to_owned(), json!([kind, "null"]));
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        match map.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = map.shift_remove(bound) {
                    map.insert(exclusive.to_owned(), limit);
                } else {
                    map.shift_remove(exclusive);
                }
            }
            Some(Value::Bool(false)) => {
                map.shift_remove(exclusive);
            }
            _ => {}
        }
    }
    // Draft 4's flag, which OpenAPI never had, but documents do.
    if map.get("required").is_some_and(Value::is_boolean) {
        map.shift_remove("required");
    }
}

/// The ranges of OpenAPI's own formats of integers.
fn sizes(map: &mut Map<String, Value>) {
    let range = match map.get("format").and_then(Value::as_str) {
        Some("int32") => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        Some("int64") => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
        _ => return,
    };
    let all = map.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        all.push(range);
    }
}

/// A pointer as the fragment of a URI.
fn encoded(pointer: &str) -> String {
    let mut text = String::new();
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    text.len() % 4 == 0
        && padding <= 2
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
