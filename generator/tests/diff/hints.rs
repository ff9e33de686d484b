//! What is said beside the data, and where an edit is told: discriminators, credentials, servers, and schemas that
//! others lead to.

use super::support::{compare, load};
use faircopy::diff::Report;
use faircopy::diff::effect::Wire::{Breaking, Potential, Safe};
use serde_json::{Value, json};

fn reported(old: &Value, new: &Value) -> Report {
    compare(&load(old), &load(new))
}

/// A document that sends and receives a schema, with others beside it.
fn document(schema: &Value, components: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "ok", "content": content } },
        } } },
        "components": { "schemas": components },
    })
}

/// Two schemas with a property `t`: of fixed values, or of any text.
fn branches(are_fixed: bool) -> Value {
    let branch = |name: &str, own: &str| {
        let tag = match are_fixed {
            true => json!({ "const": name }),
            false => json!({ "type": "string" }),
        };
        json!({
            "type": "object",
            "properties": { "t": tag, own: { "type": "string" } },
            "required": ["t", own],
        })
    };
    json!({ "A": branch("A", "a"), "B": branch("B", "b") })
}

fn union(discriminator: Option<Value>) -> Value {
    let mut union = json!({ "oneOf": [
        { "$ref": "#/components/schemas/A" },
        { "$ref": "#/components/schemas/B" },
    ] });
    if let Some(discriminator) = discriminator {
        union["discriminator"] = discriminator;
    }
    union
}

#[test]
fn a_discriminator_is_a_hint_where_the_branches_fix_its_values() {
    let told = union(Some(json!({ "propertyName": "t" })));
    let untold = union(None);
    // Beside branches that say less, it bears on what is sent by who knows it, and on what is read.
    for (are_fixed, want) in [(true, Safe), (false, Potential)] {
        let components = branches(are_fixed);
        let with = document(&told, &components);
        let without = document(&untold, &components);
        assert_eq!(reported(&without, &with).wire(), want, "added, {are_fixed}");
        assert_eq!(
            reported(&with, &without).wire(),
            want,
            "removed, {are_fixed}"
        );
    }
}

#[test]
fn a_mapping_that_says_what_holds_without_it_is_nothing() {
    let components = branches(true);
    let implicit = union(Some(json!({ "propertyName": "t" })));
    let mapped = |a: &str, b: &str| {
        let to = |name: &str| format!("#/components/schemas/{name}");
        let mapping = json!({ "A": to(a), "B": to(b) });
        union(Some(json!({ "propertyName": "t", "mapping": mapping })))
    };
    let implicit = document(&implicit, &components);
    let explicit = document(&mapped("A", "B"), &components);
    assert!(reported(&implicit, &explicit).findings.is_empty());
    let swapped = reported(&explicit, &document(&mapped("B", "A"), &components));
    let finding = &swapped.findings[0];
    assert_eq!(finding.wire, Potential);
    assert_eq!(finding.from.as_deref(), Some("A for `A`, B for `B`"));
    assert_eq!(finding.to.as_deref(), Some("A for `B`, B for `A`"));
}

/// The names of the definitions that findings are of.
fn definitions(report: &Report) -> Vec<&str> {
    let findings = report.findings.iter();
    findings
        .map(|finding| finding.definition.as_str())
        .collect()
}

#[test]
fn what_another_leads_to_elsewhere_is_told_there() {
    let a = json!({
        "type": "object",
        "properties": { "n": { "type": "integer" }, "code": { "type": "string" } },
        "required": ["n", "code"],
    });
    let holder = |member: Value| {
        let w = json!({ "type": "object", "properties": { "a": member } });
        let schemas = json!({ "A": a, "W": w });
        let both = json!({ "anyOf": [
            { "$ref": "#/components/schemas/W" },
            { "$ref": "#/components/schemas/A" },
        ] });
        document(&both, &schemas)
    };
    let to_a = json!({ "$ref": "#/components/schemas/A" });
    let inline = json!({ "type": "object", "properties": { "n": { "type": "integer" } } });
    let edits = [
        json!({ "oneOf": [to_a, { "type": "null" }] }),
        json!({ "anyOf": [{ "type": "null" }, to_a] }),
        json!({ "allOf": [to_a, { "required": ["x"] }] }),
        inline,
        json!({ "type": "object", "additionalProperties": to_a }),
    ];
    for edited in edits {
        for (old, new) in [(&to_a, &edited), (&edited, &to_a)] {
            let report = reported(&holder(old.clone()), &holder(new.clone()));
            assert!(!report.findings.is_empty(), "{old} {new}");
            for definition in definitions(&report) {
                assert!(definition.starts_with("W.a"), "{definition}: {old} {new}");
            }
        }
    }
}

