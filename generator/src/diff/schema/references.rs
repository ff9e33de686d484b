//! References that lead elsewhere now: a cause of its own at the reference, of which all that differs
//! between what is there and what was is a consequence.

use serde_json::Value;

use crate::document::{Part, Schema};
use crate::keyword::only_describes;
use crate::pointer::Pointer;

use super::super::event::Visibility;
use super::super::event::{Anchor, Event};
use super::super::rule::REFERENCE_CHANGED;
use super::super::view::{self, Side};
use super::{Comparer, Edge, Encoding, Pair, Sense};

/// How many wrappers may stand around a reference.
const WRAPPERS: usize = 8;

/// A reference: its own place, and the place that it leads to.
struct Reference {
    at: Pointer,
    to: Pointer,
}

impl Reference {
    /// The reference that a schema is, or only wraps: in an `allOf`, `anyOf` or `oneOf` of one branch,
    /// `null` aside.
    fn of(side: &Side<'_>, schema: &Schema<'_>) -> Option<Self> {
        let part = schema.single().filter(|part| part.is_whole())?;
        let (mut value, mut at) = (part.value, part.at.clone());
        for _ in 0..WRAPPERS {
            let map = value.as_object()?;
            if let Some(Value::String(reference)) = map.get("$ref") {
                let to = side.document.target(reference)?;
                return Some(Self { at, to });
            }
            let is_plain = |key: &str| matches!(key, "allOf" | "anyOf" | "oneOf" | "nullable");
            let is_wrapper = |(key, value): (&String, &Value)| {
                is_plain(key) || only_describes(key) || (key == "type" && value == "object")
            };
            if !map.iter().all(is_wrapper) {
                return None;
            }
            let mut groups = map.iter().filter(|(key, _)| key.ends_with("Of"));
            let (keyword, branches) = groups.next()?;
            if groups.next().is_some() {
                return None;
            }
            let is_null = |value: &Value| value.get("type").is_some_and(|kind| kind == "null");
            let branches = branches.as_array()?.iter().enumerate();
            let mut branches = branches.filter(|(_, branch)| !is_null(branch));
            let (index, branch) = branches.next()?;
            if branches.next().is_some() {
                return None;
            }
            at = at.key(keyword).index(index);
            value = branch;
        }
        None
    }

    fn name(&self) -> String {
        let name = self.to.last();
        name.map_or_else(String::new, |name| name.into_owned())
    }
}

impl<'d> Comparer<'d> {
    /// The edit of a reference that leads elsewhere now. One to what has another name now leads to
    /// the same, and one to the same by another way does.
    pub(super) fn elsewhere(
        &self,
        (old, was): (&Schema<'d>, &[Part<'d>]),
        (new, is): (&Schema<'d>, &[Part<'d>]),
    ) -> Option<Event> {
        let (before, after) = (
            Reference::of(&self.old, old)?,
            Reference::of(&self.new, new)?,
        );
        if before.to == after.to {
            return None;
        }
        let end = |side: &Side<'d>, reference: &Reference| {
            let end = side.document.schema_at(&reference.to)?;
            side.parts(&end).first().map(|part| part.at.clone())
        };
        let ends = (end(&self.old, &before), end(&self.new, &after));
        if ends.0 == ends.1 || (view::key(was) == view::key(is)) {
            return None;
        }
        let survives = before.to.resolve(&self.new.document.value).is_some();
        let was_there = after.to.resolve(&self.old.document.value).is_some();
        (survives || was_there).then(|| {
            let places = (before.at.key("$ref"), after.at.key("$ref"));
            Event::new(
                &REFERENCE_CHANGED,
                Anchor::value(&places.0),
                Anchor::value(&places.1),
            )
            .from(before.name())
            .to(after.name())
        })
    }

    /// The pair of such references, which leads on to that of what is there.
    pub(super) fn retarget(
        &mut self,
        (old, new): (&Schema<'d>, &Schema<'d>),
        (was, is): (&[Part<'d>], &[Part<'d>]),
        encoding: Encoding,
        event: Event,
    ) -> usize {
        let key = (
            view::key(&old.parts),
            view::key(&new.parts),
            encoding.clone(),
        );
        if let Some(known) = self.retargeted.get(&key) {
            return *known;
        }
        let to = self.written((old, new), (was, is), encoding.clone());
        let number = self.pairs.len();
        let places = (old.at().clone(), new.at().clone());
        self.pairs.push(Pair {
            old: places.0.clone(),
            new: places.1.clone(),
            events: vec![event],
            edges: vec![Edge {
                to,
                sense: Sense::Same,
                visibility: Visibility::default(),
                unstable: false,
                is_beyond: false,
                is_retarget: true,
                is_exclusive: false,
                is_in_place: true,
                is_there: true,
            }],
            schemas: (old.clone(), new.clone()),
            encoding,
            is_same: false,
            places: (vec![places.0], vec![places.1]),
        });
        self.retargeted.insert(key, number);
        number
    }

    /// The pairs that are compared for what they are; what is met in the others is a consequence of
    /// references that lead elsewhere.
    pub fn own(&self) -> Vec<bool> {
        let mut own = vec![false; self.pairs.len()];
        let mut pending: Vec<usize> = self.entries.iter().copied().collect();
        while let Some(number) = pending.pop() {
            if std::mem::replace(&mut own[number], true) {
                continue;
            }
            let edges = self.pairs[number].edges.iter();
            pending.extend(edges.filter(|edge| !edge.is_retarget).map(|edge| edge.to));
        }
        own
    }
}
