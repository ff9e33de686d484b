//! The parts of a multipart body into a struct, and into what gathers them.

mod nested;
mod others;
mod value;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::constraint;
use super::super::context::{Context, ident};
use super::super::taken::Taken;
use super::super::validate::{self, Access};
use super::super::{doc, fixed, types};
use crate::ir::{Name, ObjectConstraint, Operation, Part, PartHeader, Payload};

pub use value::present;
use value::{add_value, one_type};

/// The struct of a multipart body's parts, and what gathers them.
pub(super) fn items(
    context: &Context<'_>,
    operation: &Operation,
    name: &Name,
    media_type: &str,
    parts: &[Part],
    constraints: &[ObjectConstraint],
) -> Vec<TokenStream> {
    let method = context.api.method_path(operation);
    let about = format!(" The parts of the body of [`{method}`].");
    let mut items = form(context, (name, media_type), &about, parts, constraints);
    for part in parts {
        items.extend(nested::items(context, operation, part));
    }
    items
}

fn form(
    context: &Context<'_>,
    (name, media_type): (&Name, &str),
    about: &str,
    parts: &[Part],
    constraints: &[ObjectConstraint],
) -> Vec<TokenStream> {
    let name = ident(name);
    let fields: Vec<Field> = parts
        .iter()
        .flat_map(|part| Field::all(context, part))
        .collect();
    let declarations = fields.iter().map(Field::declaration);
    let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
    let arguments = required.iter().map(|field| field.argument());
    let initial = fields.iter().map(Field::initial);
    let adds = parts.iter().map(|part| match part.any_name {
        true => others::add(context, part, parts),
        false => add_part(context, part),
    });
    let about_new = match required.len() {
        0 => " No parts yet; set those that are to be sent.",
        _ => " The required parts; set others that are to be sent.",
    };
    let judge = judge(context, parts, constraints);
    let notes = doc::object_constraints(constraints).join(" ");
    let notes = (!notes.is_empty()).then(|| doc::plain(["", notes.as_str()]));
    let binding = match parts.is_empty() {
        true => quote! { let form },
        false => quote! { let mut form },
    };
    let start = match is_form_data(media_type) {
        true => quote! { new },
        false => quote! { unnamed },
    };
    vec![
        quote! {
            #[doc = #about]
            #notes
            #[derive(Debug)]
            #[non_exhaustive]
            pub struct #name { #(#declarations,)* }
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
                    #binding = runtime::call::multipart::Form::#start();
                    #(#adds)*
                    form
                }
            }
        },
    ]
}

/// A field of the struct of parts: a part, or a header of one.
struct Field {
    name: Ident,
    docs: TokenStream,
    ty: TokenStream,
    /// What `new` takes for it, where it is required.
    taken: Taken,
    required: bool,
    /// What it is where it is not required.
    empty: TokenStream,
}

