//! `pattern`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Subject, SubjectKind};
use crate::ir::{Engine, Pattern};

pub(super) fn check(pattern: &Pattern, subject: &Subject, at: &TokenStream) -> TokenStream {
    let compiled = compiled(pattern);
    let value = &subject.value;
    let check = match subject.kind {
        SubjectKind::Json => quote!(runtime::data::pattern),
        _ => quote!(runtime::check::pattern),
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
        Engine::Literal | Engine::Linear => quote! {
            static PATTERN: runtime::pattern_regex::Linear =
                runtime::pattern_regex::Linear::new(#source, &[#(#translated),*]);
        },
        Engine::Backtracking => quote! {
            static PATTERN: runtime::pattern_backtracking::Backtracking =
                runtime::pattern_backtracking::Backtracking::new(#source, #(#translated)*);
        },
    }
}
