//! Families of pairs of documents, each by a size, in which much differs: what comparing multiplies.

use serde_json::{Map, Value, json};

/// A family, and the smallest size that shows how it grows.
#[derive(Clone, Copy)]
pub struct Pairs {
    pub name: &'static str,
    pub size: usize,
    /// The document of a size, before the edits or after.
    pub document: fn(usize, bool) -> String,
}

pub const PAIRS: &[Pairs] = &[
    Pairs {
        name: "an edited property of an object that many wrap",
        size: 100,
        document: |n, is_new| wrapped(n, text(is_new), false),
    },
    Pairs {
        name: "a new requirement of an object that many wrap",
        size: 100,
        document: |n, is_new| wrapped(n, text(false), is_new),
    },
    Pairs {
        name: "edited branches of a union",
        size: 50,
        document: branches,
    },
    Pairs {
        name: "an edited chain of all_of",
        size: 60,
        document: chain,
    },
    Pairs {
        name: "an edited subtype and operations",
        size: 40,
        document: subtypes,
    },
    Pairs {
        name: "edited operations",
        size: 50,
        document: operations,
    },
    Pairs {
        name: "references that lead elsewhere",
        size: 50,
        document: references,
    },
    Pairs {
        name: "operations that went with their schemas",
        size: 50,
        document: removed,
    },
    Pairs {
        name: "schemas that went and others that came",
        size: 400,
        document: replaced,
    },
];

pub fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub fn object(property: &str, schema: Value) -> Value {
    json!({ "type": "object", "required": [property], "properties": { property: schema } })
}

pub fn text(is_new: bool) -> Value {
    json!({ "type": "string", "maxLength": if is_new { 8 } else { 9 } })
}

pub fn document(paths: Map<String, Value>, schemas: Map<String, Value>) -> String {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Growth", "version": "1" },
        "servers": [{ "url": "https://growth.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
    .to_string()
}

fn operation(name: &str, schema: &Value) -> (String, Value) {
    let content = json!({ "application/json": { "schema": schema } });
    let value = json!({ "post": {
        "operationId": name,
        "requestBody": { "required": true, "content": content },
        "responses": { "200": { "description": "ok", "content": content } },
    } });
    (format!("/{name}"), value)
}

pub fn used(name: &str) -> Map<String, Value> {
    Map::from_iter([operation("use", &to(name))])
}

fn branches(n: usize, is_new: bool) -> String {
    let names = (0..n).map(|index| format!("B{index}"));
    let mut schemas: Map<String, Value> = names
        .clone()
        .map(|name| {
            let mut branch = object("data", text(is_new));
            branch["properties"]["kind"] = json!({ "const": name });
            (name, branch)
        })
        .collect();
    let branches: Vec<Value> = names.map(|name| to(&name)).collect();
    schemas.insert("Any".to_owned(), json!({ "oneOf": branches }));
    document(used("Any"), schemas)
}

fn chain(n: usize, is_new: bool) -> String {
    let mut schemas: Map<String, Value> = (1..n)
        .map(|index| {
            // With properties of their own, there would be more code than in proportion.
            let own = json!({ "type": "object", "minProperties": 1 });
            let base = to(&format!("A{}", index - 1));
            (format!("A{index}"), json!({ "allOf": [base, own] }))
        })
        .collect();
    schemas.insert("A0".to_owned(), object("p0", text(is_new)));
    document(used(&format!("A{}", n - 1)), schemas)
}

fn subtypes(n: usize, is_new: bool) -> String {
    let mut schemas: Map<String, Value> = (0..n)
        .map(|index| {
            let own = object("data", text(is_new && index == 0));
            (format!("S{index}"), json!({ "allOf": [to("Base"), own] }))
        })
        .collect();
    let mut base = object("kind", json!({ "type": "string" }));
    base["discriminator"] = json!({ "propertyName": "kind" });
    schemas.insert("Base".to_owned(), base);
    let paths = (0..n).map(|index| operation(&format!("op{index}"), &to("Base")));
    document(paths.collect(), schemas)
}

fn operations(n: usize, is_new: bool) -> String {
    let schema = object("data", text(is_new));
    let paths = (0..n).map(|index| operation(&format!("op{index}"), &schema));
    document(paths.collect(), Map::new())
}

fn references(n: usize, is_new: bool) -> String {
    let name = if is_new { "NullableUser" } else { "User" };
    let properties: Map<String, Value> = (0..n)
        .map(|index| (format!("p{index}"), to(name)))
        .collect();
    let mut nullable = object("name", json!({ "type": "string" }));
    nullable["type"] = json!(["object", "null"]);
    let schemas = Map::from_iter([
        (
            "Root".to_owned(),
            json!({ "type": "object", "properties": properties }),
        ),
        (
            "User".to_owned(),
            object("name", json!({ "type": "string" })),
        ),
        ("NullableUser".to_owned(), nullable),
    ]);
    document(used("Root"), schemas)
}

fn removed(n: usize, is_new: bool) -> String {
    let kept = if is_new { 1 } else { n };
    let names = (0..kept).map(|index| format!("R{index}"));
    let schemas = names
        .clone()
        .map(|name| (name, object("data", text(false))));
    let paths = names
        .enumerate()
        .map(|(index, name)| operation(&format!("op{index}"), &to(&name)));
    document(paths.collect(), schemas.collect())
}

/// Schemas that no operation uses, each with another name and another text on the other side.
fn replaced(n: usize, is_new: bool) -> String {
    let side = if is_new { "New" } else { "Old" };
    let schemas = (0..n).map(|index| {
        let said = json!({ "type": "string", "description": format!("{side} {index}.") });
        (format!("{side}{index}"), said)
    });
    document(Map::new(), schemas.collect())
}

/// An object of many properties, and another of as many that lead to it: with words of their own, with `null`
/// beside it, or with its kind.
fn wrapped(n: usize, last: Value, is_required: bool) -> String {
    let many = |value: &dyn Fn(usize) -> Value| {
        let properties: Map<_, _> = (0..n).map(|i| (format!("p{i}"), value(i))).collect();
        json!({ "type": "object", "properties": properties })
    };
    let leading = |i| match i % 4 {
        0 => json!({ "description": format!("The {i}."), "allOf": [to("Large")] }),
        1 => json!({ "oneOf": [to("Large"), { "type": "null" }] }),
        2 => json!({ "type": "object", "allOf": [to("Large")] }),
        _ => json!({ "type": ["object", "null"], "anyOf": [to("Large")] }),
    };
    let mut large = many(&|i| {
        if i + 1 == n {
            last.clone()
        } else {
            text(false)
        }
    });
    if is_required {
        large["required"] = json!(["p0"]);
    }
    let schemas = [("Many", many(&leading)), ("Large", large)];
    let schemas = schemas.map(|(name, schema)| (name.to_owned(), schema));
    document(used("Many"), Map::from_iter(schemas))
}
