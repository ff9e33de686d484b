//! A struct to the rows of its properties, from which a macro of the support code makes its builder
//! and its JSON code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::context::{Context, Presence, ident};
use super::model::extras_field;
use super::taken::Taken;
use super::validate;
use super::{doc, fixed};
use crate::ir::{Extras, Field, Struct, Type, TypeDef, TypeKind};

/// `runtime::object! { … }`: a row a property, and what is to be said of them all.
pub fn rows(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = ident(&object.builder);
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

/// `"createdAt" => created_at required: ::time::OffsetDateTime as runtime::codec::UnixTime;`
fn row(cx: &Context<'_>, object: &Struct, field: &Field) -> TokenStream {
    let deprecated = doc::deprecated(&field.docs);
    let wire = &field.wire;
    let name = ident(&field.name);
    let how = Setter::new(cx, object, field).how();
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
    let fixed = field.fixed.as_ref();
    let fixed = fixed.and_then(|value| fixed::value(cx, &field.shape.ty, value));
    let fixed = fixed.map(|value| quote!(= #value));
    quote!(#deprecated #wire => #name #how #presence: #ty #codec #fixed;)
}

/// How a property is set.
struct Setter {
    /// What the method is called, where that is not as the property is.
    renamed: Option<Ident>,
    /// The method that sets the property to `null`.
    null: Option<Ident>,
    argument: Argument,
}

/// What a setter takes.
enum Argument {
    /// What stands for the property's type.
    Taken(Taken),
    /// A value of that type, or `null`.
    OrNull(TokenStream),
    /// What it is a box of.
    Boxed(Ident),
    /// What becomes of what it is a box of.
    BoxedInto(Ident),
}

impl Setter {
    fn new(cx: &Context<'_>, object: &Struct, field: &Field) -> Self {
        // A builder has a method of its own; `build_` is no property's name.
        let is_taken = field.name.as_str() == "build";
        let renamed = is_taken.then(|| Ident::new("build_", Span::call_site()));
        let presence = Presence::of(field);
        let null = (presence == Presence::ThreeState).then(|| null_setter_name(object, field));
        let argument = match &field.shape.ty {
            ty if presence == Presence::RequiredNullable => Argument::OrNull(cx.bare_type(ty)),
            Type::Boxed(id) if is_union(cx, &field.shape.ty) => {
                Argument::BoxedInto(ident(&cx.api.types[*id].name))
            }
            Type::Boxed(id) => Argument::Boxed(ident(&cx.api.types[*id].name)),
            ty => Argument::Taken(Taken::of(cx, ty)),
        };
        Self {
            renamed,
            null,
            argument,
        }
    }

    /// The part of a row that says so, where that is more than to take a value.
    fn how(&self) -> TokenStream {
        let renamed = self.renamed.iter().map(|name| quote!(as #name));
        let null = self.null.iter().map(|name| quote!(null #name));
        let argument = match &self.argument {
            Argument::Taken(Taken::Plain) => None,
            Argument::Taken(Taken::Into) => Some(quote!(into)),
            Argument::Taken(Taken::Items { item, into: true }) => Some(quote!(list into #item)),
            Argument::Taken(Taken::Items { item, into: false }) => Some(quote!(list #item)),
            Argument::OrNull(ty) => Some(quote!(or_null #ty)),
            Argument::Boxed(name) => Some(quote!(boxed #name)),
            Argument::BoxedInto(name) => Some(quote!(boxed into #name)),
        };
        quote!(#(#renamed)* #(#null)* #argument)
    }
}

fn is_union(cx: &Context<'_>, ty: &Type) -> bool {
    let def = cx.definition(ty);
    def.is_some_and(|def| matches!(def.kind, TypeKind::Union(_)))
}

/// The public items that [`rows`] makes a macro write, without their bodies: what callers see of a
/// builder.
pub fn signatures(cx: &Context<'_>, def: &TypeDef, object: &Struct) -> TokenStream {
    let name = ident(&def.name);
    let builder = ident(&object.builder);
    let setters = object.fields.iter().map(|field| {
        let setter = Setter::new(cx, object, field);
        let method = setter.renamed.unwrap_or_else(|| ident(&field.name));
        let ty = cx.bare_type(&field.shape.ty);
        let argument = match setter.argument {
            Argument::Taken(taken) => taken.argument(&ty).unwrap_or(ty),
            Argument::OrNull(ty) => quote!(impl Into<runtime::OrNull<#ty>>),
            Argument::Boxed(inner) => quote!(#inner),
            Argument::BoxedInto(inner) => quote!(impl Into<#inner>),
        };
        let null = setter.null.iter();
        quote! {
            pub fn #method(mut self, value: #argument) -> Self {}
            #(pub fn #null(mut self) -> Self {})*
        }
    });
    let rest = extras_field(cx, &object.extras)
        .filter(|_| matches!(object.extras, Extras::Kept { .. }))
        .map(|(name, ty)| quote!(pub fn #name(mut self, values: #ty) -> Self {}));
    quote! {
        impl #name {
            pub fn builder() -> #builder {}
        }
        pub struct #builder {}
        impl #builder {
            #(#setters)*
            #rest
            pub fn build(self) -> Result<#name, runtime::validate::Violations> {}
        }
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

/// What becomes of properties that are not declared, unless they are dropped.
fn rest(cx: &Context<'_>, object: &Struct) -> TokenStream {
    let Some((name, ty)) = extras_field(cx, &object.extras) else {
        return match object.closed {
            true => {
                let ignored = &object.ignored;
                quote!(closed(true #(, #ignored)*);)
            }
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
