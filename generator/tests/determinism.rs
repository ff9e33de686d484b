//! The same document gives the same bytes: twice, in another process, folder and locale, with the
//! keys of its maps in another order, and from JSON. And a small change of it is a small change of
//! the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, Sides, generate};
use serde_json::{Map, Value};

fn spec() -> String {
    fs::read_to_string(repository().join("spec/unknown-proxies.yaml")).unwrap()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The generator's files, less the support code, which no document changes.
fn files(name: &str, text: &str) -> BTreeMap<String, String> {
    let loader = MapLoader::from_iter([(name, text)]);
    generated(&loader, name, Sides::Client)
}

fn generated(loader: &MapLoader, name: &str, sides: Sides) -> BTreeMap<String, String> {
    let config = Config {
        sides,
        ..Config::default()
    };
    let generated = generate(loader, name, &config);
    let generated = generated.unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics));
    let mut files = generated.files.owned;
    files.retain(|path, _| !path.contains("/runtime"));
    files
}

/// The first line names the document's file.
fn without_header(files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let rest = |text: String| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    files
        .into_iter()
        .map(|(path, text)| (path, rest(text).unwrap()))
        .collect()
}

#[test]
fn twice_in_one_process() {
    assert_eq!(files("spec.yaml", &spec()), files("spec.yaml", &spec()));
}

#[test]
fn in_another_process_folder_and_locale() {
    let run = |folder: &Path, locale: &str| {
        let out = folder.join("client");
        let status = Command::new(env!("CARGO_BIN_EXE_faircopy"))
            .args(["generate", "--name", "unknown-proxies", "--spec"])
            .arg(repository().join("spec/unknown-proxies.yaml"))
            .arg("--out")
            .arg(&out)
            .current_dir(folder)
            .env("LC_ALL", locale)
            .env("TZ", "Pacific/Kiritimati")
            .output()
            .unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
        read_tree(&out)
    };
    let one = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let first = run(one.path(), "C");
    assert!(first.len() > 10);
    assert_eq!(first, run(other.path(), "tr_TR.UTF-8"));
}

fn read_tree(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                out.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    out
}

#[test]
fn from_json_as_from_yaml() {
    let value: Value = serde_yaml::from_str(&spec()).unwrap();
    let json = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(
        without_header(files("spec.yaml", &spec())),
        without_header(files("spec.json", &json))
    );
}

#[test]
fn with_the_keys_of_paths_and_components_in_another_order() {
    let document = r#"
openapi: 3.0.3
info: { title: Order, version: '1' }
paths:
  /b: { get: { operationId: b, tags: [two], responses: { '200': { $ref: '#/components/responses/R' } } } }
  /a: { get: { operationId: a, tags: [one], responses: { '200': { $ref: '#/components/responses/R' } } } }
components:
  responses:
    S: { description: s }
    R:
      description: r
      content: { application/json: { schema: { type: object, properties: { z: { $ref: '#/components/schemas/Z' } } } } }
  schemas:
    Z: { type: object, properties: { inner: { type: object, properties: { n: { type: integer } } } } }
    ZInner: { type: string, enum: [q, p] }
    A: { allOf: [{ $ref: '#/components/schemas/Z' }] }
  securitySchemes:
    two: { type: http, scheme: bearer }
    one: { type: http, scheme: basic }
security: [{ two: [] }, { one: [] }]
"#;
    for document in [document, &spec()] {
        let value: Value = serde_yaml::from_str(document).unwrap();
        let plain = serde_json::to_string(&value).unwrap();
        let reordered = serde_json::to_string(&reversed(&value)).unwrap();
        assert_ne!(plain, reordered);
        assert_eq!(files("spec.json", &plain), files("spec.json", &reordered));
    }
}

/// The document with the keys of `paths`, and of every map of `components`, from last to first.
fn reversed(document: &Value) -> Value {
    let reverse = |map: &Map<String, Value>| -> Map<String, Value> {
        map.iter()
            .rev()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let mut out = document.clone();
    if let Some(paths) = document["paths"].as_object() {
        out["paths"] = Value::Object(reverse(paths));
    }
    if let Some(components) = document["components"].as_object() {
        let mut components = reverse(components);
        for (_, map) in &mut components {
            *map = Value::Object(reverse(map.as_object().unwrap()));
        }
        out["components"] = Value::Object(components);
    }
    out
}

/// The lines that a change takes out and puts in, with their files.
fn changed(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (files("spec.yaml", before), files("spec.yaml", after));
    let mut out = Vec::new();
    assert!(before.keys().eq(after.keys()));
    for (path, text) in &before {
        let diff = similar::TextDiff::from_lines(text, &after[path]);
        for change in diff.iter_all_changes() {
            if change.tag() != similar::ChangeTag::Equal {
                out.push(format!("{}{}", change.tag(), change.value().trim()));
            }
        }
    }
    out
}

#[test]
fn a_changed_bound_changes_its_check_and_its_sentence() {
    let after = spec().replace("maximum: 87600", "maximum: 90000");
    assert_eq!(
        changed(&spec(), &after),
        [
            "-/// 0 to 87,600. Wire name: `durationHours`.",
            "+/// 0 to 90,000. Wire name: `durationHours`.",
            "-runtime::constraint::maximum(*value, 87_600, at, out);",
            "+runtime::constraint::maximum(*value, 90_000, at, out);",
        ]
    );
}

#[test]
fn an_edited_description_changes_its_lines_of_docs() {
    let after = spec().replace("The token to change.", "Which token to change.");
    assert_eq!(
        changed(&spec(), &after),
        ["-/// The token to change.", "+/// Which token to change."]
    );
}

#[test]
fn the_checked_in_client_is_what_the_generator_writes() {
    let committed = repository().join("generated-client/src");
    let loader = MapLoader::from_iter([("unknown-proxies.yaml", spec())]);
    // The sandbox is made of its other side.
    for (path, text) in generated(&loader, "unknown-proxies.yaml", Sides::Both) {
        let name = path.strip_prefix("src/").unwrap();
        let found = fs::read_to_string(committed.join(name)).unwrap_or_default();
        assert_eq!(found, text, "{name}: run `cargo xtask generate`");
    }
}
