//! The parts of a body into an enum of them, and into what hands them over as they arrive.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::context::{Context, ident};
use super::super::operation::argument::{is_by_value, query_style};
use super::super::operation::{docs, multipart, xml};
use super::super::types;
use super::super::validate::{self, Access};
use super::check::check;
use super::data;
use crate::emit::present;
use crate::ir::wire::{Data, Plain, Wire};
use crate::ir::{Content, MediaKind, ObjectConstraint, Part, Payload, Shape, Whole};

/// Whether parts are told by their names.
pub(super) fn is_form_data(content: &Content) -> bool {
    let essence = content.media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Whether the order of parts without names tells which is which: at most the last one may be missing, or be several.
pub(super) fn has_order(parts: &[Part]) -> bool {
    let is_place = |part: &Part| part.wire.parse::<usize>().is_ok();
    let Some((_, others)) = parts.split_last() else {
        return true;
    };
    let mut others = others.iter();
    others.all(|part| part.list.is_none() && (part.required || is_place(part)))
}

/// What the parts of a body are called, the first one's and those of others.
pub(super) fn parts_name(number: usize) -> Ident {
    match number {
        0 => format_ident!("Parts"),
        number => format_ident!("Parts{}", number + 1),
    }
}

/// Those of some contents that are bodies in parts.
pub(super) fn items<'c>(
    context: &Context<'_>,
    contents: impl Iterator<Item = &'c Content>,
) -> Vec<TokenStream> {
    let bodies = contents.filter_map(|content| match &content.kind {
        MediaKind::Multipart {
            parts,
            constraints,
            closed,
            ..
        } => Some((content, parts, constraints, closed)),
        _ => None,
    });
    let bodies = bodies.enumerate();
    let bodies = bodies.flat_map(|(number, (content, parts, constraints, closed))| {
        Gathered {
            context,
            parts,
            constraints,
            closed: closed.as_deref(),
            variants: variants(parts),
        }
        .items(number, is_form_data(content))
    });
    bodies.collect()
}

/// The variant of each part.
pub fn variants(parts: &[Part]) -> Vec<Ident> {
    let mut taken = BTreeSet::from(["Self".to_owned()]);
    let each = parts.iter().map(|part| {
        let name = part.name.as_str().trim_start_matches("r#");
        let camel = name.to_upper_camel_case();
        let name = match camel.starts_with(|c: char| c.is_alphabetic()) {
            true => camel,
            false => format!("Part{camel}"),
        };
        let mut free = name.clone();
        let mut number = 1;
        while !taken.insert(free.clone()) {
            number += 1;
            free = format!("{name}{number}");
        }
        format_ident!("{free}")
    });
    each.collect()
}

struct Gathered<'a> {
    context: &'a Context<'a>,
    parts: &'a [Part],
    constraints: &'a [ObjectConstraint],
    /// Where no other parts are allowed, the names of those that may be there nevertheless.
    closed: Option<&'a [String]>,
    variants: Vec<Ident>,
}

