//! The calls: a function for each operation, which sends what a case says and notes what comes back.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use faircopy::internals::emit::{self, Context, ident};
use faircopy::internals::ir::wire::{Data, Wire};
use faircopy::internals::ir::{
    BodyArgument, Content, Header, MediaKind, Method, Operation, Response, Shape, Type,
};

use super::cases::{bodies, key};
use super::parts;
use super::service::generics;

/// A function for each operation, and the table of them.
pub(super) fn items(context: &Context<'_>, served: &[&Operation]) -> Vec<TokenStream> {
    let library = format_ident!("{}", context.library());
    let names: Vec<_> = (0..served.len())
        .map(|index| format_ident!("call_{index}"))
        .collect();
    let arms = names.iter().enumerate().map(|(index, name)| {
        let index = Literal::usize_unsuffixed(index);
        quote! { #index => #name(client).await, }
    });
    let credentials = context.api.security_schemes.iter();
    let credentials = credentials.filter_map(crate::calls::credentials);
    let mut items = vec![
        quote! {
            async fn call(client: &#library::Client, operation: usize) -> Result<(), String> {
                match operation {
                    #(#arms)*
                    _ => Err("no such operation".to_owned()),
                }
            }
        },
        quote! {
            fn client() -> #library::Client {
                #library::Client::builder()
                    .server("http://localhost")
                    .transport(#library::server::InMemory::new(router()))
                    .retry_budget(0)
                    .timeout(std::time::Duration::from_secs(5))
                    #(.credentials(#credentials))*
                    .build()
                    .expect("a client")
            }
        },
    ];
    items.extend(served.iter().zip(&names).map(|(operation, name)| {
        let call = call(context, operation);
        let told = told(context, operation);
        quote! {
            async fn #name(client: &#library::Client) -> Result<(), String> {
                #call
                #told
            }
        }
    }));
    items
}