#[test]
fn a_branch_that_leaves_a_union_with_one_other_and_null_is_one_edit() {
    let member = |name: &str| json!({ "type": "object", "properties": { name: { "const": 1 } }, "required": [name] });
    let components = json!({ "E": { "oneOf": [member("x"), member("y")] } });
    let union = |branches: &[Value]| document(&json!({ "anyOf": branches }), &components);
    let (e, null) = (
        json!({ "$ref": "#/components/schemas/E" }),
        json!({ "type": "null" }),
    );
    let old = union(&[json!({ "type": "string" }), e.clone(), null.clone()]);
    let report = reported(&old, &union(&[e, null]));
    let rules: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    assert_eq!(
        rules,
        ["union-branch-removed", "union-branch-removed"],
        "of either message"
    );
}

fn secured(schemes: &Value, security: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "security": security,
        "paths": { "/a": { "get": { "responses": { "204": { "description": "none" } } } } },
        "components": { "securitySchemes": schemes },
    })
}

#[test]
fn credentials_are_what_schemes_say_and_not_what_they_are_called() {
    let key = json!({ "type": "apiKey", "in": "header", "name": "K" });
    let other = json!({ "type": "http", "scheme": "basic" });
    let all = json!({ "k": key, "l": key, "b": other });
    let fewer = json!({ "k": key, "b": other });
    let cases = [
        (&all, json!([{ "k": [] }]), &all, json!([{ "l": [] }]), Safe),
        (
            &all,
            json!([{ "k": [] }, { "l": [] }]),
            &all,
            json!([{ "k": [] }]),
            Safe,
        ),
        (
            &all,
            json!([{ "l": [] }]),
            &fewer,
            json!([{ "k": [] }]),
            Safe,
        ),
        (
            &fewer,
            json!([{ "k": [] }]),
            &all,
            json!([{ "l": [], "b": [] }]),
            Breaking,
        ),
        (
            &all,
            json!([{ "k": [], "b": [] }]),
            &all,
            json!([{ "l": [] }]),
            Safe,
        ),
    ];
    for (schemes, was, new_schemes, is, want) in cases {
        let report = reported(&secured(schemes, &was), &secured(new_schemes, &is));
        assert_eq!(report.wire(), want, "{was} {is}");
    }
    let report = reported(
        &secured(&all, &json!([{ "k": [] }])),
        &secured(&all, &json!([{ "k": [], "b": [] }])),
    );
    let finding = &report.findings[0];
    assert_eq!(finding.rule.id, "security-alternative-narrowed");
    assert_eq!(finding.to.as_deref(), Some("b"));
}

#[test]
fn servers_bear_on_the_operations_that_there_are() {
    let document = |url: &str, paths: Value| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "servers": [{ "url": url }],
            "paths": paths,
        })
    };
    let operation =
        json!({ "/a": { "get": { "responses": { "204": { "description": "none" } } } } });
    for (paths, want) in [(json!({}), Safe), (operation, Breaking)] {
        let sides = ["https://a.example", "https://b.example"];
        let [old, new] = sides.map(|url| document(url, paths.clone()));
        assert_eq!(reported(&old, &new).wire(), want, "{paths}");
    }
}

