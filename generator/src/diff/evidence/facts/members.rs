//! What is known of a datum to what is known of its properties and items.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Facts, NEVER, Pin, Stated, is_alone};
use crate::diff::evidence::left_out::LeftOut;
use crate::diff::evidence::names::matches_all;
use crate::diff::evidence::scales::Scales;
use crate::document::{Additional, Keywords, Kind, Schema};

impl<'e, 'd> Facts<'e, 'd> {
    /// The properties that must be there, and do go that way.
    pub fn required(&self, left_out: &LeftOut<'d>) -> BTreeSet<&'d str> {
        let stated = self.terms.iter().flat_map(|term| {
            let names = term.keywords.required.iter().copied();
            names.map(|name| (term.side.is_new, name))
        });
        let stated = stated.filter(|(is_new, name)| !left_out.of(*is_new).contains(name));
        let mut required: BTreeSet<&'d str> = stated.map(|(_, name)| name).collect();
        required.extend(&self.present);
        if required.is_empty() {
            return required;
        }
        // What one asks for, others may ask more for: each asks once.
        let mut pending: Vec<&'d str> = required.iter().copied().collect();
        while let Some(name) = pending.pop() {
            for (is_new, others) in self.dependent(name) {
                let hidden = left_out.of(is_new);
                let others = others.iter().filter_map(Value::as_str);
                let others = others.filter(|other| !hidden.contains(other));
                pending.extend(others.filter(|other| required.insert(other)));
            }
        }
        required
    }

    /// The names that have to be there where one is, by the document that says so.
    pub fn dependent(&self, name: &str) -> impl Iterator<Item = (bool, &'d Vec<Value>)> {
        self.terms.iter().filter_map(move |term| {
            let counts = !term.keywords.dependent_required.is_empty();
            let object = term.keywords.object.filter(|_| counts)?;
            let others = object.get("dependentRequired")?.get(name)?.as_array()?;
            Some((term.side.is_new, others))
        })
    }

    /// The names of all declared properties, and of those that schemas declare which may hold beside an
    /// `unevaluatedProperties`: it says nothing of these.
    pub fn declared(&self) -> BTreeSet<&'d str> {
        let mut names = BTreeSet::new();
        for term in &self.terms {
            let own = term.keywords.properties.iter();
            names.extend(own.map(|(name, _)| *name));
            if term.keywords.unevaluated_properties.is_some() {
                term.names_beside(&mut names);
            }
        }
        names
    }

    /// What is known of the names of properties.
    pub fn names(&self) -> Self {
        let schemas = self
            .terms
            .iter()
            .filter_map(|term| Some((term.side, term.keywords.property_names.clone()?)));
        Self::gather(schemas).of_kind(Kind::String)
    }

    /// The patterns that names of properties may match.
    pub fn patterns(&self) -> BTreeSet<&'d str> {
        let all = self.terms.iter();
        all.flat_map(|term| {
            term.keywords
                .pattern_properties
                .iter()
                .map(|(name, _)| *name)
        })
        .filter(|pattern| !matches_all(pattern))
        .collect()
    }

    /// What is known of a property of that name.
    pub fn property(&self, scales: &Scales<'e, 'd>, left_out: &LeftOut<'d>, name: &str) -> Self {
        if left_out.is_absent(name) {
            // Who sends the data leaves it out.
            let mut absent = Self::gather([]);
            absent.never = true;
            return absent;
        }
        let matches = |pattern: &str| scales.is_match(pattern, name);
        let is_passed_over = |is_new: bool| left_out.is_passed_over(is_new, name);
        let member = self.member(Some(name), &matches, &is_passed_over, scales);
        let pins = self.pinned.iter().filter(|(known, _)| *known == name);
        pins.fold(member, |member, (_, pin)| match pin {
            Pin::Kind(kind) => member.of_kind(*kind),
            Pin::Value(value) => Self {
                only: Some(*value),
                ..member
            },
        })
    }

    /// What is known of properties that are declared nowhere, and match one pattern or none.
    pub fn undeclared(&self, scales: &Scales<'e, 'd>, pattern: Option<&str>) -> Self {
        let matches = |other: &str| match pattern {
            _ if matches_all(other) => Some(true),
            Some(pattern) if pattern == other => Some(true),
            // A name may match others as well.
            Some(_) => None,
            None => Some(false),
        };
        self.member(None, &matches, &|_| false, scales)
    }

    fn member(
        &self,
        name: Option<&str>,
        matches: &dyn Fn(&str) -> Option<bool>,
        is_passed_over: &dyn Fn(bool) -> bool,
        scales: &Scales<'e, 'd>,
    ) -> Self {
        let mut found: Vec<Stated<'e, 'd>> = Vec::new();
        for term in &self.terms {
            let keywords = &term.keywords;
            if is_passed_over(term.side.is_new) {
                // One that is closed takes nothing but what goes this way.
                if matches!(keywords.additional, Some(Additional::Forbidden)) {
                    found.push((term.side, never(keywords)));
                }
                continue;
            }
            let mut is_known = false;
            if let Some(schema) = name.and_then(|name| keywords.property(name)) {
                is_known = true;
                found.push((term.side, schema));
            }
            for (pattern, schema) in &keywords.pattern_properties {
                let matched = matches(pattern);
                is_known |= matched != Some(false);
                if matched == Some(true) {
                    found.push((term.side, schema.clone()));
                }
            }
            if is_known {
                continue;
            }
            match &keywords.additional {
                Some(Additional::Forbidden) => found.push((term.side, never(keywords))),
                Some(Additional::Allowed(schema)) => found.push((term.side, schema.clone())),
                None => {
                    let rest = keywords.unevaluated_properties.as_ref();
                    let rest = rest
                        .filter(|_| !term.speaks_of(name, scales, &self.excluded, &mut Vec::new()));
                    found.extend(rest.map(|schema| (term.side, schema.clone())));
                }
            }
        }
        Self::gather(found)
    }

    /// What is known of an item.
    pub fn item(&self, index: usize) -> Self {
        if let Some(item) = self.item.as_ref().filter(|_| index == 0) {
            return Self::clone(item);
        }
        let schemas = self.terms.iter().filter_map(|term| {
            let keywords = &term.keywords;
            let prefix = keywords.prefix_items.get(index);
            let schema = prefix.or(keywords.items.as_ref());
            let rest = || {
                let is_plain = is_alone(keywords) && keywords.contains.is_none();
                keywords.unevaluated_items.as_ref().filter(|_| is_plain)
            };
            Some((term.side, schema.or_else(rest)?.clone()))
        });
        Self::gather(schemas)
    }

    /// The schemas that at least one item must fit.
    pub fn contained(&self) -> impl Iterator<Item = Stated<'e, 'd>> {
        self.terms.iter().filter_map(|term| {
            let least = term.keywords.contained.limits().0.unwrap_or(1);
            let schema = term.keywords.contains.clone()?;
            (least > 0).then_some((term.side, schema))
        })
    }

    /// The longest list of items that are told one by one.
    pub fn prefix(&self) -> usize {
        let lengths = self.all().map(|keywords| keywords.prefix_items.len());
        lengths.max().unwrap_or_default()
    }
}

/// The schema that nothing fits, in the place of an `additionalProperties`.
fn never<'d>(keywords: &Keywords<'d>) -> Schema<'d> {
    Schema::new(&NEVER, keywords.at.key("additionalProperties"))
}
