//! A set of scalar values to a Rust enum that keeps values it does not know.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::context::ident;
use super::unknown::unknown_variant;
use super::{doc, model};
use crate::ir::{Enum, EnumRepr, TypeDef};

/// The enum, and how its values are had.
pub fn items(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let docs = model::docs(def, doc::constraints(&values.constraints));
    let derive = model::derive(def, false);
    let unknown = unknown_variant(values.variants.iter().map(|variant| &variant.name));
    let payload = payload(values.repr);
    let variants = values.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let note = [format!("Value: {}.", doc::code(&shown(&variant.value)))];
        let docs = doc::attributes(&variant.docs, &note, None);
        let deprecated = doc::deprecated(&variant.docs);
        quote!(#docs #deprecated #name,)
    });
    let about = match values.open {
        true => " Another value.",
        false => " A value that the document does not declare: a newer server may send it.",
    };
    let definition = quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = #about]
            #unknown(runtime::Unknown<#payload>),
        }
    };
    match values.repr {
        // The rows of the others make the accessor too.
        EnumRepr::Json => vec![definition, accessor(def, values, &unknown)],
        EnumRepr::String | EnumRepr::Integer => vec![definition],
    }
}

fn payload(repr: EnumRepr) -> TokenStream {
    match repr {
        EnumRepr::String => quote!(String),
        EnumRepr::Integer => quote!(i64),
        EnumRepr::Json => quote!(::serde_json::Value),
    }
}

/// A value for docs: a string without its quotation marks.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The method that gives a variant's value on the wire.
fn accessor(def: &TypeDef, values: &Enum, unknown: &Ident) -> TokenStream {
    let name = ident(&def.name);
    let arms = values.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let value = json_literal(&variant.value);
        quote!(Self::#name => #value,)
    });
    quote! {
        impl #name {
            #[doc = " The value as in JSON."]
            #[inline]
            pub fn to_value(&self) -> ::serde_json::Value {
                match self {
                    #(#arms)*
                    Self::#unknown(value) => value.get().clone(),
                }
            }
        }
    }
}

/// A declared value of any kind as an expression.
fn json_literal(value: &Value) -> TokenStream {
    let text = value.to_string();
    match value {
        Value::Null => quote!(::serde_json::Value::Null),
        Value::Bool(value) => quote!(::serde_json::Value::Bool(#value)),
        Value::String(text) => quote!(::serde_json::Value::from(#text)),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            quote!(runtime::value::unknown::json(#text))
        }
    }
}

/// How the enum is converted, read and written.
pub fn wire(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let unknown = unknown_variant(values.variants.iter().map(|variant| &variant.name));
    match values.repr {
        EnumRepr::String => vec![rows(&quote!(text), def, values, &unknown)],
        EnumRepr::Integer => vec![rows(&quote!(integer), def, values, &unknown)],
        EnumRepr::Json => json_wire(def, values, &unknown),
    }
}

/// The public items that [`rows`] makes a macro write, without their bodies.
pub fn signatures(def: &TypeDef, values: &Enum) -> TokenStream {
    let name = ident(&def.name);
    match values.repr {
        EnumRepr::String => quote! {
            impl #name {
                pub fn as_str(&self) -> &str {}
            }
            impl From<&str> for #name {}
            impl From<String> for #name {}
            impl ::std::str::FromStr for #name {}
            impl ::std::fmt::Display for #name {}
        },
        EnumRepr::Integer => quote! {
            impl #name {
                pub fn value(&self) -> i64 {}
            }
            impl From<i64> for #name {}
            impl ::std::fmt::Display for #name {}
        },
        EnumRepr::Json => TokenStream::new(),
    }
}

/// `runtime::json::enumeration::text! { … }`: a row a value.
fn rows(kind: &TokenStream, def: &TypeDef, values: &Enum, unknown: &Ident) -> TokenStream {
    let name = ident(&def.name);
    let rows = values.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let value = match variant.value.as_i64() {
            Some(value) => Literal::i64_unsuffixed(value),
            None => Literal::string(variant.value.as_str().unwrap_or_default()),
        };
        quote!(#value => #name;)
    });
    quote! {
        runtime::json::enumeration::#kind! {
            #name, #unknown;
            #(#rows)*
        }
    }
}

fn json_wire(def: &TypeDef, values: &Enum, unknown: &Ident) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let known = values.variants.iter().map(|variant| ident(&variant.name));
    vec![
        quote! {
            impl From<::serde_json::Value> for #name {
                #[inline]
                fn from(value: ::serde_json::Value) -> Self {
                    let known = [#(Self::#known),*];
                    known
                        .into_iter()
                        .find(|known| runtime::value::unknown::same(&known.to_value(), &value))
                        .unwrap_or_else(|| Self::#unknown(runtime::Unknown::new(value)))
                }
            }
        },
        decode(
            &name,
            unknown,
            &quote!(<::serde_json::Value as runtime::json::Decode>::decode(
                input
            )?),
        ),
        encode(
            &name,
            &quote!(runtime::json::Encode::encode(&self.to_value(), output)),
        ),
        super::serde::bridge(def),
    ]
}

fn decode(name: &Ident, unknown: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl runtime::json::Decode for #name {
            #[inline]
            fn decode(input: &mut runtime::json::Input<'_>) -> runtime::json::Result<Self> {
                let value = Self::from(#value);
                if let Self::#unknown(_) = value {
                    input.note_unknown();
                }
                Ok(value)
            }
        }
    }
}

fn encode(name: &Ident, write: &TokenStream) -> TokenStream {
    quote! {
        impl runtime::json::Encode for #name {
            #[inline]
            fn encode(&self, output: &mut runtime::json::Output) {
                #write;
            }
        }
    }
}
