//! A schema to its view: all that holds together is gathered, and what it says of kinds, values and
//! `null` is decided.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::constraint::Values;
use crate::document::{Document, Keywords, Kind, Kinds, Part, Schema};
use crate::keyword::limits_nothing;
use crate::pointer::Pointer;

use super::{Group, View, resolved};

/// How deep unions are looked through for `null`.
const DEPTH: usize = 64;

impl<'d> View<'d> {
    pub fn read(document: &'d Document, schema: &Schema<'d>) -> Self {
        let mut reader = Reader {
            document,
            all: Vec::new(),
            groups: Vec::new(),
            seen: BTreeSet::new(),
            adds_null: false,
            kind_groups: Vec::new(),
        };
        let at = schema.parts.first().map(|part| resolved(document, part).at);
        reader.run(&schema.parts);
        let Reader {
            all,
            groups,
            adds_null,
            kind_groups,
            ..
        } = reader;
        let mut view = Self {
            at: at.unwrap_or_default(),
            kinds: Kinds::ANY,
            is_any: false,
            nullable: false,
            values: None,
            is_constant: false,
            all,
            groups,
        };
        view.decide(document, adds_null, kind_groups);
        view
    }

    fn decide(&mut self, document: &'d Document, adds_null: bool, kind_groups: Vec<Kinds>) {
        let never = self.all.iter().any(|keywords| keywords.never);
        let stated = self
            .all
            .iter()
            .filter_map(|keywords| keywords.types)
            .chain(kind_groups)
            .reduce(Kinds::and);
        let null = Kinds::only(Kind::Null);
        self.is_any = stated.is_none() && !never;
        self.kinds = match (never, stated) {
            (true, _) => Kinds::NONE,
            (false, Some(kinds)) => kinds.without(Kind::Null),
            (false, None) => Kinds::ANY.without(Kind::Null),
        };
        let mut lists = self.all.iter().filter_map(listed);
        let lists_allow_null = lists.all(|list| list.iter().any(|value| value.is_null()));
        let mut values = Values::default();
        for keywords in &self.all {
            values.and(&keywords.values);
        }
        self.is_constant = values.constant.is_some();
        self.values = values.listed;
        let mut nulls = BTreeMap::new();
        let groups_allow_null = self.groups.iter().all(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| allows_null(document, branch, &mut nulls, DEPTH))
        });
        let types_allow_null = stated.is_none_or(|kinds| !kinds.and(null).is_empty());
        let shape_says_null = stated.is_some() || self.values.is_some() || !self.groups.is_empty();
        self.nullable = !never
            && (adds_null
                || (shape_says_null
                    && types_allow_null
                    && lists_allow_null
                    && groups_allow_null
                    && (stated.is_some() || self.has_null(document))));
        if let Some(values) = &mut self.values {
            values.retain(|value| !value.is_null());
        }
    }

    /// Whether `null` is named, where no `type` is.
    fn has_null(&self, document: &'d Document) -> bool {
        let listed_null = self
            .all
            .iter()
            .filter_map(listed)
            .any(|list| list.iter().any(|value| value.is_null()));
        let branch_null = self.groups.iter().any(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| View::read(document, branch).nullable)
        });
        listed_null || branch_null
    }
}

fn listed<'k, 'd>(keywords: &'k Keywords<'d>) -> Option<&'k Vec<&'d Value>> {
    keywords.values.listed.as_ref()
}

/// Whether a schema says that `null` is allowed. Each place is asked once: one that leads back to
/// itself allows no more for that.
fn allows_null<'d>(
    document: &'d Document,
    schema: &Schema<'d>,
    known: &mut BTreeMap<Pointer, bool>,
    depth: usize,
) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    schema.parts.iter().all(|part| {
        let part = resolved(document, part);
        if let Some(answer) = known.get(&part.at) {
            return *answer;
        }
        known.insert(part.at.clone(), false);
        let answer = part_allows_null(document, &part, known, depth);
        known.insert(part.at, answer);
        answer
    })
}

fn part_allows_null<'d>(
    document: &'d Document,
    part: &Part<'d>,
    known: &mut BTreeMap<Pointer, bool>,
    depth: usize,
) -> bool {
    let keywords = document.keywords(part);
    let null = Kinds::only(Kind::Null);
    let or_null = keywords.or_null;
    let reference = keywords.reference.and_then(|to| document.resolve(to));
    let reference = reference.map(|schema| schema.or_null(or_null));
    let mut included = reference.into_iter().chain(keywords.all_of);
    !keywords.never
        && keywords
            .types
            .is_none_or(|kinds| !kinds.and(null).is_empty())
        && keywords
            .values
            .listed
            .as_ref()
            .is_none_or(|list| list.iter().any(|value| value.is_null()))
        && included.all(|schema| allows_null(document, &schema, known, depth))
        && [&keywords.one_of, &keywords.any_of].iter().all(|branches| {
            branches.is_empty()
                || branches
                    .iter()
                    .any(|branch| allows_null(document, branch, known, depth))
        })
}

