//! A schema to what it accepts, however that is spelt: references, `allOf`, single branches and
//! the ways to write `null` are read away.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::{Additional, Document, Keywords, Kind, Kinds, Part, Schema, Version};
use crate::pointer::Pointer;

/// How deep unions are looked through for `null`.
const DEPTH: usize = 12;

/// What a schema says, all that it includes read into it.
#[derive(Debug)]
pub(super) struct View<'d> {
    /// Where the schema stands, references followed.
    pub at: Pointer,
    /// All schema objects that hold together, the schema's own first.
    pub all: Vec<Keywords<'d>>,
    /// The kinds allowed, `null` apart.
    pub kinds: Kinds,
    /// Whether nothing says what kind it is.
    pub is_any: bool,
    /// Whether `null` is allowed.
    pub nullable: bool,
    /// The values allowed, `null` apart, each once.
    pub values: Option<Vec<&'d Value>>,
    /// Whether it is `const` that limits the values.
    pub is_constant: bool,
    /// `oneOf` and `anyOf` with several branches.
    pub groups: Vec<Group<'d>>,
}

/// One `oneOf` or `anyOf`, without branches that only allow `null`.
#[derive(Clone, Debug)]
pub(super) struct Group<'d> {
    pub exactly_one: bool,
    pub branches: Vec<Schema<'d>>,
    pub at: Pointer,
}

/// Where a keyword stands, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Fact<T> {
    pub value: T,
    pub at: Pointer,
}

/// The place of a schema once references without siblings are followed.
pub(super) fn resolved<'d>(document: &'d Document, part: &Part<'d>) -> Part<'d> {
    let mut part = part.clone();
    let mut seen = BTreeSet::new();
    while let Some(map) = part.value.as_object() {
        let is_reference = map.len() == 1 || document.version == Version::V3_0;
        let Some(Value::String(reference)) = map.get("$ref").filter(|_| is_reference) else {
            break;
        };
        let target = document.resolve(reference);
        let Some(target) = target.as_ref().and_then(Schema::single) else {
            break;
        };
        if !seen.insert(target.at.clone()) {
            break;
        }
        part = Part {
            without_unions: part.without_unions,
            ..target.clone()
        };
    }
    part
}

/// The parts of a schema, references without siblings followed.
pub(super) fn parts<'d>(document: &'d Document, schema: &Schema<'d>) -> Vec<Part<'d>> {
    let parts = schema.parts.iter();
    parts.map(|part| resolved(document, part)).collect()
}

