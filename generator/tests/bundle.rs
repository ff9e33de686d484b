//! What is bundled is the document that the files were: it generates the same crate, in whatever version
//! and syntax it is written. With `SPEC_CORPUS` set, so are all documents of that folder.

mod support;

#[path = "bundle/versions.rs"]
mod versions;

use std::collections::BTreeMap;
use std::path::Path;

use faircopy::source::{Limits, MapLoader, Overlay};
use faircopy::{Bundle, Config, Version, bundle, diff, generate};
use support::documents;

const FILES: [(&str, &str); 3] = [
    (
        "api.yaml",
        "\
# A comment.
openapi: 3.0.3
info: { title: Pets, version: '1.0', description: \"yes\\nno: 1\\n\" }
paths:
  /pets: { $ref: 'paths.yaml#/pets' }
components:
  schemas:
    Pet: { $ref: pet.yaml }
    Odd:
      type: object
      required: ['yes', '1.0', '~', 'a: b']
      properties:
        'yes': { type: string, default: 'no', example: '0x1F' }
        '1.0': { type: string, enum: ['1.0', 'null', '2020-01-01', ' a', '1e3', '.5', '0o7', ''] }
        '~': { type: number, maximum: 0.10, multipleOf: 340282366920938463463374607431768211455 }
        'a: b': { type: integer, minimum: 9007199254740993 }
",
    ),
    (
        "paths.yaml",
        "\
pets:
  get:
    operationId: pets
    parameters:
    - { name: limit, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true, nullable: true } }
    responses:
      '200': { description: All., content: { application/json: { schema: { type: array, items: { $ref: pet.yaml } } } } }
",
    ),
    (
        "pet.yaml",
        "\
type: object
required: [name]
properties:
  name: { type: string, nullable: true }
  kind: { type: string, nullable: true, enum: [cat, dog] }
  friend: { nullable: true, allOf: [{ $ref: '#' }] }
  other: { nullable: true, oneOf: [{ $ref: '#' }, { type: string, maxLength: 3 }] }
  weight: { type: number, minimum: 0.10, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }
  sibling: { $ref: '#', description: Counts for nothing. }
",
    ),
];

fn loader(files: &[(&str, &str)]) -> MapLoader {
    MapLoader::from_iter(files.iter().map(|(name, text)| (*name, *text)))
}

/// The generated files.
fn crate_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let generated = generate(&loader(files), files[0].0, &Config::default());
    generated
        .map(|generated| generated.files.owned)
        .unwrap_or_else(|refused| {
            panic!("{:#?}", refused.diagnostics);
        })
}

fn bundled(files: &[(&str, &str)], target: Option<Version>) -> Bundle {
    bundle(&loader(files), files[0].0, &Config::default(), target).unwrap_or_else(|refused| {
        panic!("{:#?}", refused.diagnostics);
    })
}

fn assert_same(expected: &BTreeMap<String, String>, found: &BTreeMap<String, String>) {
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(expected), names(found));
    for (name, text) in expected {
        for (expected, found) in text.lines().zip(found[name].lines()) {
            assert_eq!(expected, found, "{name}");
        }
        assert_eq!(text.len(), found[name].len(), "{name}");
    }
}

/// What `faircopy diff` finds between two documents.
fn differences(old: &str, new: &str) -> Vec<String> {
    let load = |text: &str| {
        let loaded = diff::load(
            &loader(&[("api.yaml", text)]),
            "api.yaml",
            &Config::default(),
        );
        loaded.unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics))
    };
    let options = diff::Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    let report = diff::compare(&load(old), &load(new), &options);
    let findings = report.findings.iter().map(|finding| format!("{finding:?}"));
    let others = report
        .unexplained
        .iter()
        .map(|change| format!("{change:?}"));
    findings.chain(others).collect()
}

#[test]
fn a_bundle_generates_what_its_files_do() {
    let expected = crate_of(&FILES);
    let bundle = bundled(&FILES, None);
    for text in [bundle.yaml(), bundle.json()] {
        assert_same(&expected, &crate_of(&[("api.yaml", &text)]));
    }
}

#[test]
fn a_bundle_of_a_bundle_is_itself() {
    let once = bundled(&FILES, None);
    let again = bundled(&[("api.yaml", &once.yaml())], None);
    assert_eq!(once.yaml(), again.yaml());
    assert_eq!(
        once.json(),
        bundled(&[("api.json", &once.json())], None).json()
    );
}