/// `let outcome = …`
fn call(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let (mut read, mut arguments, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    let parameters = operation.parameters.iter().enumerate();
    for (index, parameter) in parameters.filter(|(_, parameter)| parameter.fixed.is_none()) {
        let value = format_ident!("value_{index}");
        let key = key(parameter);
        let generics = generics(context, &emit::handed(parameter));
        let given = emit::given(context, parameter, &value);
        if parameter.required {
            read.push(quote! { let #value = help::argument #generics(#key)?; });
            arguments.push(given);
        } else {
            let setter = ident(&parameter.name);
            setters.push(quote! {
                if help::is_sent(#key) {
                    let #value = help::argument #generics(#key)?;
                    call = call.#setter(#given);
                }
            });
        }
    }
    let library = format_ident!("{}", context.library());
    let module = emit::operation_module(context, operation);
    let operations = quote! { #library::operations::#module };
    if let Some(body) = &operation.body {
        match &body.argument {
            BodyArgument::Single(content) => {
                let value = argument(context, &operations, content);
                let given = single(context, content);
                match body.required {
                    true => {
                        read.push(quote! { let body = #value; });
                        arguments.push(given);
                    }
                    false => setters.push(quote! {
                        if help::is_sent("body") {
                            let body = #value;
                            call = call.body(#given);
                        }
                    }),
                }
            }
            BodyArgument::Several { name, .. } => {
                let name = ident(name);
                let contents = bodies(operation);
                let arms = contents
                    .iter()
                    .enumerate()
                    .filter_map(|(index, (variant, content))| {
                        let (index, variant) =
                            (Literal::usize_unsuffixed(index), ident((*variant)?));
                        let value = argument(context, &operations, content);
                        let convert = is_bytes(content).then(|| quote! { .into() });
                        Some(quote! {
                            #index => #operations #name::#variant(#value #convert),
                        })
                    });
                let value = quote! {
                    match help::media() {
                        #(#arms)*
                        _ => return Err("no such media type".to_owned()),
                    }
                };
                match body.required {
                    true => {
                        read.push(quote! { let body = #value; });
                        arguments.push(quote! { body });
                    }
                    false => setters.push(quote! {
                        if help::is_sent("body") {
                            let body = #value;
                            call = call.body(body);
                        }
                    }),
                }
            }
        }
    }
    let method = ident(&operation.name);
    let binding = match setters.is_empty() {
        true => quote! { let call },
        false => quote! { let mut call },
    };
    quote! {
        #(#read)*
        #binding = client.#method(#(#arguments),*);
        #(#setters)*
        let outcome = call.await;
    }
}

/// The body of the case, owned.
fn argument(context: &Context<'_>, operations: &TokenStream, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape)
        | MediaKind::Xml(shape, _)
        | MediaKind::Form(shape, _)
        | MediaKind::Text(shape, _) => {
            let generics = generics(context, shape);
            quote! { help::argument #generics("body")? }
        }
        MediaKind::JsonLines(shape) => {
            let generics = generics(context, shape);
            quote! { help::arguments #generics("body")? }
        }
        MediaKind::Multipart { name, parts, .. } => {
            parts::argument(context, operations, name, parts)
        }
        _ => quote! { help::bytes("body") },
    }
}

/// `body` as a method takes it.
fn single(context: &Context<'_>, content: &Content) -> TokenStream {
    let body = format_ident!("body");
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
            emit::handed_over(context, shape, &body)
        }
        MediaKind::Text(shape, _) if shape.ty != Type::String => {
            emit::handed_over(context, shape, &body)
        }
        MediaKind::JsonLines(_) => quote! { &body },
        _ => quote! { body },
    }
}

fn is_bytes(content: &Content) -> bool {
    !matches!(
        content.kind,
        MediaKind::Json(_)
            | MediaKind::Xml(..)
            | MediaKind::Form(..)
            | MediaKind::Text(..)
            | MediaKind::JsonLines(_)
            | MediaKind::Multipart { .. }
    )
}

/// Notes what `outcome` is.
fn told(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let library = format_ident!("{}", context.library());
    let module = emit::operation_module(context, operation);
    let responses = &operation.responses;
    let headers = headers(context, operation);
    let success = match &responses.success_enum {
        Some(name) => {
            let name = ident(name);
            let path = quote! { #library::operations::#module #name };
            let arms = arms(context, operation, &responses.success, &path, true);
            quote! { match body { #(#arms)* _ => return Err("an unknown variant".to_owned()) } }
        }
        None => {
            let first = responses.success.first();
            let first = first.and_then(|response| response.variants.first());
            let content = first.and_then(|variant| variant.content.as_ref());
            let content = content.filter(|_| operation.method != Method::Head);
            let tell = content.map(|content| tell(context, content, true));
            quote! { let _ = &body; #tell }
        }
    };
    let failure = (!responses.errors.is_empty()).then(|| {
        let name = ident(&operation.error);
        let path = quote! { #library::operations::#module #name };
        let arms = arms(context, operation, &responses.errors, &path, false);
        quote! {
            Err(runtime::error::Error::Api { status, headers, body, .. }) => {
                help::tell_status(status.as_u16());
                let headers = &*headers;
                #headers
                match *body { #(#arms)* _ => return Err("an unknown variant".to_owned()) }
                Ok(())
            }
        }
    });
    let undescribed = emit::replies(operation).is_empty().then(|| {
        quote! {
            Err(runtime::error::Error::Undocumented { status, .. }) => {
                help::tell_status(status.as_u16());
                Ok(())
            }
        }
    });
    quote! {
        match outcome {
            Ok(response) => {
                help::tell_status(response.status().as_u16());
                let headers = &response.headers().clone();
                #headers
                let body = response.into_body();
                #success
                Ok(())
            }
            #failure
            #undescribed
            Err(error) => Err(help::failed(&error)),
        }
    }
}

fn arms(
    context: &Context<'_>,
    operation: &Operation,
    responses: &[Response],
    path: &TokenStream,
    is_success: bool,
) -> Vec<TokenStream> {
    let mut arms = Vec::new();
    let mut names = Vec::new();
    for variant in responses.iter().flat_map(|response| &response.variants) {
        let text = variant.name.as_str();
        if names.contains(&text) {
            continue;
        }
        names.push(text);
        let name = ident(&variant.name);
        let content = variant.content.as_ref();
        let content = content.filter(|_| operation.method != Method::Head);
        arms.push(match content {
            None => quote! { #path::#name => help::tell_variant(#text), },
            Some(content) => {
                let tell = tell(context, content, is_success);
                quote! {
                    #path::#name(body) => {
                        help::tell_variant(#text);
                        let _ = &body;
                        #tell
                    }
                }
            }
        });
    }
    arms
}

/// Notes what `body` is.
fn tell(context: &Context<'_>, content: &Content, is_success: bool) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Text(shape, _) => {
            let generics = generics(context, shape);
            quote! { help::tell #generics("body", &body); }
        }
        MediaKind::Bytes if is_success => quote! {
            let body = body.collect(1 << 20).await.map_err(|error| help::failed(&error))?;
            help::tell_bytes("body", &body);
        },
        MediaKind::Bytes | MediaKind::Base64 => quote! { help::tell_bytes("body", &body); },
        MediaKind::EventStream(shape, _) if is_success => {
            stream(context, shape, &quote! { item.data })
        }
        MediaKind::JsonLines(shape) if is_success => stream(context, shape, &quote! { item }),
        // What comes as it is stands for values that are not read.
        _ => quote! { help::tell_nothing("body"); },
    }
}

/// Notes the items of a stream; a client of events would connect again at its end.
fn stream(context: &Context<'_>, shape: &Shape, item: &TokenStream) -> TokenStream {
    let generics = generics(context, shape);
    quote! {
        let mut body = body;
        let mut items = Vec::new();
        while items.len() < help::replied("body") {
            match body.next().await {
                Some(item) => {
                    let item = item.map_err(|error| help::failed(&error))?;
                    items.push(#item);
                }
                None => break,
            }
        }
        help::tell_all #generics("body", &items);
    }
}

/// Notes the documented headers: an accessor reads them as the first response that has them says.
fn headers(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Some(name) = &operation.headers else {
        return TokenStream::new();
    };
    let name = ident(name);
    let library = format_ident!("{}", context.library());
    let module = emit::operation_module(context, operation);
    let responses = &operation.responses;
    let all = responses.success.iter().chain(&responses.errors);
    let mut known: Vec<&Header> = Vec::new();
    for header in all.flat_map(|response| &response.headers) {
        if known.iter().all(|it| it.name != header.name) {
            known.push(header);
        }
    }
    let told = known.iter().map(|header| {
        let (accessor, key) = (ident(&header.name), format!("header.{}", header.wire));
        let shape = emit::present(&header.shape);
        let is_text = matches!(header.data, Data::One(_)) && shape.ty == Type::String;
        if header.wire.eq_ignore_ascii_case("set-cookie") {
            return TokenStream::new();
        }
        match (header.form, &header.data) {
            (Wire::Json, _) => {}
            _ if is_text => {
                return quote! {
                    if let Some(text) = of_headers.#accessor() { help::tell_text(#key, &text); }
                };
            }
            (_, Data::One(_) | Data::List(_) | Data::Object(..)) => {}
            _ => return quote! { help::tell_nothing(#key); },
        }
        let generics = generics(context, &shape);
        quote! {
            match of_headers.#accessor() {
                Ok(Some(value)) => help::tell #generics(#key, &value),
                Ok(None) => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    });
    quote! {
        let of_headers = #library::operations::#module #name::from(headers);
        #(#told)*
    }
}
