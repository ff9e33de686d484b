//! Where the bodies of an operation's failures say in words what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::context::Context;
use crate::ir::{Api, MediaKind, Operation, Shape, Struct, Type, TypeId, TypeKind};

/// Properties that hold such words, the most telling first: of RFC 9457, and what servers call them.
const NAMES: [&str; 9] = [
    "detail",
    "message",
    "error_description",
    "errorMessage",
    "error",
    "msg",
    "reason",
    "description",
    "title",
];

/// Objects that hold a failure as a whole.
const AROUND: [&str; 2] = ["error", "fault"];

/// How many types are looked into, of unions within unions.
const MOST: usize = 256;

/// The places, as paths of properties, that the document describes as text which may be shown, or as a
/// list of what is wrong where.
pub(super) fn places(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let mut objects = Vec::new();
    let mut seen = BTreeSet::new();
    for shape in bodies(operation) {
        gather(context.api, shape, &mut seen, &mut objects);
    }
    shown(context.api, &objects)
}

/// The types that are bodies of failures, each with the places where it says in words what is wrong.
pub(in crate::emit) fn of_types(api: &Api) -> BTreeMap<TypeId, Vec<String>> {
    let mut found = BTreeMap::new();
    for shape in api.all_operations().flat_map(bodies) {
        let mut ty = &shape.ty;
        // A name of a name is the same type.
        while let Type::Named(id) = ty
            && let TypeKind::Alias(shape) = &api.types[*id].kind
        {
            ty = &shape.ty;
        }
        let Type::Named(id) = *ty else {
            continue;
        };
        let is_own = matches!(api.types[id].kind, TypeKind::Struct(_) | TypeKind::Union(_));
        if !is_own || found.contains_key(&id) {
            continue;
        }
        let mut objects = Vec::new();
        let body = Shape::new(Type::Named(id), shape.source.clone());
        gather(api, &body, &mut BTreeSet::new(), &mut objects);
        found.insert(id, shown(api, &objects));
    }
    found.retain(|_, places| !places.is_empty());
    found
}

/// The shapes of an operation's failures that are JSON.
fn bodies(operation: &Operation) -> impl Iterator<Item = &Shape> {
    let variants = operation.responses.errors.iter();
    let contents = variants
        .flat_map(|response| &response.variants)
        .filter_map(|variant| variant.content.as_ref());
    contents.filter_map(|content| match &content.kind {
        MediaKind::Json(shape) => Some(shape),
        _ => None,
    })
}

/// Adds the objects that data of a shape may be.
fn gather<'a>(
    api: &'a Api,
    shape: &Shape,
    seen: &mut BTreeSet<TypeId>,
    objects: &mut Vec<&'a Struct>,
) {
    let (Type::Named(id) | Type::Boxed(id)) = shape.ty else {
        return;
    };
    if !seen.insert(id) || seen.len() > MOST {
        return;
    }
    match &api.types[id].kind {
        TypeKind::Struct(object) => objects.push(object),
        TypeKind::Alias(shape) | TypeKind::Newtype(shape) => gather(api, shape, seen, objects),
        TypeKind::Union(union) => {
            for branch in &union.branches {
                gather(api, &branch.shape, seen, objects);
            }
        }
        TypeKind::Enum(_) | TypeKind::External(_) => {}
    }
}

/// The places at which some of the objects have such words, and none has anything else.
fn shown(api: &Api, objects: &[&Struct]) -> Vec<String> {
    let each: Vec<Vec<(String, bool)>> = objects
        .iter()
        .map(|object| {
            let mut found = Vec::new();
            within(api, object, "", &mut found);
            found
        })
        .collect();
    let mut places: Vec<String> = Vec::new();
    for (place, is_shown) in each.iter().flatten() {
        if *is_shown && !places.contains(place) {
            places.push(place.clone());
        }
    }
    let is_hidden = |place: &String| {
        each.iter()
            .flatten()
            .any(|(it, shown)| it == place && !shown)
    };
    places.retain(|place| !is_hidden(place));
    places
}

/// Adds the places of an object that are called so, and whether what is there may be shown.
fn within(api: &Api, object: &Struct, before: &str, places: &mut Vec<(String, bool)>) {
    let field = |name: &str| object.fields.iter().find(|field| field.wire == name);
    for name in NAMES {
        let Some(field) = field(name) else {
            continue;
        };
        let is_shown = match &field.shape.ty {
            Type::String => true,
            Type::List(item) if is_fault(api, item) => true,
            ty if is_secret(api, ty) => false,
            _ => continue,
        };
        places.push((format!("{before}{name}"), is_shown));
    }
    for name in AROUND.into_iter().filter(|_| before.is_empty()) {
        let inner = field(name).and_then(|field| self::object(api, &field.shape));
        if let Some(inner) = inner {
            within(api, inner, &format!("{name}/"), places);
        }
    }
}

/// Whether a text, or that of a fault in a list, must not be shown.
fn is_secret(api: &Api, ty: &Type) -> bool {
    let mut ty = ty;
    for _ in 0..MOST {
        match ty {
            Type::Format(format) => return format.row().secret.is_some(),
            Type::List(item) => {
                let object = object(api, item);
                let mut fields = object.iter().flat_map(|object| &object.fields);
                match fields.find(|field| field.wire == "msg") {
                    Some(field) => ty = &field.shape.ty,
                    None => return false,
                }
            }
            Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
                TypeKind::Newtype(shape) | TypeKind::Alias(shape) => ty = &shape.ty,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

/// Whether an item of a list says what is wrong, and where: FastAPI's `loc` and `msg`.
fn is_fault(api: &Api, item: &Shape) -> bool {
    let is_text = |name: &str, object: &Struct| {
        let mut fields = object.fields.iter();
        fields.any(|field| field.wire == name && field.shape.ty == Type::String)
    };
    object(api, item).is_some_and(|object| {
        object.fields.iter().any(|field| field.wire == "loc") && is_text("msg", object)
    })
}

fn object<'a>(api: &'a Api, shape: &Shape) -> Option<&'a Struct> {
    // Names of names are few; a circle of them has no object.
    let mut ty = &shape.ty;
    for _ in 0..16 {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return None;
        };
        match &api.types[*id].kind {
            TypeKind::Struct(object) => return Some(object),
            TypeKind::Alias(shape) | TypeKind::Newtype(shape) => ty = &shape.ty,
            _ => return None,
        }
    }
    None
}
