//! Schemas to all schema objects that may concern a datum, whether they hold or not: what is worth
//! trying is read off them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::groups::Groups;
use super::tags;
use crate::constraint::Numbers;
use crate::diff::evidence::facts::Stated;
use crate::diff::evidence::scales::Scales;
use crate::diff::evidence::sizes;
use crate::diff::view::{Side, is_free};
use crate::document::{Additional, Keywords, Kind, Part, Schema};
use crate::pointer::Pointer;

/// How many schema objects are looked at.
const GATHERED: usize = 160;
/// How many names of properties are tried.
const NAMES: usize = 48;
/// What it costs to make texts that match a pattern.
pub(super) const A_PATTERN: usize = 16;

/// One schema object, and which of the schemas led to it.
struct Member<'e, 'd> {
    side: &'e Side<'d>,
    keywords: Rc<Keywords<'d>>,
    /// Which alternative of unions it is of; those that always hold are of none.
    branch: Option<usize>,
}

/// All schema objects that may concern a datum.
pub(super) struct Pool<'e, 'd> {
    members: Vec<Member<'e, 'd>>,
    /// How many schemas were led to.
    reached: usize,
}

impl<'e, 'd> Pool<'e, 'd> {
    pub fn gather(schemas: &[Stated<'e, 'd>]) -> Self {
        let mut pool = Self {
            members: Vec::new(),
            reached: 0,
        };
        let mut seen = BTreeSet::new();
        let mut branches = 0;
        let starts = schemas.iter().rev().flat_map(|(side, schema)| {
            let parts = schema.parts.iter().cloned();
            parts.map(|part| (*side, part, None))
        });
        let mut pending: Vec<(&'e Side<'d>, Part<'d>, Option<usize>)> = starts.collect();
        while let Some((side, part, branch)) = pending.pop() {
            let part = side.resolved(&part);
            if pool.members.len() >= GATHERED {
                break;
            }
            let is_known = !seen.insert((side.is_new, part.at.clone()));
            if is_known || !part.value.is_object() {
                continue;
            }
            let keywords = side.keywords(&part);
            let mut push = |schema: &Schema<'d>, branch: Option<usize>| {
                pool.reached += 1;
                let parts = schema.parts.iter().cloned();
                pending.extend(parts.map(|part| (side, part, branch)));
            };
            let unions = keywords.any_of.iter().chain(&keywords.one_of);
            let conditions = keywords
                .if_
                .iter()
                .chain(&keywords.then)
                .chain(&keywords.else_);
            let dependent = keywords.dependent_schemas.iter().map(|(_, schema)| schema);
            for schema in unions
                .chain(conditions)
                .chain(dependent)
                .chain(&keywords.not)
            {
                branches += 1;
                push(schema, Some(branches));
            }
            let reference = side.target(&keywords);
            let dynamic = keywords.dynamic_reference.map(|to| side.anchored(to));
            let dynamic = dynamic.into_iter().flatten();
            let included: Vec<_> = reference.into_iter().chain(dynamic).collect();
            for schema in included.iter().chain(&keywords.all_of) {
                push(schema, branch);
            }
            pool.members.push(Member {
                side,
                keywords,
                branch,
            });
        }
        pool
    }

    /// Whether a schema object of one of these places is among them.
    pub fn is_of(&self, places: &[(bool, Pointer)]) -> bool {
        let mut members = self.members.iter();
        members.any(|member| {
            let mut places = places.iter();
            places.any(|(is_new, at)| *is_new == member.side.is_new && *at == member.keywords.at)
        })
    }

    /// What gathering it cost, and what it costs to read off it what is worth trying.
    pub fn size(&self) -> usize {
        const A_STEP: usize = 4;
        let listed: usize = self.all().map(Keywords::members).sum();
        self.members.len() + (self.reached + listed) / A_STEP
    }

