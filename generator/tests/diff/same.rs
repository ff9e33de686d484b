//! What is not compared, since both sides are the same files.

use std::sync::Arc;

use faircopy::Config;
use faircopy::diff::{Loaded, Report, load_both};
use faircopy::source::MapLoader;

const ROOT: &str = r##"{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},
    "components": {"schemas": {"A": {"$ref": "other.json#/A"}}}}"##;

fn loaded(old: &[(&str, &str)], new: &[(&str, &str)]) -> [Arc<Loaded>; 2] {
    let [of_old, of_new] = [old, new].map(|files| {
        let files = files.iter().map(|(name, text)| (*name, *text));
        files.collect::<MapLoader>()
    });
    let config = Config::default();
    load_both((&of_old, old[0].0), (&of_new, new[0].0), &config).map(|loaded| {
        let Ok(loaded) = loaded else {
            panic!("a document does not load");
        };
        loaded
    })
}

fn is_same(old: &[(&str, &str)], new: &[(&str, &str)]) -> bool {
    let [old, new] = loaded(old, new);
    Arc::ptr_eq(&old, &new)
}

#[test]
fn the_same_files_are_understood_once() {
    let other = ("other.json", r#"{"A": {"type": "string"}}"#);
    let old = [("old.json", ROOT), other];
    let new = [("new.json", ROOT), other];
    assert!(is_same(&old, &new), "the name of the first means nothing");
    let [loaded, _] = loaded(&old, &new);
    let report = Report::of_same(&loaded);
    assert!(report.has_rust && report.is_whole() && report.findings.is_empty());
}

#[test]
fn a_file_that_is_referred_to_is_part_of_the_document() {
    let old = [
        ("api.json", ROOT),
        ("other.json", r#"{"A": {"type": "string"}}"#),
    ];
    let new = [
        ("api.json", ROOT),
        ("other.json", r#"{"A": {"type": "number"}}"#),
    ];
    assert!(!is_same(&old, &new));
    assert!(!is_same(&old, &old[..1]), "it is missing on one side");
}
