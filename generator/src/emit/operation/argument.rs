//! A parameter into an argument or a setter, and into the call that puts it
//! into a request.

use std::borrow::Cow;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::context::{Context, ident};
use super::super::taken::{self, Taken};
use super::super::validate::Access;
use super::super::{doc, fixed, types};
use super::multipart::present;
use crate::ir::wire::Wire;
use crate::ir::{EncodedProperty, Location, Parameter, Shape, Style, Type, TypeKind};

/// How an argument is handed over.
struct Passed {
    ty: TokenStream,
    /// Whether it is a reference, which encoding takes as it is.
    by_reference: bool,
}

/// `pet_id: &str`
pub(super) fn declaration(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let ty = parameter_type(context, parameter);
    quote! { #name: #ty }
}

/// What callers hand over for a parameter.
pub(super) fn parameter_type(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = handed(parameter);
    let bare = || owned_type(context, &shape.ty);
    let taken = taken(context, &shape).argument(&bare());
    taken.unwrap_or_else(|| passed(context, &shape).ty)
}

/// The type of a variable that can be handed over for a parameter.
pub(super) fn owned_parameter_type(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = handed(parameter);
    match taken(context, &shape) {
        Taken::Plain => passed(context, &shape).ty,
        _ => owned_type(context, &shape.ty),
    }
}

/// A parameter's shape as callers hand it over: where it is not sent, nobody sets it, so that `null`, which is
/// written as nothing but in JSON, is nothing to set.
pub fn handed(parameter: &Parameter) -> Cow<'_, Shape> {
    let can_be_null = parameter.shape.nullable && parameter.shape.ty != Type::Null;
    if parameter.required || !can_be_null || matches!(parameter.form, Wire::Json) {
        return Cow::Borrowed(&parameter.shape);
    }
    Cow::Owned(present(&parameter.shape))
}

/// What stands for a value of that shape, where that is more than its type or a reference: a text is borrowed.
pub(super) fn taken(context: &Context<'_>, shape: &Shape) -> Taken {
    let ty = owned(&shape.ty);
    let is_null = shape.nullable && shape.ty != Type::Null;
    if is_null || taken::unaliased(&context.api.types, &ty) == Some(&Type::String) {
        return Taken::Plain;
    }
    Taken::of(context, &ty)
}

/// A type without the box that its place in another type needs.
fn owned(ty: &Type) -> Cow<'_, Type> {
    match ty {
        Type::Boxed(id) => Cow::Owned(Type::Named(*id)),
        _ => Cow::Borrowed(ty),
    }
}

fn owned_type(context: &Context<'_>, ty: &Type) -> TokenStream {
    context.bare_type(&owned(ty))
}

