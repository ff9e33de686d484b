//! `format`, where the Rust type does not check it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind};
use crate::constraint::format;

pub(super) fn check(name: &str, subject: &Subject, at: &TokenStream) -> TokenStream {
    let (module, function) = format::judge(name);
    let module = Ident::new(module, Span::call_site());
    let function = Ident::new(function, Span::call_site());
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::data::format),
        _ => quote!(runtime::check::format),
    };
    quote!(#check(#value, #name, runtime::#module::#function, #at, out);)
}
