//! Branches of a union to the check that a value's tag is the branch's own: who builds a value may
//! have set the tag of another.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::union::structure;
use super::{Access, encoded, on_json, secrecy, subject};
use crate::emit::constraint::{self, Subject, SubjectKind};
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
    let tags = Tags::of(union, branch)?;
    if let Some((map, shape)) = map(cx, &branch.shape.ty, quote!(value)) {
        return undeclared(cx, &tags, property, &map, shape);
    }
    let (_, object) = structure(cx, &branch.shape.ty)?;
    let field = object.fields.iter().find(|field| field.wire == *property);
    match (field, &object.extras) {
        (Some(field), _) => declared(cx, &tags, field),
        (None, Extras::Kept { name, value }) => {
            let name = ident(name);
            undeclared(cx, &tags, property, &quote!(value.#name), value)
        }
        (None, Extras::Dropped | Extras::Forbidden { .. }) => None,
    }
}

/// Which tags a branch's value may have.
enum Tags<'u> {
    /// One of these, its own.
    Own(&'u [String]),
    /// All but those of the other branches: it is the one for tags that none has.
    NotOf(Vec<&'u str>),
}

impl<'u> Tags<'u> {
    fn of(union: &'u Union, branch: &'u Branch) -> Option<Self> {
        let otherwise = union.otherwise.and_then(|index| union.branches.get(index));
        if otherwise.is_some_and(|otherwise| otherwise.name == branch.name) {
            let others = union
                .branches
                .iter()
                .filter(|other| other.name != branch.name);
            let others = others.flat_map(|other| &other.tags);
            let others = others.filter(|tag| !branch.tags.contains(*tag));
            let others: Vec<_> = others.map(String::as_str).collect();
            return (!others.is_empty()).then_some(Self::NotOf(others));
        }
        (!branch.tags.is_empty()).then_some(Self::Own(&branch.tags))
    }

    fn has(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| match self {
            Self::Own(tags) => tags.iter().any(|tag| tag == text),
            Self::NotOf(others) => !others.contains(&text),
        })
    }

    /// The judgement of a text.
    fn judge(&self, text: &TokenStream, at: &TokenStream) -> TokenStream {
        match self {
            Self::Own(tags) => {
                quote!(runtime::constraint::one_of_texts(#text, &[#(#tags),*], #at, out);)
            }
            Self::NotOf(others) => {
                quote!(runtime::constraint::none_of_texts(#text, &[#(#others),*], #at, out);)
            }
        }
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
    tags: &Tags<'_>,
    property: &str,
    map: &TokenStream,
    shape: &Shape,
) -> Option<TokenStream> {
    let tag = Access::reference(quote!(tag));
    let checks = judge(cx, tags, property, shape, &tag)?;
    Some(quote! {
        if let Some(tag) = #map.get(#property) { #checks }
    })
}

fn declared(cx: &Context<'_>, tags: &Tags<'_>, field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name);
    let shape = Shape {
        nullable: false,
        ..field.shape.clone()
    };
    let judge = |tag: Access| judge(cx, tags, &field.wire, &shape, &tag);
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
    tags: &Tags<'_>,
    property: &str,
    shape: &Shape,
    tag: &Access,
) -> Option<TokenStream> {
    let at = quote!(&at.key(#property));
    let at = match secrecy(&shape.ty) {
        Some(_) => constraint::secret(&at),
        None => at,
    };
    if let Some(definition) = enumeration(cx, &shape.ty) {
        return of_enum(cx, tags, definition, shape, tag, &at);
    }
    let subject = subject(cx, &shape.ty, tag).filter(|_| !shape.nullable);
    match tags {
        Tags::Own(tags) => {
            let tags = tags.iter().cloned().map(Value::String).collect();
            let constraint = Constraint::OneOf(tags);
            match subject {
                Some(subject) if constraint::applies(&constraint, subject.kind) => {
                    constraint::statement(&constraint, &subject, &at)
                }
                _ => {
                    let checks = on_json(cx, shape, tag, &at, &[constraint]);
                    Some(quote!(#(#checks)*))
                }
            }
        }
        Tags::NotOf(_) => Some(match subject {
            Some(subject) if subject.kind == SubjectKind::Text => tags.judge(&subject.value, &at),
            subject => {
                let is_json = |subject: &Subject| subject.kind == SubjectKind::Json;
                let json = match subject.filter(is_json) {
                    Some(subject) => subject.value,
                    None => encoded(cx, shape, tag),
                };
                let judge = tags.judge(&quote!(text), &at);
                quote!(if let Some(text) = #json.as_str() { #judge })
            }
        }),
    }
}

/// As [`judge`], of an enum, whose variants are known.
fn of_enum(
    cx: &Context<'_>,
    tags: &Tags<'_>,
    definition: &Enum,
    shape: &Shape,
    tag: &Access,
    at: &TokenStream,
) -> Option<TokenStream> {
    let value = tag.by_reference();
    let text = constraint::receiver(&value);
    let judge = tags.judge(&quote!(#text.as_str()), at);
    if definition.open {
        return Some(judge);
    }
    let variants = definition.variants.iter();
    let own = variants.filter(|variant| tags.has(&variant.value));
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

/// The enum of texts that a type is; none where it is behind an alias, through which no variant can
/// be named.
fn enumeration<'c>(cx: &'c Context<'_>, ty: &Type) -> Option<&'c Enum> {
    let Type::Named(id) = ty else { return None };
    match &cx.api.types[*id].kind {
        TypeKind::Enum(definition) if definition.repr == EnumRepr::String => Some(definition),
        _ => None,
    }
}
