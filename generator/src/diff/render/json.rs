//! For programs: the report as JSON, whose schema is `report.schema.json` beside this file.

use serde_json::{Value, json};

use super::super::finding::{Finding, Spot};
use super::super::words::cut;
use super::{Group, View, consequence, message};

/// The version of the report's schema.
const VERSION: u32 = 2;

/// How many characters of data are told: enough to be tried.
const DATA: usize = 4_096;

/// The report as JSON.
pub fn json(view: &View<'_>) -> String {
    let report = view.report;
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| value(view, finding))
        .collect();
    let ignored = view.outcome.ignored.iter().map(|(finding, reason)| {
        json!({ "fingerprint": finding.fingerprint(), "message": message(finding), "reason": reason })
    });
    let ignored: Vec<_> = ignored.collect();
    let unexplained: Vec<_> = report.unexplained.iter().map(change).collect();
    let suggestion = view.suggestion;
    let value = json!({
        "version": VERSION,
        "wire": report.wire().as_str(),
        "rust": report.has_rust.then(|| report.rust().as_str()),
        "release": {
            "bump": suggestion.bump.as_str(),
            "version": suggestion.version.map(|version| version.to_string()),
            "because": suggestion.because,
        },
        "findings": findings,
        "unexplained": unexplained,
        "ignored": ignored,
    });
    format!("{value:#}\n")
}

fn value(view: &View<'_>, finding: &Finding) -> Value {
    let uses: Vec<_> = finding
        .uses
        .iter()
        .map(|(used, wire)| {
            json!({
                "operation": used.operation,
                "direction": used.direction.as_str(),
                "status": used.status,
                "mediaType": used.media_type,
                "area": used.area.as_str(),
                "wire": wire.as_str(),
            })
        })
        .collect();
    let rust: Vec<_> = finding.rust.iter().map(change).collect();
    json!({
        "fingerprint": finding.fingerprint(),
        "rule": finding.rule.id,
        "group": Group::of(finding).id(),
        "definition": finding.definition,
        "message": message(finding),
        "consequence": consequence(finding),
        "effect": finding.effect.as_str(),
        "wire": finding.wire.as_str(),
        "rust": finding.bump.as_str(),
        "docs": finding.is_docs(),
        "subject": finding.subject,
        "from": finding.from,
        "to": finding.to,
        "witness": finding.witness.as_ref().map(|witness| json!({
            "value": cut(&witness.value, DATA),
            "direction": witness.direction.as_str(),
        })),
        "below": finding.below,
        "toldWith": finding.told_with,
        "passes": finding.passes,
        "old": place(&finding.old, &view.old_prefix),
        "new": place(&finding.new, &view.new_prefix),
        "uses": uses,
        "changes": rust,
    })
}

fn place(spot: &Spot, prefix: &str) -> Value {
    json!({
        "file": format!("{prefix}{}", spot.file),
        "line": spot.line,
        "column": spot.column,
        "pointer": spot.pointer.to_string(),
        "present": spot.is_there,
    })
}

fn change(change: &super::super::rust::Change) -> Value {
    json!({
        "bump": change.bump.as_str(),
        "item": change.item,
        "before": change.before,
        "after": change.after,
        "because": change.because,
    })
}
