//! The properties of a form into its fields, and the parts of a multipart body
//! into a struct and what gathers them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::context::{Context, Presence, ident};
use super::super::{doc, types};
use super::argument;
use crate::ir::{
    EncodedProperty, Extras, Field, Name, Operation, Part, Payload, Shape, Style, Type, TypeKind,
};

/// The statements that add the properties of `value` to `form`; `reference` encodes it as a whole.
pub(super) fn fields(
    context: &Context<'_>,
    shape: &Shape,
    encoded: &[EncodedProperty],
    value: &Ident,
    reference: &TokenStream,
) -> TokenStream {
    let object = match shape.ty {
        Type::Named(id) if !shape.nullable => match &context.api.types[id].kind {
            TypeKind::Struct(object) => Some(object),
            _ => None,
        },
        _ => None,
    };
    // A type that does not name its properties is taken apart when it is sent.
    let Some(object) = object else {
        return quote! { form.fields(#reference); };
    };
    let mut statements: TokenStream = object
        .fields
        .iter()
        .map(|property| field(context, property, encoded, value))
        .collect();
    if let Extras::Kept { name, .. } = &object.extras {
        let name = ident(name);
        statements.extend(quote! { form.fields(&#value.#name); });
    }
    statements
}

fn field(
    context: &Context<'_>,
    field: &Field,
    encoded: &[EncodedProperty],
    value: &Ident,
) -> TokenStream {
    let name = ident(&field.name);
    let add = |value: &TokenStream| add(context, field, encoded, value);
    match Presence::of(field) {
        Presence::Required => add(&quote! { &#value.#name }),
        Presence::Optional | Presence::RequiredNullable => {
            let add = add(&quote! { value });
            quote! { if let Some(value) = &#value.#name { #add } }
        }
        Presence::ThreeState => {
            let add = add(&quote! { value });
            quote! { if let runtime::Patch::Value(value) = &#value.#name { #add } }
        }
    }
}

/// Adds one value, in the style that the document gives it.
fn add(
    context: &Context<'_>,
    field: &Field,
    encoded: &[EncodedProperty],
    value: &TokenStream,
) -> TokenStream {
    let wire = &field.wire;
    let present = Shape {
        nullable: false,
        ..field.shape.clone()
    };
    let value = types::serializable(context, &present, value);
    let stated = encoded.iter().find(|property| property.wire == *wire);
    let (style, explode) = match stated {
        Some(property) if property.style == Style::Json => {
            return quote! { form.field_json(#wire, #value); };
        }
        Some(property) => (property.style, property.explode),
        None if is_flat(context, &field.shape.ty) => (Style::Form, true),
        None => return quote! { form.field_json(#wire, #value); },
    };
    let style = argument::query_style(style);
    quote! { form.field(#wire, runtime::parameter::QueryStyle::#style, #explode, #value); }
}

/// Whether a type is a scalar, or a list of those.
fn is_flat(context: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::List(item) => is_scalar(context, &item.ty),
        _ => is_scalar(context, ty),
    }
}

fn is_scalar(context: &Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Named(id) | Type::Boxed(id) => match &context.api.types[*id].kind {
            TypeKind::Enum(_) => true,
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => is_flat(context, &shape.ty),
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::External(_) => false,
        },
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Value => false,
        Type::Bool
        | Type::Integer(_)
        | Type::BigInteger
        | Type::F32
        | Type::F64
        | Type::Decimal
        | Type::String
        | Type::Format(_)
        | Type::Null => true,
    }
}

/// The struct of a multipart body's parts, and what gathers them.
pub(super) fn multipart(
    context: &Context<'_>,
    operation: &Operation,
    name: &Name,
    parts: &[Part],
) -> Vec<TokenStream> {
    let name = ident(name);
    let about = format!(
        " The parts of the body of [`Client::{}`].",
        operation.name.as_str()
    );
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
    let adds = parts.iter().map(|part| add_part(context, part));
    let about_new = match required.len() {
        0 => " No parts yet; set those that are to be sent.",
        _ => " The required parts; set others that are to be sent.",
    };
    let binding = match parts.is_empty() {
        true => quote! { let multipart },
        false => quote! { let mut multipart },
    };
    vec![
        quote! {
            #[doc = #about]
            #[derive(Debug)]
            #[non_exhaustive]
            pub struct #name { #(#fields,)* }
        },
        quote! {
            impl #name {
                #[doc = #about_new]
                #[allow(clippy::new_without_default, clippy::too_many_arguments)]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#initial,)* }
                }

                fn into_multipart(self) -> runtime::multipart::Multipart {
                    #binding = runtime::multipart::Multipart::new();
                    #(#adds)*
                    multipart
                }
            }
        },
    ]
}

fn part_type(context: &Context<'_>, part: &Part) -> TokenStream {
    let ty = match &part.payload {
        Payload::File => quote! { runtime::multipart::Part },
        Payload::Text(shape) | Payload::Json(shape) => context.type_tokens(&Shape {
            nullable: false,
            ..shape.clone()
        }),
    };
    match (part.repeated, part.required) {
        (true, _) => quote! { Vec<#ty> },
        (false, true) => ty,
        (false, false) => quote! { Option<#ty> },
    }
}

/// The statement that adds a part, or each of them, to `multipart`.
fn add_part(context: &Context<'_>, part: &Part) -> TokenStream {
    let field = ident(&part.name);
    let wire = &part.wire;
    let payload = match &part.payload {
        Payload::File => quote! { value },
        Payload::Text(shape) => {
            let value = serializable_part(context, shape);
            quote! { runtime::multipart::Part::new(runtime::arguments::text(#value)) }
        }
        Payload::Json(shape) => {
            let value = serializable_part(context, shape);
            quote! { runtime::multipart::Part::json(#value) }
        }
    };
    // Of a list of media types, the caller chooses one.
    let stated = part
        .content_type
        .as_deref()
        .filter(|text| !text.contains([',', '*']));
    let payload = match (&part.payload, stated) {
        (Payload::File, _) | (_, None) => payload,
        (_, Some(media_type)) => quote! { #payload.media_type(#media_type) },
    };
    let add = quote! { multipart.part(#wire, #payload); };
    match (part.repeated, part.required) {
        (true, _) => quote! { for value in self.#field { #add } },
        (false, true) => quote! { let value = self.#field; #add },
        (false, false) => quote! { if let Some(value) = self.#field { #add } },
    }
}

fn serializable_part(context: &Context<'_>, shape: &Shape) -> TokenStream {
    let present = Shape {
        nullable: false,
        ..shape.clone()
    };
    types::serializable(context, &present, &quote! { &value })
}
