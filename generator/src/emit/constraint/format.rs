//! `format`, where the Rust type does not check it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind};
use crate::format::Check;

pub(super) fn check(judge: &Check, subject: &Subject, at: &TokenStream) -> TokenStream {
    let name = judge.name;
    let function = Ident::new(judge.function, Span::call_site());
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::check::format),
        _ => quote!(runtime::constraint::format),
    };
    quote!(#check(#value, #name, runtime::format::#function, #at, out);)
}
