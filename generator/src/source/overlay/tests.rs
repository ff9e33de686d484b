//! The rules for merging, and the sets of overlays of the specification's project.

use serde_json::{Value, json};

use super::super::{DirLoader, Document, Limits, Loader, MapLoader, load_overlaid};
use super::Overlay;
use crate::diagnostics::Diagnostics;
use crate::pointer::Pointer;

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

/// A document of a text, with an overlay of a text.
fn of_texts(document: &str, overlay: &str) -> (Document, Vec<String>) {
    let loader = MapLoader::from_iter([("spec.json", document)]);
    let overlay = Overlay {
        name: "overlay.json".to_owned(),
        bytes: overlay.into(),
    };
    let mut diagnostics = Diagnostics::new();
    let limits = Limits::default();
    let document = load_overlaid(&loader, "spec.json", &[overlay], &limits, &mut diagnostics);
    let codes = diagnostics.iter().map(|one| one.code.id.to_owned());
    (document, codes.collect())
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
fn what_is_not_of_its_version_is_said_and_done() {
    let document = json!({ "a": { "x": 1 }, "b": {} });
    let copies = json!([{ "target": "$.b", "copy": "$.a" }]);
    for (version, info, actions, messages) in [
        ("1.1.0", json!({}), &copies, 0),
        ("1.2.0", json!({}), &copies, 1),
        ("1.0.0", json!({}), &copies, 1),
        ("1.1.0", json!(null), &copies, 1),
        ("1.1.0", json!({}), &json!([]), 1),
    ] {
        let overlay = json!({ "overlay": version, "info": info, "actions": actions }).to_string();
        let (changed, codes) = of_texts(&document.to_string(), &overlay);
        assert_eq!(codes, vec!["W0062"; messages], "{overlay}");
        let is_copied = changed.root["b"] == document["a"];
        assert_eq!(is_copied, actions == &copies, "{overlay}");
    }
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

/// What is left of a list of five when what a path matches in it is removed.
fn left_by(path: &str) -> Value {
    let document = json!({ "list": ["a", "b", "c", "d", "e"], "keep": { "a": 1 } });
    let actions = json!([{ "target": path, "remove": true }]);
    let (root, said) = applied(&document, "1.1.0", &actions);
    assert_eq!(said, Vec::<String>::new(), "{path}");
    root["list"].clone()
}

#[test]
fn items_are_removed_whatever_the_order_of_the_path() {
    assert_eq!(left_by("$.list[0,2]"), json!(["b", "d", "e"]));
    assert_eq!(left_by("$.list[2,0]"), json!(["b", "d", "e"]));
    assert_eq!(left_by("$.list[3:0:-2]"), json!(["a", "c", "e"]));
    assert_eq!(left_by("$.list[0,2,0]"), json!(["b", "d", "e"]));
    assert_eq!(left_by("$.list[-1,0]"), json!(["b", "c", "d"]));
    assert_eq!(
        left_by("$.list[?@ == 'b' || @ > 'd']"),
        json!(["a", "c", "d"])
    );
    let items: Vec<_> = (0..12).map(|number| json!({ "number": number })).collect();
    let actions = json!([{ "target": "$.list[?@.number > 1]", "remove": true }]);
    let (root, _) = applied(&json!({ "list": items }), "1.1.0", &actions);
    assert_eq!(root["list"], json!([{ "number": 0 }, { "number": 1 }]));
}

#[test]
fn items_and_what_they_hold_are_removed_together() {
    let document = json!({ "list": [{ "x": { "x": 1 } }, { "y": 1 }, { "x": 2, "z": 3 }] });
    let actions = json!([{ "target": "$.list[?@.x]['x', 'z']", "remove": true }]);
    let (root, _) = applied(&document, "1.1.0", &actions);
    assert_eq!(root["list"], json!([{}, { "y": 1 }, {}]));
    let actions = json!([{ "target": "$..[?@.x || @ == 1]", "remove": true }]);
    let (root, _) = applied(&document, "1.1.0", &actions);
    assert_eq!(root["list"], json!([{}]));
    let document = json!({ "list": [[1, 2, 3], 4, [5, [6, 7, 6], 6], 8, [6]] });
    let actions = json!([{ "target": "$..[?@ == 4 || @ == 6 || @ == 2]", "remove": true }]);
    let (root, _) = applied(&document, "1.1.0", &actions);
    assert_eq!(root["list"], json!([[1, 3], [5, [7]], 8, []]));
}

#[test]
fn a_place_that_is_matched_twice_is_changed_once() {
    let document = json!({ "a": [1], "b": [2] });
    let actions = json!([{ "target": "$['a', 'b', 'a']", "update": 3 }]);
    let (root, said) = applied(&document, "1.1.0", &actions);
    assert_eq!((root, said.len()), (json!({ "a": [1, 3], "b": [2, 3] }), 0));
}

#[test]
fn a_copy_of_a_part_onto_itself_or_into_itself_ends() {
    let document = json!({ "a": { "x": 1, "list": [1], "b": {} } });
    let actions = json!([{ "target": "$.a", "copy": "$.a" }, { "target": "$.a.b", "copy": "$" }]);
    let (root, said) = applied(&document, "1.1.0", &actions);
    let a = json!({ "x": 1, "list": [1, 1], "b": {} });
    let expected = json!({ "x": 1, "list": [1, 1], "b": { "a": a } });
    assert_eq!((&root["a"], said.len()), (&expected, 0));
}

#[test]
fn targets_are_what_rfc_9535_selects() {
    let document = json!({ "paths": {
        "/a": {
            "get": { "tags": ["x", "paged"], "parameters": [{ "name": "q", "in": "query" }], "n": 0 },
            "post": { "tags": [], "n": 0 },
        },
        "/it's": { "get": { "operationId": "longName", "n": 0 } },
    } });
    let changed = |target: &str| {
        let actions = json!([{ "target": target, "update": { "n": 1 } }]);
        let (root, said) = applied(&document, "1.1.0", &actions);
        assert_eq!(said, Vec::<String>::new(), "{target}");
        let mut found = Vec::new();
        for (path, item) in root["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                if operation["n"] == json!(1) {
                    found.push(format!("{method} {path}"));
                }
            }
        }
        found.join(", ")
    };
    for (target, expected) in [
        ("$.paths.*.get", "get /a, get /it's"),
        ("$.paths.*[?@.tags[?@ == 'paged']]", "get /a"),
        ("$.paths[?@.get.tags[?(@ == 'paged')]].get", "get /a"),
        ("$.paths.*[?length(@.operationId) == 8]", "get /it's"),
        ("$.paths.*[?count(@.tags[*]) > 1]", "get /a"),
        ("$.paths.*[?match(@.operationId, 'long.*')]", "get /it's"),
        ("$.paths.*[?search(@.operationId, 'gN')]", "get /it's"),
        ("$.paths.*[?match(@.operationId, 'long')]", ""),
        ("$.paths.*[?value(@..name) == 'q']", "get /a"),
        ("$.paths.*[?!@.operationId && @.parameters]", "get /a"),
        ("$.paths['/it\\'s'].get", "get /it's"),
        ("$.paths[\"/a\"]['post']", "post /a"),
        ("$..post", "post /a"),
        ("$.paths.*[?@.tags == $.paths['/a'].post.tags]", "post /a"),
        (
            "$.paths.*[?@.nothing == @.neither]",
            "get /a, post /a, get /it's",
        ),
    ] {
        let found = match expected {
            "" => {
                let actions = json!([{ "target": target, "update": { "n": 1 } }]);
                let (root, said) = applied(&document, "1.1.0", &actions);
                assert_eq!((&root, said.len()), (&document, 1), "{target}");
                continue;
            }
            _ => changed(target),
        };
        assert_eq!(found, expected, "{target}");
    }
    for target in [
        "paths",
        "$.",
        "$.paths[",
        "$.a[?@.b",
        "$[?count(1) > 0]",
        " $.a",
    ] {
        let actions = json!([{ "target": target, "update": {} }]);
        let (root, said) = applied(&document, "1.1.0", &actions);
        assert_eq!((&root, said.len()), (&document, 1), "{target}");
        assert!(said[0].starts_with("E0060"), "{said:?}");
    }
}

