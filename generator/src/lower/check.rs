//! Schemas to checks of JSON data, for what no Rust type expresses.

mod assertions;
mod cycle;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::diagnostics::Diagnostics;
use crate::document::{Document, Part, PartKey, Schema};
use crate::ir::Name;
use crate::ir::check::{Assertion, Check, Checks, Sub};
use crate::pointer::Pointer;

use super::bounds::NESTING;
use super::secrecy::Secrets;

/// Which keywords of a schema a check judges.
///
/// A type that expresses part of a schema leaves the rest to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Select(u32);

impl Select {
    /// `type`, and the boolean schema `false`.
    pub const KINDS: Self = Self(1);
    /// `enum` and `const`.
    pub const VALUES: Self = Self(1 << 1);
    /// The keywords of strings, `pattern` and `format` included, and of numbers.
    pub const SCALARS: Self = Self(1 << 2);
    /// `minItems`, `maxItems`, `uniqueItems`, `minProperties` and `maxProperties`.
    pub const COUNTS: Self = Self(1 << 3);
    /// `required`.
    pub const REQUIRED: Self = Self(1 << 4);
    /// `properties`, and `additionalProperties` where there is no `patternProperties`.
    pub const PROPERTIES: Self = Self(1 << 5);
    /// `patternProperties`, and `additionalProperties` beside it.
    pub const PATTERN_PROPERTIES: Self = Self(1 << 6);
    /// `propertyNames`.
    pub const PROPERTY_NAMES: Self = Self(1 << 7);
    /// `dependentRequired`.
    pub const DEPENDENT_REQUIRED: Self = Self(1 << 8);
    /// `dependentSchemas`.
    pub const DEPENDENT_SCHEMAS: Self = Self(1 << 9);
    /// `prefixItems` and `items`.
    pub const ITEMS: Self = Self(1 << 10);
    /// `contains`, `minContains` and `maxContains`.
    pub const CONTAINS: Self = Self(1 << 11);
    /// `unevaluatedProperties` and `unevaluatedItems`.
    pub const UNEVALUATED: Self = Self(1 << 12);
    /// `$ref` and `$dynamicRef`.
    pub const REFERENCE: Self = Self(1 << 13);
    /// `allOf`.
    pub const ALL_OF: Self = Self(1 << 14);
    /// `anyOf`.
    pub const ANY_OF: Self = Self(1 << 15);
    /// `oneOf`.
    pub const ONE_OF: Self = Self(1 << 16);
    /// `not`.
    pub const NOT: Self = Self(1 << 17);
    /// `if`, `then` and `else`.
    pub const CONDITION: Self = Self(1 << 18);

    /// The whole schema.
    pub const ALL: Self = Self((1 << 19) - 1);
    /// What no kind of Rust type expresses.
    pub const INEXPRESSIBLE: Self = Self::NOT
        .or(Self::CONDITION)
        .or(Self::CONTAINS)
        .or(Self::PATTERN_PROPERTIES)
        .or(Self::PROPERTY_NAMES)
        .or(Self::DEPENDENT_SCHEMAS)
        .or(Self::UNEVALUATED);

