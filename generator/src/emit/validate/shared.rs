//! The checks of properties that a value and its unfinished builder share, so
//! that what is invalid is reported beside what is missing.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::properties::{present_property, rest};
use super::{mentions, validate};
use crate::emit::context::{Context, Presence, ident, ident_with};
use crate::ir::{Field, Struct, Type, TypeDef};

/// Whether a builder may lack something, and has something else to check.
pub(super) fn are_checked(cx: &Context<'_>, object: &Struct) -> bool {
    object.fields.iter().any(|field| field.required)
        && object.fields.len() > 1
        && !checked(cx, object).is_empty()
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
        let slot = parameter(object, field);
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
        let name = Ident::new(name, proc_macro2::Span::call_site());
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
        let slot = parameter(object, field);
        (field, present_property(cx, field, &quote!(#slot)))
    });
    checks.filter(|(_, checks)| !checks.is_empty()).collect()
}

/// A parameter's name: the property's, unless the function has another use for it.
fn parameter(object: &Struct, field: &Field) -> Ident {
    let mut suffix = String::new();
    let base = field.name.as_str();
    let taken = |name: &str| {
        ["at", "out", "value"].contains(&name)
            || (name != base
                && object
                    .fields
                    .iter()
                    .any(|other| other.name.as_str() == name))
    };
    while taken(&format!("{base}{suffix}")) {
        suffix.push('_');
    }
    if suffix.is_empty() {
        ident(&field.name)
    } else {
        ident_with(&field.name, &suffix)
    }
}
