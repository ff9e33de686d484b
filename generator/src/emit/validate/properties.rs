//! The properties of an object to the checks of each, and what is checked beside them.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{Access, inside, statements};
use crate::emit::context::{Context, Presence, ident};
use crate::ir::{Extras, Field, Shape, Struct, Type};

/// What is checked of a struct beside its declared properties, each by itself.
pub(super) fn rest(cx: &Context<'_>, object: &Struct) -> TokenStream {
    let extras = match &object.extras {
        Extras::Dropped => TokenStream::new(),
        Extras::Kept { name, value } => {
            let name = ident(name);
            let map = Type::Map(value.clone());
            let inner = inside(cx, &map, &Access::place(quote!(self.#name)), &quote!(at));
            quote!(#(#inner)*)
        }
        Extras::Forbidden { name } => {
            let name = ident(name);
            quote! {
                for key in self.#name.keys() {
                    runtime::constraint::forbidden("additionalProperties", key, at, out);
                }
            }
        }
    };
    let members = super::object::Members::of(object);
    let constraints = object
        .constraints
        .iter()
        .map(|constraint| super::object::constraint(cx, &members, constraint));
    quote! {
        #extras
        #(#constraints)*
    }
}

/// The checks of a property of `self`.
pub(super) fn field(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let place = Access::place(quote!(self.#name));
    match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => {
            let checks = property(cx, field, &field.shape, &place);
            if checks.is_empty() || is_call(&checks) {
                checks
            } else {
                quote!({ #checks })
            }
        }
        Presence::Optional | Presence::ThreeState => {
            present_property(cx, field, &quote!(&self.#name))
        }
    }
}

/// The checks of a property that may be absent, where `slot` is a reference to an `Option` or a
/// `Patch`.
pub(super) fn present_property(cx: &Context<'_>, field: &Field, slot: &TokenStream) -> TokenStream {
    let there = match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => field.shape.clone(),
        Presence::Optional | Presence::ThreeState => Shape {
            nullable: false,
            ..field.shape.clone()
        },
    };
    let value = Access::reference(quote!(value));
    let checks = property(cx, field, &there, &value);
    if checks.is_empty() {
        return checks;
    }
    if Presence::of(field) != Presence::ThreeState {
        return quote! {
            if let Some(value) = #slot {
                #checks
            }
        };
    }
    let null = super::object::null(cx, &field.shape, &field.wire);
    if null.is_empty() {
        return quote! {
            if let runtime::Patch::Value(value) = #slot {
                #checks
            }
        };
    }
    quote! {
        match #slot {
            runtime::Patch::Absent => {}
            runtime::Patch::Null => { #null }
            runtime::Patch::Value(value) => { #checks }
        }
    }
}

/// The checks of a property's value, at its place.
fn property(cx: &Context<'_>, field: &Field, shape: &Shape, value: &Access) -> TokenStream {
    let wire = &field.wire;
    let checks = statements(cx, shape, value, &quote!(at));
    match checks.as_slice() {
        [] => TokenStream::new(),
        [only] if is_call(only) => {
            let checks = statements(cx, shape, value, &quote!(&at.key(#wire)));
            quote!(#(#checks)*)
        }
        checks => quote! {
            let at = &at.key(#wire);
            #(#checks)*
        },
    }
}

/// Whether a statement is one call, so that a place may be made within it.
fn is_call(statement: &TokenStream) -> bool {
    let mut tokens = statement.clone().into_iter();
    let calls = matches!(
        tokens.next(),
        Some(TokenTree::Ident(name)) if name == "runtime" || name == "checks"
    );
    let ends =
        tokens.filter(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
    calls && ends.count() == 1
}