#[test]
fn numbers_keep_their_digits_wherever_an_action_leaves_them() {
    let document = r#"{ "list": [0.10, 0.20, { "n": 340282366920938463463374607431768211455 }],
        "near": 340282366920938463463374607431768211455, "gone": { "n": 0.50 } }"#;
    let overlay = r#"{ "overlay": "1.1.0", "info": {}, "actions": [
        { "target": "$.list[0]", "remove": true },
        { "target": "$", "update": { "new": [0.30], "near": 340282366920938463463374607431768211454 } },
        { "target": "$.new", "copy": "$.list" },
        { "target": "$.gone", "remove": true },
        { "target": "$", "update": { "gone": { "n": 0.5 } } }
    ] }"#;
    let (document, said) = of_texts(document, overlay);
    assert_eq!(said, Vec::<String>::new());
    let numbers = document.exact_numbers.iter();
    let found: Vec<_> = numbers
        .map(|(at, text)| format!("{} {text}", at.as_str()))
        .collect();
    let expected = [
        "/list/0 0.20",
        "/list/1/n 340282366920938463463374607431768211455",
        "/near 340282366920938463463374607431768211454",
        "/new/0 0.30",
        "/new/1 0.20",
        "/new/2/n 340282366920938463463374607431768211455",
    ];
    assert_eq!(found, expected);
}

