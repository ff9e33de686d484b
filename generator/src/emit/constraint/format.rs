//! `format`, where the Rust type does not check it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind};
use crate::constraint::format;

pub(super) fn check(name: &str, subject: &Subject, at: &TokenStream) -> TokenStream {
    let function = Ident::new(format::judge(name), Span::call_site());
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::check::format),
        _ => quote!(runtime::constraint::format),
    };
    quote!(#check(#value, #name, runtime::format::#function, #at, out);)
}
