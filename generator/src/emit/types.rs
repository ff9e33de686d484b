//! A type into the items of its two files, its definition and its wire code;
//! and what operations do with values of a shape.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use crate::ir::{Parameter, Shape, TypeId};

/// The type itself, and its builder.
pub(super) fn definition(context: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    super::model::items(context, id)
}

/// How the type is read, written and judged.
pub(super) fn wire(context: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    let mut items = super::serde::items(context, id);
    items.push(super::validate::implementation(context, id));
    items
}

/// A reference to a value, or to what writes it by its codec.
pub(super) fn serializable(
    context: &Context<'_>,
    shape: &Shape,
    reference: &TokenStream,
) -> TokenStream {
    match context.codec(shape) {
        None => reference.clone(),
        Some(codec) => quote! { &runtime::codec::With::<#codec, _>::new(#reference) },
    }
}

/// Reads the body of `reply` as JSON of a shape.
pub(super) fn read_json(context: &Context<'_>, shape: &Shape, wrap: &TokenStream) -> TokenStream {
    match context.codec(shape) {
        None => quote! { reply.json(#wrap) },
        Some(codec) => quote! { reply.json_as::<#codec, _, _, _>(#wrap) },
    }
}

/// Judges a parameter before it is put into `call`.
pub(super) fn parameter_checks(
    _context: &Context<'_>,
    _parameter: &Parameter,
    _name: &Ident,
    _call: &TokenStream,
) -> TokenStream {
    TokenStream::new()
}

/// Judges a body before it is put into `call`.
pub(super) fn body_checks(
    _context: &Context<'_>,
    _shape: &Shape,
    _name: &Ident,
    _call: &TokenStream,
) -> TokenStream {
    TokenStream::new()
}
