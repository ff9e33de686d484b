//! `minProperties`, `maxProperties` and `propertyNames`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, counts, first, literal};
use crate::ir::Constraint::{self, MaxProperties, MinProperties, PropertyNames};

pub(super) fn merge(old: &Constraint, new: &Constraint) -> Option<Constraint> {
    match (old, new) {
        (MinProperties(a), MinProperties(b)) => Some(MinProperties(*a.max(b))),
        (MaxProperties(a), MaxProperties(b)) => Some(MaxProperties(*a.min(b))),
        _ => None,
    }
}

pub(super) fn exclude(a: &Constraint, b: &Constraint) -> bool {
    matches!((a, b), (MinProperties(min), MaxProperties(max)) if min > max)
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinProperties(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxProperties(max) => Some(*max),
        _ => None,
    });
    let number = counts(min, max, "property");
    let names = first(constraints, |constraint| match constraint {
        PropertyNames(names) => super::sentence(names),
        _ => None,
    });
    let names = names.map(|names| format!("Each name: {names}"));
    match (number, names) {
        (Some(number), Some(names)) => Some(format!("{number} {names}")),
        (number, names) => number.or(names),
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

/// Checks of each name of a map; a violation stands at the property of that name.
pub(super) fn names(
    names: &[Constraint],
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    let name = Subject {
        value: quote!(name),
        kind: SubjectKind::Text,
    };
    let here = quote!(at);
    let checks: Vec<_> = names
        .iter()
        .filter_map(|constraint| super::statement(constraint, &name, &here))
        .collect();
    if checks.is_empty() {
        return None;
    }
    let value = super::receiver(&subject.value);
    let at = super::receiver(at);
    let keys = match subject.kind {
        SubjectKind::Json => {
            quote!(#value.as_object().into_iter().flat_map(|object| object.keys()))
        }
        _ => quote!(#value.keys()),
    };
    Some(quote! {
        for name in #keys {
            let at = &#at.key(name);
            #(#checks)*
        }
    })
}