#[test]
fn parts_that_actions_moved_are_found_where_they_were_written() {
    let document = r#"{ "list": [0, {}, { "a": { "b": 1 } }] }"#;
    let overlay = r#"{ "overlay": "1.1.0", "info": {}, "actions": [
        { "target": "$.list[2].a", "update": { "c": 2 } },
        { "target": "$.list[0]", "remove": true },
        { "target": "$", "update": { "copy": {} } },
        { "target": "$.copy", "copy": "$.list[1]" },
        { "target": "$.list[1].a", "remove": true },
        { "target": "$.list[1]", "update": { "a": { "c": 3 } } }
    ] }"#;
    let (document, said) = of_texts(document, overlay);
    assert_eq!(said, Vec::<String>::new());
    let origin = |at: &str| {
        let at = Pointer::parse(at).unwrap();
        assert!(at.resolve(&document.root).is_some(), "{at}");
        let (file, pointer) = document.sources.origin(&at).unwrap();
        format!("{}{}", file.name, pointer.as_str())
    };
    assert_eq!(origin("#/copy/a/b"), "spec.json/list/2/a/b");
    assert_eq!(origin("#/copy/a/c"), "overlay.json/actions/0/update/c");
    assert_eq!(origin("#/list/1/a/c"), "overlay.json/actions/5/update/a/c");
    assert_eq!(origin("#/list/0"), "spec.json/list/1");
}

#[test]
fn copies_of_copies_stay_within_limits() {
    let copies = |target: &str, copy: &str| {
        let action = format!(r#"{{ "target": "{target}", "copy": "{copy}" }}"#);
        let actions = vec![action; 80].join(",");
        format!(r#"{{ "overlay": "1.1.0", "info": {{}}, "actions": [{actions}] }}"#)
    };
    let document = r#"{ "a": [[1]], "b": { "c": {} } }"#;
    let (_, said) = of_texts(document, &copies("$.a", "$.a"));
    assert_eq!(said, ["E0008"]);
    let (_, said) = of_texts(document, &copies("$..c", "$.b"));
    assert!(said.contains(&"E0009".to_owned()), "{said:?}");
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
