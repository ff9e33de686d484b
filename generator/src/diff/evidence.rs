//! Schemas that stand for each other to evidence of how the data compare that they accept: data that
//! one accepts and the other refuses, or a proof that there are none.

mod asserted;
mod candidates;
mod facts;
mod judge;
mod judged;
mod least;
mod left_out;
mod names;
mod point;
mod proof;
mod scales;
mod sizes;
mod written;

use std::cell::Cell;

use serde_json::Value;

use super::effect::Direction;
use super::schema::Encoding;
use crate::document::Schema;
use candidates::Maker;
pub(super) use candidates::Seed;
use facts::Facts;
use judge::Judge;
use judged::Judged;
use least::Least;
pub(super) use names::matches_all;
pub(super) use point::{Point, Question};
use proof::Prover;
pub(super) use scales::Scales;
use written::{as_written, may_be_written};

/// What is known of data that one schema accepts: the other accepts them all, or refuses one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Evidence {
    /// The other accepts all of them.
    Proven,
    /// The other refuses this.
    Witness(Value),
    /// Neither was found.
    Open,
}

impl<'d> Scales<'_, 'd> {
    /// Evidence of data that go one way: whether all that is accepted on the one side is accepted
    /// on the other.
    pub fn weigh(
        &self,
        (old, new): (&Schema<'d>, &Schema<'d>),
        is_forward: bool,
        direction: Direction,
        encoding: &Encoding,
    ) -> Evidence {
        let (old, new) = ((self.old, old.clone()), (self.new, new.clone()));
        let (from, to) = if is_forward { (old, new) } else { (new, old) };
        if !self.ask([(from.0, &from.1), (to.0, &to.1)]) {
            return Evidence::Open;
        }
        let facts = Facts::gather([from.clone()]);
        if Prover::new(self, direction, from.0.is_new).proves_whole(&facts, &to) {
            return Evidence::Proven;
        }
        self.start();
        let judge = Judge {
            scales: self,
            direction,
        };
        if *encoding != Encoding::Json
            && (self.reads_texts(&facts, &to, direction, encoding)
                || self.reads_all(&judge, (&facts, &from), &to, encoding))
        {
            return Evidence::Proven;
        }
        self.start();
        let maker = Maker {
            scales: self,
            direction,
            sent_by_new: from.0.is_new,
            seed: None,
            is_cut: Cell::default(),
        };
        let refuses = |value: &Value| tells(&judge, (&from, &to), value, encoding);
        // What costs least is tried first.
        let least = Least {
            scales: self,
            direction,
        };
        self.start();
        for value in least.of(&from, &to) {
            self.start();
            if refuses(&value) {
                return Evidence::Witness(value);
            }
        }
        self.start();
        let mut made = maker.make(&from, &to);
        made.sort_by_cached_key(weight);
        self.start();
        match self.tried(made).find(refuses) {
            Some(witness) => Evidence::Witness(witness),
            None => Evidence::Open,
        }
    }
}

impl<'d> Scales<'_, 'd> {
    /// Data, as long as there are steps to try them.
    fn tried(&self, data: Vec<Value>) -> impl Iterator<Item = Value> {
        data.into_iter().take_while(|_| self.has_steps())
    }

    /// Whether data tell two schemas apart as those of a seed do, which stand within them.
    pub fn lift(
        &self,
        (old, new): (&Schema<'d>, &Schema<'d>),
        is_forward: bool,
        direction: Direction,
        encoding: &Encoding,
        seed: &Seed,
    ) -> Lifted {
        let (old, new) = ((self.old, old.clone()), (self.new, new.clone()));
        let (from, to) = if is_forward { (old, new) } else { (new, old) };
        let judge = Judge {
            scales: self,
            direction,
        };
        let maker = Maker {
            scales: self,
            direction,
            sent_by_new: from.0.is_new,
            seed: Some(seed),
            is_cut: Cell::default(),
        };
        if !self.ask([(from.0, &from.1), (to.0, &to.1)]) {
            return Lifted::Unclear;
        }
        let mut made = maker.make(&from, &to);
        let mut is_cut = maker.is_cut.get();
        let mut is_fed = false;
        made.sort_by_cached_key(weight);
        self.start();
        for value in made {
            if tells(&judge, (&from, &to), &value, encoding) {
                return Lifted::Shown(value);
            }
            let is_sent = judge.judge(from.0, &from.1, &value, true);
            let is_read = judge.judge(to.0, &to.1, &value, false);
            is_fed |= is_sent == Judged::Accepted;
            is_cut |= is_sent != Judged::Refused
                && is_read != Judged::Accepted
                && (is_sent, is_read) != (Judged::Accepted, Judged::Refused);
        }
        // The very datum tells whether it is sent.
        is_fed |=
            seed.is_whole && judge.judge(from.0, &from.1, &seed.value, true) == Judged::Refused;
        match is_cut || !is_fed || !self.step() {
            true => Lifted::Unclear,
            false => Lifted::Nothing,
        }
    }
}

/// What is known of data of a whole, where data of a part are known.
pub(super) enum Lifted {
    /// These show the same.
    Shown(Value),
    /// None of those that were tried does.
    Nothing,
    /// Not all could be tried, or judged.
    Unclear,
}

/// Whether a datum is sent by the one schema, and refused by the other however it is read.
fn tells<'d>(
    judge: &Judge<'_, 'd>,
    (from, to): (&facts::Stated<'_, 'd>, &facts::Stated<'_, 'd>),
    value: &Value,
    encoding: &Encoding,
) -> bool {
    let is_refused = |value: &Value| judge.judge(to.0, &to.1, value, false) == Judged::Refused;
    may_be_written(value, encoding)
        && judge.judge(from.0, &from.1, value, true) == Judged::Accepted
        && as_written(value, encoding).iter().all(is_refused)
}

/// How much there is to read in a value: the least is shown.
fn weight(value: &Value) -> usize {
    value.to_string().len()
}
