//! Crates whose tags have cargo features: what stands behind each, how features come and go with tags, and that
//! such a crate builds with any of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, Features, Generated, Sides, generate, output};
use toml_edit::DocumentMut;

/// `cats` and `dogs` are below `pets`, which has no operation; `blocking` is a feature of every crate. `Animal` is
/// reached by two tags, `Cat` by one, and `Leftover` by none, though it leads to what one reaches.
const SPEC: &str = r##"
openapi: 3.2.0
info: { title: Zoo, version: '1' }
tags:
- { name: cats, parent: pets }
- { name: dogs, parent: pets }
- { name: pets }
paths:
  /cats:
    get:
      tags: [cats]
      operationId: cats
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } } }
  /dogs:
    post:
      tags: [dogs]
      operationId: addDog
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } } }
      responses: { '204': { description: Added. } }
  /doors:
    get:
      tags: [blocking]
      operationId: doors
      responses: { '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Door' } } } } }
components:
  schemas:
    Animal: { type: object, properties: { name: { type: string, minLength: 1 }, born: { type: string, format: date } } }
    Cat:
      type: object
      properties: { animal: { $ref: '#/components/schemas/Animal' }, lives: { type: integer, not: { const: 3 } } }
    Dog: { type: object, properties: { animal: { $ref: '#/components/schemas/Animal' } } }
    Door: { type: object, properties: { lock: { $ref: '#/components/schemas/Lock' } } }
    Lock: { type: object, properties: { key: { type: string } } }
    Leftover: { type: object, properties: { lock: { $ref: '#/components/schemas/Lock' } } }
"##;

fn generated(spec: &str, features: Features) -> Generated {
    let loader = MapLoader::from_iter([("zoo.yaml", spec)]);
    let config = Config {
        features,
        sides: Sides::Both,
        ..Config::default()
    };
    generate(&loader, "zoo.yaml", &config).unwrap()
}

fn write(spec: &str, features: Features, folder: &Path) -> DocumentMut {
    let generated = generated(spec, features);
    let plan = output::plan(&generated.files, folder).unwrap();
    plan.apply().unwrap();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    manifest.parse().unwrap()
}

fn strings(item: &toml_edit::Item) -> Vec<&str> {
    let items = item.as_array().unwrap().iter();
    items.filter_map(|item| item.as_str()).collect()
}

#[test]
fn code_asks_for_features_that_there_are() {
    let empty = "openapi: 3.1.0\ninfo: { title: Zoo, version: '1' }\nwebhooks: {}\n";
    for spec in [SPEC, empty] {
        let folder = tempfile::tempdir().unwrap();
        let manifest = write(spec, Features::default(), folder.path());
        let known = manifest["features"].as_table().unwrap();
        let files = generated(spec, Features::default()).files;
        let texts = files.owned.values().chain(&files.mock);
        for text in texts {
            for asked in text.split("feature = \"").skip(1) {
                let asked = asked.split('"').next().unwrap();
                assert!(known.contains_key(asked), "{asked} in\n{text}");
            }
        }
    }
}

#[test]
fn what_only_some_tags_reach_stands_behind_their_features() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = write(SPEC, Features::Tags, folder.path());
    let features = &manifest["features"];
    let default = ["rustls", "blocking-operations", "cats", "dogs", "pets"];
    assert_eq!(strings(&features["default"]), default);
    assert_eq!(strings(&features["cats"]), ["pets"]);
    assert_eq!(strings(&features["blocking"]), Vec::<&str>::new());
    let text = |path: &str| fs::read_to_string(folder.path().join("src/generated").join(path));
    let types = text("types.rs").unwrap();
    for part in [
        "#[cfg(feature = \"cats\")]\npub mod cats;",
        "#[cfg(any(feature = \"cats\", feature = \"dogs\"))]\npub mod common_animal;",
        "#[cfg(feature = \"blocking-operations\")]\npub use self::blocking::*;",
        "\npub mod common;",
    ] {
        assert!(types.contains(part), "{part} is not in\n{types}");
    }
    // What is there for all leads to nothing that is not.
    assert!(text("types/common.rs").unwrap().contains("pub struct Lock"));
    let operations = text("operations.rs").unwrap();
    assert!(
        operations.contains("#[cfg(feature = \"pets\")]\npub mod pets;"),
        "{operations}"
    );
    let pets = text("operations/pets.rs").unwrap();
    assert!(
        pets.contains("#[cfg(feature = \"dogs\")]\npub mod dogs;"),
        "{pets}"
    );
    let dogs = text("operations/pets/dogs.rs").unwrap();
    assert!(
        dogs.contains("//! Needs the feature `dogs`, which is on by default."),
        "{dogs}"
    );
}

#[test]
fn features_come_and_go_with_tags_and_the_users_stay() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let manifest = write(SPEC, Features::Tags, folder);
    // Cats are not for all, and there is a feature of the user's own.
    let text = manifest.to_string();
    let text = text.replace(
        "\"rustls\", \"blocking-operations\", \"cats\", ",
        "\"rustls\", \"blocking-operations\", ",
    );
    let text = text.replace("[features]\n", "[features]\nfish = []\n");
    fs::write(folder.join("Cargo.toml"), text).unwrap();
    let more = SPEC.replace("tags: [blocking]", "tags: [fish]");
    let manifest = write(&more, Features::Tags, folder);
    let features = &manifest["features"];
    assert_eq!(strings(&features["default"]), ["rustls", "dogs", "pets"]);
    assert!(features.get("blocking-operations").is_none());
    assert_eq!(
        strings(&manifest["package"]["metadata"]["faircopy"]["tags"]),
        ["cats", "dogs", "pets"]
    );

    let manifest = write(SPEC, Features::None, folder);
    let features = manifest["features"].as_table_like().unwrap();
    assert_eq!(strings(&manifest["features"]["default"]), ["rustls"]);
    assert!(features.get("dogs").is_none() && features.get("fish").is_some());
}

#[test]
fn a_crate_without_the_choice_has_none_of_it() {
    let files = generated(SPEC, Features::None).files.owned;
    let gated = files.iter().filter(|(path, text)| {
        !path.contains("/runtime") && text.contains("cfg(feature = \"cats\")")
    });
    assert_eq!(gated.count(), 0);
    assert!(
        !files.contains_key("src/generated/types/cats.rs"),
        "so few types are one file"
    );
}

#[test]
fn a_crate_builds_with_any_of_its_tags() {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    write(SPEC, Features::Tags, &folder);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let library = folder.join("src/lib.rs");
    let text = fs::read_to_string(&library).unwrap();
    fs::write(&library, format!("#![deny(warnings)]\n{text}")).unwrap();
    // What it depends on is built once for this and for crates that share their support code.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared_runtime/target");
    for features in [
        "",
        "cats",
        "dogs",
        "blocking-operations",
        "cats,server",
        "cats,dogs,blocking-operations",
    ] {
        let output = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--offline",
                "--no-default-features",
                "--features",
                features,
            ])
            .env("CARGO_TARGET_DIR", &target)
            .current_dir(&folder)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{features}: {errors}");
    }
}
