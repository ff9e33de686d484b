//! A type into the items of its two files, its definition and its wire code;
//! and what operations do with values of a shape.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::Context;
use super::validate::{self, Access};
use crate::ir::{Parameter, Shape, Type, TypeId, TypeKind};

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
    if judges_itself(context, shape) {
        return quote! { reply.json(#wrap) };
    }
    let value = Access::reference(quote! { value });
    let checks = validate::statements(context, shape, &value, &quote! { at });
    let check = if checks.is_empty() {
        quote! { |_, _, _| {} }
    } else {
        let ty = context.type_tokens(shape);
        quote! { |value: &#ty, at, out| { #(#checks)* } }
    };
    match context.codec(shape) {
        None => quote! { reply.json_with(#check, #wrap) },
        Some(codec) => quote! { reply.json_as::<#codec, _, _, _>(#check, #wrap) },
    }
}

/// Judges a parameter before it is put into `call`.
pub(super) fn parameter_checks(
    context: &Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    call: &TokenStream,
) -> TokenStream {
    let wire = &parameter.wire;
    let value = argument(context, &parameter.shape, name);
    let at = quote! { &runtime::validate::At::ROOT.key(#wire) };
    checks(context, &parameter.shape, &value, &at, call)
}

/// Judges a body before it is put into `call`; `is_owned` where `name` is no argument but a variable.
pub(super) fn body_checks(
    context: &Context<'_>,
    shape: &Shape,
    name: &Ident,
    is_owned: bool,
    call: &TokenStream,
) -> TokenStream {
    let value = if is_owned {
        Access::place(quote! { #name })
    } else {
        argument(context, shape, name)
    };
    let at = quote! { &runtime::validate::At::ROOT };
    checks(context, shape, &value, &at, call)
}

/// Whether a body's type judges all that the document says of it there.
pub(super) fn judges_itself(context: &Context<'_>, shape: &Shape) -> bool {
    let Type::Named(id) = shape.ty else {
        return false;
    };
    let has_code = match context.api.types[id].kind {
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => true,
        TypeKind::Alias(_) | TypeKind::External(_) => false,
    };
    has_code && !shape.nullable && shape.constraints.is_empty()
}

fn argument(context: &Context<'_>, shape: &Shape, name: &Ident) -> Access {
    let is_whole = shape.nullable && shape.ty != Type::Null;
    if is_whole || super::operation::argument::is_by_value(context, &shape.ty) {
        Access::place(quote! { #name })
    } else {
        Access::reference(quote! { #name })
    }
}

fn checks(
    context: &Context<'_>,
    shape: &Shape,
    value: &Access,
    at: &TokenStream,
    call: &TokenStream,
) -> TokenStream {
    let checks = validate::statements(context, shape, value, &quote! { at });
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! {
        {
            let (at, out) = (#at, #call.violations());
            #(#checks)*
        }
    }
}
