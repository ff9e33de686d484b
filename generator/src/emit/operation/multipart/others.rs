//! Parts of any other names than those that are declared: a map of them, by the names that the caller gives.

use proc_macro2::TokenStream;
use quote::quote;

use super::value::{add_value, present};
use crate::emit::context::{Context, ident};
use crate::emit::validate::{self, Access};
use crate::ir::{Part, Shape};

/// The statements that add parts of any other names to `form`.
pub(super) fn add(context: &Context<'_>, part: &Part, parts: &[Part]) -> TokenStream {
    let field = ident(&part.name);
    let declared = parts.iter().filter(|part| !part.any_name);
    let declared = declared.map(|part| &part.wire);
    let add = add_value(context, part, &quote! { &__name });
    let add = match part.list.is_some() {
        true => quote! { for value in value { #add } },
        false => add,
    };
    quote! {
        for (__name, value) in self.#field {
            form.undeclared(&__name, &[#(#declared),*]);
            #add
        }
    }
}

/// What judges them.
pub(super) fn checks(context: &Context<'_>, part: &Part, shape: &Shape) -> TokenStream {
    let field = ident(&part.name);
    let value = Access::reference(quote! { value });
    let checks = validate::statements(context, &present(shape), &value, &quote! { at });
    match checks.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            for (__name, value) in &self.#field { let at = &at.key(__name); #(#checks)* }
        },
    }
}
