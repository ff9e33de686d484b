//! Every kind of pair of which the right verdict is known, in every place and both ways.
//!
//! `siblings/schemas.yaml` has pairs of schemas, with how the data compare that they accept, and
//! `siblings/texts.yaml` those of data that are written as text; `siblings/documents.yaml` has pairs of documents, with the verdicts themselves.

use std::collections::BTreeMap;

use super::support::{compare, load};
use faircopy::diff::Report;
use faircopy::diff::effect::{Direction, Wire};
use serde_json::{Map, Value, json};

const SCHEMAS: &str = include_str!("siblings/schemas.yaml");
const TEXTS: &str = include_str!("siblings/texts.yaml");
const DOCUMENTS: &str = include_str!("siblings/documents.yaml");

/// Where a schema stands in the data that travel.
const PLACES: [&str; 6] = ["whole", "optional", "needed", "items", "values", "part"];

fn rows(text: &str) -> Vec<Value> {
    serde_yaml::from_str(text).unwrap()
}

fn placed(place: &str, schema: &Value) -> Value {
    match place {
        "optional" => json!({ "type": "object", "properties": { "p": schema } }),
        "needed" => {
            json!({ "type": "object", "properties": { "p": schema }, "required": ["p"] })
        }
        "items" => json!({ "type": "array", "items": schema }),
        "values" => json!({ "type": "object", "additionalProperties": schema }),
        "part" => json!({ "allOf": [schema] }),
        _ => schema.clone(),
    }
}

