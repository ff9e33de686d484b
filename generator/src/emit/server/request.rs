//! What an operation asks for into the struct that its method takes, and the code that reads it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::doc;
use super::super::operation::docs;
use super::check::check;
use super::{all_readable, called, content, readable};
use crate::emit::present;
use crate::ir::{Body, BodyArgument, Content, MediaKind, Name, Operation, Parameter};

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
    let urls = called::urls(context, operation);
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

                #(#urls)*

                #read
            }
        },
    ];
    if let Some(body) = &operation.body
        && matches!(body.argument, BodyArgument::Several { .. })
    {
        let variants = readable(body).into_iter();
        let variants = numbered(variants).map(|(name, content, number)| {
            let about = format!(" As {}.", doc::code(&content.media_type));
            let name = name.map(ident);
            let ty = content::served(context, content, number).read.ty;
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
pub(super) fn is_optional(parameter: &Parameter) -> bool {
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
        BodyArgument::Single(content) => content::served(context, content, 0).read.ty,
        BodyArgument::Several { .. } => quote! { Body },
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

/// Media types with the number of each among those in parts.
fn numbered<'a>(
    contents: impl Iterator<Item = (Option<&'a Name>, &'a Content)>,
) -> impl Iterator<Item = (Option<&'a Name>, &'a Content, usize)> {
    contents.scan(0, |next, (name, content)| {
        let number = *next;
        *next += usize::from(matches!(content.kind, MediaKind::Multipart { .. }));
        Some((name, content, number))
    })
}

fn read_body(context: &Context<'_>, body: &Body) -> TokenStream {
    let variants = numbered(all_readable(body).into_iter()).enumerate();
    let arms = variants.map(|(index, (name, content, number))| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let read = content::served(context, content, number).read.code;
        let wrap = name.map(|name| {
            let name = ident(name);
            quote! { .map(Body::#name) }
        });
        let optional = (!body.required).then(|| quote! { .map(Some) });
        quote! { Some(#index) => #read #wrap #optional }
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
