//! Numbers and JSON values of the document as literals of Rust.

use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::ir::Bound;

/// A JSON value as a `runtime::check::Literal`.
pub fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(runtime::check::Literal::Null),
        Value::Bool(value) => quote!(runtime::check::Literal::Bool(#value)),
        Value::Number(_) => {
            let number = number(Bound::read(value).unwrap_or(Bound::Integer(0)));
            quote!(runtime::check::Literal::Number(#number))
        }
        Value::String(text) => quote!(runtime::check::Literal::Text(#text)),
        Value::Array(items) => {
            let items = items.iter().map(literal);
            quote!(runtime::check::Literal::List(&[#(#items),*]))
        }
        Value::Object(object) => {
            let keys = object.keys();
            let values = object.values().map(literal);
            quote!(runtime::check::Literal::Object(&[#((#keys, #values)),*]))
        }
    }
}

/// A number as a `runtime::check::Limit`.
pub fn number(bound: Bound) -> TokenStream {
    match bound {
        Bound::Integer(value) => {
            let value = integer(value);
            quote!(runtime::check::Limit::Integer(#value))
        }
        Bound::Decimal(_) => {
            let value = float(bound.as_f64());
            quote!(runtime::check::Limit::Float(#value))
        }
    }
}

/// An integer whose type the context decides, with `_` where it is long.
pub(crate) fn integer(value: i128) -> TokenStream {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    if value < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len() > 4 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    TokenStream::from_str(&text).unwrap_or_default()
}

/// A count.
pub fn count(value: u64) -> TokenStream {
    integer(value.into())
}

/// A float; the document's numbers are finite.
pub(super) fn float(value: f64) -> TokenStream {
    let size = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() {
        quote!(-#size)
    } else {
        quote!(#size)
    }
}
