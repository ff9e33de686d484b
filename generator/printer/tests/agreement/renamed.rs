//! Tokens with other names, of any length.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};

/// The same tokens, some names replaced by others of 1 to 120 characters.
pub fn renamed(stream: TokenStream, random: &mut fastrand::Rng) -> TokenStream {
    // Some items have long names throughout, others a few.
    let often = random.u8(1..=10);
    rename(stream, often, random)
}

fn rename(stream: TokenStream, often: u8, random: &mut fastrand::Rng) -> TokenStream {
    let mut was_quote = false;
    stream
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Group(group) => {
                was_quote = false;
                let mut new = Group::new(group.delimiter(), rename(group.stream(), often, random));
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            TokenTree::Ident(ident) if !was_quote && random.u8(0..10) < often => {
                TokenTree::Ident(other(ident, random))
            }
            other => {
                was_quote = matches!(&other, TokenTree::Punct(mark) if mark.as_char() == '\'');
                other
            }
        })
        .collect()
}

fn other(ident: Ident, random: &mut fastrand::Rng) -> Ident {
    let text = ident.to_string();
    if syn::parse_str::<Ident>(&text).is_err() || is_known(&text) {
        return ident;
    }
    let most = *random.choice(&[4, 12, 30, 60, 120]).unwrap_or(&12);
    let length = random.usize(1..=most);
    let mut name = String::with_capacity(length);
    for index in 0..length {
        name.push(if index % 7 == 6 {
            '_'
        } else {
            random.lowercase()
        });
    }
    match syn::parse_str::<Ident>(&name) {
        Ok(_) => Ident::new(&name, ident.span()),
        Err(_) => ident,
    }
}

/// Words that are keywords in places.
fn is_known(text: &str) -> bool {
    matches!(
        text,
        "auto"
            | "default"
            | "union"
            | "raw"
            | "safe"
            | "macro_rules"
            | "doc"
            | "comment"
            | "builtin"
    )
}
