//! `pattern`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{Subject, SubjectKind};
use crate::ir::{Pattern, Positions, Program, Slot, Step};

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

/// The static `PATTERN`, made ready when it is first used.
pub fn compiled(pattern: &Pattern) -> TokenStream {
    let source = &pattern.source;
    match &pattern.program {
        Program::Linear(translated) => quote! {
            static PATTERN: runtime::pattern::Linear =
                runtime::pattern::Linear::new(#source, #translated);
        },
        Program::Positions(positions) => positions_of(source, positions),
        Program::Backtracking(translated) => quote! {
            static PATTERN: runtime::pattern::Backtracking =
                runtime::pattern::Backtracking::new(#source, #translated);
        },
    }
}

fn positions_of(source: &str, positions: &Positions) -> TokenStream {
    let slots = positions.slots.iter().map(|slot| match slot {
        Slot::Class(ranges) => quote!(Class(#ranges)),
        Slot::Ahead(inner) => {
            let inner = step(inner);
            quote!(Ahead(#inner))
        }
        Slot::Behind(inner) => {
            let inner = step(inner);
            quote!(Behind(#inner))
        }
    });
    let whole = step(&positions.whole);
    quote! {
        static PATTERN: runtime::pattern::Positions = {
            use runtime::pattern::positions::{Slot::*, Step::*};
            runtime::pattern::Positions::new(#source, &[#(#slots),*], &#whole)
        };
    }
}

fn step(of: &Step) -> TokenStream {
    let number = |slot: &usize| Literal::usize_unsuffixed(*slot);
    match of {
        Step::Start => quote!(Start),
        Step::End => quote!(End),
        Step::Over(slot) => {
            let slot = number(slot);
            quote!(Over(#slot))
        }
        Step::In(slot) => {
            let slot = number(slot);
            quote!(In(#slot))
        }
        Step::NotIn(slot) => {
            let slot = number(slot);
            quote!(NotIn(#slot))
        }
        Step::Sequence(steps) => {
            let steps = steps.iter().map(step);
            quote!(Sequence(&[#(#steps),*]))
        }
        Step::Choice(steps) => {
            let steps = steps.iter().map(step);
            quote!(Choice(&[#(#steps),*]))
        }
        Step::Repeat(inner, min, max) => {
            let inner = step(inner);
            let min = Literal::u32_unsuffixed(*min);
            let max = match max {
                Some(max) => Literal::u32_unsuffixed(*max).to_token_stream(),
                None => quote!(u32::MAX),
            };
            quote!(Repeat(&#inner, #min, #max))
        }
    }
}
