//! Families of documents in which much of one kind meets as much of another.

use serde_json::{Map, Value, json};

use super::families::{document, schemas, to, with_paths};

/// References to schemas that are not there, beside as many that are.
pub fn missing_among_others(n: usize) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), to(&format!("Missing{i}"))));
    let mut all = schemas(n, |i| (format!("Known{i:05}"), json!({ "type": "string" })));
    let object = json!({ "type": "object", "properties": properties });
    all.insert("A".into(), object);
    document(all)
}

/// Operations that take their servers, of which there are as many, from the document.
pub fn servers_of_operations(n: usize) -> String {
    let paths = schemas(n, |i| {
        let responses = json!({ "200": { "description": "ok" } });
        let operation = json!({ "operationId": format!("o{i}"), "responses": responses });
        (format!("/p{i}"), json!({ "get": operation }))
    });
    let servers: Vec<Value> = (0..n)
        .map(|i| json!({ "url": format!("https://h{i}.example") }))
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Growth", "version": "1" },
        "servers": servers,
        "paths": paths,
    });
    serde_json::to_string_pretty(&document).unwrap()
}

/// Properties of an object, and parts of a body, each of which asks for the one before and for two that nobody
/// declares.
pub fn asks(n: usize) -> String {
    let properties = schemas(n, |i| (format!("p{i}"), json!({ "type": "string" })));
    let asked = schemas(n, |i| {
        let others = [
            format!("p{}", i.saturating_sub(1)),
            format!("q{i}"),
            format!("r{i}"),
        ];
        (format!("p{i}"), json!(others))
    });
    let object = json!({
        "type": "object",
        "properties": properties,
        "dependentRequired": asked,
        "minProperties": 1,
    });
    let content = json!({
        "application/json": { "schema": object },
        "multipart/form-data": { "schema": object },
    });
    let operation = json!({
        "operationId": "send",
        "requestBody": { "required": true, "content": content },
        "responses": { "200": { "description": "ok" } },
    });
    with_paths(json!({ "/things": { "post": operation } }), Map::new())
}

/// Links to operations that are there, with parameters that these have not, and links to as many that are not.
pub fn links_astray(n: usize) -> String {
    let links = schemas(n, |i| {
        let taken = json!({ "operationId": "operation_of_number_0", "parameters": { format!("x{i}"): "$request.body" } });
        let astray = json!({ "operationId": format!("missing_operation_of_number_{i}") });
        (format!("l{i}"), if i % 2 == 0 { taken } else { astray })
    });
    let paths = schemas(n, |i| {
        let response = match i {
            0 => json!({ "description": "ok", "links": links }),
            _ => json!({ "description": "ok" }),
        };
        let parameters =
            json!([{ "name": format!("p{i}"), "in": "query", "schema": { "type": "string" } }]);
        let operation = json!({
            "operationId": format!("operation_of_number_{i}"),
            "parameters": parameters,
            "responses": { "200": response },
        });
        (format!("/p{i}"), json!({ "get": operation }))
    });
    with_paths(Value::Object(paths), Map::new())
}
