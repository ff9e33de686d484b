//! What is bundled is the document that the files were: it generates the same crate, in whatever version
//! and syntax it is written. With `SPEC_CORPUS` set, so are all documents of that folder.

mod support;

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
fn nothing_differs_between_versions() {
    let old = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: pets
      parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true } }
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string, nullable: true, example: Tom }
        kind: { type: string, enum: [cat, dog] }
        weight: { type: number, maximum: 0.10, exclusiveMaximum: true }
        friend: { $ref: '#/components/schemas/Pet' }
        raw: { type: string, format: byte }
";
    for target in Version::ALL {
        let new = bundled(&[("api.yaml", old)], Some(target)).yaml();
        assert!(
            new.contains(&format!("openapi: {}.", target.as_str())),
            "{new}"
        );
        assert_eq!(differences(old, &new), [""; 0], "{target:?}");
        assert_eq!(differences(&new, old), [""; 0], "{target:?}");
    }
}

/// A document whose XML has elements that are named by references.
fn referring(version: &str) -> String {
    format!(
        "\
openapi: {version}
info: {{ title: Pets, version: '1' }}
paths:
  /pets:
    post:
      operationId: pets
      requestBody: {{ required: true, content: {{ application/xml: {{ schema: {{ $ref: '#/components/schemas/Pets' }} }} }} }}
      responses: {{ '204': {{ description: Done. }} }}
components:
  schemas:
    Pets: {{ type: array, xml: {{ wrapped: true }}, items: {{ $ref: '#/components/schemas/Pet' }} }}
    Pet:
      type: object
      properties:
        friend: {{ $ref: '#/components/schemas/Toy' }}
        Toy: {{ $ref: '#/components/schemas/Toy' }}
        named: {{ $ref: '#/components/schemas/Named' }}
        toys: {{ type: array, items: {{ $ref: '#/components/schemas/Toy' }} }}
        wrapped: {{ type: array, xml: {{ wrapped: true, name: box }}, items: {{ $ref: '#/components/schemas/Toy' }} }}
        list: {{ $ref: '#/components/schemas/List' }}
        loose: {{ type: object, additionalProperties: {{ $ref: '#/components/schemas/Toy' }} }}
    Toy: {{ type: object, properties: {{ v: {{ type: integer }} }} }}
    Named: {{ type: object, xml: {{ name: called }}, properties: {{ v: {{ type: integer }} }} }}
    List: {{ type: array, items: {{ type: string }} }}
"
    )
}

#[test]
fn elements_keep_their_names_in_other_versions() {
    for from in ["3.0.4", "3.1.2", "3.2.0"] {
        let old = referring(from);
        for target in Version::ALL {
            let new = bundled(&[("api.yaml", &old)], Some(target)).yaml();
            assert_same(
                &crate_of(&[("api.yaml", &old)]),
                &crate_of(&[("api.yaml", &new)]),
            );
            assert_eq!(
                differences(&old, &new),
                [""; 0],
                "{from} to {target:?}: {new}"
            );
        }
    }
}

#[test]
fn elements_named_otherwise_differ() {
    let [older, newer] = ["3.1.2", "3.2.0"].map(referring);
    let renamed = |old: &str, new: &str| {
        let all = differences(old, new);
        all.iter().filter(|it| it.contains("xml-changed")).count()
    };
    // `friend`, and the items of `toys` and `wrapped`; `Toy` is called so by either.
    assert_eq!(
        renamed(&older, &newer),
        3,
        "{:#?}",
        differences(&older, &newer)
    );
    assert_eq!(renamed(&newer, &older), 3);
    let moved = newer
        .replace("schemas/Toy", "schemas/Plaything")
        .replace("    Toy: { type", "    Plaything: { type");
    assert_eq!(renamed(&newer, &moved), 4);
    assert_eq!(
        renamed(
            &older,
            &older
                .replace("/Toy'", "/Plaything'")
                .replace("    Toy: { type", "    Plaything: { type")
        ),
        0
    );
}

#[test]
fn what_counts_for_nothing_in_3_0_does_not_count_later() {
    let old = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, properties: { tags: { type: array, items: { type: string } }, stop: { $ref: '#/components/schemas/Stop' }, way: { $ref: '#/components/schemas/Way' } } }
            encoding: { tags: { style: pipeDelimited, explode: false } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Stop:
      nullable: true
      oneOf:
      - { type: string, nullable: true }
      - { type: array, items: { type: string } }
    Way:
      oneOf:
      - { title: Here, $ref: '#/components/schemas/Stop' }
      - { title: There, type: object, required: [far], properties: { far: { type: boolean } } }
";
    for target in Version::ALL {
        let new = bundled(&[("api.yaml", old)], Some(target)).yaml();
        assert_eq!(differences(old, &new), [""; 0], "{target:?}: {new}");
    }
}

#[test]
fn a_title_beside_a_reference_names_the_branch_in_3_0_too() {
    let old = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /ways:
    get:
      operationId: getWay
      responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Way' } } } } }
components:
  schemas:
    Stop: { type: string }
    Way:
      oneOf:
      - { title: Here, $ref: '#/components/schemas/Stop' }
      - { title: There, type: object, required: [far], properties: { far: { type: boolean } } }
";
    let new = bundled(&[("api.yaml", old)], Some(Version::V3_0)).yaml();
    let files = crate_of(&[("api.yaml", &new)]);
    assert!(
        files["src/generated/types.rs"].contains("Here(Stop)"),
        "{new}"
    );
    assert_eq!(differences(old, &new), [""; 0], "{new}");
}

#[test]
fn what_a_version_cannot_say_is_an_error_at_its_place() {
    let text = "\
openapi: 3.1.0
info: { title: Pets, version: '1', summary: Pets. }
paths: {}
webhooks: { a: { get: { responses: {} } } }
components:
  schemas:
    A: { if: { required: [a] }, then: { required: [b] } }
    B: { $ref: '#/components/schemas/A', description: Another. }
    C: { type: [string, integer, 'null'], examples: [a], $comment: Odd. }
    D: { const: 1, type: array, prefixItems: [true] }
";
    let refused = bundle(
        &loader(&[("api.yaml", text)]),
        "api.yaml",
        &Config::default(),
        Some(Version::V3_0),
    );
    let refused = refused.expect_err("3.0 has no webhooks");
    let mut found: Vec<String> = refused
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let at = diagnostic.pointer().map(ToString::to_string);
            format!("{} {}", diagnostic.code.id, at.unwrap_or_default())
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "E0080 #/components/schemas/A/if",
            "E0080 #/components/schemas/A/then",
            "E0080 #/components/schemas/D/prefixItems",
            "E0080 #/webhooks",
            "W0081 #/components/schemas/C/$comment",
            "W0081 #/info/summary",
        ]
    );
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
