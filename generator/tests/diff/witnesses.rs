//! The datum that a finding shows is refused for what the finding tells, whatever else changed beside it.

use super::support::{compare, load};
use faircopy::diff::Report;
use faircopy::diff::effect::Wire;
use serde_json::{Map, Value, json};

/// An edit of one keyword: what it was, and what it is.
type Edit = (&'static str, Value, Value);

/// Narrowing edits, by the kind of data that they are about.
fn narrowings() -> Vec<(&'static str, Vec<Edit>)> {
    vec![
        (
            "string",
            vec![
                ("minLength", json!(2), json!(3)),
                ("maxLength", json!(12), json!(9)),
                ("pattern", json!("^[a-z]+$"), json!("^[a-m]+$")),
            ],
        ),
        (
            "integer",
            vec![
                ("minimum", json!(0), json!(4)),
                ("maximum", json!(400), json!(300)),
                ("multipleOf", json!(2), json!(4)),
            ],
        ),
        (
            "array",
            vec![
                ("minItems", json!(1), json!(2)),
                ("maxItems", json!(8), json!(6)),
                ("uniqueItems", json!(false), json!(true)),
            ],
        ),
        (
            "object",
            vec![
                ("minProperties", json!(0), json!(1)),
                ("maxProperties", json!(9), json!(7)),
                ("required", json!([]), json!(["b"])),
            ],
        ),
    ]
}

/// Both sides of a schema of one kind with some edits.
fn sides(kind: &str, edits: &[&Edit]) -> [Value; 2] {
    let side = |value: fn(&Edit) -> &Value| {
        let mut schema = Map::from_iter([("type".to_owned(), json!(kind))]);
        if kind == "array" {
            schema.insert("items".to_owned(), json!({ "type": "integer" }));
        }
        for edit in edits {
            schema.insert(edit.0.to_owned(), value(edit).clone());
        }
        Value::Object(schema)
    };
    [side(|edit| &edit.1), side(|edit| &edit.2)]
}

/// Places where a schema is of the very data that is sent.
fn places(schema: &Value) -> [(&'static str, Value); 4] {
    [
        ("alone", schema.clone()),
        ("allOf", json!({ "allOf": [schema, {}] })),
        ("anyOf", json!({ "anyOf": [schema, { "type": "boolean" }] })),
        (
            "then",
            json!({ "if": { "type": schema["type"] }, "then": schema }),
        ),
    ]
}

fn reported(old: &Value, new: &Value) -> Report {
    let document = |schema: &Value| {
        load(&json!({
            "openapi": "3.1.0",
            "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "post": {
                "requestBody": {
                    "required": true,
                    "content": { "application/json": { "schema": schema } },
                },
                "responses": { "204": { "description": "done" } },
            } } },
        }))
    };
    compare(&document(old), &document(new))
}

fn accepts(schema: &Value, value: &Value) -> bool {
    jsonschema::draft202012::is_valid(schema, value)
}

#[test]
fn of_two_edits_each_shows_what_it_refuses() {
    for (kind, edits) in narrowings() {
        for (index, one) in edits.iter().enumerate() {
            for other in &edits[index + 1..] {
                let [old, new] = sides(kind, &[one, other]);
                for ((place, old), (_, new)) in places(&old).into_iter().zip(places(&new)) {
                    let report = reported(&old, &new);
                    for (keyword, _, after) in [one, other] {
                        let told = report.findings.iter().filter(|finding| {
                            let at = finding.new.pointer.to_string();
                            at.contains(&format!("/{keyword}"))
                        });
                        let told: Vec<_> = told.collect();
                        assert_eq!(told.len(), 1, "{place}: {old} {new}: {keyword}");
                        assert_eq!(told[0].wire, Wire::Breaking, "{place}: {old} {new}");
                        let witness = told[0].witness.as_ref();
                        let witness =
                            witness.unwrap_or_else(|| panic!("{place}: {old} {new}: {keyword}"));
                        let value: Value = serde_json::from_str(&witness.value).unwrap();
                        let alone = json!({ *keyword: after });
                        assert!(!accepts(&alone, &value), "{place}: {alone} and {value}");
                        assert!(accepts(&old, &value), "{place}: {old} and {value}");
                        assert!(!accepts(&new, &value), "{place}: {new} and {value}");
                    }
                }
            }
        }
    }
}

/// An object that must have a member of that name.
fn named(name: &str) -> Value {
    json!({ "type": "object", "properties": { name: { "type": "string" } }, "required": [name] })
}

#[test]
fn of_branches_that_left_each_shows_its_own_data() {
    for key in ["oneOf", "anyOf"] {
        let branches: Vec<Value> = ["a", "b", "c", "d"].map(named).to_vec();
        for kept in [0, 1, 2] {
            let (old, new) = (
                json!({ key: branches }),
                json!({ key: branches[..kept.max(1)] }),
            );
            let report = reported(&old, &new);
            let mut found = 0;
            for finding in &report.findings {
                let at = finding.old.pointer.to_string();
                let index: usize = at.rsplit_once('/').unwrap().1.parse().unwrap();
                let witness = finding.witness.as_ref().unwrap();
                let value: Value = serde_json::from_str(&witness.value).unwrap();
                assert!(accepts(&branches[index], &value), "{key} {index}: {value}");
                found += 1;
            }
            assert_eq!(found, 4 - kept.max(1), "{key}");
        }
    }
}

#[test]
fn a_branch_whose_data_fit_what_stays_breaks_nothing_by_itself() {
    let wide = json!({ "type": "object" });
    let other = json!({ "type": "string" });
    let old = json!({ "anyOf": [wide, named("a"), other] });
    let report = reported(&old, &json!({ "anyOf": [wide, named("c")] }));
    let of = |index: &str| {
        let mut findings = report.findings.iter();
        let at = |spot: &faircopy::diff::Spot| spot.pointer.to_string().ends_with(index);
        findings
            .find(|finding| at(&finding.old))
            .map(|finding| finding.wire)
    };
    assert_eq!(of("/anyOf/2"), Some(Wire::Breaking));
    assert_ne!(of("/anyOf/1"), Some(Wire::Breaking));
}

#[test]
fn a_conditional_schema_shows_data_that_meet_the_condition() {
    let dependent = |required: &[&str]| json!({ "type": "object", "dependentSchemas": { "a": { "required": required } } });
    let report = reported(&dependent(&[]), &dependent(&["b"]));
    let finding = report
        .findings
        .iter()
        .find(|it| it.wire == Wire::Breaking)
        .unwrap();
    let value: Value = serde_json::from_str(&finding.witness.as_ref().unwrap().value).unwrap();
    assert!(
        value.get("a").is_some() && value.get("b").is_none(),
        "{value}"
    );
}