/// A document that sends and receives a schema in every place.
fn everywhere(row: &Value, schema: &Value, version: &str) -> Value {
    let paths = PLACES.iter().map(|place| {
        let content = json!({ "application/json": { "schema": placed(place, schema) } });
        let item = json!({ "post": {
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "d", "content": content } },
        } });
        (format!("/{place}"), item)
    });
    let paths: Map<String, Value> = paths.collect();
    let schemas = row.get("schemas").cloned().unwrap_or_else(|| json!({}));
    json!({
        "openapi": version,
        "info": { "title": "T", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// The worst verdicts by operation and direction.
fn by_use(report: &Report) -> BTreeMap<(String, Direction), Wire> {
    let mut worst = BTreeMap::new();
    for (used, wire) in report.findings.iter().flat_map(|finding| &finding.uses) {
        let known: &mut Wire = worst
            .entry((used.operation.clone(), used.direction))
            .or_default();
        *known = (*known).max(*wire);
    }
    worst
}

/// A document that sends and receives a schema as text in every place, each in an operation of its own.
fn as_texts(_row: &Value, schema: &Value, version: &str) -> Value {
    let nothing = json!({ "204": { "description": "d" } });
    let parameter = |place: &str, required: bool| {
        let parameter = json!({ "name": "p", "in": place, "required": required, "schema": schema });
        json!({ "parameters": [parameter], "responses": nothing })
    };
    let form = |media_type: &str| {
        let form = json!({ "type": "object", "required": ["p"], "properties": { "p": schema } });
        let content = json!({ media_type: { "schema": form } });
        json!({ "requestBody": { "required": true, "content": content }, "responses": nothing })
    };
    let header = json!({ "required": true, "schema": schema });
    let answer = json!({ "description": "d", "headers": { "P": header } });
    let operations = [
        ("/query", parameter("query", true)),
        ("/optional", parameter("query", false)),
        ("/header", parameter("header", true)),
        ("/cookie", parameter("cookie", true)),
        ("/path/{p}", parameter("path", true)),
        ("/form", form("application/x-www-form-urlencoded")),
        ("/part", form("multipart/form-data")),
        ("/answer", json!({ "responses": { "200": answer } })),
    ];
    let paths = operations.map(|(path, operation)| (path.to_owned(), json!({ "post": operation })));
    json!({
        "openapi": version,
        "info": { "title": "T", "version": "1" },
        "paths": Map::from_iter(paths),
    })
}

/// Where [`as_texts`] has a schema, and which way its data go.
const WRITTEN: [(&str, Direction); 8] = [
    ("/query", Direction::Request),
    ("/optional", Direction::Request),
    ("/header", Direction::Request),
    ("/cookie", Direction::Request),
    ("/path/{p}", Direction::Request),
    ("/form", Direction::Request),
    ("/part", Direction::Request),
    ("/answer", Direction::Response),
];

/// Verdicts on rows that are not the right ones, in documents that have a schema in many places.
fn misjudged(
    rows: &[Value],
    places: &[(&str, Direction)],
    document: fn(&Value, &Value, &str) -> Value,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows {
        let version = row["version"].as_str().unwrap_or("3.1.0");
        let from = row["from"].as_str().unwrap_or(version);
        let old = load(&document(row, &row["old"], from));
        let new = load(&document(row, &row["new"], version));
        // Whether data are accepted no more, and whether data are accepted now.
        let (less, more) = match row["data"].as_str().unwrap() {
            "same" => (false, false),
            "wider" => (false, true),
            "narrower" => (true, false),
            "other" => (true, true),
            other => panic!("{other}"),
        };
        for (old, new, less, more) in [(&old, &new, less, more), (&new, &old, more, less)] {
            let found = by_use(&compare(old, new));
            for (place, direction) in places {
                let is_bad = match direction {
                    Direction::Request => less,
                    Direction::Response => more,
                };
                let used = (format!("POST {place}"), *direction);
                let verdict = found.get(&used).copied().unwrap_or_default();
                let wanted = match is_bad {
                    true => Wire::Breaking,
                    false => Wire::Safe,
                };
                let may = row["may"].as_str() == Some(verdict.as_str());
                if verdict != wanted && !may {
                    let says = row["says"].as_str().unwrap();
                    let (verdict, direction) = (verdict.as_str(), direction.as_str());
                    let way = if less == more {
                        ""
                    } else if is_bad {
                        " bad"
                    } else {
                        " good"
                    };
                    wrong.push(format!("{says}: {place} {direction}{way}: {verdict}"));
                }
            }
        }
    }
    wrong
}

#[test]
fn verdicts_follow_from_the_data_in_every_place() {
    let rows = rows(SCHEMAS);
    let places = PLACES.map(|place| format!("/{place}"));
    let places = places.iter().flat_map(|place| {
        [Direction::Request, Direction::Response].map(|direction| (place.as_str(), direction))
    });
    let wrong = misjudged(&rows, &places.collect::<Vec<_>>(), everywhere);
    assert!(rows.len() > 150);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn verdicts_follow_from_the_texts_in_every_place() {
    let rows = rows(TEXTS);
    let wrong = misjudged(&rows, &WRITTEN, as_texts);
    assert!(rows.len() > 25);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document of the parts that both sides and one of them give.
fn assembled(both: &Value, side: &Value) -> Value {
    let mut parts = json!({ "operation": {}, "path": {}, "root": {} });
    merge(&mut parts, both);
    merge(&mut parts, side);
    let mut operation = parts["operation"].take();
    if operation.get("responses").is_none() {
        operation["responses"] = json!({ "204": { "description": "d" } });
    }
    let mut item = json!({ "post": operation });
    merge(&mut item, &parts["path"]);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/t": item },
    });
    for (key, value) in parts["root"].as_object().into_iter().flatten() {
        document[key] = value.clone();
    }
    document
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        match into.get_mut(key) {
            Some(known) if known.is_object() && value.is_object() => merge(known, value),
            _ => into[key] = value.clone(),
        }
    }
}

#[test]
fn verdicts_on_documents_are_the_right_ones() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in &rows(DOCUMENTS) {
        let (old, new) = (
            load(&assembled(&row["both"], &row["old"])),
            load(&assembled(&row["both"], &row["new"])),
        );
        for (old, new, key) in [(&old, &new, "want"), (&new, &old, "back")] {
            let Some(wanted) = row[key].as_str() else {
                continue;
            };
            count += 1;
            let verdict = compare(old, new).wire();
            if !wanted.split('|').any(|it| it == verdict.as_str()) {
                let says = row["says"].as_str().unwrap();
                let verdict = verdict.as_str();
                wrong.push(format!("{says}: {key} {wanted}, not {verdict}"));
            }
        }
    }
    assert!(count > 300, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
