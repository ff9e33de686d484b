//! `minLength`, `maxLength` and `pattern`.

use super::words::counts;
use super::{Counts, Fact, first};
use crate::ir::{
    Constraint::{self, MaxLength, MinLength},
    Pattern,
};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// Which texts are allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts<'d> {
    /// In Unicode code points.
    pub(crate) length: Counts,
    /// They match each of these.
    pub(crate) patterns: Vec<Fact<&'d str>>,
}

impl<'d> Texts<'d> {
    pub(crate) fn read(reader: &Reader<'d, '_>) -> Self {
        let pattern = reader.text("pattern").map(|value| Fact {
            value,
            at: reader.place("pattern"),
        });
        Self {
            length: Counts::read(reader, "minLength", "maxLength"),
            patterns: pattern.into_iter().collect(),
        }
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        self.length.and(&other.length);
        for pattern in &other.patterns {
            if !self
                .patterns
                .iter()
                .any(|known| known.value == pattern.value)
            {
                self.patterns.push(pattern.clone());
            }
        }
    }

    /// Whether no text is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.length.is_empty() && self.patterns.is_empty()
    }

    /// Where the first of its constraints stands, the greatest length before all.
    pub(crate) fn first_stated(&self) -> Option<&Pointer> {
        let lengths = [&self.length.max, &self.length.min].into_iter().flatten();
        let patterns = self.patterns.iter().map(|pattern| &pattern.at);
        lengths.map(|length| &length.at).chain(patterns).next()
    }

    /// The patterns that only one side has: of the old one, and of the new one.
    pub(crate) fn patterns_apart(
        old: &Self,
        new: &Self,
    ) -> (Vec<Fact<&'d str>>, Vec<Fact<&'d str>>) {
        let apart = |these: &Self, those: &Self| {
            let is_known = |pattern: &&Fact<&'d str>| {
                those
                    .patterns
                    .iter()
                    .any(|other| other.value == pattern.value)
            };
            let these = these.patterns.iter();
            these
                .filter(|pattern| !is_known(pattern))
                .cloned()
                .collect()
        };
        (apart(old, new), apart(new, old))
    }

    /// What the IR says, once patterns are translated into Rust's; one that cannot be is left out.
    pub(crate) fn constraints(
        &self,
        translate: impl FnMut(&Fact<&'d str>) -> Option<Pattern>,
    ) -> Vec<Constraint> {
        let (min, max) = self.length.limits();
        let mut out = Vec::new();
        out.extend(min.map(MinLength));
        out.extend(max.map(MaxLength));
        let patterns = self.patterns.iter().filter_map(translate);
        out.extend(patterns.map(Constraint::Pattern));
        out
    }
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinLength(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxLength(max) => Some(*max),
        _ => None,
    });
    counts(min, max, "character")
}
