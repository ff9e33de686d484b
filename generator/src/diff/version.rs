//! What a report comes to, as the version to release.

use std::fmt;
use std::str::FromStr;

use super::effect::Wire;
use super::finding::Finding;
use super::report::Report;
use super::rust::Bump;

/// What decides the version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Policy {
    /// What callers of the generated code notice.
    Rust,
    /// What programs that exchange data notice.
    Wire,
    /// The worse of the two.
    #[default]
    Max,
}

/// A version of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second.
    pub minor: u64,
    /// The third.
    pub patch: u64,
}

/// What to release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// By how much.
    pub bump: Bump,
    /// The version after the one that was given.
    pub version: Option<Version>,
    /// What forces it: a public item, or a definition.
    pub because: Option<String>,
}

/// The version that a report calls for, after `current`.
pub fn suggest(report: &Report, policy: Policy, current: Option<Version>) -> Suggestion {
    let weigh = |finding: &Finding| match policy {
        Policy::Rust => finding.bump,
        Policy::Wire => wire_bump(finding),
        Policy::Max => finding.bump.max(wire_bump(finding)),
    };
    // Of those that ask for as much, the one that breaks most is the reason.
    let rank = |finding: &Finding| {
        let wire = match policy {
            Policy::Rust => Wire::Safe,
            Policy::Wire | Policy::Max => finding.wire,
        };
        (
            weigh(finding),
            wire,
            finding.bump,
            finding.operations().len(),
        )
    };
    let worst = report.findings.iter().rev().max_by_key(|one| rank(one));
    let mut bump = worst.map(weigh).unwrap_or_default();
    let mut because = worst.filter(|_| bump > Bump::None).map(|finding| {
        let change = finding.rust.iter().find(|change| change.bump == bump);
        let is_of_wire = wire_bump(finding) == bump && policy != Policy::Rust;
        match change.filter(|_| !is_of_wire) {
            Some(change) => format!("`{}`", change.item),
            None => format!("{} ({})", finding.definition, finding.rule.id),
        }
    });
    let other = report.unexplained.iter().max_by_key(|change| change.bump);
    if let Some(change) = other.filter(|change| policy != Policy::Wire && change.bump > bump) {
        bump = change.bump;
        because = Some(format!("`{}`", change.item));
    }
    Suggestion {
        bump,
        version: current.map(|current| current.after(bump)),
        because,
    }
}

/// What a change on the wire asks of a version: what may break is told as what breaks.
fn wire_bump(finding: &Finding) -> Bump {
    match finding.wire {
        Wire::Breaking => Bump::Major,
        Wire::Potential => Bump::Minor,
        Wire::Safe if finding.is_docs() => Bump::Patch,
        Wire::Safe => Bump::Minor,
    }
}

impl Version {
    /// The next version. Before 1.0 each number counts as the one before it, as cargo reads it.
    #[must_use]
    pub fn after(self, bump: Bump) -> Version {
        let Version {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match (bump, major, minor) {
            (Bump::None, ..) => (major, minor, patch),
            (Bump::Major, 0, 0) => (0, 0, patch + 1),
            (Bump::Major, 0, _) => (0, minor + 1, 0),
            (Bump::Major, ..) => (major + 1, 0, 0),
            (Bump::Minor, 0, _) => (0, minor, patch + 1),
            (Bump::Minor, ..) => (major, minor + 1, 0),
            (Bump::Patch, ..) => (major, minor, patch + 1),
        };
        Version {
            major,
            minor,
            patch,
        }
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bare = text.split(['-', '+']).next().unwrap_or_default();
        let mut numbers = bare.split('.').map(str::parse::<u64>);
        let mut next = || numbers.next().and_then(Result::ok);
        match (next(), next(), next()) {
            (Some(major), Some(minor), Some(patch)) => Ok(Self {
                major,
                minor,
                patch,
            }),
            _ => Err("a version has three numbers, such as 0.4.1".to_owned()),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Version {
            major,
            minor,
            patch,
        } = self;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_one_point_zero_each_number_counts_as_the_one_before_it() {
        let after = |text: &str, bump| text.parse::<Version>().unwrap().after(bump).to_string();
        assert_eq!(after("1.4.2", Bump::Major), "2.0.0");
        assert_eq!(after("1.4.2", Bump::Minor), "1.5.0");
        assert_eq!(after("1.4.2", Bump::Patch), "1.4.3");
        assert_eq!(after("0.4.2", Bump::Major), "0.5.0");
        assert_eq!(after("0.4.2", Bump::Minor), "0.4.3");
        assert_eq!(after("0.0.2", Bump::Major), "0.0.3");
        assert_eq!(after("1.4.2", Bump::None), "1.4.2");
    }
}
