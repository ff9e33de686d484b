//! A schema to what it accepts, however that is spelt: references, `allOf`, single branches and
//! the ways to write `null` are read away.

mod branch_kinds;
mod dynamic;
mod evaluated;
mod null;
mod reader;
mod side;

use std::collections::BTreeMap;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

pub(super) use crate::constraint::Fact;
use crate::constraint::{Arrays, Counts, Numbers, Objects, Texts};
use crate::document::{Additional, Keywords, Kinds, Part, PartKey, Schema};
use crate::keyword;
use crate::pointer::Pointer;

pub(super) use branch_kinds::{BranchKinds, Possible};
pub(super) use side::{Members, Side};

/// What a schema says, all that it includes read into it.
#[derive(Debug)]
pub(super) struct View<'d> {
    /// Where the schema stands, references followed.
    pub at: Pointer,
    /// All schema objects that hold together, the schema's own first.
    pub all: Vec<Rc<Keywords<'d>>>,
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
    /// Those whose branches only say kinds, which `kinds` tells.
    pub groups_of_kinds: Vec<Group<'d>>,
    /// How many `oneOf` and `anyOf` of one branch were read away.
    pub unions_of_one: usize,
    /// What is included too deeply to be read into it: it is compared on its own.
    pub deeper: Option<Schema<'d>>,
}

/// One `oneOf` or `anyOf`, without branches that only allow `null`.
#[derive(Clone, Debug)]
pub(super) struct Group<'d> {
    pub exactly_one: bool,
    pub branches: Vec<Schema<'d>>,
    pub at: Pointer,
}

/// Whether a schema object only refers to others, and says of them no more than what wrappers
/// say: that they are objects, and what they are for.
pub(super) fn only_refers(keywords: &Keywords<'_>) -> bool {
    let is_plain =
        |(key, value): (&String, &Value)| is_read_away(key) || (key == "type" && value == "object");
    keywords.object.is_some_and(|map| map.iter().all(is_plain))
}

