//! `pattern`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Subject, SubjectKind};
use crate::ir::{Engine, Pattern};

pub(super) fn check(pattern: &Pattern, subject: &Subject, at: &TokenStream) -> TokenStream {
    let compiled = compiled(pattern);
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::check::pattern),
        _ => quote!(runtime::constraint::pattern),
    };
    quote! {
        {
            #compiled
            #check(#value, &PATTERN, #at, out);
        }
    }
}

/// The static `PATTERN`, compiled when it is first used.
pub fn compiled(pattern: &Pattern) -> TokenStream {
    let Pattern {
        source, translated, ..
    } = pattern;
    match pattern.engine {
        Engine::Linear => quote! {
            static PATTERN: runtime::pattern::Linear =
                runtime::pattern::Linear::new(#source, &[#(#translated),*]);
        },
        Engine::Backtracking => quote! {
            static PATTERN: runtime::pattern::Backtracking =
                runtime::pattern::Backtracking::new(#source, #(#translated)*);
        },
    }
}
