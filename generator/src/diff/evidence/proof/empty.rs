//! Facts that contradict each other: no data fit them.

use serde_json::Value;

use super::super::facts::{Facts, Stated};
use super::{DEPTH, NOTHING, Open, Prover, VALUES};
use crate::constraint::Arrays;
use crate::diff::view::is_free;
use crate::document::{Kind, Schema};

impl<'e, 'd> Prover<'_, 'e, 'd> {
    /// Whether no member of data fits the facts.
    pub(super) fn is_empty_inside(&mut self, facts: &Facts<'e, 'd>) -> bool {
        self.inside(facts, None, |prover| prover.is_empty(facts))
    }

    /// Whether no data that fit the facts fit a schema.
    pub(super) fn is_disjoint(&mut self, facts: &Facts<'e, 'd>, schema: Stated<'e, 'd>) -> bool {
        let both = facts.with(schema);
        self.is_empty(&both)
    }

    /// Whether no data fit the facts.
    pub(super) fn is_empty(&mut self, facts: &Facts<'e, 'd>) -> bool {
        if facts.never || facts.kinds.is_empty() {
            return true;
        }
        if !self.afford(facts) || self.open.len() >= DEPTH {
            return false;
        }
        let key = format!("{} > nothing {}", facts.key(), self.left_out.key());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if let Some(index) = self.open.iter().position(|open| open.key == key) {
            self.builds_on = self.builds_on.min(index);
            return false;
        }
        self.open.push(Open {
            key: key.clone(),
            members: self.members,
        });
        let outer = std::mem::replace(&mut self.builds_on, NOTHING);
        let holds = self.is_empty_anew(facts);
        self.open.pop();
        let builds_on = self.closed(outer);
        if !holds || builds_on >= self.open.len() {
            self.known.insert(key, holds);
        }
        holds
    }

    fn is_empty_anew(&mut self, facts: &Facts<'e, 'd>) -> bool {
        if let Some(values) = facts.finite(VALUES) {
            return self.finite(facts, &values, &self.nothing());
        }
        if !facts.excluded.is_empty()
            && let Some(values) = self.few(facts)
        {
            return self.finite(facts, &values, &self.nothing());
        }
        let kinds: Vec<Kind> = facts.kinds.iter().collect();
        if kinds.iter().all(|kind| self.kind_is_empty(facts, *kind)) {
            return true;
        }
        let excluded = facts.excluded.clone();
        for (index, excluded) in excluded.iter().enumerate() {
            if !self.afford(facts) {
                return false;
            }
            let mut rest = facts.clone();
            rest.excluded.remove(index);
            if self.proves(&rest, excluded) {
                return true;
            }
        }
        if self.is_empty_by_condition(facts) {
            return true;
        }
        let kinds = facts.each_kind();
        if kinds.len() > 1 && !facts.unions.is_empty() {
            let mut kinds = kinds.into_iter();
            return kinds.all(|kind| self.is_empty(&facts.of_kind(kind)));
        }
        self.by_cases(facts, &mut |prover, facts| prover.is_empty(facts))
    }

    /// Whether a condition that is met has a consequence that nothing fits.
    fn is_empty_by_condition(&mut self, facts: &Facts<'e, 'd>) -> bool {
        let terms = facts.terms.clone();
        terms.iter().any(|term| {
            let stated = |schema: &Option<Schema<'d>>| Some((term.side, schema.clone()?));
            let (condition, then) = (stated(&term.keywords.if_), stated(&term.keywords.then));
            let (Some(condition), Some(then)) = (condition, then) else {
                return false;
            };
            let more = facts.with(then);
            (more.never || more.terms.len() > facts.terms.len())
                && self.proves(facts, &condition)
                && self.is_empty(&more)
        })
    }

    fn kind_is_empty(&mut self, facts: &Facts<'e, 'd>, kind: Kind) -> bool {
        match kind {
            Kind::Null | Kind::Boolean => {
                let facts = facts.of_kind(kind);
                let values = facts.finite(VALUES);
                values.is_some_and(|values| self.finite(&facts, &values, &self.nothing()))
            }
            Kind::Integer => facts.numbers().of_integers().contradiction().is_some(),
            Kind::Number => facts.numbers().contradiction().is_some(),
            Kind::String => facts.texts().length.contradiction().is_some(),
            Kind::Array => {
                let (least, most) = self.lengths(facts);
                least > most
            }
            Kind::Object => self.no_object(facts),
        }
    }

    fn no_object(&mut self, facts: &Facts<'e, 'd>) -> bool {
        if facts.objects().count.contradiction().is_some() {
            return true;
        }
        let required = facts.required(&self.left_out);
        if !self.scales.looks(required.len()) {
            return false;
        }
        let (_, most) = Facts::limits(&facts.objects().count);
        if required.len() as u64 > most {
            return true;
        }
        let names = facts.names();
        required.into_iter().any(|name| {
            if self.refuses_name(&names, name) {
                return true;
            }
            let property = facts.property(self.scales, &self.left_out, name);
            self.is_empty_inside(&property)
        })
    }

    /// Whether what holds for names allows none such.
    fn refuses_name(&self, names: &Facts<'e, 'd>, name: &str) -> bool {
        !names.sources.is_empty() && self.finite(names, &[Value::from(name)], &self.nothing())
    }

    /// The least and the greatest number of items.
    pub(super) fn lengths(&mut self, facts: &Facts<'e, 'd>) -> (u64, u64) {
        let Arrays { count, .. } = facts.arrays();
        let (least, most) = Facts::limits(&count);
        // What must be contained is there.
        let contained = facts.terms.iter().filter_map(|term| {
            let least = term.keywords.contained.limits().0.unwrap_or(1);
            term.keywords.contains.as_ref().map(|_| least)
        });
        let least = contained.fold(least, u64::max);
        // Where every item is such a one, there are no more of them.
        let counted = facts.terms.iter().filter_map(|term| {
            let schema = term.keywords.contains.as_ref()?;
            term.keywords
                .contained
                .limits()
                .1
                .filter(|_| is_free(schema))
        });
        let most = counted.fold(most, u64::min);
        let told = facts.prefix() + 1;
        let first_empty = (0..told).find(|index| self.is_empty_inside(&facts.item(*index)));
        let most = first_empty.map_or(most, |index| most.min(index as u64));
        // Items that all differ are no more than there are values.
        let values = match facts.arrays().unique.is_some() && facts.prefix() == 0 {
            true => facts
                .item(0)
                .finite(VALUES)
                .map(|values| values.len() as u64),
            false => None,
        };
        (least, values.map_or(most, |values| most.min(values)))
    }
}
