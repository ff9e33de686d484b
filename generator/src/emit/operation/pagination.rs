//! How an operation goes on to its next page into what makes streams of pages
//! and of items out of its call.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, Presence, ident};
use super::response;
use crate::ir::{MediaKind, Operation, Pagination, Shape, Type, TypeKind};
use crate::pointer::Pointer;

/// `impl Paginate`, and the methods `pages` and `items`; nothing where the
/// document's pointers lead to no list of a typed body.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    pagination(context, operation).unwrap_or_default()
}

fn pagination(context: &Context<'_>, operation: &Operation) -> Option<Vec<TokenStream>> {
    let pagination = operation.pagination.as_ref()?;
    let page = page(operation)?;
    let (Pagination::Link { items }
    | Pagination::Cursor { items, .. }
    | Pagination::Offset { items, .. }
    | Pagination::Page { items, .. }) = pagination;
    let borrowed = walk(context, page, items, false)?;
    let owned = walk(context, page, items, true)?;
    let Type::List(item) = &unaliased(context, borrowed.shape).ty else {
        return None;
    };
    let item = context.type_tokens(item);
    let next = match pagination {
        Pagination::Cursor { next, .. } => {
            let next = walk(context, page, next, false)?.expression;
            Some(quote! {
                #[inline]
                fn next(page: &Self::Output) -> Option<String> {
                    #next.map(runtime::call::arguments::text)
                }
            })
        }
        Pagination::Link { .. } | Pagination::Offset { .. } | Pagination::Page { .. } => None,
    };
    let call = ident(&operation.call);
    let paging = paging(operation, pagination);
    let (count, items) = (borrowed.expression, owned.expression);
    Some(vec![
        quote! {
            impl runtime::page::Paginate for #call {
                type Item = #item;

                const PAGING: runtime::page::Paging = runtime::page::Paging::#paging;

                #next

                #[inline]
                fn count(page: &Self::Output) -> usize {
                    #count.map_or(0, Vec::len)
                }

                #[inline]
                fn items(page: Self::Output) -> Vec<Self::Item> {
                    #items.unwrap_or_default()
                }
            }
        },
        quote! { runtime::page::pages!(#call); },
    ])
}

/// The body of a page: JSON, and the only success.
fn page(operation: &Operation) -> Option<&Shape> {
    let responses = &operation.responses;
    if responses.success_enum.is_some() || response::is_streamed(operation) {
        return None;
    }
    let content = responses
        .success
        .first()?
        .variants
        .first()?
        .content
        .as_ref()?;
    match &content.kind {
        MediaKind::Json(shape) => Some(shape),
        _ => None,
    }
}

fn paging(operation: &Operation, pagination: &Pagination) -> TokenStream {
    match pagination {
        Pagination::Link { .. } => quote! { Link },
        Pagination::Cursor { parameter, .. } => quote! { Cursor { parameter: #parameter } },
        Pagination::Offset { parameter, .. } => quote! { Offset { parameter: #parameter } },
        Pagination::Page { parameter, .. } => {
            let stated = operation.parameters.iter().find(|it| it.wire == *parameter);
            let first = stated
                .and_then(|it| it.default.as_ref()?.as_u64())
                .unwrap_or(1);
            let first = proc_macro2::Literal::u64_unsuffixed(first);
            quote! { Page { parameter: #parameter, first: #first } }
        }
    }
}

/// Where a pointer leads to in `page`: an `Option` of what stands there.
struct Reached<'s> {
    expression: TokenStream,
    shape: &'s Shape,
}

fn walk<'s>(
    context: &'s Context<'_>,
    page: &'s Shape,
    pointer: &str,
    owned: bool,
) -> Option<Reached<'s>> {
    let mut reached = Reached {
        expression: quote! { Some(page) },
        shape: page,
    };
    if page.nullable {
        reached.expression = if owned {
            quote! { page }
        } else {
            quote! { page.as_ref() }
        };
    }
    for token in Pointer::parse(pointer)?.tokens() {
        let (Type::Named(id) | Type::Boxed(id)) = unaliased(context, reached.shape).ty else {
            return None;
        };
        let TypeKind::Struct(object) = &context.api.types[id].kind else {
            return None;
        };
        let field = object.fields.iter().find(|field| field.wire == token)?;
        let (so_far, name) = (&reached.expression, ident(&field.name));
        let expression = match (Presence::of(field), owned) {
            (Presence::Required, true) => quote! { #so_far.map(|value| value.#name) },
            (Presence::Required, false) => quote! { #so_far.map(|value| &value.#name) },
            (Presence::Optional | Presence::RequiredNullable, true) => {
                quote! { #so_far.and_then(|value| value.#name) }
            }
            (Presence::Optional | Presence::RequiredNullable, false) => {
                quote! { #so_far.and_then(|value| value.#name.as_ref()) }
            }
            (Presence::ThreeState, true) => {
                quote! { #so_far.and_then(|value| value.#name.into_value()) }
            }
            (Presence::ThreeState, false) => {
                quote! { #so_far.and_then(|value| value.#name.value()) }
            }
        };
        reached = Reached {
            expression,
            shape: &field.shape,
        };
    }
    Some(reached)
}

fn unaliased<'s>(context: &'s Context<'_>, shape: &'s Shape) -> &'s Shape {
    match shape.ty {
        Type::Named(id) => match &context.api.types[id].kind {
            TypeKind::Alias(shape) => unaliased(context, shape),
            _ => shape,
        },
        _ => shape,
    }
}
