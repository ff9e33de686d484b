//! A type to its definition: what callers of the crate read.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::context::{Context, ident};
use super::inner::Inner;
use super::{doc, enumeration, object, union};
use crate::ir::{Extras, Field, Shape, Struct, Type, TypeDef, TypeId, TypeKind};

/// A type's definition, its constructors and its builder.
pub fn items(cx: &Context<'_>, id: TypeId) -> Vec<TokenStream> {
    let def = &cx.api.types[id];
    match &def.kind {
        TypeKind::Struct(object) => {
            vec![structure(cx, def, object), object::rows(cx, def, object)]
        }
        TypeKind::Enum(values) => enumeration::items(def, values),
        TypeKind::Union(branches) => union::items(cx, def, branches),
        TypeKind::Newtype(shape) => newtype(cx, def, shape),
        TypeKind::Alias(shape) => {
            let ty = cx.type_tokens(shape);
            let mut items = vec![alias(def, &ty)];
            items.extend(builder_alias(cx, id));
            items
        }
        TypeKind::External(path) => match path.parse() {
            Ok(path) => vec![alias(def, &path)],
            // The configuration has been checked, so a path is a path.
            Err(_) => Vec::new(),
        },
    }
}

/// The docs of a type, and `#[deprecated]` where it is.
pub(super) fn docs(def: &TypeDef, notes: Vec<String>) -> TokenStream {
    let mut notes = notes;
    notes.extend(def.wire_name.as_deref().map(doc::wire_name));
    let docs = doc::attributes(&def.docs, &notes, Some(&def.source));
    let deprecated = doc::deprecated(&def.docs);
    quote!(#docs #deprecated)
}

/// `#[derive]`, with what the type's contents allow.
pub(super) fn derive(def: &TypeDef, has_default: bool) -> TokenStream {
    let own = [
        ("Debug", true),
        ("Clone", true),
        ("Copy", def.derives.copy),
        ("Default", has_default),
        ("PartialEq", true),
        ("Eq", def.derives.eq),
        ("Hash", def.derives.eq),
    ];
    let own: Vec<&str> = own
        .into_iter()
        .filter_map(|(name, is_there)| is_there.then_some(name))
        .collect();
    // The user may ask for what is there in any case, by whatever path.
    let is_other = |path: &&String| {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let module = module.trim_start_matches("::");
        let is_std = |root| module == root || module.starts_with(&format!("{root}::"));
        let is_std = module.is_empty() || is_std("std") || is_std("core");
        !is_std || !own.contains(&name)
    };
    let further = def.derives.extra.iter().filter(is_other);
    let further = further.filter_map(|path| path.parse::<TokenStream>().ok());
    let own = own.iter().map(|name| format_ident!("{name}"));
    quote!(#[derive(#(#own,)* #(#further),*)])
}

fn structure(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let docs = docs(def, doc::object_constraints(&object.constraints));
    // A struct that needs nothing can be made of nothing, field by field.
    let has_default = object.fields.iter().all(|field| !field.required);
    let derive = derive(def, has_default);
    let fields = object
        .fields
        .iter()
        .map(|field| field_definition(cx, field));
    let extras = extras_definition(cx, &object.extras);
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #extras
        }
    }
}

