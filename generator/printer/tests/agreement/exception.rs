//! What is laid out otherwise than by prettyplease.

use proc_macro2::{TokenStream, TokenTree};

/// Whether there may be a macro's call in rows, which is laid out as prettyplease does not.
pub fn has_rows(items: TokenStream) -> bool {
    let mut was_bang = false;
    items.into_iter().any(|tree| {
        let is_called = std::mem::take(&mut was_bang);
        match tree {
            TokenTree::Punct(mark) => {
                was_bang = mark.as_char() == '!';
                false
            }
            TokenTree::Group(group) => {
                let inner = group.stream();
                is_called && ends_in_mark(inner.clone()) || has_rows(inner)
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        }
    })
}

fn ends_in_mark(inner: TokenStream) -> bool {
    match inner.into_iter().last() {
        Some(TokenTree::Punct(mark)) => matches!(mark.as_char(), ',' | ';'),
        Some(TokenTree::Group(group)) => ends_in_mark(group.stream()),
        _ => false,
    }
}
