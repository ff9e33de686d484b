//! The successes and the failures of an operation into enums, a variant for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::super::context::{Context, ident};
use super::{Outcome, content, is_stream, payload, status_text};
use crate::ir::{Name, Operation, Response, ResponseVariant, StatusMatch};

/// The enum of the successes, where there are several payloads.
pub(super) fn success_enum(context: &Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = ident(operation.responses.success_enum.as_ref()?);
    let about = format!(
        " What [`{}`] gives, by status.",
        context.api.method_path(operation)
    );
    let success = &operation.responses.success;
    let variants = variants(context, operation, success, Outcome::Success);
    let derives = derives(operation, success, true);
    Some(quote! {
        #[doc = #about]
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
    })
}

/// The enum of the failures.
pub(super) fn error_enum(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let errors = &operation.responses.errors;
    if errors.is_empty() {
        return Vec::new();
    }
    let name = ident(&operation.error);
    let about = format!(
        " What [`{}`] fails with, by status.",
        context.api.method_path(operation)
    );
    let variants = variants(context, operation, errors, Outcome::Failure);
    let derives = derives(operation, errors, false);
    let texts = errors.iter().flat_map(|response| {
        let text = display(response);
        distinct(response).map(move |variant| (variant, text.clone()))
    });
    let rows = texts.map(|(variant, text)| {
        let name = ident(&variant.name);
        quote! { #name => #text; }
    });
    vec![
        quote! {
            #[doc = #about]
            #derives
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }
        },
        quote! { call::failures! { #name; #(#rows)* } },
    ]
}

/// The variants of an enum that a response has: what comes in several media types may be one.
pub(in crate::emit) fn distinct(response: &Response) -> impl Iterator<Item = &ResponseVariant> {
    let all = &response.variants;
    let is_first = |index: usize, name: &Name| all[..index].iter().all(|it| it.name != *name);
    let all = all.iter().enumerate();
    all.filter_map(move |(index, variant)| is_first(index, &variant.name).then_some(variant))
}

fn variants(
    context: &Context<'_>,
    operation: &Operation,
    responses: &[Response],
    outcome: Outcome,
) -> Vec<TokenStream> {
    let mut variants = Vec::new();
    for response in responses {
        for variant in distinct(response) {
            let docs = super::super::docs::response(response, variant);
            let name = ident(&variant.name);
            let payload = content(operation, variant)
                .map(|content| payload(context, content, outcome))
                .map(|payload| quote! { (#payload) });
            variants.push(quote! { #docs #name #payload });
        }
    }
    variants
}

/// `Debug`, and what the payloads allow.
fn derives(operation: &Operation, responses: &[Response], streamed: bool) -> TokenStream {
    let mut contents = responses
        .iter()
        .flat_map(|response| &response.variants)
        .filter_map(|variant| content(operation, variant));
    if streamed && contents.any(is_stream) {
        quote! { #[derive(Debug)] }
    } else {
        quote! { #[derive(Debug, Clone, PartialEq)] }
    }
}

/// What `Display` says of a failure: its status, and the first line of its description.
fn display(response: &Response) -> String {
    let status = status_text(response.status);
    let docs = &response.docs;
    let text = docs.summary.as_deref().or(docs.description.as_deref());
    let line = text.and_then(|text| text.lines().next()).map(str::trim);
    match (line.filter(|line| !line.is_empty()), response.status) {
        (Some(line), StatusMatch::Default) => line.to_owned(),
        (Some(line), _) => format!("{status}: {line}"),
        (None, StatusMatch::Default) => "an undocumented failure".to_owned(),
        (None, _) => status,
    }
}
