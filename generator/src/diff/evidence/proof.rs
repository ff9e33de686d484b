//! Facts about data and a schema to a proof that all such data fit it. What cannot be proven may be
//! true all the same.
//!
//! A schema that leads back to itself is taken to be proven where the proof of a property or an item
//! comes to it again: data end, and so does the argument.

mod cases;
mod empty;
mod members;
mod ranges;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::facts::{Facts, NEVER, Stated};
use super::judge::Judge;
use super::judged::Judged;
use super::left_out::LeftOut;
use super::scales::Scales;
use super::sizes;
use crate::constraint::{Numbers, Strictness, Texts, Values};
use crate::diff::effect::Direction;
use crate::diff::view::{Possible, Side, accepts_all, is_free, only_leads};
use crate::document::{Keywords, Kind, Kinds, Part, Schema};
use crate::pointer::Pointer;

/// How deep proofs lead to others.
const DEPTH: usize = 24;
/// How many values are judged one by one.
const VALUES: usize = 64;

/// What a proof came to.
#[derive(Clone, Copy)]
struct Found {
    holds: bool,
    /// The outermost proof that is open still, and that this one builds on.
    builds_on: usize,
}

/// A proof that is being looked for.
struct Open {
    key: String,
    /// How many members of data lie around it.
    members: usize,
}

/// Proves that data which go one way fit schemas.
pub(super) struct Prover<'p, 'e, 'd> {
    pub scales: &'p Scales<'e, 'd>,
    pub direction: Direction,
    known: BTreeMap<String, bool>,
    open: Vec<Open>,
    builds_on: usize,
    members: usize,
    /// Whether it is the new document that the sender of the data knows.
    sent_by_new: bool,
    /// The properties of the datum in question that do not go this way.
    left_out: LeftOut<'d>,
}

const NOTHING: usize = usize::MAX;

impl<'p, 'e, 'd> Prover<'p, 'e, 'd> {
    pub fn new(scales: &'p Scales<'e, 'd>, direction: Direction, sent_by_new: bool) -> Self {
        Self {
            scales,
            direction,
            sent_by_new,
            known: BTreeMap::new(),
            open: Vec::new(),
            builds_on: NOTHING,
            members: 0,
            left_out: LeftOut::default(),
        }
    }

    /// Whether all data that fit the facts fit a schema.
    pub fn proves_whole(mut self, facts: &Facts<'e, 'd>, goal: &Stated<'e, 'd>) -> bool {
        self.proves_inside(facts, goal)
    }

    /// The same of the datum that is in question already.
    fn proves(&mut self, facts: &Facts<'e, 'd>, goal: &Stated<'e, 'd>) -> bool {
        let parts = goal.1.parts.iter();
        parts.clone().all(|part| self.part(facts, goal.0, part))
    }

    /// The same of a member of the data.
    fn proves_inside(&mut self, facts: &Facts<'e, 'd>, goal: &Stated<'e, 'd>) -> bool {
        self.inside(facts, Some(goal), |prover| prover.proves(facts, goal))
    }

    /// What holds of a datum of its own: a whole one, or a member of the one in question.
    fn inside(
        &mut self,
        facts: &Facts<'e, 'd>,
        goal: Option<&Stated<'e, 'd>>,
        holds: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let schemas = facts.sources.iter().chain(goal);
        let left_out = LeftOut::gather(schemas, self.scales, self.direction, self.sent_by_new);
        let outer = std::mem::replace(&mut self.left_out, left_out);
        self.members += 1;
        let holds = holds(self);
        self.members -= 1;
        self.left_out = outer;
        holds
    }

