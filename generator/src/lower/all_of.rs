//! A schema, its `$ref`s and its `allOf` as one set of keywords, merged family
//! by family.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::shared::Shared;
use crate::constraint::{Arrays, Numbers, Objects, Texts, Values};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::{
    Additional, Discriminator, Document, Keywords, Kinds, Part, PartKey, Schema,
};
use crate::pattern;
use crate::pointer::Pointer;

/// What a schema says once everything that it includes is read into it.
#[derive(Clone, Debug, Default)]
pub struct Merged<'d> {
    /// The parts it came from.
    pub parts: Vec<Part<'d>>,
    /// All places that were read, the schema's own first.
    pub places: Vec<Pointer>,
    /// How many schemas are read into each other at most, one within the other.
    pub depth: usize,
    /// Where reading ended early, because schemas include each other too deeply.
    pub cut: Option<Pointer>,
    /// Whether nothing is valid.
    pub never: bool,
    /// The kinds allowed, and where they were last narrowed.
    pub types: Option<(Kinds, Pointer)>,
    /// The values allowed.
    pub(crate) values: Shared<Values<'d>>,
    /// `format`.
    pub format: Option<&'d str>,
    /// Which texts are allowed.
    pub(crate) texts: Texts<'d>,
    /// Which numbers are allowed.
    pub(crate) numbers: Numbers,
    /// Which arrays are allowed, whatever their items are.
    pub(crate) arrays: Arrays,
    /// Which objects are allowed, whatever their properties are.
    pub(crate) objects: Objects,
    /// `items`.
    pub items: Option<Schema<'d>>,
    /// `prefixItems`.
    pub prefix_items: Vec<Schema<'d>>,
    /// In the order of first mention.
    pub properties: Shared<Vec<(&'d str, Schema<'d>)>>,
    /// Each once.
    pub required: Shared<Vec<&'d str>>,
    /// `additionalProperties`, of all places that state it together.
    pub additional: Option<Additional<'d>>,
    /// The places that state it.
    pub closings: Shared<Vec<Closing<'d>>>,
    /// `patternProperties`.
    pub pattern_properties: Shared<Vec<(&'d str, Schema<'d>)>>,
    /// `propertyNames`.
    pub property_names: Vec<Schema<'d>>,
    /// `dependentRequired`.
    pub dependent_required: Vec<(&'d str, Vec<&'d str>)>,
    /// `oneOf` and `anyOf`, each a group.
    pub unions: Shared<Vec<Group<'d>>>,
    /// `not`.
    pub nots: Vec<Schema<'d>>,
    /// Whether a keyword is left that only a check of the JSON judges.
    pub leftover: bool,
    /// Whether a rule about its properties names one that it does not declare.
    pub names_undeclared: bool,
    /// `discriminator`.
    pub discriminator: Option<Discriminator<'d>>,
    /// Annotations; the outermost wins.
    pub notes: Annotations<'d>,
}

impl<'d> Merged<'d> {
    /// The same as said by a schema that only refers to this one, describes it, and may say of which kinds it is.
    /// Others that it includes `before` this one and `after` only describe it.
    ///
    /// `None` where the kinds are at odds, which is told where the schema is read whole.
    pub(super) fn referred_from(
        &self,
        schema: &Schema<'d>,
        keywords: &Keywords<'d>,
        [before, after]: [&[Keywords<'d>]; 2],
    ) -> Option<Self> {
        let types = match (&self.types, keywords.types) {
            (known, None) => known.clone(),
            (known, Some(kinds)) => {
                let known = known.as_ref().map_or(Kinds::ANY, |(kinds, _)| *kinds);
                Some((known.and(kinds), keywords.at.key("type")))
            }
        };
        if types.as_ref().is_some_and(|(kinds, _)| kinds.is_empty()) || keywords.never {
            return None;
        }
        let mut notes = Annotations::of(keywords);
        let describe = |notes: &mut Annotations<'d>, others: &[Keywords<'d>]| {
            others
                .iter()
                .for_each(|other| notes.include(&Annotations::of(other)));
        };
        describe(&mut notes, before);
        notes.include(&self.notes);
        describe(&mut notes, after);
        // Of what is cut off, no more is kept the longer the way there: it becomes no type.
        let kept = match self.cut {
            Some(_) => DEPTH,
            None => usize::MAX,
        };
        notes.extensions.truncate(kept);
        let own = std::iter::once(keywords).chain(before);
        let own = own.map(|keywords| keywords.at.clone());
        let after = after.iter().map(|keywords| keywords.at.clone());
        let places = own.chain(self.places.iter().cloned()).chain(after);
        Some(Self {
            parts: schema.parts.clone(),
            places: places.take(kept).collect(),
            depth: DEPTH.min(self.depth + 1),
            types,
            notes,
            ..self.clone()
        })
    }

    /// How much it keeps that no other does.
    pub(super) fn size(&self) -> usize {
        let objects = self.properties.own() + self.required.own() + self.pattern_properties.own();
        let branches = self.unions.iter().map(|group| group.branches.len());
        let branches = branches.sum::<usize>() * usize::from(self.unions.own() > 0);
        // The keywords of one schema take as much room as this many properties, whatever they say.
        ITSELF + self.places.len() + objects + branches + self.closings.own()
    }
}

/// Annotations of a schema.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names are JSON Schema's")]
pub struct Annotations<'d> {
    pub title: Option<&'d str>,
    pub description: Option<&'d str>,
    pub external_docs: Option<&'d str>,
    pub default: Option<&'d Value>,
    pub examples: Vec<&'d Value>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub content_encoding: Option<&'d str>,
    pub content_media_type: Option<&'d str>,
    pub extensions: Vec<&'d serde_json::Map<String, Value>>,
}

