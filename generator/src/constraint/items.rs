//! `minItems`, `maxItems` and `uniqueItems`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, counts, first, literal};
use crate::ir::Constraint::{self, MaxItems, MinItems, UniqueItems};

pub(super) fn merge(old: &Constraint, new: &Constraint) -> Option<Constraint> {
    match (old, new) {
        (MinItems(a), MinItems(b)) => Some(MinItems(*a.max(b))),
        (MaxItems(a), MaxItems(b)) => Some(MaxItems(*a.min(b))),
        _ => None,
    }
}

pub(super) fn exclude(a: &Constraint, b: &Constraint) -> bool {
    matches!((a, b), (MinItems(min), MaxItems(max)) if min > max)
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinItems(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxItems(max) => Some(*max),
        _ => None,
    });
    let number = counts(min, max, "item");
    let distinct = constraints
        .contains(&UniqueItems)
        .then(|| "No two items are equal.".to_owned());
    match (number, distinct) {
        (Some(number), Some(distinct)) => Some(format!("{number} {distinct}")),
        (number, distinct) => number.or(distinct),
    }
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
        _ => {
            let value = super::receiver(value);
            quote!(runtime::constraint::#function(#value.len(), #limit, #at, out);)
        }
    }
}

pub(super) fn unique(subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    match subject.kind {
        SubjectKind::Json => quote!(runtime::check::unique_items(#value, #at, out);),
        SubjectKind::ListOfValues => quote!(runtime::check::unique_values(#value, #at, out);),
        _ => quote!(runtime::constraint::unique_items(#value, #at, out);),
    }
}
