//! Verdicts follow from the data that schemas accept, however that is said.

use std::collections::BTreeSet;

use super::support::{compare, load};
use faircopy::diff::Report;
use faircopy::diff::effect::{Direction, Wire};
use serde_json::{Value, json};

use Wire::{Breaking, Potential, Safe};

/// A document whose one operation sends and receives data of a schema.
fn both_ways(schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "ok", "content": content } },
        } } },
    })
}

fn reported(old: &Value, new: &Value) -> Report {
    compare(&load(&both_ways(old)), &load(&both_ways(new)))
}

/// The worst verdicts on requests and on responses.
fn verdicts(old: &Value, new: &Value) -> (Wire, Wire) {
    let report = reported(old, new);
    let worst = |direction: Direction| {
        let uses = report.findings.iter().flat_map(|finding| &finding.uses);
        let uses = uses.filter(|(used, _)| used.direction == direction);
        uses.map(|(_, wire)| *wire).max().unwrap_or_default()
    };
    (worst(Direction::Request), worst(Direction::Response))
}

#[test]
fn schemas_that_accept_the_same_data_are_safe_both_ways() {
    let closed =
        json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": false });
    let pairs = [
        (
            json!({ "type": "string" }),
            json!({ "not": { "not": { "type": "string" } } }),
        ),
        (json!({ "if": { "type": "string" } }), json!({})),
        (
            json!({ "type": "string", "minimum": 3 }),
            json!({ "type": "string", "minimum": 5 }),
        ),
        (
            json!({ "type": "integer", "format": "int64" }),
            json!({ "type": "integer", "format": "int64", "maximum": i64::MAX }),
        ),
        (
            json!({ "enum": ["a", "b"] }),
            json!({ "oneOf": [{ "enum": ["a"] }, { "enum": ["b"] }] }),
        ),
        (
            json!({ "type": "integer" }),
            json!({ "type": "number", "multipleOf": 1 }),
        ),
        (
            closed.clone(),
            json!({ "type": "object", "properties": { "a": {} }, "unevaluatedProperties": false }),
        ),
        (
            json!({ "type": "array", "prefixItems": [{}, {}], "items": false }),
            json!({ "type": "array", "prefixItems": [{}, {}], "items": false, "maxItems": 2 }),
        ),
        (
            json!({ "type": "object", "propertyNames": { "pattern": "^x" } }),
            json!({ "type": "object", "patternProperties": { "^x": {} }, "additionalProperties": false }),
        ),
        (
            json!({ "type": "object", "required": ["a"] }),
            json!({ "type": "object", "required": ["a"], "minProperties": 1 }),
        ),
        (
            json!({ "not": { "required": ["a"] } }),
            json!({ "if": { "required": ["a"] }, "then": false }),
        ),
    ];
    for (old, new) in pairs {
        assert_eq!(verdicts(&old, &new), (Safe, Safe), "{old} {new}");
        assert_eq!(verdicts(&new, &old), (Safe, Safe), "{new} {old}");
    }
}

/// Patterns are read as generated code reads them, those of other languages included.
#[test]
fn patterns_mean_what_generated_code_enforces() {
    for (old, new) in [
        (r"^[0-9A-Fa-f]{4}$", r"^\p{XDigit}{3}$"),
        (r"\A[a-z]+\z", r"\A[a-c]+\z"),
    ] {
        let text = |pattern| json!({ "type": "string", "pattern": pattern });
        let report = reported(&text(old), &text(new));
        let mut findings = report.findings.iter();
        assert!(
            findings.any(|finding| finding.witness.is_some()),
            "{old} {new}"
        );
        assert_eq!(verdicts(&text(old), &text(new)).0, Breaking, "{old} {new}");
    }
}

