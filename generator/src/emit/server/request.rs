//! What an operation asks for into the struct that its method takes, and the code that reads it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::operation::docs;
use super::super::validate::{self, Access};
use super::super::{doc, types};
use super::{data, readable};
use crate::emit::present;
use crate::ir::{Body, BodyArgument, Content, MediaKind, Operation, Parameter, Shape};

/// `Request`, `Body` where there are several media types, and what reads them.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let fields = operation.parameters.iter().map(|parameter| {
        let docs = docs::parameter(parameter);
        let deprecated = doc::deprecated(&parameter.docs);
        let name = ident(&parameter.name);
        let ty = parameter_type(context, parameter);
        quote! { #docs #deprecated pub #name: #ty }
    });
    let body = operation.body.as_ref().map(|body| {
        let docs = doc::attributes(&body.docs, &[], None);
        let docs = match docs.is_empty() {
            true => doc::plain(["The body."]),
            false => docs,
        };
        let ty = body_type(context, body);
        let ty = match body.required {
            true => ty,
            false => quote! { Option<#ty> },
        };
        quote! { #docs pub body: #ty }
    });
    let fields = fields.chain(body);
    let about = format!(" What `{}` is asked for.", operation.name.as_str());
    let read = read(context, operation);
    let mut items = vec![
        quote! {
            #[doc = #about]
            #[derive(Debug)]
            #[non_exhaustive]
            pub struct Request {
                #(#fields,)*
                __context: runtime::server::Context,
            }
        },
        quote! {
            impl Request {
                #[doc = " What else is known of the request: who calls, all headers, what layers have put there."]
                pub fn context(&self) -> &runtime::server::Context {
                    &self.__context
                }

                #read
            }
        },
    ];
    if let Some(body) = &operation.body
        && matches!(body.argument, BodyArgument::Several { .. })
    {
        let variants = readable(body).into_iter();
        let variants = variants.filter_map(|(name, content)| Some((name?, content)));
        let variants = variants.map(|(name, content)| {
            let about = format!(" As {}.", doc::code(&content.media_type));
            let (name, ty) = (ident(name), content_type(context, content));
            quote! { #[doc = #about] #name(#ty) }
        });
        items.push(quote! {
            #[doc = " The body, in one of its media types."]
            #[derive(Debug)]
            #[non_exhaustive]
            pub enum Body { #(#variants,)* }
        });
    }
    items
}

/// Whether a parameter may be missing: also where it may be null, which nothing says but its absence.
fn is_optional(parameter: &Parameter) -> bool {
    !parameter.required || parameter.shape.nullable
}

fn parameter_type(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let ty = context.type_tokens(&present(&parameter.shape));
    match is_optional(parameter) {
        true => quote! { Option<#ty> },
        false => ty,
    }
}

fn body_type(context: &Context<'_>, body: &Body) -> TokenStream {
    match &body.argument {
        BodyArgument::Single(content) => content_type(context, content),
        BodyArgument::Several { .. } => quote! { Body },
    }
}

fn content_type(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Form(shape, _) | MediaKind::Text(shape, _) => {
            context.type_tokens(shape)
        }
        MediaKind::JsonLines(shape) => {
            let ty = context.type_tokens(shape);
            quote! { Vec<#ty> }
        }
        MediaKind::Base64 => quote! { ::bytes::Bytes },
        MediaKind::Bytes
        | MediaKind::Xml(..)
        | MediaKind::PartStream(_)
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::Multipart { .. } => {
            quote! { runtime::server::Upload }
        }
    }
}

/// `fn read`
fn read(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let mut names: Vec<Ident> = Vec::new();
    let mut statements = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let name = ident(&parameter.name);
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let shape = present(&parameter.shape);
        let (codec, ty) = (context.codec_tokens(&shape), context.type_tokens(&shape));
        let check = check(context, &shape);
        let method = match is_optional(parameter) {
            true => quote! { optional },
            false => quote! { required },
        };
        statements.push(quote! {
            let #name = __reader.#method::<#codec, #ty>(#index, #check);
        });
        names.push(name);
    }
    if let Some(body) = &operation.body {
        statements.push(read_body(context, body));
        names.push(format_ident!("body"));
    }
    let reader = match names.is_empty() {
        true => quote! { let __reader },
        false => quote! { let mut __reader },
    };
    // What is not there is among the faults, so that finishing tells of it.
    let all_there = (!names.is_empty()).then(|| {
        quote! {
            let (#(Some(#names),)*) = (#(#names,)*) else {
                return Err(runtime::server::Refusal::new(runtime::server::Reason::Unreadable));
            };
        }
    });
    quote! {
        pub(super) fn read(
            __incoming: runtime::server::Incoming,
        ) -> Result<(Self, runtime::server::Replying), runtime::server::Refusal> {
            #reader = __incoming.read();
            #(#statements)*
            let (__context, __replying) = __reader.finish()?;
            #all_there
            Ok((Self { #(#names,)* __context }, __replying))
        }
    }
}

fn read_body(context: &Context<'_>, body: &Body) -> TokenStream {
    let variants = readable(body);
    let arms = variants.iter().enumerate().map(|(index, (name, content))| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let read = read_content(context, content);
        let wrap = name.map(|name| {
            let name = ident(name);
            quote! { .map(Body::#name) }
        });
        let optional = (!body.required).then(|| quote! { .map(Some) });
        quote! { Some(#index) => __reader.#read #wrap #optional }
    });
    let none = match body.required {
        true => quote! { { __reader.missing_body(); None } },
        false => quote! { Some(None) },
    };
    quote! {
        let body = match __reader.content() {
            #(#arms,)*
            Some(_) => None,
            None => #none,
        };
    }
}

/// The call that reads a body of one media type.
fn read_content(context: &Context<'_>, content: &Content) -> TokenStream {
    let typed = |shape: &Shape| {
        let (codec, ty) = (context.codec_tokens(shape), context.type_tokens(shape));
        (quote! { ::<#codec, #ty> }, check(context, shape))
    };
    match &content.kind {
        MediaKind::Json(shape) => {
            let (generics, check) = typed(shape);
            quote! { json #generics(#check) }
        }
        MediaKind::JsonLines(shape) => {
            let (generics, check) = typed(shape);
            quote! { json_lines #generics(#check) }
        }
        MediaKind::Text(shape, plain) => {
            let (generics, check) = typed(shape);
            let plain = types::plain(*plain);
            quote! { text #generics(runtime::parameter::read::Plain::#plain, #check) }
        }
        MediaKind::Form(shape, encoded) => {
            let (generics, check) = typed(shape);
            let fields = data::fields(context, shape, encoded);
            quote! { form #generics(&[#(#fields),*], #check) }
        }
        MediaKind::Base64 => quote! { base64() },
        MediaKind::Bytes
        | MediaKind::Xml(..)
        | MediaKind::PartStream(_)
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::Multipart { .. } => {
            quote! { upload() }
        }
    }
}

/// A closure that judges a value of a shape.
pub(super) fn check(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let value = Access::reference(quote! { value });
    let checks = validate::statements(context, shape, &value, &quote! { at });
    if checks.is_empty() {
        return quote! { |_, _, _| () };
    }
    let ty = context.type_tokens(shape);
    let checks = quote! { #(#checks)* };
    let used = |name: &str| {
        let name = format_ident!("{name}");
        match validate::mentions(&checks, &name) {
            true => quote! { #name },
            false => quote! { _ },
        }
    };
    let (value, at, out) = (used("value"), used("at"), used("out"));
    quote! { |#value: &#ty, #at, #out| { #checks } }
}
