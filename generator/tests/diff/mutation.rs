//! Edits of single keywords, anywhere in a document: each is found once, with the right direction,
//! and the direction is witnessed by data that only the wider schema accepts.
//!
//! Reads published documents too, from the folder that `SPEC_CORPUS` names.

use super::support::{Edit, compare, document, edits, load, schemas};
use faircopy::diff::Finding;
use faircopy::diff::effect::Effect;
use fastrand::Rng;
use serde_json::Value;

fn check(document: &Value, edit: &Edit, about: &str) {
    if let Some((wide, narrow, value)) = &edit.witness {
        assert!(jsonschema::is_valid(wide, value), "{about} {wide} {value}");
        assert!(
            !jsonschema::is_valid(narrow, value),
            "{about} {narrow} {value}"
        );
    }
    let report = compare(&load(document), &load(&edit.edited));
    let found: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.effect != Effect::Annotation)
        .filter(|finding| !is_of_another_union(document, edit, finding))
        .map(|finding| (finding.rule.id, finding.effect))
        .collect();
    assert_eq!(
        found,
        [(edit.rule, edit.effect)],
        "{about} at {}",
        edit.pointer
    );
}

/// Whether a finding is what an edit does to a `oneOf` elsewhere: data that two of its branches
/// accepted are accepted by the union once one of them refuses them, which is a finding of the
/// union's own.
fn is_of_another_union(document: &Value, edit: &Edit, finding: &Finding) -> bool {
    let is_of_data = ["data-widened", "data-narrowed"].contains(&finding.rule.id);
    let place = finding.old.pointer.to_string();
    let place = place.trim_start_matches('#');
    is_of_data
        && edit.rule != finding.rule.id
        && place != edit.pointer
        && document.pointer(place).is_some_and(has_one_of)
}

/// Whether a `oneOf` stands anywhere within a schema.
fn has_one_of(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.contains_key("oneOf") || members.values().any(has_one_of),
        Value::Array(items) => items.iter().any(has_one_of),
        _ => false,
    }
}

#[test]
fn every_edit_of_random_documents_is_found_once() {
    // `SEEDS=40` tries more documents.
    let seeds = std::env::var("SEEDS").ok();
    let seeds = seeds.and_then(|text| text.parse().ok()).unwrap_or(10);
    for seed in 0..seeds {
        let document = document(&mut Rng::with_seed(seed));
        for at in schemas(&document) {
            for edit in edits(&document, &at) {
                check(&document, &edit, &format!("seed {seed}"));
            }
        }
    }
}

#[test]
fn edits_of_published_documents_are_found_once() {
    const SIZE: u64 = 400_000;
    const EDITS: usize = 6;
    let Some(folder) = std::env::var_os("SPEC_CORPUS") else {
        println!("skipped: SPEC_CORPUS names no folder");
        return;
    };
    let mut rng = Rng::with_seed(7);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    let mut made = 0;
    for file in files
        .iter()
        .filter(|file| file.metadata().unwrap().len() < SIZE)
    {
        let name = file.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file.path()).unwrap();
        let loader = faircopy::source::MapLoader::from_iter([(name.as_str(), text.as_str())]);
        let Ok(loaded) = faircopy::diff::load(&loader, &name, &faircopy::Config::default()) else {
            continue;
        };
        let document = loaded.document();
        let places = schemas(document);
        for _ in 0..EDITS {
            let Some(at) = rng.choice(&places) else {
                break;
            };
            let all = edits(document, at);
            let Some(edit) = rng.choice(&all) else {
                continue;
            };
            check(document, edit, &name);
            made += 1;
        }
    }
    println!("{made} edits found");
}
