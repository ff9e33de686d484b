//! For code scanning: the report as SARIF 2.1.0.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::effect::Wire;
use super::super::finding::Finding;
use super::super::rust::Bump;
use super::{View, consequence, message, rust};

/// The report as SARIF.
pub fn sarif(view: &View<'_>) -> String {
    let findings = view.report.findings.iter();
    let findings: Vec<&Finding> = findings
        .filter(|finding| view.docs || !finding.is_docs())
        .collect();
    let used: BTreeSet<_> = findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<_> = used
        .into_iter()
        .map(|rule| json!({ "id": rule.id, "shortDescription": { "text": rule.meaning } }))
        .collect();
    let results: Vec<_> = findings
        .iter()
        .map(|finding| result(view, finding))
        .collect();
    let hidden = view.report.findings.len() - findings.len();
    let value = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "faircopy", "rules": rules } },
            "results": results,
            // Edits of documentation, which `--docs` shows.
            "properties": { "documentation": hidden },
        }],
    });
    format!("{value:#}\n")
}

fn result(view: &View<'_>, finding: &Finding) -> Value {
    let level = match (finding.wire, finding.bump) {
        (Wire::Breaking, _) | (_, Bump::Major) => "error",
        (Wire::Potential, _) => "warning",
        (Wire::Safe, _) => "note",
    };
    let mut words = message(finding);
    for more in [consequence(finding), rust::words(&[finding])]
        .into_iter()
        .flatten()
    {
        words.push_str(&format!("; {more}"));
    }
    let spot = &finding.new;
    // What somebody has decided may pass is no alert.
    let suppressions: Vec<_> = finding
        .passes
        .iter()
        .map(|reason| json!({ "kind": "external", "justification": reason }))
        .collect();
    json!({
        "ruleId": finding.rule.id,
        "suppressions": suppressions,
        "level": level,
        "message": { "text": words },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": format!("{}{}", view.new_prefix, spot.file) },
                "region": { "startLine": spot.line, "startColumn": spot.column },
            },
        }],
        "partialFingerprints": { "faircopy/v1": finding.fingerprint() },
    })
}
