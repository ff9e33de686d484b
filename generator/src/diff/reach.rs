//! Edits of schemas to the uses that they touch: from every use of a schema, along the pairs
//! inside it, with the direction, the senses and the guards met on the way.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::api::{Root, Use};
use super::effect::{Direction, Effect, Guards, Wire};
use super::event::Event;
use super::rule::{DEFAULT_ADDED, DEFAULT_CHANGED, DEFAULT_REMOVED, Rule, WRITE_ONLY_ADDED};
use super::schema::{Pair, Sense};
use super::view::is_free;

/// Edits of what is assumed where a value is missing.
const DEFAULTS: [&Rule; 3] = [&DEFAULT_ADDED, &DEFAULT_CHANGED, &DEFAULT_REMOVED];

/// That an edit touches a use, and how.
#[derive(Clone, Debug)]
pub(super) struct Touch<'r> {
    pub pair: usize,
    pub event: usize,
    pub used: &'r Use,
    pub sense: Sense,
    /// What the edit does to the data of the use.
    pub effect: Effect,
    pub guards: Guards,
    pub wire: Wire,
    /// Whether the data of the use say nothing of it.
    pub is_beyond: bool,
    /// Whether it is within a branch that data must not share with another.
    pub is_exclusive: bool,
    /// Whether anything is accepted around it, so that it decides nothing.
    pub is_moot: bool,
    /// Data that show it.
    pub witness: Option<Datum>,
    /// Whether neither data nor a proof settle it.
    pub is_unsettled: bool,
    /// Whether not all was tried to settle it, as there were no steps left.
    pub is_cut: bool,
    /// The pair of references that lead elsewhere, of which it is a consequence.
    pub via: Option<usize>,
}

/// Data that the schemas of a pair judge otherwise than before.
#[derive(Clone, Debug)]
pub(super) struct Datum {
    pub value: Rc<Value>,
    pub pair: usize,
    /// Whether the old schema accepts it, and the new one refuses it.
    pub is_forward: bool,
}

/// What has been met between a use and a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    pair: usize,
    sense: Sense,
    hidden: bool,
    unstable: bool,
    is_beyond: bool,
    is_exclusive: bool,
    is_moot: bool,
    is_there: bool,
    via: Option<usize>,
}

/// What is known of all pairs together.
pub(super) struct Reach {
    /// Those from which an edit can be reached.
    pub dirty: Vec<bool>,
    /// Those that are compared for what they are, and not for a reference that leads elsewhere now.
    pub own: Vec<bool>,
    /// Those whose schemas both accept anything.
    pub free: Vec<bool>,
}

/// Follows a use.
pub(super) fn touches<'r>(pairs: &[Pair<'_>], reach: &Reach, root: &'r Root) -> Vec<Touch<'r>> {
    let start = State {
        pair: root.pair,
        sense: Sense::Same,
        hidden: false,
        unstable: root.unstable,
        is_beyond: false,
        is_exclusive: false,
        is_moot: reach.free[root.pair],
        is_there: root.is_there,
        via: None,
    };
    let mut touches = Vec::new();
    if !reach.dirty[root.pair] {
        return touches;
    }
    let used = &root.used;
    let mut seen = BTreeSet::from([start]);
    let mut pending = vec![start];
    while let Some(state) = pending.pop() {
        let pair = &pairs[state.pair];
        for (number, event) in pair.events.iter().enumerate() {
            touches.push(touch(number, event, state, used));
        }
        for edge in &pair.edges {
            let next = State {
                pair: edge.to,
                sense: state.sense.then(edge.sense),
                hidden: state.hidden || edge.visibility.hides(used.direction),
                unstable: state.unstable || edge.unstable,
                is_beyond: state.is_beyond || edge.is_beyond,
                is_exclusive: state.is_exclusive || edge.is_exclusive,
                // What stands within the same datum may bear on what a keyword beside it leaves to others.
                is_moot: state.is_moot
                    || !edge.is_in_place && !edge.is_beyond && reach.free[edge.to],
                is_there: match edge.is_in_place {
                    true => state.is_there,
                    false => edge.is_there,
                },
                via: match reach.own[edge.to] {
                    true => None,
                    false if edge.is_retarget => state.via.or(Some(state.pair)),
                    false => state.via,
                },
            };
            if reach.dirty[edge.to] && seen.insert(next) {
                pending.push(next);
            }
        }
    }
    touches
}

fn touch<'r>(number: usize, event: &Event, state: State, used: &'r Use) -> Touch<'r> {
    let direction = used.direction;
    let effect = match state.sense {
        // Nothing is assumed for what is never missing.
        _ if state.is_there && DEFAULTS.contains(&event.rule) => Effect::Annotation,
        Sense::Same => event.effect,
        Sense::Complement => event.effect.complement(),
        Sense::Unclear => match event.effect {
            Effect::Annotation | Effect::Same => event.effect,
            _ => Effect::Unknown,
        },
    };
    let hides = event.rule == &WRITE_ONLY_ADDED;
    let guards = Guards {
        hidden: (state.hidden && !hides)
            || event.visibility.hides(direction)
            || event.guards.hidden,
        unstable: state.unstable || event.guards.unstable,
        failure: used.is_failure(),
        ..event.guards
    };
    Touch {
        pair: state.pair,
        event: number,
        used,
        sense: state.sense,
        effect,
        guards,
        wire: effect.verdict(direction, guards),
        is_beyond: state.is_beyond,
        is_exclusive: state.is_exclusive,
        is_moot: state.is_moot,
        witness: None,
        is_unsettled: false,
        is_cut: false,
        via: state.via,
    }
}

/// The pairs whose schemas both accept anything.
pub(super) fn free(pairs: &[Pair<'_>]) -> Vec<bool> {
    let is_free = |Pair { schemas, .. }: &Pair<'_>| is_free(&schemas.0) && is_free(&schemas.1);
    pairs.iter().map(is_free).collect()
}

/// The pairs from which an edit can be reached.
pub(super) fn dirty(pairs: &[Pair<'_>]) -> Vec<bool> {
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); pairs.len()];
    for (from, pair) in pairs.iter().enumerate() {
        for edge in &pair.edges {
            into[edge.to].push(from);
        }
    }
    let mut dirty: Vec<bool> = pairs.iter().map(|pair| !pair.events.is_empty()).collect();
    let mut pending: Vec<usize> = (0..pairs.len()).filter(|pair| dirty[*pair]).collect();
    while let Some(pair) = pending.pop() {
        for from in &into[pair] {
            if !dirty[*from] {
                dirty[*from] = true;
                pending.push(*from);
            }
        }
    }
    dirty
}

impl Sense {
    pub(super) fn then(self, inner: Self) -> Self {
        match (self, inner) {
            (Self::Unclear, _) | (_, Self::Unclear) => Self::Unclear,
            (Self::Same, sense) | (sense, Self::Same) => sense,
            (Self::Complement, Self::Complement) => Self::Same,
        }
    }
}

impl super::event::Visibility {
    pub fn hides(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self.read_only,
            Direction::Response => self.write_only,
        }
    }
}