impl Field {
    /// The fields of a part. What is sent always has none.
    fn all(context: &Context<'_>, part: &Part) -> Vec<Self> {
        if part.any_name {
            return vec![Self::of_any_name(context, part)];
        }
        let deprecated = doc::deprecated(&part.docs);
        let docs = super::docs::part(part);
        let made = part.nested.as_ref().map(|nested| {
            let maker = ident(&nested.name);
            let text = format!("[`{maker}::into_file`] makes it of its parts.");
            match docs.is_empty() {
                true => doc::plain([text.as_str()]),
                false => doc::plain(["", text.as_str()]),
            }
        });
        let own = Self {
            name: ident(&part.name),
            docs: quote! { #docs #made #deprecated },
            ty: part_type(context, part),
            taken: part_taken(context, part),
            required: part.required,
            empty: empty(part),
        };
        let headers = part.headers.iter().map(|header| {
            let required = part.required && header.required && part.list.is_none();
            let ty = context.type_tokens(&present(&header.shape));
            Self {
                name: ident(&header.name),
                docs: super::docs::part_header(part, header),
                ty: match (part.list.is_some(), required) {
                    (true, _) => quote! { Vec<#ty> },
                    (false, true) => ty,
                    (false, false) => quote! { Option<#ty> },
                },
                taken: Taken::of(context, &header.shape.ty),
                required,
                empty: empty(part),
            }
        });
        let own = part.fixed.is_none().then_some(own);
        own.into_iter().chain(headers).collect()
    }

    /// The field of parts of any other names.
    fn of_any_name(context: &Context<'_>, part: &Part) -> Self {
        let ty = one_type(context, part);
        let ty = match part.list.is_some() {
            true => quote! { Vec<#ty> },
            false => ty,
        };
        let docs = super::docs::part(part);
        let about = " Parts of other names than those of the other fields, by these.";
        let empty = (!docs.is_empty()).then(|| quote! { #[doc = ""] });
        Self {
            name: ident(&part.name),
            docs: quote! { #[doc = #about] #empty #docs },
            ty: quote! { ::std::collections::BTreeMap<String, #ty> },
            taken: Taken::Plain,
            required: false,
            empty: quote! { ::std::collections::BTreeMap::new() },
        }
    }

    fn declaration(&self) -> TokenStream {
        let Self { name, docs, ty, .. } = self;
        quote! { #docs pub #name: #ty }
    }

    fn argument(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let taken = self.taken.argument(ty);
        let ty = taken.as_ref().unwrap_or(ty);
        quote! { #name: #ty }
    }

    fn initial(&self) -> TokenStream {
        let name = &self.name;
        let empty = &self.empty;
        match self.required {
            true if matches!(self.taken, Taken::Plain) => quote! { #name },
            true => {
                let made = self.taken.value(&quote! { #name }, &self.ty);
                quote! { #name: #made }
            }
            false => quote! { #name: #empty },
        }
    }
}

/// A field of a part that is not there, or of its header.
fn empty(part: &Part) -> TokenStream {
    match part.list {
        Some(_) => quote! { Vec::new() },
        None => quote! { None },
    }
}

fn is_form_data(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Puts the parts into `call`, and has them judged before.
pub(super) fn put(
    context: &Context<'_>,
    parts: &[Part],
    constraints: &[ObjectConstraint],
    media_type: &str,
    call: &TokenStream,
    value: &Ident,
) -> TokenStream {
    let is_judged = is_judged(context, parts, constraints);
    let judge = is_judged.then(|| quote! { #call.check_body(|at, out| #value.check(at, out)); });
    quote! { #judge #call.multipart(#media_type, #value.into_form()); }
}

/// Whether there is anything to judge.
fn is_judged(context: &Context<'_>, parts: &[Part], constraints: &[ObjectConstraint]) -> bool {
    parts.iter().any(|part| !checks(context, part).is_empty())
        || between(parts, constraints)
            .iter()
            .any(|statement| !statement.is_empty())
}

/// The method that judges the parts, where there is anything to judge.
fn judge(
    context: &Context<'_>,
    parts: &[Part],
    constraints: &[ObjectConstraint],
) -> Option<TokenStream> {
    let checks = parts.iter().map(|part| checks(context, part));
    let checks: Vec<_> = checks.chain(between(parts, constraints)).collect();
    if checks.iter().all(TokenStream::is_empty) {
        return None;
    }
    Some(quote! {
        fn check(&self, at: &runtime::validate::At<'_>, out: &mut runtime::validate::Violations) {
            #(#checks)*
        }
    })
}

/// What judges which parts are there: those that have been put into the fields of `self` by their names.
pub(in crate::emit) fn between(
    parts: &[Part],
    constraints: &[ObjectConstraint],
) -> Vec<TokenStream> {
    let named = parts.iter().filter(|part| !part.any_name);
    let named = named.map(|part| (part.wire.as_str(), part)).collect();
    let constraints = constraints.iter();
    let statements = constraints.map(|constraint| between_named(parts, &named, constraint));
    statements.collect()
}

fn between_named(
    parts: &[Part],
    named: &BTreeMap<&str, &Part>,
    constraint: &ObjectConstraint,
) -> TokenStream {
    let count = || {
        let terms: Vec<_> = parts
            .iter()
            .map(|part| match is_there(part) {
                _ if part.any_name => {
                    let field = ident(&part.name);
                    quote! { self.#field.len() }
                }
                Some(is_there) => quote! { usize::from(#is_there) },
                None => quote! { 1 },
            })
            .collect();
        match terms.is_empty() {
            true => quote! { 0 },
            false => quote! { #(#terms)+* },
        }
    };
    match constraint {
        ObjectConstraint::MinProperties(limit) => {
            let (count, limit) = (count(), constraint::count(*limit));
            quote! { runtime::constraint::min_properties(#count, #limit, at, out); }
        }
        ObjectConstraint::MaxProperties(limit) => {
            let (count, limit) = (count(), constraint::count(*limit));
            quote! { runtime::constraint::max_properties(#count, #limit, at, out); }
        }
        _ => validate::of_presence(constraint, &|name| match named.get(name) {
            Some(part) => is_there(part),
            None => Some(quote! { false }),
        }),
    }
}

/// Whether a part is there, as an expression; nothing where it always is.
fn is_there(part: &Part) -> Option<TokenStream> {
    let field = ident(&part.name);
    match (part.list.is_some(), part.required || part.fixed.is_some()) {
        (_, true) if part.fixed.is_some() => None,
        // A list without items is a part that isn't there.
        (true, _) => Some(quote! { !self.#field.is_empty() }),
        (false, true) => None,
        (false, false) => Some(quote! { self.#field.is_some() }),
    }
}

/// What judges a part that is there, and its headers.
fn checks(context: &Context<'_>, part: &Part) -> TokenStream {
    let headers = part
        .headers
        .iter()
        .map(|header| header_checks(context, part, header));
    let headers: TokenStream = headers.collect();
    let own = match part.fixed {
        Some(_) => TokenStream::new(),
        None => own_checks(context, part),
    };
    quote! { #own #headers }
}

fn header_checks(context: &Context<'_>, part: &Part, header: &PartHeader) -> TokenStream {
    let field = ident(&header.name);
    let (wire, name) = (&part.wire, &header.wire);
    let is_whole = part.required && header.required && part.list.is_none();
    let value = match is_whole {
        true => Access::place(quote! { self.#field }),
        false => Access::reference(quote! { value }),
    };
    let checks = validate::statements(context, &present(&header.shape), &value, &quote! { at });
    if checks.is_empty() {
        return TokenStream::new();
    }
    let item = part
        .list
        .is_some()
        .then(|| quote! { let at = &at.index(__index); });
    let checks = quote! { let at = &at.key(#wire); #item let at = &at.key(#name); #(#checks)* };
    match (part.list.is_some(), is_whole) {
        (true, _) => quote! { for (__index, value) in self.#field.iter().enumerate() { #checks } },
        (false, true) => quote! { { #checks } },
        (false, false) => quote! { if let Some(value) = &self.#field { #checks } },
    }
}

fn own_checks(context: &Context<'_>, part: &Part) -> TokenStream {
    let Some(shape) = part.value() else {
        return TokenStream::new();
    };
    if part.any_name {
        return others::checks(context, part, shape);
    }
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
    let ty = one_type(context, part);
    match (part.list.is_some(), part.required) {
        (true, _) => quote! { Vec<#ty> },
        (false, true) => ty,
        (false, false) => quote! { Option<#ty> },
    }
}

/// What is taken for a part: for a file its content too.
fn part_taken(context: &Context<'_>, part: &Part) -> Taken {
    let taken = match &part.payload {
        Payload::File => Taken::Into,
        Payload::Value(shape) => Taken::of(context, &shape.ty),
    };
    if part.list.is_none() {
        return taken;
    }
    Taken::Items {
        item: one_type(context, part),
        into: matches!(taken, Taken::Into),
    }
}

/// The statements that add a part, or each of them, to `form`, with its headers: those of a list are
/// one for each item.
fn add_part(context: &Context<'_>, part: &Part) -> TokenStream {
    if part.headers.is_empty() {
        return add_own(context, part);
    }
    let headers = part.headers.iter().map(|header| {
        let field = ident(&header.name);
        let (wire, required, explode) = (&header.wire, header.required, header.explode);
        let is_whole = part.required && header.required && part.list.is_none();
        let shape = present(&header.shape);
        let value = match is_whole {
            true => {
                let value = types::serializable(context, &shape, &quote! { &self.#field });
                quote! { Some(#value) }
            }
            false => {
                let given = match part.list.is_some() {
                    true => quote! { self.#field.get(__index) },
                    false => quote! { self.#field.as_ref() },
                };
                let value = types::serializable(context, &shape, &quote! { value });
                match context.codec(&shape) {
                    None => given,
                    Some(_) => quote! { #given.map(|value| #value.clone()).as_ref() },
                }
            }
        };
        quote! { form.header(#wire, #required, #explode, #value); }
    });
    if part.list.is_some() {
        let field = ident(&part.name);
        let wire = &part.wire;
        let add = add_value(context, part, &quote! { #wire });
        return quote! {
            for (__index, value) in self.#field.into_iter().enumerate() {
                #(#headers)*
                #add
                form.end_headers();
            }
        };
    }
    let add = add_own(context, part);
    quote! { #(#headers)* #add form.end_headers(); }
}

fn add_own(context: &Context<'_>, part: &Part) -> TokenStream {
    let field = ident(&part.name);
    let wire = &part.wire;
    let add = add_value(context, part, &quote! { #wire });
    if let Some(value) = &part.fixed {
        let made = match &part.payload {
            Payload::Value(shape) => fixed::value(context, &shape.ty, value),
            Payload::File => None,
        };
        if let Some(made) = made {
            return quote! { let value = #made; #add };
        }
        // The tag of a branch, whose own schema says nothing of it.
        let (text, media_type) = (value.as_str(), part.content_type.as_deref());
        let (text, media_type) = (text.unwrap_or_default(), media_type.unwrap_or_default());
        return quote! { form.text(#wire, #media_type, #text); };
    }
    match (part.list.is_some(), part.required) {
        (true, _) => quote! { for value in self.#field { #add } },
        (false, true) => quote! { let value = self.#field; #add },
        (false, false) => quote! { if let Some(value) = self.#field { #add } },
    }
}