    fn part(&mut self, facts: &Facts<'e, 'd>, side: &'e Side<'d>, part: &Part<'d>) -> bool {
        let mut part = side.resolved(part);
        let mut passed = BTreeSet::new();
        loop {
            if self.holds_at_a_glance(facts, side, &part) {
                return true;
            }
            let rest = rest(facts, side, &part);
            match rest.filter(|rest| passed.insert(rest.at.clone())) {
                Some(rest) => part = rest,
                None => break,
            }
        }
        if !self.afford(facts) || self.open.len() >= DEPTH {
            return false;
        }
        let key = format!(
            "{} > {}{} {}",
            facts.key(),
            u8::from(side.is_new),
            part.at,
            self.left_out.key()
        );
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if let Some(index) = self.open.iter().position(|open| open.key == key) {
            self.builds_on = self.builds_on.min(index);
            return self.open[index].members < self.members;
        }
        let found = self.anew(facts, side, &part, &key);
        // What builds on a proof that is open still holds only if that one does.
        if !found.holds || found.builds_on >= self.open.len() {
            self.known.insert(key, found.holds);
        }
        found.holds
    }

    /// Takes what it costs to look at facts, to copy them, or to tell them apart from others.
    fn afford(&self, facts: &Facts<'e, 'd>) -> bool {
        let names = facts.present.len() + self.left_out.len();
        self.scales.steps(1 + facts.terms.len()) && self.scales.looks(names + facts.size())
    }

    fn anew(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        part: &Part<'d>,
        key: &str,
    ) -> Found {
        self.open.push(Open {
            key: key.to_owned(),
            members: self.members,
        });
        let outer = std::mem::replace(&mut self.builds_on, NOTHING);
        let holds = self.whole(facts, side, part);
        self.open.pop();
        let builds_on = self.closed(outer);
        Found { holds, builds_on }
    }

    /// What the proof builds on that was the last to be open: itself does not count.
    fn closed(&mut self, outer: usize) -> usize {
        let builds_on = match self.builds_on < self.open.len() {
            true => self.builds_on,
            false => NOTHING,
        };
        self.builds_on = outer.min(builds_on);
        builds_on
    }

    /// The schema that nothing fits.
    fn nothing(&self) -> Stated<'e, 'd> {
        let schema = Schema::new(&NEVER, Pointer::root().key("false"));
        (self.scales.new, schema)
    }

    /// Whether it needs no proof.
    fn holds_at_a_glance(&self, facts: &Facts<'e, 'd>, side: &Side<'d>, part: &Part<'d>) -> bool {
        accepts_all(part.value)
            || facts.never
            || facts.kinds.is_empty()
            || self.holds_already(facts, side, part)
    }

    /// Whether the same is known of the data already.
    fn holds_already(&self, facts: &Facts<'e, 'd>, side: &Side<'d>, part: &Part<'d>) -> bool {
        facts.has(side, part)
            || self.left_out.are_alike()
                && facts.terms.iter().any(|term| {
                    term.side.is_new != side.is_new
                        && self.scales.are_same(&term.part, part, side.is_new)
                })
    }

    /// The whole schema object: at once, or in the cases that there are.
    fn whole(&mut self, facts: &Facts<'e, 'd>, side: &'e Side<'d>, part: &Part<'d>) -> bool {
        if let Some(values) = self.few(facts) {
            return self.finite(facts, &values, &(side, one(part)));
        }
        if facts.are_told_by_kind() {
            let mut kinds = facts.each_kind().into_iter();
            return kinds.all(|kind| self.part(&facts.of_kind(kind), side, part));
        }
        let keywords = side.keywords(part);
        if self.at_once(facts, side, &keywords) || self.is_empty(facts) {
            return true;
        }
        if let Some(more) = self.saturated(facts) {
            return self.part(&more, side, part);
        }
        let kinds = facts.each_kind();
        if kinds.len() > 1 {
            let mut kinds = kinds.into_iter();
            return kinds.all(|kind| self.part(&facts.of_kind(kind), side, part));
        }
        if self.by_ranges(facts, (side, &keywords), part) {
            return true;
        }
        self.by_cases(facts, &mut |prover, facts| prover.part(facts, side, part))
    }

