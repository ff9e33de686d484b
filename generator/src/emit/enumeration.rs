//! A set of scalar values to a Rust enum that keeps values it does not know.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use super::context::ident;
use super::{doc, model};
use crate::ir::{Enum, EnumRepr, Name, TypeDef};

/// The enum, and how its values are had.
pub fn items(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let docs = model::docs(def, doc::constraints(&values.constraints));
    let derive = model::derive(def, None);
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
    vec![definition, accessor(def, values, &unknown)]
}

/// The variant for what the document does not declare; `Unknown` unless that is taken.
pub fn unknown_variant<'a>(names: impl Iterator<Item = &'a Name>) -> Ident {
    let names: Vec<_> = names.map(Name::as_str).collect();
    let mut unknown = "Unknown".to_owned();
    for other in ["Unrecognized", "Undeclared"] {
        if names.contains(&unknown.as_str()) {
            unknown = other.to_owned();
        }
    }
    while names.contains(&unknown.as_str()) {
        unknown.push('_');
    }
    Ident::new(&unknown, Span::call_site())
}

fn payload(repr: EnumRepr) -> TokenStream {
    match repr {
        EnumRepr::String => quote!(String),
        EnumRepr::Integer => quote!(i64),
        EnumRepr::Json => quote!(serde_json::Value),
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
        let value = literal(values.repr, &variant.value);
        quote!(Self::#name => #value,)
    });
    match values.repr {
        EnumRepr::String => quote! {
            impl #name {
                #[doc = " The value as in JSON."]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(#arms)*
                        Self::#unknown(value) => value.get(),
                    }
                }
            }
        },
        EnumRepr::Integer => quote! {
            impl #name {
                #[doc = " The value as in JSON."]
                pub fn value(&self) -> i64 {
                    match self {
                        #(#arms)*
                        Self::#unknown(value) => *value.get(),
                    }
                }
            }
        },
        EnumRepr::Json => quote! {
            impl #name {
                #[doc = " The value as in JSON."]
                pub fn to_value(&self) -> serde_json::Value {
                    match self {
                        #(#arms)*
                        Self::#unknown(value) => value.get().clone(),
                    }
                }
            }
        },
    }
}

/// A declared value as an expression.
fn literal(repr: EnumRepr, value: &Value) -> TokenStream {
    match repr {
        EnumRepr::String => {
            let text = value.as_str().unwrap_or_default();
            quote!(#text)
        }
        EnumRepr::Integer => {
            let value = Literal::i64_unsuffixed(value.as_i64().unwrap_or_default());
            quote!(#value)
        }
        EnumRepr::Json => {
            let text = value.to_string();
            match value {
                Value::Null => quote!(serde_json::Value::Null),
                Value::Bool(value) => quote!(serde_json::Value::Bool(#value)),
                Value::String(text) => quote!(serde_json::Value::from(#text)),
                Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    quote!(runtime::value::unknown::json(#text))
                }
            }
        }
    }
}

/// How the enum is converted, read and written.
pub fn wire(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let unknown = unknown_variant(values.variants.iter().map(|variant| &variant.name));
    match values.repr {
        EnumRepr::String => string_wire(def, values, &unknown),
        EnumRepr::Integer => integer_wire(def, values, &unknown),
        EnumRepr::Json => json_wire(def, values, &unknown),
    }
}

fn string_wire(def: &TypeDef, values: &Enum, unknown: &Ident) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let arms = arms(values);
    vec![
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#arms)*
                        _ => Self::#unknown(runtime::Unknown::new(value.to_owned())),
                    }
                }
            }
        },
        quote! {
            impl From<String> for #name {
                fn from(value: String) -> Self {
                    Self::from(value.as_str())
                }
            }
        },
        quote! {
            impl std::str::FromStr for #name {
                type Err = std::convert::Infallible;

                fn from_str(value: &str) -> Result<Self, Self::Err> {
                    Ok(Self::from(value))
                }
            }
        },
        quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }
        },
        decode(&name, unknown, &quote!(&*input.string()?)),
        encode(&name, &quote!(output.string(self.as_str()))),
    ]
}

fn integer_wire(def: &TypeDef, values: &Enum, unknown: &Ident) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let arms = arms(values);
    vec![
        quote! {
            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    match value {
                        #(#arms)*
                        _ => Self::#unknown(runtime::Unknown::new(value)),
                    }
                }
            }
        },
        quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.value().fmt(f)
                }
            }
        },
        decode(
            &name,
            unknown,
            &quote!(<i64 as runtime::json::Decode>::decode(input)?),
        ),
        encode(&name, &quote!(output.display(self.value()))),
    ]
}

fn json_wire(def: &TypeDef, values: &Enum, unknown: &Ident) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let known = values.variants.iter().map(|variant| ident(&variant.name));
    vec![
        quote! {
            impl From<serde_json::Value> for #name {
                fn from(value: serde_json::Value) -> Self {
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
            &quote!(<serde_json::Value as runtime::json::Decode>::decode(input)?),
        ),
        encode(
            &name,
            &quote!(runtime::json::Encode::encode(&self.to_value(), output)),
        ),
    ]
}

/// `"active" => Self::Active,`; a value that stands twice is its first variant.
fn arms(values: &Enum) -> Vec<TokenStream> {
    let is_first = |(index, variant): &(usize, &crate::ir::Variant)| {
        values.variants[..*index]
            .iter()
            .all(|before| before.value != variant.value)
    };
    let variants = values.variants.iter().enumerate().filter(is_first);
    variants
        .map(|(_, variant)| {
            let name = ident(&variant.name);
            let value = literal(values.repr, &variant.value);
            quote!(#value => Self::#name,)
        })
        .collect()
}

fn decode(name: &Ident, unknown: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl runtime::json::Decode for #name {
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
            fn encode(&self, output: &mut runtime::json::Output) {
                #write;
            }
        }
    }
}
