//! `pattern`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Subject, SubjectKind};
use crate::ir::{Constraint, Engine, Pattern};

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let patterns: Vec<_> = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Pattern(pattern) => Some(format!("Matches {}.", code(&pattern.source))),
            _ => None,
        })
        .collect();
    (!patterns.is_empty()).then(|| patterns.join(" "))
}

/// A text as inline code of Markdown, which may hold backticks itself.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = text.replace(char::is_control, " ");
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

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
        Engine::Literal | Engine::Linear => quote! {
            static PATTERN: runtime::pattern::Linear =
                runtime::pattern::Linear::new(#source, &[#(#translated),*]);
        },
        Engine::Backtracking => quote! {
            static PATTERN: runtime::pattern::Backtracking =
                runtime::pattern::Backtracking::new(#source, #(#translated)*);
        },
    }
}
