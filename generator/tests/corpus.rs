//! Published documents are read and linted without a false error, and fit the typed model after it.

mod support;

use std::path::{Path, PathBuf};

use faircopy::diagnostics::{Diagnostics, Severity};
use faircopy::internals::Version;
use faircopy::internals::source::{Document, lint, load};
use faircopy::report;
use faircopy::source::{DirLoader, Limits};
use support::documents;

#[test]
fn published_documents_have_no_errors() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("skipped: SPEC_CORPUS is not set");
        return;
    };
    let mut wrong = Vec::new();
    for path in documents(&folder) {
        let name = path
            .strip_prefix(&folder)
            .unwrap_or(&path)
            .display()
            .to_string();
        let (document, version, diagnostics) = linted(&path);
        if std::env::var_os("SHOW_DIAGNOSTICS").is_some() {
            println!("# {name}");
            let options = report::Options::default();
            println!(
                "{}",
                report::text(&diagnostics, &document.sources, &options)
            );
        }
        for error in diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
        {
            wrong.push(format!("{name}: {}: {}", error.code.id, error.message));
        }
        if version == Some(Version::V3_0)
            && let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(document.root)
        {
            wrong.push(format!("{name}: does not fit the typed model: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn linted(path: &Path) -> (Document, Option<Version>, Diagnostics) {
    let limits = Limits::default();
    let (loader, name) = DirLoader::for_document(path, limits.bytes);
    let mut diagnostics = Diagnostics::new();
    let mut document = load(&loader, &name, &limits, &mut diagnostics);
    let version = lint(&mut document, &mut diagnostics);
    (document, version, diagnostics)
}
