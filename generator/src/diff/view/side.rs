//! One of the documents, and what has been read of it: each schema object once, where each reference
//! ends, and which schemas say that `null` is allowed.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use crate::document::{
    Discriminator, Document, Hierarchy, Keywords, Kind, Kinds, Part, Schema, Version, says_nullable,
};
use crate::pointer::Pointer;

use super::dynamic::{DynamicAnchors, is_dynamic};
use super::evaluated::{Asked, affirmed};
use super::null::{Node, Null};
use super::{BranchKinds, only_leads};

/// A document that is being compared.
#[derive(Debug)]
pub(in crate::diff) struct Side<'d> {
    pub document: &'d Document,
    /// Its bases.
    pub hierarchy: &'d Hierarchy,
    /// Whether it is the new one.
    pub is_new: bool,
    /// Whether it refers to what is bound elsewhere (`$dynamicRef`).
    pub is_dynamic: bool,
    /// The schemas of which it matters what they evaluated.
    asked: Asked,
    /// Whether it is of 3.0, and the other of a later version, which says `null` otherwise.
    is_older: bool,
    // These by the address of the schema object (`Part::address`).
    keywords: RefCell<BTreeMap<usize, Rc<Keywords<'d>>>>,
    ends: RefCell<BTreeMap<usize, Part<'d>>>,
    /// By the address of the reference's text.
    targets: RefCell<BTreeMap<usize, Option<Schema<'d>>>>,
    nulls: RefCell<BTreeMap<usize, Null>>,
    branches: RefCell<BTreeMap<usize, Rc<BranchKinds>>>,
    members: RefCell<BTreeMap<Pointer, Rc<Members<'d>>>>,
    /// The branches of unions by the values that tell them, by where the discriminator stands.
    told: RefCell<BTreeMap<Pointer, Rc<BTreeMap<String, usize>>>>,
    anchors: OnceCell<DynamicAnchors<'d>>,
}

/// The properties of a schema, as branches of a union are told apart by them.
#[derive(Debug)]
pub(in crate::diff) struct Members<'d> {
    /// Their names.
    pub properties: BTreeSet<&'d str>,
    /// Those of one value, which tell branches apart.
    pub tags: BTreeSet<(&'d str, String)>,
}

impl<'d> Side<'d> {
    pub fn new(
        document: &'d Document,
        hierarchy: &'d Hierarchy,
        is_new: bool,
        other: &Document,
    ) -> Self {
        let is_dynamic = is_dynamic(&document.value);
        Self {
            asked: Asked::of(document, is_dynamic),
            is_dynamic,
            is_older: document.version == Version::V3_0 && other.version > Version::V3_0,
            document,
            hierarchy,
            is_new,
            keywords: RefCell::default(),
            ends: RefCell::default(),
            targets: RefCell::default(),
            nulls: RefCell::default(),
            members: RefCell::default(),
            branches: RefCell::default(),
            told: RefCell::default(),
            anchors: OnceCell::new(),
        }
    }

    /// What one schema object says.
    pub fn keywords(&self, part: &Part<'d>) -> Rc<Keywords<'d>> {
        let read = |part: &Part<'d>| match self.is_older {
            true => self.document.keywords_as_later(part),
            false => self.document.keywords(part),
        };
        if !part.is_whole() {
            return Rc::new(self.affirmed(part, read(part)));
        }
        let address = part.address();
        if let Some(known) = self.keywords.borrow().get(&address) {
            return known.clone();
        }
        let read = Rc::new(self.affirmed(part, read(part)));
        let mut known = self.keywords.borrow_mut();
        known.insert(address, read.clone());
        read
    }

