//! What can be told only of all types together: where a `Box` is needed, which
//! aliases must be types, and what can be derived.

use std::collections::BTreeSet;

use serde_json::Value;

use super::reach;
use crate::ir::{Api, EnumRepr, Extras, Format, Shape, Type, TypeDef, TypeId, TypeKind, Types};

/// Fills in boxes, newtypes and derives.
pub(super) fn run(api: &mut Api) {
    values_hold_null(api);
    break_alias_cycles(&mut api.types);
    box_recursion(&mut api.types);
    derive(&mut api.types);
}

/// A use of a type that holds any JSON needs no `Option` for `null`: the type holds it too, and
/// its check is to judge it.
fn values_hold_null(api: &mut Api) {
    let values: Vec<bool> = api
        .types
        .iter()
        .map(|(id, _)| is_value(&api.types, id))
        .collect();
    reach::each_shape(api, &mut |shape| settle(shape, &values));
}

fn settle(shape: &mut Shape, values: &[bool]) {
    match &mut shape.ty {
        Type::Named(id) | Type::Boxed(id) => shape.nullable &= !values[id.0 as usize],
        Type::List(item) | Type::Map(item) => settle(item, values),
        Type::Tuple(items) => items.iter_mut().for_each(|item| settle(item, values)),
        _ => {}
    }
}

/// Whether a type is any JSON behind a name.
fn is_value(types: &Types, id: TypeId) -> bool {
    let mut id = id;
    // Aliases may still lead in a circle here.
    for _ in 0..types.len() {
        let (TypeKind::Newtype(shape) | TypeKind::Alias(shape)) = &types[id].kind else {
            return false;
        };
        match shape.ty {
            Type::Value => return true,
            Type::Named(next) => id = next,
            _ => return false,
        }
    }
    false
}

/// Rust has no recursive aliases: one that comes back to itself becomes a newtype, and one that
/// is nothing but itself any value.
fn break_alias_cycles(types: &mut Types) {
    for index in 0..types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let TypeKind::Alias(shape) = &types[id].kind else {
            continue;
        };
        let shape = shape.clone();
        if !expands_to(types, &shape.ty, id, &mut BTreeSet::new()) {
            continue;
        }
        let bare = matches!(shape.ty, Type::Named(_));
        types[id].kind = if bare {
            TypeKind::Alias(Shape::new(Type::Value, shape.source))
        } else {
            TypeKind::Newtype(shape)
        };
    }
}

/// Whether a type, its aliases written out, mentions the alias `id`.
fn expands_to(types: &Types, ty: &Type, id: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
    match ty {
        Type::Named(other) | Type::Boxed(other) => {
            *other == id
                || (seen.insert(*other)
                    && matches!(&types[*other].kind, TypeKind::Alias(shape) if expands_to(types, &shape.ty, id, seen)))
        }
        Type::List(item) | Type::Map(item) => expands_to(types, &item.ty, id, seen),
        Type::Tuple(items) => items
            .iter()
            .any(|item| expands_to(types, &item.ty, id, seen)),
        _ => false,
    }
}

/// Boxes the uses that would make a type contain itself: in a walk from the first type on, those
/// that lead back to a type still being walked.
fn box_recursion(types: &mut Types) {
    let mut state = vec![Visit::New; types.len()];
    for index in 0..types.len() {
        visit(
            types,
            TypeId(u32::try_from(index).unwrap_or(u32::MAX)),
            &mut state,
        );
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}

/// One step of an explicit walk, since types may nest deeper than the stack.
struct Step {
    id: TypeId,
    next: usize,
    targets: Vec<TypeId>,
}

fn visit(types: &mut Types, start: TypeId, state: &mut [Visit]) {
    if state[start.0 as usize] != Visit::New {
        return;
    }
    state[start.0 as usize] = Visit::Open;
    let mut stack = vec![Step {
        id: start,
        next: 0,
        targets: contained(&types[start]),
    }];
    while let Some(step) = stack.last_mut() {
        let Some(&target) = step.targets.get(step.next) else {
            state[step.id.0 as usize] = Visit::Done;
            stack.pop();
            continue;
        };
        step.next += 1;
        match state[target.0 as usize] {
            Visit::Done => {}
            Visit::Open => {
                let owner = step.id;
                for_each_shape(&mut types[owner].kind, &mut |shape| box_uses(shape, target));
            }
            Visit::New => {
                state[target.0 as usize] = Visit::Open;
                let targets = contained(&types[target]);
                stack.push(Step {
                    id: target,
                    next: 0,
                    targets,
                });
            }
        }
    }
}

/// The types that a value holds in itself, without a pointer between.
fn contained(def: &TypeDef) -> Vec<TypeId> {
    let mut out = Vec::new();
    let mut kind = def.kind.clone();
    for_each_shape(&mut kind, &mut |shape| held(&shape.ty, &mut out));
    out
}

fn held(ty: &Type, out: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => out.push(*id),
        Type::Tuple(items) => items.iter().for_each(|item| held(&item.ty, out)),
        _ => {}
    }
}

