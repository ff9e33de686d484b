//! How newtypes hold their values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::TypeDef;

/// How a newtype holds its value.
#[derive(Clone, Copy)]
pub(super) enum Inner {
    /// `struct Sku(String);`
    Tuple,
    /// `struct 値 { inner: String }`: a tuple struct could not be called as variables are, and where
    /// letters have no case, those are called as types are.
    Named,
}

impl Inner {
    pub(super) fn of(def: &TypeDef) -> Self {
        let has_case = def.name.as_str().chars().any(char::is_uppercase);
        if has_case { Self::Tuple } else { Self::Named }
    }

    /// The name of the field.
    pub(super) fn field(self) -> TokenStream {
        match self {
            Self::Tuple => quote!(0),
            Self::Named => quote!(inner),
        }
    }

    /// The newtype of a value.
    pub(super) fn of_value(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Tuple => quote!(Self(#value)),
            Self::Named => quote!(Self { inner: #value }),
        }
    }
}
