//! What can be told only of all types together: where a `Box` is needed, which
//! aliases must be types, and what can be derived.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ir::{Api, EnumRepr, Extras, Shape, Type, TypeDef, TypeId, TypeKind, Types};

/// Fills in boxes, newtypes and derives.
pub(super) fn run(api: &mut Api) {
    values_hold_null(api);
    break_alias_cycles(&mut api.types);
    flatten_aliases(&mut api.types);
    box_recursion(&mut api.types);
    derive(&mut api.types);
}

/// A use of a type that holds any JSON needs no `Option` for `null`: the type holds it too, and
/// its check is to judge it.
fn values_hold_null(api: &mut Api) {
    let values = values(&api.types);
    api.each_shape_mut(&mut |shape| {
        shape.each_within_mut(&mut |shape| {
            if let Some(id) = shape.ty.id() {
                shape.nullable &= !values[id.0 as usize];
            }
        });
    });
}

/// Which types are any JSON behind a name. Each is asked once, however long the chains of names are.
fn values(types: &Types) -> Vec<bool> {
    let mut known = vec![None; types.len()];
    for (start, _) in types.iter() {
        let mut path = Vec::new();
        let mut id = start;
        let is_value = loop {
            let place = id.0 as usize;
            if let Some(is_value) = known[place] {
                break is_value;
            }
            // Aliases may still lead in a circle here, in which there is no value.
            known[place] = Some(false);
            path.push(place);
            let (TypeKind::Newtype(shape) | TypeKind::Alias(shape)) = &types[id].kind else {
                break false;
            };
            match shape.ty {
                Type::Named(next) => id = next,
                ref ty => break ty.is_any(),
            }
        };
        for place in path {
            known[place] = Some(is_value);
        }
    }
    known.into_iter().map(|known| known == Some(true)).collect()
}

