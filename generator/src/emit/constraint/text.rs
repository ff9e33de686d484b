//! `minLength` and `maxLength`.

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
        _ => quote!(runtime::constraint::#function(#value, #limit, #at, out);),
    }
}
