//! Names of published documents say something: few variants are called by a number, and few methods say a
//! word twice.
//!
//! Reads the folder that `SPEC_CORPUS` names, and prints what it counts. And an operation that is added takes
//! no name from what is there, though it has a schema that was another's alone.

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use faircopy::internals::ir::{self, Api, TypeKind, Union};
use faircopy::source::{DirLoader, Limits, MapLoader};
use faircopy::{Config, Names, generate, read};
use serde_json::{Map, Value, json};
use support::{Random, all_documents};

/// How many names there are, and which of them say too little or too much.
#[derive(Default)]
struct Counted {
    all: usize,
    wrong: Vec<String>,
}

impl Counted {
    fn add(&mut self, name: String, is_wrong: bool) {
        self.all += 1;
        self.wrong.extend(is_wrong.then_some(name));
    }

    fn thousandths(&self) -> usize {
        self.wrong.len() * 1000 / self.all.max(1)
    }
}

#[test]
fn names_say_something() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
    let (mut variants, mut methods) = (Counted::default(), Counted::default());
    let mut plain = Counted::default();
    for path in all_documents(&folder) {
        for operation in operations_by_habits(&path) {
            plain.add(operation.clone(), says_a_word_twice(&operation));
        }
        let Some(api) = api(&path, &Config::default()) else {
            continue;
        };
        for (_, def) in api.types.iter() {
            if let TypeKind::Union(union) = &def.kind {
                count_variants(def.name.as_str(), union, &mut variants);
            }
        }
        for operation in &api.operations {
            let name = operation.name.as_str();
            methods.add(name.to_owned(), says_a_word_twice(name));
        }
    }
    let all = [
        ("variants", &variants),
        ("methods", &methods),
        ("methods by habits", &plain),
    ];
    for (what, counted) in all {
        println!("{what}: {} of {}", counted.wrong.len(), counted.all);
        counted.wrong.iter().for_each(|name| println!("    {name}"));
    }
    assert!(variants.thousandths() < 6, "{:?}", variants.wrong);
    assert_eq!(plain.all, methods.all);
    assert!(
        plain.wrong.len() * 2 < methods.wrong.len(),
        "{:?}",
        plain.wrong
    );
}

/// The methods of a document with `names = "auto"`.
fn operations_by_habits(path: &Path) -> Vec<String> {
    let names = Names {
        auto: true,
        ..Names::default()
    };
    let config = Config {
        names,
        ..Config::default()
    };
    let operations = api(path, &config).map(|api| api.operations);
    let operations = operations.into_iter().flatten();
    operations.map(|one| one.name.as_str().to_owned()).collect()
}

#[test]
fn names_by_habits_are_kept_when_operations_are_added() {
    let document = |paths: &[(&str, &str)]| {
        let operation = |(path, id): &(&str, &str)| {
            let responses = json!({ "204": { "description": "Nothing." } });
            let get = json!({ "operationId": id, "responses": responses });
            ((*path).to_owned(), json!({ "get": get }))
        };
        let paths: Map<String, Value> = paths.iter().map(operation).collect();
        json!({ "openapi": "3.1.0", "info": { "title": "A", "version": "1" }, "paths": paths })
    };
    let methods = |paths: &[(&str, &str)]| {
        let config = Config {
            names: Names {
                auto: true,
                ..Names::default()
            },
            ..Config::default()
        };
        let text = document(paths).to_string();
        let loader = MapLoader::from_iter([("api.json", text.as_str())]);
        let read = read(&loader, "api.json", &config).unwrap();
        let named = ir::of(&read).operations.iter();
        let named = named.map(|one| (one.path.clone(), one.name.as_str().to_owned()));
        named.collect::<BTreeSet<_>>()
    };
    let first = ("/items", "list_items_get");
    let others = [
        ("/a/items", "list_a_items_get"),
        ("/teams/items", "list_teams_items_get"),
        ("/items2", "list_items2_get"),
    ];
    let mut paths = vec![first];
    let mut before = methods(&paths);
    for other in others {
        paths.push(other);
        let after = methods(&paths);
        assert!(before.is_subset(&after), "{before:?} {after:?}");
        before = after;
    }
}

