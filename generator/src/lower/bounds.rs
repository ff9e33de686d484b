//! What multiplies or nests without end, kept in proportion to the document: how deep schemas are
//! lowered inside each other, and how much of their products is written out.

use super::all_of::Merged;
use super::{Direction, Form, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Document, Schema};
use crate::ir::{Shape, Type, TypeDef, TypeId, TypeKind};
use crate::pointer::Pointer;

/// How deep inline schemas are lowered inside each other before one waits for its turn.
pub(super) const NESTING: usize = 32;

/// How many places are told one by one.
const TOLD: usize = 20;

/// The budget of what is written out of combinations of schemas: a type for each combination, and
/// in it the properties that its parts declare elsewhere too.
#[derive(Debug)]
pub(super) struct Products {
    left: u64,
    told: usize,
}

impl Products {
    pub(super) fn new(document: &Document) -> Self {
        Self {
            left: document.products(),
            told: 0,
        }
    }
}

impl<'d> Lowerer<'d> {
    /// What a schema comes to that is not written out: because it is made of schemas that include
    /// each other too deeply, or because there are too many such combinations.
    pub(super) fn too_large(&mut self, merged: &Merged<'d>) -> Option<Form> {
        if let Some(at) = &merged.cut {
            let message = "schemas include each other too deeply to become a type";
            self.untyped(
                message,
                merged.places.first().unwrap_or(at),
                "this is any JSON, and judged",
            );
            return Some(Form::Shape(self.judged(merged)));
        }
        if merged.places.len() < 2 {
            return None;
        }
        let size = merged.properties.len() + usize::from(merged.parts.len() > 1) * 8;
        if self.may_write(size) {
            return None;
        }
        let message = "combinations of schemas are too many to be written out";
        let at = merged.places[0].clone();
        self.untyped(message, &at, "this is any JSON, and judged");
        Some(Form::Shape(self.judged(merged)))
    }

    /// Takes this much of what may be written out of products, where so much is left.
    pub(super) fn may_write(&mut self, size: usize) -> bool {
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let left = self.products.left.checked_sub(size);
        self.products.left = left.unwrap_or(self.products.left);
        left.is_some()
    }

    /// Complains of a body that is not written out, because all bodies together are too large.
    pub(super) fn not_written_out(&mut self, at: &Pointer, what: &str, instead: &str) {
        let message = format!("bodies in {what} are too large, all of them together");
        self.untyped(&message, at, instead);
    }

    pub(super) fn untyped(&mut self, message: &str, at: &Pointer, label: &str) {
        self.products.told += 1;
        if self.products.told > TOLD {
            return;
        }
        let diagnostic = Diagnostic::new(codes::NOT_WRITTEN_OUT, message).at_whole(at, label);
        self.diagnostics.push(match self.products.told {
            TOLD => diagnostic.help("so are others, which are not listed"),
            _ => diagnostic,
        });
    }

    /// The type of an inline schema that is lowered later, because it stands too deep inside others.
    pub(super) fn defer(&mut self, schema: &Schema<'d>, key: super::Key) -> Shape {
        let at = schema.at().clone();
        let direction = key.1;
        let wire = self.inline_name(&schema.parts, direction);
        let name = self.type_name(&wire, &at);
        let id = self.types.push(TypeDef::undecided(name, &at));
        self.known.insert(key, id);
        self.deferred.push((id, schema.clone(), direction));
        let merged = self.look(schema);
        let nullable = self.merged_allows_null(&merged);
        Shape::new(Type::Named(id), at).or_null(nullable)
    }

    /// Defines the types of the schemas that were put off, and of those inside them.
    pub(super) fn finish_deferred(&mut self) {
        while let Some((id, schema, direction)) = self.deferred.pop() {
            self.define_deferred(id, &schema, direction);
        }
    }

    fn define_deferred(&mut self, id: TypeId, schema: &Schema<'d>, direction: Direction) {
        let merged = super::all_of::merge(self.document, schema, &mut self.diagnostics);
        self.types[id].docs = Self::docs(&merged.notes);
        self.types[id].kind = match self.form(&merged, direction) {
            Form::Definition(kind, _) => kind,
            Form::Shape(shape) => TypeKind::Newtype(Shape {
                nullable: false,
                ..shape
            }),
        };
    }

    /// Complains of references that lead to others too deeply to be followed.
    pub(super) fn too_deep(&mut self, at: &Pointer) {
        let message = format!("schemas lead to others more than {FOLLOWED} deep");
        self.diagnostics.push(
            Diagnostic::new(codes::TOO_DEEP_SCHEMAS, message).at_whole(at, "this one is too deep"),
        );
    }
}

/// How many schemas may lead to each other where each has to be known before the one around it.
pub(super) const FOLLOWED: usize = 256;
