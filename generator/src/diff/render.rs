//! A report to text for people, pull requests, and programs.

mod changelog;
mod entries;
mod github;
mod json;
mod markdown;
mod rust;
mod sarif;
mod text;

pub use changelog::changelog;
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use sarif::sarif;
pub use text::text;

use std::collections::BTreeSet;

use super::api::{Area, Use};
use super::effect::{Direction, Effect, Wire};
use super::finding::{Finding, Spot};
use super::policy::Outcome;
use super::report::Report;
use super::rule::{self, Rule};
use super::rust::Bump;
use super::version::Suggestion;
use super::words::{cut, sentence};
use entries::{Entry, entries};

/// What is rendered, and how.
#[derive(Clone, Debug)]
pub struct View<'r> {
    /// What differs.
    pub report: &'r Report,
    /// What may pass.
    pub outcome: &'r Outcome,
    /// What to release.
    pub suggestion: &'r Suggestion,
    /// What stands before file names of the old document: its folder, or its revision.
    pub old_prefix: String,
    /// The same of the new document.
    pub new_prefix: String,
    /// Whether everything that is known is shown.
    pub verbose: bool,
    /// Whether edits of documentation are shown, and not only counted.
    pub docs: bool,
    /// Whether ANSI escapes may be used.
    pub color: bool,
}

/// The headings that findings are sorted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What breaks programs on the wire.
    Breaking,
    /// What may break programs on the wire.
    Potential,
    /// What breaks callers of the generated code, and nothing on the wire.
    BreakingRust,
    /// What there is besides.
    Added,
    /// What is otherwise.
    Changed,
    /// What will go.
    Deprecated,
    /// What is said.
    Docs,
}

impl Group {
    /// All of them, the worst first.
    pub const ALL: [Self; 7] = [
        Self::Breaking,
        Self::Potential,
        Self::BreakingRust,
        Self::Added,
        Self::Changed,
        Self::Deprecated,
        Self::Docs,
    ];

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking on the wire",
            Self::Potential => "May break on the wire",
            Self::BreakingRust => "Breaking for Rust callers only",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Docs => "Docs",
        }
    }

    /// Its name for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Potential => "potential",
            Self::BreakingRust => "breaking-rust",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Deprecated => "deprecated",
            Self::Docs => "docs",
        }
    }

    /// Where a finding belongs.
    pub fn of(finding: &Finding) -> Self {
        let deprecations = [&rule::DEPRECATED, &rule::SUNSET_SET];
        if finding.wire == Wire::Breaking {
            Self::Breaking
        } else if finding.wire == Wire::Potential {
            Self::Potential
        } else if finding.bump == Bump::Major {
            Self::BreakingRust
        } else if finding.is_docs() {
            Self::Docs
        } else if deprecations.contains(&finding.rule) {
            Self::Deprecated
        } else if finding.wire == Wire::Safe && finding.rule.id.ends_with("-added") {
            Self::Added
        } else {
            Self::Changed
        }
    }
}

impl<'r> View<'r> {
    /// The findings of a group, those that break most first.
    pub fn of(&self, group: Group) -> Vec<&'r Finding> {
        let all = self.report.findings.iter();
        let mut found: Vec<_> = all.filter(|finding| Group::of(finding) == group).collect();
        found.sort_by_key(|finding| std::cmp::Reverse(finding.wire));
        found
    }

    /// The entries of a group.
    fn entries(&self, group: Group) -> Vec<Entry<'r>> {
        entries(&self.of(group), &self.report.findings)
    }

    /// How many findings the entries of a group tell: what is told with a finding elsewhere is none of them.
    fn count(&self, group: Group) -> usize {
        let all = self.of(group).into_iter();
        all.filter(|finding| finding.told_with.is_none()).count()
    }

    /// Whether a group is only counted.
    fn is_counted(&self, group: Group) -> bool {
        group == Group::Docs && !self.docs
    }

    /// How many edits of documentation there are, in words; nothing where there are none, or all
    /// are shown.
    fn documentation(&self) -> Option<String> {
        let count = self.of(Group::Docs).len();
        match count {
            _ if !self.is_counted(Group::Docs) => None,
            0 => None,
            1 => Some("1 edit of documentation; `--docs` shows it".to_owned()),
            many => Some(format!(
                "{many} edits of documentation; `--docs` shows them"
            )),
        }
    }

    fn old_place(&self, spot: &Spot) -> String {
        format!("{}{}:{}", self.old_prefix, spot.file, spot.line)
    }

    fn new_place(&self, spot: &Spot) -> String {
        format!("{}{}:{}", self.new_prefix, spot.file, spot.line)
    }
}

/// What a finding says, in a sentence without a full stop.
pub fn message(finding: &Finding) -> String {
    let said = [&finding.subject, &finding.from, &finding.to];
    sentence(
        &finding.definition,
        finding.rule,
        said.map(Option::as_deref),
    )
}

/// What a finding comes to on the wire, in words; nothing where it is safe.
pub fn consequence(finding: &Finding) -> Option<String> {
    consequence_of(&[finding])
}

