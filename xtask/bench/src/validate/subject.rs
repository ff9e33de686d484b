//! A component schema of a document into a document of its own, a JSON Schema, and an example.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use faircopy::diagnostics::Diagnostics;
use faircopy::source::{DirLoader, Limits};
use serde_json::{Value, json};

const COMPONENTS: &str = "#/components/schemas/";

/// A schema, and data for it.
pub(super) struct Subject {
    /// The document's file name.
    pub(super) document: &'static str,
    pub(super) component: &'static str,
    /// How many keywords that restrict data it reaches.
    pub(super) keywords: usize,
    /// What it says, as JSON Schema of [`Self::draft`].
    pub(super) schema: Value,
    /// A document with nothing but the schema, and what it refers to.
    pub(super) openapi: Value,
    /// The largest of the document's examples that the schema takes.
    pub(super) data: Value,
}

impl Subject {
    /// Cuts a schema out of a document, whose examples are its data unless a file is.
    pub(super) fn read(
        dir: &Path,
        document: &'static str,
        component: &'static str,
        file: Option<&Path>,
    ) -> Result<Subject, String> {
        let (loader, root) = DirLoader::for_document(&dir.join(document), Limits::default().bytes);
        let mut diagnostics = Diagnostics::default();
        let read =
            faircopy::internals::source::load(&loader, &root, &Limits::default(), &mut diagnostics)
                .root;
        let schemas = reached(&read, component);
        let openapi = json!({
            "openapi": read["openapi"],
            "info": { "title": "Benchmark", "version": "1" },
            "paths": {},
            "components": { "schemas": schemas },
        });
        let mut schema = json!({
            "$ref": format!("{COMPONENTS}{component}"),
            "components": { "schemas": schemas },
        });
        let is_3_0 = is_3_0(&openapi);
        let mut keywords = 0;
        if let Some(schemas) = schema["components"]["schemas"].as_object_mut() {
            for schema in schemas.values_mut() {
                as_json_schema(schema, is_3_0, &mut keywords);
            }
        }
        let mut subject = Subject {
            document,
            component,
            keywords,
            schema,
            openapi,
            data: Value::Null,
        };
        subject.data = match file {
            Some(file) => subject.largest(&[&value_in(file)?])?,
            None => {
                let mut examples = Vec::new();
                gather(&read["paths"], &read, component, &mut examples);
                examples.extend(read["components"]["schemas"][component].get("example"));
                subject.largest(&examples)?
            }
        };
        Ok(subject)
    }

    /// The largest datum that the schema takes.
    fn largest(&self, examples: &[&Value]) -> Result<Value, String> {
        let Subject {
            document,
            component,
            schema,
            ..
        } = self;
        let draft = match is_3_0(&self.openapi) {
            true => jsonschema::Draft::Draft4,
            false => jsonschema::Draft::Draft202012,
        };
        let validator = jsonschema::options()
            .with_draft(draft)
            .should_validate_formats(true)
            .build(schema)
            .map_err(|error| format!("{document}: {component}: {error}"))?;
        let fitting = examples.iter().filter(|data| validator.is_valid(data));
        if let Some(data) = fitting.max_by_key(|data| data.to_string().len()) {
            return Ok((*data).clone());
        }
        let errors = examples.iter().flat_map(|data| validator.iter_errors(data));
        let errors: Vec<_> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        Err(format!(
            "{document}: {component} takes none of {} examples\n{}",
            examples.len(),
            errors.join("\n")
        ))
    }

    /// The draft that the `jsonschema` crate is to read the schema by.
    pub(super) fn draft(&self) -> &'static str {
        match is_3_0(&self.openapi) {
            true => "Draft4",
            false => "Draft202012",
        }
    }
}

fn value_in(file: &Path) -> Result<Value, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}

fn is_3_0(document: &Value) -> bool {
    document["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.0"))
}

/// A component schema and all that it mentions.
fn reached<'d>(document: &'d Value, component: &'d str) -> BTreeMap<&'d str, &'d Value> {
    let mut found = BTreeMap::new();
    let mut waiting = BTreeSet::from([component]);
    while let Some(name) = waiting.pop_first() {
        let Some(schema) = document["components"]["schemas"].get(name) else {
            continue;
        };
        if found.insert(name, schema).is_none() {
            mentioned(schema, &mut waiting);
        }
    }
    found
}

/// References, and what else names a component schema, such as a discriminator.
fn mentioned<'d>(value: &'d Value, names: &mut BTreeSet<&'d str>) {
    match value {
        Value::String(text) => names.extend(text.strip_prefix(COMPONENTS)),
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, names)),
        Value::Object(map) => map.values().for_each(|value| mentioned(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Says in JSON Schema what OpenAPI 3.0 says of `null`, drops what is not JSON Schema, and counts
/// keywords.
fn as_json_schema(schema: &mut Value, is_3_0: bool, keywords: &mut usize) {
    let Some(map) = schema.as_object_mut() else {
        return;
    };
    map.retain(|key, _| {
        let is_note = matches!(
            key.as_str(),
            "example"
                | "examples"
                | "description"
                | "title"
                | "discriminator"
                | "xml"
                | "externalDocs"
        );
        !is_note && !key.starts_with("x-")
    });
    if is_3_0 && map.remove("nullable") == Some(Value::Bool(true)) {
        if let Some(kind) = map.get("type").filter(|kind| kind.is_string()).cloned() {
            map.insert("type".to_owned(), json!([kind, "null"]));
        }
        if let Some(Value::Array(values)) = map.get_mut("enum") {
            values.push(Value::Null);
        }
        let is_union = map
            .keys()
            .find(|key| matches!(key.as_str(), "allOf" | "anyOf" | "oneOf"));
        if is_union.is_some() && !map.contains_key("type") {
            let rest = std::mem::take(map);
            map.insert("anyOf".to_owned(), json!([{ "type": "null" }, rest]));
        }
    }
    for (key, value) in map {
        match key.as_str() {
            "properties" | "patternProperties" => {
                let properties = value.as_object_mut().into_iter().flatten();
                properties.for_each(|(_, schema)| as_json_schema(schema, is_3_0, keywords));
            }
            "allOf" | "anyOf" | "oneOf" => {
                let branches = value.as_array_mut().into_iter().flatten();
                branches.for_each(|schema| as_json_schema(schema, is_3_0, keywords));
            }
            "items" | "additionalProperties" | "not" => as_json_schema(value, is_3_0, keywords),
            "$ref" | "default" | "readOnly" | "writeOnly" | "deprecated" => continue,
            _ => {}
        }
        *keywords += 1;
    }
}

/// The examples of all media types whose schema is a component.
fn gather<'d>(
    value: &'d Value,
    document: &'d Value,
    component: &str,
    examples: &mut Vec<&'d Value>,
) {
    let children: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    let reference = value["schema"]["$ref"].as_str();
    if reference.and_then(|reference| reference.strip_prefix(COMPONENTS)) == Some(component) {
        let named = value["examples"].as_object().into_iter().flatten();
        let named = named.filter_map(|(_, example)| {
            let example = match example["$ref"].as_str() {
                Some(reference) => document.pointer(reference.strip_prefix('#')?)?,
                None => example,
            };
            example.get("value")
        });
        examples.extend(value.get("example").into_iter().chain(named));
    }
    for child in children {
        gather(child, document, component, examples);
    }
}