#[test]
fn reserved_characters_concern_what_may_hold_them() {
    let document = |schema: &Value, reserved: bool| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "get": {
                "parameters": [{ "name": "q", "in": "query", "allowReserved": reserved, "schema": schema }],
                "responses": { "204": { "description": "none" } },
            } } },
        })
    };
    for (kind, want) in [("integer", Safe), ("boolean", Safe), ("string", Breaking)] {
        let schema = json!({ "type": kind });
        let report = reported(&document(&schema, true), &document(&schema, false));
        assert_eq!(report.wire(), want, "{kind}");
    }
}

#[test]
fn data_that_the_whole_refuses_show_nothing() {
    let closed = |name: &str, is_closed: bool| {
        let mut branch = json!({ "properties": { "k": { "const": name } }, "required": ["k"] });
        if is_closed {
            branch["additionalProperties"] = json!(false);
        }
        branch
    };
    let pairs = [
        (
            json!({ "type": "object", "oneOf": [closed("x", false), closed("y", false)], "unevaluatedProperties": false }),
            json!({ "type": "object", "oneOf": [closed("x", true), closed("y", true)] }),
        ),
        (
            json!({ "type": "string", "pattern": "^[ab]$", "anyOf": [{ "maxLength": 5 }, { "const": "zz" }] }),
            json!({ "type": "string", "pattern": "^[ab]$", "anyOf": [{ "maxLength": 3 }, { "const": "zz" }] }),
        ),
    ];
    for (old, new) in pairs {
        let report = reported(&document(&old, &json!({})), &document(&new, &json!({})));
        assert!(report.wire() < Breaking, "{old}");
        let shown = report
            .findings
            .iter()
            .filter_map(|finding| finding.witness.as_ref());
        assert_eq!(shown.count(), 0, "{old}");
    }
}

#[test]
fn a_verdict_without_data_says_why() {
    use faircopy::diff::render;
    let old = json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} } });
    let new = json!({ "type": "object", "properties": { "a": { "type": "string", "maxLength": 1_000_000 } } });
    let report = reported(&document(&old, &json!({})), &document(&new, &json!({})));
    let findings = report.findings.iter();
    let potential: Vec<_> = findings
        .filter(|finding| finding.wire == Potential)
        .collect();
    assert!(!potential.is_empty());
    for finding in potential {
        let said = render::consequence(finding).expect("it may break something");
        assert!(said.contains(": "), "{said}");
    }
}

#[test]
fn what_stands_beside_a_branch_for_anything_decides_nothing() {
    let free = json!({ "description": "Whatever there is." });
    let schema = |most: u32, among_others: &Value| {
        json!({
            "type": "object",
            "properties": {
                "n": { "type": "integer", "maximum": most },
                "m": { "anyOf": [{ "$ref": "#/components/schemas/D" }, free] },
                "more": among_others,
            },
        })
    };
    let definitions = |most: u32| json!({ "D": { "type": "string", "maxLength": most } });
    let direct = json!({ "$ref": "#/components/schemas/D" });
    // Another edit breaks requests all the same; where the definition is met without the branch too, its own does.
    for (among_others, want) in [(free.clone(), Safe), (direct, Breaking)] {
        let old = document(&schema(9, &among_others), &definitions(5));
        let new = document(&schema(8, &among_others), &definitions(3));
        let report = reported(&old, &new);
        let of = |rule: &str| {
            let mut findings = report.findings.iter();
            findings.find(|finding| finding.rule.id == rule).unwrap()
        };
        assert_eq!(of("maximum-lowered").wire, Breaking);
        assert_eq!(of("max-length-lowered").wire, want, "{among_others}");
    }
    // Which members it has looked at, a keyword beside it asks all the same.
    let whole = |known: Value| {
        let branch = json!({ "type": "object", "properties": known });
        json!({
            "type": "object",
            "allOf": [{ "anyOf": [branch, free] }],
            "unevaluatedProperties": false,
        })
    };
    let old = document(&whole(json!({ "a": {}, "b": {} })), &json!({}));
    let new = document(&whole(json!({ "b": {} })), &json!({}));
    assert_eq!(reported(&old, &new).wire(), Breaking);
}
