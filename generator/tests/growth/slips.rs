//! Families of documents in which much of one kind meets as much of another.

use serde_json::{Value, json};

use super::families::{document, schemas, to};

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
