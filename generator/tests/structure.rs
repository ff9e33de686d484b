//! The structure of the code: which module may name which, as ARCHITECTURE.md says; no circle of many
//! files; no file of many lines.

#[path = "structure/graph.rs"]
mod graph;
#[path = "structure/names.rs"]
mod names;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Graph, Module};

/// The most files that may name each other in a circle.
const CIRCLE: usize = 5;
/// The most lines of a file.
const LINES: usize = 500;

#[test]
fn modules_of_the_generator_name_those_before_them() {
    assert_in_order("generator/src");
}

#[test]
fn modules_of_the_runtime_name_those_before_them() {
    assert_in_order("generator/runtime/src");
}

#[test]
fn modules_of_the_printer_name_those_before_them() {
    assert_in_order("generator/printer/src");
}

#[track_caller]
fn assert_in_order(folder: &str) {
    let graph = Graph::new(&sources(&root().join(folder)));
    let order = order(folder);
    let wrong = faults(&graph, &order);
    assert!(wrong.is_empty(), "{folder}:\n{}", wrong.join("\n"));
}

/// What is wrong with a graph, of which each line of the order may name those before it.
fn faults(graph: &Graph, order: &[Vec<String>]) -> Vec<String> {
    let line = |module: &str| {
        order
            .iter()
            .position(|line| line.iter().any(|one| one == module))
    };
    let mut wrong = Vec::new();
    for module in graph.tops() {
        if line(module).is_none() {
            wrong.push(format!("{module} has no place in the order"));
        }
    }
    for module in order.iter().flatten() {
        if !graph.tops().contains(&module.as_str()) {
            wrong.push(format!(
                "{module} has a place in the order, and is no module"
            ));
        }
    }
    for (from, to, path) in graph.edges() {
        let (Some(one), Some(other)) = (from.first(), to.first()) else {
            // The root names all, and is named by none.
            if !from.is_empty() {
                wrong.push(format!("{} names the root: {path}", from.join("::")));
            }
            continue;
        };
        if one != other && line(other) > line(one) {
            wrong.push(format!(
                "{} names what comes after it: {path}",
                from.join("::")
            ));
        }
    }
    for circle in graph.circles() {
        if circle.len() > CIRCLE {
            let names: Vec<_> = circle.iter().map(|module| module.join("::")).collect();
            wrong.push(format!(
                "a circle of {}: {}",
                circle.len(),
                names.join(", ")
            ));
        }
    }
    wrong
}

/// The order that ARCHITECTURE.md gives for a folder, below its name: a module may name those before
/// it, and those that it is joined with by `+`.
fn order(folder: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let start = format!("```text\n{folder}:\n");
    let (_, rest) = text.split_once(&start).expect("the folder has an order");
    let (block, _) = rest.split_once("```").expect("the order ends");
    let rings = block.split_whitespace();
    rings
        .map(|ring| ring.split('+').map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_planted_edge_is_found() {
    let order = [vec!["low".to_owned()], vec!["high".to_owned()]];
    let found = |low: &str, high: &str| {
        let files = [("", "mod low; mod high;"), ("low", low), ("high", high)];
        faults(&Graph::new(&planted(&files)), &order)
    };
    let none: [String; 0] = [];
    assert_eq!(found("", "use crate::low::A;"), none);
    assert_eq!(found("// use crate::high::A;", ""), none);
    assert_eq!(
        found("#[cfg(test)] mod tests { use crate::high::A; }", ""),
        none
    );
    assert_eq!(found("fn a() { quote! { crate::high::A } }", ""), none);
    for planted in [
        "use crate::high::A;",
        "use crate::{high::{self}, low};",
        "fn a() -> crate::high::A {}",
        "use super::high;",
        "mod inner { use super::super::high::A; }",
        "macro_rules! a { () => { $crate::high::A } }",
        "#[cfg(test)] mod tests {} pub use crate::high::A;",
    ] {
        let wrong = found(planted, "");
        assert_eq!(wrong.len(), 1, "{planted}: {wrong:?}");
        assert!(
            wrong[0].starts_with("low names what comes after it"),
            "{wrong:?}"
        );
    }
    assert_eq!(found("use crate::A;", ""), ["low names the root: A"]);
}

#[test]
fn a_planted_circle_is_found() {
    let order = [vec!["top".to_owned()]];
    let ring = |number: usize| {
        let mut files = vec![
            (String::new(), "mod top;".to_owned()),
            ("top".to_owned(), String::new()),
        ];
        for index in 0..number {
            let next = (index + 1) % number;
            files.push((format!("top::m{index}"), format!("use super::m{next}::A;")));
        }
        let files: Vec<_> = files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        faults(&Graph::new(&planted(&files)), &order)
    };
    assert!(ring(CIRCLE).is_empty());
    assert!(ring(CIRCLE + 1)[0].starts_with("a circle of 6"));
    // What a module hands on from another is the other's.
    let files = [
        ("", "mod top;"),
        (
            "top",
            "mod a; mod b; pub use a::A; use b::B; fn f() -> B {}",
        ),
        ("top::a", ""),
        ("top::b", "use super::A;"),
    ];
    assert!(Graph::new(&planted(&files)).circles().is_empty());
}

fn planted(files: &[(&str, &str)]) -> BTreeMap<Module, String> {
    let module = |name: &str| {
        name.split("::")
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    files
        .iter()
        .map(|(name, text)| (module(name), (*text).to_owned()))
        .collect()
}

#[test]
fn files_are_short() {
    let mut long = Vec::new();
    for folder in ["generator", "xtask", "generated-client/src"] {
        for path in rust_files(&root().join(folder)) {
            let path = path.strip_prefix(root()).unwrap().display().to_string();
            let is_ours = !path.contains("/generated/") && !path.contains("/cases/");
            let lines = fs::read_to_string(root().join(&path))
                .unwrap()
                .lines()
                .count();
            if is_ours && lines > LINES {
                long.push(format!("{path}: {lines} lines"));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The source of each module in a folder.
fn sources(folder: &Path) -> BTreeMap<Module, String> {
    let mut sources = BTreeMap::new();
    for path in rust_files(folder) {
        let name = path.strip_prefix(folder).unwrap().with_extension("");
        let mut module: Module = name
            .iter()
            .map(|part| part.to_str().unwrap().to_owned())
            .collect();
        if module == ["main"] {
            continue;
        }
        if module == ["lib"] {
            module.clear();
        }
        sources.insert(module, fs::read_to_string(&path).unwrap());
    }
    sources
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.join("CACHEDIR.TAG").exists() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}
