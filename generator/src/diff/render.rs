//! A report to text for people, pull requests, and programs.

mod changelog;
mod github;
mod json;
mod markdown;
mod name;
mod sarif;
mod text;

pub use changelog::changelog;
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub(super) use name::definition;
pub use sarif::sarif;
pub use text::text;

use std::collections::BTreeSet;

use super::effect::{Direction, Wire};
use super::policy::Outcome;
use super::rule;
use super::rust::{Bump, Change};
use super::version::Suggestion;
use super::{Finding, Report, Spot};

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
    /// Whether ANSI escapes may be used.
    pub color: bool,
}

/// The headings that findings are sorted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What breaks programs on the wire, or callers in Rust.
    Breaking,
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
    pub const ALL: [Self; 5] = [
        Self::Breaking,
        Self::Added,
        Self::Changed,
        Self::Deprecated,
        Self::Docs,
    ];

    /// The heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Docs => "Docs",
        }
    }

    /// Where a finding belongs.
    pub fn of(finding: &Finding) -> Self {
        let deprecations = [&rule::DEPRECATED, &rule::SUNSET_SET];
        if finding.wire == Wire::Breaking || finding.bump == Bump::Major {
            Self::Breaking
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

    fn old_place(&self, spot: &Spot) -> String {
        format!("{}{}:{}", self.old_prefix, spot.file, spot.line)
    }

    fn new_place(&self, spot: &Spot) -> String {
        format!("{}{}:{}", self.new_prefix, spot.file, spot.line)
    }
}

/// What a finding says, in a sentence without a full stop.
pub fn message(finding: &Finding) -> String {
    let mut text = format!("{}: {}", finding.definition, finding.rule.meaning);
    if let Some(subject) = &finding.subject
        && !text.contains(subject.as_str())
    {
        text.push_str(&format!(", `{subject}`"));
    }
    match (&finding.from, &finding.to) {
        (None, None) => {}
        (Some(from), Some(to)) => text.push_str(&format!(" ({} → {})", brief(from), brief(to))),
        (Some(from), None) => text.push_str(&format!(" (was {})", brief(from))),
        (None, Some(to)) => text.push_str(&format!(" ({})", brief(to))),
    }
    text
}

/// The changes of public items that a reader needs. What a type derives and implements is told by
/// its declaration, where that changed too.
fn telling(finding: &Finding) -> impl Iterator<Item = &Change> {
    let declared: BTreeSet<&str> = finding
        .rust
        .iter()
        .map(|change| change.item.as_str())
        .collect();
    finding.rust.iter().filter(move |change| {
        let of_type = change.item.split_once(": ");
        !of_type.is_some_and(|(name, _)| declared.contains(name))
    })
}

/// What a finding comes to on the wire, in words; nothing where it is safe.
pub fn consequence(finding: &Finding) -> Option<String> {
    let verb = match finding.wire {
        Wire::Safe => return None,
        Wire::Potential => "may break",
        Wire::Breaking => "breaks",
    };
    let worst = finding
        .uses
        .iter()
        .filter(|(_, wire)| **wire == finding.wire);
    let uses: Vec<_> = worst.map(|(used, _)| used).collect();
    let has = |direction| uses.iter().any(|used| used.direction == direction);
    let what = match (has(Direction::Request), has(Direction::Response)) {
        (true, true) => "requests and responses",
        (true, false) => "requests",
        (false, _) => "responses",
    };
    let mut operations: Vec<_> = uses.iter().map(|used| used.operation.as_str()).collect();
    operations.sort_unstable();
    operations.dedup();
    operations.retain(|operation| !operation.is_empty());
    let told = match operations.as_slice() {
        [] => format!("{verb} {what}"),
        [one] => format!("{verb} {what} of {one}"),
        many => format!("{verb} {what} of {} operations", many.len()),
    };
    Some(match evidence(finding) {
        Some(evidence) => format!("{told}: {evidence}"),
        None => told,
    })
}

/// What a verdict rests on, or that nothing was found for it to rest on.
fn evidence(finding: &Finding) -> Option<String> {
    if let Some(witness) = &finding.witness {
        let happened = match witness.direction {
            Direction::Request => "was accepted, is refused",
            Direction::Response => "was refused, may come",
        };
        return Some(format!("{} {happened}", witness.value));
    }
    let is_open = finding.is_unsettled && finding.wire == Wire::Potential;
    is_open.then(|| "neither data that show it nor a proof was found".to_owned())
}

/// The first characters of a value.
fn brief(text: &str) -> String {
    const LENGTH: usize = 80;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
