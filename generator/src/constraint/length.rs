//! `minLength` and `maxLength`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, counts, first, literal};
use crate::ir::Constraint::{self, MaxLength, MinLength};

pub(super) fn merge(old: &Constraint, new: &Constraint) -> Option<Constraint> {
    match (old, new) {
        (MinLength(a), MinLength(b)) => Some(MinLength(*a.max(b))),
        (MaxLength(a), MaxLength(b)) => Some(MaxLength(*a.min(b))),
        _ => None,
    }
}

pub(super) fn exclude(a: &Constraint, b: &Constraint) -> bool {
    matches!((a, b), (MinLength(min), MaxLength(max)) if min > max)
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinLength(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxLength(max) => Some(*max),
        _ => None,
    });
    counts(min, max, "character")
}

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
