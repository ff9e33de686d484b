//! A struct to the rows of its properties, from which a macro of the support code makes its builder
//! and its JSON code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::context::{Context, Presence, ident};
use super::doc;
use super::model::{builder_name, extras_field};
use super::validate;
use crate::ir::{Extras, Field, Struct, Type, TypeDef};

/// `runtime::object! { … }`: a row a property, and what is to be said of them all.
pub fn rows(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = builder_name(def);
    let rows = object.fields.iter().map(|field| row(cx, object, field));
    let checked = validate::checked_names(cx, object);
    let checks = (!checked.is_empty()).then(|| quote!(checks(#(#checked),*);));
    let rest = rest(cx, object);
    quote! {
        runtime::object! {
            #name, #builder;
            #(#rows)*
            #checks
            #rest
        }
    }
}

/// `"createdAt" => created_at: required time::OffsetDateTime as runtime::codec::UnixTime;`
fn row(cx: &Context<'_>, object: &Struct, field: &Field) -> TokenStream {
    let deprecated = doc::deprecated(&field.docs);
    let wire = &field.wire;
    let name = ident(&field.name);
    let how = how(cx, object, field);
    let how = (!how.is_empty()).then(|| quote!((#how)));
    let ty = cx.bare_type(&field.shape.ty);
    let codec = cx.bare_codec(&field.shape.ty);
    let (presence, ty, codec) = match Presence::of(field) {
        Presence::Required => (quote!(required), ty, codec),
        Presence::RequiredNullable => {
            let codec = codec.unwrap_or_else(|| quote!(runtime::codec::Plain));
            (
                quote!(required),
                quote!(Option<#ty>),
                Some(quote!(runtime::codec::Nullable<#codec>)),
            )
        }
        Presence::Optional => (quote!(optional), ty, codec),
        Presence::ThreeState => (quote!(patch), ty, codec),
    };
    let codec = codec.map(|codec| quote!(as #codec));
    quote!(#deprecated #wire => #name #how: #presence #ty #codec;)
}

/// How a property is set, where that is more than to take a value.
fn how(cx: &Context<'_>, object: &Struct, field: &Field) -> TokenStream {
    // The names of a builder's own methods, and of those that its traits bring, are taken.
    let renamed = match field.name.as_str() {
        taken @ ("build" | "finish" | "default" | "clone") => {
            let name = Ident::new(&format!("{taken}_"), Span::call_site());
            Some(quote!(as #name))
        }
        _ => None,
    };
    let presence = Presence::of(field);
    let null = (presence == Presence::ThreeState).then(|| {
        let name = null_setter_name(object, field);
        quote!(null #name)
    });
    let argument = match &field.shape.ty {
        _ if presence == Presence::RequiredNullable => None,
        Type::String => Some(quote!(into)),
        // A secret is made of a text.
        Type::Format(format) if format.row().is_secret => Some(quote!(into)),
        Type::Boxed(id) => {
            let name = ident(&cx.api.types[*id].name);
            Some(quote!(boxed #name))
        }
        _ => None,
    };
    quote!(#renamed #null #argument)
}

fn null_setter_name(object: &Struct, field: &Field) -> Ident {
    let name = field.name.as_str();
    // `type_` is set to `null` by `type_null`.
    let mut null = format!(
        "{}_null",
        name.strip_prefix("r#")
            .unwrap_or(name)
            .trim_end_matches('_')
    );
    while object
        .fields
        .iter()
        .any(|other| other.name.as_str() == null)
    {
        null.push('_');
    }
    Ident::new(&null, Span::call_site())
}

/// What becomes of properties that are not declared, unless they are dropped.
fn rest(cx: &Context<'_>, object: &Struct) -> TokenStream {
    let Some((name, ty)) = extras_field(cx, &object.extras) else {
        return match object.closed {
            true => quote!(closed(true);),
            false => TokenStream::new(),
        };
    };
    match &object.extras {
        Extras::Kept { value, .. } => {
            let codec = cx.codec(value).map(|codec| quote!(as #codec));
            quote!(rest(#name, set): #ty #codec;)
        }
        Extras::Forbidden { .. } | Extras::Dropped => quote!(rest(#name): #ty;),
    }
}
