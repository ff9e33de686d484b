//! One API in the words of several versions: nothing differs.

use faircopy::diff::{self, Loaded, Report};
use faircopy::source::MapLoader;
use faircopy::{Config, Version, bundle};

const SPELLINGS: [(&str, &str); 3] = [
    ("3.0", include_str!("versions/3.0.yaml")),
    ("3.1", include_str!("versions/3.1.yaml")),
    ("3.2", include_str!("versions/3.2.yaml")),
];

fn loaded(text: &str) -> Loaded {
    let loader = MapLoader::from_iter([("api.yaml", text)]);
    match diff::load(&loader, "api.yaml", &Config::default()) {
        Ok(loaded) => loaded,
        Err(refused) => panic!("{:?}", refused.diagnostics),
    }
}

fn compared(old: &str, new: &str) -> Report {
    let options = diff::Options {
        rust: true,
        today: "2026-01-01".to_owned(),
    };
    diff::compare(&loaded(old), &loaded(new), &options)
}

fn assert_same(what: &str, old: &str, new: &str) {
    let report = compared(old, new);
    let findings = report.findings.iter();
    let found: Vec<_> = findings
        .map(|finding| {
            (
                finding.rule.id,
                &finding.definition,
                &finding.from,
                &finding.to,
            )
        })
        .collect();
    assert!(found.is_empty(), "{what}: {found:#?}");
    assert!(report.has_rust, "{what}");
    assert!(
        report.unexplained.is_empty(),
        "{what}: {:#?}",
        report.unexplained
    );
}

#[test]
fn nothing_differs_between_the_versions() {
    for (old, was) in SPELLINGS {
        for (new, is) in SPELLINGS {
            assert_same(&format!("{old} to {new}"), was, is);
        }
    }
}

#[test]
fn nothing_differs_from_what_a_bundle_says_in_another_version() {
    for (old, was) in SPELLINGS {
        let loader = MapLoader::from_iter([("api.yaml", was)]);
        let config = Config::default();
        for target in [Version::V3_0, Version::V3_1, Version::V3_2] {
            // What 3.2 says of items 3.0 and 3.1 have no word for.
            let Ok(bundled) = bundle(&loader, "api.yaml", &config, Some(target)) else {
                assert_eq!(old, "3.2");
                continue;
            };
            assert_same(&format!("{old} to {target:?}"), was, &bundled.json());
        }
    }
}

#[test]
fn another_default_of_a_discriminator_is_found() {
    let text = |default: &str| {
        format!(
            "openapi: 3.2.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a: {{ get: {{ responses: \
             {{ '200': {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' \
             }} }} }} }} }} }} }}\ncomponents:\n  schemas:\n    Pet:\n      oneOf: [{{ $ref: \
             '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}]\n      \
             discriminator: {{ propertyName: kind, defaultMapping: {default} }}\n    Cat: {{ type: \
             object, properties: {{ kind: {{ type: string }}, a: {{}} }} }}\n    Dog: {{ type: object, \
             properties: {{ kind: {{ type: string }}, b: {{}} }} }}\n"
        )
    };
    let report = compared(&text("Cat"), &text("Dog"));
    let rules: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    assert_eq!(rules, ["discriminator-mapping-changed"]);
    assert_same(
        "a name and a reference",
        &text("Cat"),
        &text("'#/components/schemas/Cat'"),
    );
}
