//! Random documents, whose one operation sends and gets back the data of one schema.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How many components there are beside the one in use.
pub(super) const COMPONENTS: usize = 3;
/// How deep schemas nest.
const DEPTH: usize = 3;

/// A document.
pub(super) fn document(rng: &mut Rng) -> Value {
    let mut schemas: Map<String, Value> = (0..COMPONENTS)
        .map(|index| (format!("C{index}"), schema(rng, 2, index)))
        .collect();
    schemas.insert("Root".to_owned(), object(rng, DEPTH, COMPONENTS));
    let root = json!({ "$ref": "#/components/schemas/Root" });
    let content = json!({ "application/json": { "schema": root } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "ok", "content": content } },
        } } },
        "components": { "schemas": schemas },
    })
}

/// A schema, which may refer to the components below that number.
pub(super) fn schema(rng: &mut Rng, depth: usize, components: usize) -> Value {
    if depth == 0 {
        return scalar(rng);
    }
    match rng.usize(0..10) {
        0 | 1 => object(rng, depth, components),
        2 => array(rng, depth, components),
        3 => json!({ "anyOf": branches(rng, depth, components) }),
        4 => json!({ "oneOf": branches(rng, depth, components) }),
        5 => {
            json!({ "allOf": [object(rng, depth - 1, components), object(rng, depth - 1, components)] })
        }
        6 | 7 if components > 0 => {
            json!({ "$ref": format!("#/components/schemas/C{}", rng.usize(0..components)) })
        }
        _ => scalar(rng),
    }
}

fn branches(rng: &mut Rng, depth: usize, components: usize) -> Vec<Value> {
    let count = rng.usize(2..4);
    (0..count)
        .map(|_| schema(rng, depth - 1, components))
        .collect()
}

fn object(rng: &mut Rng, depth: usize, components: usize) -> Value {
    let names: Vec<&str> = ["a", "b", "c"].into_iter().filter(|_| rng.bool()).collect();
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                schema(rng, depth.saturating_sub(1), components),
            )
        })
        .collect();
    let required: Vec<&&str> = names.iter().filter(|_| rng.bool()).collect();
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    match rng.usize(0..9) {
        0 => object["additionalProperties"] = json!(false),
        1 => object["additionalProperties"] = scalar(rng),
        2 => object["minProperties"] = json!(1),
        3 => object["patternProperties"] = json!({ "^[ab]": scalar(rng) }),
        4 => object["unevaluatedProperties"] = rest(rng),
        5 => object["propertyNames"] = names_of(rng),
        _ => {}
    }
    if rng.u8(0..8) == 0 {
        object["patternProperties"] = json!({ "^[bc]": scalar(rng) });
    }
    if rng.u8(0..10) == 0 {
        asking(rng, &mut object);
    }
    // What is told by no kind is data of any, and what is twice not evaluates nothing.
    if rng.u8(0..12) == 0
        && let Some(map) = object.as_object_mut()
    {
        map.remove("type");
    }
    if object.get("unevaluatedProperties").is_some() && rng.u8(0..4) == 0 {
        let inner = json!({ "properties": { "d": scalar(rng) } });
        object["not"] = json!({ "not": inner });
    }
    object
}

/// A property that has to be there, and brings others with it.
fn asking(rng: &mut Rng, object: &mut Value) {
    let asked = json!({ "required": [rng.choice(["b", "c"])] });
    object["required"] = json!(["a"]);
    object["dependentSchemas"] = json!({ "a": asked });
}

/// What properties may be that nothing else speaks of.
pub(super) fn rest(rng: &mut Rng) -> Value {
    match rng.bool() {
        true => json!(false),
        false => scalar(rng),
    }
}

/// What names of properties may be.
pub(super) fn names_of(rng: &mut Rng) -> Value {
    match rng.bool() {
        true => json!({ "pattern": "^[a-c]$" }),
        false => json!({ "enum": ["a", "b", "d"] }),
    }
}

fn array(rng: &mut Rng, depth: usize, components: usize) -> Value {
    let mut array = json!({ "type": "array", "items": schema(rng, depth - 1, components) });
    match rng.usize(0..5) {
        0 => array["minItems"] = json!(rng.u8(1..3)),
        1 => array["maxItems"] = json!(rng.u8(1..4)),
        2 => array["uniqueItems"] = json!(true),
        _ => {}
    }
    array
}

/// A schema of a value without parts.
pub(super) fn scalar(rng: &mut Rng) -> Value {
    match rng.usize(0..9) {
        0 => json!({ "type": "boolean" }),
        1 => json!({ "type": "string", "minLength": rng.u8(0..3), "maxLength": rng.u8(3..6) }),
        2 => json!({ "type": "string", "enum": ["a", "b", "c"] }),
        3 => json!({ "type": "integer", "minimum": rng.i8(-3..3), "maximum": rng.u8(3..9) }),
        4 => json!({ "type": "number", "exclusiveMinimum": rng.i8(-3..3) }),
        5 => json!({ "type": ["string", "null"] }),
        6 => json!({ "const": rng.u8(0..3) }),
        7 => json!({ "type": "string", "pattern": "^[a-c]+$" }),
        _ => json!({ "type": ["integer", "string"] }),
    }
}