/// What tells a schema of such parts apart from others of its document.
pub(super) fn key(parts: &[Part<'_>]) -> Vec<(Pointer, bool)> {
    let parts = parts.iter();
    let mut key: Vec<_> = parts
        .map(|part| (part.at.clone(), part.without_unions))
        .collect();
    key.sort_unstable();
    key.dedup();
    key
}

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
        for part in &schema.parts {
            reader.take(part);
        }
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
        let lists: Vec<Vec<&'d Value>> = self.all.iter().filter_map(listed).collect();
        let lists_allow_null = document.version == Version::V3_0
            || lists
                .iter()
                .all(|list| list.iter().any(|value| value.is_null()));
        self.is_constant = self.all.iter().any(|keywords| keywords.constant.is_some());
        self.values = lists.into_iter().reduce(|mut left, right| {
            left.retain(|value| right.iter().any(|other| same_value(other, value)));
            left
        });
        let groups_allow_null = self.groups.iter().all(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| allows_null(document, branch, DEPTH))
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

    /// Whether nothing is said but annotations.
    pub fn is_bare(&self) -> bool {
        let is_annotation = |key: &str| {
            key.starts_with("x-")
                || [
                    "title",
                    "description",
                    "default",
                    "example",
                    "examples",
                    "deprecated",
                    "externalDocs",
                    "readOnly",
                    "writeOnly",
                    "discriminator",
                    "oneOf",
                    "anyOf",
                    "allOf",
                    "$ref",
                    "nullable",
                    "$comment",
                    "xml",
                ]
                .contains(&key)
        };
        let maps = self.all.iter().filter_map(|keywords| keywords.object);
        self.is_any
            && maps
                .flat_map(|map| map.keys())
                .all(|key| is_annotation(key))
    }

    /// The place of the schema itself.
    pub fn place(&self) -> &Pointer {
        &self.at
    }

    /// Where a keyword stands first.
    pub fn keyword(&self, name: &str) -> Option<Pointer> {
        let all = self.all.iter();
        all.filter(|keywords| keywords.object.is_some_and(|map| map.contains_key(name)))
            .map(|keywords| keywords.at.key(name))
            .next()
    }

    /// The first that anyone says.
    pub fn first<T>(
        &self,
        name: &str,
        read: impl Fn(&Keywords<'d>) -> Option<T>,
    ) -> Option<Fact<T>> {
        self.all.iter().find_map(|keywords| {
            Some(Fact {
                value: read(keywords)?,
                at: keywords.at.key(name),
            })
        })
    }

    /// The greatest that anyone says.
    pub fn greatest(
        &self,
        name: &str,
        read: impl Fn(&Keywords<'d>) -> Option<u64>,
    ) -> Option<Fact<u64>> {
        self.every(name, read)
            .into_iter()
            .max_by_key(|fact| fact.value)
    }

    /// The least that anyone says.
    pub fn least(
        &self,
        name: &str,
        read: impl Fn(&Keywords<'d>) -> Option<u64>,
    ) -> Option<Fact<u64>> {
        self.every(name, read)
            .into_iter()
            .min_by_key(|fact| fact.value)
    }

    /// All that anyone says.
    pub fn every<T>(&self, name: &str, read: impl Fn(&Keywords<'d>) -> Option<T>) -> Vec<Fact<T>> {
        let all = self.all.iter();
        all.filter_map(|keywords| {
            Some(Fact {
                value: read(keywords)?,
                at: keywords.at.key(name),
            })
        })
        .collect()
    }

    /// The properties, each with all that is said of it.
    pub fn properties(&self) -> IndexMap<&'d str, Schema<'d>> {
        let mut properties: IndexMap<&'d str, Schema<'d>> = IndexMap::new();
        for keywords in &self.all {
            for (name, schema) in &keywords.properties {
                let merged = match properties.get(name) {
                    Some(known) => known.clone().and(schema.clone()),
                    None => schema.clone(),
                };
                properties.insert(name, merged);
            }
        }
        properties
    }

    /// The names of properties that must be there, and where that is said.
    pub fn required(&self) -> BTreeMap<&'d str, Pointer> {
        let mut required = BTreeMap::new();
        for keywords in &self.all {
            for (index, name) in keywords.required.iter().enumerate() {
                let at = || keywords.at.key("required").index(index);
                required.entry(*name).or_insert_with(at);
            }
        }
        required
    }

    /// What holds for undeclared properties; `None` when they are free.
    pub fn additional(&self) -> Option<Additional<'d>> {
        let stated = self
            .all
            .iter()
            .filter_map(|keywords| keywords.additional.as_ref());
        stated.fold(None, |known, next| match (known, next) {
            (Some(Additional::Forbidden), _) | (_, Additional::Forbidden) => {
                Some(Additional::Forbidden)
            }
            (known, Additional::Allowed(schema)) if is_free(schema) => known,
            (None, allowed) => Some(allowed.clone()),
            (Some(Additional::Allowed(one)), Additional::Allowed(other)) => {
                Some(Additional::Allowed(one.and(other.clone())))
            }
        })
    }

    /// The schemas of a keyword that may be said several times, as one.
    pub fn schema(&self, read: impl Fn(&Keywords<'d>) -> Option<Schema<'d>>) -> Option<Schema<'d>> {
        self.all.iter().filter_map(read).reduce(Schema::and)
    }

    /// The schemas of a keyword that maps names to schemas.
    pub fn schemas(
        &self,
        read: impl Fn(&Keywords<'d>) -> Vec<(&'d str, Schema<'d>)>,
    ) -> BTreeMap<&'d str, Schema<'d>> {
        let mut schemas: BTreeMap<&'d str, Schema<'d>> = BTreeMap::new();
        for (name, schema) in self.all.iter().flat_map(read) {
            let merged = match schemas.remove(name) {
                Some(known) => known.and(schema),
                None => schema,
            };
            schemas.insert(name, merged);
        }
        schemas
    }

    /// Whether anyone says so.
    pub fn any(&self, test: impl Fn(&Keywords<'d>) -> bool) -> bool {
        self.all.iter().any(test)
    }

    /// The first value of an extension.
    pub fn extension(&self, name: &str) -> Option<Fact<&'d Value>> {
        self.first(name, |keywords| keywords.extension(name))
    }
}

/// Whether a schema accepts anything.
pub(super) fn is_free(schema: &Schema<'_>) -> bool {
    schema.parts.iter().all(|part| match part.value {
        Value::Bool(allowed) => *allowed,
        Value::Object(map) => map.is_empty(),
        _ => true,
    })
}

/// Whether two JSON values mean the same: `1` and `1.0` do.
pub(super) fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.as_f64().is_some() && one.as_f64() == other.as_f64())
        }
        _ => one == other,
    }
}

