//! A schema to its view: all that holds together is gathered, and what it says of kinds, values and
//! `null` is decided.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use crate::constraint::Values;
use crate::document::{Keywords, Kind, Kinds, Part, Schema};
use crate::keyword::limits_nothing;
use crate::pointer::Pointer;

use super::null::Null;
use super::{Group, Side, View};
use crate::version::Version;

/// How deep schemas that include each other are gathered. What is deeper is compared as a schema of
/// its own, once: else a chain of them would be read anew from each of its members.
const DEPTH: usize = 12;

impl<'d> View<'d> {
    pub fn read(side: &Side<'d>, schema: &Schema<'d>) -> Self {
        Self::read_as(side, schema, false)
    }

    /// The same, where a union of one branch stays one: it stands for what has several.
    pub fn with_unions_of_one(side: &Side<'d>, schema: &Schema<'d>) -> Self {
        Self::read_as(side, schema, true)
    }

    fn read_as(side: &Side<'d>, schema: &Schema<'d>, keeps_ones: bool) -> Self {
        let mut reader = Reader {
            side,
            all: Vec::new(),
            groups: Vec::new(),
            seen: BTreeSet::new(),
            adds_null: false,
            kind_groups: Vec::new(),
            groups_of_kinds: Vec::new(),
            deeper: Vec::new(),
            keeps_ones,
            ones: 0,
        };
        let at = schema.parts.first().map(|part| side.resolved(part).at);
        reader.run(&schema.parts);
        let Reader {
            all,
            groups,
            adds_null,
            kind_groups,
            groups_of_kinds,
            deeper,
            ones,
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
            groups_of_kinds,
            unions_of_one: ones,
            deeper: (!deeper.is_empty()).then_some(Schema { parts: deeper }),
        };
        view.decide(side, adds_null, kind_groups);
        view
    }

    fn decide(&mut self, side: &Side<'d>, adds_null: bool, kind_groups: Vec<Kinds>) {
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
        let mut lists = self.all.iter().filter_map(|keywords| listed(keywords));
        let lists_allow_null = lists.all(|list| list.iter().any(|value| value.is_null()));
        let mut values = Values::default();
        for keywords in &self.all {
            values.and(&keywords.values);
        }
        self.is_constant = values.constant.is_some();
        self.values = values.listed;
        let groups_allow_null = self.groups.iter().all(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| side.null(branch).allowed)
        });
        let types_allow_null = stated.is_none_or(|kinds| !kinds.and(null).is_empty());
        let shape_says_null = stated.is_some() || self.values.is_some() || !self.groups.is_empty();
        self.nullable = !never
            && (adds_null
                || (shape_says_null
                    && types_allow_null
                    && lists_allow_null
                    && groups_allow_null
                    && (stated.is_some() || self.has_null(side))));
        if let Some(values) = &mut self.values {
            values.retain(|value| !value.is_null());
        }
    }

    /// Whether `null` is named, where no `type` is.
    fn has_null(&self, side: &Side<'d>) -> bool {
        let listed_null = self
            .all
            .iter()
            .filter_map(|keywords| listed(keywords))
            .any(|list| list.iter().any(|value| value.is_null()));
        let branch_null = self.groups.iter().any(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| {
                side.null(branch)
                    == Null {
                        allowed: true,
                        named: true,
                    }
            })
        });
        listed_null || branch_null
    }
}

fn listed<'k, 'd>(keywords: &'k Keywords<'d>) -> Option<&'k Vec<&'d Value>> {
    keywords.values.listed.as_ref()
}

/// Gathers the schema objects that hold together.
struct Reader<'s, 'd> {
    side: &'s Side<'d>,
    all: Vec<Rc<Keywords<'d>>>,
    groups: Vec<Group<'d>>,
    seen: BTreeSet<Pointer>,
    adds_null: bool,
    /// Unions that only list kinds.
    kind_groups: Vec<Kinds>,
    groups_of_kinds: Vec<Group<'d>>,
    /// What is included deeper than is gathered.
    deeper: Vec<Part<'d>>,
    /// Whether unions of one branch are unions still, and how many were read away.
    keeps_ones: bool,
    ones: usize,
}

