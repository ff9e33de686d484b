//! What a constraint is checked on, as an expression.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::ir::Integer;

/// What is checked: a value of the generated code.
#[derive(Clone, Debug)]
pub struct Subject {
    /// An expression for it, as the kind says.
    pub value: TokenStream,
    /// What the expression is.
    pub kind: SubjectKind,
}

/// What the expression of a [`Subject`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// An integer of Rust.
    Integer(Integer),
    /// An `f64`.
    Float,
    /// A `&str` of a number of any size.
    Decimal,
    /// A `&str`.
    Text,
    /// A `&[T]` whose items can be hashed.
    List,
    /// A `&[T]` whose items cannot be hashed.
    ListOfFloats,
    /// A `&[serde_json::Value]`.
    ListOfValues,
    /// A `&BTreeMap<String, T>`.
    Map,
    /// A `&serde_json::Value`.
    Json,
}

/// An expression to call a method on: a method takes the reference by itself.
pub fn receiver(expression: &TokenStream) -> TokenStream {
    let mut tokens = expression.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == '&' => tokens.collect(),
        _ => expression.clone(),
    }
}

/// The same place, where what is found is not shown.
pub fn secret(at: &TokenStream) -> TokenStream {
    let at = receiver(at);
    quote!(&#at.secret())
}
