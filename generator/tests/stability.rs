//! Names are promises: between successive versions of published documents, what did not change is called as
//! it was, by each of the ways to name a whole document.
//!
//! Reads the folder that `SPEC_HISTORY` names, in which the versions of a document sort by their names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use faircopy::internals::document;
use faircopy::internals::ir::{self, Api, TypeKind};
use faircopy::source::{DirLoader, Limits};
use faircopy::{Config, Methods, Names, read};
use serde_json::Value;

/// What is called so, by where the document has it and what of it that is: a type, a field, a method.
type Named = BTreeMap<(String, String), BTreeSet<String>>;

#[test]
fn what_did_not_change_is_called_as_it_was() {
    let Some(folder) = std::env::var_os("SPEC_HISTORY").map(PathBuf::from) else {
        println!("skipped: SPEC_HISTORY is not set");
        return;
    };
    let habits = |methods| Names {
        auto: true,
        methods,
        ..Names::default()
    };
    let ways = [
        ("as they are", Names::default()),
        ("auto", habits(Methods::default())),
        ("auto, by path", habits(Methods::Path)),
        ("auto, by tag", habits(Methods::Tag)),
    ];
    let pairs = pairs(&folder);
    assert!(pairs.len() > 3, "{pairs:?}");
    for (old, new) in pairs {
        for (way, names) in &ways {
            let [(one, before), (other, after)] = [&old, &new].map(|path| named(path, names));
            let (mut same, mut gone, mut renamed) = (0, 0, Vec::new());
            for ((at, what), was) in &before {
                if one.pointer(at).is_none() || one.pointer(at) != other.pointer(at) {
                    continue;
                }
                same += was.len();
                // What is made of a place together with others is gone where those changed.
                let Some(is) = after.get(&(at.clone(), what.clone())) else {
                    gone += was.len();
                    continue;
                };
                let other = was.iter().filter(|name| !is.contains(*name));
                renamed.extend(other.map(|name| format!("{at} {what}: {name} is {is:?}")));
            }
            println!("{} {way}: {same} names, {gone} gone", new.display());
            assert!(same > 500 && gone * 20 < same, "{same}, {gone} gone");
            assert!(renamed.is_empty(), "{way}: {renamed:#?}");
        }
    }
}

/// Successive versions: files whose names begin alike.
fn pairs(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending != "md"));
    paths.sort();
    let of = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.split('-').next().unwrap_or_default().to_owned()
    };
    let pairs = paths.windows(2).filter(|pair| of(&pair[0]) == of(&pair[1]));
    pairs
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

/// A document, and all public names that have a place in it.
fn named(path: &Path, names: &Names) -> (Value, Named) {
    let config = Config {
        names: names.clone(),
        keep_going: true,
        ..Config::default()
    };
    let (loader, name) = DirLoader::for_document(path, Limits::default().bytes);
    let Ok(read) = read(&loader, &name, &config) else {
        panic!("{} is refused", path.display());
    };
    (document::of(&read).value.clone(), all_of(ir::of(&read)))
}

fn all_of(api: &Api) -> Named {
    let mut named = Named::new();
    let mut add = |at: &str, what: &str, name: &str| {
        let key = (at.to_owned(), what.to_owned());
        named.entry(key).or_default().insert(name.to_owned());
    };
    for (_, def) in api.types.iter() {
        let at = def.source.as_str();
        add(at, "type", def.name.as_str());
        // Equal schemas share a type, which each of their places has a name for.
        let def = match &def.kind {
            TypeKind::Alias(shape) => shape.ty.id().map_or(def, |id| &api.types[id]),
            _ => def,
        };
        match &def.kind {
            TypeKind::Struct(object) => {
                for field in &object.fields {
                    add(at, &format!("field {}", field.wire), field.name.as_str());
                }
            }
            TypeKind::Enum(values) => {
                for variant in &values.variants {
                    add(
                        at,
                        &format!("value {}", variant.value),
                        variant.name.as_str(),
                    );
                }
            }
            TypeKind::Union(union) => {
                for branch in &union.branches {
                    add(branch.shape.source.as_str(), "branch", branch.name.as_str());
                }
            }
            TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::External(_) => {}
        }
    }
    for operation in &api.operations {
        let at = operation.source.as_str();
        add(at, "method", operation.name.as_str());
        add(at, "call", operation.call.as_str());
        for parameter in &operation.parameters {
            let wire = format!("parameter {}", parameter.wire);
            add(at, &wire, parameter.name.as_str());
        }
    }
    named
}
