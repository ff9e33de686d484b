//! What must not be shown: the places that `format: password` is said of, whatever else is said of the
//! same data, to types that hide it.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::all_of::{Group, Merged, merge};
use super::secrecy::PASSWORD;
use super::{Direction, Form, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Kinds, Schema};
use crate::format::{self, Format, Secrecy};
use crate::ir::{Constraint, Shape, Type};
use crate::pattern;
use crate::pointer::Pointer;

/// What the schemas of a value say of its parts, be it on a condition or as one branch of several.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    rules: Vec<(Which, Pointer, Depth)>,
}

/// The parts that a schema is about.
#[derive(Debug)]
enum Which {
    /// A property.
    Property(String),
    /// Properties whose names match.
    Pattern(String),
    /// Properties other than these, and than those whose names match.
    Others(Vec<String>, Vec<String>),
    /// The item at an index.
    Item(usize),
    /// Items from an index on.
    Items(usize),
}

/// How much of a part is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// Something in it.
    Within,
    /// All of it.
    Whole,
}

impl Hidden {
    /// How much of a part is secret by what other places say than these.
    fn depth(&self, own: &Schema<'_>, is_it: impl Fn(&Which) -> bool) -> Option<Depth> {
        let is_own = |at: &Pointer| own.parts.iter().any(|part| part.at == *at);
        let rules = self.rules.iter();
        let rules = rules.filter(|(which, at, _)| !is_own(at) && is_it(which));
        rules.map(|(.., depth)| *depth).max()
    }

    /// What holds properties other than those that are declared, of which nothing is known but this.
    pub(super) fn undeclared(&self, declared: &BTreeSet<&str>) -> Type {
        let mut rules = self.rules.iter();
        let is_hidden = rules.any(|(which, ..)| which.is_of_other_than(declared));
        match is_hidden {
            true => Type::Format(Format::SecretData),
            false => Type::Value,
        }
    }
}

impl Which {
    fn is_property(&self, name: &str) -> bool {
        match self {
            Self::Property(property) => property == name,
            Self::Pattern(source) => may_match(source, name),
            Self::Others(names, patterns) => {
                !names.iter().any(|known| known == name)
                    && !patterns.iter().any(|source| may_match(source, name))
            }
            Self::Item(_) | Self::Items(_) => false,
        }
    }

    fn is_of_other_than(&self, declared: &BTreeSet<&str>) -> bool {
        match self {
            Self::Property(name) => !declared.contains(name.as_str()),
            Self::Pattern(_) | Self::Others(..) => true,
            Self::Item(_) | Self::Items(_) => false,
        }
    }

    /// Whether it is about the item at an index, or about any.
    fn is_item(&self, index: Option<usize>) -> bool {
        match (self, index) {
            (Self::Item(own), Some(index)) => *own == index,
            (Self::Items(first), Some(index)) => *first <= index,
            (Self::Item(_) | Self::Items(_), None) => true,
            (Self::Property(_) | Self::Pattern(_) | Self::Others(..), _) => false,
        }
    }
}

/// Whether a name may match a pattern: where nothing here can tell, it may.
fn may_match(source: &str, name: &str) -> bool {
    let regex = pattern::translate(source).ok();
    let regex = regex.and_then(|pattern| pattern.regex());
    regex.is_none_or(|regex| regex.is_match(name))
}

impl<'d> Lowerer<'d> {
    /// Whether there are types for secrets: not where the user has one.
    fn hides(&self) -> bool {
        !self.secrets.is_empty() && !self.options.own_formats.contains_key(PASSWORD)
    }

    /// The form of a schema whose data is secret; none where it is not.
    pub(super) fn concealed(&mut self, merged: &Merged<'d>) -> Option<Form> {
        if !self.hides() {
            return None;
        }
        let is_secret = merged.places.iter().any(|at| self.secrets.is_secret(at))
            || merged.unions.iter().any(|group| self.may_hide(group));
        is_secret.then(|| Form::Shape(self.conceal(merged, Depth::Whole)))
    }

