//! Verdicts on pairs of documents of which the right one is known, recorded in the folder that
//! `DIFF_VERDICTS` names.

use faircopy::Config;
use faircopy::diff::{self, Options, Report};
use faircopy::source::MapLoader;
use serde_json::Value;

/// How many of the pairs are judged rightly; more only ever join.
const RIGHT: usize = 269;

#[test]
fn verdicts_are_the_recorded_ones() {
    let Some(folder) = std::env::var_os("DIFF_VERDICTS") else {
        println!("skipped: DIFF_VERDICTS names no folder");
        return;
    };
    let file = std::path::Path::new(&folder).join("pairs.jsonl");
    let text = std::fs::read_to_string(file).unwrap();
    let pairs: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut right = 0;
    for pair in &pairs {
        let found = verdict(pair);
        let want = pair["want"].as_str().unwrap();
        let is_right = want.split('|').any(|verdict| found.0 == verdict);
        right += usize::from(is_right);
        if !is_right {
            let (id, why) = (&pair["id"], &pair["change"]);
            println!("{id} {why}: {}, not {want}\n{}", found.0, found.1);
        }
    }
    println!("{right} of {} are right", pairs.len());
    assert!(right >= RIGHT, "{right} of {} are right", pairs.len());
}

/// The verdict on a pair, and what was found.
fn verdict(pair: &Value) -> (&'static str, String) {
    let load = |side: &str| {
        let bytes = pair[side].to_string().into_bytes();
        let loader = MapLoader::from_iter([("spec.json", bytes)]);
        diff::load(&loader, "spec.json", &Config::default())
    };
    let (Ok(old), Ok(new)) = (load("old"), load("new")) else {
        return ("does not load", String::new());
    };
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: false,
    };
    let report = diff::compare(&old, &new, &options);
    (report.wire().as_str(), found(&report))
}

fn found(report: &Report) -> String {
    let lines = report.findings.iter().map(|finding| {
        let (verdict, rule) = (finding.wire.as_str(), finding.rule.id);
        let subject = finding.subject.as_deref().unwrap_or_default();
        let (from, to) = (&finding.from, &finding.to);
        format!(
            "    {verdict} {rule} {} {subject} {from:?} {to:?}",
            finding.definition
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
