//! Families of documents in which many names are asked for and as many are there.

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

/// Tags of which each is the parent of the next; or, in a circle, of the last too.
pub fn tags_in_a_row(n: usize, is_circle: bool) -> String {
    let tags: Vec<Value> = (0..n)
        .map(|i| match i {
            0 if !is_circle => json!({ "name": "t00000" }),
            _ => {
                let parent = format!("t{:05}", (i + n - 1) % n);
                json!({ "name": format!("t{i:05}"), "parent": parent })
            }
        })
        .collect();
    let paths = schemas(n, |i| {
        let operation = json!({
            "operationId": format!("o{i}"),
            "tags": [format!("t{i:05}")],
            "responses": { "200": { "description": "ok" } },
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
