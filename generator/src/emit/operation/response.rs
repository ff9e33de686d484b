//! What comes back into the code that reads it by status and media type, and
//! into the enums of an operation's successes and failures.

mod enums;
mod events;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::super::context::{Context, ident};
use super::super::doc;
use super::super::types::{self, Wrap};
use super::super::validate::{self, Access};
use crate::ir::wire::Plain;
use crate::ir::{
    Content, EventData, MediaKind, Method, Operation, Response, ResponseVariant, Shape,
    StatusMatch, Type,
};
pub(in crate::emit) use enums::distinct;
use enums::{error_enum, success_enum};

/// Whether a response is a success, where streams may be left to the caller, or a failure.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Outcome {
    Success,
    Failure,
}

/// The `Decode` impl, and the enums.
///
/// `judged` is the method of the former that judges headers.
pub(super) fn items(
    context: &Context<'_>,
    operation: &Operation,
    judged: &TokenStream,
) -> Vec<TokenStream> {
    let mut items = vec![decode(context, operation, judged)];
    items.extend(events::enums(context, operation));
    items.extend(success_enum(context, operation));
    items.extend(error_enum(context, operation));
    items
}

/// The `Accept` header: every media type that is documented, successes first.
pub(super) fn accept(operation: &Operation) -> String {
    let responses = operation
        .responses
        .success
        .iter()
        .chain(&operation.responses.errors);
    let contents = responses.flat_map(|response| &response.variants);
    let mut seen: Vec<&str> = Vec::new();
    for content in contents.filter_map(|variant| content(operation, variant)) {
        let is_header = content
            .media_type
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~'));
        if is_header && !seen.contains(&content.media_type.as_str()) {
            seen.push(&content.media_type);
        }
    }
    // What servers say beside what is documented, of errors say, comes in whatever they have.
    if !seen.is_empty() && !seen.contains(&"*/*") {
        seen.push("*/*;q=0.1");
    }
    seen.join(", ")
}

