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

/// How many steps a part of a question about a pair may take: a proof, making data, judging what is tried.
const EACH: u64 = 10_000;
/// How many times that a whole question may take.
const PARTS: u64 = 12;
/// What a member of its schemas adds to that.
const A_MEMBER: u64 = 8;
/// How many steps all evidence may take, however small the documents.
const FLOOR: u64 = 3_000_000;
/// What a value of the documents adds to that.
const ADDED: u64 = 16;
/// How many names are looked at, or values copied, in the time of a step.
const LOOKS: usize = 16;

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
    /// How many a part of the present question may take, and what is left to all of its parts.
    each: Cell<u64>,
    asked: Cell<u64>,
    /// Whether there were none left for something that the present question asked.
    is_cut: Cell<bool>,
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
            each: Cell::new(EACH),
            asked: Cell::new(0),
            is_cut: Cell::new(false),
            patterns: RefCell::default(),
            hidden: RefCell::default(),
            own_hidden: RefCell::default(),
            same: RefCell::default(),
        }
    }

    /// Begins a question about schemas; `false` where there is no step left for it.
    pub(super) fn ask(&self, schemas: [(&Side<'d>, &Schema<'d>); 2]) -> bool {
        let is_left = self.left.get() > 0;
        self.is_cut.set(!is_left);
        if is_left {
            let members = schemas.map(|(side, schema)| members(side, schema));
            let members: usize = members.into_iter().sum();
            let each = EACH.saturating_add(A_MEMBER.saturating_mul(members as u64));
            self.each.set(each);
            self.asked.set(PARTS.saturating_mul(each));
            self.start();
        }
        is_left
    }

    /// Begins another part of a question, with steps of its own.
    pub(super) fn start(&self) {
        let own = self.each.get().min(self.asked.get());
        self.own.set(own.min(self.left.get()));
    }

    /// Whether something was not tried, since there were no steps left.
    pub(in crate::diff) fn is_cut(&self) -> bool {
        self.is_cut.get()
    }

    /// Whether a step is left for the present question.
    pub(super) fn has_steps(&self) -> bool {
        let is_left = self.own.get() > 0;
        if !is_left {
            self.is_cut.set(true);
        }
        is_left
    }

    pub(super) fn step(&self) -> bool {
        self.steps(1)
    }

    pub(super) fn steps(&self, count: usize) -> bool {
        let count = count as u64;
        let own = self.own.get().checked_sub(count);
        let taken = count.min(self.own.get());
        self.own.set(own.unwrap_or_default());
        for all in [&self.asked, &self.left] {
            all.set(all.get().saturating_sub(taken));
        }
        if own.is_none() {
            self.is_cut.set(true);
        }
        own.is_some()
    }

    /// Takes a step, and what it costs to look at so many names, or to copy so many values.
    pub(super) fn looks(&self, count: usize) -> bool {
        self.steps(1 + count / LOOKS)
    }

    /// Whether a text matches a pattern; `None` where that is not known.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> Option<bool> {
        if !self.looks(text.len()) {
            return None;
        }
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
            let reference = side.target(&keywords);
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

/// How many members the schema objects have that a schema is made of.
fn members<'d>(side: &Side<'d>, schema: &Schema<'d>) -> usize {
    let keywords = schema.parts.iter();
    let keywords = keywords.map(|part| side.keywords(&side.resolved(part)));
    keywords.map(|keywords| keywords.members()).sum()
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
            let reference = side.target(&keywords);
            let all = reference.iter().chain(&keywords.all_of);
            pending.extend(all.flat_map(|schema| schema.parts.iter().cloned()));
        }
    }
    false
}
