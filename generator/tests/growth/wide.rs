//! Families of pairs of documents of one wide definition, of which the last member was edited: what one finding
//! costs must not be what its definition has.

use serde_json::{Map, Value, json};

use super::pairs::{Pairs, document, object, text, to, used};

pub const WIDE: &[Pairs] = &[
    Pairs {
        name: "properties that ask for each other",
        size: 200,
        document: |n, is_new| {
            let asks = (1..n).map(|i| (format!("p{i}"), json!([format!("p{}", i - 1)])));
            wide(n, is_new, "dependentRequired", asks.collect())
        },
    },
    Pairs {
        name: "a property that asks for all others",
        size: 200,
        document: |n, is_new| {
            let others: Vec<Value> = (1..n).map(|i| json!(format!("p{i}"))).collect();
            let asks = Map::from_iter([("p0".to_owned(), json!(others))]);
            wide(n, is_new, "dependentRequired", asks)
        },
    },
    Pairs {
        name: "properties that meet patterns",
        size: 300,
        document: |n, is_new| {
            let least = |i| 2 - usize::from(is_new && i + 1 == n);
            let patterns = (0..n).map(|i| (format!("^p{i}$"), json!({ "minLength": least(i) })));
            wide(n, false, "patternProperties", patterns.collect())
        },
    },
    Pairs {
        name: "patterns alone",
        size: 200,
        document: |n, is_new| {
            let patterns = (0..n).map(|i| (format!("^p{i}$"), text(is_new && i + 1 == n)));
            let patterns: Map<_, _> = patterns.collect();
            let wide = json!({ "type": "object", "patternProperties": patterns });
            document(used("Wide"), Map::from_iter([("Wide".to_owned(), wide)]))
        },
    },
    Pairs {
        name: "dynamic references to nowhere",
        size: 200,
        document: |n, is_new| {
            let schemas = (0..n).map(|i| {
                let mut schema = object("data", text(is_new && i + 1 == n));
                schema["properties"]["next"] = json!({ "$dynamicRef": format!("#a{}", i + 1) });
                (format!("A{i}"), schema)
            });
            document(used("A0"), schemas.collect())
        },
    },
    Pairs {
        name: "schemas by their anchors",
        size: 200,
        document: |n, is_new| {
            let mut schemas: Map<_, _> = (0..n)
                .map(|i| {
                    let mut schema = text(is_new && i + 1 == n);
                    schema["$anchor"] = json!(format!("a{i}"));
                    (format!("A{i}"), schema)
                })
                .collect();
            let properties = (0..n).map(|i| (format!("p{i}"), json!({ "$ref": format!("#a{i}") })));
            let properties: Map<_, _> = properties.collect();
            let root = json!({ "type": "object", "properties": properties });
            schemas.insert("Root".to_owned(), root);
            document(used("Root"), schemas)
        },
    },
    Pairs {
        name: "mapped branches",
        size: 200,
        document: mapped,
    },
    Pairs {
        name: "encoded properties of a form",
        size: 200,
        document: |n, is_new| {
            let named = |value: &dyn Fn(usize) -> Value| {
                let all: Map<_, _> = (0..n).map(|i| (format!("p{i}"), value(i))).collect();
                all
            };
            let properties =
                named(&|i| json!({ "type": "array", "items": text(is_new && i + 1 == n) }));
            let encoding = named(&|i| json!({ "style": "form", "explode": i % 2 == 0 }));
            let schema = json!({ "type": "object", "properties": properties });
            let content = json!({ "application/x-www-form-urlencoded": { "schema": schema, "encoding": encoding } });
            let operation = json!({ "operationId": "use", "requestBody": { "content": content },
                "responses": { "204": { "description": "ok" } } });
            let paths = Map::from_iter([("/use".to_owned(), json!({ "post": operation }))]);
            document(paths, Map::new())
        },
    },
];

/// An object of many properties, and a keyword beside them.
fn wide(n: usize, is_new: bool, keyword: &str, value: Map<String, Value>) -> String {
    let properties = (0..n).map(|i| (format!("p{i}"), text(is_new && i + 1 == n)));
    let properties: Map<_, _> = properties.collect();
    let wide = json!({ "type": "object", "properties": properties, keyword: value });
    document(used("Wide"), Map::from_iter([("Wide".to_owned(), wide)]))
}

fn mapped(n: usize, is_new: bool) -> String {
    let mut schemas: Map<_, _> = (0..n)
        .map(|i| {
            let mut branch = object("kind", json!({ "type": "string" }));
            branch["properties"]["data"] = text(is_new && i + 1 == n);
            (format!("B{i}"), branch)
        })
        .collect();
    let branches: Vec<Value> = (0..n).map(|i| to(&format!("B{i}"))).collect();
    let mapping = (0..n).map(|i| (format!("b{i}"), to(&format!("B{i}"))["$ref"].clone()));
    let mapping: Map<_, _> = mapping.collect();
    let discriminator = json!({ "propertyName": "kind", "mapping": mapping });
    let union = json!({ "oneOf": branches, "discriminator": discriminator });
    schemas.insert("Any".to_owned(), union);
    document(used("Any"), schemas)
}
