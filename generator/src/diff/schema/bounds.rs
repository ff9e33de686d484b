//! Bounds of numbers, lengths and counts, and patterns.

use std::cmp::Ordering;

use crate::document::Kind;
use crate::ir::Bound;
use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::{Fact, View};
use super::Comparison;

/// One side of a range: its number, and whether the number itself is outside.
#[derive(Clone, Debug)]
struct End {
    bound: Bound,
    exclusive: bool,
    at: Pointer,
}

impl Comparison<'_, '_> {
    pub(super) fn numbers(&mut self) {
        let integers = self.both(Kind::Integer) && !self.both(Kind::Number);
        let low = (lowest(&self.old, integers), lowest(&self.new, integers));
        let places = self.places("minimum");
        let order = end_order(low.0.as_ref(), low.1.as_ref(), false);
        self.ends(low, places, order, (&MINIMUM_RAISED, &MINIMUM_LOWERED));
        let high = (highest(&self.old, integers), highest(&self.new, integers));
        let places = self.places("maximum");
        let order = end_order(high.0.as_ref(), high.1.as_ref(), true);
        self.ends(high, places, order, (&MAXIMUM_RAISED, &MAXIMUM_LOWERED));
        self.multiples();
    }

    fn ends(
        &mut self,
        ends: (Option<End>, Option<End>),
        places: (Anchor, Anchor),
        order: Ordering,
        rules: (&'static Rule, &'static Rule),
    ) {
        let rule = match order {
            Ordering::Less => rules.0,
            Ordering::Greater => rules.1,
            Ordering::Equal => return,
        };
        let place = |end: &Option<End>, near: Anchor| {
            end.as_ref().map_or_else(
                || Anchor {
                    is_there: false,
                    ..near
                },
                |end| Anchor::value(&end.at),
            )
        };
        let mut event = Event::new(rule, place(&ends.0, places.0), place(&ends.1, places.1));
        event.guards.first_limit = ends.0.is_none();
        event.from = ends.0.as_ref().map(end_text);
        event.to = ends.1.as_ref().map(end_text);
        self.push(event);
    }

    fn multiples(&mut self) {
        let read = |view: &View<'_>| view.first("multipleOf", |keywords| keywords.multiple_of);
        let (old, new) = (read(&self.old), read(&self.new));
        let (rule, old, new) = match (old, new) {
            (None, None) => return,
            (None, Some(new)) => (&MULTIPLE_NARROWED, None, Some(new)),
            (Some(old), None) => (&MULTIPLE_WIDENED, Some(old), None),
            (Some(old), Some(new)) => {
                if old.value == new.value {
                    return;
                }
                let rule = if new.value.is_multiple_of(old.value) == Some(true) {
                    &MULTIPLE_NARROWED
                } else if old.value.is_multiple_of(new.value) == Some(true) {
                    &MULTIPLE_WIDENED
                } else {
                    &MULTIPLE_CHANGED
                };
                (rule, Some(old), Some(new))
            }
        };
        let mut event = self.event(rule, "multipleOf");
        event.from = old.map(|fact| fact.value.to_string());
        event.to = new.map(|fact| fact.value.to_string());
        self.push(event);
    }

    pub(super) fn strings(&mut self) {
        self.counts(
            "minLength",
            |view| view.greatest("minLength", |keywords| keywords.min_length),
            0,
            (&MIN_LENGTH_RAISED, &MIN_LENGTH_LOWERED),
        );
        self.counts(
            "maxLength",
            |view| view.least("maxLength", |keywords| keywords.max_length),
            u64::MAX,
            (&MAX_LENGTH_RAISED, &MAX_LENGTH_LOWERED),
        );
        self.patterns();
    }