/// The same of findings that have one verdict.
fn consequence_of(findings: &[&Finding]) -> Option<String> {
    let first = findings.first()?;
    let verb = match first.wire {
        Wire::Safe => return None,
        Wire::Potential => "may break",
        Wire::Breaking => "breaks",
    };
    let uses = findings.iter().flat_map(|finding| {
        let worst = finding.uses.iter();
        let worst = worst.filter(|(_, wire)| **wire == finding.wire);
        worst.map(|(used, _)| (concerned(finding, used), used))
    });
    let uses: Vec<_> = uses.collect();
    let has = |direction| uses.iter().any(|(concerned, _)| *concerned == direction);
    let what = match (has(Direction::Request), has(Direction::Response)) {
        (true, true) => "requests and responses",
        (true, false) => "requests",
        (false, _) => "responses",
    };
    let operations: BTreeSet<&str> = uses
        .iter()
        .map(|(_, used)| used.operation.as_str())
        .collect();
    let operations: Vec<&str> = operations
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let told = match operations.as_slice() {
        [] => format!("{verb} {what}"),
        [rest @ .., last] if !rest.is_empty() && operations.len() <= NAMED => {
            format!("{verb} {what} of {} and {last}", rest.join(", "))
        }
        [one] => format!("{verb} {what} of {one}"),
        many => format!("{verb} {what} of {} operations", many.len()),
    };
    Some(
        match findings.iter().find_map(|finding| evidence(finding)) {
            Some(evidence) => format!("{told}: {evidence}"),
            None => told,
        },
    )
}

/// How many operations are named.
const NAMED: usize = 5;

/// Which messages a use of a finding concerns. What media types there are is for the other side to
/// choose from, so that those of responses are judged like requests.
fn concerned(finding: &Finding, used: &Use) -> Direction {
    let rules = [&rule::MEDIA_TYPE_ADDED, &rule::MEDIA_TYPE_REMOVED];
    match rules.contains(&finding.rule) && used.area == Area::Responses {
        true => used.direction.reversed(),
        false => used.direction,
    }
}

/// What a verdict rests on, or that nothing was found for it to rest on.
fn evidence(finding: &Finding) -> Option<String> {
    if let Some(witness) = &finding.witness {
        let happened = match witness.direction {
            Direction::Request => "was accepted, is refused",
            Direction::Response => "was refused, may come",
        };
        return Some(format!("{} {happened}", cut(&witness.value, DATA)));
    }
    let is_open = finding.is_unsettled && finding.wire == Wire::Potential;
    if is_open && finding.is_cut {
        return Some("not all data were tried: there are too many".to_owned());
    }
    if is_open {
        return Some("neither data that show it nor a proof was found".to_owned());
    }
    bare(finding).or_else(|| doubt(finding)).map(str::to_owned)
}

/// Why a finding may break that no data settle.
fn doubt(finding: &Finding) -> Option<&'static str> {
    if finding.wire != Wire::Potential {
        return None;
    }
    let rule = finding.rule;
    let joins = [
        &rule::ENUM_VALUE_ADDED,
        &rule::OPEN_ENUM_VALUE_ADDED,
        &rule::UNION_BRANCH_ADDED,
    ];
    Some(match finding.effect {
        _ if is_of_large(finding) => "no data of such a size were tried",
        _ if rule::TELLING.contains(&rule) => {
            "who tells shapes apart by it may take one for another"
        }
        _ if joins.contains(&rule) => "who reads it may not know what joined",
        _ if rule == &rule::MEDIA_TYPE_CHANGED => "who looks at its name may not know it",
        _ if rule == &rule::MEDIA_TYPE_REMOVED => {
            "who asked for it may get another that is in the range"
        }
        _ if rule == &rule::STATUS_ADDED || rule == &rule::STATUS_REMOVED => {
            "callers may have handled what came before, and no other"
        }
        Effect::Undeclared { .. } => {
            "who relies on it has no word any more that it is there, or read"
        }
        Effect::Assumed => "who leaves it out may have meant the other value",
        Effect::Withdrawn | Effect::Promised => return None,
        _ => "the documents do not say who relies on it",
    })
}

/// Why a finding about schemas that breaks shows no data.
fn bare(finding: &Finding) -> Option<&'static str> {
    if finding.wire != Wire::Breaking || finding.area != Area::Schema {
        return None;
    }
    match finding.effect {
        Effect::Assumed => Some("the same data are accepted, and what is left out means otherwise"),
        Effect::Undeclared { .. } => Some("it may still be there, and nothing says so any more"),
        Effect::Withdrawn | Effect::Promised => None,
        _ if is_of_large(finding) => Some("no data of such a size were tried"),
        _ => Some("no data that show it were found"),
    }
}

/// Whether a finding is about sizes that are too large to be tried.
fn is_of_large(finding: &Finding) -> bool {
    const LARGE: f64 = 10_000.0;
    const SIZES: [&Rule; 6] = [
        &rule::MAX_LENGTH_RAISED,
        &rule::MAX_LENGTH_LOWERED,
        &rule::MIN_LENGTH_RAISED,
        &rule::MIN_LENGTH_LOWERED,
        &rule::MAX_ITEMS_RAISED,
        &rule::MAX_ITEMS_LOWERED,
    ];
    let mut said = [&finding.from, &finding.to].into_iter().flatten();
    SIZES.contains(&finding.rule)
        && said.any(|text| text.parse::<f64>().is_ok_and(|size| size > LARGE))
}

/// How many characters of data are shown.
const DATA: usize = 60;
