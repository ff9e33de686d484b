//! What holds of every comparison, on random documents.

use std::collections::BTreeSet;

use super::support::{compare, compare_all, document, edits, load, load_files, schemas, shuffled};
use faircopy::diff::effect::{Direction, Effect};
use faircopy::diff::policy::Outcome;
use faircopy::diff::render::{self, View};
use faircopy::diff::version::{Policy, suggest};
use faircopy::diff::{Finding, Report};
use fastrand::Rng;
use serde_json::{Value, json};

const RUNS: u64 = 60;

fn each(mut law: impl FnMut(&mut Rng, Value)) {
    for seed in 0..RUNS {
        let mut rng = Rng::with_seed(seed);
        let document = document(&mut rng);
        law(&mut rng, document);
    }
}

fn told(report: &Report) -> Vec<String> {
    report.findings.iter().map(render::message).collect()
}

fn nothing(report: &Report) {
    assert_eq!(told(report), Vec::<String>::new());
}

#[test]
fn a_document_does_not_differ_from_itself() {
    each(|_, document| {
        let report = compare_all(&document, &document);
        nothing(&report);
        assert_eq!(report.unexplained, []);
    });
}

#[test]
fn the_order_of_keys_means_nothing() {
    each(|rng, document| nothing(&compare(&load(&document), &load(&shuffled(&document, rng)))));
}

#[test]
fn json_and_yaml_mean_the_same() {
    each(|_, document| {
        let yaml = serde_yaml::to_string(&document).unwrap();
        nothing(&compare(
            &load(&document),
            &load_files(&[("api.yaml", &yaml)]),
        ));
    });
}

#[test]
fn inlining_a_reference_means_nothing() {
    each(|_, document| {
        let mut inlined = document.clone();
        for path in inlined["paths"].as_object_mut().unwrap().values_mut() {
            for body in ["/post/requestBody", "/post/responses/200"] {
                let schema = format!("{body}/content/application~1json/schema");
                let schema = path.pointer_mut(&schema).unwrap();
                let to = schema["$ref"]
                    .as_str()
                    .unwrap()
                    .trim_start_matches('#')
                    .to_owned();
                *schema = document.pointer(&to).unwrap().clone();
            }
        }
        nothing(&compare(&load(&document), &load(&inlined)));
        nothing(&compare(&load(&inlined), &load(&document)));
    });
}

#[test]
fn splitting_into_files_means_nothing() {
    each(|_, document| {
        let mut split = document.clone();
        let schemas = split["components"]["schemas"].take();
        let text = schemas.to_string().replace("#/components/schemas/", "#/");
        let root = split
            .to_string()
            .replace("#/components/schemas/", "schemas.json#/");
        let names = schemas.as_object().unwrap().keys();
        let refs: serde_json::Map<_, _> = names
            .map(|name| {
                (
                    name.clone(),
                    json!({ "$ref": format!("schemas.json#/{name}") }),
                )
            })
            .collect();
        let mut root: Value = serde_json::from_str(&root).unwrap();
        root["components"]["schemas"] = Value::Object(refs);
        let split = load_files(&[("api.json", &root.to_string()), ("schemas.json", &text)]);
        nothing(&compare(&load(&document), &split));
    });
}

#[test]
fn spellings_of_null_and_single_branches_mean_the_same() {
    let with = |version: &str, schema: Value| {
        load(&json!({
            "openapi": version, "info": { "title": "T", "version": "1" }, "paths": {},
            "components": { "schemas": { "A": schema, "B": { "type": "string" } } },
        }))
    };
    let spellings = [
        with("3.0.3", json!({ "type": "string", "nullable": true })),
        with("3.1.0", json!({ "type": ["string", "null"] })),
        with("3.1.0", json!({ "type": ["null", "string"] })),
        with(
            "3.1.0",
            json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] }),
        ),
        with(
            "3.1.0",
            json!({ "oneOf": [{ "$ref": "#/components/schemas/B" }, { "type": "null" }] }),
        ),
        with(
            "3.1.0",
            json!({ "allOf": [{ "type": ["string", "null"] }] }),
        ),
    ];
    for one in &spellings {
        for other in &spellings {
            nothing(&compare(one, other));
        }
    }
}

/// A document and one with one keyword edited.
fn edited(rng: &mut Rng, document: &Value) -> Option<Value> {
    let places = schemas(document);
    let all: Vec<_> = places.iter().flat_map(|at| edits(document, at)).collect();
    Some(rng.choice(&all)?.edited.clone())
}

#[test]
fn old_and_new_swapped_mirrors_the_findings() {
    each(|rng, document| {
        let Some(other) = edited(rng, &document) else {
            return;
        };
        let (old, new) = (load(&document), load(&other));
        let key = |finding: &Finding, is_mirrored: bool| {
            let (one, two) = (finding.old.pointer.clone(), finding.new.pointer.clone());
            match is_mirrored {
                true => (
                    finding.effect.reversed(),
                    two,
                    one,
                    finding.to.clone(),
                    finding.from.clone(),
                ),
                false => (
                    finding.effect,
                    one,
                    two,
                    finding.from.clone(),
                    finding.to.clone(),
                ),
            }
        };
        let there = compare(&old, &new);
        let back = compare(&new, &old);
        let there: BTreeSet<_> = there
            .findings
            .iter()
            .map(|finding| key(finding, false))
            .collect();
        let back: BTreeSet<_> = back
            .findings
            .iter()
            .map(|finding| key(finding, true))
            .collect();
        assert!(!there.is_empty());
        assert_eq!(there, back);
    });
}

#[test]
fn requests_and_responses_swapped_flip_the_verdict() {
    each(|rng, document| {
        let Some(other) = edited(rng, &document) else {
            return;
        };
        let report = compare(&load(&document), &load(&other));
        for finding in &report.findings {
            let worst = |direction| {
                let uses = finding
                    .uses
                    .iter()
                    .filter(|(used, _)| used.direction == direction);
                uses.map(|(_, wire)| *wire).max()
            };
            let (request, response) = (worst(Direction::Request), worst(Direction::Response));
            let (Some(request), Some(response)) = (request, response) else {
                continue;
            };
            // Within a union, less may be more: then data show it.
            match finding.effect {
                _ if finding.witness.is_some() => {}
                Effect::Narrower => assert!(request >= response, "{finding:?}"),
                Effect::Wider => assert!(request <= response, "{finding:?}"),
                _ => {}
            }
        }
    });
}

#[test]
fn output_is_the_same_from_run_to_run() {
    each(|rng, document| {
        let Some(other) = edited(rng, &document) else {
            return;
        };
        let render = || {
            let report = compare_all(&document, &other);
            let outcome = Outcome::default();
            let suggestion = suggest(&report, Policy::Max, None);
            let view = View {
                report: &report,
                outcome: &outcome,
                suggestion: &suggestion,
                old_prefix: String::new(),
                new_prefix: String::new(),
                verbose: true,
                docs: true,
                color: false,
            };
            [
                render::text(&view),
                render::json(&view),
                render::markdown(&view),
                render::sarif(&view),
            ]
        };
        assert_eq!(render(), render());
    });
}
