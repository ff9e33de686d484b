//! A type to its wire code: how it is read from JSON and written as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, ident};
use super::inner::Inner;
use super::{enumeration, union};
use crate::ir::{Shape, TypeDef, TypeId, TypeKind};

/// A type's wire code; nothing where the type has none of its own.
pub fn items(cx: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    let def = &cx.api.types[id];
    match &def.kind {
        TypeKind::Enum(values) => enumeration::wire(def, values),
        TypeKind::Union(branches) => union::wire(cx, def, branches),
        TypeKind::Newtype(shape) => newtype(cx, def, shape),
        // The rows of a struct stand beside it.
        TypeKind::Struct(_) | TypeKind::Alias(_) | TypeKind::External(_) => Vec::new(),
    }
}

fn newtype(cx: &Context<'_>, def: &TypeDef, shape: &Shape) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let inner = Inner::of(def);
    let field = inner.field();
    let make = match inner {
        Inner::Tuple => quote!(Self),
        Inner::Named => {
            let made = inner.of_value(&quote!(value));
            quote!(|value| #made)
        }
    };
    let (read, write) = match cx.codec(shape) {
        None => (
            quote!(runtime::json::Decode::decode(input)),
            quote!(runtime::json::Encode::encode(&self.#field, output)),
        ),
        Some(codec) => {
            let codec = quote!(<#codec as runtime::codec::Codec<_>>);
            (
                quote!(#codec::decode(input)),
                quote!(#codec::encode(&self.#field, output)),
            )
        }
    };
    let ty = cx.type_tokens(shape);
    vec![
        quote! {
            impl TryFrom<#ty> for #name {
                type Error = runtime::validate::Violations;

                #[inline]
                fn try_from(value: #ty) -> Result<Self, Self::Error> {
                    Self::new(value)
                }
            }
        },
        quote! {
            impl runtime::json::Decode for #name {
                #[inline]
                fn decode(input: &mut runtime::json::Input<'_>) -> runtime::json::Result<Self> {
                    #read.map(#make)
                }
            }
        },
        quote! {
            impl runtime::json::Encode for #name {
                #[inline]
                fn encode(&self, output: &mut runtime::json::Output) {
                    #write;
                }
            }
        },
        bridge(def),
    ]
}

/// serde's traits, for whatever else speaks serde.
pub(super) fn bridge(def: &TypeDef) -> TokenStream {
    let name = ident(&def.name);
    quote! { runtime::json::bridge::serde!(#name); }
}