/// What tells a schema of such parts apart from others of its document.
pub(super) fn key(parts: &[Part<'_>]) -> Vec<PartKey> {
    let mut key: Vec<_> = parts.iter().map(Part::key).collect();
    key.sort_unstable();
    key.dedup();
    key
}

impl<'d> View<'d> {
    /// Whether nothing is said but annotations.
    pub fn is_bare(&self) -> bool {
        self.is_any && self.deeper.is_none() && self.all.iter().all(|keywords| is_bare(keywords))
    }

    /// The union of kinds that it is, if it says nothing else.
    pub fn only_group_of_kinds(&self) -> Option<&Group<'d>> {
        let is_bare = self.deeper.is_none() && self.all.iter().all(|keywords| is_bare(keywords));
        match self.groups_of_kinds.as_slice() {
            [only] if is_bare && self.groups.is_empty() => Some(only),
            _ => None,
        }
    }

    /// Whether it is of the same kinds as another, `null` apart.
    pub fn has_kinds_of(&self, other: &Self) -> bool {
        (self.kinds, self.is_any) == (other.kinds, other.is_any)
    }

    /// The place of the schema itself.
    pub fn place(&self) -> &Pointer {
        &self.at
    }

    /// The places of all that holds together, the schema's own first.
    pub fn places(&self) -> Vec<Pointer> {
        let all = self.all.iter().map(|keywords| keywords.at.clone());
        let mut places: Vec<_> = std::iter::once(self.at.clone()).chain(all).collect();
        places.dedup();
        places
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

    /// Which numbers are allowed.
    pub fn numbers(&self) -> Numbers {
        self.together(|all, keywords| Numbers::and(all, &keywords.numbers))
    }

    /// Which texts are allowed.
    pub fn texts(&self) -> Texts<'d> {
        self.together(|all, keywords| Texts::and(all, &keywords.texts))
    }

    /// Which arrays are allowed, whatever their items are.
    pub fn arrays(&self) -> Arrays {
        self.together(|all, keywords| Arrays::and(all, &keywords.arrays))
    }

    /// Which objects are allowed, whatever their properties are.
    pub fn objects(&self) -> Objects {
        self.together(|all, keywords| Objects::and(all, &keywords.objects))
    }

    /// How many items fit what must be contained.
    pub fn contained(&self) -> Counts {
        self.together(|all, keywords| Counts::and(all, &keywords.contained))
    }

    fn together<T: Default>(&self, add: impl Fn(&mut T, &Keywords<'d>)) -> T {
        let mut all = T::default();
        self.all.iter().for_each(|keywords| add(&mut all, keywords));
        all
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

    /// What its properties are called, and which tell it from others: found out once where one schema object
    /// declares them all, which many may refer to.
    pub fn members(&self, side: &Side<'d>) -> Rc<Members<'d>> {
        let mut declaring = self.all.iter().filter(|it| !it.properties.is_empty());
        let at = match (declaring.next(), declaring.next()) {
            (Some(only), None) => Some(&only.at),
            _ => None,
        };
        if let Some(known) = at.and_then(|at| side.members(at)) {
            return known;
        }
        let declared = self.properties();
        let properties = declared.keys().copied().collect();
        let tags = declared.into_iter().filter_map(|(name, schema)| {
            let values = View::read(side, &schema).values?;
            let [value] = values.as_slice() else {
                return None;
            };
            Some((name, value.to_string()))
        });
        let members = Rc::new(Members {
            properties,
            tags: tags.collect(),
        });
        if let Some(at) = at {
            side.remember(at.clone(), &members);
        }
        members
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
        let all = self.all.iter();
        all.filter_map(|keywords| read(keywords))
            .reduce(Schema::and)
    }

    /// The schemas of a keyword that maps names to schemas.
    pub fn schemas(
        &self,
        read: impl Fn(&Keywords<'d>) -> Vec<(&'d str, Schema<'d>)>,
    ) -> BTreeMap<&'d str, Schema<'d>> {
        let mut schemas: BTreeMap<&'d str, Schema<'d>> = BTreeMap::new();
        for (name, schema) in self.all.iter().flat_map(|keywords| read(keywords)) {
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
        self.all.iter().any(|keywords| test(keywords))
    }

    /// The first value of an extension.
    pub fn extension(&self, name: &str) -> Option<Fact<&'d Value>> {
        self.first(name, |keywords| keywords.extension(name))
    }
}

/// Whether nothing is said but kinds, annotations, and what other schemas say.
pub(super) fn only_leads(keywords: &Keywords<'_>) -> bool {
    let is_plain = |key: &String| key == "type" || is_read_away(key);
    keywords.object.is_some_and(|map| map.keys().all(is_plain))
}

/// Whether nothing is said but annotations, and what other schemas say.
fn is_bare(keywords: &Keywords<'_>) -> bool {
    keywords
        .object
        .is_none_or(|map| map.keys().all(|key| is_read_away(key)))
}

/// Whether a keyword limits nothing, or is read away: what it says has been gathered from elsewhere.
fn is_read_away(key: &str) -> bool {
    matches!(key, "$ref" | "allOf" | "oneOf" | "anyOf" | "nullable") || keyword::limits_nothing(key)
}

/// Whether a schema accepts anything.
pub(super) fn is_free(schema: &Schema<'_>) -> bool {
    schema.parts.iter().all(|part| accepts_all(part.value))
}

/// Whether a schema object accepts anything: what it says, if it says anything, limits nothing.
pub(super) fn accepts_all(object: &Value) -> bool {
    let is_free = |key: &str, value: &Value| match key {
        // Without a type there is nothing for `nullable` to widen.
        "nullable" => true,
        // What one branch accepts, no other can refuse.
        "anyOf" => {
            let mut branches = value.as_array().into_iter().flatten();
            branches.any(limits_nothing)
        }
        _ => is_unlimited(key),
    };
    match object {
        Value::Object(map) => map.iter().all(|(key, value)| is_free(key, value)),
        other => limits_nothing(other),
    }
}

/// Whether a schema object has no keyword that limits data.
fn limits_nothing(object: &Value) -> bool {
    match object {
        Value::Bool(allowed) => *allowed,
        Value::Object(map) => map.keys().all(|key| key == "nullable" || is_unlimited(key)),
        _ => true,
    }
}

fn is_unlimited(key: &str) -> bool {
    key != "contentSchema" && keyword::limits_nothing(key)
}
