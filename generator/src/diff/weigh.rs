//! Verdicts that rules give to edits of schemas, weighed by evidence: of data that travel where a
//! schema is used, and of the data of the very definition that was edited.

mod certainty;
mod lift;
mod point;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::api::{Located, Root};
use super::effect::{Direction, Effect, Guards, Wire};
use super::event::{Anchor, Event};
use super::evidence::{Evidence, Scales};
use super::reach::{self, Datum, Reach, Touch};
use super::rule;
use super::schema::{Comparer, Pair, Sense, shown};
use super::view::View;
use crate::document::Additional;
use certainty::Certainty;
use lift::Lift;
use point::{Pointed, Points};
use rules::{Concern, DECLARATIONS, EVALUATIONS, RULED, concern};

/// Follows all uses, and weighs what they come to. Beside the edits that touch them, there may be
/// differences that no single edit tells.
pub(super) fn touches<'r>(
    comparer: &Comparer<'_>,
    roots: &'r [Root],
) -> (Vec<Touch<'r>>, Vec<Located>) {
    let pairs = &comparer.pairs;
    let reach = Reach {
        dirty: reach::dirty(pairs),
        own: comparer.own(),
        free: reach::free(pairs),
    };
    let mut weigher = Weigher {
        scales: Scales::new(&comparer.old, &comparer.new, &comparer.unchanged),
        pairs,
        known: BTreeMap::new(),
        cut: BTreeSet::new(),
        certainties: BTreeMap::new(),
        lift: Lift::default(),
        points: Points::default(),
    };
    let mut all = Vec::new();
    let mut more = Vec::new();
    for root in roots {
        if pairs[root.pair].is_same {
            continue;
        }
        let mut touches = reach::touches(pairs, &reach, root);
        more.extend(weigher.root(root, &mut touches));
        all.extend(touches);
    }
    (all, more)
}

struct Weigher<'c, 'd> {
    scales: Scales<'c, 'd>,
    pairs: &'c [Pair<'d>],
    /// By pair, which way the data go, and whether all that the old schema accepts is in question.
    known: BTreeMap<(usize, Direction, bool), Rc<Evidence>>,
    /// The pairs of which not all was tried.
    cut: BTreeSet<usize>,
    certainties: BTreeMap<usize, Certainty>,
    lift: Lift,
    points: Points,
}

impl Weigher<'_, '_> {
    fn evidence(&mut self, pair: usize, direction: Direction, is_forward: bool) -> Rc<Evidence> {
        let key = (pair, direction, is_forward);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Pair {
            schemas: (old, new),
            encoding,
            is_same,
            ..
        } = &self.pairs[pair];
        let evidence = match is_same {
            true => Evidence::Proven,
            false => self
                .scales
                .weigh((old, new), is_forward, direction, encoding),
        };
        if evidence == Evidence::Open && self.scales.is_cut() {
            self.cut.insert(pair);
        }
        let evidence = Rc::new(evidence);
        self.known.insert(key, evidence.clone());
        evidence
    }

    /// What a receiver asks: whether it understands all that the sender may send.
    fn of(&mut self, pair: usize, direction: Direction, sense: Sense) -> Rc<Evidence> {
        match sense {
            Sense::Unclear => Rc::new(Evidence::Open),
            Sense::Same | Sense::Complement => {
                self.evidence(pair, direction, is_forward(direction, sense))
            }
        }
    }

    /// Weighs what touches one use. Returns a difference that no edit tells.
    fn root(&mut self, root: &Root, touches: &mut [Touch<'_>]) -> Option<Located> {
        let direction = root.used.direction;
        let whole = self.of(root.pair, direction, Sense::Same);
        let mut is_told = false;
        for touch in touches.iter_mut() {
            is_told |= self.touch(touch, root.pair, &whole);
            touch.is_cut = touch.is_unsettled && self.is_cut(touch.pair, root.pair);
        }
        if *whole == Evidence::Proven || is_told {
            return None;
        }
        // A member that must be there, and goes the other way only now.
        let gone = |touch: &&mut Touch<'_>| {
            let event = &self.pairs[touch.pair].events[touch.event];
            event.rule == &rule::WRITE_ONLY_ADDED && !touch.guards.hidden
        };
        if let Evidence::Witness(witness) = &*whole {
            let mut gone = touches.iter_mut().filter(gone).peekable();
            if gone.peek().is_some() {
                for touch in gone {
                    touch.wire = guarded(touch.guards, direction, Effect::Wider);
                    touch.witness = Some(datum(witness, root.pair, direction, Sense::Same));
                }
                return None;
            }
        }
        self.untold(root, touches)
    }

    /// Whether not all was tried of a pair, or of the whole that it is part of.
    fn is_cut(&self, pair: usize, whole: usize) -> bool {
        self.cut.contains(&pair) || self.cut.contains(&whole)
    }