    fn finite(&self, facts: &Facts<'e, 'd>, values: &[Value], goal: &Stated<'e, 'd>) -> bool {
        let judge = Judge {
            scales: self.scales,
            direction: self.direction,
        };
        let possible = |value: &&Value| {
            let is_kind = facts.kinds.has(Kind::of(value));
            let mut sources = facts.sources.iter();
            is_kind
                && sources.all(|(side, schema)| {
                    let is_sender = side.is_new == self.sent_by_new;
                    judge.judge(side, schema, value, is_sender) != Judged::Refused
                })
        };
        let mut values = values.iter().filter(possible);
        values.all(|value| judge.judge(goal.0, &goal.1, value, false) == Judged::Accepted)
    }

    /// Whether each keyword follows from what is known.
    fn at_once(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        if keywords.never || keywords.dynamic_reference.is_some() {
            return false;
        }
        if !keywords.types.is_none_or(|kinds| are_within(facts, kinds)) {
            return false;
        }
        let values_hold = keywords.values.listed.as_ref().is_none_or(|listed| {
            let known = facts.listed();
            listed.is_empty()
                || known.is_some_and(|known| Values::missing(known, listed).is_empty())
        });
        if !values_hold {
            return false;
        }
        let kinds: Vec<Kind> = facts.kinds.iter().collect();
        kinds
            .into_iter()
            .all(|kind| self.of_kind(facts, side, keywords, kind))
            && self.in_place(facts, side, keywords)
    }

    fn of_kind(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
        kind: Kind,
    ) -> bool {
        match kind {
            Kind::Null | Kind::Boolean => true,
            Kind::Integer | Kind::Number => numbers(facts, keywords, kind),
            Kind::String => self.texts(facts, side, keywords),
            Kind::Array => self.array(facts, side, keywords),
            Kind::Object => self.object(facts, side, keywords),
        }
    }

    fn texts(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let known = facts.texts();
        let mut both = known.clone();
        both.and(&keywords.texts);
        let (old, new) = Texts::patterns_apart(&known, &both);
        let is_new = |pattern: &str| !super::names::matches_all(pattern);
        let has_patterns =
            old.is_empty() && !super::facts::values(&new).iter().any(|it| is_new(it));
        let format_holds = keywords.format.is_none_or(|format| {
            let is_number = crate::format::find("string", format).is_none()
                && crate::format::types(format).next().is_some();
            sizes::is_free(format)
                || is_number
                || facts.formats().any(|known| sizes::is_within(known, format))
        });
        let content_holds = sizes::content_schema(keywords).is_none_or(|goal| {
            let known = facts
                .terms
                .iter()
                .filter_map(|term| Some((term.side, sizes::content_schema(&term.keywords)?)));
            let known = Facts::gather(known);
            self.proves_inside(&known, &(side, goal))
        });
        Facts::limits(&both.length) == Facts::limits(&known.length)
            && has_patterns
            && format_holds
            && content_holds
    }

    /// What other schemas say of the same datum.
    fn in_place(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let reference = side.target(keywords);
        let mut included = reference.iter().chain(&keywords.all_of);
        if !included.all(|schema| self.proves(facts, &(side, schema.clone()))) {
            return false;
        }
        let any = &keywords.any_of;
        // A branch that accepts anything settles it, whatever the others cost.
        let any_holds = any.is_empty()
            || any.iter().any(is_free)
            || any.iter().any(|it| self.proves(facts, &(side, it.clone())));
        if !any_holds {
            return false;
        }
        // Where a discriminator tells the branch, who reads such data looks at no other.
        let one_holds = match (&keywords.discriminator, keywords.one_of.as_slice()) {
            (_, []) => true,
            (Some(discriminator), branches) => self.told(facts, side, discriminator, branches),
            (None, branches) => self.exactly_one(facts, side, branches),
        };
        if !one_holds {
            return false;
        }
        let excluded = keywords.not.as_ref();
        if !excluded.is_none_or(|schema| self.is_disjoint(facts, (side, schema.clone()))) {
            return false;
        }
        self.condition(facts, side, keywords)
    }