    fn all(&self) -> impl Iterator<Item = &Keywords<'d>> {
        self.members.iter().map(|member| &*member.keywords)
    }

    fn says(&self, kind: Kind) -> bool {
        self.all()
            .any(|keywords| keywords.types.is_some_and(|kinds| kinds.has(kind)))
    }

    pub fn has_objects(&self) -> bool {
        self.says(Kind::Object)
            || self.all().any(|keywords| {
                !keywords.properties.is_empty()
                    || !keywords.required.is_empty()
                    || keywords.additional.is_some()
                    || keywords.unevaluated_properties.is_some()
                    || keywords.property_names.is_some()
                    || !keywords.pattern_properties.is_empty()
                    || !keywords.dependent_required.is_empty()
                    || !keywords.objects.is_empty()
            })
    }

    pub fn has_arrays(&self) -> bool {
        self.says(Kind::Array)
            || self.all().any(|keywords| {
                keywords.items.is_some()
                    || !keywords.prefix_items.is_empty()
                    || !keywords.arrays.is_empty()
                    || keywords.contains.is_some()
                    || keywords.unevaluated_items.is_some()
            })
    }

    /// Values that are named: by lists, examples and defaults.
    pub fn listed(&self) -> Vec<Value> {
        const MOST: usize = 64;
        let lists: Vec<Vec<&Value>> = self
            .all()
            .map(|keywords| {
                let listed = keywords.values.listed.iter().flatten().copied();
                let others = keywords.default.into_iter();
                listed
                    .chain(others)
                    .chain(keywords.examples.iter().copied())
                    .collect()
            })
            .collect();
        // Where there are many, those that only one of the lists has are worth the most.
        let mut counts = std::collections::BTreeMap::<String, (usize, &Value)>::new();
        for value in lists.iter().flatten() {
            counts
                .entry(crate::json::canonical(value))
                .or_insert((0, value))
                .0 += 1;
        }
        let mut values: Vec<_> = counts.into_values().collect();
        values.sort_by_key(|(count, _)| *count);
        values
            .into_iter()
            .take(MOST)
            .map(|(_, value)| value.clone())
            .collect()
    }

    pub fn numbers(&self) -> Vec<Numbers> {
        let all = self.all().map(sizes::numbers);
        all.filter(|numbers| !numbers.is_empty()).collect()
    }

    /// Lengths of texts that are next to a bound.
    pub fn text_lengths(&self) -> Vec<usize> {
        let bounds = self.all().map(|keywords| keywords.texts.length.limits());
        around(bounds)
    }

    /// Numbers of items that are next to a bound.
    pub fn lengths(&self) -> Vec<usize> {
        let counts = self.all().map(|keywords| keywords.arrays.count.limits());
        let contained = self.all().map(|keywords| keywords.contained.limits());
        around(counts.chain(contained))
    }

    /// Numbers of properties that are next to a bound.
    pub fn counts(&self) -> Vec<usize> {
        around(self.all().map(|keywords| keywords.objects.count.limits()))
    }

    pub fn formats(&self) -> impl Iterator<Item = &'d str> {
        self.members
            .iter()
            .filter_map(|member| member.keywords.format)
    }

    pub fn patterns(&self) -> Vec<&'d str> {
        let members = self.members.iter();
        members
            .flat_map(|member| member.keywords.texts.patterns.iter().map(|fact| fact.value))
            .collect()
    }

    /// What the content of texts is.
    pub fn contents(&self) -> Vec<Stated<'e, 'd>> {
        let members = self.members.iter();
        members
            .filter_map(|member| Some((member.side, sizes::content_schema(&member.keywords)?)))
            .collect()
    }

    pub fn prefix(&self) -> usize {
        let lengths = self.all().map(|keywords| keywords.prefix_items.len());
        lengths.max().unwrap_or_default().min(8)
    }

    pub fn items(&self, index: usize) -> Vec<Stated<'e, 'd>> {
        self.schemas(|keywords| {
            let items = keywords.prefix_items.get(index).or(keywords.items.as_ref());
            items
                .or(keywords.unevaluated_items.as_ref())
                .into_iter()
                .cloned()
                .collect()
        })
    }

    pub fn contained(&self) -> Vec<Stated<'e, 'd>> {
        self.schemas(|keywords| keywords.contains.iter().cloned().collect())
    }

    fn schemas(&self, read: impl Fn(&Keywords<'d>) -> Vec<Schema<'d>>) -> Vec<Stated<'e, 'd>> {
        let members = self.members.iter();
        members
            .flat_map(|member| {
                let schemas = read(&member.keywords).into_iter();
                schemas.map(|schema| (member.side, schema))
            })
            .collect()
    }

    /// Names of properties worth trying, of those that the sender of data knows.
    pub fn names(&self, sent_by_new: bool, scales: &Scales<'e, 'd>) -> Vec<String> {
        let of_sender = |member: &&Member<'e, 'd>| member.side.is_new == sent_by_new;
        // Where the rest is of a type, or names of a pattern are, any name is the sender's to choose.
        let is_map = self.members.iter().filter(of_sender).any(|member| {
            let Keywords {
                additional,
                unevaluated_properties,
                pattern_properties,
                ..
            } = &*member.keywords;
            let rest = match additional {
                Some(Additional::Allowed(rest)) => Some(rest),
                _ => unevaluated_properties.as_ref(),
            };
            rest.is_some_and(is_typed) || !pattern_properties.is_empty()
        });
        let known = self
            .members
            .iter()
            .filter(|member| is_map || of_sender(member));
        let known: BTreeSet<&str> = known.flat_map(|member| told(&member.keywords)).collect();
        let mut counts = indexmap::IndexMap::<Cow<'d, str>, usize>::new();
        let mut add = |name: Cow<'d, str>| *counts.entry(name).or_default() += 1;
        for keywords in self.all() {
            let names = told(keywords).filter(|name| known.contains(name));
            names.for_each(|name| add(Cow::Borrowed(name)));
        }
        for pattern in self.name_patterns(scales) {
            if !scales.steps(A_PATTERN) {
                break;
            }
            let names = crate::pattern::matching(pattern).into_iter();
            names.for_each(|name| add(Cow::Owned(name)));
        }
        let mut names: Vec<_> = counts.into_iter().collect();
        // What only one side says comes first.
        names.sort_by_key(|(_, count)| count % 2 == 0);
        let names = names.into_iter().take(NAMES);
        names.map(|(name, _)| name.into_owned()).collect()
    }

    /// All that may be said of names of properties.
    pub fn name_schemas(&self) -> Vec<Stated<'e, 'd>> {
        self.schemas(|keywords| keywords.property_names.iter().cloned().collect())
    }

    /// The patterns that names may be made of: those of which one side says something else come first.
    fn name_patterns(&self, scales: &Scales<'e, 'd>) -> Vec<&'d str> {
        let members = self.members.iter();
        let patterns = members.clone().flat_map(|member| {
            let patterns = member.keywords.pattern_properties.iter();
            patterns.map(move |(pattern, schema)| (member, *pattern, schema))
        });
        let mut patterns: Vec<_> = patterns
            .map(|(member, pattern, schema)| {
                let is_alike = self.is_said_alike(member, pattern, schema, scales);
                (is_alike, pattern)
            })
            .collect();
        patterns.sort_by_key(|(is_alike, _)| *is_alike);
        let patterns = patterns.into_iter().map(|(_, pattern)| pattern);
        let names = members.flat_map(|member| {
            let parts = member
                .keywords
                .property_names
                .iter()
                .flat_map(|it| &it.parts);
            let keywords = parts.map(|part| member.side.keywords(&member.side.resolved(part)));
            let texts = keywords.map(|keywords| keywords.texts.clone());
            texts.flat_map(|texts| texts.patterns.into_iter().map(|fact| fact.value))
        });
        patterns.chain(names).take(NAMES).collect()
    }

    /// Whether a schema object of the other side says the same of names that match a pattern.
    fn is_said_alike(
        &self,
        member: &Member<'e, 'd>,
        pattern: &str,
        schema: &Schema<'d>,
        scales: &Scales<'e, 'd>,
    ) -> bool {
        let others = self.members.iter();
        let mut others = others.filter(|it| it.side.is_new != member.side.is_new);
        others.any(|other| {
            let said = other.keywords.with_pattern(pattern);
            let both = said.as_ref().and_then(Schema::single).zip(schema.single());
            both.is_some_and(|(its, own)| scales.are_same(its, own, member.side.is_new))
        })
    }

    /// All that may be said of a property.
    pub fn property(&self, name: &str, scales: &Scales<'e, 'd>) -> Vec<Stated<'e, 'd>> {
        self.schemas(|keywords| {
            let declared = keywords.property(name);
            let matching = keywords
                .pattern_properties
                .iter()
                .filter(|(pattern, _)| scales.is_match(pattern, name) == Some(true));
            let matching = matching.map(|(_, schema)| schema.clone());
            let mut found: Vec<_> = declared.into_iter().chain(matching).collect();
            if found.is_empty() {
                match &keywords.additional {
                    Some(Additional::Allowed(schema)) => found.push(schema.clone()),
                    _ => found.extend(keywords.unevaluated_properties.iter().cloned()),
                }
            }
            found
        })
    }

    /// What is said of properties that no schema declares.
    pub fn undeclared(&self) -> Vec<Stated<'e, 'd>> {
        self.schemas(|keywords| match &keywords.additional {
            Some(Additional::Allowed(schema)) => vec![schema.clone()],
            _ => keywords.unevaluated_properties.iter().cloned().collect(),
        })
    }

    /// Groups of properties that may have to be there together.
    pub fn groups(&self) -> Vec<Vec<&'d str>> {
        let mut groups = Groups::default();
        groups.add(BTreeSet::new());
        for is_new in [false, true] {
            let of = |branch: Option<usize>| -> BTreeSet<&'d str> {
                let members = self.members.iter();
                let members = members
                    .filter(|member| member.side.is_new == is_new && member.branch == branch);
                members
                    .flat_map(|member| member.keywords.required.iter().copied())
                    .collect()
            };
            let always = of(None);
            groups.add(always.clone());
            let branches: BTreeSet<_> = self.members.iter().filter_map(|it| it.branch).collect();
            for branch in branches {
                groups.add(of(Some(branch)).union(&always).copied().collect());
            }
        }
        let members = self.members.iter();
        let every: BTreeSet<_> = members
            .clone()
            .flat_map(|member| member.keywords.required.iter().copied())
            .collect();
        for (name, others) in self.dependents() {
            if groups.is_full() {
                break;
            }
            let alone = every.iter().copied().chain([name]);
            groups.add(alone.clone().collect());
            groups.add(alone.chain(others).collect());
        }
        groups.add(every);
        if !groups.is_full() {
            let declared =
                members.flat_map(|member| member.keywords.properties.iter().map(|(name, _)| *name));
            groups.add(declared.collect());
        }
        groups.all
    }

    /// The properties that ask for others, with these: what only one side says comes first.
    fn dependents(&self) -> Vec<(&'d str, Vec<&'d str>)> {
        let mut all = indexmap::IndexMap::<(&'d str, Vec<&'d str>), usize>::new();
        let asking = |keywords: &Keywords<'d>| {
            let schemas = keywords.dependent_schemas.iter();
            let schemas = schemas.map(|(name, schema)| {
                let parts = schema.parts.iter();
                let required = parts.filter_map(|part| part.value.get("required")?.as_array());
                let required = required.flatten().filter_map(Value::as_str);
                (*name, required.collect())
            });
            let names = keywords.dependent_required.iter().cloned();
            schemas.chain(names).collect::<Vec<_>>()
        };
        for asked in self.all().flat_map(asking) {
            *all.entry(asked).or_default() += 1;
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(_, count)| count % 2 == 0);
        all.into_iter().map(|(asked, _)| asked).collect()
    }

    /// The properties of which a branch allows one value only, or by which whoever sends tells a branch
    /// of the union that is asked for first.
    pub fn constants(&self, sent_by_new: bool) -> Vec<Map<String, Value>> {
        let constants = self.members.iter().map(|member| {
            let properties = member.keywords.properties.iter();
            let only = properties.filter_map(|(name, schema)| {
                let part = member.side.resolved(schema.single()?);
                let keywords = member.side.keywords(&part);
                let [value] = keywords.values.listed.as_ref()?.as_slice() else {
                    return None;
                };
                Some(((*name).to_owned(), (*value).clone()))
            });
            only.collect::<Map<_, _>>()
        });
        let mut all: Vec<_> = constants
            .filter(|constants| !constants.is_empty())
            .collect();
        all.dedup();
        all.truncate(12);
        let mut senders = self.members.iter();
        let told = senders.find(|member| {
            member.side.is_new == sent_by_new && member.keywords.discriminator.is_some()
        });
        all.extend(
            told.into_iter()
                .flat_map(|it| tags::of(it.side, &it.keywords)),
        );
        all
    }
}

