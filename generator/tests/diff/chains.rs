//! Schemas that include each other deeply are compared as a chain of edges, and what could not be
//! compared is no safe change.

use super::support::{compare, load_files, load_with};
use faircopy::Config;
use faircopy::diff::effect::Wire;
use serde_json::{Map, Value, json};

/// A response of a schema that includes another, and so on, so many times.
fn chain(length: usize, last: &Value) -> String {
    let mut schemas: Map<String, Value> = (0..length)
        .map(|i| {
            let next = json!({ "$ref": format!("#/components/schemas/L{}", i + 1) });
            let own = json!({ "type": "object", "properties": { format!("p{i}"): {} } });
            (format!("L{i}"), json!({ "allOf": [next, own] }))
        })
        .collect();
    schemas.insert(format!("L{length}"), last.clone());
    let schema = json!({ "$ref": "#/components/schemas/L0" });
    let answer =
        json!({ "description": "ok", "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "get": { "responses": { "200": answer } } } },
        "components": { "schemas": schemas },
    })
    .to_string()
}

#[test]
fn an_edit_at_the_end_of_a_deep_chain_reaches_its_start() {
    let old = chain(200, &json!({ "type": "object", "required": ["a"] }));
    let new = chain(200, &json!({ "type": "object" }));
    let load = |text: &str| load_files(&[("api.json", text)]);
    let report = compare(&load(&old), &load(&new));
    let [finding] = report.findings.as_slice() else {
        panic!("{:?}", report.findings);
    };
    assert_eq!(finding.rule.id, "property-became-optional");
    assert_eq!(
        finding.operations().into_iter().collect::<Vec<_>>(),
        ["GET /a"]
    );
    assert_eq!(report.wire(), Wire::Breaking);
}

#[test]
fn what_there_are_no_steps_for_is_not_called_safe() {
    let mut config = Config::default();
    config.limits.steps = Some(50);
    let load = |last: &Value| load_with(&[("api.json", &chain(20, last))], &config);
    let (old, new) = (load(&json!({})), load(&json!({ "description": "d" })));
    let report = compare(&old, &new);
    assert!(!report.is_whole());
    assert_eq!(report.wire(), Wire::Potential);
}
