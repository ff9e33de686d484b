//! A schema → the Rust type that holds its data, and what is checked of it.

use super::all_of::{Merged, merge};
use super::bounds::NESTING;
use super::check::Select;
use super::{Direction, Form, Key, Lowerer};
use crate::document::{Kind, Kinds, Schema};
use crate::ir::{Constraint, Docs, Shape, Type, TypeKind};

impl<'d> Lowerer<'d> {
    /// The type of a schema where it is used.
    pub(super) fn shape(&mut self, schema: &Schema<'d>, direction: Direction) -> Shape {
        if let Some((target, nullable)) = self.wrapped_reference(schema) {
            return self
                .reference(&target, schema.at(), direction)
                .or_null(nullable);
        }
        let direction = self.effective(schema.parts.iter().map(|part| &part.at), direction);
        let key: Key = (schema.key(), direction);
        if let Some(known) = self.known(schema, &key) {
            return known;
        }
        if self.nesting == NESTING {
            return self.defer(schema, key);
        }
        let merged = merge(self.document, schema, &mut self.diagnostics);
        self.open.insert(key.clone(), None);
        self.nesting += 1;
        let form = self.form(&merged, direction);
        self.nesting -= 1;
        let shape = match form {
            Form::Shape(shape) => match self.open.get(&key) {
                // Something inside had to name this schema, so it gets a type after all.
                Some(Some(id)) => {
                    let nullable = shape.nullable;
                    self.types[*id].kind = TypeKind::Newtype(Shape {
                        nullable: false,
                        ..shape
                    });
                    Shape::new(Type::Named(*id), schema.at().clone()).or_null(nullable)
                }
                _ => shape,
            },
            Form::Definition(kind, nullable) => self
                .define_inline(&merged, kind, key.clone())
                .or_null(nullable),
        };
        self.open.remove(&key);
        shape
    }

    /// Decides what keywords come to.
    pub(super) fn form(&mut self, merged: &Merged<'d>, direction: Direction) -> Form {
        let at = merged.places.first().cloned().unwrap_or_default();
        if merged.never {
            return Form::Shape(self.judged(merged));
        }
        if let Some(form) = self.too_large(merged) {
            return form;
        }
        if let Some(form) = self.concealed(merged) {
            return form;
        }
        if let Some(form) = self.enumeration(merged, &at) {
            return form;
        }
        if let Some(form) = self.extensible(merged) {
            return form;
        }
        if !merged.unions.is_empty() {
            return self.unions(merged, direction);
        }
        let kinds = merged
            .types
            .as_ref()
            .map_or_else(|| self.inferred_kinds(merged), |(kinds, _)| *kinds);
        let nullable = kinds.has(Kind::Null) && kinds != Kinds::ANY;
        // An `Option` would keep `null` from what only a check judges.
        if self.options.exact && nullable && (merged.leftover || !merged.nots.is_empty()) {
            return Form::Shape(self.judged(merged));
        }
        let kinds_without_null = if nullable {
            kinds.without(Kind::Null)
        } else {
            kinds
        };
        if nullable && kinds_without_null.is_empty() {
            return Form::Shape(Shape::new(Type::Null, at));
        }
        let form = match kinds_without_null.single() {
            None if kinds == Kinds::ANY => Form::Shape(self.judged(merged)),
            None => self.union_of_kinds(merged, kinds_without_null, direction),
            Some(Kind::Null) => Form::Shape(Shape::new(Type::Null, at)),
            Some(Kind::Boolean) => Form::Shape(Shape::new(Type::Bool, at)),
            Some(Kind::Integer) => Form::Shape(self.number(merged, at, true)),
            Some(Kind::Number) => Form::Shape(self.number(merged, at, false)),
            Some(Kind::String) => Form::Shape(self.string(merged, at)),
            Some(Kind::Array) => Form::Shape(self.array(merged, at, direction)),
            Some(Kind::Object) => self.object(merged, at, direction),
        };
        match form {
            Form::Shape(mut shape) => {
                shape.nullable |= nullable && !shape.ty.is_any();
                if kinds_without_null.single().is_some() {
                    self.leftover(merged, &mut shape.constraints);
                }
                Form::Shape(shape)
            }
            Form::Definition(kind, null) => Form::Definition(kind, null || nullable),
        }
    }

    /// The kinds that a schema without `type` is meant for. `exact` infers nothing.
    pub(super) fn inferred_kinds(&self, merged: &Merged<'d>) -> Kinds {
        let object = !merged.properties.is_empty() || merged.additional.is_some();
        let array = merged.items.is_some();
        match (object, array) {
            _ if self.options.exact => Kinds::ANY,
            (true, false) => Kinds::only(Kind::Object),
            (false, true) => Kinds::only(Kind::Array),
            _ => Kinds::ANY,
        }
    }

    /// Any JSON, judged by a generated function where the schema says anything.
    pub(super) fn judged(&mut self, merged: &Merged<'d>) -> Shape {
        let at = merged.places.first().cloned().unwrap_or_default();
        let mut shape = Shape::new(self.any(merged), at);
        if merged.says_anything() {
            shape.constraints.push(self.judge(merged));
        }
        shape
    }

    /// A check of what the type and its constraints do not judge.
    pub(super) fn leftover(&mut self, merged: &Merged<'d>, constraints: &mut Vec<Constraint>) {
        if merged.leftover || !merged.nots.is_empty() {
            constraints.extend(self.judge_some(merged, LEFTOVER).map(Constraint::Check));
        }
    }

    /// Annotations as docs.
    pub(super) fn docs(notes: &super::all_of::Annotations<'d>) -> Docs {
        Docs {
            summary: notes.title.map(str::to_owned),
            description: notes.description.map(str::to_owned),
            external: notes.external_docs.map(str::to_owned),
            notes: Vec::new(),
            deprecated: notes.deprecated,
            examples: notes
                .examples
                .iter()
                .map(|value| (*value).clone())
                .collect(),
        }
    }
}

/// What no type judges, objects aside.
pub(super) const LEFTOVER: Select = Select::NOT
    .or(Select::CONDITION)
    .or(Select::CONTAINS)
    .or(Select::DEPENDENT_SCHEMAS)
    .or(Select::UNEVALUATED);

/// What a map's type does not judge of its keys.
pub(super) const NAMES: Select = Select::REQUIRED
    .or(Select::PATTERN_PROPERTIES)
    .or(Select::PROPERTY_NAMES)
    .or(Select::DEPENDENT_REQUIRED);
