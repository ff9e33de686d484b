//! Schemas that say the same in other keywords: that no data tell them apart is proven, both ways.

use faircopy::diff::effect::Wire;
use serde_json::{Value, json};

use super::support::{compare, load};

/// The worst verdict where data of a schema are sent and received.
fn verdict(old: &Value, new: &Value) -> Wire {
    let document = |schema: &Value| {
        let content = json!({ "application/json": { "schema": schema } });
        load(&json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "post": {
                "requestBody": { "required": true, "content": content },
                "responses": { "200": { "description": "ok", "content": content } },
            } } },
        }))
    };
    compare(&document(old), &document(new)).wire()
}

fn are_equal(pairs: impl IntoIterator<Item = (Value, Value)>) {
    for (one, other) in pairs {
        for (old, new) in [(&one, &other), (&other, &one)] {
            assert_eq!(verdict(old, new), Wire::Safe, "{old} {new}");
        }
    }
}

#[test]
fn ranges_that_meet_are_the_whole() {
    are_equal([
        (
            json!({ "type": "string" }),
            json!({ "anyOf": [{ "type": "string", "maxLength": 3 }, { "type": "string", "minLength": 4 }] }),
        ),
        (
            json!({ "type": "string", "minLength": 2 }),
            json!({ "type": "string", "oneOf": [{ "minLength": 2, "maxLength": 5 }, { "minLength": 6 }] }),
        ),
        (
            json!({ "type": "integer" }),
            json!({ "type": "integer", "anyOf": [{ "maximum": 3 }, { "minimum": 4 }] }),
        ),
        (
            json!({ "type": "number", "minimum": 0 }),
            json!({ "type": "number", "oneOf": [{ "minimum": 0, "maximum": 2 }, { "exclusiveMinimum": 2 }] }),
        ),
    ]);
    // Between these there are numbers, and no integer.
    let apart = |kind: &str| json!({ "type": kind, "anyOf": [{ "maximum": 3 }, { "minimum": 4 }] });
    assert_eq!(
        verdict(&json!({ "type": "number" }), &apart("number")),
        Wire::Breaking
    );
}

#[test]
fn texts_that_are_excluded_leave_the_others() {
    let least = json!({ "type": "string", "minLength": 1 });
    are_equal([
        (
            least.clone(),
            json!({ "type": "string", "not": { "maxLength": 0 } }),
        ),
        (
            least.clone(),
            json!({ "type": "string", "not": { "const": "" } }),
        ),
        (
            json!({ "type": "string", "maxLength": 4 }),
            json!({ "type": "string", "not": { "type": "string", "minLength": 5 } }),
        ),
    ]);
    let none = json!({ "type": "string", "not": { "minLength": 1, "maxLength": 1 } });
    assert_eq!(verdict(&json!({ "type": "string" }), &none), Wire::Breaking);
}

#[test]
fn lists_are_told_by_what_they_must_contain() {
    let one = json!({ "type": "array", "prefixItems": [{ "type": "integer" }], "minItems": 1 });
    let mut contains = one.clone();
    contains["contains"] = json!({ "type": "integer" });
    are_equal([
        (one, contains),
        (
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 1 }),
            json!({ "type": "array", "contains": { "type": "string" }, "maxItems": 1 }),
        ),
        (
            json!({ "type": "array", "items": { "enum": [1, 2] }, "uniqueItems": true }),
            json!({ "type": "array", "items": { "enum": [1, 2] }, "uniqueItems": true, "maxItems": 2 }),
        ),
    ]);
    let items = json!({ "type": "array", "items": { "enum": [1, 2] } });
    let mut few = items.clone();
    few["maxItems"] = json!(2);
    assert_eq!(verdict(&items, &few), Wire::Breaking);
}

#[test]
fn names_that_are_listed_leave_no_others() {
    let closed = |names: &[&str]| {
        let properties = names
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "type": "string" })));
        let properties: serde_json::Map<_, _> = properties.collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    };
    let mut named = closed(&["a", "b"]);
    named
        .as_object_mut()
        .unwrap()
        .shift_remove("additionalProperties");
    named["propertyNames"] = json!({ "enum": ["a", "b"] });
    are_equal([(closed(&["a", "b"]), named.clone())]);
    named["propertyNames"] = json!({ "enum": ["a", "b", "c"] });
    assert_eq!(verdict(&named, &closed(&["a", "b"])), Wire::Breaking);
}

#[test]
fn what_no_branch_speaks_of_is_what_closed_branches_refuse() {
    let branch = |tag: &str, own: &str, is_closed: bool| {
        let mut branch = json!({
            "type": "object",
            "properties": { "k": { "const": tag }, own: { "type": "string" } },
            "required": ["k"],
        });
        if is_closed {
            branch["additionalProperties"] = json!(false);
        }
        branch
    };
    let union = |is_closed: bool| {
        let mut union =
            json!({ "oneOf": [branch("x", "a", is_closed), branch("y", "b", is_closed)] });
        if !is_closed {
            union["unevaluatedProperties"] = json!(false);
        }
        union
    };
    are_equal([(union(false), union(true))]);
    // What the other branch speaks of is refused beside this one.
    let mut wider = union(true);
    wider["oneOf"][0]["properties"]["b"] = json!({});
    assert_eq!(verdict(&wider, &union(false)), Wire::Breaking);
}
