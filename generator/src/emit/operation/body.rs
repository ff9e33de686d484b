//! A request's body into an argument or a setter, the enum of its media types,
//! the struct of its parts, and what puts it into a request.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::validate::Access;
use super::super::{doc, types};
use super::{argument, contents, multipart};
use crate::ir::{Body, BodyArgument, Content, MediaKind, Operation, Shape, Type};
use crate::media;

/// `body: &Pet`
pub(super) fn declaration(context: &Context<'_>, body: &Body) -> TokenStream {
    let name = name();
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
pub(super) fn encode(context: &Context<'_>, body: &Body, call: &TokenStream) -> TokenStream {
    let value = name();
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
pub(super) fn setter(context: &Context<'_>, body: &Body) -> TokenStream {
    let docs = doc::attributes(&body.docs, &[], None);
    let docs = if docs.is_empty() {
        doc::plain(["Sends a body."])
    } else {
        docs
    };
    let deprecated = doc::deprecated(&body.docs);
    let declaration = declaration(context, body);
    let encode = encode(context, body, &quote! { self.0 });
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn body(mut self, #declaration) -> Self {
            #encode
            self
        }
    }
}

/// A setter for the media type, where the document gives only a range such as `image/*`, or a list.
pub(super) fn content_type_setter(operation: &Operation) -> Option<TokenStream> {
    let contents = operation.body.iter().flat_map(contents);
    let ranges: Vec<_> = contents
        .map(|content| content.media_type.as_str())
        .filter(|media_type| media::is_range(media_type))
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
        #[inline]
        pub fn content_type(mut self, media_type: &str) -> Self {
            self.0.content_type(media_type);
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
        let method = context.api.method_path(operation);
        let about = format!(" The body of [`{method}`], in one of its media types.");
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
        if let MediaKind::Multipart {
            name,
            parts,
            constraints,
            ..
        } = &content.kind
        {
            items.extend(multipart::items(
                context,
                operation,
                name,
                &content.media_type,
                parts,
                constraints,
            ));
        }
    }
    items
}

/// The argument's name, which no parameter has, since each call has a method of it.
fn name() -> Ident {
    format_ident!("body")
}

/// How the caller hands a body over.
fn content_argument(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
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
        MediaKind::Text(shape, _) if is_string(shape) => quote! { impl Into<String> },
        MediaKind::Text(shape, _) => argument::argument_type(context, shape),
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_) => {
            quote! { impl Into<runtime::transport::Body> }
        }
        MediaKind::Base64 => quote! { impl Into<::bytes::Bytes> },
    }
}

/// What a variant of the enum of media types holds.
fn owned(context: &Context<'_>, content: &Content) -> TokenStream {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Form(shape, _) => {
            context.type_tokens(shape)
        }
        MediaKind::Multipart { name, .. } => {
            let name = ident(name);
            quote! { #name }
        }
        MediaKind::JsonLines(shape) => {
            let ty = context.type_tokens(shape);
            quote! { Vec<#ty> }
        }
        MediaKind::Text(shape, _) => context.type_tokens(shape),
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_) => {
            quote! { runtime::transport::Body }
        }
        MediaKind::Base64 => quote! { ::bytes::Bytes },
    }
}

/// The statements that put a variable `body`, of one media type, into `call`.
pub fn put_content(context: &Context<'_>, content: &Content, call: &TokenStream) -> TokenStream {
    put(context, content, call, &name(), false)
}

/// Puts a body of one media type into `call`; `is_owned` where `value` is what [`owned`] says.
fn put(
    context: &Context<'_>,
    content: &Content,
    call: &TokenStream,
    value: &Ident,
    is_owned: bool,
) -> TokenStream {
    let media_type = content.media_type.as_str();
    let access = |shape: &Shape| match is_owned {
        true => Access::place(quote! { #value }),
        false => argument::access(context, shape, value),
    };
    let reference = |shape: &Shape| match is_owned {
        true => types::serializable(context, shape, &quote! { &#value }),
        false => argument::reference(context, shape, value),
    };
    match &content.kind {
        MediaKind::Json(shape) if types::is_plain(context, shape) => {
            let value = reference(shape);
            match media_type {
                "application/json" => quote! { #call.json(#value); },
                _ => quote! { #call.json_as(#media_type, #value); },
            }
        }
        MediaKind::Json(shape) => {
            let checks = types::body_checks(context, shape, &access(shape), call);
            let value = reference(shape);
            quote! { #checks #call.json_unchecked(#media_type, #value); }
        }
        MediaKind::Xml(shape, xml) => {
            let checks = types::body_checks(context, shape, &access(shape), call);
            let value = reference(shape);
            let (tables, root) = super::xml::tables(xml);
            quote! { { #tables #checks runtime::call::xml::put(&mut #call, #media_type, &#root, #value); } }
        }
        MediaKind::Form(shape, encoded) => {
            let checks = types::body_checks(context, shape, &access(shape), call);
            let value = reference(shape);
            let encoded = argument::encodings(encoded);
            quote! { #checks runtime::call::form::put(&mut #call, #value, #encoded); }
        }
        MediaKind::Multipart {
            parts, constraints, ..
        } => multipart::put(context, parts, constraints, media_type, call, value),
        MediaKind::JsonLines(shape) => {
            let list = Shape {
                ty: Type::List(Box::new(shape.clone())),
                nullable: false,
                constraints: Vec::new(),
                source: shape.source.clone(),
            };
            let checks = types::body_checks(context, &list, &access(&list), call);
            let value = if is_owned {
                quote! { &#value }
            } else {
                quote! { #value }
            };
            let put = match context.codec(shape) {
                None => quote! { put },
                Some(codec) => quote! { put_as::<#codec, _> },
            };
            quote! { #checks runtime::stream::json_lines::#put(&mut #call, #media_type, #value); }
        }
        MediaKind::Text(shape, _) if is_string(shape) => {
            let checks =
                types::body_checks(context, shape, &Access::place(quote! { #value }), call);
            let own = (!is_owned && !checks.is_empty())
                .then(|| quote! { let #value: String = #value.into(); });
            quote! { #own #checks #call.text(#media_type, #value); }
        }
        MediaKind::Text(shape, _) => {
            let checks = types::body_checks(context, shape, &access(shape), call);
            let value = reference(shape);
            quote! { #checks #call.text_of(#media_type, #value); }
        }
        MediaKind::Base64 => quote! { #call.base64(#media_type, #value); },
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_) => {
            let value = if is_owned {
                quote! { #value }
            } else {
                quote! { #value.into() }
            };
            quote! { #call.body(#media_type, #value); }
        }
    }
}

/// Whether a text is handed over as whatever becomes one.
fn is_string(shape: &Shape) -> bool {
    shape.ty == Type::String && !shape.nullable
}