/// Whether a schema says what something is that may be there.
fn is_typed(schema: &Schema<'_>) -> bool {
    let mut parts = schema.parts.iter();
    !is_free(schema) && parts.all(|part| part.value != &Value::Bool(false))
}

/// The names of properties that a schema object tells.
fn told<'k, 'd>(keywords: &'k Keywords<'d>) -> impl Iterator<Item = &'d str> + 'k {
    let declared = keywords.properties.iter().map(|(name, _)| *name);
    let dependent = keywords.dependent_required.iter();
    let dependent = dependent.flat_map(|(name, others)| others.iter().copied().chain([*name]));
    let schemas = keywords.dependent_schemas.iter().map(|(name, _)| *name);
    let required = keywords.required.iter().copied();
    declared.chain(required).chain(dependent).chain(schemas)
}

/// Counts next to bounds, as long as they are no burden.
fn around(bounds: impl Iterator<Item = (Option<u64>, Option<u64>)>) -> Vec<usize> {
    const LONGEST: u64 = 20_000;
    let bounds = bounds.flat_map(|(least, most)| [least, most]).flatten();
    let near = bounds.flat_map(|bound| [bound.saturating_sub(1), bound, bound.saturating_add(1)]);
    let near = near.filter(|count| *count <= LONGEST);
    let mut near: Vec<_> = near
        .filter_map(|count| usize::try_from(count).ok())
        .collect();
    near.sort_unstable();
    near.dedup();
    near
}