#[test]
fn what_fits_two_branches_is_refused() {
    let number = json!({ "type": "number" });
    let split = json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] });
    assert_eq!(verdicts(&number, &split), (Breaking, Safe));
    let report = reported(&number, &split);
    let witness = report
        .findings
        .iter()
        .find_map(|finding| finding.to.clone());
    assert!(
        witness.is_some_and(|value| value.parse::<i64>().is_ok()),
        "{:?}",
        report.findings
    );
    // Those that a discriminator tells apart are not asked all.
    let named = |names: &[&str]| {
        let branches = names
            .iter()
            .map(|name| json!({ "$ref": format!("#/components/schemas/{name}") }));
        let branches: Vec<_> = branches.collect();
        json!({ "oneOf": branches, "discriminator": { "propertyName": "kind" } })
    };
    let document = |names: &[&str]| {
        let mut document = both_ways(&named(names));
        let one = |name: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": {}, name: {} } });
        let schemas = names.iter().map(|name| ((*name).to_owned(), one(name)));
        document["components"] = json!({ "schemas": schemas.collect::<serde_json::Map<_, _>>() });
        document
    };
    let report = compare(
        &load(&document(&["A", "B"])),
        &load(&document(&["A", "B", "C"])),
    );
    let request = |finding: &&faircopy::diff::Finding| {
        finding
            .uses
            .iter()
            .any(|(used, wire)| used.direction == Direction::Request && *wire > Safe)
    };
    assert!(
        report.findings.iter().find(request).is_none(),
        "{:?}",
        report.findings
    );
}

/// What a schema refuses is no data of the whole where something beside it, or around it, refused them before.
#[test]
fn what_never_was_sent_breaks_nothing() {
    let property = |kind: &str, beside: Value| {
        let mut schema = json!({ "type": "object", "properties": { "a": { "type": kind } } });
        let beside = beside.as_object().into_iter().flatten();
        let schema_of = schema.as_object_mut().into_iter();
        schema_of.for_each(|map| map.extend(beside.clone().map(|(k, v)| (k.clone(), v.clone()))));
        schema
    };
    for beside in [
        json!({ "propertyNames": { "enum": ["b"] } }),
        json!({ "dependentSchemas": { "a": false } }),
        json!({ "required": ["b"], "maxProperties": 1 }),
    ] {
        let (old, new) = (
            property("string", beside.clone()),
            property("integer", beside),
        );
        let (request, response) = verdicts(&old, &new);
        assert!(request < Breaking && response < Breaking, "{old} {new}");
    }
    // Lists of one are lists of either kind, be it said of the items or of the whole.
    let list = |items: Value| json!({ "type": "array", "items": items, "maxItems": 1 });
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let old = list(json!({ "anyOf": [text, number] }));
    let new = json!({ "anyOf": [list(text), list(number)] });
    assert!(verdicts(&old, &new).0 < Breaking);
    let (old, new) = (
        property("string", json!({})),
        property("integer", json!({})),
    );
    assert_eq!(verdicts(&old, &new), (Breaking, Breaking));
}

/// Branches that only say kinds are read as a list of kinds, until one says more.
#[test]
fn a_branch_that_joins_kinds_is_one_finding() {
    let kinds = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let more = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }, list] });
    let rules = |old: &Value, new: &Value| -> Vec<&'static str> {
        let report = reported(old, new);
        let rules = report.findings.iter().map(|it| it.rule.id);
        let rules: BTreeSet<_> = rules.collect();
        rules.into_iter().collect()
    };
    assert_eq!(rules(&kinds, &more), ["union-branch-added"]);
    assert_eq!(rules(&more, &kinds), ["union-branch-removed"]);
    assert_eq!(verdicts(&kinds, &more), (Safe, Breaking));
}

#[test]
fn closed_objects_that_move_into_all_of_refuse_each_other() {
    let flat = json!({ "type": "object", "properties": { "a": {}, "b": {} }, "additionalProperties": false });
    let part = |name: &str| json!({ "type": "object", "properties": { name: {} }, "additionalProperties": false });
    let parts = json!({ "allOf": [part("a"), part("b")] });
    assert_eq!(verdicts(&flat, &parts), (Breaking, Safe));
    assert_eq!(verdicts(&parts, &flat).1, Breaking);
}

