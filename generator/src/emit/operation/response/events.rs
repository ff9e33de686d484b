//! The events of a stream that are of several types into an enum, a variant for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::context::{Context, ident};
use super::super::super::doc;
use super::super::super::unknown::unknown_variant;
use super::{content, success_variants};
use crate::ir::{EventData, EventKind, MediaKind, Name, Operation, Shape, Type};

/// The enums of the events that an operation's successes may be streams of.
pub(super) fn enums(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let contents = success_variants(operation).filter_map(|variant| content(operation, variant));
    let mut items = Vec::new();
    for content in contents {
        if let MediaKind::TypedEvents(name, kinds) = &content.kind {
            items.extend(enumeration(context, operation, name, kinds));
        }
    }
    items
}

/// Reads events: data that is a text is read as one, and what may be either as what it is.
pub(super) fn read_alike(
    context: &Context<'_>,
    shape: &Shape,
    data: EventData,
    function: &TokenStream,
) -> TokenStream {
    let is_string = shape.ty == Type::String && !shape.nullable;
    match (data, context.codec(shape)) {
        (EventData::Json, Some(codec)) => {
            quote! { reply.json_events_as::<#codec, _, _, _>(#function) }
        }
        (EventData::Json, None) => quote! { reply.events(#function) },
        (_, Some(codec)) => quote! { reply.events_as::<#codec, _, _, _>(#function) },
        (_, None) if is_string => quote! { reply.text_events(#function) },
        (EventData::Text, None) => {
            let codec = context.codec_tokens(shape);
            quote! { reply.events_as::<#codec, _, _, _>(#function) }
        }
        (EventData::Either, None) => quote! { reply.events(#function) },
    }
}

fn enumeration(
    context: &Context<'_>,
    operation: &Operation,
    name: &Name,
    kinds: &[EventKind],
) -> [TokenStream; 2] {
    let about = format!(
        " The data of an event of [`{}`], by the event's type.",
        context.api.method_path(operation)
    );
    let name = ident(name);
    let variants = kinds.iter().map(|kind| {
        let about = match kind.events.as_slice() {
            [] => " Of any other type.".to_owned(),
            events => {
                let events = events.iter().map(|event| doc::code(event));
                format!(" Of the type {}.", events.collect::<Vec<_>>().join(" or "))
            }
        };
        let variant = ident(&kind.name);
        let ty = context.type_tokens(&kind.shape);
        quote! { #[doc = #about] #variant(#ty) }
    });
    let is_total = kinds.iter().any(|kind| kind.events.is_empty());
    let unknown = unknown_variant(kinds.iter().map(|kind| &kind.name));
    let other = (!is_total).then(|| {
        quote! { #[doc = " Of a type that the document doesn't name."] #unknown(String) }
    });
    let variants = variants.chain(other);
    let (last, named): (Vec<_>, Vec<_>) = kinds.iter().partition(|kind| kind.events.is_empty());
    let arms = named.iter().map(|kind| {
        let (events, read) = (&kind.events, read(context, kind));
        quote! { #(#events)|* => #read, }
    });
    let otherwise = match last.first() {
        Some(kind) => read(context, kind),
        None => quote! { Ok(Self::#unknown(data.to_owned())) },
    };
    [
        quote! {
            #[doc = #about]
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }
        },
        quote! {
            impl runtime::stream::sse::Events for #name {
                fn read(event: &str, data: &str) -> Result<Self, runtime::json::DecodeError> {
                    match event {
                        #(#arms)*
                        _ => #otherwise,
                    }
                }
            }
        },
    ]
}

/// Reads data as a variant.
fn read(context: &Context<'_>, kind: &EventKind) -> TokenStream {
    let variant = ident(&kind.name);
    if is_string(&kind.shape) && kind.data != EventData::Json {
        return quote! { Ok(Self::#variant(data.to_owned())) };
    }
    let codec = context.codec_tokens(&kind.shape);
    let function = match kind.data {
        EventData::Json => quote! { json },
        EventData::Text | EventData::Either => quote! { text },
    };
    quote! { runtime::stream::sse::#function::<#codec, _>(data).map(Self::#variant) }
}

fn is_string(shape: &Shape) -> bool {
    shape.ty == Type::String && !shape.nullable
}