/// Rust has no recursive aliases: one that comes back to itself becomes a newtype, and one that
/// is nothing but itself any value.
fn break_alias_cycles(types: &mut Types) {
    // Aliases of which it is known that none comes back to itself.
    let mut straight = BTreeSet::new();
    for index in 0..types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let TypeKind::Alias(shape) = &types[id].kind else {
            continue;
        };
        let shape = shape.clone();
        if !comes_back(types, id, &mut straight) {
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

/// Whether an alias, the aliases in it written out, mentions itself. A stack of our own, since a
/// document may chain any number of them.
fn comes_back(types: &Types, start: TypeId, straight: &mut BTreeSet<TypeId>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = BTreeSet::new();
    let mut has_circle = false;
    let mut stack = vec![(start, false)];
    while let Some((id, is_left)) = stack.pop() {
        if is_left {
            open.remove(&id);
            continue;
        }
        if open.contains(&id) {
            has_circle = true;
            if id == start {
                return true;
            }
        }
        let TypeKind::Alias(shape) = &types[id].kind else {
            continue;
        };
        if straight.contains(&id) || !seen.insert(id) {
            continue;
        }
        open.insert(id);
        stack.push((id, true));
        shape.each_named(&mut |next| stack.push((next, false)));
    }
    if !has_circle {
        straight.extend(seen);
    }
    false
}

/// How many aliases may stand for each other, one within the next.
const ALIASES: usize = 16;

/// Whoever prints a type writes out the aliases in it, so a document may not chain them to any depth:
/// one that only stands for others stands for the last of them then, and another becomes a type.
fn flatten_aliases(types: &mut Types) {
    let mut depths = vec![None; types.len()];
    for index in 0..types.len() {
        let mut stack = vec![(TypeId(u32::try_from(index).unwrap_or(u32::MAX)), false)];
        while let Some((id, is_left)) = stack.pop() {
            let place = id.0 as usize;
            let TypeKind::Alias(shape) = &types[id].kind else {
                depths[place] = Some(0);
                continue;
            };
            let mut inside = Vec::new();
            shape.each_named(&mut |next| inside.push(next));
            if is_left {
                let deepest = inside
                    .iter()
                    .filter_map(|next| depths[next.0 as usize])
                    .max();
                depths[place] = Some(deepest.unwrap_or(0) + 1);
                if deepest == Some(ALIASES) {
                    depths[place] = Some(shorten(types, id));
                }
            } else if depths[place].is_none() {
                stack.push((id, true));
                stack.extend(inside.into_iter().map(|next| (next, false)));
            }
        }
    }
}

/// Ends a chain of aliases at one of them; what is its depth then.
fn shorten(types: &mut Types, id: TypeId) -> usize {
    let TypeKind::Alias(mut shape) = types[id].kind.clone() else {
        return 0;
    };
    let mut is_bare = false;
    // There are no circles any more, and no more steps than types in any case.
    for _ in 0..types.len() {
        let Type::Named(next) = shape.ty else { break };
        is_bare = true;
        match &types[next].kind {
            TypeKind::Alias(inner) if matches!(inner.ty, Type::Named(_)) => {
                shape.ty = inner.ty.clone()
            }
            _ => break,
        }
    }
    types[id].kind = match is_bare {
        true => TypeKind::Alias(shape),
        false => TypeKind::Newtype(shape),
    };
    usize::from(is_bare)
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
                let kind = &mut types[owner].kind;
                kind.each_held_mut(&mut |shape| box_uses(shape, target));
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
    def.kind.each_held(&mut |shape| held(&shape.ty, &mut out));
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

/// `Eq` and `Hash` where nothing inside forbids them; `Copy` for newtypes of what is small.
fn derive(types: &mut Types) {
    let eq = equatable(types);
    for (index, eq) in eq.into_iter().enumerate() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let copy = matches!(&types[id].kind, TypeKind::Newtype(shape) if !shape.nullable && is_small(&shape.ty));
        types[id].derives.eq = eq;
        types[id].derives.copy = copy;
    }
}

/// Which types can be compared by `Eq`: all but those that hold something that cannot, or a type that
/// holds it. Each is asked once, and once for each that it is in.
fn equatable(types: &Types) -> Vec<bool> {
    let mut eq = vec![true; types.len()];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut pending = Vec::new();
    for (id, def) in types.iter() {
        let user = id.0 as usize;
        if !allows_eq(def) {
            pending.push(user);
        }
        def.kind.each_shape(&mut |shape| {
            shape.each_named(&mut |used| users[used.0 as usize].push(user));
        });
    }
    while let Some(index) = pending.pop() {
        if std::mem::take(&mut eq[index]) {
            pending.append(&mut users[index]);
        }
    }
    eq
}

fn is_small(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Integer(_) | Type::F32 | Type::F64 => true,
        Type::Format(format) => format.row().copy,
        _ => false,
    }
}

/// Whether nothing forbids it but the types that one names.
fn allows_eq(def: &TypeDef) -> bool {
    let itself = match &def.kind {
        TypeKind::Struct(object) => !matches!(object.extras, Extras::Forbidden { .. }),
        TypeKind::Enum(definition) => {
            definition.repr != EnumRepr::Json
                && definition
                    .variants
                    .iter()
                    .all(|variant| !is_float(&variant.value))
        }
        TypeKind::Union(union) => !union.unknown,
        TypeKind::Newtype(_) | TypeKind::Alias(_) => true,
        TypeKind::External(_) => false,
    };
    let mut all = itself;
    def.kind
        .each_shape(&mut |shape| all &= shape_allows_eq(&shape.ty));
    all
}

fn is_float(value: &Value) -> bool {
    value.is_f64()
}

fn shape_allows_eq(ty: &Type) -> bool {
    match ty {
        Type::F32 | Type::F64 | Type::Value => false,
        Type::Named(_) | Type::Boxed(_) => true,
        Type::Format(format) => format.row().eq,
        Type::List(_)
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::Decimal
        | Type::String
        | Type::Null => ty.inner().iter().all(|inner| shape_allows_eq(&inner.ty)),
    }
}
