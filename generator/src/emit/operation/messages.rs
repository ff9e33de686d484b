//! Where the bodies of an operation's failures say in words what is wrong.

use crate::emit::context::Context;
use crate::ir::{MediaKind, Operation, Shape, Struct, Type, TypeKind};

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

/// The places, as paths of properties, that the document describes as text which may be shown, or as a
/// list of what is wrong where.
pub(super) fn places(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let mut places = Vec::new();
    for response in &operation.responses.errors {
        for variant in &response.variants {
            let Some(content) = &variant.content else {
                continue;
            };
            if let MediaKind::Json(shape) = &content.kind
                && let Some(object) = object(context, shape)
            {
                within(context, object, "", &mut places);
            }
        }
    }
    places
}

fn within(context: &Context<'_>, object: &Struct, before: &str, places: &mut Vec<String>) {
    let field = |name: &str| object.fields.iter().find(|field| field.wire == name);
    for name in NAMES {
        let is_shown = field(name).is_some_and(|field| match &field.shape.ty {
            Type::String => true,
            Type::List(item) => is_fault(context, item),
            _ => false,
        });
        let place = format!("{before}{name}");
        if is_shown && !places.contains(&place) {
            places.push(place);
        }
    }
    for name in AROUND.into_iter().filter(|_| before.is_empty()) {
        let inner = field(name).and_then(|field| self::object(context, &field.shape));
        if let Some(inner) = inner {
            within(context, inner, &format!("{name}/"), places);
        }
    }
}

/// Whether an item of a list says what is wrong, and where: FastAPI's `loc` and `msg`.
fn is_fault(context: &Context<'_>, item: &Shape) -> bool {
    let is_text = |name: &str, object: &Struct| {
        let mut fields = object.fields.iter();
        fields.any(|field| field.wire == name && field.shape.ty == Type::String)
    };
    object(context, item).is_some_and(|object| {
        object.fields.iter().any(|field| field.wire == "loc") && is_text("msg", object)
    })
}

fn object<'c>(context: &Context<'c>, shape: &Shape) -> Option<&'c Struct> {
    // Names of names are few; a circle of them has no object.
    let mut ty = &shape.ty;
    for _ in 0..16 {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return None;
        };
        match &context.api.types[*id].kind {
            TypeKind::Struct(object) => return Some(object),
            TypeKind::Alias(shape) | TypeKind::Newtype(shape) => ty = &shape.ty,
            _ => return None,
        }
    }
    None
}
