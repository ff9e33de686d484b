//! Runs `tests/cases`: one folder a behaviour, with `spec.yaml` (or `spec.json`) and what the
//! generator makes of it: what it says, and where the folder has an `expected.rs` or an
//! `expected-wire.rs`, the types and operations that it writes, or what reads and judges them. `UPDATE_EXPECT=1`
//! rewrites what is expected. A `types.rs` and its `wire.rs` are whole files, which tests of the support code run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use faircopy::Config;
use faircopy::diagnostics::render;
use faircopy::internals::cli::Input;
use faircopy::source::{DirLoader, Limits, Overlay};

/// What a run makes of a case, by the name of the file that holds what is expected; `None` where
/// there is nothing.
type Outputs = Vec<(&'static str, Option<String>)>;

#[test]
fn cases_have_the_expected_output() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    let mut differences = Vec::new();
    for case in cases {
        for (file, output) in run(&case) {
            let path = case.join(file);
            let expected = fs::read_to_string(&path).ok();
            if output == expected {
                continue;
            }
            match (update, &output) {
                (true, Some(output)) => fs::write(&path, output).unwrap(),
                (true, None) => fs::remove_file(&path).unwrap(),
                (false, _) => differences.push(format!(
                    "{}\n--- expected\n{}\n--- found\n{}",
                    path.display(),
                    expected.as_deref().unwrap_or("nothing"),
                    output.as_deref().unwrap_or("nothing"),
                )),
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{}\n\nrun with UPDATE_EXPECT=1 to accept what was found",
        differences.join("\n\n")
    );
}

fn run(case: &Path) -> Outputs {
    let name = if case.join("spec.json").exists() {
        "spec.json"
    } else {
        "spec.yaml"
    };
    let config = config(case, name);
    let loader = DirLoader::new(case, config.limits.bytes);
    let (diagnostics, sources) = faircopy::check(&loader, name, &config);
    let text = |options: &render::Options| {
        let printed = render::text(&diagnostics, &sources, options);
        (!printed.is_empty()).then_some(printed)
    };
    let verbose = render::Options {
        verbose: true,
        ..render::Options::default()
    };
    let narrow = render::Options {
        width: 44,
        ..render::Options::default()
    };
    let mut outputs = vec![("expected.stderr", text(&verbose))];
    // Other forms are compared where a case has them.
    let others = [
        ("expected-narrow.stderr", text(&narrow)),
        ("expected-grouped.stderr", text(&render::Options::default())),
        (
            "expected.json",
            Some(render::json(&diagnostics, &sources, "api/")),
        ),
        (
            "expected.github",
            Some(render::github(&diagnostics, &sources, "api/")),
        ),
    ];
    outputs.extend(
        others
            .into_iter()
            .filter(|(file, _)| case.join(file).exists()),
    );
    for (file, is_wire) in [("expected.rs", false), ("expected-wire.rs", true)] {
        if case.join(file).exists() {
            outputs.push((file, Some(code(case, name, is_wire))));
        }
    }
    for (file, path) in [("types.rs", "types.rs"), ("wire.rs", "types/wire.rs")] {
        if case.join(file).exists() {
            outputs.push((
                file,
                generated(case, name).remove(&format!("src/generated/{path}")),
            ));
        }
    }
    if case.join("expected-rules.rs").exists() {
        outputs.push(("expected-rules.rs", Some(rules(case, name))));
    }
    outputs
}

/// What the `faircopy.toml` of a case chooses, or else no more than limits that are soon reached.
fn config(case: &Path, name: &str) -> Config {
    if case.join("faircopy.toml").exists() {
        return Input::new(case.join(name)).choices().unwrap();
    }
    Config {
        limits: Limits {
            nodes: 100_000,
            ..Limits::default()
        },
        overlays: overlays(case),
        ..Config::default()
    }
}

/// The overlays of a case: `overlay.yaml`, then `overlay2.yaml`.
fn overlays(case: &Path) -> Vec<Overlay> {
    let names = ["overlay.yaml", "overlay2.yaml"];
    let read = |name: &str| {
        let bytes = fs::read(case.join(name)).ok()?;
        Some(Overlay {
            name: name.to_owned(),
            bytes,
        })
    };
    names.into_iter().filter_map(read).collect()
}

/// The files that the generator owns, by path.
fn generated(case: &Path, name: &str) -> BTreeMap<String, String> {
    let loader = DirLoader::new(case, Limits::default().bytes);
    match faircopy::generate(&loader, name, &Config::default()) {
        Ok(generated) => generated.files.owned,
        Err(refused) => panic!("{}: {:?}", case.display(), refused.diagnostics),
    }
}

/// What judges values by rules across fields, without the rest of the wire code.
fn rules(case: &Path, name: &str) -> String {
    let files = generated(case, name);
    let wire = files
        .iter()
        .filter(|(path, _)| path.contains("/types/wire"));
    let items = wire.flat_map(|(_, text)| syn::parse_file(text).unwrap().items);
    let judges = |item: &syn::Item| {
        let text = quote::quote!(#item).to_string();
        text.contains("runtime :: rules ::").then(|| {
            prettyplease::unparse(&syn::File {
                shebang: None,
                frontmatter: None,
                attrs: Vec::new(),
                items: vec![item.clone()],
            })
        })
    };
    let printed: Vec<String> = items.filter_map(|item| judges(&item)).collect();
    printed.join("\n")
}

/// The generated types and operations, less the support code: what reads and judges them, or all
/// else.
fn code(case: &Path, name: &str, is_wire: bool) -> String {
    let generated = generated(case, name);
    let kept = |path: &&String| {
        let path = path.trim_start_matches("src/generated/");
        let is_own = path.starts_with("types") || path.starts_with("operations");
        is_own && path.contains("/wire") == is_wire
    };
    let files = generated.keys().filter(kept);
    let texts = files.map(|path| format!("// ==> {path}\n{}", generated[path]));
    texts.collect::<Vec<_>>().join("\n")
}
