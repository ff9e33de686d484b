//! Properties, parameters and parts that can have one value only → that value, so that nobody is asked for it.
//!
//! Of a property it is the schema that says so, by `const` or an `enum` of one, or every union that the object is a
//! branch of, by the one tag that stands for it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::exclusion::definition;
use crate::ir::{
    Api, Body, Constraint, Content, Enum, MediaKind, Payload, Selection, Shape, Type, TypeId,
    TypeKind, Types,
};

/// Finds the value of each such property and parameter.
pub(super) fn run(api: &mut Api) {
    properties(&mut api.types);
    let types = &api.types;
    for operation in api.operations.iter_mut().chain(&mut api.called) {
        let parameters = operation.parameters.iter_mut();
        for parameter in parameters.filter(|parameter| parameter.required) {
            parameter.fixed = only_value(types, &parameter.shape);
        }
        let contents = operation.body.iter_mut().flat_map(Body::contents_mut);
        contents.for_each(|content| parts(types, content));
    }
}

fn parts(types: &Types, content: &mut Content) {
    let MediaKind::Multipart { parts, .. } = &mut content.kind else {
        return;
    };
    let required = parts.iter_mut().filter(|part| part.required);
    for part in required.filter(|part| part.list.is_none()) {
        if let (None, Payload::Value(shape)) = (&part.fixed, &part.payload) {
            // A null is no part.
            part.fixed = only_value(types, shape).filter(|value| !value.is_null());
        }
    }
}

fn properties(types: &mut Types) {
    let tags = tags(types);
    let mut found = Vec::new();
    for (id, def) in types.iter() {
        let TypeKind::Struct(object) = &def.kind else {
            continue;
        };
        let fields = object.fields.iter().enumerate();
        for (index, field) in fields.filter(|(_, field)| field.required) {
            let tag = tags.get(&(id, field.wire.as_str())).copied().flatten();
            let only = only_value(types, &field.shape);
            let only = only.or_else(|| tag.and_then(|tag| tagged(types, &field.shape, tag)));
            found.extend(only.map(|value| (id, index, value)));
        }
    }
    for (id, index, value) in found {
        if let TypeKind::Struct(object) = &mut types[id].kind {
            object.fields[index].fixed = Some(value);
        }
    }
}

/// The tag of each object by each property that tells branches apart; none where unions differ.
fn tags(types: &Types) -> BTreeMap<(TypeId, &str), Option<&str>> {
    let mut tags: BTreeMap<(TypeId, &str), Option<&str>> = BTreeMap::new();
    for (_, def) in types.iter() {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let Selection::Tag(property) = &union.selection else {
            continue;
        };
        for branch in &union.branches {
            let Some(id) = object(types, &branch.shape.ty) else {
                continue;
            };
            let tag = match branch.tags.as_slice() {
                [only] if branch.adds_tag => Some(only.as_str()),
                _ => None,
            };
            tags.entry((id, property))
                .and_modify(|known| *known = known.filter(|known| Some(*known) == tag))
                .or_insert(tag);
        }
    }
    tags
}

/// The object that a type is, beyond aliases.
fn object(types: &Types, ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    for _ in 0..types.len() {
        let id = ty.id()?;
        match &types[id].kind {
            TypeKind::Struct(_) => return Some(id),
            TypeKind::Alias(shape) if !shape.nullable => ty = &shape.ty,
            _ => return None,
        }
    }
    None
}

/// The one value of a shape.
fn only_value(types: &Types, shape: &Shape) -> Option<Value> {
    if shape.nullable {
        return None;
    }
    match &shape.ty {
        Type::Null => Some(Value::Null),
        Type::Bool => shape
            .constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::OneOf(values) => only(values).cloned(),
                _ => None,
            }),
        Type::Named(_) => {
            let values = enumeration(types, &shape.ty).filter(|values| !values.open)?;
            only(&values.variants).map(|variant| variant.value.clone())
        }
        _ => None,
    }
}

/// A tag as the value of a shape, where it can have it.
fn tagged(types: &Types, shape: &Shape, tag: &str) -> Option<Value> {
    let is_known = match &shape.ty {
        _ if shape.nullable => false,
        Type::String => true,
        Type::Named(_) => enumeration(types, &shape.ty)?
            .variants
            .iter()
            .any(|variant| variant.value == tag),
        _ => false,
    };
    is_known.then(|| Value::from(tag))
}

fn enumeration<'t>(types: &'t Types, ty: &Type) -> Option<&'t Enum> {
    match &definition(types, ty)?.kind {
        TypeKind::Enum(values) => Some(values),
        _ => None,
    }
}

fn only<T>(list: &[T]) -> Option<&T> {
    match list {
        [only] => Some(only),
        _ => None,
    }
}
