//! What weighing takes: both documents, what has been found out of them, and a budget of steps.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::names;
use crate::diff::effect::Direction;
use crate::diff::unchanged::Unchanged;
use crate::diff::view::Side;
use crate::document::{Keywords, Part, Schema};
use crate::pattern;

/// How many steps the evidence for one pair may take.
const EACH: u64 = 10_000;
/// How many steps all evidence may take, however small the documents.
const FLOOR: u64 = 500_000;
/// What a value of the documents adds to that.
const ADDED: u64 = 4;

/// How many patterns are compiled.
const PATTERNS: usize = 100;

/// The properties that do not go a way, by the address of the schema object that they are of.
type Hidden<'d> = BTreeMap<(usize, Direction), Rc<BTreeSet<&'d str>>>;

/// What decides whether data fit schemas.
pub(in crate::diff) struct Scales<'e, 'd> {
    pub(in crate::diff) old: &'e Side<'d>,
    pub(in crate::diff) new: &'e Side<'d>,
    unchanged: &'e Unchanged<'d>,
    left: Cell<u64>,
    /// Of the steps that are left, those of the present question.
    own: Cell<u64>,
    patterns: RefCell<BTreeMap<String, Option<regex::Regex>>>,
    hidden: RefCell<Hidden<'d>>,
    /// The same of each schema object by itself, which many may include.
    own_hidden: RefCell<Hidden<'d>>,
    same: RefCell<BTreeMap<(usize, usize), bool>>,
}

impl<'e, 'd> Scales<'e, 'd> {
    pub fn new(old: &'e Side<'d>, new: &'e Side<'d>, unchanged: &'e Unchanged<'d>) -> Self {
        let size = old.document.size().saturating_add(new.document.size());
        Self {
            old,
            new,
            unchanged,
            left: Cell::new(FLOOR.saturating_add(ADDED.saturating_mul(size))),
            own: Cell::new(0),
            patterns: RefCell::default(),
            hidden: RefCell::default(),
            own_hidden: RefCell::default(),
            same: RefCell::default(),
        }
    }

    pub(super) fn start(&self) {
        self.own.set(EACH.min(self.left.get()));
    }

    pub(super) fn step(&self) -> bool {
        self.steps(1)
    }

    pub(super) fn steps(&self, count: usize) -> bool {
        let count = count as u64;
        let own = self.own.get().checked_sub(count);
        self.own.set(own.unwrap_or_default());
        self.left.set(self.left.get().saturating_sub(count));
        own.is_some()
    }

    /// Whether a text matches a pattern; `None` where that is not known.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        let mut known = self.patterns.borrow_mut();
        if !known.contains_key(pattern) {
            let compiled = match known.len() < PATTERNS {
                true => pattern::translate(pattern).ok().and_then(|it| it.regex()),
                false => None,
            };
            known.insert(pattern.to_owned(), compiled);
        }
        let compiled = known.get(pattern)?.as_ref()?;
        Some(compiled.is_match(text))
    }

    /// Whether a name matches a pattern; `None` where that is not known.
    pub(super) fn is_match(&self, pattern: &str, name: &str) -> Option<bool> {
        match names::matches_all(pattern) {
            true => Some(true),
            false => self.matches(pattern, name),
        }
    }

    /// Whether schema objects of both sides say the same, with all that they refer to.
    pub(super) fn are_same(&self, one: &Part<'d>, other: &Part<'d>, other_is_new: bool) -> bool {
        if self.old.is_dynamic || self.new.is_dynamic {
            return false;
        }
        let (old, new) = if other_is_new {
            (one, other)
        } else {
            (other, one)
        };
        let key = (old.address(), new.address());
        if let Some(known) = self.same.borrow().get(&key) {
            return *known;
        }
        let is_same = self.unchanged.covers(old.value, new.value);
        self.same.borrow_mut().insert(key, is_same);
        is_same
    }

    /// The properties of a schema that do not go this way.
    pub(super) fn hidden(
        &self,
        side: &Side<'d>,
        schema: &Schema<'d>,
        direction: Direction,
    ) -> Rc<BTreeSet<&'d str>> {
        let mut all = BTreeSet::new();
        for part in &schema.parts {
            let part = side.resolved(part);
            let key = (part.address(), direction);
            let known = self.hidden.borrow().get(&key).cloned();
            let names = known.unwrap_or_else(|| {
                let names = self.hidden_anywhere(side, &part, direction);
                self.hidden.borrow_mut().insert(key, names.clone());
                names
            });
            if schema.parts.len() == 1 {
                return names;
            }
            all.extend(names.iter().copied());
        }
        Rc::new(all)
    }

    /// The properties that a schema object, and all that hold or may hold beside it, hide.
    fn hidden_anywhere(
        &self,
        side: &Side<'d>,
        start: &Part<'d>,
        direction: Direction,
    ) -> Rc<BTreeSet<&'d str>> {
        const MOST: usize = 256;
        let mut hidden: Rc<BTreeSet<&str>> = Rc::default();
        let mut seen = BTreeSet::new();
        let mut pending = vec![start.clone()];
        while let Some(part) = pending.pop() {
            let part = side.resolved(&part);
            if seen.len() >= MOST || !seen.insert(part.address()) {
                continue;
            }
            let keywords = side.keywords(&part);
            let own = self.hidden_by(side, &part, &keywords, direction);
            match (hidden.is_empty(), own.is_empty()) {
                (_, true) => {}
                (true, false) => hidden = own,
                (false, false) => Rc::make_mut(&mut hidden).extend(own.iter()),
            }
            let reference = keywords.reference.and_then(|to| side.resolve(to));
            let others = keywords.any_of.iter().chain(&keywords.one_of);
            let all = reference.iter().chain(&keywords.all_of).chain(others);
            pending.extend(all.flat_map(|schema| schema.parts.iter().cloned()));
        }
        hidden
    }

    /// Those that it hides itself.
    fn hidden_by(
        &self,
        side: &Side<'d>,
        part: &Part<'d>,
        keywords: &Keywords<'d>,
        direction: Direction,
    ) -> Rc<BTreeSet<&'d str>> {
        let key = (part.address(), direction);
        if let Some(known) = self.own_hidden.borrow().get(&key) {
            return known.clone();
        }
        let properties = keywords.properties.iter();
        let is_hidden = |schema: &Schema<'d>| {
            let mut parts = schema.parts.iter();
            parts.any(|part| is_hidden(side, part, direction))
        };
        let names = properties.filter(|(_, schema)| is_hidden(schema));
        let names: Rc<BTreeSet<&str>> = Rc::new(names.map(|(name, _)| *name).collect());
        self.own_hidden.borrow_mut().insert(key, names.clone());
        names
    }
}

/// Whether a property, by itself or by what it includes, does not go this way.
fn is_hidden<'d>(side: &Side<'d>, part: &Part<'d>, direction: Direction) -> bool {
    const MOST: usize = 16;
    let mut pending = vec![part.clone()];
    let mut seen = 0;
    while let Some(part) = pending.pop() {
        seen += 1;
        let keywords = side.keywords(&side.resolved(&part));
        let says = |keywords: &Keywords<'d>| match direction {
            Direction::Request => keywords.read_only,
            Direction::Response => keywords.write_only,
        };
        if says(&keywords) {
            return true;
        }
        if seen < MOST {
            let reference = keywords.reference.and_then(|to| side.resolve(to));
            let all = reference.iter().chain(&keywords.all_of);
            pending.extend(all.flat_map(|schema| schema.parts.iter().cloned()));
        }
    }
    false
}
