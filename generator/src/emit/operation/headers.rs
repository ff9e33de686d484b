//! The documented headers of an operation's responses into a type with an
//! accessor for each.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::doc;
use super::docs::renamed;
use crate::ir::wire::{Data, Plain, Wire};
use crate::ir::{Header, Operation, Shape, Type};

/// The type of the headers; nothing where none is documented.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let headers = all(operation);
    if headers.is_empty() {
        return Vec::new();
    }
    let name = type_name(context, operation);
    let method = operation.name.as_str();
    let about = format!(" The documented headers of the responses of [`Client::{method}`].");
    let accessors = headers.values().map(|header| accessor(context, header));
    vec![
        quote! {
            #[doc = #about]
            #[doc = ""]
            #[doc = " Made of a response's headers: of `response.headers()`, or of an error's."]
            #[derive(Debug, Clone, Copy)]
            pub struct #name<'a>(&'a http::HeaderMap);
        },
        quote! {
            impl<'a> #name<'a> { #(#accessors)* }
        },
        quote! {
            impl<'a> From<&'a http::HeaderMap> for #name<'a> {
                #[inline]
                fn from(headers: &'a http::HeaderMap) -> Self {
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

/// `ListPetsHeaders`, unless the document has a name like that.
pub(super) fn type_name(context: &Context<'_>, operation: &Operation) -> Ident {
    let call = operation.call.as_str();
    let is_taken = |name: &str| {
        let types = context.api.types.iter();
        let operations = context.api.operations.iter();
        types.into_iter().any(|(_, def)| def.name.as_str() == name)
            || operations.into_iter().any(|it| {
                it.call.as_str() == name
                    || it.error.as_str() == name
                    || it
                        .responses
                        .success_enum
                        .as_ref()
                        .is_some_and(|it| it.as_str() == name)
            })
    };
    let mut name = format!("{call}Headers");
    while is_taken(&name) {
        name.insert_str(call.len(), "Response");
    }
    format_ident!("{name}")
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
            quote! { Vec<std::borrow::Cow<'a, str>> },
            quote! { runtime::call::headers::lines(self.0, #wire) },
        );
    }
    let data = match (&header.data, header.form) {
        (_, Wire::Json) => None,
        (Data::One(_), _) if shape.ty == Type::String => {
            return as_text(wire);
        }
        (Data::One(plain), _) => {
            let plain = plain_tokens(*plain);
            Some(quote! { One(runtime::call::parameter::read::Plain::#plain) })
        }
        (Data::List(plain), _) => {
            let plain = plain_tokens(*plain);
            Some(quote! { List(runtime::call::parameter::read::Plain::#plain) })
        }
        (Data::Object(properties, others), _) => {
            let properties = properties.iter().map(|(name, plain)| {
                let plain = plain_tokens(*plain);
                quote! { (#name, runtime::call::parameter::read::Plain::#plain) }
            });
            let others = plain_tokens(*others);
            Some(quote! {
                Object(&[#(#properties),*], runtime::call::parameter::read::Plain::#others)
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
                    &runtime::call::parameter::read::Data::#data,
                )
            }
        }
    };
    (quote! { Option<#ty> }, read)
}

fn as_text(wire: &str) -> (TokenStream, TokenStream) {
    (
        quote! { Option<std::borrow::Cow<'a, str>> },
        quote! { runtime::call::headers::text(self.0, #wire) },
    )
}

/// A variant of the runtime's `Plain`.
pub(super) fn plain_tokens(plain: Plain) -> TokenStream {
    match plain {
        Plain::Text => quote! { Text },
        Plain::Json => quote! { Json },
        Plain::Either => quote! { Either },
    }
}
