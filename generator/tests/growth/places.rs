//! Families of documents in which as many places as there are lead to others by their names: names of paths, anchors,
//! tags, aliases, links.

use serde_json::{Map, Value, json};

use super::families::{document, schemas, with_paths};

fn responses() -> Value {
    json!({ "200": { "description": "ok" } })
}

/// A path with many names in braces, of which an operation declares none.
pub fn names_of_a_path(n: usize) -> String {
    let path: String = (0..n).map(|i| format!("/{{p{i}}}")).collect();
    let operation = json!({ "operationId": "get", "responses": responses() });
    let mut paths = Map::new();
    paths.insert(path, json!({ "get": operation }));
    with_paths(Value::Object(paths), Map::new())
}

/// Parameters, each of them twice.
pub fn declared_twice(n: usize) -> String {
    let parameter = |i: usize| json!({ "name": format!("p{}", i / 2), "in": "query", "schema": { "type": "string" } });
    let parameters: Vec<_> = (0..n).map(parameter).collect();
    let operation =
        json!({ "operationId": "get", "parameters": parameters, "responses": responses() });
    with_paths(json!({ "/things": { "get": operation } }), Map::new())
}

/// Schemas that refer to each other by anchors.
pub fn named_by_anchors(n: usize) -> String {
    document(schemas(n, |i| {
        let next = json!({ "$ref": format!("#a{}", (i + 1) % n) });
        let schema = json!({
            "$anchor": format!("a{i}"),
            "type": "object",
            "properties": { "next": next, "any": { "$dynamicRef": "#nowhere" } },
        });
        (format!("A{i:05}"), schema)
    }))
}

/// Schemas that lead to each other, each with a dynamic reference that nothing binds.
pub fn nowhere(n: usize) -> String {
    document(schemas(n, |i| {
        let next = json!({ "$ref": format!("#/components/schemas/A{:05}", (i + 1) % n) });
        let missing = json!({ "$dynamicRef": format!("#missing{i}") });
        let properties = json!({ "next": next, "missing": missing });
        (
            format!("A{i:05}"),
            json!({ "type": "object", "properties": properties }),
        )
    }))
}

fn tagged(tags: Vec<Value>, operations: usize) -> String {
    let paths = schemas(operations, |i| {
        let operation = json!({
            "operationId": format!("o{i}"),
            "tags": [format!("t{i:05}")],
            "responses": responses(),
        });
        (format!("/p{i}"), json!({ "get": operation }))
    });
    let document = json!({
        "openapi": "3.2.0",
        "info": { "title": "Growth", "version": "1" },
        "tags": tags,
        "paths": paths,
    });
    serde_json::to_string_pretty(&document).unwrap()
}

/// Tags that stand one below the other, each with an operation.
pub fn chain_of_tags(n: usize) -> String {
    let tag = |i: usize| match i {
        0 => json!({ "name": "t00000" }),
        _ => json!({ "name": format!("t{i:05}"), "parent": format!("t{:05}", i - 1) }),
    };
    tagged((0..n).map(tag).collect(), n)
}

/// Tags that each have an operation.
pub fn descriptions_of_tags(n: usize) -> String {
    let tag = |i: usize| json!({ "name": format!("t{i:05}"), "description": "One of many." });
    tagged((0..n).map(tag).collect(), n)
}

/// Values that have an anchor each, and aliases of all, below a mistake that has a place.
pub fn aliases(n: usize) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: { title: Growth, version: '1', mistaken: 1 }\npaths: {}\nx-values:\n",
    );
    (0..n).for_each(|i| text += &format!("- &a{i} v{i}\n"));
    text += "x-aliases:\n";
    (0..n).for_each(|i| text += &format!("- *a{i}\n"));
    text
}

/// Operations whose responses lead on to the next.
pub fn links(n: usize) -> String {
    let paths = schemas(n, |i| {
        let link = json!({ "operationId": format!("o{}", (i + 1) % n) });
        let response = json!({ "description": "ok", "links": { "next": link } });
        let operation = json!({ "operationId": format!("o{i}"), "responses": { "200": response } });
        (format!("/p{i}"), json!({ "get": operation }))
    });
    with_paths(Value::Object(paths), Map::new())
}
