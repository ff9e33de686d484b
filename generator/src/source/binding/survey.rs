//! The resources of a document: their anchors, what they refer to, and which anchors of others the
//! meaning of each depends on.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::edit::is_identity;
use super::{Beside, Environment};
use crate::cursor;
use crate::grammar::{Object, Shape};
use crate::keyword;
use crate::pointer::Pointer;
use crate::source::identity;

/// A schema whose anchors are its own: one with an `$id`, or one that stands in no other.
pub(super) struct Resource {
    pub(super) root: Pointer,
    /// The one that it stands in.
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    pub(super) references: Vec<Reference>,
    /// The names that it looks up among the anchors of those around it, or what it leads to does.
    pub(super) needs: BTreeSet<String>,
    /// Its dynamic anchors.
    anchors: Environment,
    /// Its other anchors.
    plain: BTreeMap<String, Pointer>,
}

/// A reference in a schema.
#[derive(Clone)]
pub(super) struct Reference {
    /// Where the schema stands.
    pub(super) at: Pointer,
    pub(super) key: &'static str,
    pub(super) to: To,
}

#[derive(Clone)]
pub(super) enum To {
    Place(Pointer),
    /// The anchor of that name, of the outermost resource that has one.
    Name(String),
}

pub(super) struct Survey {
    pub(super) resources: Vec<Resource>,
    by_root: BTreeMap<Pointer, usize>,
    /// The references that say all that their schema says, by its place.
    alone: BTreeMap<Pointer, Pointer>,
}

/// Whether any schema may have a reference that depends on the way that leads to it.
pub(super) fn is_dynamic(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(key, value)| match key.as_str() {
            "$dynamicRef" | "$recursiveRef" => value.is_string() || is_dynamic(value),
            _ => is_dynamic(value),
        }),
        Value::Array(items) => items.iter().any(is_dynamic),
        _ => false,
    }
}

/// What a schema says beside a reference, where that is no more than what describes it; `None` where
/// it is more, or no reference.
pub(super) fn beside_reference(schema: &Value) -> Option<Beside> {
    let members = schema.as_object()?;
    let mut beside = Beside::Nothing;
    for key in members.keys() {
        match key.as_str() {
            "$ref" => {}
            "unevaluatedProperties" | "unevaluatedItems" => beside = Beside::Unevaluated,
            key if is_identity(key) || keyword::only_describes(key) => {}
            _ => return None,
        }
    }
    members.contains_key("$ref").then_some(beside)
}