#[test]
fn a_finding_shows_data_that_are_refused() {
    let old = json!({ "type": "integer" });
    let new = json!({ "type": "integer", "maximum": 86_400 });
    let report = reported(&old, &new);
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.wire == Breaking).unwrap();
    let witness = finding.witness.as_ref().unwrap();
    assert_eq!(
        (witness.value.as_str(), witness.direction),
        ("86401", Direction::Request)
    );
    assert_eq!(finding.wire, Breaking);
}

#[test]
fn what_guards_lower_is_not_safe_where_data_show_it() {
    let list = |values: &[&str]| json!({ "type": "string", "enum": values });
    assert_eq!(
        verdicts(&list(&["a"]), &list(&["a", "b"])),
        (Safe, Potential)
    );
    let draft = |least: u8| {
        json!({
            "type": "object",
            "properties": { "a": { "type": "integer", "minimum": least, "x-stability-level": "draft" } },
        })
    };
    assert_eq!(verdicts(&draft(1), &draft(2)), (Potential, Safe));
}

#[test]
fn a_generic_schema_is_what_its_bindings_are() {
    let document = |bound: &str| {
        let mut document = both_ways(&json!({ "$ref": "#/components/schemas/Numbers" }));
        document["components"] = json!({ "schemas": {
            "List": {
                "$id": "list",
                "type": "array",
                "items": { "$dynamicRef": "#item" },
                "$defs": { "any": { "$dynamicAnchor": "item" } },
            },
            "Numbers": {
                "$id": "numbers",
                "$ref": "list",
                "$defs": { "number": { "$dynamicAnchor": "item", "type": bound } },
            },
        } });
        load(&document)
    };
    let report = compare(&document("number"), &document("integer"));
    assert_eq!(report.wire(), Breaking);
}

#[test]
fn what_never_goes_a_way_limits_nothing_there() {
    let schema = |least: u8, required: bool| {
        let required: &[&str] = if required { &["id"] } else { &[] };
        json!({
            "type": "object",
            "required": required,
            "properties": { "id": { "type": "integer", "minimum": least, "readOnly": true } },
        })
    };
    assert_eq!(verdicts(&schema(1, false), &schema(5, true)), (Safe, Safe));
    let hidden = |hidden: bool| {
        json!({
            "type": "object",
            "properties": { "a": { "type": "string", "writeOnly": hidden } },
        })
    };
    assert_eq!(verdicts(&hidden(false), &hidden(true)), (Safe, Potential));
}

/// A property that goes one way decides what the schemas beside its own ask for, though these stay as they were.
#[test]
fn what_goes_one_way_bears_on_the_schemas_beside() {
    let property =
        |goes: bool| json!({ "properties": { "r": { "type": "string", "readOnly": goes } } });
    let asks = json!({ "required": ["r"] });
    let named = |name: &str| json!({ "type": "object", "required": [name] });
    let with = |schema: Value, other: Value| json!({ "allOf": [schema, other] });
    let shapes: [&dyn Fn(bool) -> Value; 3] = [
        &|goes| with(property(goes), asks.clone()),
        &|goes| with(asks.clone(), with(property(goes), json!({}))),
        &|goes| {
            with(
                property(goes),
                json!({ "anyOf": [asks, { "type": "boolean" }] }),
            )
        },
    ];
    for shape in shapes {
        // Requests that left it out must hold it now.
        let (request, _) = verdicts(&shape(true), &shape(false));
        assert_eq!(request, Breaking, "{}", shape(false));
        assert_eq!(
            verdicts(&shape(false), &shape(true)).0,
            Safe,
            "{}",
            shape(true)
        );
    }
    // What told two branches apart is no longer asked for: data of one fit the other as well.
    let branches = |goes: bool| json!({ "oneOf": [with(property(goes), named("r")), named("b")] });
    assert_eq!(verdicts(&branches(false), &branches(true)).0, Breaking);
}
