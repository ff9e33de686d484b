//! The parts of a multipart body into a struct, and into what gathers them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::context::{Context, ident};
use super::super::validate::{self, Access};
use super::super::{doc, types};
use super::argument;
use crate::ir::{Name, Operation, Part, PartStyle, Payload, Shape};

/// The struct of a multipart body's parts, and what gathers them.
pub(super) fn items(
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
        match (part.required, part.list.is_some()) {
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
    let judge = judge(context, parts);
    let binding = match parts.is_empty() {
        true => quote! { let form },
        false => quote! { let mut form },
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
                #[allow(clippy::new_without_default)]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#initial,)* }
                }

                #judge

                fn into_form(self) -> runtime::call::multipart::Form {
                    #binding = runtime::call::multipart::Form::new();
                    #(#adds)*
                    form
                }
            }
        },
    ]
}

/// Puts the parts into `call`, and has them judged before.
pub(super) fn put(
    context: &Context<'_>,
    parts: &[Part],
    media_type: &str,
    call: &TokenStream,
    value: &Ident,
) -> TokenStream {
    let is_judged = parts.iter().any(|part| !checks(context, part).is_empty());
    let judge = is_judged.then(|| quote! { #call.check_body(|at, out| #value.check(at, out)); });
    quote! { #judge #call.multipart(#media_type, #value.into_form()); }
}

/// The method that judges the parts, where there is anything to judge.
fn judge(context: &Context<'_>, parts: &[Part]) -> Option<TokenStream> {
    let checks: Vec<_> = parts.iter().map(|part| checks(context, part)).collect();
    if checks.iter().all(TokenStream::is_empty) {
        return None;
    }
    Some(quote! {
        fn check(&self, at: &runtime::validate::At<'_>, out: &mut runtime::validate::Violations) {
            #(#checks)*
        }
    })
}

/// What judges a part that is there.
fn checks(context: &Context<'_>, part: &Part) -> TokenStream {
    let Some(shape) = part.value() else {
        return TokenStream::new();
    };
    let field = ident(&part.name);
    let wire = &part.wire;
    let is_whole = part.required || part.list.is_some();
    let value = match is_whole {
        true => Access::place(quote! { self.#field }),
        false => Access::reference(quote! { value }),
    };
    let checks = validate::statements(context, &present(shape), &value, &quote! { at });
    if checks.is_empty() {
        return TokenStream::new();
    }
    let checks = quote! { let at = &at.key(#wire); #(#checks)* };
    match (part.required, part.list.is_some()) {
        (true, _) => quote! { { #checks } },
        // A list without items is a part that isn't there.
        (false, true) => quote! { if !self.#field.is_empty() { #checks } },
        (false, false) => quote! { if let Some(value) = &self.#field { #checks } },
    }
}

fn part_type(context: &Context<'_>, part: &Part) -> TokenStream {
    let ty = match &part.payload {
        Payload::File => quote! { runtime::call::multipart::File },
        Payload::Text(shape) | Payload::Json(shape) => context.type_tokens(&present(shape)),
    };
    match (part.list.is_some(), part.required) {
        (true, _) => quote! { Vec<#ty> },
        (false, true) => ty,
        (false, false) => quote! { Option<#ty> },
    }
}

/// The statement that adds a part, or each of them, to `form`.
fn add_part(context: &Context<'_>, part: &Part) -> TokenStream {
    let field = ident(&part.name);
    let wire = &part.wire;
    // Of a list of media types, the caller chooses one.
    let stated = part
        .content_type
        .as_deref()
        .filter(|text| !text.contains([',', '*']));
    let media_type = stated.unwrap_or_default();
    let encoded = |shape: &Shape| types::serializable(context, &present(shape), &quote! { &value });
    let styled = part.style.map(|PartStyle { style, explode }| {
        let style = argument::query_style(style);
        quote! { runtime::call::QueryStyle::#style, #explode }
    });
    let add = match &part.payload {
        Payload::File => quote! { form.file(#wire, #media_type, value); },
        Payload::Text(shape) => {
            let value = encoded(shape);
            match styled {
                Some(how) => quote! { form.styled(#wire, #how, #value); },
                None => quote! { form.text(#wire, #media_type, #value); },
            }
        }
        Payload::Json(shape) => {
            let value = encoded(shape);
            quote! { form.json(#wire, #media_type, #value); }
        }
    };
    match (part.list.is_some(), part.required) {
        (true, _) => quote! { for value in self.#field { #add } },
        (false, true) => quote! { let value = self.#field; #add },
        (false, false) => quote! { if let Some(value) = self.#field { #add } },
    }
}

/// The shape of a part that is there.
pub fn present(shape: &Shape) -> Shape {
    Shape {
        nullable: false,
        ..shape.clone()
    }
}
