//! What a setter takes for a value of a type: setters of bodies, parameters and parts alike.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;
use crate::format::Secrecy;
use crate::ir::{Shape, Type, TypeKind, Types};

/// What is taken for a value.
#[derive(Clone, Debug)]
pub(super) enum Taken {
    /// The type itself.
    Plain,
    /// What becomes of it.
    Into,
    /// What gives items of that type, of a list.
    Items {
        /// The type of an item.
        item: TokenStream,
        /// Whether items are what becomes of it.
        into: bool,
    },
}

/// How a type is taken, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind<'t> {
    /// As it is.
    Plain,
    /// By what becomes of it.
    Into,
    /// By what gives items of that shape, or, where it says so, what becomes of one.
    Items(&'t Shape, bool),
}

impl<'t> Kind<'t> {
    /// How a type is taken, beyond aliases.
    pub fn of(types: &'t Types, ty: &'t Type) -> Self {
        match unaliased(types, ty) {
            Some(Type::List(item)) => Self::Items(item, !item.nullable && becomes(types, &item.ty)),
            Some(ty) if becomes(types, ty) => Self::Into,
            _ => Self::Plain,
        }
    }
}

impl Taken {
    /// What is taken for a type, beyond aliases.
    pub(super) fn of(cx: &Context<'_>, ty: &Type) -> Self {
        match Kind::of(&cx.api.types, ty) {
            Kind::Plain => Self::Plain,
            Kind::Into => Self::Into,
            Kind::Items(item, into) => Self::Items {
                item: cx.type_tokens(item),
                into,
            },
        }
    }

    /// The type of an argument, where it is more than `ty`.
    pub(super) fn argument(&self, ty: &TokenStream) -> Option<TokenStream> {
        match self {
            Self::Plain => None,
            Self::Into => Some(quote!(impl Into<#ty>)),
            Self::Items { item, into: true } => {
                Some(quote!(impl IntoIterator<Item = impl Into<#item>>))
            }
            Self::Items { item, into: false } => Some(quote!(impl IntoIterator<Item = #item>)),
        }
    }

    /// A value of the type, of what was taken for it.
    pub(super) fn value(&self, given: &TokenStream, ty: &TokenStream) -> TokenStream {
        match self {
            Self::Plain => given.clone(),
            Self::Into => quote!(Into::<#ty>::into(#given)),
            Self::Items { item, into: true } => {
                quote!(#given.into_iter().map(Into::into).collect::<Vec<#item>>())
            }
            Self::Items { item, into: false } => {
                quote!(#given.into_iter().collect::<Vec<#item>>())
            }
        }
    }
}

/// Whether something else is often at hand that becomes a type: a text, of which a secret is made too, or
/// a branch of a union.
///
/// Of a number nothing is said, since a literal that becomes a `u64` could be of any other type.
fn becomes(types: &Types, ty: &Type) -> bool {
    match unaliased(types, ty) {
        Some(Type::String) => true,
        Some(Type::Format(format)) => format.row().secret == Some(Secrecy::Text),
        Some(Type::Named(id)) => matches!(types[*id].kind, TypeKind::Union(_)),
        _ => false,
    }
}

/// A type beyond aliases; nothing where one of them is nullable.
pub(super) fn unaliased<'t>(types: &'t Types, mut ty: &'t Type) -> Option<&'t Type> {
    // No alias leads to itself: each is followed once at most.
    for _ in 0..=types.len() {
        match ty {
            Type::Named(id) => match &types[*id].kind {
                TypeKind::Alias(Shape { nullable: true, .. }) => return None,
                TypeKind::Alias(shape) => ty = &shape.ty,
                _ => return Some(ty),
            },
            _ => return Some(ty),
        }
    }
    None
}
