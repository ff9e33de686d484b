//! A struct to its builder, whose slots also serve to decode the struct.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::context::{Context, Presence, ident};
use super::doc;
use super::model::{builder_name, extras_field};
use crate::ir::{Extras, Field, Struct, Type, TypeDef};

/// The struct's `builder()`, and the builder.
pub fn items(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let builder = builder_name(def);
    let constructor = quote! {
        impl #name {
            #[doc = " A builder, with nothing set."]
            pub fn builder() -> #builder {
                #builder::default()
            }
        }
    };
    let slots = object.fields.iter().map(|field| slot(cx, field));
    let extras = extras_field(cx, &object.extras).map(|(name, ty)| quote!(#name: #ty,));
    let docs = doc::plain([format!("A builder of [`{name}`].").as_str()]);
    let definition = quote! {
        #docs
        #[derive(Default)]
        pub struct #builder {
            #(#slots)*
            #extras
        }
    };
    vec![constructor, definition, methods(cx, def, object)]
}

/// A place for a property's value.
fn slot(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let ty = cx.field_type(field);
    match Presence::of(field) {
        Presence::Required | Presence::RequiredNullable => quote!(#name: Option<#ty>,),
        Presence::Optional | Presence::ThreeState => quote!(#name: #ty,),
    }
}

fn methods(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = builder_name(def);
    let setters = object
        .fields
        .iter()
        .map(|field| setters(cx, def, object, field));
    let extras = extras_setter(cx, def, object);
    let violations = violations(cx, def, object);
    let build_doc = doc::plain([
        "The value.",
        "",
        "# Errors",
        "",
        "All that is missing, and all that is invalid.",
    ]);
    quote! {
        impl #builder {
            #(#setters)*
            #extras

            #build_doc
            pub fn build(self) -> Result<#name, runtime::validate::Violations> {
                #violations
                runtime::builder::build(violations, self.finish())
            }
        }
    }
}

/// What is missing, and what is invalid where something is: a value that lacks nothing is judged as
/// a whole.
fn violations(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let required = object.fields.iter().filter(|field| field.required);
    let missing: Vec<_> = required
        .map(|field| {
            let (wire, name) = (&field.wire, ident(&field.name));
            quote!((#wire, &self.#name))
        })
        .collect();
    if missing.is_empty() {
        return quote!(let violations = runtime::validate::Violations::new(););
    }
    let invalid = super::validate::invalid(cx, def, object);
    let mutable = invalid.is_some().then(|| quote!(mut));
    let invalid = invalid.map(|invalid| quote!(if !violations.is_empty() { #invalid }));
    quote! {
        let #mutable violations = runtime::builder::missing(&[#(#missing),*]);
        #invalid
    }
}

/// How a property is set, and how it is set to `null` where that is more than not setting it.
fn setters(cx: &Context<'_>, def: &TypeDef, object: &Struct, field: &Field) -> TokenStream {
    let slot = ident(&field.name);
    let setter = setter_name(field);
    let docs = setter_docs(def, field.name.as_str());
    let deprecated = doc::deprecated(&field.docs);
    let (argument, value) = argument(cx, field);
    let presence = Presence::of(field);
    let filled = match presence {
        Presence::Required | Presence::RequiredNullable | Presence::Optional => {
            quote!(Some(#value))
        }
        Presence::ThreeState => {
            quote!(runtime::Patch::Value(#value))
        }
    };
    let set = quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, value: #argument) -> Self {
            self.#slot = #filled;
            self
        }
    };
    if presence != Presence::ThreeState {
        return set;
    }
    let null = null_setter_name(object, field);
    let docs = doc::plain([format!(
        "Sets [`{}::{}`] to `null`.",
        def.name.as_str(),
        field.name.as_str()
    )
    .as_str()]);
    quote! {
        #set

        #docs
        #deprecated
        pub fn #null(mut self) -> Self {
            self.#slot = runtime::Patch::Null;
            self
        }
    }
}

/// A setter's argument, and the value that it becomes.
fn argument(cx: &Context<'_>, field: &Field) -> (TokenStream, TokenStream) {
    if Presence::of(field) == Presence::RequiredNullable {
        return (cx.field_type(field), quote!(value));
    }
    match &field.shape.ty {
        Type::String => (quote!(impl Into<String>), quote!(value.into())),
        // A secret is made of a text.
        Type::Format(format) if format.row().is_secret => {
            let ty = cx.bare_type(&field.shape.ty);
            (quote!(impl Into<#ty>), quote!(value.into()))
        }
        Type::Boxed(id) => {
            let name = ident(&cx.api.types[*id].name);
            (quote!(#name), quote!(Box::new(value)))
        }
        ty => (cx.bare_type(ty), quote!(value)),
    }
}

fn setter_docs(def: &TypeDef, field: &str) -> TokenStream {
    doc::plain([format!("Sets [`{}::{field}`].", def.name.as_str()).as_str()])
}

/// The names of a builder's own methods, and of those that its traits bring, are taken.
fn setter_name(field: &Field) -> Ident {
    match field.name.as_str() {
        taken @ ("build" | "finish" | "default" | "clone") => {
            Ident::new(&format!("{taken}_"), Span::call_site())
        }
        _ => ident(&field.name),
    }
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

fn extras_setter(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> Option<TokenStream> {
    let Extras::Kept { name, .. } = &object.extras else {
        return None;
    };
    let (slot, ty) = extras_field(cx, &object.extras)?;
    let docs = setter_docs(def, name.as_str());
    Some(quote! {
        #docs
        pub fn #slot(mut self, values: #ty) -> Self {
            self.#slot = values;
            self
        }
    })
}
