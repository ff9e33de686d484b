//! Random documents, and how they are compared.

use faircopy::Config;
use faircopy::diff::{self, Loaded, Options, Report};
use faircopy::source::MapLoader;
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Compares without Rust.
pub fn compare(old: &Loaded, new: &Loaded) -> Report {
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: false,
    };
    diff::compare(old, new, &options)
}

/// Compares with Rust.
pub fn compare_all(old: &Value, new: &Value) -> Report {
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    diff::compare(&load(old), &load(new), &options)
}

pub fn load(value: &Value) -> Loaded {
    load_files(&[("api.json", &value.to_string())])
}

/// Loads a document as it is generated from with a configuration.
pub fn load_as(value: &Value, config: &Config) -> Loaded {
    load_with(&[("api.json", &value.to_string())], config)
}

/// Loads the first of some files.
pub fn load_files(files: &[(&str, &str)]) -> Loaded {
    load_with(files, &Config::default())
}

pub fn load_with(files: &[(&str, &str)], config: &Config) -> Loaded {
    let loader = MapLoader::from_iter(files.iter().copied());
    match diff::load(&loader, files[0].0, config) {
        Ok(loaded) => loaded,
        Err(refused) => panic!("{:?}\n{}", refused.diagnostics, files[0].1),
    }
}

/// A document of some components, which operations send and receive.
pub fn document(rng: &mut Rng) -> Value {
    let count = rng.usize(2..6);
    let schemas: Map<String, Value> = (0..count)
        .map(|index| (format!("C{index}"), object(rng, count, 3)))
        .collect();
    let paths: Map<String, Value> = (0..rng.usize(1..4))
        .map(|index| {
            let body = reference(rng, count);
            let reply = reference(rng, count);
            let parameter = scalar(rng);
            let operation = json!({
                "operationId": format!("op{index}"),
                "parameters": [{
                    "name": "p", "in": "query", "required": rng.bool(), "schema": parameter,
                }],
                "requestBody": { "content": { "application/json": { "schema": body } } },
                "responses": { "200": {
                    "description": "ok",
                    "content": { "application/json": { "schema": reply } },
                } },
            });
            (format!("/p{index}"), json!({ "post": operation }))
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn reference(rng: &mut Rng, count: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/C{}", rng.usize(0..count)) })
}

pub fn schema(rng: &mut Rng, count: usize, depth: usize) -> Value {
    match rng.usize(0..8) {
        0 | 1 if depth > 0 => object(rng, count, depth - 1),
        2 if depth > 0 => {
            json!({ "type": "array", "items": schema(rng, count, depth - 1), "maxItems": rng.u8(3..9) })
        }
        3 if depth > 0 => {
            json!({ "oneOf": [scalar_of(rng, "string"), scalar_of(rng, "boolean"), reference(rng, count)] })
        }
        4 if count > 0 => reference(rng, count),
        _ => scalar(rng),
    }
}

pub fn object(rng: &mut Rng, count: usize, depth: usize) -> Value {
    let names: Vec<String> = (0..rng.usize(1..5))
        .map(|index| format!("f{index}"))
        .collect();
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), schema(rng, count, depth)))
        .collect();
    let required: Vec<_> = names.into_iter().filter(|_| rng.bool()).collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if rng.u8(0..4) == 0 {
        object["additionalProperties"] = json!({ "type": "integer" });
    }
    object
}

fn scalar(rng: &mut Rng) -> Value {
    let kind = *rng
        .choice(&["string", "integer", "number", "boolean"])
        .unwrap_or(&"string");
    scalar_of(rng, kind)
}

fn scalar_of(rng: &mut Rng, kind: &str) -> Value {
    let mut schema = json!({ "type": kind });
    match kind {
        "string" => match rng.u8(0..4) {
            0 => schema["maxLength"] = json!(rng.u8(5..20)),
            1 => schema["enum"] = json!(["a", "b", "c"]),
            2 => schema["pattern"] = json!("^[a-z]+$"),
            _ => schema["description"] = json!("Text."),
        },
        "integer" | "number" => {
            schema["minimum"] = json!(rng.u8(0..9));
            schema["maximum"] = json!(rng.u8(10..99));
        }
        _ => {}
    }
    schema
}

