//! The JSON Schema Test Suite through the `jsonschema` crate, as an independent reader of the same
//! files: where it and the suite agree, `cargo xtask suite` has not misread a schema or a verdict.

use std::path::Path;

use jsonschema::Draft;
use serde_json::Value;

/// The fewest tests that there must be, by draft, less those that ask for another document.
const DRAFTS: [(&str, Draft, usize); 2] = [
    ("draft4", Draft::Draft4, 560),
    ("draft2020-12", Draft::Draft202012, 1150),
];

#[test]
fn an_independent_validator_judges_the_suite_as_it_says() {
    let Ok(suite) = std::env::var("JSON_SCHEMA_SUITE") else {
        println!("skipped: JSON_SCHEMA_SUITE names no folder");
        return;
    };
    let mut wrong = Vec::new();
    for (folder, draft, least) in DRAFTS {
        let mut judged = 0;
        let mut remote = 0;
        for (file, group) in groups(&Path::new(&suite).join("tests").join(folder)) {
            let tests = group["tests"].as_array().into_iter().flatten();
            let validator = jsonschema::options()
                .with_draft(draft)
                .build(&group["schema"]);
            // What `$vocabulary` switches off stands in a metaschema, another document.
            let validator = validator.ok().filter(|_| file != "vocabulary.json");
            let Some(validator) = validator else {
                remote += tests.count();
                continue;
            };
            for test in tests {
                judged += 1;
                if validator.is_valid(&test["data"]) != test["valid"] {
                    wrong.push(format!(
                        "{folder}/{file}: {}: {}",
                        group["description"], test["description"]
                    ));
                }
            }
        }
        println!("{folder}: {judged} judged, {remote} ask for another document");
        assert!(judged >= least, "{folder}: only {judged} tests were judged");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The groups of a draft's required files, each with the name of its file.
fn groups(folder: &Path) -> Vec<(String, Value)> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the suite has that folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a file of the suite");
        let groups: Vec<Value> = serde_json::from_str(&text).expect("a list of groups");
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        groups.into_iter().map(move |group| (name.clone(), group))
    };
    paths.into_iter().flat_map(read).collect()
}
