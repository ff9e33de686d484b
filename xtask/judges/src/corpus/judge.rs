//! A document's schemas into validators of the crate `jsonschema`, which knows nothing of ours.

use std::collections::BTreeSet;

use faircopy::Pointer;
use faircopy::internals::Version;
use faircopy::internals::document::Document;
use jsonschema::{Keyword, Registry, ValidationError, Validator};
use serde_json::{Map, Value, json};

/// Where the registry keeps the document.
const BASE: &str = "urn:document";

/// The keyword that marks the format `float`.
const SINGLE: &str = "x-single";

/// The document, in the words of JSON Schema 2020-12.
pub(crate) struct Judge {
    registry: Result<Registry<'static>, String>,
    document: Value,
}

/// Which way data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Request,
    Response,
    /// It is not said.
    Either,
}

impl Way {
    /// Which way the example at a place goes.
    pub(super) fn of(example: &Pointer) -> Self {
        let stands_in = |name: &str| example.tokens().any(|token| token == name);
        match () {
            () if stands_in("responses") => Self::Response,
            () if stands_in("requestBody") || stands_in("requestBodies") => Self::Request,
            () => Self::Either,
        }
    }
}

/// What a validator says of an example.
#[derive(Default)]
pub(crate) struct Judgement {
    /// What it holds against the example; empty where it fits.
    pub(crate) complaints: Vec<String>,
    /// The places of the example that a schema which holds there describes, for data that goes
    /// either way.
    declared: BTreeSet<String>,
}

impl Judge {
    pub(crate) fn new(document: &Document) -> Self {
        let mut schemas = document.value.clone();
        convert(&mut schemas, document.version);
        let registry = Registry::new()
            .add(BASE, schemas)
            .and_then(jsonschema::RegistryBuilder::prepare);
        Self {
            registry: registry.map_err(|error| error.to_string()),
            document: document.value.clone(),
        }
    }