/// The same with the keys of every object in another order.
pub fn shuffled(value: &Value, rng: &mut Rng) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            rng.shuffle(&mut entries);
            entries
                .into_iter()
                .map(|(key, value)| (key.clone(), shuffled(value, rng)))
                .collect()
        }
        Value::Array(items) => items.iter().map(|item| shuffled(item, rng)).collect(),
        other => other.clone(),
    }
}

/// The places of all schemas that comparing reaches, by pointer.
pub fn schemas(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, "", false, &mut found);
    found
}

fn walk(value: &Value, at: &str, is_schema: bool, found: &mut Vec<String>) {
    const ONE: [&str; 4] = ["items", "additionalProperties", "not", "schema"];
    const LISTS: [&str; 3] = ["oneOf", "anyOf", "allOf"];
    let Some(map) = value.as_object() else {
        return;
    };
    if is_schema {
        if map.contains_key("$ref") {
            return;
        }
        found.push(at.to_owned());
    }
    let token = |key: &str| key.replace('~', "~0").replace('/', "~1");
    for (key, inner) in map {
        let here = format!("{at}/{}", token(key));
        let names_schemas = if is_schema {
            key == "properties"
        } else {
            at == "/components" && key == "schemas"
        };
        if names_schemas {
            for (name, schema) in inner.as_object().into_iter().flatten() {
                walk(schema, &format!("{here}/{}", token(name)), true, found);
            }
        } else if is_schema && LISTS.contains(&key.as_str()) {
            for (index, schema) in inner.as_array().into_iter().flatten().enumerate() {
                walk(schema, &format!("{here}/{index}"), true, found);
            }
        } else if ONE.contains(&key.as_str()) && (is_schema || key == "schema") {
            walk(inner, &here, true, found);
        } else if !is_schema && key != "example" && key != "examples" {
            match inner {
                Value::Object(_) => walk(inner, &here, false, found),
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk(item, &format!("{here}/{index}"), false, found);
                    }
                }
                _ => {}
            }
        }
    }
}

/// An edit of a keyword.
pub struct Edit {
    pub pointer: String,
    pub rule: &'static str,
    pub effect: faircopy::diff::effect::Effect,
    pub edited: Value,
    /// Two schemas and a value that only the wider one accepts.
    pub witness: Option<(Value, Value, Value)>,
}

