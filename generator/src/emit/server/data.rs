//! Parameters into the tables that say what their texts stand for.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::Context;
use super::super::operation::argument::query_style;
use super::super::types;
use crate::ir::wire::{Data, Plain, Wire};
use crate::ir::{
    ApiKeyPlace, Location, Operation, Parameter, SecurityKind, Shape, Style, TypeKind, Types,
};

/// How many names of types lead to each other before only a value tells what it is.
const DEPTH: usize = 32;

/// A row of the table of parameters.
pub(super) fn parameter(context: &Context<'_>, parameter: &Parameter) -> TokenStream {
    let name = &parameter.wire;
    let place = match parameter.location {
        Location::Path => quote! { Path },
        Location::Query | Location::Querystring => quote! { Query },
        Location::Header => quote! { Header },
        Location::Cookie => quote! { Cookie },
    };
    let (form, explode) = match (parameter.form, parameter.location) {
        (form, Location::Querystring) => {
            let form = match (&parameter.encoded, form) {
                (Some(encoded), _) => {
                    let fields = fields(context, &parameter.shape, encoded);
                    quote! { WholeForm(&[#(#fields),*]) }
                }
                (None, Wire::Json) => quote! { WholeJson },
                (None, _) => quote! { WholeText },
            };
            (form, false)
        }
        (Wire::Styled(styled), location) => {
            let form = match location {
                Location::Path => {
                    let style = match styled.style {
                        Style::Label => quote! { Label },
                        Style::Matrix => quote! { Matrix },
                        _ => quote! { Simple },
                    };
                    quote! { Path(runtime::parameter::Style::#style) }
                }
                Location::Cookie if styled.style == Style::Cookie => quote! { Plain },
                Location::Query | Location::Querystring | Location::Cookie => {
                    let style = query_style(styled.style);
                    quote! { Query(runtime::parameter::QueryStyle::#style) }
                }
                Location::Header => quote! { Header },
            };
            (form, styled.explode)
        }
        _ => (quote! { Json }, false),
    };
    let (data, takes_others) = data(&context.api.types, &parameter.shape);
    let others = takes_others.then(|| quote! { takes_others: true, });
    let explode = explode.then(|| quote! { explode: true, });
    let is_query = parameter.location == Location::Query;
    let allow_empty = parameter.allow_empty && !parameter.required && is_query;
    let allow_empty = allow_empty.then(|| quote! { allow_empty: true, });
    let default = parameter.default.as_ref().map(|default| {
        let default = default.to_string();
        quote! { default: Some(#default), }
    });
    quote! {
        runtime::server::Parameter {
            name: #name,
            place: runtime::server::Place::#place,
            form: runtime::server::Form::#form,
            data: #data,
            #explode
            #others
            #allow_empty
            #default
            ..runtime::server::Parameter::DEFAULT
        }
    }
}

/// The names in the query and the cookies that are no parameters': those of keys, and of the path's
/// own query.
pub(super) fn reserved(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let schemes = context.api.security_schemes.iter();
    let keys = schemes.filter_map(|scheme| match &scheme.kind {
        SecurityKind::ApiKey(ApiKeyPlace::Query | ApiKeyPlace::Cookie, name) => Some(name.clone()),
        _ => None,
    });
    let own = operation.query_template.split('&');
    let own = own.filter_map(|pair| pair.split('=').next());
    let own = own.filter(|name| !name.is_empty()).map(str::to_owned);
    let mut all: Vec<_> = keys.chain(own).collect();
    all.sort();
    all.dedup();
    all
}

/// What a text stands for, as the runtime's `Data`, and whether it may have any properties.
pub(super) fn data(types: &Types, shape: &Shape) -> (TokenStream, bool) {
    let kind = |inside: TokenStream| quote! { runtime::parameter::read::Data::#inside };
    let one = |plain: Plain| {
        let plain = types::plain(plain);
        kind(quote! { One(runtime::parameter::read::Plain::#plain) })
    };
    match types.data(shape) {
        Data::One(plain) => (one(plain), false),
        Data::Bytes => (one(Plain::Text), false),
        Data::List(plain) => {
            let plain = types::plain(plain);
            (
                kind(quote! { List(runtime::parameter::read::Plain::#plain) }),
                false,
            )
        }
        Data::NestedList => (
            kind(quote! { List(runtime::parameter::read::Plain::Either) }),
            false,
        ),
        Data::Any => (kind(quote! { Any }), true),
        Data::Object(known, others) => {
            let (_, takes_others) = types.properties(shape);
            (kind(object(&known, others)), takes_others)
        }
        Data::NestedObject => {
            let (known, is_open) = types.properties(shape);
            let takes_others = known.is_empty() || is_open;
            (kind(object(&known, Plain::Either)), takes_others)
        }
    }
}

fn object(known: &IndexMap<String, Plain>, others: Plain) -> TokenStream {
    let known = known.iter().map(|(name, plain)| {
        let plain = types::plain(*plain);
        quote! { (#name, runtime::parameter::read::Plain::#plain) }
    });
    let others = types::plain(others);
    quote! { Object(&[#(#known),*], runtime::parameter::read::Plain::#others) }
}

/// The fields of a form that are not read as texts, as they would be without a row.
pub(super) fn fields(
    context: &Context<'_>,
    shape: &Shape,
    encoded: &[crate::ir::EncodedProperty],
) -> Vec<TokenStream> {
    let types = &context.api.types;
    struct_fields(types, shape, DEPTH)
        .into_iter()
        .map(|(wire, shape)| {
            let stated = encoded.iter().find(|property| property.wire == wire);
            let (data, _) = data(types, shape);
            let (data, style) = match stated.map(|property| property.form) {
                Some(Wire::Styled(styled)) => {
                    let (style, explode) = (query_style(styled.style), styled.explode);
                    let style = quote! { Some((runtime::parameter::QueryStyle::#style, #explode)) };
                    (data, style)
                }
                Some(Wire::Json) => (data, quote! { None }),
                // An object is JSON, and a list has a pair an item.
                Some(Wire::Text(_) | Wire::Content | Wire::Bytes) | None => {
                    let data = match types.data(shape) {
                        Data::Object(..) | Data::NestedObject => quote! {
                            runtime::parameter::read::Data::One(
                                runtime::parameter::read::Plain::Either
                            )
                        },
                        _ => data,
                    };
                    let style = quote! { Some((runtime::parameter::QueryStyle::Form, true)) };
                    (data, style)
                }
            };
            quote! {
                runtime::server::Field {
                    name: #wire,
                    data: #data,
                    style: #style,
                }
            }
        })
        .collect()
}

fn struct_fields<'t>(types: &'t Types, shape: &Shape, depth: usize) -> Vec<(&'t str, &'t Shape)> {
    let Some((id, depth)) = shape.ty.id().zip(depth.checked_sub(1)) else {
        return Vec::new();
    };
    match &types[id].kind {
        TypeKind::Newtype(inner) | TypeKind::Alias(inner) => struct_fields(types, inner, depth),
        TypeKind::Struct(object) => {
            let fields = object.fields.iter();
            fields.map(|field| (&*field.wire, &field.shape)).collect()
        }
        TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::External(_) => Vec::new(),
    }
}
