//! Items of arrays.

use crate::constraint::{Arrays, Strictness};
use crate::document::Schema;

use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::{View, is_free};
use super::{Comparison, Sense, lost, near};

impl<'d> Comparison<'_, 'd> {
    pub(super) fn arrays(&mut self) {
        let count = |view: &View<'_>| view.arrays().count;
        self.counts(
            ["minItems", "maxItems"],
            (count(&self.old), count(&self.new)),
            0,
            [
                (&MIN_ITEMS_RAISED, &MIN_ITEMS_LOWERED),
                (&MAX_ITEMS_RAISED, &MAX_ITEMS_LOWERED),
            ],
        );
        self.uniqueness();
        self.items();
        self.contains();
        let read = |view: &View<'d>| view.schema(|keywords| keywords.unevaluated_items.clone());
        self.optional(
            "unevaluatedItems",
            (read(&self.old), read(&self.new)),
            (&UNEVALUATED_ITEMS_ADDED, &UNEVALUATED_ITEMS_REMOVED),
            Sense::Same,
        );
    }

    fn uniqueness(&mut self) {
        let (old, new) = (self.old.arrays(), self.new.arrays());
        let rules: &[&Rule] = match Arrays::uniqueness_strictness(&old, &new) {
            Strictness::Same => &[],
            Strictness::Stricter => &[&UNIQUE_ITEMS_ADDED],
            Strictness::Looser => &[&UNIQUE_ITEMS_REMOVED],
            Strictness::Other => &[&UNIQUE_ITEMS_REMOVED, &UNIQUE_ITEMS_ADDED],
        };
        let place = |arrays: &Arrays, near: Anchor| {
            let by = arrays.unique_by.first().map(|keys| &keys.at);
            arrays.unique.as_ref().or(by).map_or(near, Anchor::value)
        };
        let places = self.places("uniqueItems");
        let places = (place(&old, places.0), place(&new, places.1));
        for rule in rules.iter().copied() {
            self.push(Event::new(rule, places.0.clone(), places.1.clone()));
        }
    }

    /// Compares what is said of each position; `items` is said of all positions after the last.
    fn items(&mut self) {
        let rest = |view: &View<'d>| view.schema(|keywords| keywords.items.clone());
        let prefix = |view: &View<'d>| -> Vec<Schema<'d>> {
            let all = view.all.iter().map(|keywords| &keywords.prefix_items);
            all.max_by_key(|items| items.len())
                .cloned()
                .unwrap_or_default()
        };
        let (old_rest, new_rest) = (rest(&self.old), rest(&self.new));
        let (old, new) = (prefix(&self.old), prefix(&self.new));
        for index in 0..old.len().max(new.len()) {
            let was = old.get(index).or(old_rest.as_ref());
            let is = new.get(index).or(new_rest.as_ref());
            let keyword = |list: &[Schema<'d>]| {
                if index < list.len() {
                    "prefixItems"
                } else {
                    "items"
                }
            };
            self.item(was, is, (keyword(&old), keyword(&new)));
        }
        self.item(old_rest.as_ref(), new_rest.as_ref(), ("items", "items"));
    }

    fn item(&mut self, old: Option<&Schema<'d>>, new: Option<&Schema<'d>>, keywords: (&str, &str)) {
        match (old, new) {
            (Some(old), Some(new)) => self.inside(old, new),
            (None, Some(new)) if !is_free(new) => {
                let before = lost(near(&self.old, keywords.0));
                self.push(Event::new(&ITEMS_ADDED, before, Anchor::key(new.at())));
            }
            (Some(old), None) if !is_free(old) => {
                let after = lost(near(&self.new, keywords.1));
                self.push(Event::new(&ITEMS_REMOVED, Anchor::key(old.at()), after));
            }
            _ => {}
        }
    }

    fn contains(&mut self) {
        let read = |view: &View<'d>| view.schema(|keywords| keywords.contains.clone());
        let (old, new) = (read(&self.old), read(&self.new));
        let both = old.is_some() && new.is_some();
        let counts = (self.old.contained(), self.new.contained());
        let limited = counts.0.max.is_some() || counts.1.max.is_some();
        // With an upper bound on what fits, a wider shape may fit too often.
        let sense = if limited { Sense::Unclear } else { Sense::Same };
        self.optional(
            "contains",
            (old, new),
            (&CONTAINS_ADDED, &CONTAINS_REMOVED),
            sense,
        );
        if !both {
            return;
        }
        self.counts(
            ["minContains", "maxContains"],
            counts,
            1,
            [
                (&MIN_CONTAINS_RAISED, &MIN_CONTAINS_LOWERED),
                (&MAX_CONTAINS_RAISED, &MAX_CONTAINS_LOWERED),
            ],
        );
    }
}