impl<'d> Annotations<'d> {
    /// The outermost value of an extension.
    pub fn extension(&self, name: &str) -> Option<&'d Value> {
        self.extensions.iter().find_map(|map| map.get(name))
    }

    /// What a schema says itself.
    fn of(keywords: &Keywords<'d>) -> Self {
        Self {
            title: keywords.title,
            description: keywords.description,
            external_docs: keywords.external_docs,
            default: keywords.default,
            examples: keywords.examples.clone(),
            deprecated: keywords.deprecated,
            read_only: keywords.read_only,
            write_only: keywords.write_only,
            content_encoding: keywords.content_encoding,
            content_media_type: keywords.content_media_type,
            extensions: keywords.object.into_iter().collect(),
        }
    }

    /// Adds what all those say that a schema includes: what is said already stays. A deprecated schema is not a
    /// deprecated use of it, so only the outermost counts.
    fn include(&mut self, included: &Self) {
        self.title = self.title.or(included.title);
        self.description = self.description.or(included.description);
        self.external_docs = self.external_docs.or(included.external_docs);
        self.default = self.default.or(included.default);
        if self.examples.is_empty() {
            self.examples.clone_from(&included.examples);
        }
        self.read_only |= included.read_only;
        self.write_only |= included.write_only;
        self.content_encoding = self.content_encoding.or(included.content_encoding);
        self.content_media_type = self.content_media_type.or(included.content_media_type);
        self.extensions.extend(&included.extensions);
    }
}

/// A place that states `additionalProperties`, which to the letter counts only the properties that
/// are declared there (2020-12 core, 10.3.2.3).
#[derive(Clone, Debug)]
pub struct Closing<'d> {
    /// Where it stands.
    pub at: Pointer,
    /// What it says.
    pub additional: Additional<'d>,
    /// The properties that are declared there.
    pub names: BTreeSet<&'d str>,
    /// The patterns that are declared there.
    pub patterns: Vec<&'d str>,
}

impl Closing<'_> {
    /// Tells whether a name matches one of the patterns, or may, for all that is known.
    pub(super) fn fits(&self) -> impl Fn(&str) -> bool + use<> {
        let compiled = self.patterns.iter().map(|pattern| {
            let translated = pattern::translate(pattern).ok();
            translated.and_then(|pattern| pattern.regex())
        });
        let compiled: Vec<Option<regex::Regex>> = compiled.collect();
        move |name| {
            let mut compiled = compiled.iter();
            compiled.any(|regex| regex.as_ref().is_none_or(|regex| regex.is_match(name)))
        }
    }
}

/// One `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub struct Group<'d> {
    /// `oneOf`: exactly one.
    pub exactly_one: bool,
    /// Its branches.
    pub branches: Vec<Schema<'d>>,
    /// Where it stands.
    pub at: Pointer,
}

