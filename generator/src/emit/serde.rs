//! A type to its wire code: how it is read from JSON and written as JSON.
//!
//! A struct is a table from property to slot, so that an added property is an
//! added line, and so that the compiler has nothing to generate but the table.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, Presence, ident};
use super::model::{builder_name, extras_field};
use super::{enumeration, union};
use crate::ir::{Extras, Field, Shape, Struct, TypeDef, TypeId, TypeKind};

/// A type's wire code; nothing where the type has none of its own.
pub fn items(cx: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    let def = &cx.api.types[id];
    let mut items = match &def.kind {
        TypeKind::Struct(object) => structure(cx, def, object),
        TypeKind::Enum(values) => enumeration::wire(def, values),
        TypeKind::Union(branches) => union::wire(cx, def, branches),
        TypeKind::Newtype(shape) => newtype(cx, def, shape),
        TypeKind::Alias(_) | TypeKind::External(_) => return Vec::new(),
    };
    items.push(bridge(def));
    items
}

fn structure(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> Vec<TokenStream> {
    vec![
        decode(cx, def, object),
        finish(cx, def, object),
        encode(cx, def, object),
    ]
}

fn decode(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = builder_name(def);
    let properties = object.fields.iter().map(|field| {
        let (wire, required) = (&field.wire, field.required);
        let slot = slot(cx, field);
        quote!((#wire, #required, #slot))
    });
    let read = match extras_slot(cx, &object.extras) {
        None if object.closed => {
            quote!(runtime::json::closed_object(input, &mut [#(#properties),*])?)
        }
        None => quote!(runtime::json::object(input, &mut [#(#properties),*])?),
        Some(rest) => quote!(runtime::json::object_with(input, &mut [#(#properties),*], #rest)?),
    };
    let has_slots = !object.fields.is_empty() || !matches!(object.extras, Extras::Dropped);
    let mutable = has_slots.then(|| quote!(mut));
    quote! {
        impl runtime::json::Decode for #name {
            fn decode(input: &mut runtime::json::Input<'_>) -> runtime::json::Result<Self> {
                let #mutable slots = #builder::default();
                #read;
                runtime::json::finish(input, slots.finish())
            }
        }
    }
}

/// Where a property's value goes, with the codec that reads it.
fn slot(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    match (cx.bare_codec(&field.shape.ty), Presence::of(field)) {
        (None, _) => quote!(&mut slots.#name),
        (Some(codec), Presence::RequiredNullable) => {
            quote!(&mut runtime::codec::slot::<runtime::codec::Nullable<#codec>, _>(&mut slots.#name))
        }
        (Some(codec), Presence::Required | Presence::Optional | Presence::ThreeState) => {
            quote!(&mut runtime::codec::slot::<#codec, _>(&mut slots.#name))
        }
    }
}

fn extras_slot(cx: &Context<'_>, extras: &Extras) -> Option<TokenStream> {
    let (name, _) = extras_field(cx, extras)?;
    Some(match extras_codec(cx, extras) {
        None => quote!(&mut slots.#name),
        Some(codec) => quote!(&mut runtime::codec::rest::<#codec, _>(&mut slots.#name)),
    })
}

fn extras_codec(cx: &Context<'_>, extras: &Extras) -> Option<TokenStream> {
    match extras {
        Extras::Kept { value, .. } => cx.codec(value),
        Extras::Dropped | Extras::Forbidden { .. } => None,
    }
}

/// The builder's slots as a value, unless one that is required is empty.
///
/// They are taken apart by one pattern: `?` for each would drop what is moved already in as many
/// ways as there are properties, which is much for the compiler.
fn finish(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = builder_name(def);
    let extras = extras_field(cx, &object.extras).map(|(name, _)| name);
    let names = object.fields.iter().map(|field| ident(&field.name));
    let names: Vec<_> = names.chain(extras.clone()).collect();
    let value = if object.fields.iter().any(|field| field.required) {
        let slots = object.fields.iter().map(|field| {
            let name = ident(&field.name);
            match field.required {
                true => quote!(#name: Some(#name)),
                false => quote!(#name),
            }
        });
        let extras = extras.map(|name| quote!(#name));
        let slots = slots.chain(extras);
        quote! {
            let Self { #(#slots),* } = self else {
                return None;
            };
            Some(#name { #(#names),* })
        }
    } else {
        quote!(Some(#name { #(#names: self.#names),* }))
    };
    quote! {
        impl #builder {
            pub(super) fn finish(self) -> Option<#name> {
                #value
            }
        }

        runtime::builder::opaque!(#builder);
    }
}

fn encode(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let properties = object.fields.iter().map(|field| {
        let wire = &field.wire;
        let value = property(cx, field);
        quote!((#wire, #value))
    });
    let write = match extras_field(cx, &object.extras) {
        None => quote!(output.object(&[#(#properties),*])),
        Some((rest, _)) => {
            let rest = match extras_codec(cx, &object.extras) {
                None => quote!(&self.#rest),
                Some(codec) => quote!(&runtime::codec::rest::<#codec, _>(&self.#rest)),
            };
            quote!(output.object_with(&[#(#properties),*], #rest))
        }
    };
    quote! {
        impl runtime::json::Encode for #name {
            fn encode(&self, output: &mut runtime::json::Output) {
                #write;
            }
        }
    }
}

/// A property's value, with the codec that writes it.
fn property(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let presence = Presence::of(field);
    let Some(codec) = cx.bare_codec(&field.shape.ty) else {
        return match presence {
            Presence::RequiredNullable => quote!(&runtime::json::ser::Nullable(&self.#name)),
            Presence::Required | Presence::Optional | Presence::ThreeState => quote!(&self.#name),
        };
    };
    let codec = match presence {
        Presence::Required => codec,
        Presence::RequiredNullable => quote!(runtime::codec::Nullable<#codec>),
        Presence::Optional => quote!(runtime::codec::Optional<#codec>),
        Presence::ThreeState => quote!(runtime::value::patch::ThreeState<#codec>),
    };
    quote!(&runtime::codec::With::<#codec, _>::new(&self.#name))
}

fn newtype(cx: &Context<'_>, def: &TypeDef, shape: &Shape) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let (read, write) = match cx.codec(shape) {
        None => (
            quote!(runtime::json::Decode::decode(input)),
            quote!(runtime::json::Encode::encode(&self.0, output)),
        ),
        Some(codec) => {
            let codec = quote!(<#codec as runtime::codec::Codec<_>>);
            (
                quote!(#codec::decode(input)),
                quote!(#codec::encode(&self.0, output)),
            )
        }
    };
    let ty = cx.type_tokens(shape);
    vec![
        quote! {
            impl TryFrom<#ty> for #name {
                type Error = runtime::validate::Violations;

                fn try_from(value: #ty) -> Result<Self, Self::Error> {
                    Self::new(value)
                }
            }
        },
        quote! {
            impl runtime::json::Decode for #name {
                fn decode(input: &mut runtime::json::Input<'_>) -> runtime::json::Result<Self> {
                    #read.map(Self)
                }
            }
        },
        quote! {
            impl runtime::json::Encode for #name {
                fn encode(&self, output: &mut runtime::json::Output) {
                    #write;
                }
            }
        },
    ]
}

/// serde's traits, for whatever else speaks serde.
fn bridge(def: &TypeDef) -> TokenStream {
    let name = ident(&def.name);
    quote! { runtime::json::bridge::serde!(#name); }
}
