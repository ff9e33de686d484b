//! Verdicts against those of another tool, recorded in the folder that `DIFF_ORACLE` names. Where
//! ours differ, the ledger says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use faircopy::Config;
use faircopy::diff::effect::Wire;
use faircopy::diff::{self, Options, Report};
use faircopy::source::DirLoader;
use serde_json::Value;

const LEDGER: &str = include_str!("ledger.tsv");
/// The share of pairs that the ledger may hold.
const LEDGER_SHARE: usize = 5;
/// What stands before data that one document accepts and the other refuses. Such a reason is proof, and
/// does not count.
const WITNESS: &str = "Witness:";
/// What stands before why all data that were accepted are accepted still. That was proven, too.
const PROOF: &str = "Proof:";
/// The share of the others that must agree.
const AGREEMENT: usize = 98;

#[test]
fn verdicts_agree_with_the_recorded_ones_or_the_ledger_says_why() {
    let Some(folder) = std::env::var_os("DIFF_ORACLE") else {
        println!("skipped: DIFF_ORACLE names no folder");
        return;
    };
    let folder = Path::new(&folder);
    let table = std::fs::read_to_string(folder.join("oasdiff-rules.tsv")).unwrap();
    let rules = areas(&table);
    let text = std::fs::read_to_string(folder.join("oracle.jsonl")).unwrap();
    let ledger = ledger();
    let pairs: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut disagreements = BTreeMap::new();
    let mut superfluous = Vec::new();
    for (number, pair) in pairs.iter().enumerate() {
        let number = number + 1;
        match disagreement(folder, pair, &rules) {
            Some((text, shows)) => {
                let reason = ledger.get(&number).copied().unwrap_or_default();
                let is_so = |mark: &str| !reason.contains(mark) || shows == mark;
                assert!(is_so(WITNESS) && is_so(PROOF), "{number} {shows} {text}");
                disagreements.insert(number, text);
            }
            None if ledger.contains_key(&number) => superfluous.push(number),
            None => {}
        }
    }
    let mut unexplained = String::new();
    for (number, text) in &disagreements {
        if !ledger.contains_key(number) {
            let _ = writeln!(unexplained, "{number}\t{text}");
        }
    }
    let open = disagreements
        .keys()
        .filter(|number| !ledger.contains_key(*number))
        .count();
    let outside = pairs.len() - ledger.len();
    println!(
        "{} pairs, {} in the ledger, {} of {outside} others agree",
        pairs.len(),
        ledger.len(),
        outside - open,
    );
    let is_shown = |reason: &&&str| [WITNESS, PROOF].iter().any(|mark| reason.contains(mark));
    let without_witness = ledger.values().filter(|reason| !is_shown(reason));
    assert!(
        without_witness.count() * 100 <= pairs.len() * LEDGER_SHARE,
        "the ledger is too long"
    );
    assert!(
        superfluous.is_empty(),
        "the ledger explains pairs that agree: {superfluous:?}\n{unexplained}"
    );
    assert!(unexplained.is_empty(), "{unexplained}");
    assert!((outside - open) * 100 >= outside * AGREEMENT);
}

/// Pair, then why we judge otherwise.
fn ledger() -> BTreeMap<usize, &'static str> {
    let rows = LEDGER
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let (number, reason) = row.split_once('\t').unwrap();
        let names_a_clause = ["OpenAPI", "JSON Schema", "HTTP", "RFC"]
            .iter()
            .any(|name| reason.contains(name));
        assert!(names_a_clause, "{row}");
        (number.parse().unwrap(), reason)
    })
    .collect()
}

/// Rule to area.
fn areas(table: &str) -> BTreeMap<&str, &str> {
    let rows = table
        .lines()
        .skip(1)
        .map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|row| (row[0], row[4])).collect()
}

/// In what the verdicts differ, and what shows that ours is right.
fn disagreement(
    folder: &Path,
    pair: &Value,
    rules: &BTreeMap<&str, &str>,
) -> Option<(String, &'static str)> {
    let path = |side: &str| folder.join(pair[side].as_str().unwrap());
    let load = |path: &Path| {
        let (loader, root) = DirLoader::for_document(path, 64 << 20);
        diff::load(&loader, &root, &Config::default())
    };
    let (old, new) = (load(&path("base")), load(&path("revision")));
    let (Ok(old), Ok(new)) = (old, new) else {
        return Some(("does not load".to_owned(), ""));
    };
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: false,
    };
    let report = diff::compare(&old, &new, &options);
    let changes = pair["changes"].as_array().unwrap();
    let level = |change: &Value| match change["level"].as_str().unwrap() {
        "error" => Wire::Breaking,
        "warning" => Wire::Potential,
        _ => Wire::Safe,
    };
    let theirs = changes.iter().map(level).max().unwrap_or_default();
    let their_areas: BTreeSet<&str> = changes
        .iter()
        .filter(|change| level(change) == theirs)
        .map(|change| rules[change["id"].as_str().unwrap()])
        .collect();
    let verdict = report.wire();
    let (found, areas) = worst(&report, verdict);
    let same_area = theirs == Wire::Safe
        || their_areas
            .iter()
            .any(|area| areas.iter().any(|ours| same(area, ours)));
    if verdict == theirs && same_area {
        return None;
    }
    let ids: BTreeSet<&str> = changes
        .iter()
        .filter(|change| level(change) == theirs)
        .map(|change| change["id"].as_str().unwrap())
        .collect();
    let base = pair["base"].as_str().unwrap();
    let witnesses = report.findings.iter().filter_map(|finding| {
        let witness = finding.witness.as_ref()?;
        (finding.wire == verdict).then(|| format!("{}: {}", finding.definition, witness.value))
    });
    let witnesses: BTreeSet<_> = witnesses.collect();
    // A request that is answered no more shows that an operation is gone.
    let is_shown = !witnesses.is_empty()
        || ["operation-removed", "data-narrowed", "data-widened"]
            .iter()
            .any(|rule| found.contains(rule));
    let shows = match verdict {
        Wire::Safe => PROOF,
        _ if is_shown => WITNESS,
        _ => "",
    };
    let text = format!(
        "{base} theirs {} {ids:?} {their_areas:?} ours {} {found:?} {areas:?} {witnesses:?}",
        theirs.as_str(),
        verdict.as_str()
    );
    Some((text, shows))
}

fn worst(report: &Report, verdict: Wire) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let findings = report
        .findings
        .iter()
        .filter(|finding| finding.wire == verdict);
    let mut rules = BTreeSet::new();
    let mut areas = BTreeSet::new();
    for finding in findings {
        rules.insert(finding.rule.id);
        areas.extend(finding.areas().iter().map(|area| area.as_str()));
    }
    (rules, areas)
}

/// Whether an area of theirs is one of ours.
fn same(theirs: &str, ours: &str) -> bool {
    match theirs {
        // They file a body as a whole under its schema.
        "Schema" => ours == "schema" || ours == "request-body",
        "RequestBody" => ours == "request-body" || ours == "schema",
        other => ours == other.to_lowercase(),
    }
}
