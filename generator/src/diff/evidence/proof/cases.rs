//! Facts to the cases that there are: what follows from those that hold, the branches of unions, the
//! two ways that a condition can go, and all values where they are few.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::facts::{Facts, Pin, Stated, Term};
use super::{Prover, VALUES};
use crate::constraint::number::End;
use crate::document::{Kind, Schema};
use crate::json::Bound;

/// How many properties are looked at, and how many cases of each.
const MEMBERS: usize = 4;

impl<'e, 'd> Prover<'_, 'e, 'd> {
    /// Whether something holds in each branch of one of the unions, or whether a condition is met or
    /// not.
    pub(super) fn by_cases(
        &mut self,
        facts: &Facts<'e, 'd>,
        holds: &mut dyn FnMut(&mut Self, &Facts<'e, 'd>) -> bool,
    ) -> bool {
        for index in 0..facts.unions.len() {
            let mut branches = 0..facts.unions[index].branches().len();
            let all = branches
                .all(|branch| self.afford(facts) && holds(self, &facts.in_branch(index, branch)));
            if all {
                return true;
            }
        }
        let open = facts.terms.iter().find_map(|term| {
            let condition = term.keywords.if_.clone()?;
            let key = (term.side.is_new, term.part.at.clone());
            (!facts.settled.contains(&key)).then_some((term.clone(), condition, key))
        });
        let Some((term, condition, key)) = open else {
            return self.by_members(facts, holds);
        };
        let mut settled = facts.clone();
        settled.settled.insert(key);
        let met = consequence(&settled.with((term.side, condition.clone())), &term, true);
        if !self.afford(facts) || !holds(self, &met) {
            return false;
        }
        let mut missed = consequence(&settled, &term, false);
        missed.excluded.push((term.side, condition));
        holds(self, &missed)
    }

    /// The same, for each value, or for each kind, of a property that is there.
    fn by_members(
        &mut self,
        facts: &Facts<'e, 'd>,
        holds: &mut dyn FnMut(&mut Self, &Facts<'e, 'd>) -> bool,
    ) -> bool {
        if !facts.pinned.is_empty() || !facts.kinds.has(Kind::Object) {
            return false;
        }
        let required = facts.required(&self.left_out);
        for name in required.into_iter().take(MEMBERS) {
            if !self.afford(facts) {
                return false;
            }
            let property = facts.property(self.scales, &self.left_out, name);
            let values = property.listed().map(|values| values.as_slice());
            let pins: Vec<Pin<'d>> = match values {
                Some(values) => values.iter().map(|value| Pin::Value(value)).collect(),
                None => {
                    let mut kinds = property.each_kind();
                    kinds.retain(|kind| !self.is_empty_inside(&property.of_kind(*kind)));
                    kinds.into_iter().map(Pin::Kind).collect()
                }
            };
            if !(2..=MEMBERS).contains(&pins.len()) {
                continue;
            }
            let mut pins = pins.into_iter();
            if pins.all(|pin| self.afford(facts) && holds(self, &facts.pinning(name, pin))) {
                return true;
            }
        }
        false
    }

    /// The same facts with what follows from conditions that are met, if anything does.
    pub(super) fn saturated(&mut self, facts: &Facts<'e, 'd>) -> Option<Facts<'e, 'd>> {
        let terms = facts.terms.clone();
        let mut known = facts.clone();
        // What is no object has no property, and nothing depends on one.
        let required = match facts.kinds.single() {
            Some(Kind::Object) => facts.required(&self.left_out),
            _ => BTreeSet::new(),
        };
        for term in &terms {
            let dependent = term.keywords.dependent_schemas.iter();
            if !self.scales.looks(dependent.len()) {
                break;
            }
            for (_, schema) in dependent.filter(|(name, _)| required.contains(name)) {
                known = known.with((term.side, schema.clone()));
            }
            let key = (term.side.is_new, term.part.at.clone());
            let Some(condition) = term.keywords.if_.clone() else {
                continue;
            };
            if facts.settled.contains(&key) {
                continue;
            }
            let condition: Stated<'e, 'd> = (term.side, condition);
            if self.proves(facts, &condition) {
                known.settled.insert(key);
                known = consequence(&known, term, true);
            } else if self.is_disjoint(facts, condition) {
                known.settled.insert(key);
                known = consequence(&known, term, false);
            }
        }
        let is_more = known.terms.len() > facts.terms.len() || known.never && !facts.never;
        is_more.then_some(known)
    }

    /// The same facts where a property is there, with what follows from that.
    pub(super) fn given(&mut self, facts: &Facts<'e, 'd>, name: &'d str) -> Facts<'e, 'd> {
        let facts = facts.having(name);
        self.saturated(&facts).unwrap_or(facts)
    }

    /// All values that fit the facts, where they are few.
    pub(in crate::diff::evidence) fn few(&mut self, facts: &Facts<'e, 'd>) -> Option<Vec<Value>> {
        if let Some(values) = facts.finite(VALUES) {
            return Some(values);
        }
        let kinds = facts.each_kind();
        let mut all = Vec::new();
        for kind in kinds {
            match kind {
                Kind::Null => all.push(Value::Null),
                Kind::Boolean => all.extend([Value::Bool(false), Value::Bool(true)]),
                Kind::Integer => all.extend(integers(facts)?),
                Kind::String if Facts::limits(&facts.texts().length).1 == 0 => all.push(json!("")),
                Kind::Array if Facts::limits(&facts.arrays().count).1 == 0 => all.push(json!([])),
                Kind::Object if Facts::limits(&facts.objects().count).1 == 0 => all.push(json!({})),
                Kind::Object if self.has_no_members(facts) => all.push(json!({})),
                _ => return None,
            }
        }
        Some(all)
    }

    fn has_no_members(&mut self, facts: &Facts<'e, 'd>) -> bool {
        facts.declared().is_empty() && facts.patterns().is_empty() && self.are_closed(facts)
    }
}

/// The facts with what a condition leads to, met or not.
fn consequence<'e, 'd>(facts: &Facts<'e, 'd>, term: &Term<'e, 'd>, is_met: bool) -> Facts<'e, 'd> {
    let schema: &Option<Schema<'d>> = match is_met {
        true => &term.keywords.then,
        false => &term.keywords.else_,
    };
    match schema {
        Some(schema) => facts.with((term.side, schema.clone())),
        None => facts.clone(),
    }
}

/// All integers between two bounds.
fn integers(facts: &Facts<'_, '_>) -> Option<Vec<Value>> {
    let numbers = facts.numbers().of_integers();
    let whole = |end: &End| match end.bound {
        Bound::Integer(bound) => Some((bound, i128::from(end.exclusive))),
        Bound::Decimal(_) => None,
    };
    let (low, low_shift) = whole(numbers.low.as_ref()?)?;
    let (high, high_shift) = whole(numbers.high.as_ref()?)?;
    let (low, high) = (low.checked_add(low_shift)?, high.checked_sub(high_shift)?);
    if high.checked_sub(low)? >= VALUES as i128 {
        return None;
    }
    let all = (low..=high).map(|number| i64::try_from(number).ok().map(Value::from));
    all.collect()
}
