//! Items to what they declare, for who does not ask what is in them.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Items without the bodies of their functions, which are most of the code, and are no business of
/// those who call it.
pub(super) fn without_bodies(items: &TokenStream) -> TokenStream {
    let mut holds_functions = false;
    let items = items.clone().into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "impl" => {
            holds_functions = true;
            TokenTree::Ident(word)
        }
        TokenTree::Group(body) if holds_functions && body.delimiter() == Delimiter::Brace => {
            holds_functions = false;
            let inner = body.stream().into_iter().map(|token| match token {
                TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                    Group::new(Delimiter::Brace, TokenStream::new()).into()
                }
                other => other,
            });
            Group::new(Delimiter::Brace, inner.collect()).into()
        }
        other => other,
    });
    items.collect()
}

/// Items without what stands in their braces.
pub(super) fn without_blocks(items: &TokenStream) -> TokenStream {
    let items = items.clone().into_iter().map(|token| match token {
        TokenTree::Group(block) if block.delimiter() == Delimiter::Brace => {
            Group::new(Delimiter::Brace, TokenStream::new()).into()
        }
        other => other,
    });
    items.collect()
}
