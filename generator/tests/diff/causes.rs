//! Rust at its cause: each change of a public item stands at the edit that causes it, alone and among
//! others.

use std::collections::{BTreeMap, BTreeSet};

use faircopy::diff::render;
use faircopy::diff::rust::Bump;
use faircopy::diff::{Finding, Report};
use fastrand::Rng;
use serde_json::{Value, json};

use super::support::compare_all;

/// A document in which what is defined in one place shows in others: behind references, in bases, in
/// shared parameters and responses.
fn base() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": {
            "/items/{id}": { "get": {
                "operationId": "getItem",
                "tags": ["items"],
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                    { "$ref": "#/components/parameters/Limit" },
                    { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["asc", "desc"] } },
                ],
                "responses": {
                    "200": {
                        "description": "One.",
                        "headers": { "X-Rate": { "schema": { "type": "integer" } } },
                        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } },
                    },
                    "404": { "$ref": "#/components/responses/NotFound" },
                },
            } },
            "/items": { "post": {
                "operationId": "addItem",
                "tags": ["items"],
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/NewItem" },
                } } },
                "responses": { "201": { "description": "Added.", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Item" },
                } } } },
            } },
            "/users": { "get": {
                "operationId": "listUsers",
                "tags": ["users"],
                "parameters": [{ "$ref": "#/components/parameters/Limit" }],
                "responses": { "200": { "description": "All.", "content": { "application/json": {
                    "schema": { "type": "array", "items": { "$ref": "#/components/schemas/User" } },
                } } } },
            } },
        },
        "components": {
            "parameters": {
                "Limit": { "name": "limit", "in": "query", "schema": { "type": "integer" } },
            },
            "responses": {
                "NotFound": { "description": "None.", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } } },
            },
            "schemas": {
                "Entity": {
                    "type": "object",
                    "required": ["id"],
                    "properties": { "id": { "type": "string" }, "made": { "type": "integer" } },
                },
                "Item": { "allOf": [
                    { "$ref": "#/components/schemas/Entity" },
                    {
                        "type": "object",
                        "properties": {
                            "price": { "type": "integer" },
                            "owner": { "$ref": "#/components/schemas/User" },
                            "size": { "$ref": "#/components/schemas/Size" },
                            "tags": { "type": "array", "items": { "$ref": "#/components/schemas/Tag" } },
                        },
                    },
                ] },
                "NewItem": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": { "type": "string" },
                        "shape": { "$ref": "#/components/schemas/Shape" },
                        "rank": { "$ref": "#/components/schemas/Rank" },
                        "place": {
                            "type": "object",
                            "properties": { "x": { "type": "integer" }, "y": { "type": "integer" } },
                        },
                    },
                },
                "User": {
                    "type": "object",
                    "properties": {
                        "name": { "type": "string" },
                        "rank": { "$ref": "#/components/schemas/Rank" },
                        "mark": { "$ref": "#/components/schemas/Mark" },
                        "note": { "$ref": "#/components/schemas/Note" },
                    },
                },
                "Mark": { "type": ["string", "integer"] },
                "Note": { "anyOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }] },
                "NullableUser": {
                    "type": ["object", "null"],
                    "properties": { "name": { "type": "string" } },
                },
                "Rank": {
                    "type": "object",
                    "properties": { "level": { "type": "integer" }, "seat": { "type": "string" } },
                },
                "Size": { "type": "string", "enum": ["big", "small"] },
                "Tag": { "type": "string" },
                "Shape": { "oneOf": [
                    { "$ref": "#/components/schemas/Ball" },
                    { "$ref": "#/components/schemas/Cube" },
                ] },
                "Ball": {
                    "type": "object",
                    "required": ["radius"],
                    "properties": { "radius": { "type": "integer" } },
                },
                "Cube": {
                    "type": "object",
                    "required": ["side"],
                    "properties": { "side": { "type": "integer" } },
                },
                "Problem": { "type": "object", "properties": { "code": { "type": "integer" } } },
            },
        },
    })
}

