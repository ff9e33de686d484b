//! Successive versions of published documents, from the folder that `SPEC_HISTORY` names, to what
//! is found in them: no cause appears twice, and every place leads to what changed.
//!
//! The summaries in `history/` hold counts only, no text of the documents; `UPDATE_EXPECT=1`
//! rewrites them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use faircopy::Config;
use faircopy::diff::policy::Gate;
use faircopy::diff::render::{self, Group};
use faircopy::diff::version::{Policy, suggest};
use faircopy::diff::{self, Loaded, Options, Report, Spot};
use faircopy::source::DirLoader;
use serde_json::Value;

use super::report::expect;

const PAIRS: [(&str, &str); 4] = [
    ("qdrant-v1.16.json", "qdrant-v1.17.json"),
    ("qdrant-v1.17.json", "qdrant-v1.18.json"),
    ("qdrant-v1.18.json", "qdrant-v1.19.json"),
    ("intercom-2.13.yaml", "intercom-2.14.yaml"),
];

/// The folder, or word that there is none.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SPEC_HISTORY").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SPEC_HISTORY names no folder");
    }
    folder
}

fn load(path: &Path) -> Loaded {
    let (loader, root) = DirLoader::for_document(path, 64 << 20);
    match diff::load(&loader, &root, &Config::default()) {
        Ok(loaded) => loaded,
        Err(_) => panic!("{} does not load", path.display()),
    }
}

fn compare(old: &Loaded, new: &Loaded, rust: bool) -> Report {
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust,
    };
    diff::compare(old, new, &options)
}

#[test]
fn every_cause_of_a_published_change_appears_once() {
    let Some(folder) = folder() else { return };
    for (old, new) in PAIRS {
        let (old, new) = (load(&folder.join(old)), load(&folder.join(new)));
        let report = compare(&old, &new, false);
        let (mut messages, mut prints) = (BTreeSet::new(), BTreeSet::new());
        for finding in &report.findings {
            let message = render::message(finding);
            assert!(prints.insert(finding.fingerprint()), "twice: {message}");
            // What reads the same stands elsewhere.
            let at = |spot: &Spot| (spot.file.clone(), spot.line, spot.column);
            let places = (at(&finding.old), at(&finding.new));
            assert!(
                messages.insert((message.clone(), places)),
                "twice: {message}"
            );
        }
    }
}

#[test]
fn every_place_of_a_published_change_leads_to_the_changed_token() {
    let Some(folder) = folder() else { return };
    for (old, new) in PAIRS {
        let text = |name| std::fs::read_to_string(folder.join(name)).unwrap();
        let texts = (text(old), text(new));
        let lines: (Vec<&str>, Vec<&str>) = (texts.0.lines().collect(), texts.1.lines().collect());
        let (old, new) = (load(&folder.join(old)), load(&folder.join(new)));
        for finding in &compare(&old, &new, false).findings {
            assert!(finding.old.is_there || finding.new.is_there || finding.subject.is_some());
            for (spot, loaded, lines) in [
                (&finding.old, &old, &lines.0),
                (&finding.new, &new, &lines.1),
            ] {
                let line = lines.get(spot.line - 1).copied().unwrap_or_default();
                let rest: String = line.chars().skip(spot.column - 1).collect();
                let value = spot.pointer.resolve(loaded.document());
                let key = spot.pointer.last();
                assert!(
                    value.is_some_and(|value| shows(&rest, key.as_deref(), value)),
                    "{}: {}:{}:{} is {rest:?}, not {}",
                    render::message(finding),
                    spot.file,
                    spot.line,
                    spot.column,
                    spot.pointer,
                );
            }
        }
    }
}

/// Whether text starts with a key, or with the value that belongs to it.
fn shows(text: &str, key: Option<&str>, value: &Value) -> bool {
    let bare = text.trim_start_matches(['"', '\'']);
    let is_key = key.is_none_or(|key| {
        let rest = bare.strip_prefix(key).unwrap_or(".");
        rest.trim_start_matches(['"', '\''])
            .trim_start()
            .starts_with(':')
    });
    is_key
        || match value {
            Value::Object(map) => {
                let first = map.keys().next().map_or("}", String::as_str);
                text.starts_with('{') || bare.starts_with(first)
            }
            Value::Array(_) => text.starts_with(['[', '-']),
            Value::String(value) => {
                let word = value.split_whitespace().next().unwrap_or_default();
                text.starts_with(['|', '>']) || bare.starts_with(word)
            }
            scalar => bare.starts_with(&scalar.to_string()),
        }
}

#[test]
fn published_changes_come_to_what_the_summaries_say() {
    let Some(folder) = folder() else { return };
    for (old, new) in &PAIRS[2..] {
        let loaded = (load(&folder.join(old)), load(&folder.join(new)));
        let report = compare(&loaded.0, &loaded.1, true);
        let name = new.rsplit_once('.').unwrap().0;
        expect(
            &format!("history/{name}.txt"),
            &format!("{old} → {new}\n{}", summary(&report)),
        );
    }
}

/// How many findings there are of each group, rule and verdict, and what they come to.
fn summary(report: &Report) -> String {
    let mut text = String::new();
    for group in Group::ALL {
        let of_group = report.findings.iter();
        let of_group = of_group.filter(|finding| Group::of(finding) == group);
        let mut counts = BTreeMap::new();
        for finding in of_group {
            let key = (finding.rule.id, finding.wire, finding.bump);
            *counts.entry(key).or_insert(0) += 1;
        }
        let all: usize = counts.values().sum();
        writeln!(text, "\n{}: {all}", group.heading()).unwrap();
        let mut rows: Vec<_> = counts.into_iter().collect();
        rows.sort_by_key(|((rule, wire, bump), _)| (std::cmp::Reverse((*wire, *bump)), *rule));
        for ((rule, wire, bump), count) in rows {
            let (wire, bump) = (wire.as_str(), bump.as_str());
            writeln!(text, "  {count:4}  {rule:32} wire {wire:12} rust {bump}").unwrap();
        }
    }
    let suggestion = suggest(report, Policy::Max, "1.4.2".parse().ok());
    let version = suggestion.version.unwrap();
    writeln!(
        text,
        "\nIn all: {}, and {} in Rust alone. After 1.4.2 comes {version}.",
        report.findings.len(),
        report.unexplained.len(),
    )
    .unwrap();
    for (name, gate) in [
        ("breaking", Gate::Breaking),
        ("potential", Gate::Potential),
        ("rust-major", Gate::RustMajor),
        ("any", Gate::Any),
    ] {
        let code = u8::from(gate.is_hit(report));
        writeln!(text, "With --fail-on {name} the exit code is {code}.").unwrap();
    }
    text
}
