//! The datum that is shown for one edit, where its schema refuses data for several: one that is about that edit, and of
//! the data that travel.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::super::effect::Direction;
use super::super::evidence::{Evidence, Point, Question};
use super::super::reach::{Datum, Touch};
use super::super::rule;
use super::super::schema::Sense;
use super::{Weigher, datum, is_forward};

/// What is known of an edit by itself, where its schema is known to refuse data.
pub(super) enum Pointed {
    /// These are refused for it.
    Shown(Datum),
    /// None are.
    Nothing,
    /// Others are refused, and none was found that is for it.
    Unclear,
}

/// By pair, edit, outermost pair of the same data, and which way the data go and are judged.
pub(super) type Points = BTreeMap<(usize, usize, usize, Direction, bool), Rc<Evidence>>;

impl<'d> Weigher<'_, 'd> {
    /// Data that show an edit, where `witness` shows that its schema refuses some.
    pub(super) fn pointed(&mut self, root: usize, touch: &Touch<'_>, witness: &Value) -> Pointed {
        let direction = touch.used.direction;
        let outermost = self.outermost(root, touch);
        match &*self.at_point(touch, outermost, witness) {
            Evidence::Proven => Pointed::Nothing,
            Evidence::Open => Pointed::Unclear,
            Evidence::Witness(shown) => {
                Pointed::Shown(datum(shown, outermost, direction, touch.sense))
            }
        }
    }

    fn at_point(&mut self, touch: &Touch<'_>, outermost: usize, witness: &Value) -> Rc<Evidence> {
        let direction = touch.used.direction;
        let is_forward = is_forward(direction, touch.sense);
        let key = (touch.pair, touch.event, outermost, direction, is_forward);
        if let Some(known) = self.points.get(&key) {
            return known.clone();
        }
        let pair = &self.pairs[touch.pair];
        let around = &self.pairs[outermost].schemas;
        let question = Question {
            schemas: (&pair.schemas.0, &pair.schemas.1),
            around: (outermost != touch.pair).then_some((&around.0, &around.1)),
            is_forward,
            direction,
            encoding: &pair.encoding,
            point: self.point(touch, is_forward),
        };
        let evidence = Rc::new(self.scales.answer(&question, witness));
        if *evidence == Evidence::Open && self.scales.is_cut() {
            self.cut.insert(touch.pair);
        }
        self.points.insert(key, evidence.clone());
        evidence
    }

    /// What an edit is about: the keyword of the side that reads, or the branch of the side that sends.
    fn point(&self, touch: &Touch<'_>, is_forward: bool) -> Option<Point<'d>> {
        let event = &self.pairs[touch.pair].events[touch.event];
        let (old, new) = ((self.scales.old, &event.old), (self.scales.new, &event.new));
        let (from, to) = if is_forward { (old, new) } else { (new, old) };
        let is_branch =
            event.rule == &rule::UNION_BRANCH_REMOVED || event.rule == &rule::UNION_BRANCH_ADDED;
        match (is_branch, from.1.is_there, to.1.is_there) {
            (true, true, _) => Some(Point::Branch(from.0.document.schema_at(&from.1.at)?)),
            (false, _, true) => Point::keyword(to.0, &to.1.at),
            _ => None,
        }
    }

    /// The outermost pair whose schemas are of the very data that an edit is of.
    fn outermost(&mut self, root: usize, touch: &Touch<'_>) -> usize {
        match touch.sense {
            Sense::Same if !touch.is_beyond => self.lift.outermost(self.pairs, root, touch.pair),
            _ => touch.pair,
        }
    }
}
