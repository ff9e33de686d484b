//! `enum` and `const`, where the Rust type is not an enum itself.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{
    Subject, SubjectKind,
    literal::{float, integer as integer_literal},
};
use crate::ir::{Bound, Integer};

pub(super) fn check(values: &[Value], subject: &Subject, at: &TokenStream) -> TokenStream {
    let value = &subject.value;
    match subject.kind {
        SubjectKind::Integer(integer) => {
            // Values that the type cannot hold are out of the question.
            let values = values.iter().filter_map(|value| match Bound::read(value)? {
                Bound::Integer(value) if holds(integer, value) => Some(integer_literal(value)),
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
            let values = values.map(Value::to_string);
            quote!(runtime::constraint::decimal::one_of(#value, &[#(#values),*], #at, out);)
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

/// Whether a type of Rust holds an integer.
pub(super) fn holds(integer: Integer, value: i128) -> bool {
    let (min, max) = limits(integer);
    (min..=max).contains(&value)
}

/// The least and the greatest integer of a type.
pub(super) fn limits(integer: Integer) -> (i128, i128) {
    match integer {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
    }
}