/// `call.path("petId", …, pet_id);`, after its checks.
pub fn encode(context: &Context<'_>, parameter: &Parameter, call: &TokenStream) -> TokenStream {
    let parameter = &Parameter {
        shape: handed(parameter).into_owned(),
        ..parameter.clone()
    };
    let name = ident(&parameter.name);
    let fixed = parameter.fixed.as_ref();
    let fixed = fixed.and_then(|value| fixed::value(context, &parameter.shape.ty, value));
    let made = match (&fixed, taken(context, &parameter.shape)) {
        (Some(fixed), _) => {
            let is_by_reference = passed(context, &parameter.shape).by_reference;
            let reference = is_by_reference.then(|| quote! { & });
            Some(quote! { let #name = #reference #fixed; })
        }
        (None, Taken::Plain) => None,
        (None, taken) => {
            let ty = owned_type(context, &parameter.shape.ty);
            let made = taken.value(&quote! { #name }, &ty);
            Some(quote! { let #name = &#made; })
        }
    };
    let value = reference(context, &parameter.shape, &name);
    let access = |name: &Ident| access(context, &parameter.shape, name);
    let checks = || types::parameter_checks(context, parameter, &name, access, call);
    // What can have one value has it.
    let checks = fixed.is_none().then(checks);
    let put = put(parameter, call, &value);
    quote! { #made #checks #put }
}

/// `pub fn limit(mut self, limit: i32) -> Self { … }`
pub(super) fn setter(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let docs = super::docs::parameter(parameter);
    let deprecated = doc::deprecated(&parameter.docs);
    let setter = ident(&parameter.name);
    let declaration = declaration(context, parameter);
    let encode = encode(context, parameter, &quote! { self.0 });
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #setter(mut self, #declaration) -> Self {
            #encode
            self
        }
    }
}

/// Whether a query parameter's names are those of its value's properties.
pub(super) fn spreads(parameter: &Parameter) -> bool {
    let is_object = matches!(
        parameter.shape.ty,
        Type::Map(_) | Type::Named(_) | Type::Boxed(_) | Type::Value
    );
    let Wire::Styled(styled) = parameter.form else {
        return false;
    };
    let spreads = styled.style.is_deep() || styled.style == Style::Form && styled.explode;
    parameter.location == Location::Query && is_object && spreads
}

/// Puts a value into the request.
fn put(parameter: &Parameter, call: &TokenStream, value: &TokenStream) -> TokenStream {
    let name = &parameter.wire;
    if let Some(encoded) = &parameter.encoded {
        let encoded = encodings(encoded);
        return quote! { runtime::call::form::put_query(&mut #call, #name, #value, #encoded); };
    }
    let Wire::Styled(styled) = parameter.form else {
        let method = match (parameter.location, parameter.form) {
            (Location::Path, _) => quote! { path_json },
            (Location::Querystring, Wire::Json) => quote! { whole_query_json },
            (Location::Querystring, _) => quote! { whole_query },
            (Location::Query, _) => quote! { query_json },
            (Location::Header, _) => quote! { header_json },
            (Location::Cookie, _) => quote! { cookie_json },
        };
        return quote! { #call.#method(#name, #value); };
    };
    let explode = styled.explode;
    match parameter.location {
        Location::Path => {
            let style = path_style(styled.style);
            let method = match styled.allow_reserved {
                true => quote! { path_reserved },
                false => quote! { path },
            };
            quote! { #call.#method(#name, runtime::call::Style::#style, #explode, #value); }
        }
        Location::Query | Location::Querystring => {
            let style = query_style(styled.style);
            let method = if styled.allow_reserved {
                quote! { query_reserved }
            } else {
                quote! { query }
            };
            quote! { #call.#method(#name, runtime::call::QueryStyle::#style, #explode, #value); }
        }
        Location::Header => quote! { #call.header(#name, #explode, #value); },
        Location::Cookie => {
            let style = match (styled.style, styled.allow_reserved) {
                (Style::Cookie, _) => quote! { Plain },
                (_, true) => quote! { Reserved },
                (_, false) => return quote! { #call.cookie(#name, #explode, #value); },
            };
            let style = quote! { runtime::parameter::CookieStyle::#style };
            quote! { #call.cookie_as(#name, #style, #explode, #value); }
        }
    }
}

fn path_style(style: Style) -> TokenStream {
    match style {
        Style::Label => quote! { Label },
        Style::Matrix => quote! { Matrix },
        _ => quote! { Simple },
    }
}

pub(in crate::emit) fn query_style(style: Style) -> TokenStream {
    match style {
        Style::SpaceDelimited => quote! { SpaceDelimited },
        Style::PipeDelimited => quote! { PipeDelimited },
        Style::DeepObject => quote! { DeepObject },
        Style::DeepBrackets => quote! { DeepBrackets },
        Style::DeepIndices => quote! { DeepIndices },
        Style::Form | Style::Simple | Style::Label | Style::Matrix | Style::Cookie => {
            quote! { Form }
        }
    }
}

/// The type of an argument of that shape: small values as they are, others by reference.
pub fn argument_type(context: &Context<'_>, shape: &Shape) -> TokenStream {
    passed(context, shape).ty
}

/// Whether arguments of that type are handed over as they are.
pub(in crate::emit) fn is_by_value(context: &Context<'_>, ty: &Type) -> bool {
    !passed_type(context, ty).by_reference
}

/// A variable of a parameter's [`handed`] shape, as its method or its setter takes it.
pub fn given(context: &Context<'_>, parameter: &Parameter, name: &Ident) -> TokenStream {
    let shape = handed(parameter);
    match taken(context, &shape) {
        Taken::Plain => handed_over(context, &shape, name),
        _ if matches!(shape.ty, Type::Boxed(_)) => quote! { *#name },
        _ => quote! { #name },
    }
}

/// A variable of that shape, as a method takes it.
pub fn handed_over(context: &Context<'_>, shape: &Shape, name: &Ident) -> TokenStream {
    let is_option = shape.nullable && shape.ty != Type::Null;
    match &shape.ty {
        Type::Named(id) => {
            if let TypeKind::Alias(alias) = &context.api.types[*id].kind
                && !is_option
            {
                return handed_over(context, alias, name);
            }
        }
        _ if passed(context, shape).by_reference => return quote! { &#name },
        _ if !is_option || is_by_value(context, &shape.ty) => return quote! { #name },
        Type::String | Type::List(_) | Type::Boxed(_) => return quote! { #name.as_deref() },
        _ => return quote! { #name.as_ref() },
    }
    match (passed(context, shape).by_reference, is_option) {
        (true, _) => quote! { &#name },
        (false, true) if !is_by_value(context, &shape.ty) => quote! { #name.as_ref() },
        (false, _) => quote! { #name },
    }
}

fn passed(context: &Context<'_>, shape: &Shape) -> Passed {
    let passed = passed_type(context, &shape.ty);
    if !shape.nullable || shape.ty == Type::Null {
        return passed;
    }
    let owned = context.type_tokens(shape);
    match passed.by_reference {
        // A codec reads the `Option` as a whole.
        true if context.codec(shape).is_some() => Passed {
            ty: quote! { &#owned },
            by_reference: true,
        },
        true => {
            let ty = passed.ty;
            Passed {
                ty: quote! { Option<#ty> },
                by_reference: false,
            }
        }
        false => Passed {
            ty: owned,
            by_reference: false,
        },
    }
}

fn passed_type(context: &Context<'_>, ty: &Type) -> Passed {
    let by_value = |ty| Passed {
        ty,
        by_reference: false,
    };
    let by_reference = |ty| Passed {
        ty: quote! { &#ty },
        by_reference: true,
    };
    let bare = || context.bare_type(ty);
    match ty {
        Type::Bool | Type::Integer(_) | Type::F32 | Type::F64 | Type::Null => by_value(bare()),
        Type::String => by_reference(quote! { str }),
        Type::Format(format) if format.row().copy => by_value(bare()),
        // A codec takes no slice.
        Type::List(_) if context.bare_codec(ty).is_some() => by_reference(bare()),
        Type::List(item) => {
            let item = context.type_tokens(item);
            by_reference(quote! { [#item] })
        }
        Type::Named(id) => match &context.api.types[*id].kind {
            TypeKind::Alias(shape) => passed(context, shape),
            TypeKind::Struct(_)
            | TypeKind::Enum(_)
            | TypeKind::Union(_)
            | TypeKind::Newtype(_)
            | TypeKind::External(_) => by_reference(bare()),
        },
        Type::Boxed(id) => by_reference(context.bare_type(&Type::Named(*id))),
        Type::Format(_)
        | Type::BigInteger
        | Type::Decimal
        | Type::Value
        | Type::Map(_)
        | Type::Tuple(_) => by_reference(bare()),
    }
}

/// An argument as validators see it.
pub(super) fn access(context: &Context<'_>, shape: &Shape, name: &Ident) -> Access {
    match passed(context, shape).by_reference {
        true => Access::reference(quote! { #name }),
        false => Access::place(quote! { #name }),
    }
}

/// A value that serializes as the document says, by reference.
pub(super) fn reference(context: &Context<'_>, shape: &Shape, name: &Ident) -> TokenStream {
    let is_reference = passed(context, shape).by_reference;
    let value = if is_reference {
        quote! { #name }
    } else {
        quote! { &#name }
    };
    types::serializable(context, shape, &value)
}

/// How the properties of a form are written that are not as usual, as a list of the runtime's.
pub(super) fn encodings(encoded: &[EncodedProperty]) -> TokenStream {
    let encoded = encoded.iter().map(|property| {
        let name = &property.wire;
        let form = encoding(property.form);
        quote! { (#name, runtime::call::form::Encoding::#form) }
    });
    quote! { &[#(#encoded),*] }
}

/// How a property of a form is written, as a variant of the runtime's `Encoding`.
fn encoding(form: Wire) -> TokenStream {
    match form {
        Wire::Styled(styled) => {
            let style = query_style(styled.style);
            let (explode, reserved) = (styled.explode, styled.allow_reserved);
            quote! { Styled(runtime::call::QueryStyle::#style, #explode, #reserved) }
        }
        Wire::Json | Wire::Content | Wire::Text(_) | Wire::Bytes => quote! { Json },
    }
}