/// All edits of one schema that are known to change what it accepts, in one direction.
pub fn edits(document: &Value, at: &str) -> Vec<Edit> {
    use faircopy::diff::effect::Effect::{Narrower, Wider};
    let Some(schema) = document.pointer(at).and_then(Value::as_object) else {
        return Vec::new();
    };
    let kind = schema
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut edit = |key: &str, new: Option<Value>, rule, effect, value: Option<Value>| {
        let mut edited = document.clone();
        let old = schema.get(key).cloned();
        if let Some(Value::Object(map)) = edited.pointer_mut(at) {
            match &new {
                Some(new) => {
                    map.insert(key.to_owned(), new.clone());
                }
                None => {
                    map.shift_remove(key);
                }
            }
        }
        let with = |value: Option<Value>| match value {
            Some(value) => json!({ key: value }),
            None => json!({}),
        };
        let witness = value.map(|value| match effect {
            Narrower => (with(old), with(new), value),
            _ => (with(new), with(old), value),
        });
        found.push(Edit {
            pointer: at.to_owned(),
            rule,
            effect,
            edited,
            witness,
        });
    };
    let count = |key: &str| schema.get(key).and_then(Value::as_u64);
    match kind {
        "string" => {
            if let Some(most) = count("maxLength").filter(|most| (2..1000).contains(most)) {
                let text = |length: u64| json!("x".repeat(usize::try_from(length).unwrap_or(0)));
                edit(
                    "maxLength",
                    Some(json!(most - 1)),
                    "max-length-lowered",
                    Narrower,
                    Some(text(most)),
                );
                edit(
                    "maxLength",
                    Some(json!(most + 1)),
                    "max-length-raised",
                    Wider,
                    Some(text(most + 1)),
                );
                edit(
                    "maxLength",
                    None,
                    "max-length-raised",
                    Wider,
                    Some(text(most + 1)),
                );
            }
            if let Some(values) = schema.get("enum").and_then(Value::as_array)
                && values.len() > 1
                && values.iter().all(Value::is_string)
            {
                let fewer: Vec<_> = values[1..].to_vec();
                if !fewer.contains(&values[0]) {
                    edit(
                        "enum",
                        Some(json!(fewer)),
                        "enum-value-removed",
                        Narrower,
                        Some(values[0].clone()),
                    );
                }
                let more: Vec<_> = values
                    .iter()
                    .cloned()
                    .chain([json!("a new value")])
                    .collect();
                edit(
                    "enum",
                    Some(json!(more)),
                    "enum-value-added",
                    Wider,
                    Some(json!("a new value")),
                );
            }
            if schema.get("pattern").is_some() {
                edit("pattern", None, "pattern-removed", Wider, None);
            }
        }
        "integer" | "number" => {
            if let Some(most) = schema.get("maximum").and_then(Value::as_i64)
                && most.abs() < 1 << 40
                && !schema.contains_key("exclusiveMaximum")
                && !schema.contains_key("multipleOf")
            {
                edit(
                    "maximum",
                    Some(json!(most - 1)),
                    "maximum-lowered",
                    Narrower,
                    Some(json!(most)),
                );
                edit(
                    "maximum",
                    Some(json!(most + 1)),
                    "maximum-raised",
                    Wider,
                    Some(json!(most + 1)),
                );
            }
            if let Some(least) = schema.get("minimum").and_then(Value::as_i64)
                && least.abs() < 1 << 40
                && !schema.contains_key("exclusiveMinimum")
            {
                edit(
                    "minimum",
                    Some(json!(least + 1)),
                    "minimum-raised",
                    Narrower,
                    Some(json!(least)),
                );
                edit(
                    "minimum",
                    None,
                    "minimum-lowered",
                    Wider,
                    Some(json!(least - 1)),
                );
            }
        }
        "array" => {
            if let Some(most) = count("maxItems").filter(|most| (1..200).contains(most)) {
                let list =
                    |length: u64| Value::Array((0..length).map(|item| json!(item)).collect());
                edit(
                    "maxItems",
                    Some(json!(most - 1)),
                    "max-items-lowered",
                    Narrower,
                    Some(list(most)),
                );
                edit(
                    "maxItems",
                    None,
                    "max-items-raised",
                    Wider,
                    Some(list(most + 1)),
                );
            }
            if !schema.contains_key("uniqueItems") {
                edit(
                    "uniqueItems",
                    Some(json!(true)),
                    "unique-items-added",
                    Narrower,
                    Some(json!([1, 1])),
                );
            }
        }
        "object" => {
            let required = schema
                .get("required")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let properties = schema.get("properties").and_then(Value::as_object);
            if let Some(name) =
                properties.and_then(|all| all.keys().find(|key| !required.contains(&json!(key))))
            {
                let more: Vec<_> = required.iter().cloned().chain([json!(name)]).collect();
                let mut rest = Map::new();
                for name in &required {
                    rest.insert(name.as_str().unwrap_or_default().to_owned(), json!(1));
                }
                edit(
                    "required",
                    Some(json!(more)),
                    "property-became-required",
                    Narrower,
                    Some(Value::Object(rest)),
                );
            }
            if !schema.contains_key("additionalProperties") && !schema.contains_key("minProperties")
            {
                edit(
                    "minProperties",
                    Some(json!(1)),
                    "min-properties-raised",
                    Narrower,
                    Some(json!({})),
                );
            }
        }
        _ => {}
    }
    found
}
