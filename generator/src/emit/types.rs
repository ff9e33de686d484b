//! A type into the items of its two files, its definition and its wire code;
//! and what operations do with values of a shape.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::context::{Context, ident};
use super::validate::{self, Access};
use crate::ir::wire::Plain;
use crate::ir::{Parameter, Shape, Type, TypeId, TypeKind};

/// The type itself, and its builder.
pub(super) fn definition(context: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    super::model::items(context, id)
}

/// How the type is read, written and judged.
pub(super) fn wire(context: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    let mut items = super::serde::items(context, id);
    items.push(super::validate::implementation(context, id));
    items.extend(displayed(context, id));
    items
}

/// `Display` of the body of a failure: what it says in words.
fn displayed(context: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    let places = context.failures.get(&id)?;
    let def = &context.api.types[id];
    // The caller's own derive comes first.
    let is_own = |path: &String| path.ends_with("Display") || path.ends_with("Error");
    if def.derives.extra.iter().any(is_own) {
        return None;
    }
    let name = ident(&def.name);
    Some(quote! { runtime::error::message::says! { #name; #(#places),* } })
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

/// Reads the body of `reply` as JSON of a shape, and hands it to `wrap`: a path,
/// or a closure over `body`.
pub(super) fn read_json(context: &Context<'_>, shape: &Shape, wrap: &Wrap) -> TokenStream {
    let checks = validate::statements(
        context,
        shape,
        &Access::reference(quote! { value }),
        &quote! { at },
    );
    let check = match checks.is_empty() {
        true => quote! { |_, _, _| () },
        false => quote! { |value, at, out| { #(#checks)* } },
    };
    match context.codec(shape) {
        None if is_plain(context, shape) => match &wrap.variant {
            None => {
                let wrap = wrap.function();
                quote! { reply.json(#wrap) }
            }
            Some(variant) => {
                let read = &wrap.read;
                quote! { reply.#read(#variant) }
            }
        },
        None => {
            let ty = context.type_tokens(shape);
            let wrap = wrap.function();
            let check = match checks.is_empty() {
                true => check,
                false => quote! { |value: &#ty, at, out| { #(#checks)* } },
            };
            quote! { reply.json_with(#check, #wrap) }
        }
        Some(codec) => {
            let wrapped = wrap.applied(&quote! { body.0 });
            let check = match checks.is_empty() {
                true => check,
                false => quote! { |value: &runtime::codec::By<#codec, _>, at, out| {
                    let value = &value.0;
                    #(#checks)*
                } },
            };
            quote! { reply.json_with(#check, |body: runtime::codec::By<#codec, _>| #wrapped) }
        }
    }
}

/// What a decoded body is wrapped in.
pub(super) struct Wrap {
    /// `call::Decoded::Success`
    pub(super) decoded: TokenStream,
    /// The method that reads JSON into one of several variants: `success`.
    pub(super) read: TokenStream,
    /// The variant of an enum of several, if there is one.
    pub(super) variant: Option<TokenStream>,
}

impl Wrap {
    /// A function over the body.
    pub(super) fn function(&self) -> TokenStream {
        match &self.variant {
            None => self.decoded.clone(),
            Some(_) => {
                let applied = self.applied(&quote! { body });
                quote! { |body| #applied }
            }
        }
    }

    /// The wrapped body.
    pub(super) fn applied(&self, body: &TokenStream) -> TokenStream {
        let Self {
            decoded, variant, ..
        } = self;
        match variant {
            None => quote! { #decoded(#body) },
            Some(variant) => quote! { #decoded(#variant(#body)) },
        }
    }
}

/// Whether a shape is nothing but a generated type, which judges itself.
pub(super) fn is_plain(context: &Context<'_>, shape: &Shape) -> bool {
    let is_own = match shape.ty {
        Type::Named(id) => match &context.api.types[id].kind {
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Newtype(_) => {
                true
            }
            TypeKind::Alias(_) | TypeKind::External(_) => false,
        },
        _ => false,
    };
    is_own && !shape.nullable && shape.constraints.is_empty()
}

/// Judges the argument of a parameter before it is put into `call`; `access` makes of an argument's
/// name how it is looked at.
pub(super) fn parameter_checks(
    context: &Context<'_>,
    parameter: &Parameter,
    argument: &Ident,
    access: impl Fn(&Ident) -> Access,
    call: &TokenStream,
) -> TokenStream {
    let value = Ident::new("value", Span::call_site());
    let checks = validate::statements(context, &parameter.shape, &access(&value), &quote! { at });
    if checks.is_empty() {
        return TokenStream::new();
    }
    let name = &parameter.wire;
    let is_own = is_plain(context, &parameter.shape);
    let location = parameter.location.as_str();
    if is_own {
        let argument = access(argument).by_reference();
        return quote! { #call.check_value(#location, #name, #argument); };
    }
    let checks = quote! { #(#checks)* };
    let value = match validate::mentions(&checks, &value) {
        true => quote! { #value },
        false => quote! { _ },
    };
    quote! { #call.check(#location, #name, #argument, |#value, at, out| { #checks }); }
}

/// Judges a body before it is put into `call`.
pub(super) fn body_checks(
    context: &Context<'_>,
    shape: &Shape,
    access: &Access,
    call: &TokenStream,
) -> TokenStream {
    let checks = validate::statements(context, shape, access, &quote! { at });
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote! { #call.check_body(|at, out| { #(#checks)* }); }
}

/// A variant of the runtime's `Plain`.
pub(super) fn plain(plain: Plain) -> TokenStream {
    match plain {
        Plain::Text => quote! { Text },
        Plain::Json => quote! { Json },
        Plain::Either => quote! { Either },
    }
}
