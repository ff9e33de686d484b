//! The component schemas of a document → which of them are bases, with a `discriminator` and no
//! branches, and which are the subtypes of each: those that include it by `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Discriminator, Document};
use crate::pointer::Pointer;

/// The base schemas of a document, each with its subtypes: the component schemas that include it
/// by `allOf`, directly or by others, and those that it maps tags to. Who refers to a base means
/// any of them.
#[derive(Debug, Default)]
pub struct Hierarchy {
    subtypes: BTreeMap<Pointer, Vec<Pointer>>,
    /// The bases whose subtypes are not listed, because all lists together would be too long.
    unlisted: BTreeSet<Pointer>,
}

impl Hierarchy {
    /// Finds them. A document without a base costs a look at each component.
    pub fn new(document: &Document) -> Self {
        let root = Pointer::root().keys(["components", "schemas"]);
        let schemas = root.resolve(&document.value).and_then(Value::as_object);
        let schemas: Vec<_> = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (root.key(name), schema))
            .collect();
        if !schemas.iter().any(|(_, schema)| is_base(schema)) {
            return Self::default();
        }
        let mut children: BTreeMap<Pointer, BTreeSet<Pointer>> = BTreeMap::new();
        for (at, schema) in &schemas {
            let mut included = BTreeSet::new();
            includes(document, schema, &mut included);
            for parent in included {
                children.entry(parent).or_default().insert(at.clone());
            }
        }
        let mut hierarchy = Self::default();
        // Each base lists all that are below it, so that a chain of bases lists their square.
        let mut left = document.products();
        for (base, schema) in schemas.iter().filter(|(_, schema)| is_base(schema)) {
            let mut found = BTreeSet::new();
            let mut queue = vec![base.clone()];
            queue.extend(mapped(document, schema));
            if queue.len() == 1 && !children.contains_key(base) {
                continue;
            }
            while let Some(at) = queue.pop().filter(|_| left > 0) {
                if at == *base || found.insert(at.clone()) {
                    left -= u64::from(at != *base);
                    let more = children.get(&at).into_iter().flatten();
                    queue.extend(
                        more.filter(|at| *at != base && !found.contains(*at))
                            .cloned(),
                    );
                }
            }
            if left == 0 {
                hierarchy.unlisted.insert(base.clone());
            } else if !found.is_empty() {
                let found = found.into_iter().collect();
                hierarchy.subtypes.insert(base.clone(), found);
            }
        }
        hierarchy
    }

    /// Whether no schema is a base.
    pub fn is_empty(&self) -> bool {
        self.subtypes.is_empty()
    }

    /// Whether a schema is a base whose subtypes are too many to be listed.
    pub fn is_unlisted(&self, base: &Pointer) -> bool {
        self.unlisted.contains(base)
    }

    /// The bases that have subtypes, each with these, in the order of their places.
    pub fn bases(&self) -> impl Iterator<Item = (&Pointer, &[Pointer])> {
        let bases = self.subtypes.iter();
        bases.map(|(base, subtypes)| (base, subtypes.as_slice()))
    }

    /// The bases that a schema includes itself.
    pub fn included(&self, document: &Document, schema: &Value) -> Vec<Pointer> {
        if self.subtypes.is_empty() {
            return Vec::new();
        }
        let parts = schema.get("allOf").and_then(Value::as_array);
        let targets = parts.into_iter().flatten();
        targets
            .filter_map(|part| document.target(part.get("$ref")?.as_str()?))
            .filter(|at| self.subtypes.contains_key(at))
            .collect()
    }

    /// The subtypes of the schema at a place, in the order of their places; `None` where it has
    /// none, or is no base.
    pub fn subtypes(&self, base: &Pointer) -> Option<&[Pointer]> {
        self.subtypes.get(base).map(Vec::as_slice)
    }
}

impl<'d> Discriminator<'d> {
    /// The values that are mapped to the schema at a place, by its reference or its name.
    pub fn mapped_to(&self, document: &Document, at: &Pointer) -> Vec<&'d str> {
        let mapped = self.mapped.get_or_init(|| {
            let mapping = self.mapping.iter();
            Mapped::new(document, mapping.map(|(value, to)| (*value, *to)))
        });
        mapped.to(at)
    }

    /// Whether the schema at a place is that of data whose value is missing, or mapped to none.
    pub fn is_default(&self, document: &Document, at: &Pointer) -> bool {
        self.default.is_some_and(|to| match place(document, to) {
            Some(place) => place == *at,
            None => at.last().as_deref() == Some(to),
        })
    }
}

/// The values of a mapping, each with its number, by where they lead: each place is looked for once, however
/// many branches ask.
#[derive(Debug, Default)]
pub(super) struct Mapped<'d> {
    by_place: BTreeMap<Pointer, Vec<(usize, &'d str)>>,
    /// Of those that are no reference, or one that leads nowhere.
    by_name: BTreeMap<&'d str, Vec<(usize, &'d str)>>,
}

impl<'d> Mapped<'d> {
    fn new(document: &Document, mapping: impl Iterator<Item = (&'d str, &'d str)>) -> Self {
        let mut mapped = Self::default();
        for (number, (value, to)) in mapping.enumerate() {
            let values = match place(document, to) {
                Some(place) => mapped.by_place.entry(place).or_default(),
                None => mapped.by_name.entry(to).or_default(),
            };
            values.push((number, value));
        }
        mapped
    }

    fn to(&self, at: &Pointer) -> Vec<&'d str> {
        let name = at.last();
        let by_name = name.and_then(|name| self.by_name.get(&*name));
        let by_place = self.by_place.get(at);
        let mut all: Vec<_> = by_place.into_iter().chain(by_name).flatten().collect();
        all.sort_unstable();
        all.into_iter().map(|(_, value)| *value).collect()
    }
}

/// The place that a reference to a schema leads to; none of a schema's name.
fn place(document: &Document, to: &str) -> Option<Pointer> {
    to.contains('#').then(|| document.target(to)).flatten()
}

fn is_base(schema: &Value) -> bool {
    let states = |key: &str| schema.get(key).is_some();
    let property = schema
        .get("discriminator")
        .and_then(|discriminator| discriminator.get("propertyName"));
    property.is_some_and(Value::is_string) && !states("oneOf") && !states("anyOf")
}

/// The schemas that a schema includes by `allOf`.
fn includes(document: &Document, schema: &Value, found: &mut BTreeSet<Pointer>) {
    let parts = schema.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        let target = part.get("$ref").and_then(Value::as_str);
        found.extend(target.and_then(|target| document.target(target)));
        includes(document, part, found);
    }
}

/// The schemas that a base maps tags to.
fn mapped(document: &Document, base: &Value) -> Vec<Pointer> {
    let discriminator = &base["discriminator"];
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let targets = mapping.into_iter().flat_map(serde_json::Map::values);
    let targets = targets.chain(discriminator.get("defaultMapping"));
    let place = |target: &str| match target.contains('#') {
        true => document.target(target),
        false => Some(Pointer::root().keys(["components", "schemas", target])),
    };
    targets
        .filter_map(|target| place(target.as_str()?))
        .filter(|at| at.resolve(&document.value).is_some())
        .collect()
}
