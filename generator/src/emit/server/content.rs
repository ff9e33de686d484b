//! The kinds of content, a row each: as which type a handler takes and gives it, and the code that reads and writes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::Context;
use super::super::operation::xml;
use super::super::types;
use super::check::check;
use super::{data, multipart};
use crate::ir::{Content, EventData, MediaKind, Shape};

/// How a kind of content is served.
pub(super) struct Served {
    pub(super) read: Reading,
    pub(super) write: Writing,
}

/// A body of a request.
pub(super) struct Reading {
    /// What a handler takes.
    pub(super) ty: TokenStream,
    /// The expression that reads it from `__reader`.
    pub(super) code: TokenStream,
    /// Whether the handler reads it as it arrives.
    pub(super) streamed: bool,
}

/// A body of a reply.
pub(super) struct Writing {
    /// What a handler gives.
    pub(super) ty: TokenStream,
    /// Whether that is a stream, which cannot be shown.
    pub(super) is_stream: bool,
    how: How,
}

enum How {
    /// A method of `__replying`, and what it takes beside the status, the headers and the media types.
    Method(TokenStream, TokenStream),
    /// The tables and the root of XML, the codec and the type, and the check.
    Xml(TokenStream, TokenStream, TokenStream, TokenStream),
}

/// Why bodies of a media type are not read.
pub(super) fn why_unread(content: &Content) -> Option<&'static str> {
    match &content.kind {
        _ if content.branch.is_some() => Some("a body of which one media type has several shapes"),
        MediaKind::Multipart { parts, .. }
            if !multipart::is_form_data(content) && !multipart::has_order(parts) =>
        {
            Some("a body in parts without names, of which some may be missing")
        }
        _ => None,
    }
}

/// Whether no body of a media type is empty.
pub(super) fn is_never_empty(content: &Content) -> bool {
    matches!(
        content.kind,
        MediaKind::Json(_) | MediaKind::Xml(..) | MediaKind::Multipart { .. }
    )
}

/// The row of a kind of content. Of several bodies in parts, `number` tells which one it is.
pub(super) fn served(context: &Context<'_>, content: &Content, number: usize) -> Served {
    match &content.kind {
        MediaKind::Json(shape) => {
            let (generics, check) = typed(context, shape);
            Served {
                read: whole(context, shape, quote! { __reader.json #generics(#check) }),
                write: method(
                    context,
                    shape,
                    quote! { json #generics },
                    quote! { &__body, #check },
                ),
            }
        }
        MediaKind::Text(shape, plain) => {
            let (generics, check) = typed(context, shape);
            let plain = types::plain(*plain);
            let plain = quote! { runtime::parameter::read::Plain::#plain };
            Served {
                read: whole(
                    context,
                    shape,
                    quote! { __reader.text #generics(#plain, #check) },
                ),
                write: method(
                    context,
                    shape,
                    quote! { text #generics },
                    quote! { &__body, #check },
                ),
            }
        }
        MediaKind::Xml(shape, written) => {
            let (generics, check) = typed(context, shape);
            let (tables, root) = xml::tables(written);
            let read = quote! {
                {
                    #tables
                    runtime::server::xml::read #generics(&mut __reader, &#root, #check)
                }
            };
            Served {
                read: whole(context, shape, read),
                write: Writing {
                    ty: context.type_tokens(shape),
                    is_stream: false,
                    how: How::Xml(tables, root, generics, check),
                },
            }
        }
        MediaKind::Form(shape, encoded) => {
            let (generics, check) = typed(context, shape);
            let fields = data::fields(context, shape, encoded);
            let read = quote! { __reader.form #generics(&[#(#fields),*], #check) };
            Served {
                read: whole(context, shape, read),
                write: download(),
            }
        }
        MediaKind::JsonLines(shape) => {
            let (generics, check) = typed(context, shape);
            let ty = context.type_tokens(shape);
            Served {
                read: Reading {
                    ty: quote! { Vec<#ty> },
                    code: quote! { __reader.json_lines #generics(#check) },
                    streamed: false,
                },
                write: stream(
                    quote! { runtime::server::Items<#ty> },
                    quote! { json_lines #generics },
                    quote! { __body },
                ),
            }
        }
        MediaKind::EventStream(shape, data) => {
            let (generics, _) = typed(context, shape);
            let ty = context.type_tokens(shape);
            let is_text = *data != EventData::Json;
            Served {
                read: upload(),
                write: stream(
                    quote! { runtime::server::Items<runtime::server::Event<#ty>> },
                    quote! { events #generics },
                    quote! { __body, #is_text },
                ),
            }
        }
        MediaKind::Base64 => Served {
            read: Reading {
                ty: quote! { ::bytes::Bytes },
                code: quote! { __reader.base64() },
                streamed: false,
            },
            write: Writing {
                ty: quote! { ::bytes::Bytes },
                is_stream: false,
                how: How::Method(quote! { base64 }, quote! { &__body }),
            },
        },
        MediaKind::Multipart { .. } => {
            let name = multipart::parts_name(number);
            Served {
                read: Reading {
                    ty: quote! { #name },
                    code: quote! { #name::read(&mut __reader) },
                    streamed: true,
                },
                write: download(),
            }
        }
        MediaKind::Bytes | MediaKind::PartStream(_) | MediaKind::TypedEvents(..) => Served {
            read: upload(),
            write: download(),
        },
    }
}

fn typed(context: &Context<'_>, shape: &Shape) -> (TokenStream, TokenStream) {
    (generics(context, shape), check(context, shape))
}

/// The codec and the type of a shape.
pub(super) fn generics(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let (codec, ty) = (context.codec_tokens(shape), context.type_tokens(shape));
    quote! { ::<#codec, #ty> }
}

fn whole(context: &Context<'_>, shape: &Shape, code: TokenStream) -> Reading {
    Reading {
        ty: context.type_tokens(shape),
        code,
        streamed: false,
    }
}

fn upload() -> Reading {
    Reading {
        ty: quote! { runtime::server::Upload },
        code: quote! { __reader.upload() },
        streamed: true,
    }
}

fn download() -> Writing {
    Writing {
        ty: quote! { runtime::server::Download },
        is_stream: false,
        how: How::Method(quote! { download }, quote! { __body }),
    }
}

fn method(
    context: &Context<'_>,
    shape: &Shape,
    method: TokenStream,
    arguments: TokenStream,
) -> Writing {
    Writing {
        ty: context.type_tokens(shape),
        is_stream: false,
        how: How::Method(method, arguments),
    }
}

fn stream(ty: TokenStream, method: TokenStream, arguments: TokenStream) -> Writing {
    Writing {
        ty,
        is_stream: true,
        how: How::Method(method, arguments),
    }
}

impl Writing {
    /// The expression that writes `__body` in one of some media types.
    pub(super) fn code(&self, media_types: &[&str]) -> TokenStream {
        let start = quote! { __status, __headers, &[#(#media_types),*] };
        match &self.how {
            How::Method(method, arguments) => {
                quote! { __replying.#method(#start, #arguments) }
            }
            How::Xml(tables, root, generics, check) => quote! {
                {
                    #tables
                    runtime::server::xml::write #generics(__replying, #start, &#root, &__body, #check)
                }
            },
        }
    }
}