    /// The same keywords, where what must not be no such thing has to be one: `not: {not: X}` is `X`, unless somebody
    /// asks what was evaluated. Below `not` nothing is (JSON Schema Core 2020-12, 7.7.1.1).
    fn affirmed(&self, part: &Part<'d>, keywords: Keywords<'d>) -> Keywords<'d> {
        match self.asked.has(part.address()) {
            true => keywords,
            false => affirmed(keywords),
        }
    }

    /// What is known of the properties that the schema object at a place declares.
    pub(super) fn members(&self, at: &Pointer) -> Option<Rc<Members<'d>>> {
        self.members.borrow().get(at).cloned()
    }

    pub(super) fn remember(&self, at: Pointer, members: &Rc<Members<'d>>) {
        self.members.borrow_mut().insert(at, Rc::clone(members));
    }

    /// The schema that a schema object refers to, for `null` as well where that widens what is included.
    pub fn target(&self, keywords: &Keywords<'d>) -> Option<Schema<'d>> {
        let target = self.resolve(keywords.reference?)?;
        Some(target.or_null(keywords.or_null))
    }

    /// The schema that a reference of this document means, if it is one.
    pub fn resolve(&self, reference: &'d str) -> Option<Schema<'d>> {
        let address = reference.as_ptr().addr();
        if let Some(known) = self.targets.borrow().get(&address) {
            return known.clone();
        }
        let target = self.document.resolve(reference);
        let mut known = self.targets.borrow_mut();
        known.insert(address, target.clone());
        target
    }

    /// The place of a schema once references without siblings are followed, and what only wraps
    /// another schema.
    pub fn resolved(&self, part: &Part<'d>) -> Part<'d> {
        let mut part = part.clone();
        let mut passed: Vec<usize> = Vec::new();
        loop {
            let known = self.ends.borrow().get(&part.address()).cloned();
            if let Some(end) = known {
                part = Part {
                    resolved: part.resolved,
                    or_null: part.or_null,
                    ..end
                };
                break;
            }
            let Some(target) = self
                .meant(&part)
                .filter(|to| !passed.contains(&to.address()))
            else {
                break;
            };
            passed.push(part.address());
            part = Part {
                resolved: part.resolved,
                or_null: part.or_null,
                ..target
            };
        }
        let mut ends = self.ends.borrow_mut();
        for address in passed {
            ends.insert(address, part.clone());
        }
        part
    }

    /// The schema that another stands for, as it says nothing itself.
    fn meant(&self, part: &Part<'d>) -> Option<Part<'d>> {
        let map = part.value.as_object()?;
        if let Some(Value::String(reference)) = map.get("$ref") {
            let is_plain = map.len() == 1 || self.document.version == Version::V3_0;
            // What it allows besides is no longer what it leads to.
            let is_plain = is_plain && !(self.is_older && says_nullable(part.value));
            let target = is_plain.then(|| self.resolve(reference))??;
            return target.single().cloned();
        }
        if map.len() != 1 || !part.is_whole() {
            return None;
        }
        let [only] = map.get("allOf")?.as_array()?.as_slice() else {
            return None;
        };
        // A schema that includes a base is one of its subtypes.
        let is_subtype = !self
            .hierarchy
            .included(self.document, part.value)
            .is_empty();
        (only.is_object() && !is_subtype).then(|| Part {
            value: only,
            at: part.at.key("allOf").index(0),
            resolved: part.resolved.clone(),
            or_null: part.or_null,
        })
    }

    /// The schema that another leads to and says nothing beside, but kinds, `null` and annotations: by a reference, by
    /// `allOf`, or by the only branch of a union that is not `null`.
    pub fn enclosed(&self, schema: &Schema<'d>) -> Option<Schema<'d>> {
        let part = self.resolved(schema.single()?);
        let keywords = self.keywords(&part);
        if !part.is_whole() || keywords.discriminator.is_some() || !only_leads(&keywords) {
            return None;
        }
        let target = keywords.reference;
        let target = target.and_then(|reference| self.resolve(reference));
        let unions = keywords.one_of.iter().chain(&keywords.any_of);
        let branches = unions.filter(|branch| !self.is_null(branch));
        let included = keywords.all_of.iter().chain(branches).cloned();
        let mut included = target.into_iter().chain(included);
        match (included.next(), included.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// Whether a schema allows `null` alone.
    pub fn is_null(&self, schema: &Schema<'d>) -> bool {
        let Some(part) = schema.single() else {
            return false;
        };
        let keywords = self.keywords(&self.resolved(part));
        let is_typed = keywords.types == Some(Kinds::only(Kind::Null));
        let lists_null = keywords.values.listed.as_ref();
        let lists_null = lists_null
            .is_some_and(|list| !list.is_empty() && list.iter().all(|value| value.is_null()));
        is_typed || lists_null
    }

    /// The kinds of data that each branch of a union may allow.
    pub fn branch_kinds(&self, branches: &[Schema<'d>]) -> Rc<BranchKinds> {
        let Some(first) = branches.first().map(|branch| branch.parts[0].address()) else {
            return Rc::default();
        };
        if let Some(known) = self.branches.borrow().get(&first) {
            return Rc::clone(known);
        }
        let each = branches.iter().map(|branch| self.possible_kinds(branch));
        let found = Rc::new(BranchKinds::new(each.collect()));
        let mut known = self.branches.borrow_mut();
        known.insert(first, Rc::clone(&found));
        found
    }

    /// The kinds of data that a schema may allow, by what it says itself and what it includes.
    fn possible_kinds(&self, schema: &Schema<'d>) -> Kinds {
        /// How much of that is looked at: the rest may only exclude more.
        const STEPS: usize = 16;
        let mut kinds = Kinds::ANY;
        let mut pending = schema.parts.clone();
        for _ in 0..STEPS {
            let Some(part) = pending.pop() else {
                break;
            };
            let part = self.resolved(&part);
            let keywords = self.keywords(&part);
            if let Some(types) = keywords.types {
                kinds = kinds.and(types);
            }
            // Some read `nullable` so that it widens what is included.
            if keywords.or_null || says_nullable(part.value) {
                continue;
            }
            let target = keywords.reference;
            let target = target.and_then(|reference| self.resolve(reference));
            let included = target.iter().chain(&keywords.all_of);
            pending.extend(included.flat_map(|schema| schema.parts.iter().cloned()));
        }
        kinds
    }

    /// The parts of a schema, references without siblings followed.
    pub fn parts(&self, schema: &Schema<'d>) -> Vec<Part<'d>> {
        let parts = schema.parts.iter();
        parts.map(|part| self.resolved(part)).collect()
    }

    /// The values of a discriminator that tell a branch: those that are mapped to it, else its name.
    pub fn tags(&self, discriminator: &Discriminator<'d>, branch: &Schema<'d>) -> BTreeSet<String> {
        let part = branch.single().map(|part| self.resolved(part));
        let Some(part) = part.filter(|part| part.at != *branch.at()) else {
            return BTreeSet::new();
        };
        let mapped = discriminator.mapped_to(self.document, &part.at);
        let name = || part.at.last().map(|name| name.into_owned());
        match mapped.is_empty() {
            true => name().into_iter().collect(),
            false => mapped.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The first of the branches that a discriminator's value tells.
    pub fn told<'b>(
        &self,
        discriminator: &Discriminator<'d>,
        branches: &'b [Schema<'d>],
        value: &str,
    ) -> Option<&'b Schema<'d>> {
        branches.get(*self.telling(discriminator, branches).get(value)?)
    }

    /// The values that tell branches, each with the index of the first that it tells.
    pub fn telling(
        &self,
        discriminator: &Discriminator<'d>,
        branches: &[Schema<'d>],
    ) -> Rc<BTreeMap<String, usize>> {
        let known = self.told.borrow().get(&discriminator.at).cloned();
        known.unwrap_or_else(|| {
            let mut told = BTreeMap::new();
            for (index, branch) in branches.iter().enumerate() {
                for tag in self.tags(discriminator, branch) {
                    told.entry(tag).or_insert(index);
                }
            }
            let told = Rc::new(told);
            let mut all = self.told.borrow_mut();
            all.insert(discriminator.at.clone(), Rc::clone(&told));
            told
        })
    }

    /// Whether a branch is that of data whose value is missing, or that of no branch.
    pub fn is_default(&self, discriminator: &Discriminator<'d>, branch: &Schema<'d>) -> bool {
        let part = branch.single().map(|part| self.resolved(part));
        part.is_some_and(|part| discriminator.is_default(self.document, &part.at))
    }

    /// The schema that a `$dynamicRef` means where schemas with an `$id` were entered, the outermost
    /// first (JSON Schema Core, 8.2.3.2).
    pub fn bound(&self, reference: &str, scope: &[Part<'d>]) -> Option<Schema<'d>> {
        let fixed = self.document.resolve(reference);
        let (_, name) = reference.rsplit_once('#')?;
        let is_bound = fixed.as_ref().is_none_or(|schema| {
            let says = |part: &Part<'d>| part.value.get("$dynamicAnchor").is_some();
            schema.parts.iter().any(says)
        });
        if !is_bound {
            return fixed;
        }
        let mut found = scope.iter();
        let found = found.find_map(|part| self.anchors().within(part, name));
        found.cloned().or(fixed)
    }

    /// All schemas that a `$dynamicRef` may mean.
    pub fn anchored(&self, reference: &str) -> Vec<Schema<'d>> {
        let name = reference.rsplit_once('#').map_or("", |(_, name)| name);
        let mut found = self.anchors().anywhere(name).to_vec();
        found.extend(self.document.resolve(reference));
        found
    }

    fn anchors(&self) -> &DynamicAnchors<'d> {
        let all = || DynamicAnchors::of(&self.document.value);
        self.anchors.get_or_init(all)
    }

    /// What a schema says of `null`.
    pub(super) fn null(&self, schema: &Schema<'d>) -> Null {
        let all = schema.parts.iter().map(|part| {
            let part = self.resolved(part);
            if !self.nulls.borrow().contains_key(&part.address()) {
                self.solve(&part);
            }
            let known = self.nulls.borrow();
            known.get(&part.address()).copied().unwrap_or_default()
        });
        all.fold(
            Null {
                allowed: true,
                named: false,
            },
            |known, next| Null {
                allowed: known.allowed && next.allowed,
                named: known.named || next.named,
            },
        )
    }

    /// Finds out what a schema, and all that it leads to, say of `null`. One that leads back to
    /// itself allows no more for that.
    fn solve(&self, start: &Part<'d>) {
        let mut nodes: Vec<Node> = Vec::new();
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let mut pending = vec![start.clone()];
        numbers.insert(start.address(), 0);
        let mut next = 0;
        while let Some(part) = pending.get(next).cloned() {
            next += 1;
            let mut number = |schema: &Schema<'d>| -> Vec<usize> {
                let parts = self.parts(schema).into_iter();
                parts
                    .map(|part| {
                        *numbers.entry(part.address()).or_insert_with(|| {
                            pending.push(part);
                            pending.len() - 1
                        })
                    })
                    .collect()
            };
            let known = self.nulls.borrow().get(&part.address()).copied();
            nodes.push(match known {
                Some(known) => Node::known(known),
                None => Node::read(self.document, &self.keywords(&part), &mut number),
            });
        }
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
        for (number, node) in nodes.iter().enumerate() {
            for to in node.all.iter().chain(node.any.iter().flatten()) {
                users[*to].push(number);
            }
        }
        let settle = |holds: &dyn Fn(&Node, &[bool]) -> bool| -> Vec<bool> {
            let mut settled = vec![false; nodes.len()];
            let mut pending: Vec<usize> = (0..nodes.len()).collect();
            while let Some(number) = pending.pop() {
                if !settled[number] && holds(&nodes[number], &settled) {
                    settled[number] = true;
                    pending.extend(users[number].iter().filter(|user| !settled[**user]));
                }
            }
            settled
        };
        let allowed = settle(&|node, known| {
            let any = |group: &Vec<usize>| group.iter().any(|to| known[*to]);
            node.allows && node.all.iter().all(|to| known[*to]) && node.any.iter().all(any)
        });
        let named = settle(&|node, known| {
            let mut inner = node.all.iter().chain(node.any.iter().flatten());
            node.names || inner.any(|to| known[*to] && allowed[*to])
        });
        let mut known = self.nulls.borrow_mut();
        for (address, number) in numbers {
            known.entry(address).or_insert(Null {
                allowed: allowed[number],
                named: named[number],
            });
        }
    }
}
