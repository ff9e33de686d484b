//! What an operation may reply into an enum by status, and the code that writes it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::doc;
use super::super::operation::{docs, response};
use super::check::check;
use super::content;
use crate::emit::present;
use crate::ir::wire::Wire;
use crate::ir::{Content, Header, MediaKind, Operation, Response, StatusMatch};

/// A variant of `Reply`.
pub struct ReplyVariant<'a> {
    /// Its name.
    pub name: Ident,
    /// The response that it is of.
    pub response: &'a Response,
    docs: TokenStream,
    /// The media types that the same data may have.
    pub contents: Vec<&'a Content>,
    /// Whether the document has it for successes.
    pub is_success: bool,
}

/// `Reply`, the structs of its headers, and what writes it.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    let variants = replies(operation);
    let declared = variants.iter().map(|variant| {
        let (docs, name) = (&variant.docs, &variant.name);
        let fields = variant.fields(context);
        let fields = (!fields.is_empty()).then(|| quote! { (#(#fields),*) });
        quote! { #docs #name #fields }
    });
    let about = format!(" What `{}` may reply, by status.", operation.name.as_str());
    let has_streams = variants.iter().any(|variant| variant.is_stream(context));
    let debug = (!has_streams).then(|| quote! { #[derive(Debug)] });
    let arms = variants.iter().map(|variant| variant.arm(context));
    if variants.is_empty() {
        return undescribed(&about);
    }
    let open = undescribed_success(&variants);
    let (declared_open, arm_open) = (open.as_ref().map(open_variant), open.as_ref().map(open_arm));
    let write = quote! { match self { #(#arms)* #arm_open } };
    let mut items = vec![
        quote! {
            #[doc = #about]
            #debug
            pub enum Reply { #(#declared,)* #declared_open }
        },
        quote! {
            impl Reply {
                pub(super) fn write(
                    self,
                    __replying: runtime::server::Replying,
                ) -> Result<runtime::server::Response, runtime::server::Refusal> {
                    #write
                }
            }
        },
    ];
    items.extend(from(context, operation, &variants));
    for variant in &variants {
        items.extend(variant.headers(context));
    }
    items
}

/// `Reply` where the document describes none.
fn undescribed(about: &str) -> Vec<TokenStream> {
    vec![
        quote! {
            #[doc = #about]
            #[derive(Debug)]
            pub enum Reply {
                #[doc = " A status without content: the document describes no reply."]
                Status(u16),
            }
        },
        quote! {
            impl Reply {
                pub(super) fn write(
                    self,
                    __replying: runtime::server::Replying,
                ) -> Result<runtime::server::Response, runtime::server::Refusal> {
                    let Self::Status(__status) = self;
                    let __status = __replying.status(__status, 200, 599)?;
                    __replying.empty(__status, runtime::server::Headers::new())
                }
            }
        },
    ]
}

/// The name of the variant for successes, where the document describes replies, and none of them is a success or leads
/// to one: what does well still has to be said.
pub(super) fn undescribed_success(variants: &[ReplyVariant<'_>]) -> Option<Ident> {
    let mut described = variants.iter();
    let is_described = described.any(|variant| match variant.response.status {
        StatusMatch::Exact(status) => (200..400).contains(&status),
        StatusMatch::Range(hundred) => matches!(hundred, 2 | 3),
        StatusMatch::Default => true,
    });
    (!is_described && !variants.is_empty()).then(|| free(format_ident!("Status"), variants))
}

/// The variant of [`undescribed_success`].
fn open_variant(name: &Ident) -> TokenStream {
    quote! {
        #[doc = " A status of a success, from 200 to 399, without content: the document describes no success."]
        #name(u16),
    }
}

fn open_arm(name: &Ident) -> TokenStream {
    quote! {
        Self::#name(__status) => {
            let __status = __replying.status(__status, 200, 399)?;
            __replying.empty(__status, runtime::server::Headers::new())
        }
    }
}

/// All replies, a variant for each status and each kind of data that it has.
pub fn replies(operation: &Operation) -> Vec<ReplyVariant<'_>> {
    let responses = &operation.responses;
    let mut seen: Vec<StatusMatch> = Vec::new();
    let mut variants: Vec<ReplyVariant<'_>> = Vec::new();
    let count = responses.success.len();
    let all = responses.success.iter().chain(&responses.errors);
    for (index, response) in all.enumerate() {
        // What the document says of all other statuses is of successes and failures alike.
        if seen.contains(&response.status) {
            continue;
        }
        seen.push(response.status);
        for variant in response::distinct(response) {
            let same = response.variants.iter();
            let same = same.filter(|other| other.name == variant.name);
            let contents = same.filter_map(|other| response::content(operation, other));
            let contents: Vec<_> = contents.collect();
            let name = free(ident(&variant.name), &variants);
            // A response to `HEAD` has no content, so that its media types are one variant.
            let is_again = contents.is_empty()
                && variants.iter().any(|known| {
                    std::ptr::eq(known.response, response) && known.contents.is_empty()
                });
            if !is_again {
                variants.push(ReplyVariant {
                    name,
                    response,
                    docs: docs::response(response, variant),
                    contents,
                    is_success: index < count,
                });
            }
        }
    }
    variants
}

/// A name that no variant has yet: successes and failures are named apart.
fn free(name: Ident, variants: &[ReplyVariant<'_>]) -> Ident {
    let mut free = name.clone();
    let mut number = 1;
    while variants.iter().any(|variant| variant.name == free) {
        number += 1;
        free = format_ident!("{name}{number}");
    }
    free
}

impl ReplyVariant<'_> {
    fn is_stream(&self, context: &Context<'_>) -> bool {
        let mut contents = self.contents.iter();
        contents.any(|content| content::served(context, content, 0).write.is_stream)
    }

    /// Whether whoever replies says which status.
    pub fn has_status(&self) -> bool {
        !matches!(self.response.status, StatusMatch::Exact(_))
    }

    /// The struct of its headers, where it has any.
    pub fn headers_name(&self) -> Option<Ident> {
        let name = &self.name;
        (!self.response.headers.is_empty()).then(|| format_ident!("{name}Headers"))
    }

    fn payload(&self, context: &Context<'_>) -> Option<TokenStream> {
        let content = self.contents.first()?;
        Some(content::served(context, content, 0).write.ty)
    }

    /// The status where there are several, the content, and the headers.
    fn fields(&self, context: &Context<'_>) -> Vec<TokenStream> {
        let status = self.has_status().then(|| quote! { u16 });
        let headers = self.headers_name().map(|name| quote! { #name });
        let payload = self.payload(context);
        status.into_iter().chain(payload).chain(headers).collect()
    }

    /// The first and the last status that it may have.
    pub(super) fn statuses(&self) -> (proc_macro2::Literal, proc_macro2::Literal) {
        let literal = proc_macro2::Literal::u16_unsuffixed;
        let (first, last) = match self.response.status {
            StatusMatch::Exact(status) => (status, status),
            StatusMatch::Range(hundred) => {
                (u16::from(hundred) * 100, u16::from(hundred) * 100 + 99)
            }
            StatusMatch::Default => (200, 599),
        };
        (literal(first), literal(last))
    }

    fn arm(&self, context: &Context<'_>) -> TokenStream {
        let name = &self.name;
        let (first, last) = self.statuses();
        let status = match self.has_status() {
            true => quote! { __status },
            false => quote! { #first },
        };
        let mut bound = Vec::new();
        bound.extend(self.has_status().then(|| quote! { __status }));
        bound.extend(self.payload(context).map(|_| quote! { __body }));
        bound.extend(self.headers_name().map(|_| quote! { __fields }));
        let bound = (!bound.is_empty()).then(|| quote! { (#(#bound),*) });
        let headers = self
            .response
            .headers
            .iter()
            .map(|header| put(context, header));
        let binding = match self.response.headers.is_empty() {
            true => quote! { let __headers },
            false => quote! { let mut __headers },
        };
        let reply = self.reply(context);
        quote! {
            Self::#name #bound => {
                let __status = __replying.status(#status, #first, #last)?;
                #binding = __replying.headers();
                #(#headers)*
                #reply
            }
        }
    }

    /// The contents that are written alike.
    fn groups(&self) -> Vec<Vec<&Content>> {
        let mut groups: Vec<Vec<&Content>> = Vec::new();
        for content in &self.contents {
            let kind = std::mem::discriminant(&content.kind);
            let known = groups.iter_mut();
            let mut known = known.filter(|all| match &content.kind {
                // Each has tables of its own.
                MediaKind::Xml(..) => all[0].kind == content.kind,
                _ => std::mem::discriminant(&all[0].kind) == kind,
            });
            match known.next() {
                Some(all) => all.push(content),
                None => groups.push(vec![content]),
            }
        }
        groups
    }

    fn reply(&self, context: &Context<'_>) -> TokenStream {
        let groups = self.groups();
        let Some((last, others)) = groups.split_last() else {
            return quote! { __replying.empty(__status, __headers) };
        };
        let write = |all: &[&Content]| {
            let types: Vec<_> = all.iter().map(|content| &*content.media_type).collect();
            let first = all.first();
            first.map(|content| content::served(context, content, 0).write.code(&types))
        };
        let last = write(last).unwrap_or_default();
        if others.is_empty() {
            return last;
        }
        let types = groups.iter().map(|all| {
            let types = all.iter().map(|content| &content.media_type);
            quote! { &[#(#types),*] }
        });
        let arms = others.iter().enumerate().map(|(index, all)| {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            let write = write(all);
            quote! { #index => #write, }
        });
        quote! {
            match __replying.wanted(&[#(#types),*]) {
                #(#arms)*
                _ => #last,
            }
        }
    }

    /// The struct of the headers.
    fn headers(&self, context: &Context<'_>) -> Option<TokenStream> {
        let name = self.headers_name()?;
        let about = format!(" The headers of [`Reply::{}`].", self.name);
        let all = &self.response.headers;
        let fields = all.iter().map(|header| {
            let docs = doc::attributes(
                &header.docs,
                &doc::notes(&header.shape, None, Some(&header.wire)),
                None,
            );
            let deprecated = doc::deprecated(&header.docs);
            let (name, ty) = (ident(&header.name), header_type(context, header));
            quote! { #docs #deprecated pub #name: #ty }
        });
        let default = all.iter().all(|header| !is_required(header));
        let default = default.then(|| quote! { , Default });
        Some(quote! {
            #[doc = #about]
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name { #(#fields,)* }
        })
    }
}

/// The media types of successes; none where one may be without content.
pub(super) fn accepted(operation: &Operation) -> Vec<&str> {
    let all = replies(operation);
    let success = all.iter().filter(|variant| {
        let mut success = operation.responses.success.iter();
        success.any(|response| response.status == variant.response.status)
    });
    let mut types = Vec::new();
    for variant in success {
        if variant.contents.is_empty() {
            return Vec::new();
        }
        for content in &variant.contents {
            if !types.contains(&content.media_type.as_str()) {
                types.push(content.media_type.as_str());
            }
        }
    }
    types
}

pub(super) fn is_cookies(header: &Header) -> bool {
    header.wire.eq_ignore_ascii_case("set-cookie")
}

pub(super) fn is_required(header: &Header) -> bool {
    header.required && !header.shape.nullable && !is_cookies(header)
}

fn header_type(context: &Context<'_>, header: &Header) -> TokenStream {
    if is_cookies(header) {
        return quote! { Vec<String> };
    }
    let ty = context.type_tokens(&present(&header.shape));
    match is_required(header) {
        true => ty,
        false => quote! { Option<#ty> },
    }
}

/// Puts a header into `__headers`.
fn put(context: &Context<'_>, header: &Header) -> TokenStream {
    let field = ident(&header.name);
    let wire = header.wire.to_ascii_lowercase();
    if is_cookies(header) {
        return quote! {
            for __value in &__fields.#field {
                __headers.add(#wire, __value);
            }
        };
    }
    let shape = present(&header.shape);
    let (codec, ty) = (context.codec_tokens(&shape), context.type_tokens(&shape));
    let check = check(context, &shape);
    let put = |value: TokenStream| match header.form {
        Wire::Json => quote! { __headers.json::<#codec, #ty>(#wire, #value, #check); },
        Wire::Styled(styled) => {
            let explode = styled.explode;
            quote! { __headers.put::<#codec, #ty>(#wire, #explode, #value, #check); }
        }
        Wire::Text(_) | Wire::Content | Wire::Bytes => {
            quote! { __headers.put::<#codec, #ty>(#wire, false, #value, #check); }
        }
    };
    match is_required(header) {
        true => put(quote! { &__fields.#field }),
        false => {
            let put = put(quote! { __value });
            quote! { if let Some(__value) = &__fields.#field { #put } }
        }
    }
}

/// `From` of the only success, where nothing else has to be said.
fn from(
    context: &Context<'_>,
    operation: &Operation,
    variants: &[ReplyVariant<'_>],
) -> Option<TokenStream> {
    let is_success = |variant: &&ReplyVariant<'_>| {
        let mut success = operation.responses.success.iter();
        success.any(|response| response.status == variant.response.status)
    };
    let mut successes = variants.iter().filter(is_success);
    let (Some(variant), None) = (successes.next(), successes.next()) else {
        return None;
    };
    if variant.has_status() || variant.response.headers.iter().any(is_required) {
        return None;
    }
    let name = &variant.name;
    let headers = variant
        .headers_name()
        .map(|_| quote! { Default::default() });
    let (ty, pattern, body) = match variant.payload(context) {
        Some(ty) => (ty, quote! { body }, Some(quote! { body })),
        None => (quote! { () }, quote! { (): () }, None),
    };
    let pattern = match body {
        Some(_) => quote! { #pattern: #ty },
        None => pattern,
    };
    let fields: Vec<_> = body.into_iter().chain(headers).collect();
    let fields = (!fields.is_empty()).then(|| quote! { (#(#fields),*) });
    Some(quote! {
        impl From<#ty> for Reply {
            fn from(#pattern) -> Self {
                Self::#name #fields
            }
        }
    })
}