fn listed<'d>(keywords: &Keywords<'d>) -> Option<Vec<&'d Value>> {
    match (&keywords.enumeration, keywords.constant) {
        (_, Some(constant)) => Some(vec![constant]),
        (Some(values), None) => Some(values.clone()),
        (None, None) => None,
    }
}

/// Whether a schema says that `null` is allowed.
fn allows_null<'d>(document: &'d Document, schema: &Schema<'d>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    schema.parts.iter().all(|part| {
        let part = resolved(document, part);
        let keywords = document.keywords(&part);
        let null = Kinds::only(Kind::Null);
        let reference = keywords.reference.and_then(|to| document.resolve(to));
        let unions = [&keywords.one_of, &keywords.any_of];
        !keywords.never
            && keywords
                .types
                .is_none_or(|kinds| !kinds.and(null).is_empty())
            && listed(&keywords).is_none_or(|list| {
                document.version == Version::V3_0 || list.iter().any(|value| value.is_null())
            })
            && reference.is_none_or(|target| allows_null(document, &target, depth))
            && keywords
                .all_of
                .iter()
                .all(|branch| allows_null(document, branch, depth))
            && unions.iter().all(|branches| {
                branches.is_empty()
                    || branches
                        .iter()
                        .any(|branch| allows_null(document, branch, depth))
            })
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

impl<'d> Reader<'d> {
    fn take(&mut self, part: &Part<'d>) {
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
        // Beside a union, `type: [object, null]` says that null is allowed, not its branches.
        self.all.push(keywords);
        let target = reference.and_then(|reference| self.document.resolve(reference));
        let included = target.into_iter().chain(all_of);
        for inner in included.flat_map(|schema| schema.parts) {
            self.take(&inner);
        }
        self.group(one_of, true, &at.key("oneOf"));
        self.group(any_of, false, &at.key("anyOf"));
    }

    fn group(&mut self, branches: Vec<Schema<'d>>, exactly_one: bool, at: &Pointer) {
        if branches.is_empty() {
            return;
        }
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
        for part in branch.parts.clone() {
            self.take(&part);
        }
    }

    /// The kinds of a branch that says nothing else.
    fn only_kinds(&self, branch: &Schema<'d>) -> Option<Kinds> {
        let part = resolved(self.document, branch.single()?);
        let map = part.value.as_object()?;
        let says_more = map
            .keys()
            .any(|key| !matches!(key.as_str(), "type" | "nullable" | "title" | "description"));
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