impl Gathered<'_> {
    fn items(&self, number: usize, named: bool) -> [TokenStream; 3] {
        let parts_name = parts_name(number);
        let part_name = match number {
            0 => format_ident!("Part"),
            number => format_ident!("Part{}", number + 1),
        };
        let has_files = self.parts.iter().any(is_file);
        let lifetime = has_files.then(|| quote! { <'p> });
        let elided = has_files.then(|| quote! { <'_> });
        let variants = self.parts.iter().zip(&self.variants);
        let variants = variants.map(|(part, variant)| {
            let docs = docs::part(part);
            let value = self.part_type(part);
            let headers = part.headers.iter().map(|header| {
                let ty = self.context.type_tokens(&present(&header.shape));
                match header.required {
                    true => ty,
                    false => quote! { Option<#ty> },
                }
            });
            let name = part.any_name.then(|| quote! { String, });
            quote! { #docs #variant(#name #value #(, #headers)*) }
        });
        let rows = self.parts.iter().map(|part| self.row(part));
        let noted: Vec<_> = self
            .parts
            .iter()
            .filter(|part| self.is_noted(part))
            .collect();
        let fields = noted.iter().map(|part| {
            let name = ident(&part.name);
            let ty = self.note_type(part);
            quote! { #name: #ty }
        });
        let initial = noted.iter().map(|part| {
            let name = ident(&part.name);
            quote! { #name: Default::default() }
        });
        let arms = self.parts.iter().zip(&self.variants).enumerate();
        let arms = arms.map(|(index, (part, variant))| {
            let path = quote! { #part_name::#variant };
            self.arm(index, part, &path)
        });
        let closed = self.closed.map(|names| quote! { .closed(&[#(#names),*]) });
        let judge = self.judge();
        let check = (!judge.is_empty()).then(|| {
            quote! {
                fn check(&self, at: &runtime::validate::At<'_>, out: &mut runtime::validate::Violations) {
                    #judge
                }
            }
        });
        let finish = (!judge.is_empty()).then(|| {
            quote! { runtime::server::multipart::finish(|at, out| self.check(at, out))?; }
        });
        let about_headers = self.parts.iter().any(|part| !part.headers.is_empty());
        let about_headers = about_headers.then(|| {
            quote! { #[doc = " After what a part holds come its documented headers, in the order of their names."] }
        });
        [
            quote! {
                #[doc = " A part of the body."]
                #about_headers
                #[derive(Debug)]
                #[non_exhaustive]
                pub enum #part_name #lifetime { #(#variants,)* }
            },
            quote! {
                #[doc = " The parts of the body, as they arrive."]
                #[doc = ""]
                #[doc = " Whether all that must be there was is known at the end: read them until there is none, and hand on errors by `?`."]
                #[derive(Debug)]
                pub struct #parts_name {
                    __parts: runtime::server::Parts,
                    #(#fields,)*
                }
            },
            quote! {
                impl #parts_name {
                    fn read(__reader: &mut runtime::server::Reader) -> Option<Self> {
                        static ROWS: &[runtime::server::Part] = &[#(#rows),*];
                        let __parts = __reader.parts(ROWS, #named)? #closed;
                        Some(Self { __parts, #(#initial,)* })
                    }

                    #[doc = " The next part; nothing after the last. What is left of a file is skipped."]
                    pub async fn next(&mut self) -> Option<Result<#part_name #elided, runtime::server::ReadError>> {
                        self.take().await.transpose()
                    }

                    async fn take(&mut self) -> Result<Option<#part_name #elided>, runtime::server::ReadError> {
                        loop {
                            match self.__parts.begin().await? {
                                #(#arms)*
                                _ => {
                                    #finish
                                    return Ok(None);
                                }
                            }
                        }
                    }

                    #check
                }
            },
        ]
    }

    fn part_type(&self, part: &Part) -> TokenStream {
        match &part.payload {
            Payload::File => quote! { runtime::server::File<'p> },
            Payload::Value(shape) => self.context.type_tokens(&present(shape)),
        }
    }

    fn row(&self, part: &Part) -> TokenStream {
        let name = &part.wire;
        let form = match (&part.payload, part.form) {
            (Payload::Value(shape), _) if part.whole.is_some() => self.whole(part, shape),
            (Payload::File, _) => quote! { File },
            (Payload::Value(_), Wire::Json) => quote! { Json },
            (Payload::Value(shape), Wire::Styled(styled)) => {
                let (style, explode) = (query_style(styled.style), styled.explode);
                let (data, _) = data::data(&self.context.api.types, shape);
                quote! { Styled(runtime::parameter::QueryStyle::#style, #explode, #data) }
            }
            (Payload::Value(shape), Wire::Text(_) | Wire::Content | Wire::Bytes) => {
                let plain = match self.context.api.types.data(shape) {
                    Data::One(plain) => plain,
                    _ => Plain::Either,
                };
                let plain = types::plain(plain);
                quote! { Text(runtime::parameter::read::Plain::#plain) }
            }
        };
        let any_name = part.any_name.then(|| quote! { any_name: true, });
        let list = part.list.is_some().then(|| quote! { list: true, });
        // A list without items is a part that isn't there.
        let required = (part.required && part.list.is_none()).then(|| quote! { required: true, });
        let media_types = part.content_type.as_ref().filter(|_| is_file(part));
        let media_types = media_types.map(|types| quote! { media_types: #types, });
        quote! {
            runtime::server::Part {
                name: #name,
                form: runtime::server::PartForm::#form,
                #any_name
                #list
                #required
                #media_types
                ..runtime::server::Part::DEFAULT
            }
        }
    }

    /// How a part is read that is written as a body is.
    fn whole(&self, part: &Part, shape: &Shape) -> TokenStream {
        let tree = match &part.whole {
            Some(Whole::Form(encoded)) => {
                let fields = data::fields(self.context, shape, encoded);
                quote! { runtime::server::form::tree(__text, &[#(#fields),*]) }
            }
            Some(Whole::Xml(xml)) => {
                let (tables, root) = xml::tables(xml);
                quote! { { #tables runtime::server::xml::tree(__text, &#root) } }
            }
            None => TokenStream::new(),
        };
        quote! { Whole(|__text| #tree) }
    }

    /// Whether it is noted that the part was there: something is to be judged at the end.
    fn is_noted(&self, part: &Part) -> bool {
        !self.constraints.is_empty() || !self.list_checks(part).is_empty()
    }

    fn note_type(&self, part: &Part) -> TokenStream {
        if part.any_name {
            let item = match (&part.list, &part.payload) {
                (Some(_), Payload::Value(shape)) => self.context.type_tokens(&present(shape)),
                _ => quote! { () },
            };
            return quote! { ::std::collections::BTreeMap<String, Vec<#item>> };
        }
        match (&part.list, &part.payload) {
            (Some(_), Payload::Value(shape)) => {
                let ty = self.context.type_tokens(&present(shape));
                quote! { Vec<#ty> }
            }
            (Some(_), Payload::File) => quote! { Vec<()> },
            (None, _) => quote! { Option<()> },
        }
    }

    fn arm(&self, index: usize, part: &Part, path: &TokenStream) -> TokenStream {
        let index = Literal::usize_unsuffixed(index);
        let field = ident(&part.name);
        let headers = part.headers.iter().map(|header| {
            let shape = present(&header.shape);
            let (codec, ty) = (
                self.context.codec_tokens(&shape),
                self.context.type_tokens(&shape),
            );
            let (data, _) = data::data(&self.context.api.types, &shape);
            let check = check(self.context, &shape);
            let (wire, required, explode) = (&header.wire, header.required, header.explode);
            let name = ident(&header.name);
            let flat = required.then(|| quote! { .flatten() });
            quote! {
                let #name = self.__parts.header::<#codec, #ty>(
                    #index,
                    (#wire, #required, #explode),
                    #data,
                    #check,
                ) #flat;
            }
        });
        let names: Vec<_> = part
            .headers
            .iter()
            .map(|header| ident(&header.name))
            .collect();
        // What is not there is told at the end, and nothing more is handed over.
        let there = (!names.is_empty()).then(|| {
            quote! { let (#(Some(#names),)*) = (#(#names,)*) else { continue }; }
        });
        let names = quote! { #(, #names)* };
        let note = |value: TokenStream| {
            let is_list = part.list.is_some();
            self.is_noted(part).then(|| match is_list {
                _ if part.any_name => {
                    let value = if is_list {
                        value
                    } else {
                        quote! { () }
                    };
                    quote! { self.#field.entry(__name.clone()).or_default().push(#value); }
                }
                true => quote! { self.#field.push(#value); },
                false => quote! { self.#field = Some(()); },
            })
        };
        let own_name = part.any_name.then(|| quote! { __name, });
        let rest = match &part.payload {
            Payload::File => {
                let note = note(quote! { () });
                let refused = (!part.headers.is_empty()).then(|| {
                    quote! { if self.__parts.is_refused() { continue } }
                });
                quote! {
                    #there
                    #refused
                    #note
                    return Ok(Some(#path(#own_name self.__parts.file() #names)));
                }
            }
            Payload::Value(shape) => {
                let shape = present(shape);
                let (codec, ty) = (
                    self.context.codec_tokens(&shape),
                    self.context.type_tokens(&shape),
                );
                let check = check(self.context, &shape);
                let note = note(match is_by_value(self.context, &shape.ty) {
                    true => quote! { __value },
                    false => quote! { __value.clone() },
                });
                quote! {
                    let __value = self.__parts.value::<#codec, #ty>(#index, #check).await?;
                    #there
                    let Some(__value) = __value else { continue };
                    #note
                    return Ok(Some(#path(#own_name __value #names)));
                }
            }
        };
        let named = part.any_name.then(|| {
            quote! { let __name = self.__parts.name(#index).to_owned(); }
        });
        quote! { Some(#index) => { #named #(#headers)* #rest } }
    }

    /// What is judged at the end: lists, and which parts are there.
    fn judge(&self) -> TokenStream {
        let lists = self.parts.iter().map(|part| {
            let checks = self.list_checks(part);
            let (field, wire) = (ident(&part.name), &part.wire);
            match (checks.is_empty(), part.required) {
                (true, _) => TokenStream::new(),
                (false, _) if part.any_name => quote! {
                    for (__name, value) in &self.#field { let at = &at.key(__name); #checks }
                },
                (false, true) => quote! { { let at = &at.key(#wire); #checks } },
                (false, false) => quote! {
                    if !self.#field.is_empty() { let at = &at.key(#wire); #checks }
                },
            }
        });
        let lists: TokenStream = lists.collect();
        let between = multipart::between(self.parts, self.constraints);
        quote! { #lists #(#between)* }
    }

    /// What judges a list beside its items, which were judged as they came.
    fn list_checks(&self, part: &Part) -> TokenStream {
        let Some(list) = &part.list else {
            return TokenStream::new();
        };
        if list.constraints.is_empty() {
            return TokenStream::new();
        }
        let shape = Shape {
            nullable: false,
            ..list.clone()
        };
        let field = ident(&part.name);
        let value = match part.any_name {
            true => Access::reference(quote! { value }),
            false => Access::place(quote! { self.#field }),
        };
        let checks = validate::statements(self.context, &shape, &value, &quote! { at });
        quote! { #(#checks)* }
    }
}

fn is_file(part: &Part) -> bool {
    matches!(part.payload, Payload::File)
}