/// Reads a schema and all that it includes.
pub fn merge<'d>(
    document: &'d Document,
    schema: &Schema<'d>,
    diagnostics: &mut Diagnostics,
) -> Merged<'d> {
    let mut merger = Merger {
        document,
        diagnostics,
        seen: BTreeSet::new(),
        open: Vec::new(),
        positions: BTreeMap::new(),
        required: BTreeSet::new(),
        out: Merged::default(),
    };
    merger.out.parts = schema.parts.clone();
    merger.run(schema);
    merger.out
}

/// What a merged schema takes that says nothing, in properties.
const ITSELF: usize = 40;

/// How many schemas may be read into each other, one within the other: more than any author has
/// written, and few enough that a chain of any length is read in time proportional to it.
pub(super) const DEPTH: usize = 64;

struct Merger<'d, 'x> {
    document: &'d Document,
    diagnostics: &'x mut Diagnostics,
    seen: BTreeSet<PartKey>,
    /// The places that are being read, each included by the one before.
    open: Vec<Pointer>,
    /// Where each property stands among those that were read.
    positions: BTreeMap<&'d str, usize>,
    required: BTreeSet<&'d str>,
    out: Merged<'d>,
}

/// What is still to be read, on a stack of our own: a document may include schemas in each other to
/// any depth.
enum Step<'d> {
    /// A schema object, and all that it includes.
    Read(Part<'d>),
    /// What a schema object says itself, now that what it includes has been read.
    Own(Box<Keywords<'d>>),
}

impl<'d> Merger<'d, '_> {
    fn run(&mut self, schema: &Schema<'d>) {
        let parts = schema.parts.iter().rev().cloned();
        let mut stack: Vec<Step<'d>> = parts.map(Step::Read).collect();
        while let Some(step) = stack.pop() {
            match step {
                Step::Own(keywords) => {
                    self.own(*keywords);
                    self.open.pop();
                }
                // A schema that includes itself says nothing new the second time.
                Step::Read(part) => {
                    if self.seen.insert(part.key()) {
                        self.read(&part, &mut stack);
                    }
                }
            }
        }
    }

    fn read(&mut self, part: &Part<'d>, stack: &mut Vec<Step<'d>>) {
        if self.open.len() == DEPTH {
            self.out.cut.get_or_insert_with(|| part.at.clone());
            return;
        }
        let keywords = self.document.keywords(part);
        self.out.places.push(keywords.at.clone());
        self.open.push(keywords.at.clone());
        self.out.depth = self.out.depth.max(self.open.len());
        self.annotations(&keywords);
        let reference = keywords.reference.or(keywords.dynamic_reference);
        let target = reference.and_then(|reference| self.document.resolve(reference));
        let target = target.map(|target| target.or_null(keywords.or_null));
        let included = target.into_iter().chain(keywords.all_of.iter().cloned());
        let included: Vec<_> = included
            .flat_map(|schema| schema.without(&part.resolved).parts)
            .collect();
        stack.push(Step::Own(Box::new(keywords)));
        stack.extend(included.into_iter().rev().map(Step::Read));
    }

    fn own(&mut self, keywords: Keywords<'d>) {
        self.kinds(&keywords);
        self.scalars(&keywords);
        self.collections(&keywords);
        self.objects(&keywords);
        self.applicators(keywords);
    }

    fn annotations(&mut self, keywords: &Keywords<'d>) {
        let own = Annotations::of(keywords);
        match self.out.places.len() {
            1 => self.out.notes = own,
            _ => self.out.notes.include(&own),
        }
    }

    fn kinds(&mut self, keywords: &Keywords<'d>) {
        self.out.never |= keywords.never;
        if let Some(kinds) = keywords.types {
            let at = keywords.at.key("type");
            let merged = match self.out.types.take() {
                None => kinds,
                Some((before, place)) => {
                    let both = before.and(kinds);
                    if both.is_empty() && !self.out.never {
                        self.conflict(&at, &place, "no kind of data has both types");
                        self.out.never = true;
                    }
                    both
                }
            };
            self.out.types = Some((merged, at));
        }
        let was_empty = self.out.values.conflict.is_some();
        self.out.values.and(&keywords.values);
        if let Some(conflict) = self.out.values.conflict.clone().filter(|_| !was_empty) {
            if !self.out.never {
                self.conflict(&conflict.one, &conflict.other, "no value is in both");
            }
            self.out.never = true;
        }
    }

    fn scalars(&mut self, keywords: &Keywords<'d>) {
        self.out.format = self.out.format.or(keywords.format);
        self.out.texts.and(&keywords.texts);
        self.out.numbers.and(&keywords.numbers);
    }

    fn collections(&mut self, keywords: &Keywords<'d>) {
        let out = &mut self.out;
        out.arrays.and(&keywords.arrays);
        if let Some(items) = &keywords.items {
            // `items` beside `prefixItems` speaks of the rest only, so two such places don't simply meet.
            out.leftover |= out.items.is_some()
                && (!out.prefix_items.is_empty() || !keywords.prefix_items.is_empty());
            out.items = Some(both(out.items.take(), items));
        }
        if !keywords.prefix_items.is_empty() {
            out.leftover |= !out.prefix_items.is_empty();
            out.prefix_items.clone_from(&keywords.prefix_items);
        }
        out.leftover |= keywords.contains.is_some() || keywords.unevaluated_items.is_some();
    }

    fn objects(&mut self, keywords: &Keywords<'d>) {
        let out = &mut self.out;
        out.objects.and(&keywords.objects);
        out.closings
            .extend(keywords.additional.clone().map(|additional| {
                Closing {
                    at: keywords.at.key("additionalProperties"),
                    additional,
                    names: keywords.properties.iter().map(|(name, _)| *name).collect(),
                    patterns: keywords
                        .pattern_properties
                        .iter()
                        .map(|(it, _)| *it)
                        .collect(),
                }
            }));
        for (name, schema) in &keywords.properties {
            match self.positions.get(name) {
                Some(position) => {
                    let (_, known) = &mut out.properties[*position];
                    *known = known.clone().and(schema.clone());
                }
                None => {
                    self.positions.insert(name, out.properties.len());
                    out.properties.push((name, schema.clone()));
                }
            }
        }
        let required = keywords.required.iter().copied();
        out.required
            .extend(required.filter(|name| self.required.insert(name)));
        out.additional = match (out.additional.take(), &keywords.additional) {
            (Some(Additional::Forbidden), _) | (_, Some(Additional::Forbidden)) => {
                Some(Additional::Forbidden)
            }
            (Some(Additional::Allowed(one)), Some(Additional::Allowed(other))) => {
                Some(Additional::Allowed(one.and(other.clone())))
            }
            (one, other) => one.or_else(|| other.clone()),
        };
        out.pattern_properties
            .extend(keywords.pattern_properties.iter().cloned());
        out.property_names.extend(keywords.property_names.clone());
        out.dependent_required
            .extend(keywords.dependent_required.iter().cloned());
        out.leftover |=
            !keywords.dependent_schemas.is_empty() || keywords.unevaluated_properties.is_some();
    }

    fn applicators(&mut self, keywords: Keywords<'d>) {
        let out = &mut self.out;
        out.nots.extend(keywords.not);
        out.leftover |=
            keywords.if_.is_some() && (keywords.then.is_some() || keywords.else_.is_some());
        if out.discriminator.is_none() {
            out.discriminator = keywords.discriminator;
        }
        for (branches, exactly_one, key) in [
            (keywords.one_of, true, "oneOf"),
            (keywords.any_of, false, "anyOf"),
        ] {
            if branches.is_empty() {
                continue;
            }
            // A subtype that includes a base which lists its subtypes is one of them already.
            let document = self.document;
            let included = &self.open[..self.open.len() - 1];
            let is_open = |branch| included.contains(&place(document, branch));
            if branches.iter().any(is_open) {
                continue;
            }
            out.unions.push(Group {
                exactly_one,
                branches,
                at: keywords.at.key(key),
            });
        }
    }

    fn conflict(&mut self, here: &Pointer, there: &Pointer, why: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                codes::CONFLICTING_ALL_OF,
                format!("nothing satisfies this schema: {why}"),
            )
            .at_key(here, "this")
            .also_key(there, "and this"),
        );
    }
}

/// The place of a schema, or of the one that it refers to.
pub(super) fn place<'d>(document: &'d Document, schema: &Schema<'d>) -> Pointer {
    let reference = schema.single().and_then(|part| part.value.get("$ref"));
    let target = reference.and_then(|reference| document.target(reference.as_str()?));
    target.unwrap_or_else(|| schema.at().clone())
}

fn both<'d>(known: Option<Schema<'d>>, new: &Schema<'d>) -> Schema<'d> {
    match known {
        Some(known) => known.and(new.clone()),
        None => new.clone(),
    }
}