impl Survey {
    /// Surveys a document of which so many values may be copied; beyond that, which would have to be.
    pub(super) fn new(document: &Value, limit: usize) -> Result<Self, Pointer> {
        let mut survey = Self {
            resources: Vec::new(),
            by_root: BTreeMap::new(),
            alone: BTreeMap::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        let mut texts: Vec<(usize, Pointer, &'static str, String)> = Vec::new();
        let shape = Shape::Object(Object::OpenApi);
        identity::each_schema(document, shape, &mut |schema, at| {
            while let Some(last) = open.last() {
                if at.starts_with(&survey.resources[*last].root) {
                    break;
                }
                open.pop();
            }
            if open.is_empty() || schema.get("$id").is_some_and(Value::is_string) {
                let index = survey.add(at, open.last().copied());
                open.push(index);
            }
            let Some(index) = open.last().copied() else {
                return;
            };
            survey.resources[index].note(schema, at);
            for key in ["$ref", "$dynamicRef", "$recursiveRef"] {
                let text = schema.get(key).and_then(Value::as_str);
                texts.extend(text.map(|text| (index, at.clone(), key, text.to_owned())));
            }
        });
        let anchors = LazyCell::new(|| cursor::anchors(document));
        for (index, at, key, text) in texts {
            let resource = &survey.resources[index];
            let anchor = |name: &str| anchors.get(name).cloned();
            let Some(to) = resource.to(key, &text, anchor) else {
                continue;
            };
            let schema = at.resolve(document);
            let is_alone = schema.and_then(beside_reference) == Some(Beside::Nothing);
            if let (To::Place(to), true) = (&to, is_alone && key == "$ref") {
                survey.alone.insert(at.clone(), to.clone());
            }
            let resource = &mut survey.resources[index];
            resource.references.push(Reference { at, key, to });
        }
        survey.find_needs(limit)?;
        Ok(survey)
    }

    fn add(&mut self, root: &Pointer, parent: Option<usize>) -> usize {
        let index = self.resources.len();
        self.by_root.insert(root.clone(), index);
        if let Some(parent) = parent {
            self.resources[parent].children.push(index);
        }
        self.resources.push(Resource {
            root: root.clone(),
            parent,
            children: Vec::new(),
            references: Vec::new(),
            needs: BTreeSet::new(),
            anchors: BTreeMap::new(),
            plain: BTreeMap::new(),
        });
        index
    }

    /// Which names each resource depends on: those that it looks up, and those that others do to
    /// which it leads. Each name is followed backwards once.
    ///
    /// As many as values may be copied are followed; beyond that, what would have to be.
    fn find_needs(&mut self, limit: usize) -> Result<(), Pointer> {
        let mut leads_here: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.resources.len()];
        let mut users: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, resource) in self.resources.iter().enumerate() {
            if let Some(parent) = resource.parent {
                leads_here[index].insert(parent);
            }
            for reference in &resource.references {
                match &reference.to {
                    To::Place(place) => {
                        if let Some(target) = self.resource_of(place) {
                            leads_here[target].insert(index);
                        }
                    }
                    To::Name(name) => {
                        users.entry(name.clone()).or_default().insert(index);
                    }
                }
            }
        }
        // A name may lead to any resource that has such an anchor.
        for (index, resource) in self.resources.iter().enumerate() {
            for name in resource.anchors.keys() {
                leads_here[index].extend(users.get(name).into_iter().flatten());
            }
        }
        // What no resource has an anchor for is bound by none, wherever it is looked up.
        let anchors = self.resources.iter();
        let bound: BTreeSet<&String> = anchors
            .flat_map(|resource| resource.anchors.keys())
            .collect();
        users.retain(|name, _| bound.contains(name));
        let mut room = limit;
        for (name, users) in users {
            let mut queue: Vec<usize> = users.into_iter().collect();
            while let Some(index) = queue.pop() {
                if self.resources[index].needs.insert(name.clone()) {
                    queue.extend(&leads_here[index]);
                    match room.checked_sub(1) {
                        Some(left) => room = left,
                        None => return Err(self.resources[index].root.clone()),
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether a resource depends on those around it, or has references other than plain ones, in
    /// itself or in those inside it.
    pub(super) fn is_dynamic(&self, resource: usize) -> bool {
        let resource = &self.resources[resource];
        let mut references = resource.references.iter();
        !resource.needs.is_empty()
            || references.any(|reference| reference.key != "$ref")
            || resource
                .children
                .iter()
                .any(|child| self.is_dynamic(*child))
    }

    /// The environments that resources have where they stand.
    pub(super) fn homes(&self) -> Vec<Environment> {
        let mut homes: Vec<Environment> = Vec::with_capacity(self.resources.len());
        // A resource stands behind the one that it is in.
        for (index, resource) in self.resources.iter().enumerate() {
            let around = resource.parent.map(|parent| homes[parent].clone());
            homes.push(self.entered(&around.unwrap_or_default(), index));
        }
        homes
    }

    /// What an environment becomes in a resource, as far as the resource depends on it: what those
    /// around have bound stays.
    pub(super) fn entered(&self, environment: &Environment, resource: usize) -> Environment {
        let Resource { anchors, needs, .. } = &self.resources[resource];
        let bound = needs.iter().filter_map(|name| {
            let place = environment.get(name).or_else(|| anchors.get(name))?;
            Some((name.clone(), place.clone()))
        });
        bound.collect()
    }

    /// The innermost resource that a place is in.
    pub(super) fn resource_of(&self, at: &Pointer) -> Option<usize> {
        let mut at = Some(at.clone());
        while let Some(place) = at {
            if let Some(index) = self.by_root.get(&place) {
                return Some(*index);
            }
            at = place.parent();
        }
        None
    }

    /// Where the reference leads that is all that the schema at a place says.
    pub(super) fn alone(&self, at: &Pointer) -> Option<Pointer> {
        self.alone.get(at).cloned()
    }
}

impl Resource {
    fn note(&mut self, schema: &Map<String, Value>, at: &Pointer) {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        if let Some(name) = text("$dynamicAnchor") {
            let place = self.anchors.entry(name.to_owned());
            place.or_insert_with(|| at.clone());
        }
        if let Some(name) = text("$anchor") {
            let place = self.plain.entry(name.to_owned());
            place.or_insert_with(|| at.clone());
        }
        // The older form has one such anchor for each resource, without a name.
        if *at == self.root && schema.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            self.anchors.insert(String::new(), at.clone());
        }
    }

    /// Where a reference leads, by the document's anchors where it has none of that name; `None` where lint
    /// will say that it leads nowhere.
    fn to(&self, key: &str, text: &str, anchor: impl Fn(&str) -> Option<Pointer>) -> Option<To> {
        if key == "$recursiveRef" {
            let is_bound = self.anchors.contains_key("");
            return Some(match is_bound {
                true => To::Name(String::new()),
                false => To::Place(self.root.clone()),
            });
        }
        let (_, name) = text.split_once('#')?;
        if name.is_empty() || name.starts_with('/') {
            return Pointer::parse(&format!("#{name}")).map(To::Place);
        }
        if let Some(place) = self.plain.get(name) {
            return Some(To::Place(place.clone()));
        }
        match (key, self.anchors.get(name)) {
            ("$ref", Some(place)) => Some(To::Place(place.clone())),
            ("$ref", None) => anchor(name)
                .filter(|_| text.starts_with('#'))
                .map(To::Place),
            _ => Some(To::Name(name.to_owned())),
        }
    }
}
