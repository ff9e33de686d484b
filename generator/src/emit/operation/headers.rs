//! The documented headers of an operation's responses into a type with an
//! accessor for each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, ident};
use super::super::{doc, types};
use super::docs::renamed;
use crate::ir::wire::{Data, Wire};
use crate::ir::{Header, Operation, Shape, Type};

/// The type of the headers; nothing where none is documented.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let Some(name) = &operation.headers else {
        return Vec::new();
    };
    let name = ident(name);
    let headers = all(operation);
    let method = operation.name.as_str();
    let about = format!(" The documented headers of the responses of [`Client::{method}`].");
    let accessors = headers.values().map(|header| accessor(context, header));
    vec![
        quote! {
            #[doc = #about]
            #[doc = ""]
            #[doc = " Made of a response's headers: of `response.headers()`, or of an error's."]
            #[derive(Debug, Clone, Copy)]
            pub struct #name<'a>(&'a ::http::HeaderMap);
        },
        quote! {
            impl<'a> #name<'a> { #(#accessors)* }
        },
        quote! {
            impl<'a> From<&'a ::http::HeaderMap> for #name<'a> {
                #[inline]
                fn from(headers: &'a ::http::HeaderMap) -> Self {
                    Self(headers)
                }
            }
        },
    ]
}

/// The headers of all responses by accessor; the first one documented stands for all.
fn all(operation: &Operation) -> BTreeMap<&str, &Header> {
    let responses = &operation.responses;
    let responses = responses.success.iter().chain(&responses.errors);
    let mut headers = BTreeMap::new();
    for header in responses.flat_map(|response| &response.headers) {
        headers.entry(header.name.as_str()).or_insert(header);
    }
    headers
}

/// `pub fn x_next(&self) -> Option<Cow<'a, str>> { … }`
fn accessor(context: &Context<'_>, header: &Header) -> TokenStream {
    let notes = doc::notes(&header.shape, None, renamed(&header.wire, &header.name));
    let docs = doc::attributes(&header.docs, &notes, None);
    let deprecated = doc::deprecated(&header.docs);
    let name = ident(&header.name);
    let wire = header.wire.to_ascii_lowercase();
    let (ty, value) = read(context, header, &wire);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(&self) -> #ty {
            #value
        }
    }
}

/// What an accessor gives, and how that is read. What no type tells is handed out as text.
fn read(context: &Context<'_>, header: &Header, wire: &str) -> (TokenStream, TokenStream) {
    let shape = &header.shape;
    if wire == "set-cookie" {
        return (
            quote! { Vec<::std::borrow::Cow<'a, str>> },
            quote! { runtime::call::headers::lines(self.0, #wire) },
        );
    }
    let data = match (&header.data, header.form) {
        (_, Wire::Json) => None,
        (Data::One(_), _) if shape.ty == Type::String => {
            return as_text(wire);
        }
        (Data::One(plain), _) => {
            let plain = types::plain(*plain);
            Some(quote! { One(runtime::parameter::read::Plain::#plain) })
        }
        (Data::List(plain), _) => {
            let plain = types::plain(*plain);
            Some(quote! { List(runtime::parameter::read::Plain::#plain) })
        }
        (Data::Object(properties, others), _) => {
            let properties = properties.iter().map(|(name, plain)| {
                let plain = types::plain(*plain);
                quote! { (#name, runtime::parameter::read::Plain::#plain) }
            });
            let others = types::plain(*others);
            Some(quote! {
                Object(&[#(#properties),*], runtime::parameter::read::Plain::#others)
            })
        }
        (Data::NestedList | Data::NestedObject | Data::Bytes | Data::Any, _) => {
            return as_text(wire);
        }
    };
    let present = Shape {
        nullable: false,
        ..shape.clone()
    };
    let ty = context.type_tokens(&present);
    let codec = context.codec_tokens(&present);
    let read = match data {
        None => quote! { runtime::call::headers::json::<#codec, _>(self.0, #wire) },
        Some(data) => {
            let explode = matches!(header.form, Wire::Styled(styled) if styled.explode);
            quote! {
                runtime::call::headers::value::<#codec, _>(
                    self.0,
                    #wire,
                    #explode,
                    &runtime::parameter::read::Data::#data,
                )
            }
        }
    };
    (quote! { Option<#ty> }, read)
}

fn as_text(wire: &str) -> (TokenStream, TokenStream) {
    (
        quote! { Option<::std::borrow::Cow<'a, str>> },
        quote! { runtime::call::headers::text(self.0, #wire) },
    )
}
