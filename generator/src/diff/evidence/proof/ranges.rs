//! Facts about numbers and texts to a proof range by range: the branches of a union may have a part of them each.

use super::super::facts::{Facts, Range};
use super::Prover;
use crate::constraint::number::End;
use crate::constraint::{Counts, Fact, Numbers};
use crate::diff::view::Side;
use crate::document::{Keywords, Kind, Part};
use crate::json::Bound;
use crate::pointer::Pointer;

/// How many ends of ranges are looked at.
const ENDS: usize = 8;

impl<'e, 'd> Prover<'_, 'e, 'd> {
    /// Whether a schema holds in each of the ranges that the branches of its unions tell apart.
    pub(super) fn by_ranges(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
        part: &Part<'d>,
    ) -> bool {
        let mut kinds = facts.kinds.iter();
        let (Some(kind), None, None) = (kinds.next(), kinds.next(), &facts.within) else {
            return false;
        };
        let branches = keywords.any_of.iter().chain(&keywords.one_of);
        let parts = branches.flat_map(|branch| &branch.parts);
        let branches: Vec<_> = parts
            .take(ENDS)
            .map(|part| side.keywords(&side.resolved(part)))
            .collect();
        let ranges = match kind {
            Kind::String => lengths(branches.iter().map(|branch| &branch.texts.length)),
            Kind::Integer | Kind::Number => numbers(branches.iter().map(|branch| &branch.numbers)),
            _ => return false,
        };
        let is_split = (2..=2 * ENDS + 1).contains(&ranges.len());
        is_split
            && ranges.into_iter().all(|range| {
                let mut facts = facts.clone();
                facts.within = Some(range);
                self.afford(&facts) && self.part(&facts, side, part)
            })
    }
}

/// The ranges of lengths that bounds tell apart.
fn lengths<'c>(bounds: impl Iterator<Item = &'c Counts>) -> Vec<Range> {
    let starts = bounds.flat_map(|counts| {
        let (least, most) = counts.limits();
        [least, most.and_then(|most| most.checked_add(1))]
    });
    let mut starts: Vec<u64> = starts.flatten().filter(|start| *start > 0).collect();
    starts.sort_unstable();
    starts.dedup();
    let fact = |value: u64| Fact {
        value,
        at: Pointer::root(),
    };
    let firsts = std::iter::once(None).chain(starts.iter().copied().map(Some));
    let lasts = starts.iter().map(|start| Some(start - 1)).chain([None]);
    let ranges = firsts.zip(lasts);
    let ranges = ranges.map(|(first, last)| Counts {
        min: first.map(fact),
        max: last.map(fact),
    });
    ranges.map(Range::Lengths).collect()
}

/// The ranges of numbers that bounds tell apart: each bound by itself, and what is between them.
fn numbers<'n>(bounds: impl Iterator<Item = &'n Numbers>) -> Vec<Range> {
    let ends = bounds.flat_map(|numbers| [&numbers.low, &numbers.high]);
    let mut all: Vec<Bound> = Vec::new();
    for end in ends.flatten() {
        if !all.contains(&end.bound) {
            all.push(end.bound);
        }
    }
    all.sort_by(|one, other| one.as_f64().total_cmp(&other.as_f64()));
    let end = |bound: &Bound, exclusive: bool| End {
        bound: *bound,
        exclusive,
        at: Pointer::root(),
    };
    let range = |low: Option<End>, high: Option<End>| {
        Range::Numbers(Numbers {
            low,
            high,
            multiples: Vec::new(),
        })
    };
    let mut ranges = Vec::new();
    let mut below = None;
    for bound in &all {
        ranges.push(range(below.take(), Some(end(bound, true))));
        ranges.push(range(Some(end(bound, false)), Some(end(bound, false))));
        below = Some(end(bound, true));
    }
    ranges.push(range(below, None));
    ranges
}
