//! The other side: an implementation of every trait that notes what it sees, and replies what a case says.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use faircopy::internals::emit::{self, Context, ReplyVariant, ident};
use faircopy::internals::ir::{
    BodyArgument, Content, MediaKind, Name, Operation, Parameter, SecurityKind, Shape,
};

use super::cases::{bodies, key};
use super::parts;

/// The operations of a module, each with its place among those that are served.
struct Module<'a> {
    name: &'a Name,
    operations: Vec<(usize, &'a Operation)>,
}

/// The traits of some operations, the one of the schemes, and a function that makes the router of all.
pub(super) fn items(context: &Context<'_>, served: &[&Operation]) -> Vec<TokenStream> {
    let library = format_ident!("{}", context.library());
    let mut modules: BTreeMap<&str, Module<'_>> = BTreeMap::new();
    for (index, operation) in served.iter().enumerate() {
        let module = modules.entry(operation.module.as_str());
        let module = module.or_insert(Module {
            name: &operation.module,
            operations: Vec::new(),
        });
        module.operations.push((index, operation));
    }
    let mut items = Vec::new();
    let mut routes = Vec::new();
    for module in modules.values() {
        let operations = &module.operations;
        let name = emit::trait_name(module.name);
        let module = ident(module.name);
        let methods = operations
            .iter()
            .map(|(index, operation)| method(context, *index, operation));
        items.push(quote! {
            impl #library::server::#module::#name for Service { #(#methods)* }
        });
        routes.push(quote! { .serve(#library::server::#module::routes(Service)) });
    }
    items.push(quote! {
        struct Service;
    });
    let schemes = &context.api.security_schemes;
    let guard = (!schemes.is_empty()).then(|| {
        quote! { .guard(#library::server::guard(Service)) }
    });
    if !schemes.is_empty() {
        let methods = schemes.iter().map(|scheme| {
            let name = ident(&scheme.method);
            let arguments = match scheme.kind {
                SecurityKind::Basic => quote! { _: String, _: runtime::Secret, },
                SecurityKind::MutualTls => TokenStream::new(),
                _ => quote! { _: runtime::Secret, },
            };
            quote! {
                async fn #name(
                    &self,
                    #arguments
                    _: #library::server::Asked<'_>,
                ) -> Result<#library::server::Identity, #library::server::Denied> {
                    Ok(#library::server::Identity::new(()))
                }
            }
        });
        items.push(quote! {
            impl #library::server::Security for Service { #(#methods)* }
        });
    }
    items.push(quote! {
        fn router() -> #library::server::Router {
            #library::server::Server::new() #(#routes)* #guard .router()
        }
    });
    items
}

fn method(context: &Context<'_>, index: usize, operation: &Operation) -> TokenStream {
    let operation_index = Literal::u64_unsuffixed(index as u64);
    let library = format_ident!("{}", context.library());
    let (module, name) = (ident(&operation.module), ident(&operation.name));
    let path = quote! { #library::server::#module::#name };
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| see_parameter(context, parameter));
    let body = operation.body.as_ref().map(|body| {
        let contents = bodies(operation);
        let seen = match &body.argument {
            BodyArgument::Single(content) => see_content(context, &path, 0, content),
            BodyArgument::Several { .. } => {
                let mut number = 0;
                let arms = contents.iter().filter_map(|(variant, content)| {
                    let variant = ident((*variant)?);
                    let see = see_content(context, &path, number, content);
                    number += usize::from(matches!(content.kind, MediaKind::Multipart { .. }));
                    Some(quote! { #path::Body::#variant(body) => { #see } })
                });
                quote! { match body { #(#arms)* _ => {} } }
            }
        };
        match body.required {
            true => quote! { let body = request.body; #seen },
            false => quote! { if let Some(body) = request.body { #seen } },
        }
    });
    let replies = emit::replies(operation);
    let undescribed = replies
        .is_empty()
        .then(|| quote! { 0 => #path::Reply::Status(help::status()), });
    let arms = replies.iter().enumerate().filter_map(|(index, variant)| {
        let index = Literal::usize_unsuffixed(index);
        let reply = reply(context, &path, variant)?;
        Some(quote! { #index => #reply, })
    });
    quote! {
        async fn #name(
            &self,
            request: #path::Request,
        ) -> Result<#path::Reply, #library::server::Failure> {
            #(#parameters)*
            #body
            Ok(match help::reply(#operation_index) {
                #undescribed
                #(#arms)*
                _ => return Err(#library::server::Failure::new("no such reply")),
            })
        }
    }
}

fn see_parameter(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let (name, key) = (ident(&parameter.name), key(parameter));
    let shape = emit::present(&parameter.shape);
    let generics = generics(context, &shape);
    let default = match &parameter.default {
        Some(default) => {
            let default = default.to_string();
            quote! { Some(#default) }
        }
        None => quote! { None },
    };
    match !parameter.required || parameter.shape.nullable {
        true => quote! {
            if let Some(value) = &request.#name { help::see #generics(#key, value, #default); }
        },
        false => quote! { help::see #generics(#key, &request.#name, #default); },
    }
}

/// Notes what `body` is.
fn see_content(
    context: &Context<'_>,
    path: &TokenStream,
    number: usize,
    content: &Content,
) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape)
        | MediaKind::Xml(shape, _)
        | MediaKind::Form(shape, _)
        | MediaKind::Text(shape, _) => {
            let generics = generics(context, shape);
            quote! { help::see #generics("body", &body, None); }
        }
        MediaKind::JsonLines(shape) => {
            let generics = generics(context, shape);
            quote! { help::see_all #generics("body", &body); }
        }
        MediaKind::Multipart { .. } => parts::see(context, path, number, content),
        MediaKind::Base64 => quote! { help::see_bytes("body", &body); },
        _ => quote! { help::see_bytes("body", &body.bytes().await?); },
    }
}

/// The reply of a variant, with the values of the case; nothing where it is not given as values.
fn reply(
    context: &Context<'_>,
    path: &TokenStream,
    variant: &ReplyVariant<'_>,
) -> Option<TokenStream> {
    let name = &variant.name;
    let status = variant.has_status().then(|| quote! { help::status() });
    let body = match variant.contents.first() {
        None => None,
        Some(content) => Some(given(context, content)?),
    };
    let headers = variant.headers_name().map(|headers| {
        let fields = variant.response.headers.iter().map(|header| {
            let (field, key) = (ident(&header.name), format!("header.{}", header.wire));
            if header.wire.eq_ignore_ascii_case("set-cookie") {
                return quote! { #field: Vec::new() };
            }
            let shape = emit::present(&header.shape);
            let generics = generics(context, &shape);
            match header.required && !header.shape.nullable {
                true => quote! { #field: help::given #generics(#key)? },
                false => quote! { #field: help::given_if_any #generics(#key)? },
            }
        });
        quote! { #path::#headers { #(#fields),* } }
    });
    let all: Vec<_> = status.into_iter().chain(body).chain(headers).collect();
    let all = (!all.is_empty()).then(|| quote! { (#(#all),*) });
    Some(quote! { #path::Reply::#name #all })
}

fn given(context: &Context<'_>, content: &Content) -> Option<TokenStream> {
    Some(match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Text(shape, _) => {
            let generics = generics(context, shape);
            quote! { help::given #generics("body")? }
        }
        MediaKind::JsonLines(shape) => {
            let generics = generics(context, shape);
            quote! { help::given_items #generics("body")? }
        }
        MediaKind::EventStream(shape, _) => {
            let generics = generics(context, shape);
            quote! { help::given_events #generics("body")? }
        }
        MediaKind::Bytes | MediaKind::Base64 => quote! { help::given_bytes("body").into() },
        _ => return None,
    })
}

/// The codec and the type of a shape.
pub(super) fn generics(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let (codec, ty) = (context.codec_tokens(shape), context.type_tokens(shape));
    quote! { ::<#codec, #ty> }
}
