//! What a user has decided about findings: which may pass, and why.

use serde::Deserialize;

use crate::config::matches_glob;

use super::effect::Wire;
use super::finding::Finding;
use super::lifecycle;
use super::report::Report;
use super::rule::Rule;
use super::rust::Bump;

/// When a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Gate {
    /// Something breaks on the wire.
    Breaking,
    /// Something may break on the wire.
    Potential,
    /// Callers of the generated code may not compile.
    RustMajor,
    /// Anything differs.
    Any,
}

/// A decision that findings may pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// A rule's name; any when there is none.
    #[cfg_attr(feature = "cli", schemars(schema_with = "rules"))]
    pub rule: Option<String>,
    /// A definition, with `*` for any text; any when there is none.
    pub definition: Option<String>,
    /// An operation, with `*` for any text; any when there is none. All that the finding touches
    /// must match.
    pub operation: Option<String>,
    /// The fingerprint of one finding, as `--format json` and `--verbose` tell it; any when there is none.
    pub fingerprint: Option<String>,
    /// Why.
    #[cfg_attr(feature = "cli", schemars(extend("pattern" = r"\S")))]
    pub reason: String,
    /// The last day on which it holds, as `2026-01-31`.
    #[cfg_attr(feature = "cli", schemars(extend("pattern" = DAY)))]
    pub until: Option<String>,
}

/// What a day looks like; whether there is such a day is asked of the calendar.
#[cfg(feature = "cli")]
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The names of all rules.
#[cfg(feature = "cli")]
fn rules(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<_> = Rule::all().iter().map(|rule| rule.id).collect();
    schemars::json_schema!({ "type": "string", "enum": names })
}

/// What came of the decisions.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What may pass, and why.
    pub ignored: Vec<(Finding, String)>,
    /// Decisions that nothing needed.
    pub unused: Vec<Ignore>,
    /// Decisions that hold no more.
    pub expired: Vec<Ignore>,
}

impl Gate {
    /// Whether a report hits it, by what may not pass.
    pub fn is_hit(self, report: &Report) -> bool {
        let mut counted = report.findings.iter().filter(|one| one.passes.is_none());
        let mut others = report.unexplained.iter();
        match self {
            Self::Breaking => counted.any(|one| one.wire == Wire::Breaking),
            Self::Potential => !report.is_whole() || counted.any(|one| one.wire >= Wire::Potential),
            Self::RustMajor => {
                counted.any(|one| one.bump == Bump::Major)
                    || others.any(|change| change.bump == Bump::Major)
            }
            Self::Any => counted.next().is_some() || others.next().is_some(),
        }
    }
}

/// Checks what no type says.
///
/// # Errors
///
/// What is wrong, in a sentence without a full stop.
pub fn check(decisions: &[Ignore]) -> Result<(), String> {
    for ignore in decisions {
        if let Some(rule) = &ignore.rule
            && Rule::find(rule).is_none()
        {
            return Err(format!("there is no rule `{rule}`"));
        }
        if ignore.reason.trim().is_empty() {
            return Err("`reason` says why it may pass, and must not be empty".to_owned());
        }
        if let Some(until) = &ignore.until
            && !lifecycle::is_day(until)
        {
            return Err(format!(
                "`until` is a day such as `2026-01-31`, not `{until}`"
            ));
        }
    }
    Ok(())
}

/// Marks in a report what may pass. It hits no gate, and counts for all else: a decision that a change
/// is meant makes it no smaller.
pub fn apply(report: &mut Report, decisions: &[Ignore], today: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for ignore in decisions {
        let is_over = ignore.until.as_deref().is_some_and(|until| until < today);
        if is_over {
            outcome.expired.push(ignore.clone());
            continue;
        }
        let mut is_needed = false;
        for finding in report.findings.iter_mut().filter(|one| ignore.matches(one)) {
            is_needed = true;
            if finding.passes.is_none() {
                finding.passes = Some(ignore.reason.clone());
                outcome
                    .ignored
                    .push((finding.clone(), ignore.reason.clone()));
            }
        }
        if !is_needed {
            outcome.unused.push(ignore.clone());
        }
    }
    outcome
}

impl Ignore {
    fn matches(&self, finding: &Finding) -> bool {
        let is = |pattern: &Option<String>, text: &str| {
            pattern
                .as_ref()
                .is_none_or(|pattern| matches_glob(pattern, text))
        };
        let operations = finding.operations();
        let is_it = |known: &String| *known == finding.fingerprint();
        self.fingerprint.as_ref().is_none_or(is_it)
            && is(&self.rule, finding.rule.id)
            && is(&self.definition, &finding.definition)
            && self.operation.as_ref().is_none_or(|pattern| {
                !operations.is_empty()
                    && operations
                        .iter()
                        .all(|operation| matches_glob(pattern, operation))
            })
    }

    /// In a line.
    pub fn text(&self) -> String {
        let parts = [
            ("rule", &self.rule),
            ("definition", &self.definition),
            ("operation", &self.operation),
            ("fingerprint", &self.fingerprint),
            ("until", &self.until),
        ];
        let said = parts
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.as_ref()?)));
        let texts: Vec<_> = said
            .map(|(key, value)| format!("{key} `{value}`"))
            .collect();
        format!("{} ({})", texts.join(", "), self.reason)
    }
}
