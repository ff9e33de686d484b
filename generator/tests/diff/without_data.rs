//! Edits that no data tell apart, and that the generated code shows: each is told where it was made.

use faircopy::diff::effect::Wire;
use serde_json::{Value, json};

use super::support::compare_all;

/// A document of one operation that sends and receives something.
fn document(schema: &Value, header: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "operationId": "a",
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "204": { "description": "done", "headers": { "X-A": header } } },
        } } },
    })
}

/// 3.0's `nullable` without effect by the letter is read all the same by who is less strict: Rust changes, and the
/// edit of it tells so.
#[test]
fn null_that_is_said_without_effect_is_told_where_it_is_said() {
    let property = |schema: Value| {
        json!({
            "openapi": "3.0.3",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "post": {
                "operationId": "a",
                "requestBody": { "content": { "application/json": { "schema": {
                    "type": "object",
                    "properties": { "p": schema },
                } } } },
                "responses": { "204": { "description": "done" } },
            } } },
            "components": { "schemas": { "Name": { "type": "string" } } },
        })
    };
    let shapes: [fn(bool) -> Value; 2] = [
        |says| json!({ "$ref": "#/components/schemas/Name", "nullable": says }),
        |says| json!({ "allOf": [{ "type": "string" }], "nullable": says }),
    ];
    for shape in shapes {
        for (old, new) in [(true, false), (false, true)] {
            let (old, new) = (property(shape(old)), property(shape(new)));
            let report = compare_all(&old, &new);
            assert_eq!(report.wire(), Wire::Safe, "{new}");
            let [finding] = report.findings.as_slice() else {
                panic!("{:?}", report.findings);
            };
            assert_eq!(finding.rule.id, "null-stated-otherwise");
            assert!(!finding.rust.is_empty(), "{new}");
            assert!(report.unexplained.is_empty(), "{:?}", report.unexplained);
        }
    }
}

#[test]
fn a_branch_whose_kinds_another_has_is_told_where_it_left() {
    let union = |kinds: &[&str]| {
        let branches: Vec<Value> = kinds.iter().map(|kind| json!({ "type": kind })).collect();
        document(&json!({ "anyOf": branches }), &json!({ "schema": {} }))
    };
    let (more, fewer) = (
        union(&["integer", "number", "string"]),
        union(&["number", "string"]),
    );
    for (old, new, rule) in [
        (&more, &fewer, "union-branch-removed"),
        (&fewer, &more, "union-branch-added"),
    ] {
        let report = compare_all(old, new);
        assert_eq!(report.wire(), Wire::Safe);
        let rules: Vec<_> = report.findings.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, [rule]);
        assert!(report.unexplained.is_empty(), "{:?}", report.unexplained);
    }
}

#[test]
fn a_header_that_is_described_otherwise_is_told_there() {
    let schema = json!({ "type": "string" });
    let plain = document(&schema, &json!({ "schema": schema }));
    let content = json!({ "content": { "application/json": { "schema": schema } } });
    let content = document(&schema, &content);
    for (old, new) in [(&plain, &content), (&content, &plain)] {
        let report = compare_all(old, new);
        let rules: Vec<_> = report.findings.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, ["serialization-changed"]);
        assert!(report.unexplained.is_empty(), "{:?}", report.unexplained);
    }
}