    /// Weighs one edit; `true` where it tells why data are refused.
    fn touch(&mut self, touch: &mut Touch<'_>, root: usize, whole: &Evidence) -> bool {
        let event = &self.pairs[touch.pair].events[touch.event];
        let concern = concern(event, touch.effect);
        if concern == Concern::Other || touch.guards.hidden {
            return false;
        }
        let direction = touch.used.direction;
        let bare = touch.effect.unguarded(direction);
        let whole = match (touch.is_moot, touch.is_beyond) {
            (true, _) => &Evidence::Proven,
            (false, true) => &Evidence::Open,
            (false, false) => whole,
        };
        if *whole == Evidence::Proven {
            touch.wire = match (concern, touch.effect) {
                (Concern::Member, Effect::Undeclared { .. }) => touch.wire.min(Wire::Potential),
                _ => Wire::Safe,
            };
            return false;
        }
        let own = self.of(touch.pair, direction, touch.sense);
        let is_bad = bare == Wire::Breaking || touch.effect == Effect::Unknown;
        match &*own {
            // Of data that fit exactly one branch, what a branch takes no longer may be what fits another now.
            Evidence::Proven
                if concern == Concern::Data
                    && touch.is_exclusive
                    && !touch.guards.unstable
                    && *whole == Evidence::Open
                    && !self.are_equal(touch) =>
            {
                touch.is_unsettled = true;
                touch.wire = Wire::Potential;
            }
            Evidence::Proven if concern == Concern::Data => touch.wire = Wire::Safe,
            // What its own schema refuses, something beside it, or around it, may have refused before.
            Evidence::Witness(witness)
                if is_bad && *whole == Evidence::Open && !self.is_lifted(root, touch, witness) =>
            {
                touch.is_unsettled = true;
                touch.wire = touch.wire.min(Wire::Potential);
                return true;
            }
            Evidence::Witness(witness) if is_bad => {
                return match self.pointed(root, touch, witness) {
                    Pointed::Shown(shown) => {
                        touch.wire = guarded(touch.guards, direction, touch.effect);
                        touch.witness = Some(shown);
                        true
                    }
                    Pointed::Nothing => {
                        touch.wire = Wire::Safe;
                        false
                    }
                    // Where not all could be judged outwards, what the part shows stands.
                    Pointed::Unclear if *whole == Evidence::Open => {
                        touch.wire = guarded(touch.guards, direction, touch.effect);
                        touch.witness = Some(datum(witness, touch.pair, direction, touch.sense));
                        true
                    }
                    Pointed::Unclear => {
                        if self.is_cut(touch.pair, root) || !self.is_certain(touch) {
                            touch.wire = touch.wire.min(Wire::Potential);
                            touch.is_unsettled = touch.wire == Wire::Potential;
                        }
                        false
                    }
                };
            }
            // What it leaves to a keyword beside it may be more than that took before. Data of the part that show it
            // may be none of the whole's, of which no data were found.
            Evidence::Open | Evidence::Witness(_)
                if *whole == Evidence::Open
                    && bare == Wire::Safe
                    && !touch.guards.unstable
                    && (touch.is_exclusive && concern == Concern::Data
                        || self.leaves_others_to(touch)) =>
            {
                touch.is_unsettled = true;
                touch.wire = Wire::Potential;
            }
            Evidence::Open
                if *whole == Evidence::Open
                    && concern == Concern::Data
                    && (self.is_cut(touch.pair, root) || !self.is_certain(touch)) =>
            {
                touch.wire = touch.wire.min(Wire::Potential);
                touch.is_unsettled = touch.wire == Wire::Potential;
            }
            _ => {}
        }
        matches!(*own, Evidence::Open) && bare == Wire::Breaking
    }

    /// Whether the schemas that an edit is of are proven to accept the same data.
    fn are_equal(&mut self, touch: &Touch<'_>) -> bool {
        let direction = touch.used.direction;
        let is_forward = is_forward(direction, touch.sense);
        [true, false].into_iter().all(|other| {
            *self.evidence(touch.pair, direction, is_forward == other) == Evidence::Proven
        })
    }

    /// Whether an edit changes which properties a keyword beside it speaks of, on the side that reads:
    /// what is declared there is no longer what the rest is, and the other way round.
    fn leaves_others_to(&self, touch: &Touch<'_>) -> bool {
        let Pair {
            events,
            schemas: (old, new),
            ..
        } = &self.pairs[touch.pair];
        let rule = &events[touch.event].rule;
        if EVALUATIONS.contains(rule) {
            let sides = [(self.scales.old, old), (self.scales.new, new)];
            return sides.into_iter().any(|(side, schema)| {
                View::read(side, schema).any(|keywords| {
                    keywords.unevaluated_properties.is_some()
                        || keywords.unevaluated_items.is_some()
                })
            });
        }
        if !DECLARATIONS.contains(rule) {
            return false;
        }
        let is_forward = is_forward(touch.used.direction, touch.sense);
        let view = match is_forward && events[touch.event].rule != &rule::PROPERTY_ADDED {
            true => View::read(self.scales.new, new),
            // Who sends a request knows no property that is declared only then, but in a map.
            false => View::read(self.scales.old, old),
        };
        let is_refused = matches!(view.additional(), Some(Additional::Forbidden));
        view.additional().is_some() && !(is_refused && is_forward)
            || view.any(|keywords| {
                keywords.unevaluated_properties.is_some() || !keywords.pattern_properties.is_empty()
            })
    }