fn box_uses(shape: &mut Shape, target: TypeId) {
    match &mut shape.ty {
        Type::Named(id) if *id == target => shape.ty = Type::Boxed(target),
        Type::Tuple(items) => items.iter_mut().for_each(|item| box_uses(item, target)),
        _ => {}
    }
}

/// The shapes that stand directly in a definition. What a map of extras holds is behind a pointer.
fn for_each_shape(kind: &mut TypeKind, each: &mut impl FnMut(&mut Shape)) {
    match kind {
        TypeKind::Struct(object) => {
            object
                .fields
                .iter_mut()
                .for_each(|field| each(&mut field.shape));
        }
        TypeKind::Union(union) => union
            .branches
            .iter_mut()
            .for_each(|branch| each(&mut branch.shape)),
        TypeKind::Newtype(shape) | TypeKind::Alias(shape) => each(shape),
        TypeKind::Enum(_) | TypeKind::External(_) => {}
    }
}

/// `Eq` and `Hash` where nothing inside forbids them; `Copy` for newtypes of what is small.
fn derive(types: &mut Types) {
    let count = types.len();
    let mut eq = vec![true; count];
    loop {
        let mut changed = false;
        for (id, def) in types.iter() {
            let index = id.0 as usize;
            if eq[index] && !allows_eq(def, &eq) {
                eq[index] = false;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for (index, eq) in eq.into_iter().enumerate() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let copy = matches!(&types[id].kind, TypeKind::Newtype(shape) if !shape.nullable && is_small(&shape.ty));
        types[id].derives.eq = eq;
        types[id].derives.copy = copy;
    }
}

fn is_small(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::Integer(_)
            | Type::F32
            | Type::F64
            | Type::Format(
                Format::Date
                    | Format::DateTime
                    | Format::UnixTime
                    | Format::Uuid
                    | Format::Ipv4
                    | Format::Ipv6
            )
    )
}

fn allows_eq(def: &TypeDef, eq: &[bool]) -> bool {
    let shape = |shape: &Shape| shape_allows_eq(&shape.ty, eq);
    match &def.kind {
        TypeKind::Struct(object) => {
            let extras = match &object.extras {
                Extras::Dropped => true,
                Extras::Kept { value, .. } => shape(value),
                Extras::Forbidden { .. } => false,
            };
            extras && object.fields.iter().all(|field| shape(&field.shape))
        }
        TypeKind::Enum(definition) => {
            definition.repr != EnumRepr::Json
                && definition
                    .variants
                    .iter()
                    .all(|variant| !is_float(&variant.value))
        }
        TypeKind::Union(union) => {
            !union.unknown && union.branches.iter().all(|branch| shape(&branch.shape))
        }
        TypeKind::Newtype(inner) | TypeKind::Alias(inner) => shape(inner),
        TypeKind::External(_) => false,
    }
}

fn is_float(value: &Value) -> bool {
    value.is_f64()
}

fn shape_allows_eq(ty: &Type, eq: &[bool]) -> bool {
    match ty {
        Type::F32 | Type::F64 | Type::Value => false,
        Type::List(item) | Type::Map(item) => shape_allows_eq(&item.ty, eq),
        Type::Tuple(items) => items.iter().all(|item| shape_allows_eq(&item.ty, eq)),
        Type::Named(id) | Type::Boxed(id) => eq[id.0 as usize],
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Null => true,
    }
}
