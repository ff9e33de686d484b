//! What users see of a comparison: verdicts, places, output formats, decisions.

use super::support::{load, load_files};
use faircopy::diff::effect::Wire;
use faircopy::diff::policy::{self, Gate, Ignore, Outcome};
use faircopy::diff::render::{self, View};
use faircopy::diff::rust::Bump;
use faircopy::diff::version::{Policy, suggest};
use faircopy::diff::{self, Options, Report};
use serde_json::{Value, json};

const OLD: &str = include_str!("old.yaml");
const NEW: &str = include_str!("new.yaml");

fn report() -> Report {
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    let (old, new) = (
        load_files(&[("old.yaml", OLD)]),
        load_files(&[("new.yaml", NEW)]),
    );
    diff::compare(&old, &new, &options)
}

/// Of documents that show each way in which findings are told together.
fn grouped() -> Report {
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    let (old, new) = (
        load_files(&[("old.yaml", include_str!("groups/old.yaml"))]),
        load_files(&[("new.yaml", include_str!("groups/new.yaml"))]),
    );
    diff::compare(&old, &new, &options)
}

fn rendered(report: &Report, render: fn(&View<'_>) -> String) -> String {
    let outcome = Outcome::default();
    let suggestion = suggest(report, Policy::Max, "0.4.2".parse().ok());
    render(&View {
        report,
        outcome: &outcome,
        suggestion: &suggestion,
        old_prefix: "main:".to_owned(),
        new_prefix: "spec/".to_owned(),
        verbose: false,
        docs: false,
        color: false,
    })
}

/// Compares with the text of a file beside the tests; `UPDATE_EXPECT=1` rewrites it.
pub fn expect(name: &str, actual: &str) {
    let path = format!("{}/tests/diff/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{name} differs; UPDATE_EXPECT=1 rewrites it\n{actual}"
    );
}

#[test]
fn text_names_each_cause_once_at_its_line() {
    expect("report.txt", &rendered(&report(), render::text));
}

#[test]
fn markdown_is_for_a_pull_request() {
    expect("report.md", &rendered(&report(), render::markdown));
}

#[test]
fn what_is_alike_is_told_together() {
    expect("groups/report.txt", &rendered(&grouped(), render::text));
    expect("groups/report.md", &rendered(&grouped(), render::markdown));
}

#[test]
fn annotations_stand_in_the_new_document() {
    let text = rendered(&report(), render::github);
    let removed = text
        .lines()
        .find(|line| line.contains("operation-removed"))
        .unwrap();
    assert!(
        removed.starts_with("::error file=spec/new.yaml,line="),
        "{removed}"
    );
    assert!(
        removed.ends_with("(it was at main:old.yaml:28)"),
        "{removed}"
    );
    expect("report.github", &text);
}

#[test]
fn json_keeps_to_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../src/diff/render/report.schema.json")).unwrap();
    let report: Value = serde_json::from_str(&rendered(&report(), render::json)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(report["release"]["version"], "0.5.0");
}

#[test]
fn sarif_has_a_rule_and_a_place_for_each_result() {
    let sarif: Value = serde_json::from_str(&rendered(&report(), render::sarif)).unwrap();
    let run = &sarif["runs"][0];
    let rules: Vec<_> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].clone())
        .collect();
    let results = run["results"].as_array().unwrap();
    let report = report();
    let shown = report.findings.iter().filter(|finding| !finding.is_docs());
    assert_eq!(results.len(), shown.count());
    assert_eq!(run["properties"]["documentation"], 2);
    for result in results {
        assert!(rules.contains(&result["ruleId"]));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "spec/new.yaml");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
}