    fn exactly_one(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        branches: &[Schema<'d>],
    ) -> bool {
        let mut all = branches.iter();
        let Some(index) = all.position(|branch| self.proves(facts, &(side, branch.clone()))) else {
            return false;
        };
        let others = branches
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let mut others = others.map(|(_, branch)| branch.clone());
        others.all(|branch| self.is_disjoint(facts, (side, branch)))
    }

    fn condition(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        keywords: &Keywords<'d>,
    ) -> bool {
        let Some(condition) = keywords.if_.clone() else {
            return true;
        };
        let condition = (side, condition);
        let then = keywords.then.as_ref().is_none_or(|then| {
            let facts = facts.with(condition.clone());
            self.is_empty(&facts) || self.proves(&facts, &(side, then.clone()))
        });
        then && keywords.else_.as_ref().is_none_or(|otherwise| {
            let mut facts = facts.clone();
            facts.excluded.push(condition.clone());
            self.is_empty(&facts) || self.proves(&facts, &(side, otherwise.clone()))
        })
    }
}

fn one<'d>(part: &Part<'d>) -> Schema<'d> {
    Schema {
        parts: vec![part.clone()],
    }
}

/// The only schema that is left to be proven, where one says no more than that it holds, and what kinds there are.
fn rest<'d>(facts: &Facts<'_, 'd>, side: &Side<'d>, part: &Part<'d>) -> Option<Part<'d>> {
    let keywords = side.keywords(part);
    let holds = keywords.types.is_none_or(|kinds| are_within(facts, kinds));
    if !holds || keywords.never || !only_leads(&keywords) {
        return None;
    }
    let target = side.target(&keywords);
    let mut included = target.iter().chain(&keywords.all_of);
    let unions = [&keywords.one_of, &keywords.any_of];
    let mut unions = unions.into_iter().filter(|branches| !branches.is_empty());
    let branches = unions.next().map(Vec::as_slice).unwrap_or_default();
    let only = match (included.next(), included.next(), branches, unions.next()) {
        (Some(only), None, [], None) => only,
        (None, None, branches, None) => match side.branch_kinds(branches).possible(facts.kinds) {
            Possible::Only(index) => &branches[index],
            _ => return None,
        },
        _ => return None,
    };
    only.single().map(|part| side.resolved(part))
}

/// Whether data of the facts are of these kinds.
fn are_within(facts: &Facts<'_, '_>, kinds: Kinds) -> bool {
    if facts.kinds.and(kinds) == facts.kinds {
        return true;
    }
    let integers = Numbers {
        multiples: facts.numbers().multiples,
        ..Numbers::default()
    };
    let are_integers = integers.multiples.iter().any(|step| {
        let one = crate::json::Bound::Integer(1);
        step.value.is_multiple_of(one) == Some(true)
    });
    let rest = facts
        .kinds
        .without(Kind::Number)
        .or(Kinds::only(Kind::Integer));
    are_integers && rest.and(kinds) == rest
}

fn numbers(facts: &Facts<'_, '_>, keywords: &Keywords<'_>, kind: Kind) -> bool {
    let goal = sizes::numbers(keywords);
    let known = facts.numbers();
    let (known, both) = {
        let mut both = known.clone();
        both.and(&goal);
        let step = sizes::step(&known);
        let inside = |numbers: Numbers| match step {
            // Between two multiples there is nothing.
            Some(step) => sizes::at_multiples(numbers, step),
            None => numbers,
        };
        match kind {
            Kind::Integer => (inside(known.of_integers()), inside(both.of_integers())),
            _ => (inside(known), inside(both)),
        }
    };
    let is_same = |strictness: Strictness| strictness == Strictness::Same;
    let one = crate::json::Bound::Integer(1);
    let whole = sizes::step(&known).map(crate::json::Bound::Integer);
    let steps_hold = goal.multiples.iter().all(|unit| {
        let divides = |step: crate::json::Bound| step.is_multiple_of(unit.value) == Some(true);
        let is_whole = kind == Kind::Integer && divides(one);
        is_whole
            || whole.is_some_and(divides)
            || known.multiples.iter().any(|step| divides(step.value))
    });
    is_same(Numbers::low_strictness(&known, &both))
        && is_same(Numbers::high_strictness(&known, &both))
        && steps_hold
}