/// What an edit puts where, and items that change with it, each with its cause's place in words.
struct Edit {
    at: &'static str,
    to: Option<Value>,
    /// The rule and the definition of its finding.
    cause: (&'static str, &'static str),
    items: &'static [&'static str],
}

fn edits() -> Vec<Edit> {
    let edit = |at, to, cause, items| Edit {
        at,
        to,
        cause,
        items,
    };
    vec![
        // What stands in a base changes all that include it.
        edit(
            "/components/schemas/Entity/properties/id/type",
            Some(json!(["string", "null"])),
            ("became-nullable", "Entity.id"),
            &["Entity.id", "Item.id"],
        ),
        edit(
            "/components/schemas/Entity/properties/made/type",
            Some(json!("string")),
            ("type-changed", "Entity.made"),
            &["Entity.made", "Item.made"],
        ),
        // A trait is lost where a part deep inside cannot have it.
        edit(
            "/components/schemas/Rank/properties/level/type",
            Some(json!("number")),
            ("type-widened", "Rank.level"),
            &["Rank.level", "Rank: Eq", "User: Eq", "Item: Eq"],
        ),
        edit(
            "/components/schemas/Item/allOf/1/properties/price/type",
            Some(json!("string")),
            ("type-changed", "Item.price"),
            &["Item.price"],
        ),
        // A kind that a schema allows is a branch of its type.
        edit(
            "/components/schemas/Mark/type",
            Some(json!(["string", "integer", "boolean"])),
            ("type-widened", "Mark"),
            &["Mark::Boolean", "Mark: From<bool>"],
        ),
        edit(
            "/components/schemas/Note/anyOf",
            Some(json!([{ "type": "string" }, { "type": "integer" }, { "type": "array" }])),
            ("type-changed", "Note"),
            &["Note::Boolean", "Note::Array", "Note: Eq", "User: Eq"],
        ),
        edit(
            "/components/schemas/Size/enum",
            Some(json!(["big"])),
            ("enum-value-removed", "Size"),
            &["Size::Small"],
        ),
        // Null that a definition allows shows where it is used.
        edit(
            "/components/schemas/User/type",
            Some(json!(["object", "null"])),
            ("became-nullable", "User"),
            &["Item.owner", "ListUsers: call::Decode::Output"],
        ),
        edit(
            "/components/schemas/Tag/type",
            Some(json!("integer")),
            ("type-changed", "Tag"),
            &["Tag"],
        ),
        edit(
            "/components/schemas/Ball/properties/radius/type",
            Some(json!("string")),
            ("type-changed", "Ball.radius"),
            &["Ball.radius"],
        ),
        edit(
            "/components/schemas/Cube/required",
            None,
            ("property-became-optional", "Cube"),
            &["Cube.side"],
        ),
        edit(
            "/components/schemas/NewItem/properties/place/properties/x/type",
            Some(json!("string")),
            ("type-changed", "NewItem.place.x"),
            &["NewItemPlace.x"],
        ),
        // What only responses hold gives requests a type of their own.
        edit(
            "/components/schemas/Rank/properties/seat/readOnly",
            Some(json!(true)),
            ("became-read-only", "Rank.seat"),
            &["RankRequest", "NewItem.rank"],
        ),
        edit(
            "/components/schemas/NewItem/properties/name/type",
            Some(json!("integer")),
            ("type-changed", "NewItem.name"),
            &["NewItem.name"],
        ),
        // A reference that leads elsewhere is the cause, and not what is there.
        edit(
            "/components/schemas/Item/allOf/1/properties/owner/$ref",
            Some(json!("#/components/schemas/NullableUser")),
            ("reference-changed", "Item.owner"),
            &["Item.owner"],
        ),
        // A shared parameter changes each call, a shared response each error.
        edit(
            "/components/parameters/Limit/schema/type",
            Some(json!("string")),
            ("type-widened", "limit"),
            &["GetItem::limit", "ListUsers::limit"],
        ),
        edit(
            "/components/responses/NotFound/content/application~1json/schema/$ref",
            Some(json!("#/components/schemas/Rank")),
            ("reference-changed", "responses NotFound application/json"),
            &["GetItemError::NotFound"],
        ),
        edit(
            "/paths/~1items~1{id}/get/parameters/2/required",
            Some(json!(true)),
            ("parameter-became-required", "GET /items/{id} sort"),
            &["Client::get_item", "GetItem::sort"],
        ),
        edit(
            "/paths/~1items~1{id}/get/responses/200/headers/X-Rate/schema/type",
            Some(json!("string")),
            (
                "type-widened",
                "GET /items/{id} responses 200 headers X-Rate",
            ),
            &["GetItemHeaders<'a>::x_rate"],
        ),
        edit(
            "/paths/~1items/post/operationId",
            Some(json!("createItem")),
            ("operation-id-changed", "POST /items"),
            &["Client::add_item", "Client::create_item"],
        ),
        edit(
            "/components/schemas/Problem/properties/code",
            None,
            ("property-removed", "Problem.code"),
            &["Problem.code"],
        ),
    ]
}

