//! The one value that a property or a parameter can have → the expression that makes it.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::context::{Context, ident};
use crate::ir::{Enum, Type, TypeKind};

/// A value of that type, as an expression.
pub(super) fn value(cx: &Context<'_>, ty: &Type, value: &Value) -> Option<TokenStream> {
    match ty {
        Type::Null => Some(quote!(())),
        Type::Bool => value.as_bool().map(|value| quote!(#value)),
        Type::String => value.as_str().map(|text| quote!(String::from(#text))),
        ty => {
            let values = enumeration(cx, ty)?;
            let mut variants = values.variants.iter();
            let variant = variants.find(|variant| variant.value == *value)?;
            let (ty, variant) = (cx.bare_type(ty), ident(&variant.name));
            Some(quote!(#ty::#variant))
        }
    }
}

/// The enum that a type is, beyond aliases.
fn enumeration<'a>(cx: &Context<'a>, ty: &Type) -> Option<&'a Enum> {
    match &cx.definition(ty)?.kind {
        TypeKind::Enum(values) => Some(values),
        _ => None,
    }
}
