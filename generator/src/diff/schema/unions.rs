//! `oneOf`, `anyOf`, `not` and `if`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use crate::document::{PartKey, Schema};
use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::{self, Group, Members, Side, View};
use super::{Comparison, Sense, lost, shown};

/// How alike two branches must be to stand for each other, in percent.
const ALIKE: usize = 40;

/// How many values name the branch that only they fit.
const NAMING: usize = 3;

/// How many pairs of branches are compared for how alike they are.
const COMPARED: usize = 100_000;

impl<'d> Comparison<'_, 'd> {
    /// Compares the unions; `true` when that is all there is to compare.
    pub(super) fn unions(&mut self) -> bool {
        let old = std::mem::take(&mut self.old.groups);
        let new = std::mem::take(&mut self.new.groups);
        if let Some((old, new)) = self.unions_of_kinds(&old, &new) {
            self.groups(&[old], &[new]);
            return true;
        }
        match (old.as_slice(), new.as_slice()) {
            ([], []) => {
                self.lists_of_kinds();
                false
            }
            ([], [group]) if self.new.is_bare() && !self.old.is_bare() => {
                self.wrapped(group, true);
                true
            }
            ([group], []) if self.old.is_bare() && !self.new.is_bare() => {
                self.wrapped(group, false);
                true
            }
            _ => {
                self.groups(&old, &new);
                false
            }
        }
    }

    /// A union whose branches only say kinds, against one whose branches say more.
    fn unions_of_kinds(
        &self,
        old: &[Group<'d>],
        new: &[Group<'d>],
    ) -> Option<(Group<'d>, Group<'d>)> {
        if self.old.nullable != self.new.nullable {
            return None;
        }
        match (old, new) {
            ([], [new]) if self.new.is_bare() => {
                Some((self.old.only_group_of_kinds()?.clone(), new.clone()))
            }
            ([old], []) if self.old.is_bare() => {
                Some((old.clone(), self.new.only_group_of_kinds()?.clone()))
            }
            _ => None,
        }
    }

    /// Two unions whose branches only say kinds, of the same kinds in other branches: no data tell them apart, and
    /// readers that name the branches do.
    fn lists_of_kinds(&mut self) {
        let old = std::mem::take(&mut self.old.groups_of_kinds);
        let new = std::mem::take(&mut self.new.groups_of_kinds);
        if let ([old], [new]) = (old.as_slice(), new.as_slice())
            && self.old.kinds == self.new.kinds
            && old.branches.len() != new.branches.len()
        {
            self.exclusiveness(old, new);
            self.group(old, new);
        }
    }

    /// A schema against a union: it is taken for a union of one.
    fn wrapped(&mut self, group: &Group<'d>, is_new: bool) {
        let alone = if is_new {
            self.asked.0.clone()
        } else {
            self.asked.1.clone()
        };
        let single = Group {
            exactly_one: group.exactly_one,
            branches: vec![alone],
            at: if is_new {
                self.old.at.clone()
            } else {
                self.new.at.clone()
            },
        };
        let side = if is_new {
            &self.comparer.new
        } else {
            &self.comparer.old
        };
        let other = if is_new { &self.old } else { &self.new };
        // One branch is read as the branch itself, and stays a union for all that.
        let was_union = other.keyword("oneOf").or(other.keyword("anyOf")).is_some();
        if group.exactly_one && !was_union && !are_exclusive(side, group) {
            // What fits several of them is refused, whichever it fitted before.
            let single = Anchor::near(&single.at);
            let (rule, places) = match is_new {
                true => (&UNION_ADDED, (single, Anchor::key(&group.at))),
                false => (&UNION_REMOVED, (Anchor::key(&group.at), single)),
            };
            self.push(Event::new(rule, places.0, places.1).effect(Effect::Incomparable));
        }
        if is_new {
            self.group(&single, group);
        } else {
            self.group(group, &single);
        }
    }

    fn groups(&mut self, old: &[Group<'d>], new: &[Group<'d>]) {
        for index in 0..old.len().max(new.len()) {
            match (old.get(index), new.get(index)) {
                (Some(old), Some(new)) => {
                    self.exclusiveness(old, new);
                    self.group(old, new);
                }
                (Some(old), None) => {
                    let after = Anchor::near(self.new.place());
                    self.push(Event::new(&UNION_REMOVED, Anchor::key(&old.at), after));
                }
                (None, Some(new)) => {
                    let before = Anchor::near(self.old.place());
                    self.push(Event::new(&UNION_ADDED, before, Anchor::key(&new.at)));
                }
                (None, None) => {}
            }
        }
    }

    fn exclusiveness(&mut self, old: &Group<'d>, new: &Group<'d>) {
        let rule = match (old.exactly_one, new.exactly_one) {
            (false, true) => &UNION_EXCLUSIVE,
            (true, false) => &UNION_INCLUSIVE,
            _ => return,
        };
        self.push(Event::new(rule, Anchor::key(&old.at), Anchor::key(&new.at)));
    }

    fn group(&mut self, old: &Group<'d>, new: &Group<'d>) {
        let matches = self.matched(&old.branches, &new.branches);
        let matched_old: BTreeSet<_> = matches.iter().map(|(old, _)| *old).collect();
        let matched_new: BTreeSet<_> = matches.iter().map(|(_, new)| *new).collect();
        let may_overlap = !matches.is_empty()
            && (old.exactly_one || new.exactly_one)
            && !(self.are_told(old, false) && self.are_told(new, true));
        for (was, is) in matches {
            let (was, is) = (&old.branches[was], &new.branches[is]);
            match may_overlap {
                true => self.beside_exclusive(was, is),
                false => self.beside(was, is),
            }
        }
        for (index, branch) in old.branches.iter().enumerate() {
            if !matched_old.contains(&index) {
                let name = branch_name(&self.comparer.old, branch);
                let (was, is) = (Anchor::value(branch.at()), lost(Anchor::whole(&new.at)));
                self.push(Event::new(&UNION_BRANCH_REMOVED, was, is).subject(name));
            }
        }
        for (index, branch) in new.branches.iter().enumerate() {
            if !matched_new.contains(&index) {
                let name = branch_name(&self.comparer.new, branch);
                let (was, is) = (lost(Anchor::whole(&old.at)), Anchor::value(branch.at()));
                self.push(Event::new(&UNION_BRANCH_ADDED, was, is).subject(name));
            }
        }
    }

    /// Whether readers know which branch data are of: by a discriminator, or since no data fit two.
    fn are_told(&self, group: &Group<'d>, is_new: bool) -> bool {
        let (side, view) = match is_new {
            true => (&self.comparer.new, &self.new),
            false => (&self.comparer.old, &self.old),
        };
        view.any(|keywords| keywords.discriminator.is_some()) || are_exclusive(side, group)
    }

    /// Which branch stands for which, in the order of the old ones.
    pub(super) fn matched(
        &mut self,
        old: &[Schema<'d>],
        new: &[Schema<'d>],
    ) -> Vec<(usize, usize)> {
        let comparer = &mut *self.comparer;
        let (was, is) = (&comparer.old, &comparer.new);
        let known = &mut comparer.branches;
        let old = known_branches(old, (was, is), &mut known.0);
        let new = known_branches(new, (is, was), &mut known.1);
        let mut free = Free {
            old: (0..old.len()).collect(),
            new: (0..new.len()).collect(),
            matches: Vec::new(),
        };
        let keys: [fn(&Branch<'d>) -> Vec<String>; 5] = [
            |branch| {
                let tags = branch.members.tags.iter();
                tags.map(|(name, value)| format!("{name:?}: {value}"))
                    .collect()
            },
            |branch| branch.component.iter().map(Pointer::to_string).collect(),
            |branch| vec![branch.written.to_string()],
            |branch| branch.title.map(str::to_owned).into_iter().collect(),
            |branch| branch.constant.clone().into_iter().collect(),
        ];
        for key in keys {
            free.match_by(&old, &new, key);
        }
        for (was, is) in alike(&old, &new, &free.old, &free.new) {
            free.take(was, is);
        }
        free.matches.sort_unstable();
        free.matches
    }

    pub(super) fn conditions(&mut self) {
        let not = |view: &View<'d>| -> Vec<Schema<'d>> {
            view.all
                .iter()
                .filter_map(|keywords| keywords.not.clone())
                .collect()
        };
        let (old, new) = (not(&self.old), not(&self.new));
        for index in 0..old.len().max(new.len()) {
            self.optional(
                "not",
                (old.get(index).cloned(), new.get(index).cloned()),
                (&NOT_ADDED, &NOT_REMOVED),
                Sense::Complement,
            );
        }
        let sides = |read: fn(&crate::document::Keywords<'d>) -> Option<Schema<'d>>| {
            (self.old.schema(read), self.new.schema(read))
        };
        let condition = sides(|keywords| keywords.if_.clone());
        let then = sides(|keywords| keywords.then.clone());
        let otherwise = sides(|keywords| keywords.else_.clone());
        self.optional("if", condition, (&IF_ADDED, &IF_REMOVED), Sense::Unclear);
        self.optional("then", then, (&THEN_ADDED, &THEN_REMOVED), Sense::Same);
        self.optional("else", otherwise, (&ELSE_ADDED, &ELSE_REMOVED), Sense::Same);
    }
}

/// The branches that have been looked at, by what tells their schemas apart.
pub(super) type Branches<'d> = BTreeMap<Vec<PartKey>, Rc<Branch<'d>>>;

/// Branches that nothing stands for yet, and those that stand for each other.
struct Free {
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
    matches: Vec<(usize, usize)>,
}

impl Free {
    fn take(&mut self, was: usize, is: usize) {
        if self.old.contains(&was) && self.new.contains(&is) {
            self.old.remove(&was);
            self.new.remove(&is);
            self.matches.push((was, is));
        }
    }

    /// Matches branches that have a key in common: each old one with the first that is free.
    fn match_by<'d>(
        &mut self,
        old: &[Rc<Branch<'d>>],
        new: &[Rc<Branch<'d>>],
        keys: fn(&Branch<'d>) -> Vec<String>,
    ) {
        if self.old.is_empty() || self.new.is_empty() {
            return;
        }
        let mut by_key: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for is in &self.new {
            for key in keys(&new[*is]) {
                by_key.entry(key).or_default().insert(*is);
            }
        }
        for was in self.old.clone() {
            let mine = keys(&old[was]);
            let firsts = mine.iter().filter_map(|key| by_key.get(key)?.first());
            let Some(is) = firsts.min().copied() else {
                continue;
            };
            for key in keys(&new[is]) {
                if let Some(others) = by_key.get_mut(&key) {
                    others.remove(&is);
                }
            }
            self.take(was, is);
        }
    }
}

/// Looks at branches of one side, each once.
fn known_branches<'d>(
    branches: &[Schema<'d>],
    (side, other): (&Side<'d>, &Side<'d>),
    known: &mut Branches<'d>,
) -> Vec<Rc<Branch<'d>>> {
    let read = |branch: &Schema<'d>| {
        let mut key = view::key(&side.parts(branch));
        // Where it is written tells whether it is a reference.
        key.extend(branch.key());
        let read = || Rc::new(Branch::read(side, branch, Some(other)));
        known.entry(key).or_insert_with(read).clone()
    };
    branches.iter().map(read).collect()
}

/// What a branch is known by.
#[derive(Debug)]
pub(super) struct Branch<'d> {
    view: View<'d>,
    component: Option<Pointer>,
    /// What it says where references have been followed.
    written: &'d Value,
    /// Whether the other document has a component of that name: then it is that one's.
    survives: bool,
    title: Option<&'d str>,
    members: Rc<Members<'d>>,
    constant: Option<String>,
}

impl<'d> Branch<'d> {
    fn read(side: &Side<'d>, schema: &Schema<'d>, other: Option<&Side<'d>>) -> Self {
        let view = View::read(side, schema);
        let component = (&view.at != schema.at()).then(|| view.at.clone());
        let written = side.resolved(&schema.parts[0]).value;
        let survives = component
            .as_ref()
            .zip(other)
            .is_some_and(|(at, other)| at.resolve(&other.document.value).is_some());
        let title = view.first("title", |keywords| keywords.title);
        let constant = view.values.as_ref().map(|values| format!("{values:?}"));
        Self {
            component,
            written,
            survives,
            title: title.map(|fact| fact.value),
            members: view.members(side),
            constant,
            view,
        }
    }

    /// How alike two branches are, in percent.
    fn likeness(&self, other: &Self) -> usize {
        if self.view.kinds != other.view.kinds || self.survives || other.survives {
            return 0;
        }
        // What is told by another value is another.
        let mut tags = self.members.tags.iter();
        if tags.any(|(name, value)| {
            other
                .members
                .tags
                .iter()
                .any(|(its, of)| its == name && of != value)
        }) {
            return 0;
        }
        let shared = self
            .members
            .properties
            .intersection(&other.members.properties)
            .count();
        let all = self.members.properties.len() + other.members.properties.len() - shared;
        (shared * 100).checked_div(all).unwrap_or(100)
    }
}

/// Whether no data can fit two branches: by kind, or by a property that has one value in each.
fn are_exclusive<'d>(side: &Side<'d>, group: &Group<'d>) -> bool {
    let branches: Vec<_> = group
        .branches
        .iter()
        .map(|branch| Branch::read(side, branch, None))
        .collect();
    let differ = |one: &Branch<'_>, other: &Branch<'_>| {
        let kinds = one.view.kinds.and(other.view.kinds).is_empty();
        let tags = one.members.tags.iter().any(|(name, value)| {
            other
                .members
                .tags
                .iter()
                .any(|(its, other)| its == name && other != value)
        });
        kinds || tags
    };
    // Of that many, some fit the same data for all that is known.
    if branches.len().saturating_mul(branches.len()) > COMPARED {
        return false;
    }
    let mut rest = branches.as_slice();
    while let Some((first, others)) = rest.split_first() {
        if !others.iter().all(|other| differ(first, other)) {
            return false;
        }
        rest = others;
    }
    true
}

/// The pairs of branches that may stand for each other, the most alike first. Of unions with too
/// many branches to compare each with each there are none.
fn alike<'d>(
    old: &[Rc<Branch<'d>>],
    new: &[Rc<Branch<'d>>],
    free_old: &BTreeSet<usize>,
    free_new: &BTreeSet<usize>,
) -> Vec<(usize, usize)> {
    if free_old.len().saturating_mul(free_new.len()) > COMPARED {
        return Vec::new();
    }
    let pairs = free_old
        .iter()
        .flat_map(|was| free_new.iter().map(|is| (*was, *is)));
    let likeness = pairs.map(|(was, is)| (old[was].likeness(&new[is]), was, is));
    let mut pairs: Vec<_> = likeness
        .filter(|(likeness, ..)| *likeness > ALIKE)
        .collect();
    pairs.sort_by_key(|(likeness, was, is)| (std::cmp::Reverse(*likeness), *was, *is));
    pairs.into_iter().map(|(_, was, is)| (was, is)).collect()
}

fn branch_name<'d>(side: &Side<'d>, branch: &Schema<'d>) -> String {
    let at = branch.parts.first().map(|part| side.resolved(part).at);
    let is_reference = at.as_ref().is_some_and(|at| at != branch.at());
    let name = at
        .filter(|_| is_reference)
        .and_then(|at| at.last().map(|last| last.into_owned()));
    let view = View::read(side, branch);
    let title = view.first("title", |keywords| keywords.title.map(str::to_owned));
    let values = view.values.as_ref().filter(|_| !view.nullable);
    let values = values.filter(|values| (1..=NAMING).contains(&values.len()));
    let values = values.map(|values| {
        let values: Vec<_> = values.iter().map(|value| shown(value)).collect();
        values.join(" or ")
    });
    let kinds = || {
        if view.is_any {
            return "any kind of data".to_owned();
        }
        let kinds: Vec<_> = view
            .kinds
            .iter()
            .map(crate::document::Kind::as_str)
            .collect();
        kinds.join(" or ")
    };
    let name = name.or(title.map(|fact| fact.value));
    name.or(values).unwrap_or_else(kinds)
}
