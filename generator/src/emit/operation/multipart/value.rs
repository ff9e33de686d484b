//! What a part holds: its type, and what adds it to a form.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{argument, xml};
use crate::emit::context::Context;
use crate::emit::types;
use crate::ir::wire::Wire;
use crate::ir::{Part, Payload, Shape, Whole};

/// What a part holds, or each of several.
pub(super) fn one_type(context: &Context<'_>, part: &Part) -> TokenStream {
    match &part.payload {
        Payload::File => quote! { runtime::call::multipart::File },
        Payload::Value(shape) => context.type_tokens(&present(shape)),
    }
}

/// The statement that adds `value`, the part or one of several, to `form`, under a name.
pub(super) fn add_value(context: &Context<'_>, part: &Part, wire: &TokenStream) -> TokenStream {
    let media_type = part.content_type.as_deref().unwrap_or_default();
    match &part.payload {
        Payload::File => quote! { form.file(#wire, #media_type, value); },
        Payload::Value(shape) => {
            let value = types::serializable(context, &present(shape), &quote! { &value });
            if let Some(whole) = &part.whole {
                return match whole {
                    Whole::Form(encoded) => {
                        let encoded = argument::encodings(encoded);
                        quote! {
                            form.whole(#wire, #media_type, runtime::call::form::text(#value, #encoded));
                        }
                    }
                    Whole::Xml(xml) => {
                        let (tables, root) = xml::tables(xml);
                        quote! {
                            {
                                #tables
                                form.whole(#wire, #media_type, runtime::xml::text(#value, &#root));
                            }
                        }
                    }
                };
            }
            match part.form {
                Wire::Styled(styled) => {
                    let style = argument::query_style(styled.style);
                    let explode = styled.explode;
                    quote! {
                        form.styled(#wire, runtime::call::QueryStyle::#style, #explode, #value);
                    }
                }
                Wire::Json => quote! { form.json(#wire, #media_type, #value); },
                Wire::Content | Wire::Text(_) | Wire::Bytes => {
                    let add = match part.list.is_some() {
                        true => quote!(item),
                        false => quote!(text),
                    };
                    quote! { form.#add(#wire, #media_type, #value); }
                }
            }
        }
    }
}

/// The shape of a part that is there.
pub fn present(shape: &Shape) -> Shape {
    Shape {
        nullable: false,
        ..shape.clone()
    }
}
