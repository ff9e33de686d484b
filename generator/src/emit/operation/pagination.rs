//! How an operation goes on to its next page into what makes streams of pages
//! and of items out of its call.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::context::{Context, Presence, ident};
use crate::ir::{NextPage, Operation, Shape, Type, TypeKind};
use crate::pointer::Pointer;

/// `impl Paginate`, and the methods `pages` and `items`; nothing where the
/// document's pointers lead to no list of a typed body.
pub(super) fn items(context: &Context<'_>, operation: &Operation) -> Vec<TokenStream> {
    pagination(context, operation).unwrap_or_default()
}

fn pagination(context: &Context<'_>, operation: &Operation) -> Option<Vec<TokenStream>> {
    let pagination = operation.pagination.as_ref()?;
    let page = operation.page()?;
    let start = || quote! { page };
    let borrowed = walk(context, page, start(), &pagination.items, false)?;
    let owned = walk(context, page, start(), &pagination.items, true)?;
    let Type::List(item) = &context.api.types.unaliased(borrowed.shape).ty else {
        return None;
    };
    let item_type = context.type_tokens(item);
    let next = match &pagination.next {
        NextPage::Cursor { next, .. } | NextPage::Url { next } => {
            Some(walk(context, page, start(), next, false)?.expression)
        }
        NextPage::Last { key, .. } => {
            let key = walk(context, item, quote! { item }, key, false)?.expression;
            let items = &borrowed.expression;
            Some(quote! { #items.and_then(|items| items.last()).and_then(|item| #key) })
        }
        NextPage::Link | NextPage::Offset { .. } | NextPage::Page { .. } => None,
    };
    let number = match &pagination.next {
        NextPage::Page {
            number: Some(number),
            ..
        } => {
            let number = walk(context, page, start(), number, false)?.expression;
            Some(quote! {
                #[inline]
                fn number(page: &Self::Output) -> Option<u64> {
                    #number.map(runtime::call::arguments::text).and_then(|text| text.parse().ok())
                }
            })
        }
        _ => None,
    };
    let next = next.map(|next| {
        quote! {
            #[inline]
            fn next(page: &Self::Output) -> Option<String> {
                #next.map(runtime::call::arguments::text)
            }
        }
    });
    let is_last = match &pagination.more {
        Some(more) => {
            let more = walk(context, page, start(), more, false)?.expression;
            Some(quote! {
                #[inline]
                fn is_last(page: &Self::Output) -> bool {
                    #more.is_some_and(|more| !*more)
                }
            })
        }
        None => None,
    };
    let call = ident(&operation.call);
    let paging = paging(operation, &pagination.next);
    let (count, items) = (borrowed.expression, owned.expression);
    Some(vec![
        quote! {
            impl runtime::page::Paginate for #call {
                type Item = #item_type;

                const PAGING: runtime::page::Paging = runtime::page::Paging::#paging;

                #next

                #number

                #is_last

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

fn paging(operation: &Operation, next: &NextPage) -> TokenStream {
    match next {
        NextPage::Link => quote! { Link },
        NextPage::Url { .. } => quote! { Url },
        NextPage::Cursor { parameter, .. } | NextPage::Last { parameter, .. } => {
            quote! { Cursor { parameter: #parameter } }
        }
        NextPage::Offset { parameter } => quote! { Offset { parameter: #parameter } },
        NextPage::Page {
            parameter, first, ..
        } => {
            let first = first.or_else(|| operation.first_page(parameter));
            let first = proc_macro2::Literal::u64_unsuffixed(first.unwrap_or(1));
            quote! { Page { parameter: #parameter, first: #first } }
        }
    }
}

/// Where a pointer leads to in a variable: an `Option` of what stands there.
struct Reached<'s> {
    expression: TokenStream,
    shape: &'s Shape,
}

fn walk<'s>(
    context: &'s Context<'_>,
    start: &'s Shape,
    variable: TokenStream,
    pointer: &str,
    owned: bool,
) -> Option<Reached<'s>> {
    let expression = match (start.nullable, owned) {
        (false, _) => quote! { Some(#variable) },
        (true, true) => variable,
        (true, false) => quote! { #variable.as_ref() },
    };
    let mut reached = Reached {
        expression,
        shape: start,
    };
    for token in Pointer::parse(pointer)?.tokens() {
        let (Type::Named(id) | Type::Boxed(id)) = context.api.types.unaliased(reached.shape).ty
        else {
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