/// The schema of SARIF 2.1.0 as its authors publish it, which `SARIF_SCHEMA` names a file of.
#[test]
fn sarif_keeps_to_its_published_schema() {
    let Some(path) = std::env::var_os("SARIF_SCHEMA") else {
        println!("skipped: SARIF_SCHEMA names no file");
        return;
    };
    let schema = std::fs::read_to_string(path).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // It has a bracket that opens nothing, which not all engines read.
    let language = schema.pointer_mut("/definitions/run/properties/language");
    if let Some(Value::Object(language)) = language {
        language.shift_remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [report(), grouped()] {
        let sarif: Value = serde_json::from_str(&rendered(&report, render::sarif)).unwrap();
        let errors = validator.iter_errors(&sarif);
        let errors: Vec<_> = errors.map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn places_lead_to_the_changed_token() {
    let report = report();
    for finding in &report.findings {
        for (spot, text) in [(&finding.old, OLD), (&finding.new, NEW)] {
            if !spot.is_there {
                continue;
            }
            let line = text.lines().nth(spot.line - 1).unwrap();
            let rest: String = line.chars().skip(spot.column - 1).collect();
            let token = spot.pointer.last().unwrap_or_default().into_owned();
            let value = spot
                .pointer
                .resolve(load_files(&[("a.yaml", text)]).document())
                .cloned();
            let starts = value.as_ref().and_then(Value::as_str).unwrap_or_default();
            let names_it = rest.trim_matches(['"', '\'', '-', ' ']).starts_with(&token)
                || (!starts.is_empty() && rest.contains(starts))
                || value.is_some_and(|value| {
                    value.is_number() && rest.starts_with(&value.to_string())
                        || value.is_boolean()
                        || value.is_array()
                        || value.is_object()
                });
            assert!(names_it, "{} {rest:?}", spot.pointer);
        }
    }
}

#[test]
fn gates_are_hit_by_what_they_name() {
    let report = report();
    assert_eq!(
        (report.wire(), report.rust()),
        (Wire::Breaking, Bump::Major)
    );
    let all = [Gate::Breaking, Gate::Potential, Gate::RustMajor, Gate::Any];
    assert!(all.iter().all(|gate| gate.is_hit(&report)));
    let same = diff::compare(
        &load_files(&[("old.yaml", OLD)]),
        &load_files(&[("old.yaml", OLD)]),
        &Options {
            today: "2026-01-01".to_owned(),
            rust: true,
        },
    );
    assert!(!all.iter().any(|gate| gate.is_hit(&same)));
}

#[test]
fn decisions_let_findings_pass_until_they_expire() {
    let ignore = |definition: &str, until: Option<&str>| Ignore {
        rule: Some("max-length-lowered".to_owned()),
        definition: Some(definition.to_owned()),
        reason: "nobody sends more".to_owned(),
        until: until.map(str::to_owned),
        ..Ignore::default()
    };
    let decisions = [
        ignore("NewPet.*", None),
        ignore("Nothing.*", None),
        ignore("NewPet.*", Some("2025-12-31")),
    ];
    policy::check(&decisions).unwrap();
    let mut report = report();
    let before = report.findings.len();
    let outcome = policy::apply(&mut report, &decisions, "2026-01-01");
    assert_eq!(outcome.ignored.len(), 1);
    // It counts for the version and in the report, and for no gate.
    assert_eq!(report.findings.len(), before);
    let passing = |report: &Report| {
        let passing = report.findings.iter().filter(|one| one.passes.is_some());
        passing.count()
    };
    assert_eq!(passing(&report), 1);
    assert_eq!((outcome.unused.len(), outcome.expired.len()), (1, 1));
    let all = [Ignore {
        reason: "all of it is meant".to_owned(),
        ..Ignore::default()
    }];
    policy::apply(&mut report, &all, "2026-01-01");
    let gates = [Gate::Breaking, Gate::Potential, Gate::RustMajor, Gate::Any];
    assert!(!gates.iter().any(|gate| gate.is_hit(&report)));
    assert_eq!(report.wire(), Wire::Breaking);
    assert_eq!(suggest(&report, Policy::Max, None).bump, Bump::Major);
    let nameless = Ignore {
        reason: String::new(),
        ..ignore("*", None)
    };
    assert!(policy::check(&[nameless]).is_err());
    let unknown = Ignore {
        rule: Some("no-such-rule".to_owned()),
        ..ignore("*", None)
    };
    assert!(policy::check(&[unknown]).is_err());
}

/// A document with a schema in a request, in a response, and something beside.
fn around(schema: Value, beside: Value) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": { "/a": { "post": {
            "parameters": [{ "name": "q", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }],
            "requestBody": { "content": { "application/json": { "schema": schema } } },
            "responses": { "200": {
                "description": "ok",
                "headers": { "X-A": { "schema": { "type": "integer", "maximum": 9 } } },
            } },
            "callbacks": { "done": { "{$request.body#/url}": { "post": {
                "requestBody": { "content": { "application/json": { "schema": { "type": "object", "properties": {} } } } },
                "responses": { "200": { "description": "ok" } },
            } } } },
        } } },
    });
    for (pointer, value) in beside.as_object().into_iter().flatten() {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[key] = value.clone();
    }
    document
}

