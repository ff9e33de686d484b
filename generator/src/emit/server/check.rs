//! What a shape says of its values, into a closure that judges one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::context::Context;
use super::super::validate::{self, Access};
use crate::ir::Shape;

/// A closure that judges a value of a shape.
pub(super) fn check(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let value = Access::reference(quote! { value });
    let checks = validate::statements(context, shape, &value, &quote! { at });
    if checks.is_empty() {
        return quote! { |_, _, _| () };
    }
    let ty = context.type_tokens(shape);
    let checks = quote! { #(#checks)* };
    let used = |name: &str| {
        let name = format_ident!("{name}");
        match validate::mentions(&checks, &name) {
            true => quote! { #name },
            false => quote! { _ },
        }
    };
    let (value, at, out) = (used("value"), used("at"), used("out"));
    quote! { |#value: &#ty, #at, #out| { #checks } }
}
