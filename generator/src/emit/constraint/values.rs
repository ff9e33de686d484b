//! `enum` and `const`, where the Rust type is not an enum itself.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{
    Subject, SubjectKind,
    literal::{float, integer as integer_literal},
};
use crate::ir::Bound;

pub(super) fn check(values: &[Value], subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    match subject.kind {
        SubjectKind::Integer(integer) => {
            // Values that the type cannot hold are out of the question.
            let values = values.iter().filter_map(|value| match Bound::read(value)? {
                Bound::Integer(value) if integer.range().contains(&value) => {
                    Some(integer_literal(value))
                }
                _ => None,
            });
            quote!(runtime::constraint::one_of_numbers(#value, &[#(#values),*], #at, out);)
        }
        SubjectKind::Float => {
            let values = values.iter().filter_map(Value::as_f64).map(float);
            quote!(runtime::constraint::one_of_numbers(#value, &[#(#values),*], #at, out);)
        }
        SubjectKind::Decimal => {
            let values = values.iter().filter(|value| value.is_number());
            let values: Vec<String> = values.map(Value::to_string).collect();
            of_digits(&values, subject, at)
        }
        SubjectKind::Text => {
            let values = values.iter().filter_map(Value::as_str);
            quote!(runtime::constraint::one_of_texts(#value, &[#(#values),*], #at, out);)
        }
        SubjectKind::List
        | SubjectKind::ListOfFloats
        | SubjectKind::ListOfValues
        | SubjectKind::Map
        | SubjectKind::Json => {
            let values = values.iter().map(super::literal);
            quote!(runtime::check::one_of(#value, &[#(#values),*], #at, out);)
        }
    }
}

/// Numbers that are kept as decimal text, among those that are listed as such.
pub(super) fn of_digits(texts: &[String], subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    quote!(runtime::constraint::decimal::one_of(#value, &[#(#texts),*], #at, out);)
}
