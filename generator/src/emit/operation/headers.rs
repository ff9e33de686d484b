//! The documented headers of an operation's responses into a type with an
//! accessor for each.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, ident};
use super::super::validate::{self, Access};
use super::super::{doc, types};
use super::docs::renamed;
use super::response;
use crate::ir::wire::{Data, Wire};
use crate::ir::{Header, Operation, Shape, Type};

/// The type of the headers; nothing where none is documented.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let Some(name) = &operation.headers else {
        return Vec::new();
    };
    let name = ident(name);
    let headers = all(operation);
    let method = context.api.method_path(operation);
    let about = format!(" The documented headers of the responses of [`{method}`].");
    let rows = headers.values().map(|header| row(context, header));
    vec![
        quote! {
            #[doc = #about]
            #[doc = ""]
            #[doc = " Made of a response's headers: of `response.headers()`, or of an error's."]
            #[derive(Debug, Clone, Copy)]
            pub struct #name<'a>(&'a ::http::HeaderMap);
        },
        quote! {
            runtime::call::headers::accessors! {
                #name;
                #(#rows)*
            }
        },
    ]
}

/// The accessors that the macro writes, without their bodies.
pub(super) fn signatures(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(name) = &operation.headers else {
        return TokenStream::new();
    };
    let name = ident(name);
    let accessors = all(operation).into_values().map(|header| {
        let accessor = ident(&header.name);
        let output = match Read::of(header) {
            Read::Text => quote! { Option<std::borrow::Cow<'a, str>> },
            Read::Lines => quote! { Vec<std::borrow::Cow<'a, str>> },
            Read::Json | Read::Styled(_) => {
                let ty = context.bare_type(&header.shape.ty);
                quote! { Result<Option<#ty>, runtime::call::headers::HeaderError> }
            }
        };
        quote! { pub fn #accessor(&self) -> #output {} }
    });
    quote! { impl<'a> #name<'a> { #(#accessors)* } }
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

/// `"x-count" => x_count simple(One(Json)): i64;`
fn row(context: &Context<'_>, header: &Header) -> TokenStream {
    let notes = doc::notes(&header.shape, None, renamed(&header.wire, &header.name));
    let docs = doc::attributes(&header.docs, &notes, None);
    let deprecated = doc::deprecated(&header.docs);
    let name = ident(&header.name);
    let wire = header.wire.to_ascii_lowercase();
    let how = match Read::of(header) {
        Read::Text => quote! { text },
        Read::Lines => quote! { lines },
        Read::Json => {
            let of = of(context, header);
            quote! { json #of }
        }
        Read::Styled(data) => {
            let exploded = matches!(header.form, Wire::Styled(styled) if styled.explode);
            let style = match data {
                Data::Object(..) if exploded => quote! { exploded },
                _ => quote! { simple },
            };
            let data = data_tokens(data);
            let of = of(context, header);
            quote! { #style(#data) #of }
        }
    };
    quote! { #docs #deprecated #wire => #name #how; }
}

/// How an accessor reads a header. What no type tells is handed out as text.
enum Read<'h> {
    Text,
    /// Each line by itself, since they have commas of their own.
    Lines,
    Json,
    Styled(&'h Data),
}

impl<'h> Read<'h> {
    fn of(header: &'h Header) -> Self {
        match (&header.data, header.form) {
            _ if header.wire.eq_ignore_ascii_case("set-cookie") => Self::Lines,
            (_, Wire::Json) => Self::Json,
            (Data::One(_), _) if header.shape.ty == Type::String => Self::Text,
            (Data::NestedList | Data::NestedObject | Data::Bytes | Data::Any, _) => Self::Text,
            (data @ (Data::One(_) | Data::List(_) | Data::Object(..)), _) => Self::Styled(data),
        }
    }
}

/// `: i64 as Codec`
fn of(context: &Context<'_>, header: &Header) -> TokenStream {
    let ty = context.bare_type(&header.shape.ty);
    let codec = context.bare_codec(&header.shape.ty);
    let codec = codec.map(|codec| quote! { as #codec });
    quote! { : #ty #codec }
}

/// A `Data` of the runtime's, in whose scope the macro reads it.
fn data_tokens(data: &Data) -> TokenStream {
    match data {
        Data::List(plain) => {
            let plain = types::plain(*plain);
            quote! { List(#plain) }
        }
        Data::Object(properties, others) => {
            let properties = properties.iter().map(|(name, plain)| {
                let plain = types::plain(*plain);
                quote! { (#name, #plain) }
            });
            let others = types::plain(*others);
            quote! { Object(&[#(#properties),*], #others) }
        }
        Data::One(plain) => {
            let plain = types::plain(*plain);
            quote! { One(#plain) }
        }
        Data::NestedList | Data::NestedObject | Data::Bytes | Data::Any => quote! { One(Text) },
    }
}

/// What judges the headers of a reply, for strict clients: a method of `call::Decode`; nothing where
/// there is nothing to judge.
pub(super) fn judged(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(name) = &operation.headers else {
        return TokenStream::new();
    };
    let accessors = all(operation);
    let mut arms = Vec::new();
    for (pattern, response, _) in response::by_status(operation).into_iter().rev() {
        let checks = response.headers.iter();
        let checks: TokenStream = checks
            .map(|header| check(context, header, &accessors))
            .collect();
        // An exact status is none of its range, be there anything to judge in it or not.
        if !checks.is_empty() || !arms.is_empty() {
            arms.push((pattern, checks));
        }
    }
    arms.reverse();
    let is_total = |(pattern, _): &(TokenStream, _)| pattern.to_string() == "_";
    let body = match arms.as_slice() {
        [] => return TokenStream::new(),
        [(_, checks)] if is_total(&arms[0]) => checks.clone(),
        [(pattern, checks)] => {
            let is_range = pattern.to_string().contains("..");
            let applies = match is_range {
                true => quote! { (#pattern).contains(&reply.status()) },
                false => quote! { reply.status() == #pattern },
            };
            quote! { if #applies { #checks } }
        }
        [.., last] => {
            let others = (!is_total(last)).then(|| quote! { _ => {} });
            let arms = arms
                .iter()
                .map(|(pattern, checks)| quote! { #pattern => { #checks } });
            quote! { match reply.status() { #(#arms)* #others } }
        }
    };
    let name = ident(name);
    quote! {
        fn check_headers(
            reply: &reply::Reply,
            at: &runtime::validate::At<'_>,
            out: &mut runtime::validate::Violations,
        ) {
            let headers = #name(reply.headers());
            #body
        }
    }
}

/// Judges one header: that it is there, can be read, and is valid; nothing where it may be anything.
fn check(
    context: &Context<'_>,
    header: &Header,
    accessors: &BTreeMap<&str, &Header>,
) -> TokenStream {
    let read = Read::of(header);
    let (name, required) = (&header.wire, header.required);
    let is_text = matches!(read, Read::Text | Read::Lines);
    let checks = match is_text && header.shape.ty != Type::String {
        true => Vec::new(),
        false => validate::statements(
            context,
            &present(&header.shape),
            &Access::reference(quote! { value }),
            &quote! { at },
        ),
    };
    if is_text && checks.is_empty() && !required {
        return TokenStream::new();
    }
    // Of one header that statuses describe as several things, only the first has the accessor.
    let has_accessor = accessors
        .get(header.name.as_str())
        .is_some_and(|first| first.shape == header.shape && first.data == header.data);
    let accessor = ident(&header.name);
    let value = match read {
        Read::Text if has_accessor => quote! { Ok(headers.#accessor()) },
        Read::Json | Read::Styled(_) if has_accessor => quote! { headers.#accessor() },
        read => reading(context, header, &read),
    };
    let check = match checks.is_empty() {
        true => quote! { |_, _, _| () },
        false => quote! { |value, at, out| { #(#checks)* } },
    };
    quote! {
        runtime::call::headers::judge(#value, #required, &at.key(#name), out, #check);
    }
}

/// What reads a header, where no accessor does.
fn reading(context: &Context<'_>, header: &Header, read: &Read<'_>) -> TokenStream {
    let wire = header.wire.to_ascii_lowercase();
    let ty = context.bare_type(&header.shape.ty);
    let codec = context
        .bare_codec(&header.shape.ty)
        .unwrap_or_else(|| quote! { runtime::codec::Plain });
    match read {
        Read::Text | Read::Lines => quote! { Ok(runtime::call::headers::text(headers.0, #wire)) },
        Read::Json => quote! {
            runtime::call::headers::json::<#codec, #ty>(headers.0, #wire)
        },
        Read::Styled(data) => {
            let exploded = matches!(header.form, Wire::Styled(styled) if styled.explode);
            let data = data_tokens(data);
            quote! {
                runtime::call::headers::value::<#codec, #ty>(headers.0, #wire, #exploded, {
                    use runtime::parameter::read::{Data::*, Plain::*};
                    &#data
                })
            }
        }
    }
}

/// A header that is there is not null.
fn present(shape: &Shape) -> Shape {
    Shape {
        nullable: false,
        ..shape.clone()
    }
}
