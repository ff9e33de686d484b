//! Objects and arrays: what is known of their members to what a schema asks of them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::facts::{Facts, Stated, is_alone};
use super::super::judge::Judge;
use super::super::judged::Judged;
use super::super::names::matches_all;
use super::{Prover, VALUES};
use crate::constraint::{Arrays, Strictness};
use crate::diff::view::Side;
use crate::document::{Additional, Keywords, Kind, Schema};

impl<'e, 'd> Prover<'_, 'e, 'd> {
    pub(super) fn array(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let known = facts.arrays();
        let (least, most) = self.lengths(facts);
        let goal = Facts::limits(&keywords.arrays.count);
        let mut both = known.clone();
        both.and(&keywords.arrays);
        let unique = Arrays::uniqueness_strictness(&known, &both) == Strictness::Same || most < 2;
        if least < goal.0 || most > goal.1 || !unique {
            return false;
        }
        let told = facts.prefix().max(keywords.prefix_items.len()) + 1;
        let items_hold = (0..told).all(|index| {
            let prefix = keywords.prefix_items.get(index);
            let schema = prefix.or(keywords.items.as_ref());
            index as u64 >= most
                || schema.is_none_or(|schema| {
                    let item = match most {
                        // The only one is what must be contained.
                        1 => facts
                            .contained()
                            .fold(facts.item(index), |item, schema| item.with(schema)),
                        _ => facts.item(index),
                    };
                    self.proves_inside(&item, &(side, schema.clone()))
                })
        });
        items_hold
            && self.contains(facts, (side, keywords), (least, most))
            && self.unevaluated_items(facts, (side, keywords), most)
    }

    fn contains(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
        (least, length): (u64, u64),
    ) -> bool {
        let Some(schema) = keywords.contains.clone() else {
            return true;
        };
        let (min, max) = keywords.contained.limits();
        let (min, max) = (min.unwrap_or(1), max.unwrap_or(u64::MAX));
        let goal = (side, schema);
        let has_enough = min == 0
            || self.fit_for_sure(facts, &goal, least) >= min
            || facts.terms.iter().any(|term| {
                let at_least = term.keywords.contained.limits().0.unwrap_or(1);
                term.keywords.contains.as_ref().is_some_and(|known| {
                    let known = Facts::gather([(term.side, known.clone())]);
                    at_least >= min && self.proves_inside(&known, &goal)
                })
            });
        let has_few = max >= length
            || facts.terms.iter().any(|term| {
                let at_most = term.keywords.contained.limits().1.unwrap_or(u64::MAX);
                term.keywords.contains.as_ref().is_some_and(|known| {
                    let goal = Facts::gather([goal.clone()]);
                    at_most <= max && self.proves_inside(&goal, &(term.side, known.clone()))
                })
            });
        has_enough && has_few
    }

    /// How many of the items that must be there fit a schema.
    fn fit_for_sure(&mut self, facts: &Facts<'e, 'd>, goal: &Stated<'e, 'd>, least: u64) -> u64 {
        let told = facts.prefix() as u64;
        let fits = |prover: &mut Self, index: u64| {
            let item = facts.item(usize::try_from(index).unwrap_or(usize::MAX));
            prover.proves_inside(&item, goal)
        };
        let among_told = (0..told.min(least))
            .filter(|index| fits(self, *index))
            .count() as u64;
        match least > told && fits(self, told) {
            true => among_told + (least - told),
            false => among_told,
        }
    }

    fn unevaluated_items(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
        most: u64,
    ) -> bool {
        let Some(schema) = keywords.unevaluated_items.clone() else {
            return true;
        };
        if keywords.items.is_some() {
            return true;
        }
        let start = keywords.prefix_items.len();
        let end = facts.prefix().max(start) + 1;
        (start..end).all(|index| {
            index as u64 >= most || self.proves_inside(&facts.item(index), &(side, schema.clone()))
        })
    }

    pub(super) fn object(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        if !self.scales.looks(keywords.members()) {
            return false;
        }
        let required = facts.required(&self.left_out);
        let hidden = self.left_out.of(side.is_new).clone();
        let has = |name: &str| required.contains(name) || hidden.contains(name);
        keywords.required.iter().all(|name| has(name))
            && self.count(facts, keywords, required.len())
            && self.dependents(facts, side, keywords)
            && self.properties(facts, (side, keywords), &hidden)
            && self.names(facts, side, keywords)
            && self.rest(facts, (side, keywords), &hidden)
    }

    fn count(&mut self, facts: &Facts<'e, 'd>, keywords: &Keywords<'d>, required: usize) -> bool {
        let goal = Facts::limits(&keywords.objects.count);
        if goal == (0, u64::MAX) {
            return true;
        }
        let (least, most) = Facts::limits(&facts.objects().count);
        let most = match most > goal.1 && self.are_closed(facts) && facts.patterns().is_empty() {
            true => most.min(facts.declared().len() as u64),
            false => most,
        };
        least.max(required as u64) >= goal.0 && most <= goal.1
    }

    /// Whether there are no properties but those that are declared, or match a pattern.
    pub(super) fn are_closed(&mut self, facts: &Facts<'e, 'd>) -> bool {
        let rest = facts.undeclared(self.scales, None);
        self.is_empty_inside(&rest)
    }

    fn dependents(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let names_hold = keywords.dependent_required.iter().all(|(name, others)| {
            if self.are_asked_for(facts, name, others) {
                return true;
            }
            let facts = self.given(facts, name);
            let required = facts.required(&self.left_out);
            let holds = others.iter().all(|other| required.contains(other));
            self.scales.looks(required.len()) && (holds || self.is_absent(&facts, name))
        });
        names_hold
            && keywords.dependent_schemas.iter().all(|(name, schema)| {
                self.afford(facts) && {
                    let facts = self.given(facts, name);
                    self.is_absent(&facts, name) || self.proves(&facts, &(side, schema.clone()))
                }
            })
    }

    /// Whether the facts say by themselves that others are there where a property is, whatever follows from that.
    fn are_asked_for(&self, facts: &Facts<'e, 'd>, name: &str, others: &[&'d str]) -> bool {
        let mut known = BTreeSet::new();
        for (is_new, asked) in facts.dependent(name) {
            let hidden = self.left_out.of(is_new);
            let asked = asked.iter().filter_map(Value::as_str);
            known.extend(asked.filter(|asked| !hidden.contains(asked)));
        }
        self.scales.looks(known.len() + others.len())
            && others.iter().all(|other| known.contains(other))
    }

    /// Whether a property is never there.
    fn is_absent(&mut self, facts: &Facts<'e, 'd>, name: &'d str) -> bool {
        let property = facts.property(self.scales, &self.left_out, name);
        self.is_empty_inside(&property)
            || !facts.excluded.is_empty() && self.is_empty(&facts.having(name))
    }

    fn properties(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
        hidden: &BTreeSet<&'d str>,
    ) -> bool {
        // One that is closed takes nothing but what goes this way.
        let is_closed = matches!(keywords.additional, Some(Additional::Forbidden));
        let mut left_out = keywords.properties.iter();
        let is_taken = |prover: &mut Self, name: &'d str| {
            !is_closed || !hidden.contains(name) || prover.is_absent(facts, name)
        };
        if !left_out.all(|(name, _)| is_taken(self, name)) {
            return false;
        }
        let shown = keywords.properties.iter();
        let mut shown = shown.filter(|(name, _)| !hidden.contains(*name));
        let declared_hold = shown.all(|(name, schema)| {
            if !self.scales.looks(facts.terms.len()) {
                return false;
            }
            let property = facts.property(self.scales, &self.left_out, name);
            self.proves_inside(&property, &(side, schema.clone()))
                || !facts.excluded.is_empty() && self.is_absent(facts, name)
        });
        declared_hold
            && keywords.pattern_properties.iter().all(|(pattern, schema)| {
                self.pattern(facts, keywords, pattern, &(side, schema.clone()))
            })
    }

    fn pattern(
        &mut self,
        facts: &Facts<'e, 'd>,
        keywords: &Keywords<'d>,
        pattern: &str,
        goal: &Stated<'e, 'd>,
    ) -> bool {
        if self.is_said_already(facts, pattern, goal) {
            return true;
        }
        let mut names = facts.declared();
        if !self.scales.looks(names.len() + keywords.properties.len()) {
            return false;
        }
        names.extend(keywords.properties.iter().map(|(name, _)| *name));
        let declared_hold =
            names
                .into_iter()
                .all(|name| match self.scales.is_match(pattern, name) {
                    Some(false) => true,
                    _ => {
                        let property = facts.property(self.scales, &self.left_out, name);
                        self.proves_inside(&property, goal)
                    }
                });
        if !declared_hold {
            return false;
        }
        if matches_all(pattern) {
            let others = facts.patterns();
            let all = others.into_iter().map(Some).chain([None]);
            return all.into_iter().all(|other| {
                let rest = facts.undeclared(self.scales, other);
                self.proves_inside(&rest, goal)
            });
        }
        let rest = facts.undeclared(self.scales, Some(pattern));
        self.proves_inside(&rest, goal)
    }

    /// Whether the facts say the same of all names that match a pattern.
    fn is_said_already(
        &self,
        facts: &Facts<'e, 'd>,
        pattern: &str,
        (side, goal): &Stated<'e, 'd>,
    ) -> bool {
        let Some(goal) = goal.single().filter(|_| self.left_out.are_alike()) else {
            return false;
        };
        facts.terms.iter().any(|term| {
            let said = term.keywords.with_pattern(pattern);
            let said = said.and_then(|said| said.single().cloned());
            said.is_some_and(|said| match term.side.is_new == side.is_new {
                true => said.at == goal.at,
                false => self.scales.are_same(&said, goal, side.is_new),
            })
        })
    }

    /// What `additionalProperties` and `unevaluatedProperties` ask.
    fn rest(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
        hidden: &BTreeSet<&'d str>,
    ) -> bool {
        let (goal, is_plain) = match (&keywords.additional, &keywords.unevaluated_properties) {
            (Some(Additional::Forbidden), _) => (None, true),
            (Some(Additional::Allowed(schema)), _) => (Some(schema.clone()), true),
            (None, Some(schema)) => (Some(schema.clone()), is_alone(keywords)),
            (None, None) => return true,
        };
        let holding = match is_plain {
            true => Vec::new(),
            false => self.holding(facts, (side, keywords)),
        };
        let is_told = |name: &str, prover: &Self| {
            let patterns = keywords.pattern_properties.iter();
            let mut patterns = patterns.map(|(pattern, _)| *pattern);
            keywords.declares(name)
                || hidden.contains(name)
                || patterns.any(|it| prover.scales.is_match(it, name) == Some(true))
                || holding.iter().any(|schema| declares(schema, name))
        };
        let mut classes = Vec::new();
        for name in facts.declared() {
            if !self.scales.looks(facts.terms.len() + holding.len()) {
                return false;
            }
            if !is_told(name, self) {
                classes.push(facts.property(self.scales, &self.left_out, name));
            }
        }
        let own: Vec<&str> = keywords
            .pattern_properties
            .iter()
            .map(|(it, _)| *it)
            .collect();
        let covers_all = own.iter().any(|pattern| matches_all(pattern));
        let limits_names = facts.terms.iter().any(|term| {
            let names = term.keywords.property_names.iter().flat_map(|it| &it.parts);
            let mut names = names.map(|part| term.side.keywords(&term.side.resolved(part)));
            names.any(|names| {
                let mut patterns = names.texts.patterns.iter();
                patterns.any(|pattern| own.contains(&pattern.value))
            })
        });
        if let Some(names) = facts.names().finite(VALUES) {
            // No others have names that are allowed.
            let names = names.iter().filter_map(Value::as_str);
            let all_told = names.into_iter().all(|name| is_told(name, self));
            if !all_told {
                classes.push(facts.undeclared(self.scales, None));
            }
        } else if !covers_all && !limits_names {
            let patterns = facts.patterns();
            let patterns = patterns
                .into_iter()
                .filter(|pattern| !own.contains(pattern));
            for pattern in patterns.map(Some).chain([None]) {
                classes.push(facts.undeclared(self.scales, pattern));
            }
        }
        classes.iter().all(|class| match &goal {
            Some(schema) => self.proves_inside(class, &(side, schema.clone())),
            None => self.is_empty_inside(class),
        })
    }

    /// The schemas that hold beside these keywords: those that are included, and branches that the data are proven
    /// to be of.
    fn holding(
        &mut self,
        facts: &Facts<'e, 'd>,
        (side, keywords): (&'e Side<'d>, &Keywords<'d>),
    ) -> Vec<Facts<'e, 'd>> {
        let reference = side.target(keywords);
        let mut all: Vec<Schema<'d>> = reference.into_iter().collect();
        all.extend(keywords.all_of.iter().cloned());
        for branch in keywords.any_of.iter().chain(&keywords.one_of) {
            if self.proves(facts, &(side, branch.clone())) {
                all.push(branch.clone());
            }
        }
        let all = all.into_iter();
        all.map(|schema| Facts::gather([(side, schema)])).collect()
    }

    fn names(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let Some(schema) = keywords.property_names.clone() else {
            return true;
        };
        let goal = (side, schema);
        let judge = Judge {
            scales: self.scales,
            direction: self.direction,
        };
        let declared_hold = facts.declared().into_iter().all(|name| {
            judge.judge(side, &goal.1, &Value::from(name), false) == Judged::Accepted
                || self.is_absent(facts, name)
        });
        if !declared_hold {
            return false;
        }
        let known = facts.names();
        if self.proves_inside(&known, &goal) {
            return true;
        }
        let by_pattern = |pattern: &str| names_match(side, &goal.1, pattern);
        self.are_closed(facts) && facts.patterns().into_iter().all(by_pattern)
    }
}

/// Whether a schema that holds speaks of a property.
fn declares(holding: &Facts<'_, '_>, name: &str) -> bool {
    holding.terms.iter().any(|term| {
        let keywords = &term.keywords;
        keywords.additional.is_some() || keywords.declares(name)
    })
}

/// Whether a schema of names asks for no more than a pattern.
fn names_match<'d>(side: &Side<'d>, schema: &Schema<'d>, pattern: &str) -> bool {
    let mut parts = schema.parts.iter();
    parts.all(|part| {
        let part = side.resolved(part);
        let keys = part
            .value
            .as_object()
            .map(|map| map.keys().map(String::as_str));
        let is_plain = |key: &str| matches!(key, "pattern" | "type");
        let keywords = side.keywords(&part);
        let mut patterns = keywords.texts.patterns.iter();
        keys.is_some_and(|mut keys| keys.all(is_plain))
            && keywords.types.is_none_or(|kinds| kinds.has(Kind::String))
            && patterns.all(|it| it.value == pattern || matches_all(it.value))
    })
}
