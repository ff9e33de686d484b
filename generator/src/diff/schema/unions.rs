//! `oneOf`, `anyOf`, `not` and `if`.

use std::collections::BTreeSet;

use crate::document::{Document, Schema};
use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::{Group, View, resolved};
use super::{Comparison, Sense, lost};

/// How alike two branches must be to stand for each other, in percent.
const ALIKE: usize = 40;

/// How many pairs of branches are compared for how alike they are.
const COMPARED: usize = 100_000;

impl<'d> Comparison<'_, 'd> {
    /// Compares the unions; `true` when that is all there is to compare.
    pub(super) fn unions(&mut self) -> bool {
        let old = std::mem::take(&mut self.old.groups);
        let new = std::mem::take(&mut self.new.groups);
        match (old.as_slice(), new.as_slice()) {
            ([], []) => false,
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
        let document = if is_new {
            self.comparer.new
        } else {
            self.comparer.old
        };
        let other = if is_new { &self.old } else { &self.new };
        // One branch is read as the branch itself, and stays a union for all that.
        let was_union = other.keyword("oneOf").or(other.keyword("anyOf")).is_some();
        if group.exactly_one && !was_union && !are_exclusive(document, group) {
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
        for (was, is) in matches {
            self.inside(&old.branches[was], &new.branches[is]);
        }
        for (index, branch) in old.branches.iter().enumerate() {
            if !matched_old.contains(&index) {
                let name = branch_name(self.comparer.old, branch);
                let (was, is) = (Anchor::value(branch.at()), lost(Anchor::whole(&new.at)));
                self.push(Event::new(&UNION_BRANCH_REMOVED, was, is).subject(name));
            }
        }
        for (index, branch) in new.branches.iter().enumerate() {
            if !matched_new.contains(&index) {
                let name = branch_name(self.comparer.new, branch);
                let (was, is) = (lost(Anchor::whole(&old.at)), Anchor::value(branch.at()));
                self.push(Event::new(&UNION_BRANCH_ADDED, was, is).subject(name));
            }
        }
    }

    /// Which branch stands for which, in the order of the old ones.
    fn matched(&self, old: &[Schema<'d>], new: &[Schema<'d>]) -> Vec<(usize, usize)> {
        let old: Vec<_> = old
            .iter()
            .map(|branch| Branch::read(self.comparer.old, branch, Some(self.comparer.new)))
            .collect();
        let new: Vec<_> = new
            .iter()
            .map(|branch| Branch::read(self.comparer.new, branch, Some(self.comparer.old)))
            .collect();
        let mut matches = Vec::new();
        let mut free_old: BTreeSet<_> = (0..old.len()).collect();
        let mut free_new: BTreeSet<_> = (0..new.len()).collect();
        let tests: [fn(&Branch<'d>, &Branch<'d>) -> bool; 5] = [
            |one, other| one.tags.iter().any(|tag| other.tags.contains(tag)),
            |one, other| one.component.is_some() && one.component == other.component,
            |one, other| one.schema.parts[0].value == other.schema.parts[0].value,
            |one, other| one.title.is_some() && one.title == other.title,
            |one, other| one.constant.is_some() && one.constant == other.constant,
        ];
        for test in tests {
            for was in free_old.clone() {
                let found = free_new
                    .iter()
                    .copied()
                    .find(|is| test(&old[was], &new[*is]));
                if let Some(is) = found {
                    free_old.remove(&was);
                    free_new.remove(&is);
                    matches.push((was, is));
                }
            }
        }
        for (was, is) in alike(&old, &new, &free_old, &free_new) {
            if free_old.contains(&was) && free_new.contains(&is) {
                free_old.remove(&was);
                free_new.remove(&is);
                matches.push((was, is));
            }
        }
        matches.sort_unstable();
        matches
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

/// What a branch is known by.
struct Branch<'d> {
    schema: Schema<'d>,
    view: View<'d>,
    component: Option<Pointer>,
    /// Whether the other document has a component of that name: then it is that one's.
    survives: bool,
    title: Option<&'d str>,
    /// The names of its properties.
    properties: BTreeSet<&'d str>,
    /// Properties of one value, which tell branches apart.
    tags: BTreeSet<(&'d str, String)>,
    constant: Option<String>,
}

impl<'d> Branch<'d> {
    fn read(document: &'d Document, schema: &Schema<'d>, other: Option<&Document>) -> Self {
        let view = View::read(document, schema);
        let written = schema.at();
        let component = (&view.at != written).then(|| view.at.clone());
        let survives = component
            .as_ref()
            .zip(other)
            .is_some_and(|(at, other)| at.resolve(&other.value).is_some());
        let title = view.first("title", |keywords| keywords.title);
        let declared = view.properties();
        let properties = declared.keys().copied().collect();
        let tags = declared.into_iter().filter_map(|(name, schema)| {
            let values = View::read(document, &schema).values?;
            let [value] = values.as_slice() else {
                return None;
            };
            Some((name, value.to_string()))
        });
        let tags = tags.collect();
        let constant = view.values.as_ref().map(|values| format!("{values:?}"));
        Self {
            schema: schema.clone(),
            component,
            survives,
            title: title.map(|fact| fact.value),
            properties,
            tags,
            constant,
            view,
        }
    }

    /// How alike two branches are, in percent.
    fn likeness(&self, other: &Self) -> usize {
        if self.view.kinds != other.view.kinds || self.survives || other.survives {
            return 0;
        }
        let shared = self.properties.intersection(&other.properties).count();
        let all = self.properties.len() + other.properties.len() - shared;
        (shared * 100).checked_div(all).unwrap_or(100)
    }
}

/// Whether no data can fit two branches: by kind, or by a property that has one value in each.
fn are_exclusive(document: &Document, group: &Group<'_>) -> bool {
    let branches: Vec<_> = group
        .branches
        .iter()
        .map(|branch| Branch::read(document, branch, None))
        .collect();
    let differ = |one: &Branch<'_>, other: &Branch<'_>| {
        let kinds = one.view.kinds.and(other.view.kinds).is_empty();
        let tags = one.tags.iter().any(|(name, value)| {
            other
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
fn alike(
    old: &[Branch<'_>],
    new: &[Branch<'_>],
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

fn branch_name(document: &Document, branch: &Schema<'_>) -> String {
    let at = branch.parts.first().map(|part| resolved(document, part).at);
    let is_reference = at.as_ref().is_some_and(|at| at != branch.at());
    let name = at
        .filter(|_| is_reference)
        .and_then(|at| at.last().map(|last| last.into_owned()));
    let view = View::read(document, branch);
    let title = view.first("title", |keywords| keywords.title.map(str::to_owned));
    let kinds = || {
        let kinds: Vec<_> = view
            .kinds
            .iter()
            .map(crate::document::Kind::as_str)
            .collect();
        kinds.join(" or ")
    };
    name.or(title.map(|fact| fact.value)).unwrap_or_else(kinds)
}
