//! Bounds, lists and counts are compared by what they allow, to the last digit.

use super::support::{compare, load_files};
use faircopy::diff::effect::Wire;
use serde_json::{Value, json};

/// What is told of a request body whose schema changes: rules, and the worst verdicts.
fn told(old: &Value, new: &Value) -> Vec<(&'static str, Wire)> {
    told_of(&old.to_string(), &new.to_string())
}

/// As [`told`], of schemas as text.
fn told_of(old: &str, new: &str) -> Vec<(&'static str, Wire)> {
    let document = |schema: &str| {
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "post": {
                "requestBody": { "content": { "application/json": { "schema": "SCHEMA" } } },
                "responses": { "204": { "description": "done" } },
            } } },
        });
        document.to_string().replace("\"SCHEMA\"", schema)
    };
    let (old, new) = (document(old), document(new));
    let load = |text: &str| load_files(&[("api.json", text)]);
    let report = compare(&load(&old), &load(&new));
    let findings = report.findings.iter();
    findings
        .map(|finding| {
            let worst = finding.uses.values().copied().max();
            (finding.rule.id, worst.unwrap_or(Wire::Safe))
        })
        .collect()
}

#[test]
fn a_bound_is_compared_by_its_last_digit() {
    let of = |bound: &str| format!(r#"{{ "type": "integer", "minimum": {bound} }}"#);
    let minimum_raised = [("minimum-raised", Wire::Breaking)];
    for (old, new, expected) in [
        ("9007199254740992", "9007199254740993", &minimum_raised[..]),
        // With a fraction, a number is read as a double, which has one digit less.
        ("9007199254740993", "9007199254740993.0", &[]),
        (
            "18446744073709551616",
            "18446744073709551617",
            &minimum_raised,
        ),
        ("1e30", "1000000000000000000000000000000", &[]),
    ] {
        assert_eq!(told_of(&of(old), &of(new)), expected, "{old} {new}");
    }
}

#[test]
fn bounds_of_integers_are_the_integers_within() {
    let old = json!({ "type": "integer", "minimum": 1.5, "exclusiveMaximum": 10 });
    let new = json!({ "type": "integer", "exclusiveMinimum": 1, "maximum": 9.5 });
    assert_eq!(told(&old, &new), []);
}

#[test]
fn multiples_are_compared_all_together() {
    let old = json!({ "type": "number", "multipleOf": 0.1 });
    let both = json!({ "type": "number", "allOf": [{ "multipleOf": 0.3 }, { "multipleOf": 0.1 }] });
    assert_eq!(
        told(&old, &both),
        [("multiple-of-narrowed", Wire::Breaking)]
    );
    let wider =
        json!({ "type": "number", "allOf": [{ "multipleOf": 0.1 }, { "multipleOf": 0.05 }] });
    assert_eq!(told(&old, &wider), []);
}

#[test]
fn a_list_and_a_constant_hold_together() {
    let old = json!({ "type": "string", "enum": ["a", "b"], "const": "a" });
    let new = json!({ "type": "string", "const": "a" });
    assert_eq!(told(&old, &new), []);
}

#[test]
fn what_limits_nothing_is_nothing_beside_a_union() {
    let union = json!({ "oneOf": [{ "type": "object", "required": ["a"] }, { "type": "array", "minItems": 2 }] });
    let bare = json!({});
    let defined = json!({ "$defs": { "a": { "type": "string" } } });
    assert_eq!(told(&defined, &union), told(&bare, &union));
}

#[test]
fn what_tells_items_apart_is_compared() {
    let map = |keys: &[&str]| {
        json!({
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": keys,
        })
    };
    let added = ("unique-items-added", Wire::Breaking);
    let removed = ("unique-items-removed", Wire::Safe);
    let free = json!({ "type": "array" });
    let set = json!({ "type": "array", "x-kubernetes-list-type": "set" });
    let unique = json!({ "type": "array", "uniqueItems": true });
    assert_eq!(told(&free, &set), [added]);
    assert_eq!(told(&set, &unique), []);
    // What differs by one of two properties differs by both.
    assert_eq!(told(&map(&["a", "b"]), &map(&["a"])), [added]);
    assert_eq!(told(&map(&["a"]), &map(&["a", "b"])), [removed]);
    assert_eq!(told(&map(&["a"]), &map(&["b"])).len(), 2);
}
