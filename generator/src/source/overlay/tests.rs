//! The rules for merging, and the sets of overlays of the specification's project.

use serde_json::{Value, json};

use super::super::{DirLoader, Limits, Loader, MapLoader, load_overlaid};
use super::Overlay;
use crate::diagnostics::Diagnostics;

/// A document with an overlay of a version applied, and what was said.
fn applied(document: &Value, version: &str, actions: &Value) -> (Value, Vec<String>) {
    let overlay = json!({ "overlay": version, "info": {}, "actions": actions });
    let loader = MapLoader::from_iter([("spec.json", document.to_string())]);
    let overlay = Overlay {
        name: "overlay.json".to_owned(),
        bytes: overlay.to_string().into_bytes(),
    };
    loaded(&loader, "spec.json", &[overlay])
}

fn loaded(loader: &dyn Loader, root: &str, overlays: &[Overlay]) -> (Value, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let document = load_overlaid(loader, root, overlays, &Limits::default(), &mut diagnostics);
    let said = diagnostics
        .iter()
        .map(|one| format!("{}: {}", one.code.id, one.message));
    (document.root, said.collect())
}

#[test]
fn a_copy_is_merged_as_an_update_is() {
    let document = json!({
        "a": { "x": 1, "list": [1], "inner": { "y": 2 } },
        "b": { "x": 0, "list": [0], "inner": { "z": 3 } },
        "list": [0],
    });
    let actions = json!([
        { "target": "$.b", "copy": "$.a" },
        { "target": "$.list", "copy": "$.a.list" },
        { "target": "$.list", "copy": "$.a.inner" },
        { "target": "$.a.x", "copy": "$.b.inner.z" },
    ]);
    let (root, said) = applied(&document, "1.1.0", &actions);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(
        root["b"],
        json!({ "x": 1, "list": [0, 1], "inner": { "z": 3, "y": 2 } })
    );
    assert_eq!(root["list"], json!([0, 1, { "y": 2 }]));
    assert_eq!(root["a"]["x"], json!(3));
}

#[test]
fn single_values_are_targets_since_1_1() {
    let document = json!({ "info": { "title": "Old" } });
    let actions = json!([{ "target": "$.info.title", "update": "New" }]);
    let (root, said) = applied(&document, "1.1.0", &actions);
    assert_eq!(
        (root["info"]["title"].as_str(), said.len()),
        (Some("New"), 0)
    );
    let (_, said) = applied(&document, "1.0.0", &actions);
    assert_eq!(said.len(), 1);
}

#[test]
fn a_list_joins_a_list_since_1_1() {
    let document = json!({ "list": [1] });
    let actions = json!([{ "target": "$.list", "update": [2, 3] }]);
    assert_eq!(
        applied(&document, "1.1.0", &actions).0["list"],
        json!([1, 2, 3])
    );
    assert_eq!(
        applied(&document, "1.0.0", &actions).0["list"],
        json!([1, [2, 3]])
    );
}

#[test]
fn values_of_other_kinds_are_refused_since_1_1() {
    let document = json!({ "a": { "list": [1], "object": {}, "value": 1 }, "b": [] });
    for update in [
        json!({ "list": {} }),
        json!({ "object": 1 }),
        json!({ "value": [1] }),
    ] {
        let actions = json!([{ "target": "$.a", "update": update }]);
        let (root, said) = applied(&document, "1.1.0", &actions);
        assert_eq!((root, said.len()), (document.clone(), 1), "{update}");
        assert_eq!(applied(&document, "1.0.0", &actions).1.len(), 0, "{update}");
    }
    for actions in [
        json!([{ "target": "$.*", "update": {} }]),
        json!([{ "target": "$.a", "copy": "$.nothing" }]),
        json!([{ "target": "$.a", "copy": "$.*" }]),
        json!([{ "target": "$.a", "copy": "$.a", "update": {} }]),
    ] {
        let (root, said) = applied(&document, "1.1.0", &actions);
        assert_eq!((root, said.len()), (document.clone(), 1), "{actions}");
    }
}

/// The folder that `OAI_TESTS` names, or the one beside its documents.
#[test]
fn compliant_sets_come_out_as_they_should() {
    let Some(folder) = std::env::var_os("OAI_TESTS") else {
        println!("skipped: OAI_TESTS names no folder");
        return;
    };
    let folder = std::path::Path::new(&folder);
    let sets = [Some(folder), folder.parent()].into_iter().flatten();
    let mut sets = sets.map(|folder| folder.join("overlay-sets"));
    let sets = sets
        .find(|sets| sets.is_dir())
        .expect("a folder `overlay-sets`");
    let entries = std::fs::read_dir(sets).unwrap();
    let sets = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let mut count = 0;
    for set in sets {
        let loader = DirLoader::new(&set, Limits::default().bytes);
        let overlay = Overlay {
            name: "overlay.yaml".to_owned(),
            bytes: loader.load("overlay.yaml").unwrap(),
        };
        let (found, said) = loaded(&loader, "openapi.yaml", &[overlay]);
        let (expected, _) = loaded(&loader, "output.yaml", &[]);
        assert_eq!(found, expected, "{}: {said:?}", set.display());
        count += 1;
    }
    assert_eq!(count, 8);
}
