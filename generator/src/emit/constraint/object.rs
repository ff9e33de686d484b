//! `minProperties`, `maxProperties` and `propertyNames`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, literal};
use crate::ir::Constraint;

pub(super) fn check(
    function: &str,
    limit: u64,
    subject: &Subject,
    at: &TokenStream,
) -> TokenStream {
    let function = Ident::new(function, Span::call_site());
    let limit = literal::count(limit);
    let value = &subject.value;
    match subject.kind {
        SubjectKind::Json => quote!(runtime::check::#function(#value, #limit, #at, out);),
        _ => {
            let value = super::receiver(value);
            quote!(runtime::constraint::#function(#value.len(), #limit, #at, out);)
        }
    }
}

/// Checks of each name of a map; a violation stands at the property of that name.
pub(super) fn names(
    names: &[Constraint],
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    let name = Subject {
        value: quote!(name),
        kind: SubjectKind::Text,
    };
    let here = quote!(at);
    let checks: Vec<_> = names
        .iter()
        .filter_map(|constraint| super::statement(constraint, &name, &here))
        .collect();
    if checks.is_empty() {
        return None;
    }
    let value = super::receiver(&subject.value);
    let at = super::receiver(at);
    let keys = match subject.kind {
        SubjectKind::Json => {
            quote!(#value.as_object().into_iter().flat_map(|object| object.keys()))
        }
        _ => quote!(#value.keys()),
    };
    Some(quote! {
        for name in #keys {
            let at = &#at.key(name);
            #(#checks)*
        }
    })
}
