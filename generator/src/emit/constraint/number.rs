//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and `multipleOf`.

use std::cmp::Ordering;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, literal};
use crate::ir::{Bound, Integer};

/// A comparison with a bound.
pub(super) fn check(
    function: &str,
    bound: Bound,
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    // What is not below a bound begins at the double above it, what is above it after the one below.
    let upwards = matches!(function, "minimum" | "exclusive_maximum");
    let function = Ident::new(function, Span::call_site());
    let value = &subject.value;
    Some(match subject.kind {
        SubjectKind::Json => {
            let limit = literal::number(bound);
            quote!(runtime::check::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Decimal => {
            let limit = bound.to_string();
            quote!(runtime::constraint::decimal::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Float => {
            let limit = literal::float(nearest(bound, upwards));
            quote!(runtime::constraint::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Integer(integer) => {
            if always_holds(&function.to_string(), bound, integer) {
                return None;
            }
            let (value, limit) = widened(value, bound, integer);
            quote!(runtime::constraint::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Text
        | SubjectKind::List
        | SubjectKind::ListOfFloats
        | SubjectKind::ListOfValues
        | SubjectKind::Map => {
            return None;
        }
    })
}

/// `multipleOf`.
pub(super) fn multiple_of(
    bound: Bound,
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    let value = &subject.value;
    Some(match subject.kind {
        SubjectKind::Json => {
            let limit = literal::number(bound);
            quote!(runtime::check::multiple_of(#value, #limit, #at, out);)
        }
        SubjectKind::Decimal => {
            let limit = bound.to_string();
            quote!(runtime::constraint::decimal::multiple_of(#value, #limit, #at, out);)
        }
        SubjectKind::Float => {
            let limit = literal::float(bound.as_f64());
            quote!(runtime::constraint::multiple_of_float(#value, #limit, #at, out);)
        }
        SubjectKind::Integer(integer) => match bound {
            Bound::Integer(1) => return None,
            Bound::Integer(_) => {
                let (value, limit) = widened(value, bound, integer);
                quote!(runtime::constraint::multiple_of(#value, #limit, #at, out);)
            }
            // Half a number divides every integer, and a third of one does not: the
            // decimal text decides, and an integer's is exact.
            Bound::Decimal(_) => {
                let limit = bound.to_string();
                quote!(runtime::constraint::decimal::multiple_of(&#value.to_string(), #limit, #at, out);)
            }
        },
        SubjectKind::Text
        | SubjectKind::List
        | SubjectKind::ListOfFloats
        | SubjectKind::ListOfValues
        | SubjectKind::Map => {
            return None;
        }
    })
}

/// A value and a limit of one type that holds both.
fn widened(value: &TokenStream, bound: Bound, integer: Integer) -> (TokenStream, TokenStream) {
    match bound {
        Bound::Integer(limit) if integer.range().contains(&limit) => {
            (value.clone(), literal::integer(limit))
        }
        Bound::Integer(limit) => (quote!(i128::from(#value)), literal::integer(limit)),
        // Only a limit with a fraction is a float, or one far beyond 64 bits:
        // rounding the value does not carry it over either.
        Bound::Decimal(_) => (quote!((#value as f64)), literal::float(bound.as_f64())),
    }
}

/// Whether the type alone keeps a value within a bound.
fn always_holds(function: &str, bound: Bound, integer: Integer) -> bool {
    let Bound::Integer(bound) = bound else {
        return false;
    };
    let (least, greatest) = integer.range().into_inner();
    match function {
        "minimum" => least >= bound,
        "exclusive_minimum" => least > bound,
        "maximum" => greatest <= bound,
        _ => greatest < bound,
    }
}

/// The float that draws the same line between floats as a bound does.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the rounding is what this function makes good"
)]
fn nearest(bound: Bound, upwards: bool) -> f64 {
    match bound {
        Bound::Decimal(_) => bound.as_f64(),
        Bound::Integer(integer) => {
            let float = integer as f64;
            match (float as i128).cmp(&integer) {
                Ordering::Less if upwards => float.next_up(),
                Ordering::Greater if !upwards => float.next_down(),
                Ordering::Equal | Ordering::Less | Ordering::Greater => float,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_between_two_doubles_draws_the_same_line() {
        const BELOW: f64 = 9_007_199_254_740_992.0;
        let between = Bound::Integer(9_007_199_254_740_993);
        assert_eq!(nearest(between, false).to_bits(), BELOW.to_bits());
        assert_eq!(nearest(between, true).to_bits(), BELOW.next_up().to_bits());
        let subject = Subject {
            value: quote!(value),
            kind: SubjectKind::Float,
        };
        for (function, limit) in [
            ("minimum", "9007199254740994"),
            ("exclusive_minimum", "9007199254740992"),
            ("maximum", "9007199254740992"),
            ("exclusive_maximum", "9007199254740994"),
        ] {
            let statement = check(function, between, &subject, &quote!(at));
            let text = statement.map(|tokens| tokens.to_string());
            assert!(text.is_some_and(|text| text.contains(limit)), "{function}");
        }
    }
}