/// What is still to be read, on a stack of our own: a document may include schemas in each other to
/// any depth.
enum Step<'d> {
    /// A schema, and how deep it is included.
    Take(Part<'d>, usize),
    /// The branches of a `oneOf` or `anyOf`, whether exactly one holds, where they stand, and how
    /// deep.
    Group(Vec<Schema<'d>>, bool, Pointer, usize),
}

impl<'d> Reader<'_, 'd> {
    fn run(&mut self, parts: &[Part<'d>]) {
        let parts = parts.iter().rev().cloned();
        let mut stack: Vec<Step<'d>> = parts.map(|part| Step::Take(part, 0)).collect();
        while let Some(step) = stack.pop() {
            match step {
                Step::Take(part, depth) => self.take(&part, depth, &mut stack),
                Step::Group(branches, exactly_one, at, depth) => {
                    self.group(branches, exactly_one, (&at, depth), &mut stack);
                }
            }
        }
    }

    fn take(&mut self, part: &Part<'d>, depth: usize, stack: &mut Vec<Step<'d>>) {
        let part = self.side.resolved(part);
        if !self.seen.insert(part.at.clone()) {
            return;
        }
        if depth == DEPTH {
            self.deeper.push(part);
            return;
        }
        let keywords = self.side.keywords(&part);
        let target = self.side.target(&keywords);
        let included = target.into_iter().chain(keywords.all_of.iter().cloned());
        let included: Vec<_> = included.flat_map(|schema| schema.parts).collect();
        let unions = [
            (&keywords.any_of, false, "anyOf"),
            (&keywords.one_of, true, "oneOf"),
        ];
        for (branches, exactly_one, key) in unions {
            if !branches.is_empty() {
                let at = keywords.at.key(key);
                stack.push(Step::Group(branches.clone(), exactly_one, at, depth));
            }
        }
        let included = included.into_iter().rev();
        stack.extend(included.map(|part| Step::Take(part, depth + 1)));
        // Beside a union, `type: [object, null]` says that null is allowed, not its branches.
        self.all.push(keywords);
    }

    fn group(
        &mut self,
        branches: Vec<Schema<'d>>,
        exactly_one: bool,
        (at, depth): (&Pointer, usize),
        stack: &mut Vec<Step<'d>>,
    ) {
        let count = branches.len();
        let branches: Vec<_> = branches
            .into_iter()
            .filter(|branch| !self.side.is_null(branch))
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
            self.groups_of_kinds.push(Group {
                exactly_one,
                branches,
                at: at.clone(),
            });
            return;
        }
        let only = match branches.as_slice() {
            [only] if !self.keeps_ones => Some(only.clone()),
            _ => None,
        };
        let Some(branch) = only else {
            let mut branches = branches;
            if had_null {
                self.adds_null = true;
            }
            // What fits one of two that are alike fits both: of `oneOf`, that is one too many.
            if !exactly_one {
                let version = self.side.document.version;
                branches.dedup_by(|one, other| {
                    says(one.parts[0].value, version) == says(other.parts[0].value, version)
                });
            }
            self.groups.push(Group {
                exactly_one,
                branches,
                at: at.clone(),
            });
            return;
        };
        self.ones += 1;
        self.adds_null |= had_null;
        let parts = branch.parts.iter().rev().cloned();
        stack.extend(parts.map(|part| Step::Take(part, depth + 1)));
    }

    /// The kinds of a branch that says nothing else.
    fn only_kinds(&self, branch: &Schema<'d>) -> Option<Kinds> {
        let part = self.side.resolved(branch.single()?);
        let map = part.value.as_object()?;
        let says_more = map
            .keys()
            .any(|key| !matches!(key.as_str(), "type" | "nullable") && !limits_nothing(key));
        if says_more {
            None
        } else {
            self.side.keywords(&part).types
        }
    }
}

/// What counts of a schema's object: beside a reference, nothing does in 3.0.
fn says(schema: &Value, version: Version) -> &Value {
    let reference = schema.get("$ref").filter(|_| version == Version::V3_0);
    reference.unwrap_or(schema)
}
