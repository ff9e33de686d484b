//! `minItems`, `maxItems` and `uniqueItems`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, literal};

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

pub(super) fn unique(subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    match subject.kind {
        SubjectKind::Json => quote!(runtime::check::unique_items(#value, #at, out);),
        SubjectKind::ListOfValues => quote!(runtime::check::unique_values(#value, #at, out);),
        _ => quote!(runtime::constraint::unique_items(#value, #at, out);),
    }
}

/// Only data have properties by name.
pub(super) fn unique_by(keys: &[String], subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    quote!(runtime::check::unique_by(#value, &[#(#keys),*], #at, out);)
}