#[test]
fn numbers_keep_their_digits() {
    let bundle = bundled(&FILES, None);
    for text in [bundle.yaml(), bundle.json()] {
        for number in [
            "0.10",
            "340282366920938463463374607431768211455",
            "9007199254740993",
        ] {
            assert!(text.contains(number), "{number}: {text}");
        }
    }
    let hexadecimal = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\nx-number: 0x1FFFFFFFFFFFFFFFF\n";
    let bundle = bundled(&[("api.yaml", hexadecimal)], None);
    assert!(
        bundle.json().contains(": 36893488147419103231"),
        "{}",
        bundle.json()
    );
}

#[test]
fn there_and_back_nothing_differs() {
    let old = bundled(&FILES, None).yaml();
    let raised = bundled(&FILES, Some(Version::V3_1)).yaml();
    assert!(raised.starts_with("openapi: 3.1."), "{raised}");
    for word in [
        "nullable",
        "exclusiveMaximum",
        "Counts for nothing",
        "exclusiveMinimum: true",
    ] {
        assert!(!raised.contains(word), "{word}: {raised}");
    }
    assert!(raised.contains("exclusiveMinimum: 0.10"), "{raised}");
    let lowered = bundled(&[("api.yaml", &raised)], Some(Version::V3_0)).yaml();
    assert!(lowered.starts_with("openapi: 3.0."), "{lowered}");
    assert_eq!(differences(&old, &lowered), [""; 0]);
}

#[test]
fn overlays_are_applied() {
    let overlay = Overlay {
        name: "ours.yaml".to_owned(),
        bytes: "overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n- { target: $.info, update: { title: Ours } }\n".into(),
    };
    let config = Config {
        overlays: vec![overlay],
        limits: Limits::default(),
        ..Config::default()
    };
    let bundle = bundle(&loader(&FILES), "api.yaml", &config, None).expect("it is read");
    assert!(bundle.yaml().contains("title: Ours"), "{}", bundle.yaml());
}

/// Whether a union has the branch `nullable: true`, which to the letter of 3.0 is any value. `null` is
/// meant, and that is what it is raised to: so a comparison to the letter finds it.
fn means_null(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => {
            items.contains(&serde_json::json!({ "nullable": true })) || items.iter().any(means_null)
        }
        serde_json::Value::Object(members) => members.values().any(means_null),
        _ => false,
    }
}

#[test]
fn bundles_of_published_documents_are_those_documents() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS") else {
        eprintln!("skipped: SPEC_CORPUS names no folder of published documents");
        return;
    };
    let mut seen = 0;
    let mut wrong = Vec::new();
    for path in documents(Path::new(&folder)) {
        let (Ok(text), Some(name)) = (std::fs::read_to_string(&path), path.file_name()) else {
            continue;
        };
        let name = name.to_string_lossy().into_owned();
        // As YAML, of which JSON is a part.
        let name = format!("{name}.yaml");
        let files = [(name.as_str(), text.as_str())];
        let Ok(read) = bundle(&loader(&files), &name, &Config::default(), None) else {
            continue;
        };
        seen += 1;
        let expected = crate_of(&files);
        for text in [read.yaml(), read.json()] {
            if crate_of(&[(&name, &text)]) != expected {
                wrong.push(format!("{name}: the crate is another"));
            }
        }
        if !read.yaml().starts_with("openapi: 3.0") && !text.contains("\"openapi\": \"3.0") {
            continue;
        }
        let value = serde_json::from_str(&read.json()).expect("it is JSON");
        if means_null(&value) {
            continue;
        }
        let raised = bundled(&files, Some(Version::V3_1)).yaml();
        match bundle(
            &loader(&[("api.yaml", &raised)]),
            "api.yaml",
            &Config::default(),
            Some(Version::V3_0),
        ) {
            Ok(lowered) => {
                let found = differences(&text, &lowered.yaml());
                wrong.extend(
                    found
                        .into_iter()
                        .take(2)
                        .map(|found| format!("{name}: {found}")),
                );
            }
            Err(refused) => wrong.push(format!("{name}: {:?}", refused.diagnostics)),
        }
    }
    assert!(seen > 0, "there are no documents in {}", folder.display());
    assert!(wrong.is_empty(), "{seen} documents: {wrong:#?}");
}
