//! Data that show what a schema refuses, to data of the whole that it is part of: only those were sent, and are
//! refused now.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use serde_json::Value;

use super::super::effect::Direction;
use super::super::evidence::{Lifted, Seed};
use super::super::reach::Touch;
use super::super::schema::{Pair, Sense};
use super::{Weigher, is_forward};

/// How many steps outwards are taken in a comparison: beyond, what a part shows stands.
const STEPS: usize = 24;

/// What is known of the way from parts to wholes.
#[derive(Default)]
pub(super) struct Lift {
    /// The pair of the whole that was asked for last, and from which pair each other is led to.
    outwards: Option<(usize, Rc<BTreeMap<usize, Outer>>)>,
    /// By whole, part and direction.
    known: BTreeMap<(usize, usize, Direction), bool>,
    steps: usize,
}

impl Lift {
    /// The pairs that lead to a part, the innermost first and the whole last, as far as somebody asks; none where
    /// what it refuses is not what they refuse.
    fn path(
        &mut self,
        pairs: &[Pair<'_>],
        whole: usize,
        part: usize,
    ) -> Option<impl Iterator<Item = Outer> + use<>> {
        if self.outwards.as_ref().is_none_or(|(of, _)| *of != whole) {
            self.outwards = Some((whole, Rc::new(outwards(pairs, whole))));
        }
        let (_, outwards) = self.outwards.as_ref()?;
        let outwards = Rc::clone(outwards);
        let is_led_to = part == whole || outwards.contains_key(&part);
        let mut at = part;
        let path = std::iter::from_fn(move || {
            let outer = *outwards.get(&at).filter(|_| at != whole)?;
            at = outer.pair;
            Some(outer)
        });
        is_led_to.then_some(path)
    }

    /// The outermost pair on the way to a whole whose schemas are of the very data that those of a part are of.
    pub(super) fn outermost(&mut self, pairs: &[Pair<'_>], whole: usize, part: usize) -> usize {
        let path = self.path(pairs, whole, part).into_iter().flatten();
        let is_same = |outer: &Outer| outer.is_in_place && outer.sense == Sense::Same;
        let in_place = path.take_while(is_same).take(PLACES);
        in_place.last().map_or(part, |outer| outer.pair)
    }
}

/// How many pairs of the very data are gone outwards from one.
const PLACES: usize = 64;

/// The pair that leads to another, whether it is of the very data, and in which sense.
#[derive(Clone, Copy)]
struct Outer {
    pair: usize,
    is_in_place: bool,
    sense: Sense,
}

/// From which pair each is led to, the shortest way.
fn outwards(pairs: &[Pair<'_>], whole: usize) -> BTreeMap<usize, Outer> {
    let mut outwards = BTreeMap::new();
    let mut pending = VecDeque::from([whole]);
    while let Some(from) = pending.pop_front() {
        let edges = pairs[from].edges.iter();
        for edge in edges.filter(|edge| edge.sense != Sense::Unclear && !edge.is_beyond) {
            if edge.to != whole && !outwards.contains_key(&edge.to) {
                let outer = Outer {
                    pair: from,
                    is_in_place: edge.is_in_place,
                    sense: edge.sense,
                };
                outwards.insert(edge.to, outer);
                pending.push_back(edge.to);
            }
        }
    }
    outwards
}

impl Weigher<'_, '_> {
    /// Whether data of the whole show what a witness shows of one of its schemas, or may, where not all could be
    /// tried.
    pub(super) fn is_lifted(&mut self, whole: usize, touch: &Touch<'_>, witness: &Value) -> bool {
        let direction = touch.used.direction;
        if touch.sense == Sense::Unclear || touch.is_beyond {
            return true;
        }
        let key = (whole, touch.pair, direction);
        if let Some(known) = self.lift.known.get(&key) {
            return *known;
        }
        let Some(path) = self.lift.path(self.pairs, whole, touch.pair) else {
            return true;
        };
        let (mut inner, mut sense) = (touch.pair, touch.sense);
        let mut value = witness.clone();
        let mut is_lifted = true;
        for outer in path {
            self.lift.steps += 1;
            if self.lift.steps > STEPS {
                break;
            }
            // What is refused within what must not hold is accepted around it.
            sense = sense.then(outer.sense);
            match self.outer(outer, inner, (direction, sense), value) {
                Lifted::Shown(lifted) => value = lifted,
                Lifted::Unclear => break,
                Lifted::Nothing => {
                    is_lifted = false;
                    break;
                }
            }
            inner = outer.pair;
        }
        self.lift.known.insert(key, is_lifted);
        is_lifted
    }

    /// Data of a schema that show what a datum shows of one that it leads to.
    fn outer(
        &self,
        outer: Outer,
        inner: usize,
        (direction, sense): (Direction, Sense),
        value: Value,
    ) -> Lifted {
        let Pair {
            schemas: (old, new),
            encoding,
            ..
        } = &self.pairs[outer.pair];
        let inner = &self.pairs[inner];
        let seed = Seed {
            places: [(false, inner.old.clone()), (true, inner.new.clone())],
            value,
            is_whole: outer.is_in_place,
        };
        let is_forward = is_forward(direction, sense);
        self.scales
            .lift((old, new), is_forward, direction, encoding, &seed)
    }
}