/// Gathers the schema objects that hold together.
struct Reader<'d> {
    document: &'d Document,
    all: Vec<Keywords<'d>>,
    groups: Vec<Group<'d>>,
    seen: BTreeSet<Pointer>,
    adds_null: bool,
    /// Unions that only list kinds.
    kind_groups: Vec<Kinds>,
}

/// What is still to be read, on a stack of our own: a document may include schemas in each other to
/// any depth.
enum Step<'d> {
    Take(Part<'d>),
    /// The branches of a `oneOf` or `anyOf`, whether exactly one holds, and where they stand.
    Group(Vec<Schema<'d>>, bool, Pointer),
}

impl<'d> Reader<'d> {
    fn run(&mut self, parts: &[Part<'d>]) {
        let mut stack: Vec<Step<'d>> = parts.iter().rev().cloned().map(Step::Take).collect();
        while let Some(step) = stack.pop() {
            match step {
                Step::Take(part) => self.take(&part, &mut stack),
                Step::Group(branches, exactly_one, at) => {
                    self.group(branches, exactly_one, &at, &mut stack);
                }
            }
        }
    }

    fn take(&mut self, part: &Part<'d>, stack: &mut Vec<Step<'d>>) {
        let part = resolved(self.document, part);
        if !self.seen.insert(part.at.clone()) {
            return;
        }
        let mut keywords = self.document.keywords(&part);
        let reference = keywords.reference.take();
        let all_of = std::mem::take(&mut keywords.all_of);
        let one_of = std::mem::take(&mut keywords.one_of);
        let any_of = std::mem::take(&mut keywords.any_of);
        let at = keywords.at.clone();
        let or_null = keywords.or_null;
        // Beside a union, `type: [object, null]` says that null is allowed, not its branches.
        self.all.push(keywords);
        let target = reference.and_then(|reference| self.document.resolve(reference));
        let target = target.map(|target| target.or_null(or_null));
        let included = target.into_iter().chain(all_of);
        let included: Vec<_> = included.flat_map(|schema| schema.parts).collect();
        for (branches, exactly_one, key) in [(any_of, false, "anyOf"), (one_of, true, "oneOf")] {
            if !branches.is_empty() {
                stack.push(Step::Group(branches, exactly_one, at.key(key)));
            }
        }
        stack.extend(included.into_iter().rev().map(Step::Take));
    }

    fn group(
        &mut self,
        branches: Vec<Schema<'d>>,
        exactly_one: bool,
        at: &Pointer,
        stack: &mut Vec<Step<'d>>,
    ) {
        let count = branches.len();
        let branches: Vec<_> = branches
            .into_iter()
            .filter(|branch| !self.is_null(branch))
            .collect();
        let had_null = branches.len() < count;
        if branches.len() > 1
            && let Some(kinds) = branches
                .iter()
                .map(|branch| self.only_kinds(branch))
                .collect::<Option<Vec<_>>>()
        {
            let null = if had_null {
                Kinds::only(Kind::Null)
            } else {
                Kinds::NONE
            };
            self.kind_groups
                .push(kinds.into_iter().fold(null, Kinds::or));
            return;
        }
        let [branch] = branches.as_slice() else {
            let mut branches = branches;
            if had_null {
                self.adds_null = true;
            }
            branches.dedup_by(|one, other| one.parts[0].value == other.parts[0].value);
            self.groups.push(Group {
                exactly_one,
                branches,
                at: at.clone(),
            });
            return;
        };
        self.adds_null |= had_null;
        stack.extend(branch.parts.iter().rev().cloned().map(Step::Take));
    }

    /// The kinds of a branch that says nothing else.
    fn only_kinds(&self, branch: &Schema<'d>) -> Option<Kinds> {
        let part = resolved(self.document, branch.single()?);
        let map = part.value.as_object()?;
        let says_more = map
            .keys()
            .any(|key| !matches!(key.as_str(), "type" | "nullable") && !limits_nothing(key));
        if says_more {
            None
        } else {
            self.document.keywords(&part).types
        }
    }

    fn is_null(&self, branch: &Schema<'d>) -> bool {
        let Some(part) = branch.single() else {
            return false;
        };
        let keywords = self.document.keywords(&resolved(self.document, part));
        let only = Kinds::only(Kind::Null);
        let is_typed = keywords.types == Some(only);
        let lists_null = listed(&keywords)
            .is_some_and(|list| !list.is_empty() && list.iter().all(|value| value.is_null()));
        is_typed || lists_null
    }
}
