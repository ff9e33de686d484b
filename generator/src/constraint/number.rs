//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and `multipleOf`.

use std::cmp::Ordering;
use std::fmt;

use super::words::shown;
use super::{Conflict, Fact, Refusal, Strictness};
use crate::ir::Constraint::{
    self, ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum, MultipleOf,
};
use crate::json::Bound;
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// Which numbers are allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) low: Option<End>,
    pub(crate) high: Option<End>,
    /// They are multiples of each of these, which are above zero.
    pub(crate) multiples: Vec<Fact<Bound>>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) bound: Bound,
    /// Whether the bound itself is outside.
    pub(crate) exclusive: bool,
    pub(crate) at: Pointer,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl Numbers {
    pub(crate) fn read(reader: &Reader<'_, '_>) -> Self {
        let mut numbers = Self {
            low: Self::end(reader, "minimum", "exclusiveMinimum", Side::Low),
            high: Self::end(reader, "maximum", "exclusiveMaximum", Side::High),
            multiples: Vec::new(),
        };
        let step = reader
            .number("multipleOf")
            .filter(|step| step.is_positive());
        numbers.multiples.extend(step.map(|value| Fact {
            value,
            at: reader.place("multipleOf"),
        }));
        numbers
    }

    /// The tighter of two ends that one schema states. In 3.0, the exclusive one is a boolean, which
    /// speaks of the inclusive one's number.
    fn end(reader: &Reader<'_, '_>, inclusive: &str, exclusive: &str, side: Side) -> Option<End> {
        let end = |bound: Option<Bound>, exclusive: bool, key: &str| {
            bound.map(|bound| End {
                bound,
                exclusive,
                at: reader.place(key),
            })
        };
        let number = reader.number(inclusive);
        if reader.flag(exclusive) {
            return end(number, true, exclusive);
        }
        let mut tighter = end(number, false, inclusive);
        let open = end(reader.number(exclusive), true, exclusive);
        tighten(&mut tighter, open.as_ref(), side);
        tighter
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        tighten(&mut self.low, other.low.as_ref(), Side::Low);
        tighten(&mut self.high, other.high.as_ref(), Side::High);
        for step in &other.multiples {
            if !self.multiples.iter().any(|known| known.value == step.value) {
                self.multiples.push(step.clone());
            }
        }
    }

    /// Whether no number is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.low.is_none() && self.high.is_none() && self.multiples.is_empty()
    }

    /// The same for integers: each end is the integer nearest to it inside.
    pub(crate) fn of_integers(mut self) -> Self {
        let ends = [(&mut self.low, Side::Low), (&mut self.high, Side::High)];
        for (end, side) in ends {
            if let Some(end) = end
                && let Some(integer) = end.nearest_integer(side)
            {
                end.bound = Bound::Integer(integer);
                end.exclusive = false;
            }
        }
        self
    }

    pub(crate) fn contradiction(&self) -> Option<Conflict> {
        let (low, high) = (self.low.as_ref()?, self.high.as_ref()?);
        let is_open = low.exclusive || high.exclusive;
        let excludes = match low.bound.cmp(&high.bound) {
            Ordering::Greater => true,
            Ordering::Equal => is_open,
            Ordering::Less => false,
        };
        excludes.then(|| Conflict {
            one: low.at.clone(),
            other: high.at.clone(),
            relation: if is_open { "is not below" } else { "is above" },
        })
    }

    /// What is wrong with a number.
    pub(crate) fn refusal(&self, number: Bound) -> Option<Refusal> {
        let too_low = self
            .low
            .as_ref()
            .filter(|end| end.leaves_out(number, Side::Low));
        let too_high = self
            .high
            .as_ref()
            .filter(|end| end.leaves_out(number, Side::High));
        let refusal = |at: &Pointer, reason: String| Refusal {
            at: at.clone(),
            reason,
        };
        if let Some(end) = too_low {
            let words = if end.exclusive { "not above" } else { "below" };
            return Some(refusal(&end.at, format!("it is {words} {}", end.bound)));
        }
        if let Some(end) = too_high {
            let words = if end.exclusive { "not below" } else { "above" };
            return Some(refusal(&end.at, format!("it is {words} {}", end.bound)));
        }
        let is_no_multiple = |step: &&Fact<Bound>| number.is_multiple_of(step.value) == Some(false);
        let step = self.multiples.iter().find(is_no_multiple)?;
        let reason = format!("it is not a multiple of {}", step.value);
        Some(refusal(&step.at, reason))
    }

    /// How the lower ends compare; a lack of one is below all numbers.
    pub(crate) fn low_strictness(old: &Self, new: &Self) -> Strictness {
        match order(old.low.as_ref(), new.low.as_ref(), Side::Low) {
            Ordering::Less => Strictness::Stricter,
            Ordering::Equal => Strictness::Same,
            Ordering::Greater => Strictness::Looser,
        }
    }

    /// How the upper ends compare; a lack of one is above all numbers.
    pub(crate) fn high_strictness(old: &Self, new: &Self) -> Strictness {
        match order(old.high.as_ref(), new.high.as_ref(), Side::High) {
            Ordering::Less => Strictness::Looser,
            Ordering::Equal => Strictness::Same,
            Ordering::Greater => Strictness::Stricter,
        }
    }

    /// How the multiples compare: those of 4 are stricter than those of 2.
    pub(crate) fn multiples_strictness(old: &Self, new: &Self) -> Strictness {
        let implies = |one: &Self, other: &Self| {
            let mut steps = other.multiples.iter();
            steps.all(|unit| {
                let mut ours = one.multiples.iter();
                ours.any(|step| step.value.is_multiple_of(unit.value) == Some(true))
            })
        };
        Strictness::of(implies(new, old), implies(old, new))
    }

    /// What the IR says, in the order of the specification.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let low = self.low.as_ref().map(|end| match end.exclusive {
            true => ExclusiveMinimum(end.bound),
            false => Minimum(end.bound),
        });
        let high = self.high.as_ref().map(|end| match end.exclusive {
            true => ExclusiveMaximum(end.bound),
            false => Maximum(end.bound),
        });
        let multiples = self.multiples.iter().map(|step| MultipleOf(step.value));
        low.into_iter().chain(high).chain(multiples).collect()
    }
}