#[test]
fn what_another_tool_misses_is_reported() {
    let object = json!({ "type": "object" });
    let same = json!({});
    let callback = "/paths/~1a/post/callbacks/done/{$request.body#~1url}/post/requestBody/content/application~1json/schema";
    let with = |schema: Value| around(schema, json!({}));
    let beside = |pointer: &str, value: Value| {
        around(json!({ "type": "object" }), json!({ pointer: value }))
    };
    let plain = with(object.clone());
    let cases = [
        (
            with(json!({ "type": "object", "additionalProperties": true })),
            with(json!({ "type": "object", "additionalProperties": false })),
            "additional-properties-narrowed",
        ),
        (
            plain.clone(),
            with(json!({ "type": "object", "minProperties": 1 })),
            "min-properties-raised",
        ),
        (
            with(json!({ "type": "integer" })),
            with(json!({ "type": "integer", "multipleOf": 2 })),
            "multiple-of-narrowed",
        ),
        (
            with(json!({ "type": "array", "items": {} })),
            with(json!({ "type": "array", "items": {}, "uniqueItems": true })),
            "unique-items-added",
        ),
        (
            with(json!({ "type": "array", "items": {} })),
            with(json!({ "type": "array", "items": {}, "maxItems": 3 })),
            "max-items-lowered",
        ),
        (
            plain.clone(),
            beside("/paths/~1a/post/parameters/0/explode", json!(false)),
            "serialization-changed",
        ),
        (
            plain.clone(),
            beside("/paths/~1a/post/parameters/0/style", json!("pipeDelimited")),
            "serialization-changed",
        ),
        (
            plain.clone(),
            beside(
                "/paths/~1a/post/responses/200/headers/X-A/schema/maximum",
                json!(99),
            ),
            "maximum-raised",
        ),
        (
            plain.clone(),
            beside("/servers", json!([{ "url": "https://b.example" }])),
            "server-url-changed",
        ),
        (
            plain.clone(),
            beside(
                callback,
                json!({ "type": "object", "properties": { "a": {} }, "required": ["a"] }),
            ),
            "property-added",
        ),
    ];
    let _ = same;
    for (old, new, rule) in cases {
        let report = super::support::compare(&load(&old), &load(&new));
        let rules: Vec<_> = report
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect();
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

#[test]
fn a_rename_is_one_finding() {
    let with = |name: &str| {
        json!({
            "openapi": "3.0.3", "info": { "title": "T", "version": "1" },
            "paths": { "/a": { "get": { "responses": { "200": { "description": "ok", "content": {
                "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } },
            } } } } } },
            "components": { "schemas": { name: {
                "type": "object",
                "properties": { "next": { "$ref": format!("#/components/schemas/{name}") } },
            } } },
        })
    };
    let report = super::support::compare(&load(&with("Pet")), &load(&with("Animal")));
    let rules: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    assert_eq!(rules, ["component-renamed"]);
}

/// An operation, a parameter and a property, each with what was announced of it; or without them.
fn announced(words: Option<&Value>) -> Value {
    let with = |mut value: Value| {
        if let (Some(object), Some(Value::Object(words))) = (value.as_object_mut(), words) {
            object.extend(words.clone());
        }
        value
    };
    let mut document = around(json!({ "type": "object", "properties": {} }), json!({}));
    if words.is_some() {
        let property = "/paths/~1a/post/requestBody/content/application~1json/schema/properties";
        document.pointer_mut(property).unwrap()["a"] = with(json!({ "type": "string" }));
        document["paths"]["/b"] = json!({ "get": with(json!({ "responses": {} })) });
        let parameters = &mut document["paths"]["/a"]["post"]["parameters"];
        let parameter = with(json!({ "name": "p", "in": "query", "schema": {} }));
        parameters.as_array_mut().unwrap().push(parameter);
    }
    document
}

#[test]
fn what_is_deprecated_may_go_unless_its_sunset_is_to_come() {
    let rules = ["operation-removed", "parameter-removed", "property-removed"];
    let verdicts = |words: Value| {
        let (old, new) = (load(&announced(Some(&words))), load(&announced(None)));
        let itself = super::support::compare(&old, &load(&announced(Some(&words))));
        assert!(itself.findings.is_empty(), "{:?}", itself.findings);
        let report = super::support::compare(&old, &new);
        rules.map(|rule| {
            let mut findings = report.findings.iter();
            let found = findings.find(|finding| finding.rule.id == rule).unwrap();
            (found.wire, render::message(found))
        })
    };
    let wires = |words: Value| verdicts(words).map(|(wire, _)| wire);
    let plain = [Wire::Breaking, Wire::Potential, Wire::Potential];
    assert_eq!(wires(json!({})), plain);
    let deprecated = verdicts(json!({ "deprecated": true }));
    assert!(deprecated.iter().all(|(wire, _)| *wire == Wire::Potential));
    assert!(
        deprecated[0].1.ends_with("(was deprecated)"),
        "{deprecated:?}"
    );
    let until = |day: &str| json!({ "deprecated": true, "x-sunset": day });
    assert_eq!(wires(until("2025-12-31")), [Wire::Potential; 3]);
    assert_eq!(wires(until("2026-06-30")), [Wire::Breaking; 3]);
    // A sunset alone announces nothing, and one that is no day is none that is over.
    assert_eq!(wires(json!({ "x-sunset": "2025-12-31" })), plain);
    assert_eq!(wires(until("soon")), [Wire::Breaking; 3]);
}

#[test]
fn every_rule_has_a_page() {
    for rule in diff::Rule::all() {
        assert!(diff::explain(rule).starts_with(rule.id));
    }
}
