//! Bounds of numbers, lengths and counts, and patterns.

use std::cmp::Ordering;

use crate::constraint::number::End;
use crate::constraint::{Counts, Fact, Numbers, Strictness, Texts};
use crate::document::Kind;
use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::event::{Anchor, Event};
use super::super::evidence::matches_all;
use super::super::rule::*;
use super::super::view::View;
use super::Comparison;

impl Comparison<'_, '_> {
    pub(super) fn numbers(&mut self) {
        let integers = self.both(Kind::Integer) && !self.both(Kind::Number);
        let read = |view: &View<'_>| match integers {
            true => view.numbers().of_integers(),
            false => view.numbers(),
        };
        let (old, new) = (read(&self.old), read(&self.new));
        let rule = match Numbers::low_strictness(&old, &new) {
            Strictness::Stricter => Some(&MINIMUM_RAISED),
            Strictness::Looser => Some(&MINIMUM_LOWERED),
            Strictness::Same | Strictness::Other => None,
        };
        self.end("minimum", (old.low.as_ref(), new.low.as_ref()), rule);
        let rule = match Numbers::high_strictness(&old, &new) {
            Strictness::Stricter => Some(&MAXIMUM_LOWERED),
            Strictness::Looser => Some(&MAXIMUM_RAISED),
            Strictness::Same | Strictness::Other => None,
        };
        self.end("maximum", (old.high.as_ref(), new.high.as_ref()), rule);
        self.multiples(&old, &new);
    }

    fn end(
        &mut self,
        keyword: &str,
        ends: (Option<&End>, Option<&End>),
        rule: Option<&'static Rule>,
    ) {
        let Some(rule) = rule else { return };
        let texts = (ends.0.map(End::to_string), ends.1.map(End::to_string));
        self.limit(
            keyword,
            (ends.0.map(|end| &end.at), ends.1.map(|end| &end.at)),
            texts,
            rule,
        );
    }

    /// Reports a limit that moved, or that only one side has.
    fn limit(
        &mut self,
        keyword: &str,
        at: (Option<&Pointer>, Option<&Pointer>),
        texts: (Option<String>, Option<String>),
        rule: &'static Rule,
    ) {
        let near = self.places(keyword);
        let place =
            |at: Option<&Pointer>, near: Anchor| at.map_or(super::lost(near), Anchor::value);
        let mut event = Event::new(rule, place(at.0, near.0), place(at.1, near.1));
        event.guards.first_limit = at.0.is_none();
        (event.from, event.to) = texts;
        self.push(event);
    }

    fn multiples(&mut self, old: &Numbers, new: &Numbers) {
        let rule = match Numbers::multiples_strictness(old, new) {
            Strictness::Same => return,
            Strictness::Stricter => &MULTIPLE_NARROWED,
            Strictness::Looser => &MULTIPLE_WIDENED,
            Strictness::Other => &MULTIPLE_CHANGED,
        };
        let text = |numbers: &Numbers| {
            let steps = numbers.multiples.iter().map(|step| step.value.to_string());
            let steps: Vec<_> = steps.collect();
            (!steps.is_empty()).then(|| steps.join(" and "))
        };
        let mut event = self.event(rule, "multipleOf");
        (event.from, event.to) = (text(old), text(new));
        self.push(event);
    }

    pub(super) fn strings(&mut self) {
        let length = |view: &View<'_>| view.texts().length;
        self.counts(
            ["minLength", "maxLength"],
            (length(&self.old), length(&self.new)),
            0,
            [
                (&MIN_LENGTH_RAISED, &MIN_LENGTH_LOWERED),
                (&MAX_LENGTH_RAISED, &MAX_LENGTH_LOWERED),
            ],
        );
        self.patterns();
    }

    /// Compares counts, where a lack of the least one amounts to `least`. Of the rules, one is for a
    /// limit that was raised, and one for a limit that was lowered.
    pub(super) fn counts(
        &mut self,
        keywords: [&str; 2],
        (old, new): (Counts, Counts),
        least: u64,
        rules: [(&'static Rule, &'static Rule); 2],
    ) {
        let limits = [(old.min, new.min, least), (old.max, new.max, u64::MAX)];
        for ((keyword, (old, new, absent)), rules) in keywords.into_iter().zip(limits).zip(rules) {
            let rule = match Counts::order(old.as_ref(), new.as_ref(), absent) {
                Ordering::Less => rules.0,
                Ordering::Greater => rules.1,
                Ordering::Equal => continue,
            };
            let text = |fact: &Option<Fact<u64>>| fact.as_ref().map(|it| it.value.to_string());
            let texts = (text(&old), text(&new));
            let at = (
                old.as_ref().map(|fact| &fact.at),
                new.as_ref().map(|fact| &fact.at),
            );
            self.limit(keyword, at, texts, rule);
        }
    }

    fn patterns(&mut self) {
        let texts = (self.old.texts(), self.new.texts());
        let (old, new) = Texts::patterns_apart(&texts.0, &texts.1);
        let read = |patterns: Vec<Fact<&str>>| -> Vec<(String, Pointer)> {
            let patterns = patterns.into_iter();
            patterns
                .map(|fact| (fact.value.to_owned(), fact.at))
                .collect()
        };
        let (mut old, mut new) = (read(old), read(new));
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
