//! A request's body into an argument or a setter, the enum of its media types,
//! the struct of its parts, and what puts it into a request.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::{doc, types};
use super::{argument, contents};
use crate::ir::{Body, BodyArgument, Content, MediaKind, Name, Operation, Part, Payload};

/// `body: &Pet`
pub(super) fn declaration(
    context: &Context<'_>,
    operation: &Operation,
    body: &Body,
) -> TokenStream {
    let name = name(operation);
    let ty = match &body.argument {
        BodyArgument::Single(content) => content_argument(context, content),
        BodyArgument::Several { name, .. } => {
            let name = ident(name);
            quote! { #name }
        }
    };
    quote! { #name: #ty }
}

/// The statements that put the body into `call`.
pub(super) fn encode(
    context: &Context<'_>,
    operation: &Operation,
    body: &Body,
    call: &TokenStream,
) -> TokenStream {
    let value = name(operation);
    match &body.argument {
        BodyArgument::Single(content) => put(context, content, call, &value, false),
        BodyArgument::Several { name, variants } => {
            let name = ident(name);
            let arms = variants.iter().map(|(variant, content)| {
                let variant = ident(variant);
                let put = put(context, content, call, &value, true);
                quote! { #name::#variant(#value) => { #put } }
            });
            quote! { match #value { #(#arms)* } }
        }
    }
}

/// `pub fn body(mut self, body: &Pet) -> Self { … }`
pub(super) fn setter(context: &Context<'_>, operation: &Operation, body: &Body) -> TokenStream {
    let docs = doc::attributes(&body.docs, &[], None);
    let docs = if docs.is_empty() {
        doc::plain(["Sends a body."])
    } else {
        docs
    };
    let deprecated = doc::deprecated(&body.docs);
    let declaration = declaration(context, operation, body);
    let encode = encode(context, operation, body, &quote! { self.0 });
    quote! {
        #docs
        #deprecated
        pub fn body(mut self, #declaration) -> Self {
            #encode
            self
        }
    }
}

/// A setter for the media type, where the document gives only a range such as `image/*`.
pub(super) fn content_type_setter(operation: &Operation) -> Option<TokenStream> {
    let contents = operation.body.iter().flat_map(contents);
    let ranges: Vec<_> = contents
        .map(|content| content.media_type.as_str())
        .filter(|media_type| media_type.contains('*'))
        .collect();
    if ranges.is_empty() {
        return None;
    }
    let about = format!(
        " States the body's media type: one of `{}`.",
        ranges.join("`, `")
    );
    Some(quote! {
        #[doc = #about]
        pub fn content_type(mut self, media_type: &str) -> Self {
            self.0.extra_header("content-type", media_type.as_bytes());
            self
        }
    })
}

/// The enum of the media types, and the structs of multipart bodies.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let mut items = Vec::new();
    if let BodyArgument::Several { name, variants } = &body.argument {
        let method = operation.name.as_str();
        let about = format!(" The body of [`Client::{method}`], in one of its media types.");
        let name = ident(name);
        let variants = variants.iter().map(|(variant, content)| {
            let about = format!(" Sent as `{}`.", doc::inline(&content.media_type));
            let variant = ident(variant);
            let ty = owned(context, content);
            quote! { #[doc = #about] #variant(#ty) }
        });
        items.push(quote! {
            #[doc = #about]
            #[derive(Debug)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }
        });
    }
    for content in contents(body) {
        if let MediaKind::Multipart { name, parts } = &content.kind {
            items.push(form(context, operation, name, parts));
        }
    }
    items
}

/// The argument's name, unless a parameter has it.
fn name(operation: &Operation) -> proc_macro2::Ident {
    let is_taken = operation
        .parameters
        .iter()
        .any(|parameter| parameter.name.as_str() == "body");
    if is_taken {
        format_ident!("request_body")
    } else {
        format_ident!("body")
    }
}

/// How the caller hands a body over.
fn content_argument(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Form(shape, _) => {
            argument::argument_type(context, shape)
        }
        MediaKind::Multipart { name, .. } => {
            let name = ident(name);
            quote! { #name }
        }
        MediaKind::JsonLines(shape) => {
            let ty = context.type_tokens(shape);
            quote! { &[#ty] }
        }
        MediaKind::Text => quote! { impl Into<String> },
        MediaKind::Bytes | MediaKind::EventStream(_) => quote! { impl Into<runtime::body::Body> },
    }
}

/// What a variant of the enum of media types holds.
fn owned(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Form(shape, _) => context.type_tokens(shape),
        MediaKind::Multipart { name, .. } => {
            let name = ident(name);
            quote! { #name }
        }
        MediaKind::JsonLines(shape) => {
            let ty = context.type_tokens(shape);
            quote! { Vec<#ty> }
        }
        MediaKind::Text => quote! { String },
        MediaKind::Bytes | MediaKind::EventStream(_) => quote! { runtime::body::Body },
    }
}

/// Puts a body of one media type into `call`; `is_owned` where `value` is what [`owned`] says.
fn put(
    context: &Context<'_>,
    content: &Content,
    call: &TokenStream,
    value: &proc_macro2::Ident,
    is_owned: bool,
) -> TokenStream {
    let media_type = sent_media_type(&content.media_type);
    match &content.kind {
        MediaKind::Json(shape) => {
            let judges_itself = types::judges_itself(context, shape);
            let checks =
                (!judges_itself).then(|| types::body_checks(context, shape, value, is_owned, call));
            let value = if is_owned {
                types::serializable(context, shape, &quote! { &#value })
            } else {
                argument::reference(context, shape, value)
            };
            match media_type {
                _ if !judges_itself => {
                    quote! { #checks #call.json_unchecked(#media_type, #value); }
                }
                "application/json" => quote! { #call.json(#value); },
                _ => quote! { #call.json_as(#media_type, #value); },
            }
        }
        MediaKind::Form(shape, encoded) => {
            let checks = types::body_checks(context, shape, value, is_owned, call);
            let value = if is_owned {
                types::serializable(context, shape, &quote! { &#value })
            } else {
                argument::reference(context, shape, value)
            };
            let encoded = encoded.iter().map(|property| {
                let name = &property.wire;
                let style = argument::query_style(property.style);
                let explode = property.explode;
                quote! { (#name, runtime::parameter::QueryStyle::#style, #explode) }
            });
            quote! { #checks runtime::form::put(&mut #call, #value, &[#(#encoded),*]); }
        }
        MediaKind::Multipart { .. } => quote! { #call.multipart(#media_type, #value.into_form()); },
        MediaKind::JsonLines(shape) => {
            let checks = types::body_checks(context, shape, value, is_owned, call);
            let value = if is_owned {
                quote! { &#value }
            } else {
                quote! { #value }
            };
            quote! { #checks runtime::json_lines::put(&mut #call, #media_type, #value); }
        }
        MediaKind::Text => quote! { #call.text(#media_type, #value); },
        MediaKind::Bytes | MediaKind::EventStream(_) if is_owned => {
            quote! { #call.body(#media_type, #value); }
        }
        MediaKind::Bytes | MediaKind::EventStream(_) => {
            quote! { #call.body(#media_type, #value.into()); }
        }
    }
}

/// The media type that is sent; a range says nothing better than "bytes".
fn sent_media_type(media_type: &str) -> &str {
    if media_type.contains('*') {
        "application/octet-stream"
    } else {
        media_type
    }
}

/// The struct of a multipart body's parts, and what gathers them.
fn form(context: &Context<'_>, operation: &Operation, name: &Name, parts: &[Part]) -> TokenStream {
    let name = ident(name);
    let method = operation.name.as_str();
    let about = format!(" The parts of the body of [`Client::{method}`].");
    let fields = parts.iter().map(|part| {
        let docs = super::docs::part(part);
        let deprecated = doc::deprecated(&part.docs);
        let field = ident(&part.name);
        let ty = part_type(context, part);
        quote! { #docs #deprecated pub #field: #ty }
    });
    let required: Vec<_> = parts.iter().filter(|part| part.required).collect();
    let arguments = required.iter().map(|part| {
        let field = ident(&part.name);
        let ty = part_type(context, part);
        quote! { #field: #ty }
    });
    let initial = parts.iter().map(|part| {
        let field = ident(&part.name);
        match (part.required, part.repeated) {
            (true, _) => quote! { #field },
            (false, true) => quote! { #field: Vec::new() },
            (false, false) => quote! { #field: None },
        }
    });
    let adds = parts.iter().map(|part| add(context, part));
    let required_doc = match required.len() {
        0 => " No parts yet; set those to be sent.",
        _ => " The required parts; set others that are to be sent.",
    };
    quote! {
        #[doc = #about]
        #[derive(Debug)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }

        impl #name {
            #[doc = #required_doc]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#initial,)* }
            }

            fn into_form(self) -> runtime::multipart::Form {
                let mut form = runtime::multipart::Form::new();
                #(#adds)*
                form
            }
        }
    }
}

fn part_type(context: &Context<'_>, part: &Part) -> TokenStream {
    let ty = match &part.payload {
        Payload::File => quote! { runtime::multipart::File },
        Payload::Text(shape) | Payload::Json(shape) => context.type_tokens(shape),
    };
    match (part.repeated, part.required) {
        (true, _) => quote! { Vec<#ty> },
        (false, true) => ty,
        (false, false) => quote! { Option<#ty> },
    }
}

/// The statement that adds a part, or each of them, to `form`.
fn add(context: &Context<'_>, part: &Part) -> TokenStream {
    let field = ident(&part.name);
    let wire = &part.wire;
    let content_type = part.content_type.as_deref().unwrap_or_default();
    let add = match &part.payload {
        Payload::File => quote! { form.file(#wire, #content_type, value); },
        Payload::Text(shape) => {
            let value = types::serializable(context, shape, &quote! { &value });
            quote! { form.text(#wire, #content_type, #value); }
        }
        Payload::Json(shape) => {
            let value = types::serializable(context, shape, &quote! { &value });
            quote! { form.json(#wire, #content_type, #value); }
        }
    };
    match (part.repeated, part.required) {
        (true, _) => quote! { for value in self.#field { #add } },
        (false, true) => quote! { let value = self.#field; #add },
        (false, false) => quote! { if let Some(value) = self.#field { #add } },
    }
}
