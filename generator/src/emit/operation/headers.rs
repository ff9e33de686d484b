//! The documented headers of an operation's responses into a type with an
//! accessor for each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, ident};
use super::super::doc;
use super::docs::renamed;
use crate::ir::{EnumRepr, Header, Operation, Type, TypeKind};

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

/// `pub fn x_next(&self) -> Option<&'a str> { … }`
fn accessor(context: &Context<'_>, header: &Header) -> TokenStream {
    let notes = doc::notes(&header.shape, None, renamed(&header.wire, &header.name));
    let docs = doc::attributes(&header.docs, &notes, None);
    let deprecated = doc::deprecated(&header.docs);
    let name = ident(&header.name);
    let wire = header.wire.to_ascii_lowercase();
    match parsed(context, &header.shape.ty) {
        Some(ty) => quote! {
            #docs
            #deprecated
            #[inline]
            pub fn #name(&self) -> Option<#ty> {
                self.0.get(#wire)?.to_str().ok()?.parse().ok()
            }
        },
        None => quote! {
            #docs
            #deprecated
            #[inline]
            pub fn #name(&self) -> Option<&'a str> {
                self.0.get(#wire)?.to_str().ok()
            }
        },
    }
}

/// The type of a header that `FromStr` reads as the document says; others are handed out as text.
fn parsed(context: &Context<'_>, ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::Bool | Type::Integer(_) | Type::F32 | Type::F64 => Some(context.bare_type(ty)),
        Type::Format(format) if format.row().from_str => Some(context.bare_type(ty)),
        Type::Named(id) => match &context.api.types[*id].kind {
            TypeKind::Enum(it) if it.repr == EnumRepr::String => Some(context.bare_type(ty)),
            TypeKind::Alias(shape) => parsed(context, &shape.ty),
            _ => None,
        },
        _ => None,
    }
}
