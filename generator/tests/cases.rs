//! Runs `tests/cases`: one folder a behaviour, and one test a folder, with `spec.yaml` (or `spec.json`)
//! and what the generator makes of it: what it says, and where the folder has an `expected.rs` or an
//! `expected-wire.rs`, the types and operations that it writes, or what reads and judges them.
//! `UPDATE_EXPECT=1` rewrites what is expected. A `types.rs`, its `wire.rs` and a `checks.rs` are whole files, which
//! tests of the support code run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use faircopy::Config;
use faircopy::internals::cli::Input;
use faircopy::report;
use faircopy::source::{DirLoader, Limits, Overlay};
use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;

/// What a run makes of a case, by the name of the file that holds what is expected; `None` where
/// there is nothing.
type Outputs = Vec<(&'static str, Option<String>)>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    let tests = cases.into_iter().map(|case| {
        let name = case.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        Trial::test(name, move || check(&case, update))
    });
    libtest_mimic::run(&arguments, tests.collect()).exit_code()
}

/// Compares what a run makes of a case with what is expected, or rewrites that.
fn check(case: &Path, update: bool) -> Result<(), Failed> {
    let mut differences = String::new();
    for (file, output) in run(case) {
        let path = case.join(file);
        let expected = fs::read_to_string(&path).ok();
        if output == expected {
            continue;
        }
        match (update, &output) {
            (true, Some(output)) => fs::write(&path, output)?,
            (true, None) => fs::remove_file(&path)?,
            (false, _) => differences += &difference(file, &expected, &output),
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    let advice = "run with UPDATE_EXPECT=1 to accept what was found";
    Err(format!("{differences}\n{advice}").into())
}

/// The lines in which two texts differ; no text at all is told from an empty one.
fn difference(file: &str, expected: &Option<String>, found: &Option<String>) -> String {
    let name = |text: &Option<String>, what: &str| match text {
        Some(_) => format!("{file} ({what})"),
        None => format!("nothing ({what})"),
    };
    let (before, after) = (expected.as_deref(), found.as_deref());
    TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default())
        .unified_diff()
        .header(&name(expected, "expected"), &name(found, "found"))
        .to_string()
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
    let text = |options: &report::Options| {
        let printed = report::text(&diagnostics, &sources, options);
        (!printed.is_empty()).then_some(printed)
    };
    let verbose = report::Options {
        verbose: true,
        ..report::Options::default()
    };
    let narrow = report::Options {
        width: 44,
        ..report::Options::default()
    };
    let mut outputs = vec![("expected.stderr", text(&verbose))];
    // Other forms are compared where a case has them.
    let others = [
        ("expected-narrow.stderr", text(&narrow)),
        ("expected-grouped.stderr", text(&report::Options::default())),
        (
            "expected.json",
            Some(report::json(&diagnostics, &sources, "api/")),
        ),
        (
            "expected.github",
            Some(report::github(&diagnostics, &sources, "api/")),
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
    for (file, path) in [
        ("types.rs", "types.rs"),
        ("wire.rs", "types/wire.rs"),
        ("checks.rs", "checks.rs"),
    ] {
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
            nodes: Some(100_000),
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
    match faircopy::generate(&loader, name, &config(case, name)) {
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