fn edited(document: &Value, edits: &[&Edit]) -> Value {
    let mut value = document.clone();
    for edit in edits {
        let (parent, key) = edit.at.rsplit_once('/').unwrap();
        let parent = value.pointer_mut(parent).unwrap();
        match (parent, &edit.to) {
            (Value::Object(map), Some(new)) => _ = map.insert(key.to_owned(), new.clone()),
            (Value::Object(map), None) => _ = map.shift_remove(key).unwrap(),
            _ => panic!("{}", edit.at),
        }
    }
    value
}

/// What a finding is told by, whatever else changed.
fn name(finding: &Finding) -> (String, String) {
    (finding.rule.id.to_owned(), finding.definition.clone())
}

/// The items that change, each with the findings that it stands at.
fn causes(report: &Report) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let mut causes: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for finding in &report.findings {
        for change in &finding.rust {
            let known = causes.entry(change.item.clone()).or_default();
            known.insert(name(finding));
        }
    }
    causes
}

#[test]
fn every_change_stands_at_its_edit() {
    let base = base();
    for edit in edits() {
        let report = compare_all(&base, &edited(&base, &[&edit]));
        assert!(
            report.unexplained.is_empty(),
            "{}: {:?}",
            edit.at,
            report.unexplained
        );
        let (rule, definition) = edit.cause;
        let cause = (rule.to_owned(), definition.to_owned());
        let causes = causes(&report);
        for item in edit.items {
            let found = causes.get(*item);
            let found = found.unwrap_or_else(|| panic!("{}: {item}: {causes:#?}", edit.at));
            assert_eq!(
                *found,
                BTreeSet::from([cause.clone()]),
                "{}: {item}",
                edit.at
            );
        }
    }
}

/// Where the calls of one tag are all that is left, they are in no module of their own: that is the
/// doing of what left.
#[test]
fn a_module_moves_at_the_operation_that_left() {
    let base = base();
    let mut new = base.clone();
    new["paths"].as_object_mut().unwrap().shift_remove("/users");
    let report = compare_all(&base, &new);
    assert_eq!(report.unexplained, []);
    let causes = causes(&report);
    let rules: BTreeSet<&str> = causes["GetItem: path"]
        .iter()
        .map(|(rule, _)| rule.as_str())
        .collect();
    assert_eq!(rules, BTreeSet::from(["operation-removed"]));
}

