//! The two operations that are measured: the document of each, a body that it accepts, and one that it does not.

use serde_json::{Map, Value, json};

/// An operation, which is the only one of its document.
pub(super) struct Subject {
    /// What the programs call it, and the package of its server.
    pub(super) name: &'static str,
    /// How tables show it.
    pub(super) shown: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) document: Value,
    pub(super) body: Value,
    /// A body that breaks one constraint.
    pub(super) broken: Value,
}

/// How many schemas the survey has, and how many items of each.
const SECTIONS: usize = 20;
const ITEMS: usize = 3;

impl Subject {
    /// How many keywords of the schema of the body restrict data.
    pub(super) fn constraints(&self) -> usize {
        let schemas = &self.document["components"]["schemas"];
        let body = ["ModifyTokenRequest", "PoolId", "Survey"]
            .into_iter()
            .map(str::to_owned);
        let sections = (0..SECTIONS).map(|index| format!("Section{index}"));
        body.chain(sections)
            .map(|name| keywords(&schemas[name]))
            .sum()
    }
}

/// `PATCH /resi/token` of this repository's own document, which is given as a value.
pub(super) fn token(document: Value) -> Subject {
    Subject {
        name: "token",
        shown: "`PATCH /resi/token`",
        method: "PATCH",
        path: "/resi/token",
        document,
        body: json!({
            "token": "zu8sBXS4gkh7", "dataLimit": 200_000_000_000_u64, "durationHours": 1500,
            "allowedPools": ["us-s", "us-r", "tickets-us-s", "tickets-us-r", "ca-s", "ca-r", "gb-s", "gb-r"],
        }),
        broken: json!({ "token": "zu8sBXS4gkh7", "durationHours": 87_601 }),
    }
}

/// A form of many sections, each of a schema of its own.
pub(super) fn survey() -> Subject {
    let mut schemas = Map::new();
    let (mut properties, mut body) = (Map::new(), Map::new());
    for index in 0..SECTIONS {
        schemas.insert(format!("Section{index}"), section(index));
        let item = json!({ "$ref": format!("#/components/schemas/Section{index}") });
        let items = json!({ "type": "array", "minItems": 1, "maxItems": 5, "items": item });
        properties.insert(format!("section{index}"), items);
        let items = (0..ITEMS).map(|item| self::item(index * ITEMS + item));
        body.insert(format!("section{index}"), items.collect());
    }
    let names: Vec<_> = properties.keys().cloned().collect();
    let survey = json!({ "type": "object", "required": names, "properties": properties });
    schemas.insert("Survey".to_owned(), survey);
    let body = Value::from(body);
    let mut broken = body.clone();
    broken["section19"][2]["tags"][3] = json!("first");
    Subject {
        name: "survey",
        shown: "`POST /surveys`",
        method: "POST",
        path: "/surveys",
        document: document(schemas),
        body,
        broken,
    }
}

fn document(mut schemas: Map<String, Value>) -> Value {
    schemas.insert(
        "Accepted".to_owned(),
        json!({ "type": "object", "required": ["accepted"], "properties": { "accepted": { "type": "integer" } } }),
    );
    let content = |schema: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        json!({ "application/json": { "schema": schema } })
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Surveys", "version": "1" },
        "servers": [{ "url": "https://surveys.example" }],
        "paths": { "/surveys": { "post": {
            "operationId": "sendSurvey",
            "tags": ["surveys"],
            "requestBody": { "required": true, "content": content("Survey") },
            "responses": { "200": { "description": "seen", "content": content("Accepted") } },
        } } },
        "components": { "schemas": schemas },
    })
}

/// A schema that differs from the others in its bounds, so that each is judged by itself.
fn section(index: usize) -> Value {
    let length = |most: usize| json!({ "type": "integer", "minimum": 1, "maximum": most + index });
    json!({
        "type": "object",
        "required": ["name", "code", "count", "price", "kind", "made", "tags", "size"],
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 40 + index, "pattern": "^[A-Z]" },
            "code": { "type": "string", "maxLength": 30 + index, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
            "count": { "type": "integer", "minimum": 0, "maximum": 1000 + index },
            "price": { "type": "number", "minimum": 0, "exclusiveMaximum": 100_000 + index },
            "kind": { "type": "string", "enum": ["small", "large"] },
            "made": { "type": "string", "format": "date-time" },
            "tags": {
                "type": "array", "minItems": 1, "maxItems": 8 + index, "uniqueItems": true,
                "items": { "type": "string", "minLength": 1, "maxLength": 12 + index },
            },
            "size": {
                "type": "object",
                "required": ["width", "height"],
                "properties": { "width": length(500), "height": length(300) },
            },
            "mail": { "type": "string", "format": "email", "maxLength": 60 + index },
            "note": { "type": "string", "maxLength": 200 + index },
        },
    })
}

fn item(number: usize) -> Value {
    json!({
        "name": format!("Northern harbour {number}"),
        "code": format!("harbour-{number}-north-east"),
        "count": number * 7,
        "price": 1234.5 + number as f64,
        "kind": if number.is_multiple_of(2) { "small" } else { "large" },
        "made": format!("2026-11-{:02}T12:34:56Z", number % 28 + 1),
        "tags": ["first", "second", "third", format!("tag-{number}")],
        "size": { "width": 120 + number, "height": 80 + number },
        "mail": format!("harbour.{number}@example.com"),
        "note": "Moored since spring; the crane is \"out of order\" \u{2013} ask the m\u{e4}ster.",
    })
}

/// How many keywords in a schema restrict data, but for types and what only leads to others.
fn keywords(schema: &Value) -> usize {
    let children = schema.as_object().into_iter().flatten();
    let count = children.map(|(keyword, value)| match keyword.as_str() {
        "properties" => value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, one)| keywords(one))
            .sum(),
        "items" => keywords(value),
        "anyOf" => 1,
        "minLength" | "maxLength" | "pattern" | "minimum" | "maximum" | "exclusiveMaximum"
        | "multipleOf" | "enum" | "format" | "minItems" | "maxItems" | "uniqueItems"
        | "required" => 1,
        _ => 0,
    });
    count.sum()
}
