//! What the server calls at addresses of others, seen from those: a trait for whoever receives it, and where each of it
//! stands. And, for the server, the addresses that requests ask to be called back at.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, ident};
use super::super::doc;
use super::super::operation::contents;
use super::content::generics;
use super::trait_name;
use crate::emit::present;
use crate::expression::{Piece, pieces};
use crate::ir::{
    BodyArgument, Callback, Called, Content, Location, MediaKind, Operation, Parameter,
};

/// What a method of the trait does where it is not written.
pub(super) fn default_body() -> TokenStream {
    quote! {
        async {
            drop(request);
            let reason = crate::generated::runtime::server::Reason::NotImplemented;
            Err(crate::generated::runtime::server::Refusal::new(reason).into())
        }
    }
}

/// `Paths`, and `routes_at`, which takes it.
pub(super) fn routes(operations: &[&Operation]) -> Vec<TokenStream> {
    let Some((first, called)) = operations.first().zip(called(operations)) else {
        return Vec::new();
    };
    let name = trait_name(&first.module);
    let kind = called.kind();
    let fields = operations.iter().map(|operation| {
        let field = ident(&operation.name);
        let about = format!(" Where {} is received.", what(operation));
        quote! { #[doc = #about] pub #field: Option<String> }
    });
    let defaults = operations.iter().map(|operation| {
        let field = ident(&operation.name);
        let path = &operation.path_template;
        quote! { #field: Some(String::from(#path)) }
    });
    let paths = operations.iter().map(|operation| {
        let field = ident(&operation.name);
        quote! { __paths.#field }
    });
    let about = format!(" The path of each {kind}, which is for whoever receives it to say.");
    let none =
        format!(" A {kind} without a path is not received. Each stands at its name otherwise.");
    let whole = format!(" The routes of [`{name}`] at paths of one's own, for `Server::serve`.");
    vec![
        quote! {
            #[doc = #about]
            #[doc = ""]
            #[doc = #none]
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct Paths { #(#fields,)* }
        },
        quote! {
            impl Default for Paths {
                fn default() -> Self {
                    Self { #(#defaults,)* }
                }
            }
        },
        quote! {
            #[doc = #whole]
            pub fn routes_at(api: impl #name, paths: Paths) -> Vec<crate::generated::runtime::server::Route> {
                let __paths = paths;
                let paths = [#(#paths),*];
                let routes = routes(api).into_iter().zip(paths);
                routes.filter_map(|(route, path)| Some(route.at(path?))).collect()
            }
        },
    ]
}

fn called<'o>(operations: &[&'o Operation]) -> Option<&'o Called> {
    operations.first()?.called.as_ref()
}

/// The webhook or the callback that an operation is, in words.
pub(super) fn what(operation: &Operation) -> String {
    match &operation.called {
        Some(called) => format!("the {} {}", called.kind(), doc::code(&called.wire)),
        None => doc::code(&operation.id),
    }
}

/// The methods of a request that give the addresses of its operation's callbacks, as far as the request says them.
pub(super) fn urls(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut known = Vec::new();
    let all = context.api.called.iter();
    all.filter_map(|called| called.called.as_ref())
        .filter_map(|called| Some((called, called.callback.as_ref()?)))
        .filter(|(_, callback)| {
            let (path, method) = &callback.operation;
            *path == operation.path && *method == operation.method
        })
        .filter_map(|(called, callback)| {
            let is_new = !known.contains(&&callback.url);
            known.push(&callback.url);
            is_new.then(|| url(context, operation, called, callback))?
        })
        .collect()
}

/// The method for one callback; none where the address is not all in the request.
fn url(
    context: &Context<'_>,
    operation: &Operation,
    called: &Called,
    callback: &Callback,
) -> Option<TokenStream> {
    let pieces = pieces(&callback.expression)?;
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => Some(quote! { __url.text(#text); }),
        Piece::Expression(expression) => add(context, operation, expression),
    });
    let pieces: Vec<TokenStream> = pieces.collect::<Option<_>>()?;
    let name = ident(&callback.url);
    let about = format!(
        " The address of {}, as the request gives it: {}.",
        doc::code(&called.wire),
        doc::code(&callback.expression)
    );
    Some(quote! {
        #[doc = #about]
        #[doc = ""]
        #[doc = " It is there where the request has all of it. It is the caller's own: judge it before anything is sent there."]
        pub fn #name(&self) -> Option<String> {
            let mut __url = runtime::server::callback::Url::new();
            #(#pieces)*
            __url.finish()
        }
    })
}

/// Adds what an expression stands for; none where that is not in what a handler is called with.
fn add(context: &Context<'_>, operation: &Operation, expression: &str) -> Option<TokenStream> {
    if expression == "$method" {
        let method = operation.method.as_str();
        return Some(quote! { __url.text(#method); });
    }
    let source = expression.strip_prefix("$request.")?;
    if let Some(pointer) = source.strip_prefix("body") {
        let pointer = match pointer {
            "" => "",
            pointer => pointer.strip_prefix('#')?,
        };
        return body(context, operation, pointer);
    }
    let (place, name) = source.split_once('.')?;
    let location = match place {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        _ => return None,
    };
    let is_it = |parameter: &&Parameter| {
        let same = match location {
            Location::Header => parameter.wire.eq_ignore_ascii_case(name),
            _ => parameter.wire == name,
        };
        same && parameter.location == location
    };
    match operation.parameters.iter().find(is_it) {
        Some(parameter) => {
            let shape = present(&parameter.shape);
            let generics = generics(context, &shape);
            let field = ident(&parameter.name);
            Some(match super::request::is_optional(parameter) {
                true => quote! { __url.optional #generics(self.#field.as_ref(), ""); },
                false => quote! { __url.value #generics(&self.#field, ""); },
            })
        }
        None if location == Location::Header && is_token(name) => {
            Some(quote! { __url.header(&self.__context, #name); })
        }
        None => None,
    }
}

/// Adds what a body has at a pointer.
fn body(context: &Context<'_>, operation: &Operation, pointer: &str) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let shape = |content: &Content| match &content.kind {
        MediaKind::Json(shape) | MediaKind::Form(shape, _) | MediaKind::Xml(shape, _) => {
            Some(generics(context, shape))
        }
        MediaKind::Text(shape, _) => Some(generics(context, shape)),
        _ => None,
    };
    match &body.argument {
        BodyArgument::Single(content) => {
            let generics = shape(content)?;
            Some(match body.required {
                true => quote! { __url.value #generics(&self.body, #pointer); },
                false => quote! { __url.optional #generics(self.body.as_ref(), #pointer); },
            })
        }
        BodyArgument::Several { .. } => {
            let readable = super::readable(body);
            let count = contents(body).len();
            let arms: Vec<TokenStream> = readable
                .into_iter()
                .filter_map(|(name, content)| {
                    let (name, generics) = (ident(name?), shape(content)?);
                    let pattern = match body.required {
                        true => quote! { Body::#name(__body) },
                        false => quote! { Some(Body::#name(__body)) },
                    };
                    Some(quote! { #pattern => __url.value #generics(__body, #pointer), })
                })
                .collect();
            let others =
                (arms.len() < count || !body.required).then(|| quote! { _ => __url.missing(), });
            (!arms.is_empty()).then(|| quote! { match &self.body { #(#arms)* #others } })
        }
    }
}

/// Whether a text can be the name of a header.
fn is_token(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_allowed)
}
