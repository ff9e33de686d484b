//! Unions of `oneOf` to what tells their branches apart, so that fewer values are read as each.

use std::collections::BTreeSet;

use crate::ir::{Enum, EnumRepr, Field, Struct, Type, TypeDef, TypeId, TypeKind, Types, Union};

/// Finds the telling property of each union; one that every branch requires decides by itself.
pub(super) fn run(types: &mut Types) {
    let unions = types.iter().filter_map(|(id, def)| match &def.kind {
        TypeKind::Union(union) if union.exclusive => Some((id, telling(types, union)?)),
        _ => None,
    });
    let found: Vec<(TypeId, Telling)> = unions.collect();
    for (id, telling) in found {
        if let TypeDef {
            kind: TypeKind::Union(union),
            ..
        } = &mut types[id]
        {
            union.exclusive = !telling.everywhere;
            union.telling = (!telling.everywhere).then_some(telling.property);
        }
    }
}

struct Telling {
    property: String,
    /// Whether every value has it.
    everywhere: bool,
}

/// A property that is, in each branch, a string out of values that no other branch lists.
fn telling(types: &Types, union: &Union) -> Option<Telling> {
    let branches = union
        .branches
        .iter()
        .map(|branch| match structure(types, &branch.shape.ty) {
            Some(object) if !branch.shape.nullable => Some(object),
            _ => None,
        });
    let branches: Vec<&Struct> = branches.collect::<Option<_>>()?;
    let candidates = branches.first()?.fields.iter();
    candidates
        .filter_map(|field| {
            let property = field.wire.clone();
            let everywhere = are_apart(types, &branches, &property)?;
            Some(Telling {
                property,
                everywhere,
            })
        })
        .max_by_key(|telling| telling.everywhere)
}

/// Whether each branch has values of its own for a property; and then, whether all require it.
fn are_apart(types: &Types, branches: &[&Struct], property: &str) -> Option<bool> {
    let mut taken = BTreeSet::new();
    let mut everywhere = true;
    for branch in branches {
        let field = branch.fields.iter().find(|field| field.wire == property)?;
        everywhere &= field.required && !field.shape.nullable;
        for value in values(types, field)? {
            if !taken.insert(value) {
                return None;
            }
        }
    }
    Some(everywhere)
}

/// The strings that a property is one of.
pub(super) fn values<'t>(types: &'t Types, field: &'t Field) -> Option<Vec<&'t str>> {
    let TypeKind::Enum(Enum {
        variants,
        open: false,
        repr: EnumRepr::String,
        ..
    }) = &definition(types, &field.shape.ty)?.kind
    else {
        return None;
    };
    variants
        .iter()
        .map(|variant| variant.value.as_str())
        .collect()
}

/// The object that a type stands for.
pub(super) fn structure<'t>(types: &'t Types, ty: &Type) -> Option<&'t Struct> {
    match &definition(types, ty)?.kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}

/// The type that a name stands for, beyond aliases that add nothing.
pub(super) fn definition<'t>(types: &'t Types, ty: &Type) -> Option<&'t TypeDef> {
    let mut ty = ty;
    // An alias that leads in a circle is a newtype by now; this ends even if not.
    for _ in 0..types.len() {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return None;
        };
        match &types[*id].kind {
            TypeKind::Alias(shape) if !shape.nullable => ty = &shape.ty,
            _ => return Some(&types[*id]),
        }
    }
    None
}