fn field_definition(cx: &Context<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let ty = cx.field_type(field);
    let wire = (field.name.as_str() != field.wire).then_some(field.wire.as_str());
    let mut notes = doc::notes(&field.shape, field.default.as_ref(), wire);
    if field.fixed.is_some() {
        notes.push("A builder has it from the start.".to_owned());
    }
    if field.read_only {
        notes.push("Read only: a server sends it.".to_owned());
    }
    if field.write_only {
        notes.push("Write only: a server does not send it.".to_owned());
    }
    let docs = doc::attributes(&field.docs, &notes, None);
    let deprecated = doc::deprecated(&field.docs);
    quote!(#docs #deprecated pub #name: #ty,)
}

/// The map of undeclared properties, where they are kept.
fn extras_definition(cx: &Context<'_>, extras: &Extras) -> TokenStream {
    let Some((name, ty)) = extras_field(cx, extras) else {
        return TokenStream::new();
    };
    let docs = match extras {
        Extras::Kept { value, .. } => {
            let notes = doc::notes(value, None, None);
            let mut lines = vec!["Properties that are not declared.".to_owned()];
            if !notes.is_empty() {
                lines.extend([String::new(), format!("Each value: {}", notes.join(" "))]);
            }
            doc::plain(lines.iter().map(String::as_str))
        }
        Extras::Forbidden { .. } => quote!(#[doc(hidden)]),
        Extras::Dropped => TokenStream::new(),
    };
    quote!(#docs pub #name: #ty,)
}

/// The name and the type of the map of undeclared properties, where they are kept.
pub(super) fn extras_field(
    cx: &Context<'_>,
    extras: &Extras,
) -> Option<(proc_macro2::Ident, TokenStream)> {
    match extras {
        Extras::Dropped => None,
        Extras::Kept { name, value } => {
            let value = cx.type_tokens(value);
            Some((
                ident(name),
                quote!(::std::collections::BTreeMap<String, #value>),
            ))
        }
        Extras::Forbidden { name } => Some((
            ident(name),
            quote!(::std::collections::BTreeMap<String, ::serde_json::Value>),
        )),
    }
}

/// A name for a shape. Its value is private, so that a caller's value has been judged.
fn newtype(cx: &Context<'_>, def: &TypeDef, shape: &Shape) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let docs = docs(def, doc::notes(shape, None, None));
    let derive = derive(def, false);
    let ty = cx.type_tokens(shape);
    let inner = Inner::of(def);
    let field = inner.field();
    let fields = match inner {
        Inner::Tuple => quote!((#ty);),
        Inner::Named => quote!({ #field: #ty }),
    };
    let definition = quote! {
        #docs
        #derive
        pub struct #name #fields
    };
    let is_text = shape.ty == Type::String && !shape.nullable;
    let (argument, value) = match is_text {
        true => (quote!(impl Into<String>), quote!(value.into())),
        false => (ty.clone(), quote!(value)),
    };
    let get = match (is_text, def.derives.copy) {
        (true, _) => quote!(
            pub fn get(&self) -> &str {
                &self.#field
            }
        ),
        (false, true) => quote!(pub fn get(self) -> #ty { self.#field }),
        (false, false) => quote!(pub fn get(&self) -> &#ty { &self.#field }),
    };
    let made = inner.of_value(&value);
    let new_doc = doc::plain([
        "Judges a value.",
        "",
        "# Errors",
        "",
        "What the value violates.",
    ]);
    let implementation = quote! {
        impl #name {
            #new_doc
            #[inline]
            pub fn new(value: #argument) -> Result<Self, runtime::validate::Violations> {
                let value = #made;
                runtime::validate::Validate::validate(&value)?;
                Ok(value)
            }

            #[doc = " The value."]
            #[inline]
            #get

            #[doc = " The value."]
            #[inline]
            pub fn into_inner(self) -> #ty {
                self.#field
            }
        }
    };
    vec![definition, implementation]
}

/// What the builder of an object is called after another place that has that type.
fn builder_alias(cx: &Context<'_>, id: TypeId) -> Option<TokenStream> {
    let (builder, of) = cx.other_builders.get(&id)?;
    let (builder, of) = (ident(builder), ident(of));
    let about = format!(" Another name of [`{of}`].");
    Some(quote! {
        #[doc = #about]
        pub type #builder = #of;
    })
}

fn alias(def: &TypeDef, ty: &TokenStream) -> TokenStream {
    let name = ident(&def.name);
    let docs = docs(def, Vec::new());
    quote! {
        #docs
        pub type #name = #ty;
    }
}
