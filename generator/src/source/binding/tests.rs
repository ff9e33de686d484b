use serde_json::{Value, json};

use crate::diagnostics::Diagnostics;
use crate::source::{Limits, MapLoader, load};

fn bound(schemas: Value) -> Value {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Bound", "version": "1" },
        "components": { "schemas": schemas },
    });
    let loader = MapLoader::from_iter([("a.json", document.to_string())]);
    let mut diagnostics = Diagnostics::new();
    let document = load(&loader, "a.json", &Limits::default(), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    document.root["components"]["schemas"].clone()
}

fn list() -> Value {
    json!({
        "$id": "list",
        "type": "array",
        "items": { "$dynamicRef": "#item" },
        "$defs": { "any": { "$dynamicAnchor": "item" } },
    })
}

fn list_of(schema: Value) -> Value {
    let mut item = schema;
    item["$dynamicAnchor"] = json!("item");
    json!({ "$ref": "list", "$defs": { "item": item } })
}

#[test]
fn a_generic_schema_is_one_for_each_binding() {
    let schemas = bound(json!({
        "List": list(),
        "Numbers": list_of(json!({ "type": "number" })),
        "Other": list_of(json!({ "$id": "other", "type": "number" })),
        "Users": list_of(json!({ "$ref": "#/components/schemas/User" })),
        "User": { "type": "object" },
    }));
    assert_eq!(
        schemas["List"]["items"]["$ref"],
        "#/components/schemas/List/$defs/any"
    );
    assert_eq!(schemas["Numbers"]["type"], "array");
    assert_eq!(
        schemas["Numbers"]["items"]["$ref"],
        "#/components/schemas/Numbers/$defs/item"
    );
    // An anchor inside a resource of its own is that resource's.
    assert_eq!(schemas["Other"]["$ref"], "#/components/schemas/List");
    // An anchor that is a reference stands for what it refers to.
    assert_eq!(
        schemas["Users"]["items"]["$ref"],
        "#/components/schemas/User"
    );
}

#[test]
fn the_outermost_binding_counts() {
    let schemas = bound(json!({
        "List": list(),
        "Inner": list_of(json!({ "type": "number" })),
        "Outer": { "$ref": "#/components/schemas/Inner", "$defs": {
            "item": { "$dynamicAnchor": "item", "type": "string" },
        } },
        "Uses": { "properties": { "inner": { "$ref": "#/components/schemas/Inner" } } },
    }));
    let items = |name: &str| schemas[name]["items"]["$ref"].clone();
    assert_eq!(items("Inner"), "#/components/schemas/Inner/$defs/item");
    assert_eq!(items("Outer"), "#/components/schemas/Outer/$defs/item");
    assert_eq!(
        schemas["Uses"]["properties"]["inner"]["$ref"],
        "#/components/schemas/Inner"
    );
}

#[test]
fn a_reference_with_more_beside_it_leads_to_a_copy() {
    let schemas = bound(json!({
        "List": list(),
        "Some": {
            "properties": {
                "one": { "$ref": "list" },
                "two": { "$ref": "#/components/schemas/List" },
            },
            "$defs": { "List": {}, "item": { "$dynamicAnchor": "item", "type": "string" } },
        },
    }));
    let copy = "#/components/schemas/Some/$defs/List2";
    let properties = &schemas["Some"]["properties"];
    assert_eq!(properties["two"]["$ref"], copy);
    let items = &schemas["Some"]["$defs"]["List2"]["items"];
    assert_eq!(items["$ref"], "#/components/schemas/Some/$defs/item");
    assert_eq!(schemas["Some"]["$defs"]["List2"].get("$id"), None);
}

#[test]
fn a_tree_that_is_extended_has_extended_children() {
    let schemas = bound(json!({
        "Tree": {
            "$id": "tree",
            "$dynamicAnchor": "node",
            "properties": { "children": { "type": "array", "items": { "$dynamicRef": "#node" } } },
        },
        "Strict": {
            "$id": "strict",
            "$dynamicAnchor": "node",
            "$ref": "tree",
            "unevaluatedProperties": false,
        },
    }));
    let child = |name: &str| schemas[name]["properties"]["children"]["items"]["$ref"].clone();
    assert_eq!(child("Tree"), "#/components/schemas/Tree");
    assert_eq!(child("Strict"), "#/components/schemas/Strict");
    assert_eq!(schemas["Strict"]["unevaluatedProperties"], false);
}

#[test]
fn the_older_form_is_bound_too() {
    let schemas = bound(json!({
        "Tree": {
            "$id": "tree",
            "$recursiveAnchor": true,
            "properties": { "child": { "$recursiveRef": "#" } },
        },
        "Strict": { "$id": "strict", "$recursiveAnchor": true, "$ref": "tree" },
        "Loose": { "$id": "loose", "properties": { "child": { "$recursiveRef": "#" } } },
    }));
    let child = |name: &str| schemas[name]["properties"]["child"]["$ref"].clone();
    assert_eq!(child("Tree"), "#/components/schemas/Tree");
    assert_eq!(child("Strict"), "#/components/schemas/Strict");
    assert_eq!(child("Loose"), "#/components/schemas/Loose");
}

#[test]
fn an_anchor_that_is_not_dynamic_is_no_binding() {
    let schemas = bound(json!({
        "List": {
            "$id": "list",
            "items": { "$dynamicRef": "#item" },
            "$defs": { "any": { "$anchor": "item" } },
        },
        "Users": list_of(json!({ "type": "string" })),
    }));
    let any = "#/components/schemas/List/$defs/any";
    assert_eq!(schemas["List"]["items"]["$ref"], any);
    assert_eq!(schemas["Users"]["$ref"], "#/components/schemas/List");
}
