//! What stands in for handlers: a table of the replies of each operation, and how one of them is made of its data.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::super::context::{Context, ident};
use super::super::doc;
use super::content::{generics, why_unread};
use super::reply::{self, ReplyVariant, is_cookies, is_required};
use super::{readable, security, trait_name, why_unserved};
use crate::emit::present;
use crate::ir::{BodyArgument, Content, Header, MediaKind, Operation};

/// `impl PetsApi for Mock`.
pub(in crate::emit) fn items(context: &Context<'_>, operations: &[&Operation]) -> Vec<TokenStream> {
    let Some(first) = operations.first() else {
        return Vec::new();
    };
    let name = trait_name(&first.module);
    let served = operations.iter();
    let served = served.filter(|operation| why_unserved(operation).is_none());
    let methods = served.map(|operation| method(context, operation));
    let body = quote! {
        impl super::#name for crate::generated::server::Mock { #(#methods)* }
    };
    vec![super::imports(&body), body]
}

fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name);
    let variants = reply::replies(operation);
    let (request, taken) = taken(operation, &name);
    if variants.is_empty() {
        return quote! {
            async fn #name(
                &self,
                #request: super::#name::Request,
            ) -> Result<super::#name::Reply, runtime::server::Failure> {
                #taken
                let __status = runtime::server::mock::undescribed(__request.context())?;
                Ok(super::#name::Reply::Status(__status))
            }
        };
    }
    let open = reply::undescribed_success(&variants);
    let rows = variants.iter().map(|variant| row(context, variant));
    let rows = rows.chain(open.iter().map(|_| {
        quote! { runtime::server::mock::Answer::UNDESCRIBED }
    }));
    let replies = variants.iter().map(|variant| made(context, &name, variant));
    let mut replies = replies.chain(open.iter().map(|variant| {
        quote! { super::#name::Reply::#variant(__chosen.status()) }
    }));
    let last = replies.next_back();
    let arms: Vec<_> = replies
        .enumerate()
        .map(|(index, reply)| {
            let index = Literal::usize_unsuffixed(index);
            quote! { #index => #reply, }
        })
        .collect();
    let made = match arms.is_empty() {
        true => quote! { #last },
        false => quote! { match __chosen.variant() { #(#arms)* _ => #last, } },
    };
    let deprecated = operation
        .docs
        .deprecated
        .then(|| quote! { #[allow(deprecated)] });
    quote! {
        #deprecated
        async fn #name(
            &self,
            #request: super::#name::Request,
        ) -> Result<super::#name::Reply, runtime::server::Failure> {
            #taken
            let __chosen = runtime::server::mock::choose(__request.context(), &[#(#rows),*])?;
            Ok(#made)
        }
    }
}

/// The pattern of the request, and what takes a body that arrives as it is read: nothing else would judge its parts, or
/// count its bytes.
fn taken(operation: &Operation, method: &Ident) -> (TokenStream, Option<TokenStream>) {
    let unchanged = (quote! { __request }, None);
    let Some(body) = &operation.body else {
        return unchanged;
    };
    let take = |content: &Content| match &content.kind {
        MediaKind::Multipart { .. } => Some(quote! {
            while let Some(__part) = __body.next().await { __part?; }
        }),
        MediaKind::Bytes
        | MediaKind::PartStream(_)
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..) => Some(quote! {
            while let Some(__chunk) = __body.chunk().await { __chunk?; }
        }),
        MediaKind::Json(_)
        | MediaKind::JsonLines(_)
        | MediaKind::Text(..)
        | MediaKind::Xml(..)
        | MediaKind::Form(..)
        | MediaKind::Base64 => None,
    };
    if let (BodyArgument::Single(content), true) = (&body.argument, body.required) {
        return match take(content).filter(|_| why_unread(content).is_none()) {
            Some(take) => (
                quote! { mut __request },
                Some(quote! { let __body = &mut __request.body; #take }),
            ),
            None => unchanged,
        };
    }
    let variants = readable(body);
    let all = variants.len();
    let arms = variants.into_iter().filter_map(|(variant, content)| {
        let take = take(content)?;
        let pattern = match variant.map(ident) {
            Some(variant) => quote! { super::#method::Body::#variant(__body) },
            None => quote! { __body },
        };
        let pattern = match body.required {
            true => pattern,
            false => quote! { Some(#pattern) },
        };
        Some((pattern, take))
    });
    let arms: Vec<_> = arms.collect();
    let is_whole = body.required && arms.len() == all;
    let taken = match arms.as_slice() {
        [] => return unchanged,
        [(pattern, take)] if is_whole => quote! {
            let #pattern = &mut __request.body;
            #take
        },
        [(pattern, take)] => quote! {
            if let #pattern = &mut __request.body { #take }
        },
        arms => {
            let arms = arms
                .iter()
                .map(|(pattern, take)| quote! { #pattern => { #take } });
            let rest = (!is_whole).then(|| quote! { _ => {} });
            quote! {
                match &mut __request.body { #(#arms)* #rest }
            }
        }
    };
    (quote! { mut __request }, Some(taken))
}

/// `Answer { … }`
fn row(context: &Context<'_>, variant: &ReplyVariant<'_>) -> TokenStream {
    let (first, last) = variant.statuses();
    let types = variant.contents.iter().map(|content| &content.media_type);
    let content = variant.contents.first();
    let contents = context.samples.map(|samples| &samples.contents);
    let samples = content.and_then(|content| contents?.get(&content.source));
    let samples = samples.into_iter().flatten().map(|sample| {
        let name = sample.name.as_deref().unwrap_or_default();
        let text = sample.value.to_string();
        quote! { (#name, #text) }
    });
    let is_success = variant.is_success;
    quote! {
        runtime::server::mock::Answer {
            first: #first,
            last: #last,
            is_success: #is_success,
            media_types: &[#(#types),*],
            samples: &[#(#samples),*],
        }
    }
}

/// A reply of what was chosen.
fn made(context: &Context<'_>, operation: &Ident, variant: &ReplyVariant<'_>) -> TokenStream {
    let name = &variant.name;
    let status = variant.has_status().then(|| quote! { __chosen.status() });
    let body = variant
        .contents
        .first()
        .map(|content| body(context, content));
    let headers = variant.headers_name().map(|headers| {
        let fields = variant.response.headers.iter();
        let fields = fields.map(|it| header(context, it));
        quote! { super::#operation::#headers { #(#fields),* } }
    });
    let all: Vec<_> = status.into_iter().chain(body).chain(headers).collect();
    let all = (!all.is_empty()).then(|| quote! { (#(#all),*) });
    quote! { super::#operation::Reply::#name #all }
}

fn body(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Text(shape, _) => {
            let generics = generics(context, shape);
            quote! { __chosen.data #generics()? }
        }
        MediaKind::JsonLines(shape) => {
            let generics = generics(context, shape);
            quote! { __chosen.items #generics()? }
        }
        MediaKind::EventStream(shape, _) => {
            let generics = generics(context, shape);
            quote! { __chosen.events #generics()? }
        }
        MediaKind::Base64 => quote! { __chosen.bytes()? },
        MediaKind::Form(..)
        | MediaKind::Multipart { .. }
        | MediaKind::Bytes
        | MediaKind::PartStream(_)
        | MediaKind::TypedEvents(..) => quote! { __chosen.download()? },
    }
}

fn header(context: &Context<'_>, header: &Header) -> TokenStream {
    let field = ident(&header.name);
    if is_cookies(header) {
        return match header.required {
            true => quote! { #field: Vec::from(["name=value".to_owned()]) },
            false => quote! { #field: Vec::new() },
        };
    }
    let shape = present(&header.shape);
    let generics = generics(context, &shape);
    let headers = context.samples.map(|samples| &samples.headers);
    let sample = headers.and_then(|headers| headers.get(&header.shape.source));
    let sample = sample.filter(|value| **value != Value::Null);
    match (sample.map(Value::to_string), is_required(header)) {
        (Some(text), true) => quote! { #field: runtime::server::mock::read #generics(#text)? },
        (Some(text), false) => {
            quote! { #field: Some(runtime::server::mock::read #generics(#text)?) }
        }
        (None, true) => quote! { #field: runtime::server::mock::read #generics("null")? },
        (None, false) => quote! { #field: None },
    }
}

/// `Mock`, and what serves it.
pub(in crate::emit) fn root(context: &Context<'_>) -> Vec<TokenStream> {
    let mut modules: Vec<_> = context.api.operations.iter().map(|it| &it.module).collect();
    modules.sort();
    modules.dedup();
    let is_gated = !context.gates.is_empty();
    let routes = modules.into_iter().map(|module| {
        let gate = context.gates.attribute(module);
        let name = ident(module);
        match is_gated {
            true => quote! { #gate let __server = __server.serve(super::#name::routes(Mock)); },
            false => quote! { .serve(super::#name::routes(Mock)) },
        }
    });
    let schemes = &context.api.security_schemes;
    let guard = (!schemes.is_empty()).then(|| {
        quote! { .guard(super::guard(Mock)) }
    });
    // An expression cannot leave out what features are off.
    let server = match is_gated {
        true => quote! {
            let __server = super::Server::new();
            #(#routes)*
            __server #guard
        },
        false => quote! { super::Server::new() #(#routes)* #guard },
    };
    let methods = schemes.iter().map(|scheme| {
        let name = ident(&scheme.method);
        let arguments = security::arguments(&scheme.kind).into_iter();
        let arguments = arguments.map(|(_, ty)| quote! { _: #ty, });
        quote! {
            async fn #name(
                &self,
                #(#arguments)*
                _: super::Asked<'_>,
            ) -> Result<super::Identity, super::Denied> {
                Ok(super::Identity::new(()))
            }
        }
    });
    let security = (!schemes.is_empty()).then(|| {
        quote! {
            #[doc = " Lets everyone in who has shown credentials, whatever they are."]
            impl super::Security for Mock { #(#methods)* }
        }
    });
    let docs = doc::plain([
        "Stands in for the API: a handler of every operation, which answers with the document's examples, or else",
        "with the least data that its schemas accept.",
        "",
        "A request chooses by its header `Prefer`: `Prefer: code=404` a status, `Prefer: example=cat` an example.",
        "Without, it gets the first success that it accepts.",
    ]);
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, Copy, Default)]
            pub struct Mock;

            impl Mock {
                #[doc = " The server of all operations, for what else a program sets."]
                pub fn server() -> super::Server {
                    #server
                }

                #[doc = " Serves them at the address that is the program's first argument, or at `127.0.0.1:8080`: the whole of a program."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = ""]
                #[doc = " When the address is none, or cannot be listened at."]
                pub fn run() -> ::std::io::Result<()> {
                    crate::generated::runtime::server::mock::run(Self::server().router())
                }
            }
        },
        quote! { #security },
    ]
}