    /// Compares a count, where `absent` is what its lack amounts to.
    pub(super) fn counts(
        &mut self,
        keyword: &str,
        read: impl for<'v> Fn(&View<'v>) -> Option<Fact<u64>>,
        absent: u64,
        rules: (&'static Rule, &'static Rule),
    ) {
        let (old, new) = (read(&self.old), read(&self.new));
        let amount = |fact: &Option<Fact<u64>>| fact.as_ref().map_or(absent, |fact| fact.value);
        let rule = match amount(&old).cmp(&amount(&new)) {
            Ordering::Less => rules.0,
            Ordering::Greater => rules.1,
            Ordering::Equal => return,
        };
        let places = self.places(keyword);
        let place = |fact: &Option<Fact<u64>>, near| match fact {
            Some(fact) => Anchor::value(&fact.at),
            None => near,
        };
        let mut event = Event::new(rule, place(&old, places.0), place(&new, places.1));
        event.guards.first_limit = old.is_none();
        event.from = old.map(|fact| fact.value.to_string());
        event.to = new.map(|fact| fact.value.to_string());
        self.push(event);
    }

    fn patterns(&mut self) {
        let read = |view: &View<'_>| -> Vec<(String, Pointer)> {
            view.every("pattern", |keywords| keywords.pattern.map(str::to_owned))
                .into_iter()
                .map(|fact| (fact.value, fact.at))
                .collect()
        };
        let (mut old, mut new) = (read(&self.old), read(&self.new));
        let kept: Vec<_> = old.iter().map(|(pattern, _)| pattern.clone()).collect();
        old.retain(|(pattern, _)| !new.iter().any(|(other, _)| other == pattern));
        new.retain(|(pattern, _)| !kept.contains(pattern));
        // A pattern that all text matches says nothing.
        let is_said = |(pattern, _): &(String, Pointer)| !matches_all(pattern);
        let generalized = new.iter().find(|pattern| !is_said(pattern)).cloned();
        old.retain(is_said);
        new.retain(is_said);
        let near = self.places("pattern");
        let mut old = old.into_iter();
        let mut new = new.into_iter();
        loop {
            let event = match (old.next(), new.next()) {
                (None, None) => return,
                (Some((from, was)), Some((to, is))) => {
                    let event =
                        Event::new(&PATTERN_CHANGED, Anchor::value(&was), Anchor::value(&is));
                    event.effect(Effect::Unknown).from(from).to(to)
                }
                (Some((from, was)), None) => {
                    let after = super::lost(near.1.clone());
                    let mut event = Event::new(&PATTERN_REMOVED, Anchor::value(&was), after);
                    event.to = generalized.as_ref().map(|(pattern, _)| pattern.clone());
                    event.from(from)
                }
                (None, Some((to, is))) => {
                    let before = super::lost(near.0.clone());
                    Event::new(&PATTERN_ADDED, before, Anchor::value(&is)).to(to)
                }
            };
            self.push(event);
        }
    }
}

fn matches_all(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | ".*" | "^.*$" | "^.*" | ".*$" | "^" | "$" | "[\\s\\S]*" | "^[\\s\\S]*$"
    )
}

fn lowest(view: &View<'_>, integers: bool) -> Option<End> {
    let inclusive = view.every("minimum", |keywords| keywords.minimum);
    let exclusive = view.every("exclusiveMinimum", |keywords| keywords.exclusive_minimum);
    ends(inclusive, exclusive, integers.then_some(1))
        .into_iter()
        .reduce(|one, other| {
            if end_order(Some(&one), Some(&other), false) == Ordering::Less {
                other
            } else {
                one
            }
        })
}

fn highest(view: &View<'_>, integers: bool) -> Option<End> {
    let inclusive = view.every("maximum", |keywords| keywords.maximum);
    let exclusive = view.every("exclusiveMaximum", |keywords| keywords.exclusive_maximum);
    ends(inclusive, exclusive, integers.then_some(-1))
        .into_iter()
        .reduce(|one, other| {
            if end_order(Some(&one), Some(&other), true) == Ordering::Greater {
                other
            } else {
                one
            }
        })
}

/// `step` leads from an excluded integer to the nearest one inside.
fn ends(inclusive: Vec<Fact<Bound>>, exclusive: Vec<Fact<Bound>>, step: Option<i128>) -> Vec<End> {
    let inclusive = inclusive.into_iter().map(|fact| End {
        bound: fact.value,
        exclusive: false,
        at: fact.at,
    });
    let exclusive = exclusive.into_iter().map(|fact| match (fact.value, step) {
        (Bound::Integer(number), Some(step)) => End {
            bound: Bound::Integer(number.saturating_add(step)),
            exclusive: false,
            at: fact.at,
        },
        (bound, _) => End {
            bound,
            exclusive: true,
            at: fact.at,
        },
    });
    inclusive.chain(exclusive).collect()
}

/// The order of two ends; a lack of one is beyond all numbers.
fn end_order(old: Option<&End>, new: Option<&End>, is_upper: bool) -> Ordering {
    let (Some(old), Some(new)) = (old, new) else {
        let order = old.is_some().cmp(&new.is_some());
        return if is_upper { order.reverse() } else { order };
    };
    // `> 5` begins after `>= 5`; `< 5` ends before `<= 5`.
    let excluded = old.exclusive.cmp(&new.exclusive);
    let excluded = if is_upper {
        excluded.reverse()
    } else {
        excluded
    };
    old.bound.cmp(&new.bound).then(excluded)
}

fn end_text(end: &End) -> String {
    let number = end.bound.to_string();
    if end.exclusive {
        format!("{number}, exclusive")
    } else {
        number
    }
}