fn api(path: &Path, config: &Config) -> Option<Api> {
    let (loader, name) = DirLoader::for_document(path, Limits::default().bytes);
    let read = read(&loader, &name, config).ok()?;
    Some(ir::of(&read).clone())
}

fn count_variants(of: &str, union: &Union, counted: &mut Counted) {
    let names: BTreeSet<&str> = union.branches.iter().map(|one| one.name.as_str()).collect();
    for name in &names {
        let stem = name.trim_end_matches(|last: char| last.is_ascii_digit());
        let is_numbered = stem != *name
            && (["Variant", "Option"].contains(&stem)
                || names.contains(stem)
                || names.contains(stem.trim_end_matches('N')));
        counted.add(format!("{of}::{name}"), is_numbered);
    }
}

fn says_a_word_twice(method: &str) -> bool {
    let words: Vec<&str> = method.split('_').filter(|word| !word.is_empty()).collect();
    words.iter().collect::<BTreeSet<_>>().len() < words.len()
}

/// Operations of these numbers, whose answers are few enough to be equal now and then.
fn document(operations: &BTreeSet<usize>) -> String {
    let kinds = ["string", "integer", "boolean"];
    let statuses = ["200", "400", "404", "default"];
    let operation = |number: &usize| {
        let mut random = Random::new(*number as u64);
        let mut responses = Map::new();
        for status in statuses {
            let kind = kinds[random.below(kinds.len())];
            let inner = json!({ "type": "object", "properties": { "of": { "type": kind } } });
            let schema = json!({
                "type": "object",
                "description": format!("Of {number}."),
                "required": ["detail"],
                "properties": { "detail": { "type": "string" }, "extra": inner },
            });
            let content = json!({ "application/json": { "schema": schema } });
            responses.insert(
                status.to_owned(),
                json!({ "description": "It.", "content": content }),
            );
        }
        let operation = json!({ "operationId": format!("op{number}"), "responses": responses });
        (format!("/{number}"), json!({ "get": operation }))
    };
    let paths: Map<String, Value> = operations.iter().map(operation).collect();
    json!({ "openapi": "3.1.0", "info": { "title": "A", "version": "1" }, "paths": paths })
        .to_string()
}

/// The public types and methods that are generated.
fn public(document: &str) -> BTreeSet<String> {
    let loader = MapLoader::from_iter([("api.json", document)]);
    let generated = generate(&loader, "api.json", &Config::default()).unwrap();
    let files = generated.files.owned.iter();
    let files = files.filter(|(path, _)| !path.contains("/runtime"));
    let lines = files.flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| {
        let rest = line.trim_start().strip_prefix("pub ")?;
        let (keyword, rest) = rest.split_once(' ')?;
        let name = rest
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .next()?;
        let is_type = ["struct", "enum", "type"].contains(&keyword);
        (is_type || keyword == "fn")
            .then(|| format!("{} {name}", if is_type { "type" } else { "fn" }))
    });
    names.collect()
}

#[test]
fn what_is_added_takes_no_name_from_what_is_there() {
    let mut united = 0;
    for seed in 0..40 {
        let mut random = Random::new(seed);
        let mut operations: BTreeSet<usize> = (0..3).map(|_| 10 + random.below(80)).collect();
        let before = public(&document(&operations));
        // Behind the others: what comes before them may ask for a common name first.
        operations.insert(90 + random.below(9));
        let after = public(&document(&operations));
        let gone: Vec<_> = before.difference(&after).collect();
        assert!(gone.is_empty(), "{operations:?}: {gone:?}");
        united += usize::from(after.contains("type BadRequest"));
    }
    assert!(united > 5, "{united} had a name in common");
}
