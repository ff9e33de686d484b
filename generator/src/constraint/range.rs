//! `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` and `multipleOf`.

use std::cmp::Ordering;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Subject, SubjectKind, literal, shown};
use crate::ir::Constraint::{
    self, ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum, MultipleOf,
};
use crate::ir::{Bound, Integer};

pub(super) fn merge(old: &Constraint, new: &Constraint) -> Option<Constraint> {
    let pick = |a: Bound, b: Bound, wanted| if a.cmp(&b) == wanted { a } else { b };
    match (old, new) {
        (Minimum(a), Minimum(b)) => Some(Minimum(pick(*a, *b, Ordering::Greater))),
        (ExclusiveMinimum(a), ExclusiveMinimum(b)) => {
            Some(ExclusiveMinimum(pick(*a, *b, Ordering::Greater)))
        }
        (Maximum(a), Maximum(b)) => Some(Maximum(pick(*a, *b, Ordering::Less))),
        (ExclusiveMaximum(a), ExclusiveMaximum(b)) => {
            Some(ExclusiveMaximum(pick(*a, *b, Ordering::Less)))
        }
        (MultipleOf(Bound::Integer(a)), MultipleOf(Bound::Integer(b))) => {
            least_common_multiple(*a, *b).map(|least| MultipleOf(Bound::Integer(least)))
        }
        _ => None,
    }
}

pub(super) fn exclude(a: &Constraint, b: &Constraint) -> bool {
    match (a, b) {
        (Minimum(min), Maximum(max)) => min > max,
        (Minimum(min), ExclusiveMaximum(max))
        | (ExclusiveMinimum(min), Maximum(max))
        | (ExclusiveMinimum(min), ExclusiveMaximum(max)) => min >= max,
        _ => false,
    }
}

fn least_common_multiple(a: i128, b: i128) -> Option<i128> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (x != 0).then(|| (a / x).checked_mul(b))?
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let find = |find: fn(&Constraint) -> Option<Bound>| constraints.iter().find_map(find);
    let min = find(|constraint| match constraint {
        Minimum(bound) => Some(*bound),
        _ => None,
    });
    let above = find(|constraint| match constraint {
        ExclusiveMinimum(bound) => Some(*bound),
        _ => None,
    });
    let max = find(|constraint| match constraint {
        Maximum(bound) => Some(*bound),
        _ => None,
    });
    let below = find(|constraint| match constraint {
        ExclusiveMaximum(bound) => Some(*bound),
        _ => None,
    });
    let multiples: Vec<_> = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            MultipleOf(bound) => Some(format!("a multiple of {}", shown(*bound))),
            _ => None,
        })
        .collect();
    let mut parts = Vec::new();
    match (min, max) {
        (Some(min), Some(max)) if min == max => {
            parts.push(format!("exactly {}", shown(min)));
        }
        (Some(min), Some(max)) => parts.push(format!("{} to {}", shown(min), shown(max))),
        (Some(min), None) => parts.push(format!("at least {}", shown(min))),
        (None, Some(max)) => parts.push(format!("at most {}", shown(max))),
        (None, None) => {}
    }
    parts.extend(above.map(|bound| format!("above {}", shown(bound))));
    parts.extend(below.map(|bound| format!("below {}", shown(bound))));
    parts.extend(multiples);
    let mut sentence = parts.join("; ");
    let first = sentence.chars().next()?.to_ascii_uppercase();
    sentence.replace_range(..1, first.encode_utf8(&mut [0; 4]));
    Some(sentence + ".")
}

/// A comparison with a bound.
pub(super) fn check(
    function: &str,
    bound: Bound,
    subject: &Subject,
    at: &TokenStream,
) -> Option<TokenStream> {
    let is_minimum = function.ends_with("minimum");
    let function = Ident::new(function, Span::call_site());
    let value = &subject.value;
    Some(match subject.kind {
        SubjectKind::Json => {
            let limit = literal::number(bound);
            quote!(runtime::data::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Decimal => {
            let limit = bound.to_string();
            quote!(runtime::check_decimal::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Float => {
            let limit = literal::float(nearest(bound, is_minimum));
            quote!(runtime::check::#function(#value, #limit, #at, out);)
        }
        SubjectKind::Integer(integer) => {
            if always_holds(&function.to_string(), bound, integer) {
                return None;
            }
            let (value, limit) = widened(value, bound, integer);
            quote!(runtime::check::#function(#value, #limit, #at, out);)
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
            quote!(runtime::data::multiple_of(#value, #limit, #at, out);)
        }
        SubjectKind::Decimal => {
            let limit = bound.to_string();
            quote!(runtime::check_decimal::multiple_of(#value, #limit, #at, out);)
        }
        SubjectKind::Float => {
            let limit = literal::float(nearest(bound, true));
            quote!(runtime::check::multiple_of_float(#value, #limit, #at, out);)
        }
        SubjectKind::Integer(integer) => match bound {
            Bound::Integer(1) => return None,
            Bound::Integer(_) => {
                let (value, limit) = widened(value, bound, integer);
                quote!(runtime::check::multiple_of(#value, #limit, #at, out);)
            }
            // Half a number divides every integer, and a third of one does not: the
            // decimal text decides, and an integer's is exact.
            Bound::Decimal(_) => {
                let limit = bound.to_string();
                quote!(runtime::check_decimal::multiple_of(&#value.to_string(), #limit, #at, out);)
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
fn nearest(bound: Bound, is_minimum: bool) -> f64 {
    match bound {
        Bound::Decimal(_) => bound.as_f64(),
        Bound::Integer(integer) => {
            let float = integer as f64;
            match (float as i128).cmp(&integer) {
                Ordering::Less if is_minimum => float.next_up(),
                Ordering::Greater if !is_minimum => float.next_down(),
                Ordering::Equal | Ordering::Less | Ordering::Greater => float,
            }
        }
    }
}