    /// Whether a union has a secret for a branch, and another that the same data could be read as.
    fn may_hide(&mut self, group: &Group<'d>) -> bool {
        let secrets = Rc::clone(&self.secrets);
        let is_secret = |branch: &&Schema<'d>| {
            let mut parts = branch.parts.iter();
            parts.any(|part| secrets.is_in_place(&part.at))
        };
        group.branches.iter().any(|branch| is_secret(&branch))
            && group
                .branches
                .iter()
                .any(|branch| !is_secret(&branch) && self.may_be_scalar(branch))
    }

    /// Whether data that a schema allows may be a text or a number.
    fn may_be_scalar(&mut self, schema: &Schema<'d>) -> bool {
        let merged = self.look(schema);
        let kinds = merged
            .types
            .as_ref()
            .map_or_else(|| self.inferred_kinds(&merged), |(kinds, _)| *kinds);
        [Kind::String, Kind::Number, Kind::Integer]
            .into_iter()
            .any(|kind| kinds.has(kind))
    }

    /// The kinds of data that the unions in a schema allow.
    fn kinds_of_unions(&mut self, merged: &Merged<'d>) -> Kinds {
        let mut kinds = Kinds::ANY;
        for group in &merged.unions {
            let mut allowed = Kinds::NONE;
            for branch in &group.branches {
                let branch = self.look(branch);
                allowed = allowed.or(branch
                    .types
                    .as_ref()
                    .map_or(Kinds::ANY, |(kinds, _)| *kinds));
            }
            kinds = kinds.and(allowed);
        }
        kinds
    }

    /// The type that hides what a schema says.
    fn conceal(&mut self, merged: &Merged<'d>, depth: Depth) -> Shape {
        let at = merged.places.first().cloned().unwrap_or_default();
        let kinds = match &merged.types {
            Some((kinds, _)) => *kinds,
            None if !self.options.exact && lists_texts(merged) => Kinds::only(Kind::String),
            None => self.kinds_of_unions(merged),
        };
        let nullable = kinds.has(Kind::Null) && kinds != Kinds::ANY;
        let is_whole = !merged.values.is_empty()
            || !merged.unions.is_empty()
            || !merged.nots.is_empty()
            || merged.never
            || merged.leftover;
        let format = match kinds.without(Kind::Null).single() {
            // An `Option` would keep `null` from what only a check judges.
            _ if depth == Depth::Within || self.options.exact && nullable && is_whole => {
                Format::SecretData
            }
            Some(Kind::String) => Format::Secret,
            Some(Kind::Integer) => Format::SecretInteger,
            Some(Kind::Number) => Format::SecretNumber,
            _ => Format::SecretData,
        };
        let constraints = match format.row().secret {
            Some(Secrecy::Text) if !is_whole => {
                let mut constraints = self.text_constraints(merged);
                let judge = merged.format.and_then(format::text::find);
                constraints.extend(judge.map(Constraint::Format));
                constraints
            }
            Some(Secrecy::Integer | Secrecy::Number) if !is_whole => merged.numbers.constraints(),
            _ => {
                let mut rest = merged.clone();
                rest.format = rest.format.filter(|format| *format != PASSWORD);
                match rest.says_anything() {
                    true => vec![self.judge(merged)],
                    false => Vec::new(),
                }
            }
        };
        let mut shape = Shape::new(Type::Format(format), at).or_null(nullable);
        shape.constraints = constraints;
        shape
    }

    /// The type of data of any kind, which may hold secrets.
    pub(super) fn any(&self, merged: &Merged<'d>) -> Type {
        match self.hides() && merged.places.iter().any(|at| self.secrets.within(at)) {
            true => Type::Format(Format::SecretData),
            false => Type::Value,
        }
    }

    /// What the schemas of a value say is secret in it, those aside that its type is made of.
    pub(super) fn hidden(&mut self, merged: &Merged<'d>) -> Hidden {
        if !self.hides() {
            return Hidden::default();
        }
        let mut hidden = Hidden::default();
        let mut seen = BTreeSet::new();
        let mut pending = merged.places.clone();
        while let Some(at) = pending.pop() {
            if !self.secrets.within(&at) || !seen.insert(at.clone()) {
                continue;
            }
            if let Some(Value::Object(schema)) = at.resolve(&self.document.value) {
                let names = at.key("propertyNames");
                if self.secrets.is_in_place(&names) {
                    self.complain_of_shown(&names, "names are not hidden");
                }
                self.hidden_parts(&at, schema, &mut hidden);
                pending.extend(self.secrets.in_place(&at, schema, self.document));
            }
        }
        hidden
    }

    /// Adds what one schema says of the parts of a value.
    fn hidden_parts(
        &self,
        at: &Pointer,
        schema: &serde_json::Map<String, Value>,
        hidden: &mut Hidden,
    ) {
        let mut add = |which: Which, at: Pointer| {
            if self.secrets.within(&at) {
                let depth = match self.secrets.is_in_place(&at) {
                    true => Depth::Whole,
                    false => Depth::Within,
                };
                hidden.rules.push((which, at, depth));
            }
        };
        let names = |key: &str| -> Vec<String> {
            let map = schema.get(key).and_then(Value::as_object);
            map.map(|map| map.keys().cloned().collect())
                .unwrap_or_default()
        };
        for name in names("properties") {
            let at = at.key("properties").key(&name);
            add(Which::Property(name), at);
        }
        for source in names("patternProperties") {
            let at = at.key("patternProperties").key(&source);
            add(Which::Pattern(source), at);
        }
        for key in ["additionalProperties", "unevaluatedProperties"] {
            let others = Which::Others(names("properties"), names("patternProperties"));
            add(others, at.key(key));
        }
        let prefix = schema.get("prefixItems").and_then(Value::as_array);
        let prefix = prefix.map_or(0, Vec::len);
        for key in ["items", "additionalItems", "unevaluatedItems"] {
            add(Which::Items(prefix), at.key(key));
        }
        add(Which::Items(0), at.key("contains"));
        for index in 0..prefix {
            add(Which::Item(index), at.key("prefixItems").index(index));
        }
    }

    /// The type of a declared property.
    pub(super) fn property_shape(
        &mut self,
        hidden: &Hidden,
        wire: &str,
        schema: &Schema<'d>,
        direction: Direction,
    ) -> Shape {
        let depth = hidden.depth(schema, |which| which.is_property(wire));
        self.part_shape(depth, schema, direction)
    }

    /// The type of properties that are not declared.
    pub(super) fn undeclared_shape(
        &mut self,
        hidden: &Hidden,
        schema: &Schema<'d>,
        declared: &BTreeSet<&str>,
        direction: Direction,
    ) -> Shape {
        let depth = hidden.depth(schema, |which| which.is_of_other_than(declared));
        self.part_shape(depth, schema, direction)
    }

    /// The type of the item at an index, or of all items.
    pub(super) fn item_shape(
        &mut self,
        hidden: &Hidden,
        index: Option<usize>,
        schema: &Schema<'d>,
        direction: Direction,
    ) -> Shape {
        let depth = hidden.depth(schema, |which| which.is_item(index));
        self.part_shape(depth, schema, direction)
    }

    fn part_shape(
        &mut self,
        depth: Option<Depth>,
        schema: &Schema<'d>,
        direction: Direction,
    ) -> Shape {
        match depth {
            None => self.shape(schema, direction),
            Some(depth) => {
                let merged = merge(self.document, schema, &mut self.diagnostics);
                self.conceal(&merged, depth)
            }
        }
    }

    /// Whether what a union does not declare may hold what is secret in its branches.
    ///
    /// Complains where a branch shows what another hides: data may be read as either.
    pub(super) fn shares_secrets(&mut self, schemas: &[Schema<'d>], shapes: &[Shape]) -> bool {
        if !self.hides() {
            return false;
        }
        let mut names = BTreeSet::new();
        let mut branches = Vec::new();
        for schema in schemas {
            let merged = self.look(schema);
            let hidden = self.hidden(&merged);
            for (which, _, depth) in &hidden.rules {
                if let (Which::Property(name), Depth::Whole) = (which, depth) {
                    names.insert(name.clone());
                }
            }
            branches.push((merged.properties.clone(), hidden));
        }
        let mut shown = Vec::new();
        for (properties, hidden) in branches {
            for (name, schema) in &properties {
                let is_hidden = hidden
                    .rules
                    .iter()
                    .any(|(which, ..)| which.is_property(name));
                if names.contains(*name) && !is_hidden && self.may_be_scalar(schema) {
                    shown.push(schema.at().clone());
                }
            }
        }
        for at in shown {
            self.complain_of_shown(&at, "another branch of a union hides it");
        }
        shapes.iter().any(|shape| self.holds_secret(shape))
    }

    /// Whether a type, as far as the document says it in one place, holds secrets.
    pub(super) fn holds_secret(&self, shape: &Shape) -> bool {
        let named = shape.ty.id().map(|id| &self.types[id].source);
        self.hides()
            && (self.secrets.within(&shape.source)
                || named.is_some_and(|source| self.secrets.within(source)))
    }

    /// Says that a secret stands where it is shown.
    pub(super) fn complain_of_shown(&mut self, at: &Pointer, why: &str) {
        if self.complained.insert(at.clone()) {
            let message = format!("the secret at {at} is shown");
            let diagnostic = Diagnostic::new(codes::SHOWN_SECRET, message);
            self.diagnostics.push(diagnostic.at_key(at, why));
        }
    }
}

/// Whether a schema lists values, and all of them are texts.
fn lists_texts(merged: &Merged<'_>) -> bool {
    let listed = merged.values.listed.as_ref();
    listed.is_some_and(|values| values.iter().all(|value| value.is_string()))
}
