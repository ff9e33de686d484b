//! Several types at once → an enum with a variant for each kind of data.

use std::collections::BTreeSet;

use crate::document::Kinds;
use crate::ir::{Branch, Docs, Selection, Shape, Type, TypeKind, Union};
use crate::lower::Form;
use crate::lower::all_of::Merged;
use crate::lower::name::{Case, Scope};
use crate::lower::{Direction, Lowerer};

impl<'d> Lowerer<'d> {
    /// A union of the kinds that `type` lists.
    pub(in crate::lower) fn union_of_kinds(
        &mut self,
        merged: &Merged<'d>,
        kinds: Kinds,
        direction: Direction,
    ) -> Form {
        if self.options.exact {
            return Form::Shape(self.judged(merged));
        }
        let at = merged.places.first().cloned().unwrap_or_default();
        let mut branches = Vec::new();
        let mut scope = Scope::default();
        for kind in kinds.iter() {
            let mut one = merged.clone();
            one.types = Some((Kinds::only(kind), at.clone()));
            one.leftover = false;
            one.nots.clear();
            let shape = match self.form(&one, direction) {
                Form::Shape(shape) => shape,
                Form::Definition(kind, nullable) => {
                    let word = match kind {
                        TypeKind::Struct(_) => "Object",
                        _ => "Value",
                    };
                    self.define(
                        &self.name_at(&at, direction, Some(word)),
                        &at,
                        kind,
                        Docs::default(),
                    )
                    .or_null(nullable)
                }
            };
            let name = plain_name(&shape.ty).unwrap_or("Object");
            branches.push(Branch {
                name: scope.take(name, Case::Camel),
                shape,
                docs: Docs::default(),
                tags: Vec::new(),
                adds_tag: false,
            });
        }
        let union = Union {
            branches,
            selection: Selection::BestFit,
            exclusive: false,
            telling: None,
            otherwise: None,
            discriminant: None,
            unknown: false,
            open: false,
            secret: false,
        };
        Form::Definition(TypeKind::Union(union), false)
    }
}

/// What a branch of a plain type is called.
pub(super) fn plain_name(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Bool => "Boolean",
        Type::Integer(_) | Type::BigInteger => "Integer",
        Type::F32 | Type::F64 | Type::Decimal => "Number",
        Type::String => "String",
        Type::Format(format) => format.row().variant,
        Type::List(_) | Type::Tuple(_) => "Array",
        Type::Map(_) => "Map",
        Type::Value => "Any",
        Type::Null => "Null",
        Type::Named(_) | Type::Boxed(_) => return None,
    })
}

/// Whether no datum fits two of the shapes, as far as their kinds tell.
pub(super) fn disjoint(lowerer: &Lowerer<'_>, shapes: &[Shape]) -> bool {
    let mut seen = Kinds::NONE;
    shapes.iter().all(|shape| {
        let kinds = lowerer.kinds_of(&shape.ty, &mut BTreeSet::new());
        let fresh = seen.and(kinds).is_empty();
        seen = seen.or(kinds);
        fresh
    })
}
