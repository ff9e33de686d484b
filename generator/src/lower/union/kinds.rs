//! Several types at once → an enum with a variant for each kind of data.

use std::collections::BTreeSet;

use crate::document::Kinds;
use crate::ir::{Branch, Docs, Selection, Shape, Type, TypeKind, Union};
use crate::lower::Form;
use crate::lower::all_of::{Group, Merged};
use crate::lower::name::{Case, Scope};
use crate::lower::{Direction, Lowerer};

impl<'d> Lowerer<'d> {
    /// The text that several branches are, judged by all that they say of it.
    pub(super) fn text_of(&mut self, merged: &Merged<'d>, texts: &Texts) -> Shape {
        let at = merged.places.first().cloned().unwrap_or_default();
        let mut shape = Shape::new(Type::String, at);
        if !texts.is_any {
            shape.constraints.push(self.judge(merged));
        }
        shape
    }

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
            sole: false,
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

/// Branches that are texts, of which there are several.
pub(super) struct Texts {
    pub(super) are_all: bool,
    /// Whether one of them is any text, and nothing is judged but that one fits.
    pub(super) is_any: bool,
    /// The branches that are left: those that are no texts, and any text.
    pub(super) is_kept: Vec<bool>,
}

/// The branches that are plain texts, where one type holds all of them: since there is nothing else, or
/// since one of them is any text.
pub(super) fn texts(group: &Group<'_>, shapes: &[Shape]) -> Option<Texts> {
    let is_text = |shape: &Shape| shape.ty == Type::String;
    let is_any = |shape: &Shape| is_text(shape) && shape.constraints.is_empty();
    let any = shapes.iter().position(is_any);
    let any = any.filter(|_| !group.exactly_one);
    let count = shapes.iter().filter(|shape| is_text(shape)).count();
    let are_all = count == shapes.len();
    let is_kept = |(index, shape): (usize, &Shape)| !is_text(shape) || Some(index) == any;
    (count > 1 && (are_all || any.is_some())).then(|| Texts {
        are_all,
        is_any: any.is_some(),
        is_kept: shapes.iter().enumerate().map(is_kept).collect(),
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