impl End {
    fn leaves_out(&self, number: Bound, side: Side) -> bool {
        match (number.cmp(&self.bound), side) {
            (Ordering::Equal, _) => self.exclusive,
            (order, Side::Low) => order == Ordering::Less,
            (order, Side::High) => order == Ordering::Greater,
        }
    }

    fn nearest_integer(&self, side: Side) -> Option<i128> {
        let (inside, step) = match side {
            Side::Low => (self.bound.ceiling()?, 1),
            Side::High => (self.bound.floor()?, -1),
        };
        if self.exclusive && Bound::Integer(inside) == self.bound {
            inside.checked_add(step)
        } else {
            Some(inside)
        }
    }
}

impl fmt::Display for End {
    /// As a change of it is told: `5, exclusive`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exclusive = if self.exclusive { ", exclusive" } else { "" };
        write!(formatter, "{}{exclusive}", self.bound)
    }
}

fn tighten(slot: &mut Option<End>, new: Option<&End>, side: Side) {
    let tighter = match side {
        Side::Low => Ordering::Less,
        Side::High => Ordering::Greater,
    };
    if new.is_some() && order(slot.as_ref(), new, side) == tighter {
        *slot = new.cloned();
    }
}

/// The order of two ends on the line of numbers.
fn order(one: Option<&End>, other: Option<&End>, side: Side) -> Ordering {
    let (Some(one), Some(other)) = (one, other) else {
        let order = one.is_some().cmp(&other.is_some());
        return match side {
            Side::Low => order,
            Side::High => order.reverse(),
        };
    };
    // `> 5` begins after `>= 5`; `< 5` ends before `<= 5`.
    let excluded = one.exclusive.cmp(&other.exclusive);
    let excluded = match side {
        Side::Low => excluded,
        Side::High => excluded.reverse(),
    };
    one.bound.cmp(&other.bound).then(excluded)
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let find = |find: fn(&Constraint) -> Option<Bound>| constraints.iter().find_map(find);
    let min = find(|constraint| match constraint {
        Minimum(bound) => Some(*bound),
        _ => None,
    });
    let above = find(|constraint| match constraint {
        ExclusiveMinimum(bound) => Some(*bound),
        _ => None,
    });
    let max = find(|constraint| match constraint {
        Maximum(bound) => Some(*bound),
        _ => None,
    });
    let below = find(|constraint| match constraint {
        ExclusiveMaximum(bound) => Some(*bound),
        _ => None,
    });
    let multiples: Vec<_> = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            MultipleOf(bound) => Some(format!("a multiple of {}", shown(*bound))),
            _ => None,
        })
        .collect();
    let mut parts = Vec::new();
    match (min, max) {
        (Some(min), Some(max)) if min == max => {
            parts.push(format!("exactly {}", shown(min)));
        }
        (Some(min), Some(max)) => parts.push(format!("{} to {}", shown(min), shown(max))),
        (Some(min), None) => parts.push(format!("at least {}", shown(min))),
        (None, Some(max)) => parts.push(format!("at most {}", shown(max))),
        (None, None) => {}
    }
    parts.extend(above.map(|bound| format!("above {}", shown(bound))));
    parts.extend(below.map(|bound| format!("below {}", shown(bound))));
    parts.extend(multiples);
    let mut sentence = parts.join("; ");
    let first = sentence.chars().next()?.to_ascii_uppercase();
    sentence.replace_range(..1, first.encode_utf8(&mut [0; 4]));
    Some(sentence + ".")
}