    /// Judges a value by the schema at a place; `way` says which way it goes.
    ///
    /// # Errors
    ///
    /// Why the validator refuses the schema.
    pub(crate) fn judge(
        &self,
        schema: &Pointer,
        value: &Value,
        way: Way,
    ) -> Result<Judgement, String> {
        let validator = self.validator(schema, false)?;
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
                let location = entry.absolute_keyword_location;
                let location =
                    location.and_then(|at| Pointer::parse(at.as_str().strip_prefix(BASE)?));
                for key in keys.filter_map(Value::as_str) {
                    if location
                        .as_ref()
                        .is_some_and(|at| self.is_for_other(way, &at.key(key)))
                    {
                        continue;
                    }
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

    /// Whether a property goes only the other way, so that the type of this way has it not.
    fn is_for_other(&self, way: Way, property: &Pointer) -> bool {
        let schema = property.resolve(&self.document);
        let says =
            |key: &str| schema.is_some_and(|schema| schema.get(key) == Some(&Value::Bool(true)));
        match way {
            Way::Request => says("readOnly"),
            Way::Response => says("writeOnly"),
            Way::Either => says("readOnly") || says("writeOnly"),
        }
    }

    /// The places of a value, which fits, where a schema of the format `float` meets a number with
    /// more digits than 32 bits hold: its own, or that of the union around it.
    pub(super) fn rounded(&self, schema: &Pointer, value: &Value) -> BTreeSet<String> {
        let Ok(validator) = self.validator(schema, true) else {
            return BTreeSet::new();
        };
        let evaluation = validator.evaluate(value);
        let errors = evaluation.iter_errors();
        errors
            .map(|entry| entry.instance_location.as_str().to_owned())
            .collect()
    }

    /// The validator of the schema at a place; `singles` says whether it minds [`SINGLE`].
    fn validator(&self, schema: &Pointer, singles: bool) -> Result<Validator, String> {
        let registry = self.registry.as_ref().map_err(String::clone)?;
        let reference = format!("{BASE}#{}", encoded(schema.as_str()));
        let mut options = jsonschema::options();
        if singles {
            options = options.with_keyword(SINGLE, |_, _, _| Ok(Box::new(Single)));
        }
        options
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(registry)
            .should_validate_formats(true)
            .with_format("byte", is_base64)
            .build(&json!({ "$ref": reference }))
            .map_err(|error| error.to_string())
    }
}

/// That a number has no more digits than 32 bits hold.
struct Single;

impl<'i> Keyword<'i> for Single {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match Keyword::is_valid(self, instance) {
            true => Ok(()),
            false => Err(ValidationError::custom("has more digits than 32 bits hold")),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let fits = |number: f64| {
            let single = (number as f32).to_string();
            single.parse() == Ok(number)
        };
        instance.as_f64().is_none_or(fits)
    }
}

impl Judgement {
    /// Whether the schema describes the property at a place of the example, for data that goes
    /// either way.
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
        Some("float") => {
            map.insert(SINGLE.to_owned(), json!(true));
            return;
        }
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
    text.len().is_multiple_of(4)
        && padding <= 2
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Pointer {
        Pointer::root().keys(["components", "schemas", "It"])
    }

    fn judge(schema: Value, value: Value) -> Judgement {
        let judged = judge_of(schema).judge(&place(), &value, Way::Request);
        judged.expect("a judgement")
    }

    fn judge_of(schema: Value) -> Judge {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "1" },
            "paths": {},
            "components": { "schemas": { "It": schema, "Text": { "type": "string" } } },
        });
        let document = Document::new(document, Version::V3_0).expect("a document");
        Judge::new(&document)
    }

    fn fits(schema: Value, value: Value) -> bool {
        judge(schema, value).complaints.is_empty()
    }

    #[test]
    fn schemas_mean_what_openapi_3_0_says() {
        let nullable = json!({ "type": "integer", "nullable": true });
        assert!(fits(nullable.clone(), json!(null)) && !fits(nullable, json!("1")));
        let above = json!({ "minimum": 1, "exclusiveMinimum": true });
        assert!(fits(above.clone(), json!(2)) && !fits(above, json!(1)));
        let sibling = json!({ "$ref": "#/components/schemas/Text", "maxLength": 1 });
        assert!(fits(sibling.clone(), json!("long")) && !fits(sibling, json!(1)));
        let small = json!({ "type": "integer", "format": "int32" });
        assert!(fits(small.clone(), json!(1)) && !fits(small, json!(1_u64 << 31)));
        let day = json!({ "type": "string", "format": "date" });
        assert!(fits(day.clone(), json!("2024-02-29")) && !fits(day, json!("2023-02-29")));
    }

    #[test]
    fn numbers_that_float_rounds_are_told() {
        let floats = json!({ "type": "array", "items": { "type": "number", "format": "float" } });
        let judge = judge_of(floats.clone());
        let rounded = judge.rounded(&place(), &json!([1.5, 0.1, 0.123456789]));
        assert_eq!(rounded, BTreeSet::from(["/2".to_owned()]));
        let judge = judge_of(json!({ "anyOf": [floats, { "type": "string" }] }));
        let rounded = judge.rounded(&place(), &json!([0.123456789]));
        assert!(rounded.contains("/0"));
        assert!(judge.rounded(&place(), &json!([0.5])).is_empty());
    }

    #[test]
    fn only_what_a_schema_that_holds_describes_is_declared() {
        let schema = json!({ "oneOf": [
            { "type": "object", "required": ["a"], "properties": {
                "a": { "type": "string" },
                "id": { "type": "integer", "readOnly": true },
            } },
            { "type": "object", "required": ["b"], "properties": { "b": {}, "c": {} } },
        ] });
        let judged = judge(schema, json!({ "a": "x", "c": 1, "d": 2, "id": 3 }));
        assert_eq!(judged.complaints, Vec::<String>::new());
        assert!(judged.declares("/a") && !judged.declares("/c") && !judged.declares("/d"));
        assert!(!judged.declares("/id"));
    }
}
