//! `format`, where the Rust type does not check it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind};
use crate::format::Check;

pub(super) fn check(judge: &Check, subject: &Subject, at: &TokenStream) -> TokenStream {
    let name = judge.name;
    let module = Ident::new(judge.module, Span::call_site());
    let function = Ident::new(judge.function, Span::call_site());
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::data::format),
        _ => quote!(runtime::check::format),
    };
    quote!(#check(#value, #name, runtime::#module::#function, #at, out);)
}