    /// Whether what a rule says of an edit is certain: no other edit of the schema goes the other way,
    /// and may make up for it.
    fn is_certain(&mut self, touch: &Touch<'_>) -> bool {
        let own = self.pairs[touch.pair].events[touch.event].rule;
        if !RULED.contains(&own) {
            return false;
        }
        let certainty = match self.certainties.get(&touch.pair) {
            Some(known) => known,
            None => {
                let read = Certainty::read(&self.scales, &self.pairs[touch.pair]);
                self.certainties.entry(touch.pair).or_insert(read)
            }
        };
        certainty.is_of(&self.pairs[touch.pair].events[touch.event])
    }

    /// A difference that no edit tells by itself, at the innermost schemas that show it.
    fn untold(&mut self, root: &Root, touches: &mut [Touch<'_>]) -> Option<Located> {
        let direction = root.used.direction;
        let mut pair = root.pair;
        let mut passed = vec![pair];
        let mut seen = BTreeSet::from([pair]);
        loop {
            let edges = self.pairs[pair].edges.iter();
            let plain =
                edges.filter(|edge| edge.sense == Sense::Same && !edge.visibility.hides(direction));
            let next: Vec<usize> = plain.map(|edge| edge.to).collect();
            let is_wrong = |to: &usize| {
                !seen.contains(to)
                    && matches!(*self.of(*to, direction, Sense::Same), Evidence::Witness(_))
            };
            let Some(inner) = next.into_iter().find(is_wrong) else {
                break;
            };
            pair = inner;
            passed.push(inner);
            seen.insert(inner);
        }
        let own = self.of(pair, direction, Sense::Same);
        let Evidence::Witness(witness) = &*own else {
            return None;
        };
        let guards = Guards {
            unstable: root.unstable,
            failure: root.used.is_failure(),
            ..Guards::default()
        };
        let is_request = direction == Direction::Request;
        let effect = if is_request {
            Effect::Narrower
        } else {
            Effect::Wider
        };
        let mut is_told = false;
        for touch in touches.iter_mut().filter(|touch| touch.pair == pair) {
            let event = &self.pairs[pair].events[touch.event];
            if concern(event, touch.effect) != Concern::Other && !touch.guards.hidden {
                touch.wire = guarded(touch.guards, direction, effect);
                touch.witness = Some(datum(witness, pair, direction, Sense::Same));
                is_told = true;
            }
        }
        // Beyond a reference that leads elsewhere, that is what tells it.
        let is_retarget = |pair: &&usize| {
            let edges = &self.pairs[**pair].edges;
            edges.iter().any(|edge| edge.is_retarget)
        };
        if !is_told && let Some(reference) = passed.iter().find(is_retarget) {
            for touch in touches.iter_mut().filter(|touch| touch.pair == *reference) {
                touch.wire = guarded(touch.guards, direction, effect);
                touch.witness = Some(datum(witness, pair, direction, Sense::Same));
                is_told = true;
            }
        }
        // What tells the branches apart bears on what each of them takes.
        let tells = |touch: &&mut Touch<'_>| {
            let rule = self.pairs[touch.pair].events[touch.event].rule;
            touch.pair == pair && rule::TELLING.contains(&rule)
        };
        for touch in touches.iter_mut().filter(tells) {
            touch.wire = touch.wire.max(Wire::Potential);
            is_told = true;
        }
        if is_told {
            return None;
        }
        let places = &self.pairs[pair];
        let rule = if is_request {
            &rule::DATA_NARROWED
        } else {
            &rule::DATA_WIDENED
        };
        let event = Event::new(rule, Anchor::whole(&places.old), Anchor::whole(&places.new))
            .to(shown(witness))
            .guarded(guards);
        Some(Located {
            event,
            used: root.used.clone(),
            datum: Some(datum(witness, pair, direction, Sense::Same)),
        })
    }
}

/// Whether it is the old schema whose data are in question.
fn is_forward(direction: Direction, sense: Sense) -> bool {
    (direction == Direction::Request) != (sense == Sense::Complement)
}

fn datum(value: &Value, pair: usize, direction: Direction, sense: Sense) -> Datum {
    Datum {
        value: Rc::new(value.clone()),
        pair,
        is_forward: is_forward(direction, sense),
    }
}

/// The verdict on what a witness shows. Guards take the edge off, and never all of it.
fn guarded(guards: Guards, direction: Direction, effect: Effect) -> Wire {
    let effect = match effect {
        Effect::Unknown => Effect::Incomparable,
        known => known,
    };
    let guards = Guards {
        first_limit: false,
        ..guards
    };
    effect.verdict(direction, guards).max(Wire::Potential)
}
