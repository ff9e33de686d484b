//! The checks of properties that a value and its unfinished builder share, so
//! that what is invalid is reported beside what is missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::properties::{present_property, rest};
use super::{mentions, validate};
use crate::emit::context::{Context, Presence, ident};
use crate::ir::{Field, Struct, Type, TypeDef};

/// Whether a builder may lack something, or have something that is not allowed, and has something else to check.
pub(super) fn are_checked(cx: &Context<'_>, object: &Struct) -> bool {
    let may_lack = object.fields.iter().any(|field| field.required) && object.fields.len() > 1;
    (may_lack || object.closed) && !checked(cx, object).is_empty()
}

/// The properties that are judged in a builder that lacks something; none for a struct whose
/// properties are not checked.
pub fn checked_names(cx: &Context<'_>, object: &Struct) -> Vec<TokenStream> {
    if !are_checked(cx, object) {
        return Vec::new();
    }
    let checked = checked(cx, object);
    let names = checked.iter().map(|(field, _)| {
        let name = ident(&field.name);
        match Presence::of(field) {
            Presence::ThreeState => quote!(&#name),
            Presence::Required | Presence::RequiredNullable | Presence::Optional => quote!(#name),
        }
    });
    names.collect()
}

/// `impl Validate`, and the checks of properties as a function.
pub(super) fn structure(
    cx: &Context<'_>,
    def: &TypeDef,
    object: &Struct,
    rules: &TokenStream,
) -> TokenStream {
    let name = ident(&def.name);
    let checked = checked(cx, object);
    let values = checked.iter().map(|(field, _)| {
        let slot = ident(&field.name);
        match Presence::of(field) {
            Presence::Required | Presence::RequiredNullable => quote!(Some(&self.#slot)),
            Presence::Optional => quote!(self.#slot.as_ref()),
            Presence::ThreeState => quote!(&self.#slot),
        }
    });
    let rest = rest(cx, object);
    let body = quote! {
        Self::check_properties(#(#values,)* at, out);
        #rest
        #rules
    };
    let validate = validate(&name, &body);
    let parameters = checked.iter().map(|(field, _)| {
        let slot = parameter(field);
        let ty = cx.field_type(field);
        match Presence::of(field) {
            Presence::Required | Presence::RequiredNullable => quote!(#slot: Option<&#ty>),
            Presence::Optional => {
                let ty = cx.bare_type(&field.shape.ty);
                quote!(#slot: Option<&#ty>)
            }
            Presence::ThreeState => quote!(#slot: &#ty),
        }
    });
    let checks: TokenStream = checked.iter().map(|(_, checks)| checks.clone()).collect();
    let mut lints = Vec::new();
    let boxed = |field: &Field| matches!(field.shape.ty, Type::Boxed(_));
    if checked.iter().any(|(field, _)| boxed(field)) {
        lints.push(quote!(clippy::borrowed_box));
    }
    // Seven parameters are what clippy suffers.
    if checked.len() > 5 {
        lints.push(quote!(clippy::too_many_arguments));
    }
    let allow = (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]));
    let used = |name| {
        let name = Ident::new(name, Span::call_site());
        match mentions(&checks, &name) {
            true => quote!(#name),
            false => quote!(_),
        }
    };
    let (at, out) = (used("at"), used("out"));
    quote! {
        #validate

        impl #name {
            #[doc = " Judges each property that is there."]
            #[inline]
            #allow
            pub(super) fn check_properties(
                #(#parameters,)*
                #at: &runtime::validate::At<'_>,
                #out: &mut runtime::validate::Violations,
            ) {
                #checks
            }
        }
    }
}

/// The properties that have anything to check, and the checks of each as a parameter.
fn checked<'a>(cx: &Context<'_>, object: &'a Struct) -> Vec<(&'a Field, TokenStream)> {
    let checks = object.fields.iter().map(|field| {
        let slot = parameter(field);
        (field, present_property(cx, field, &quote!(#slot)))
    });
    checks.filter(|(_, checks)| !checks.is_empty()).collect()
}

/// A parameter's name. It is not the property's, which could be that of another of the function's
/// variables, none of which begins like this.
fn parameter(field: &Field) -> Ident {
    let name = field.name.as_str();
    let name = name.strip_prefix("r#").unwrap_or(name);
    Ident::new(&format!("property_{name}"), Span::call_site())
}
