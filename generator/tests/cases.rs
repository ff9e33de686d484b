//! Runs `tests/cases`: one folder a behaviour, with `spec.yaml` (or `spec.json`) and what the
//! generator makes of it: what it says, and where the folder has an `expected.rs`, the types and
//! operations that it writes. `UPDATE_EXPECT=1` rewrites what is expected.

use std::fs;
use std::path::{Path, PathBuf};

use faircopy::diagnostics::{Diagnostics, render};
use faircopy::lint;
use faircopy::source::{DirLoader, Limits, load};

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
    let limits = Limits {
        nodes: 100_000,
        ..Limits::default()
    };
    let loader = DirLoader::new(case, limits.bytes);
    let mut diagnostics = Diagnostics::new();
    let mut document = load(&loader, name, &limits, &mut diagnostics);
    lint::lint(&mut document, &mut diagnostics);
    let printed = render::text(&diagnostics, &document.sources, &render::Options::default());
    let mut outputs = vec![("expected.stderr", (!printed.is_empty()).then_some(printed))];
    if case.join("expected.rs").exists() {
        outputs.push(("expected.rs", Some(code(case, name))));
    }
    outputs
}

/// The generated types and operations, less what reads and judges them and less the support code.
fn code(case: &Path, name: &str) -> String {
    let loader = DirLoader::new(case, Limits::default().bytes);
    let generated = faircopy::generate(&loader, name, &faircopy::Config::default());
    let generated = generated.unwrap_or_else(|refused| {
        panic!("{}: {:?}", case.display(), refused.diagnostics);
    });
    let kept = |path: &&String| {
        let path = path.trim_start_matches("src/generated/");
        (path.starts_with("types") || path.starts_with("operations")) && !path.contains("/wire")
    };
    let files = generated.files.owned.keys().filter(kept);
    let texts = files.map(|path| format!("// ==> {path}\n{}", generated.files.owned[path]));
    texts.collect::<Vec<_>>().join("\n")
}