/// How the body of a success is read, as an `api::ReplyBody`; nothing where it always is to its end.
pub(super) fn reply_body(operation: &Operation) -> Option<TokenStream> {
    let mut contents: Vec<_> = success_contents(operation).collect();
    if !contents.iter().copied().any(is_stream) {
        return None;
    }
    if contents.iter().copied().all(is_stream) {
        return Some(quote! { api::ReplyBody::Streamed });
    }
    // What is read to its end can still be given as a stream, so that wins where statuses differ.
    contents.sort_by_key(|content| (specificity(&content.media_type), is_stream(content)));
    let mut seen = Vec::new();
    let mut reads = Vec::new();
    for content in contents {
        let media_type = content.media_type.as_str();
        if !seen.contains(&media_type) {
            seen.push(media_type);
            reads.push(match is_stream(content) {
                true => quote! { api::streamed(#media_type) },
                false => quote! { api::buffered(#media_type) },
            });
        }
    }
    Some(quote! { api::ReplyBody::ByMediaType(&[#(#reads),*]) })
}

/// The statuses of successes that have no content.
pub(super) fn bare_statuses(operation: &Operation) -> Vec<proc_macro2::Literal> {
    let is_bare = |response: &&Response| {
        let mut variants = response.variants.iter();
        variants.all(|variant| content(operation, variant).is_none())
    };
    let bare = operation.responses.success.iter().filter(is_bare);
    bare.filter_map(|response| match response.status {
        StatusMatch::Exact(status) => Some(proc_macro2::Literal::u16_unsuffixed(status)),
        StatusMatch::Range(_) | StatusMatch::Default => None,
    })
    .collect()
}

fn success_contents(operation: &Operation) -> impl Iterator<Item = &Content> {
    success_variants(operation).filter_map(|variant| content(operation, variant))
}

fn success_variants(operation: &Operation) -> impl Iterator<Item = &ResponseVariant> {
    let success = operation.responses.success.iter();
    success.flat_map(|response| &response.variants)
}

/// The order in which media types are compared: ranges after all that they may hold.
fn specificity(media_type: &str) -> u8 {
    match media_type {
        all if all.starts_with("*/*") => 2,
        range if range.contains("/*") => 1,
        _ => 0,
    }
}

fn is_stream(content: &Content) -> bool {
    match content.kind {
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_)
        | MediaKind::JsonLines(_) => true,
        MediaKind::Json(_)
        | MediaKind::Xml(..)
        | MediaKind::Form(..)
        | MediaKind::Multipart { .. }
        | MediaKind::Text(..)
        | MediaKind::Base64 => false,
    }
}

/// A variant's body; a response to `HEAD` has none, whatever is documented.
pub(in crate::emit) fn content<'v>(
    operation: &Operation,
    variant: &'v ResponseVariant,
) -> Option<&'v Content> {
    match operation.method {
        Method::Head => None,
        _ => variant.content.as_ref(),
    }
}

/// `impl call::Decode for ListPets { … }`
fn decode(context: &Context<'_>, operation: &Operation, judged: &TokenStream) -> TokenStream {
    let call = ident(&operation.call);
    let output = output(context, operation);
    let error = error(operation);
    let arms = arms(context, operation);
    let body = match arms.as_slice() {
        [(_, read)] => read.clone(),
        _ => {
            let arms = arms
                .iter()
                .map(|(pattern, read)| quote! { #pattern => { #read } });
            quote! { match reply.status() { #(#arms)* } }
        }
    };
    let reply = match names(&body, "reply") {
        true => quote! { reply },
        false => quote! { _ },
    };
    quote! {
        impl call::Decode for #call {
            type Output = #output;
            type Error = #error;

            #[inline]
            fn decode(#reply: &mut reply::Reply) -> call::Decoded<Self::Output, Self::Error> {
                #body
            }

            #judged
        }
    }
}

/// Whether code has an identifier.
fn names(code: &TokenStream, identifier: &str) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Ident(found) => found == identifier,
        TokenTree::Group(group) => names(&group.stream(), identifier),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The type of a success.
pub(super) fn output(context: &Context<'_>, operation: &Operation) -> TokenStream {
    if let Some(name) = &operation.responses.success_enum {
        let name = ident(name);
        return quote! { #name };
    }
    let success = operation.responses.success.first();
    let content = success
        .and_then(|response| response.variants.first())
        .and_then(|variant| content(operation, variant));
    content.map_or_else(
        || quote! { () },
        |content| payload(context, content, Outcome::Success),
    )
}

/// The type of a failure.
pub(super) fn error(operation: &Operation) -> TokenStream {
    if operation.responses.errors.is_empty() {
        return quote! { ::std::convert::Infallible };
    }
    let name = ident(&operation.error);
    quote! { #name }
}

/// The arms over the status.
fn arms(context: &Context<'_>, operation: &Operation) -> Vec<(TokenStream, TokenStream)> {
    let mut arms: Vec<_> = by_status(operation)
        .into_iter()
        .map(|(pattern, response, outcome)| (pattern, read(context, operation, response, outcome)))
        .collect();
    let is_total = arms.iter().any(|(pattern, _)| pattern.to_string() == "_");
    if !is_total {
        arms.push((quote! { _ }, quote! { call::Decoded::Undocumented }));
    }
    arms
}

/// The responses by the patterns of their statuses: exact ones, then ranges, then what the document says
/// of all others.
pub(super) fn by_status(operation: &Operation) -> Vec<(TokenStream, &Response, Outcome)> {
    let responses = &operation.responses;
    let success = responses
        .success
        .iter()
        .map(|response| (response, Outcome::Success));
    let failures = responses
        .errors
        .iter()
        .map(|response| (response, Outcome::Failure));
    let mut all: Vec<_> = success.chain(failures).collect();
    all.sort_by_key(|(response, _)| response.status);
    all.into_iter()
        .map(|(response, outcome)| {
            // What the document says of all other statuses is of successes too, if it names none.
            let of_successes =
                outcome == Outcome::Success && response.status == StatusMatch::Default;
            let pattern = match of_successes {
                true => pattern(StatusMatch::Range(2)),
                false => pattern(response.status),
            };
            (pattern, response, outcome)
        })
        .collect()
}

fn pattern(status: StatusMatch) -> TokenStream {
    let literal = proc_macro2::Literal::u16_unsuffixed;
    match status {
        StatusMatch::Exact(status) => {
            let status = literal(status);
            quote! { #status }
        }
        StatusMatch::Range(hundred) => {
            let first = literal(u16::from(hundred) * 100);
            let last = literal(u16::from(hundred) * 100 + 99);
            quote! { #first..=#last }
        }
        StatusMatch::Default => quote! { _ },
    }
}

/// Reads one response: by its media type, where it has several.
fn read(
    context: &Context<'_>,
    operation: &Operation,
    response: &Response,
    outcome: Outcome,
) -> TokenStream {
    let variants: Vec<_> = response.variants.iter().collect();
    let one = |variant: &ResponseVariant| read_variant(context, operation, variant, outcome);
    let Some((first, others)) = variants.split_first() else {
        return quote! { call::Decoded::Undocumented };
    };
    if others.is_empty() || operation.method == Method::Head {
        return one(first);
    }
    let mut choices: Vec<_> = variants
        .iter()
        .filter_map(|variant| Some((&content(operation, variant)?.media_type, *variant)))
        .collect();
    choices.sort_by_key(|(media_type, _)| specificity(media_type));
    // A media type that isn't documented is read as the first, which says what is wrong with it.
    let mut otherwise = *first;
    if let Some(last) =
        choices.pop_if(|(range, last)| specificity(range) == 2 || std::ptr::eq(*last, *first))
    {
        otherwise = last.1;
    }
    let otherwise = one(otherwise);
    // What is read alike is one branch.
    let mut branches: Vec<(Vec<_>, TokenStream)> = Vec::new();
    for (media_type, variant) in choices {
        let this = one(variant);
        match branches.last_mut() {
            Some((types, known)) if is_same(known, &this) => types.push(media_type),
            _ => branches.push((vec![media_type], this)),
        }
    }
    branches.pop_if(|(_, last)| is_same(last, &otherwise));
    if branches.is_empty() {
        return otherwise;
    }
    let branches = branches.iter().map(|(types, this)| {
        quote! { if #(reply.is(#types))||* { #this } else }
    });
    quote! { #(#branches)* { #otherwise } }
}

fn is_same(one: &TokenStream, other: &TokenStream) -> bool {
    one.to_string() == other.to_string()
}

fn read_variant(
    context: &Context<'_>,
    operation: &Operation,
    variant: &ResponseVariant,
    outcome: Outcome,
) -> TokenStream {
    let name = ident(&variant.name);
    let (decoded, read, all) = match outcome {
        Outcome::Success => (
            quote! { call::Decoded::Success },
            quote! { success },
            operation.responses.success_enum.as_ref(),
        ),
        Outcome::Failure => (
            quote! { call::Decoded::Api },
            quote! { failure },
            Some(&operation.error),
        ),
    };
    let variant_path = all.map(|all| {
        let all = ident(all);
        quote! { #all::#name }
    });
    let Some(content) = content(operation, variant) else {
        let value = variant_path.unwrap_or_else(|| quote! { () });
        return quote! { #decoded(#value) };
    };
    let wrap = Wrap {
        decoded,
        read,
        variant: variant_path,
    };
    let function = wrap.function();
    let may_stream = outcome == Outcome::Success;
    match &content.kind {
        MediaKind::Json(shape) => types::read_json(context, shape, &wrap),
        MediaKind::Xml(shape, xml) => {
            let (tables, root) = super::xml::tables(xml);
            let read = types::read_json(context, shape, &wrap);
            quote! {
                #tables
                match reply.from_xml(&#root) {
                    Ok(()) => #read,
                    Err(failure) => call::Decoded::Failed(failure),
                }
            }
        }
        MediaKind::Text(shape, plain) => read_text(context, shape, *plain, &wrap),
        MediaKind::Form(..) => quote! { reply.text(#function) },
        MediaKind::Base64 => quote! { reply.base64(#function) },
        MediaKind::Bytes if may_stream => quote! { reply.download(#function) },
        MediaKind::EventStream(shape, data) if may_stream => {
            events::read_alike(context, shape, *data, &function)
        }
        MediaKind::TypedEvents(..) if may_stream => quote! { reply.typed_events(#function) },
        MediaKind::PartStream(None) if may_stream => quote! { reply.byte_parts(#function) },
        MediaKind::PartStream(Some((shape, EventData::Text)))
            if may_stream && shape.ty == Type::String && !shape.nullable =>
        {
            quote! { reply.text_parts(#function) }
        }
        MediaKind::PartStream(Some((shape, _))) if may_stream => {
            let codec = context.codec_tokens(shape);
            quote! { reply.parts_as::<#codec, _, _, _>(#function) }
        }
        MediaKind::JsonLines(shape) if may_stream => match context.codec(shape) {
            Some(codec) => quote! { reply.json_lines_as::<#codec, _, _, _>(#function) },
            None => quote! { reply.json_lines(#function) },
        },
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_)
        | MediaKind::JsonLines(_)
        | MediaKind::Multipart { .. } => quote! { reply.bytes(#function) },
    }
}

/// Reads a body of text: as it is, or as the value that it stands for.
fn read_text(context: &Context<'_>, shape: &Shape, plain: Plain, wrap: &Wrap) -> TokenStream {
    let function = wrap.function();
    let checks = validate::statements(
        context,
        shape,
        &Access::reference(quote! { value }),
        &quote! { at },
    );
    if shape.ty == Type::String && !shape.nullable && checks.is_empty() {
        return quote! { reply.text(#function) };
    }
    let ty = context.type_tokens(shape);
    let codec = context.codec_tokens(shape);
    let plain = types::plain(plain);
    let check = match checks.is_empty() {
        true => quote! { |_, _, _| () },
        false => quote! { |value: &#ty, at, out| { #(#checks)* } },
    };
    quote! {
        reply.text_as::<#codec, #ty, _, _>(
            runtime::parameter::read::Plain::#plain,
            #check,
            #function,
        )
    }
}

/// The Rust type of a body.
fn payload(context: &Context<'_>, content: &Content, outcome: Outcome) -> TokenStream {
    let may_stream = outcome == Outcome::Success;
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) => context.type_tokens(shape),
        MediaKind::Text(shape, _) => context.type_tokens(shape),
        MediaKind::Form(..) => quote! { String },
        MediaKind::Bytes if may_stream => quote! { runtime::stream::download::Download },
        MediaKind::EventStream(shape, _) if may_stream => {
            let ty = context.type_tokens(shape);
            quote! { runtime::stream::sse::EventStream<#ty> }
        }
        MediaKind::PartStream(value) if may_stream => {
            let ty = match value {
                Some((shape, _)) => context.type_tokens(shape),
                None => quote! { ::bytes::Bytes },
            };
            quote! { runtime::stream::parts::Parts<#ty> }
        }
        MediaKind::TypedEvents(name, _) if may_stream => {
            let name = ident(name);
            quote! { runtime::stream::sse::EventStream<#name> }
        }
        MediaKind::JsonLines(shape) if may_stream => {
            let ty = context.type_tokens(shape);
            quote! { runtime::stream::json_lines::JsonLines<#ty> }
        }
        MediaKind::Bytes
        | MediaKind::EventStream(..)
        | MediaKind::TypedEvents(..)
        | MediaKind::PartStream(_)
        | MediaKind::JsonLines(_)
        | MediaKind::Base64
        | MediaKind::Multipart { .. } => quote! { ::bytes::Bytes },
    }
}

/// A status as text: `404`, `4XX`, `default`.
pub(super) fn status_text(status: StatusMatch) -> String {
    match status {
        StatusMatch::Exact(status) => status.to_string(),
        StatusMatch::Range(hundred) => format!("{hundred}XX"),
        StatusMatch::Default => "default".to_owned(),
    }
}

/// What is documented of a failure's text, for docs.
pub(super) fn first_line(response: &Response) -> Option<String> {
    let docs = &response.docs;
    let text = docs.summary.as_deref().or(docs.description.as_deref())?;
    let line = text.trim().lines().next()?;
    Some(doc::inline(line))
}
