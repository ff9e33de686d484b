//! Branches of a union to the check that a value's tag is the branch's own: who builds a value may
//! have set the tag of another.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::union::structure;
use super::{Access, on_json, secrecy, subject};
use crate::emit::constraint;
use crate::emit::context::{Context, Presence, ident};
use crate::emit::unknown::unknown_variant;
use crate::ir::{
    Branch, Constraint, Enum, EnumRepr, Extras, Field, Selection, Shape, Type, TypeKind, Union,
};

/// Judges the tag of `value`, a reference to a branch's value; none where it can have no other.
pub(super) fn check(cx: &Context<'_>, union: &Union, branch: &Branch) -> Option<TokenStream> {
    let Selection::Tag(property) = &union.selection else {
        return None;
    };
    let otherwise = union.otherwise.and_then(|index| union.branches.get(index));
    let takes_any = otherwise.is_some_and(|otherwise| otherwise.name == branch.name);
    if branch.tags.is_empty() || takes_any {
        return None;
    }
    if let Some((map, shape)) = map(cx, &branch.shape.ty, quote!(value)) {
        return undeclared(cx, branch, property, &map, shape);
    }
    let (_, object) = structure(cx, &branch.shape.ty)?;
    let field = object.fields.iter().find(|field| field.wire == *property);
    match (field, &object.extras) {
        (Some(field), _) => declared(cx, branch, field),
        (None, Extras::Kept { name, value }) => {
            let name = ident(name);
            undeclared(cx, branch, property, &quote!(value.#name), value)
        }
        (None, Extras::Dropped | Extras::Forbidden { .. }) => None,
    }
}

/// The map that a value of a type holds all properties in, and what they are.
fn map<'c>(
    cx: &'c Context<'_>,
    ty: &'c Type,
    value: TokenStream,
) -> Option<(TokenStream, &'c Shape)> {
    match ty {
        Type::Map(shape) => Some((value, shape)),
        Type::Named(id) | Type::Boxed(id) => match &cx.api.types[*id].kind {
            TypeKind::Alias(shape) => map(cx, &shape.ty, value),
            TypeKind::Newtype(shape) => map(cx, &shape.ty, quote!(#value.get())),
            TypeKind::Struct(_)
            | TypeKind::Enum(_)
            | TypeKind::Union(_)
            | TypeKind::External(_) => None,
        },
        _ => None,
    }
}

/// A tag among the properties that are not declared.
fn undeclared(
    cx: &Context<'_>,
    branch: &Branch,
    property: &str,
    map: &TokenStream,
    shape: &Shape,
) -> Option<TokenStream> {
    let tag = Access::reference(quote!(tag));
    let checks = judge(cx, branch, property, shape, &tag)?;
    Some(quote! {
        if let Some(tag) = #map.get(#property) { #checks }
    })
}

fn declared(cx: &Context<'_>, branch: &Branch, field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name);
    let shape = Shape {
        nullable: false,
        ..field.shape.clone()
    };
    let judge = |tag: Access| judge(cx, branch, &field.wire, &shape, &tag);
    let tag = || Access::reference(quote!(tag));
    Some(match Presence::of(field) {
        Presence::Required => judge(Access::place(quote!(value.#name)))?,
        Presence::RequiredNullable | Presence::Optional => {
            let checks = judge(tag())?;
            quote!(if let Some(tag) = &value.#name { #checks })
        }
        Presence::ThreeState => {
            let checks = judge(tag())?;
            quote!(if let runtime::Patch::Value(tag) = &value.#name { #checks })
        }
    })
}

/// The judgement of a tag, a value of that shape.
fn judge(
    cx: &Context<'_>,
    branch: &Branch,
    property: &str,
    shape: &Shape,
    tag: &Access,
) -> Option<TokenStream> {
    let at = quote!(&at.key(#property));
    let at = match secrecy(&shape.ty) {
        Some(_) => constraint::secret(&at),
        None => at,
    };
    let tags = branch.tags.iter().cloned().map(Value::String).collect();
    let constraint = Constraint::OneOf(tags);
    if let Some(definition) = enumeration(cx, &shape.ty) {
        return of_enum(cx, branch, definition, shape, tag, &at);
    }
    match subject(cx, &shape.ty, tag).filter(|_| !shape.nullable) {
        Some(subject) if constraint::applies(&constraint, subject.kind) => {
            constraint::statement(&constraint, &subject, &at)
        }
        _ => {
            let checks = on_json(cx, shape, tag, &at, &[constraint]);
            Some(quote!(#(#checks)*))
        }
    }
}

/// As [`judge`], of an enum, whose variants are known.
fn of_enum(
    cx: &Context<'_>,
    branch: &Branch,
    definition: &Enum,
    shape: &Shape,
    tag: &Access,
    at: &TokenStream,
) -> Option<TokenStream> {
    let (tags, value) = (&branch.tags, tag.by_reference());
    let text = constraint::receiver(&value);
    let judge = quote!(runtime::constraint::one_of_texts(#text.as_str(), &[#(#tags),*], #at, out););
    if definition.open {
        return Some(judge);
    }
    let variants = definition.variants.iter();
    let own = variants.filter(|variant| is_own(branch, &variant.value));
    let own: Vec<_> = own.map(|variant| ident(&variant.name)).collect();
    // What the enum does not declare, its own check finds.
    let unknown = unknown_variant(definition.variants.iter().map(|variant| &variant.name));
    let ty = cx.bare_type(&shape.ty);
    let is_judged = own.len() < definition.variants.len();
    is_judged.then(|| {
        quote! {
            if !matches!(#text, #(#ty::#own |)* #ty::#unknown(_)) { #judge }
        }
    })
}

fn is_own(branch: &Branch, value: &Value) -> bool {
    let text = value.as_str();
    text.is_some_and(|text| branch.tags.iter().any(|tag| tag == text))
}

/// The enum of texts that a type is; none where it is behind an alias, through which no variant can
/// be named.
fn enumeration<'c>(cx: &'c Context<'_>, ty: &Type) -> Option<&'c Enum> {
    let Type::Named(id) = ty else { return None };
    match &cx.api.types[*id].kind {
        TypeKind::Enum(definition) if definition.repr == EnumRepr::String => Some(definition),
        _ => None,
    }
}