/// The law of attribution: among other edits, an item changes at the findings at which it changes
/// alone.
#[test]
fn what_else_changed_makes_no_difference() {
    let base = base();
    let all = edits();
    let alone: Vec<_> = all
        .iter()
        .map(|edit| causes(&compare_all(&base, &edited(&base, &[edit]))))
        .collect();
    let mut judged = 0;
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        let count = rng.usize(2..7);
        let chosen: BTreeSet<usize> = (0..count).map(|_| rng.usize(0..all.len())).collect();
        let edits: Vec<&Edit> = chosen.iter().map(|index| &all[*index]).collect();
        let report = compare_all(&base, &edited(&base, &edits));
        assert!(
            report.unexplained.is_empty(),
            "{seed}: {:?}",
            report.unexplained
        );
        let mut expected: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for index in &chosen {
            for (item, causes) in &alone[*index] {
                let known = expected.entry(item.clone()).or_default();
                known.extend(causes.iter().cloned());
            }
        }
        for (item, found) in causes(&report) {
            // An item of what came or went as a whole is one with it.
            let Some(expected) = expected.get_mut(&item) else {
                continue;
            };
            // What is at a place that nothing leads to any more is no business of who left it.
            if let Some(left) = expected
                .iter()
                .find(|(rule, _)| rule == "reference-changed")
            {
                *expected = BTreeSet::from([left.clone()]);
            }
            judged += 1;
            assert_eq!(
                found,
                *expected,
                "seed {seed}: {item} of {:?}",
                edits.iter().map(|edit| edit.at).collect::<Vec<_>>()
            );
        }
    }
    assert!(judged > 300, "{judged}");
}

#[test]
fn a_lost_trait_names_what_keeps_it() {
    let base = base();
    let mut new = base.clone();
    *new.pointer_mut("/components/schemas/Rank/properties/level/type")
        .unwrap() = json!("number");
    let report = compare_all(&base, &new);
    let changes = report.findings.iter().flat_map(|finding| &finding.rust);
    let lost: Vec<_> = changes.filter(|change| change.item == "Item: Eq").collect();
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].because.as_deref(), Some("`level` is a `number`"));
    assert_eq!((lost[0].bump, &lost[0].after), (Bump::Major, &None));
}

#[test]
fn a_reference_that_leads_elsewhere_is_told_where_it_stands() {
    let base = base();
    let to = |name: &str| json!(format!("#/components/schemas/{name}"));
    let owner = "/components/schemas/Item/allOf/1/properties/owner";
    let mut new = base.clone();
    *new.pointer_mut(owner).unwrap() = json!({ "$ref": to("NullableUser") });
    let report = compare_all(&base, &new);
    let told: Vec<_> = report.findings.iter().map(render::message).collect();
    assert_eq!(
        told,
        ["Item.owner: it refers to `NullableUser`, was `User`"]
    );
    let below = &report.findings[0].below;
    assert!(
        below.iter().any(|one| one.contains("null is allowed")),
        "{below:?}"
    );
    // What leads to the same by another way is no edit.
    for wrapped in [
        json!({ "allOf": [{ "$ref": to("User") }] }),
        json!({ "anyOf": [{ "$ref": to("User") }] }),
    ] {
        let mut new = base.clone();
        *new.pointer_mut(owner).unwrap() = wrapped;
        let report = compare_all(&base, &new);
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
}

/// What a method took as it is, it takes as anything that becomes it: those who call it still compile.
#[test]
fn a_setter_that_takes_more_breaks_no_caller() {
    let document = |branches: Value| {
        let mut document = base();
        let schemas = &mut document["components"]["schemas"];
        let object = |name: &str| json!({ "type": "object", "required": [name], "properties": { name: { "type": "integer" } } });
        schemas["Circle"] = object("radius");
        schemas["Square"] = object("side");
        schemas["Shape"] = json!({ "anyOf": branches });
        schemas["NewItem"]["properties"]["shape"] = json!({ "$ref": "#/components/schemas/Shape" });
        document
    };
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let old = document(json!([to("Circle")]));
    let new = document(json!([to("Circle"), to("Square")]));
    let report = compare_all(&old, &new);
    let findings = report.findings.iter();
    let changes = findings
        .flat_map(|finding| &finding.rust)
        .chain(&report.unexplained);
    let setters: Vec<_> = changes
        .filter(|change| change.item.ends_with("Builder::shape"))
        .collect();
    assert!(!setters.is_empty());
    for setter in setters {
        let after = setter.after.as_deref().unwrap_or_default();
        assert!(after.contains("impl Into<Shape>"), "{after}");
        assert_eq!(setter.bump, Bump::Minor);
    }
}