    /// Both selections together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This selection less another.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of another selection is in this one.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Builds the checks of an API, each schema once.
#[derive(Debug)]
pub struct Builder<'d> {
    document: &'d Document,
    known: BTreeMap<Key, u32>,
    built: Vec<Check>,
    names: BTreeSet<String>,
    /// What the next number is of names that are asked for several times.
    numbers: BTreeMap<String, usize>,
    /// How many checks are being built, each for the one before.
    nesting: usize,
    /// Checks that have a place, and are built once this one is.
    deferred: Vec<(u32, Schema<'d>, Select)>,
    /// What must not be shown.
    secrets: Rc<Secrets>,
    diagnostics: Diagnostics,
}

/// What makes two checks the same: places, how they are read, and keywords.
type Key = (Vec<PartKey>, Select);

impl<'d> Builder<'d> {
    /// No checks yet.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            known: BTreeMap::new(),
            built: Vec::new(),
            names: BTreeSet::new(),
            numbers: BTreeMap::new(),
            nesting: 0,
            deferred: Vec::new(),
            secrets: Rc::default(),
            diagnostics: Diagnostics::new(),
        }
    }

    /// The same, whose checks know what must not be shown.
    pub(super) fn with_secrets(mut self, secrets: &Rc<Secrets>) -> Self {
        self.secrets = Rc::clone(secrets);
        self
    }

    /// The check of a whole schema: an index into the finished [`Checks`].
    pub fn add(&mut self, schema: &Schema<'d>) -> u32 {
        self.add_selected(schema, Select::ALL)
    }

    /// The check of some keywords of a schema; none where the schema has none of them.
    ///
    /// With several parts, each part's keywords are selected.
    pub fn add_rest(&mut self, schema: &Schema<'d>, select: Select) -> Option<u32> {
        let says = |part: &Part<'d>| assertions::says(&self.document.keywords(part), select);
        if !schema.parts.iter().any(says) {
            return None;
        }
        Some(self.add_selected(schema, select))
    }

    /// The finished checks, and what was wrong with schemas that were added.
    pub fn finish(mut self) -> (Checks, Diagnostics) {
        while let Some((index, schema, select)) = self.deferred.pop() {
            self.build(index, &schema, select);
        }
        cycle::cut(&mut self.built, &mut self.diagnostics);
        (Checks(self.built), self.diagnostics)
    }

    fn add_selected(&mut self, schema: &Schema<'d>, select: Select) -> u32 {
        let key = (schema.key(), select);
        if let Some(index) = self.known.get(&key) {
            return *index;
        }
        let index = u32::try_from(self.built.len()).unwrap_or(u32::MAX);
        self.known.insert(key, index);
        let name = self.name(schema.at(), select);
        // The place is taken before the schemas inside are read: they may refer to this one.
        self.built.push(Check {
            name,
            source: schema.at().clone(),
            secret: schema
                .parts
                .iter()
                .any(|part| self.secrets.within(&part.at)),
            assertions: Vec::new(),
        });
        if self.nesting == NESTING {
            self.deferred.push((index, schema.clone(), select));
        } else {
            self.build(index, schema, select);
        }
        index
    }

    fn build(&mut self, index: u32, schema: &Schema<'d>, select: Select) {
        self.nesting += 1;
        let assertions = match schema.parts.as_slice() {
            [part] => self.assertions(part, select),
            parts => parts
                .iter()
                .map(|part| {
                    let schema = Schema {
                        parts: vec![part.clone()],
                    };
                    Assertion::Same(self.sub_selected(&schema, select))
                })
                .collect(),
        };
        self.nesting -= 1;
        self.built[index as usize].assertions = assertions;
    }

    /// A schema inside another. One that says nothing, or nothing but `false`, needs no check.
    fn sub(&mut self, schema: &Schema<'d>) -> Sub {
        self.sub_selected(schema, Select::ALL)
    }

    fn sub_selected(&mut self, schema: &Schema<'d>, select: Select) -> Sub {
        let mut any = true;
        for part in &schema.parts {
            let keywords = self.document.keywords(part);
            if keywords.never {
                return Sub::Never;
            }
            any &= !assertions::says(&keywords, select);
        }
        if any {
            Sub::Any
        } else {
            Sub::Check(self.add_selected(schema, select))
        }
    }

    /// A function's name out of a place: `#/components/schemas/Pet/not` becomes `pet_not`.
    fn name(&mut self, at: &Pointer, select: Select) -> Name {
        let tokens: Vec<_> = at.tokens().collect();
        let tokens = match tokens.as_slice() {
            [components, schemas, rest @ ..]
                if components == "components" && schemas == "schemas" =>
            {
                rest
            }
            tokens => tokens,
        };
        let mut name = String::new();
        for token in tokens {
            let mut gap = !name.is_empty();
            let mut lower = false;
            for c in token.chars() {
                if !c.is_ascii_alphanumeric() {
                    gap = !name.is_empty();
                    lower = false;
                    continue;
                }
                if gap || (c.is_ascii_uppercase() && lower) {
                    name.push('_');
                }
                gap = false;
                lower = !c.is_ascii_uppercase();
                name.push(c.to_ascii_lowercase());
            }
        }
        if select != Select::ALL {
            name.push_str("_rest");
        }
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert_str(0, "schema_");
        }
        if syn::parse_str::<syn::Ident>(&name).is_err() {
            name.push_str("_schema");
        }
        let mut unique = name.clone();
        while !self.names.insert(unique.clone()) {
            // Those before it have been found taken, and stay so.
            let number = self.numbers.entry(name.clone()).or_insert(2);
            unique = format!("{name}_{number}");
            *number += 1;
        }
        Name::new(unique)
    }
}
