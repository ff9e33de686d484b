//! Where the bodies of an operation's failures say in words what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::context::Context;
use crate::ir::{
    Api, Content, Extras, MediaKind, Operation, Shape, Struct, Type, TypeId, TypeKind,
};

/// Properties that hold such words, the most telling first: of RFC 9457, and what servers call them.
const NAMES: [&str; 10] = [
    "detail",
    "message",
    "error_description",
    "errorMessage",
    "error",
    "msg",
    "reason",
    "description",
    FIELDS,
    "title",
];

/// The texts of each field of a request, or a list of what is wrong: of ASP.NET, Laravel, Rails and RFC 9457.
const FIELDS: &str = "errors";

/// The place of a body that is a text as a whole.
const WHOLE: &str = "";

/// What an item of such a list says, and where: the runtime shows these and no others.
const TEXTS: [&str; 4] = ["msg", "message", "detail", "description"];
const WHERE: [&str; 6] = ["loc", "field", "property", "pointer", "path", "parameter"];

/// Objects that hold a failure as a whole.
const AROUND: [&str; 2] = ["error", "fault"];

/// How many types are looked into, of unions within unions.
const MOST: usize = 256;

/// How many types within each other words may be of.
const MOST_WITHIN: usize = 6;

/// The places, as paths of properties, that the document describes as text which may be shown, or as a
/// list of what is wrong where.
pub(super) fn places(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let mut objects = Vec::new();
    let mut seen = BTreeSet::new();
    for shape in bodies(operation) {
        gather(context.api, shape, &mut seen, &mut objects);
    }
    let mut places = shown(context.api, &objects);
    if is_said_as_a_whole(context.api, operation) {
        places.push(WHOLE.to_owned());
    }
    places
}

/// Whether a failure is a text as a whole, and no other is a secret or a file as a whole: who shows one does not ask
/// which it is.
fn is_said_as_a_whole(api: &Api, operation: &Operation) -> bool {
    let said: Option<Vec<bool>> = contents(operation)
        .map(|content| match &content.kind {
            MediaKind::Json(shape) | MediaKind::Text(shape, _) => {
                match has_secret(api, &shape.ty, MOST_WITHIN) {
                    true => None,
                    false => Some(shape.ty == Type::String && is_plain(content)),
                }
            }
            MediaKind::Bytes | MediaKind::Base64 => None,
            _ => Some(false),
        })
        .collect();
    said.is_some_and(|said| said.contains(&true))
}

/// Whether a content is JSON or words, and not a text such as HTML.
fn is_plain(content: &Content) -> bool {
    matches!(content.kind, MediaKind::Json(_)) || content.media_type.starts_with("text/plain")
}

/// Whether data of a type may be a secret as a whole.
fn has_secret(api: &Api, ty: &Type, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return true;
    };
    match ty {
        Type::Format(format) => format.row().secret.is_some(),
        Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => has_secret(api, &shape.ty, depth),
            TypeKind::Union(union) => {
                let mut branches = union.branches.iter();
                union.secret || branches.any(|branch| has_secret(api, &branch.shape.ty, depth))
            }
            TypeKind::Struct(_) | TypeKind::Enum(_) => false,
            TypeKind::External(_) => true,
        },
        _ => false,
    }
}

/// What an operation fails with.
fn contents(operation: &Operation) -> impl Iterator<Item = &Content> {
    let errors = operation.responses.errors.iter();
    let variants = errors.flat_map(|response| &response.variants);
    variants.filter_map(|variant| variant.content.as_ref())
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
    contents(operation).filter_map(|content| match &content.kind {
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
        let Some(is_shown) = is_shown(api, &field.shape.ty, name, MOST_WITHIN) else {
            continue;
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

/// Whether data of a type are words that may be shown, or must not be; nothing where they are no words.
fn is_shown(api: &Api, ty: &Type, name: &str, depth: usize) -> Option<bool> {
    let depth = depth.checked_sub(1)?;
    let each = |ty: &Type| is_shown(api, ty, name, depth);
    match ty {
        Type::String => Some(true),
        Type::Format(format) => format.row().secret.map(|_| false),
        Type::List(item) => each(&item.ty).or_else(|| is_fault(api, item)),
        // The names of fields are the request's, so that not every map is one.
        Type::Map(value) if name == FIELDS => each(&value.ty),
        Type::Named(id) | Type::Boxed(id) => match &api.types[*id].kind {
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => each(&shape.ty),
            TypeKind::Union(union) => {
                let branches = union.branches.iter().map(|branch| each(&branch.shape.ty));
                let known: Option<Vec<bool>> = branches.collect();
                known.map(|known| known.into_iter().all(|is_shown| is_shown))
            }
            TypeKind::Struct(Struct {
                fields,
                extras: Extras::Kept { value, .. },
                ..
            }) if name == FIELDS && fields.is_empty() => each(&value.ty),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an item of a list says what is wrong, and may be shown.
fn is_fault(api: &Api, item: &Shape) -> Option<bool> {
    let object = object(api, item)?;
    let field = |name: &&str| object.fields.iter().find(|field| field.wire == **name);
    let mut told = TEXTS.iter().chain(&WHERE).filter_map(field);
    let is_secret = told.any(|field| {
        let mut is_secret = false;
        field.shape.each_within(&mut |shape| {
            is_secret |= is_shown(api, &shape.ty, "", MOST_WITHIN) == Some(false);
        });
        is_secret
    });
    let text = TEXTS.iter().find_map(field)?;
    match is_secret {
        true => Some(false),
        false => is_shown(api, &text.shape.ty, "", MOST_WITHIN),
    }
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

#[cfg(test)]
mod tests {
    use super::{FIELDS, TEXTS, WHERE, WHOLE};
    use faircopy_runtime::error::message;

    #[test]
    fn what_is_looked_for_secrets_is_what_is_shown() {
        let shown = (
            message::FIELDS,
            message::TEXTS,
            message::WHERE,
            message::WHOLE,
        );
        assert_eq!((FIELDS, TEXTS, WHERE, WHOLE), shown);
    }
}
