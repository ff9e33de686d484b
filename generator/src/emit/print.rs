//! Tokens into formatted text, piece by piece, on two threads.

mod boxes;
mod rust;
mod tokens;

use proc_macro2::TokenStream;

use super::context::Context;
use super::doc;
use super::layout::Piece;
use super::paths::Paths;
use crate::parallel;
use rust::Unknown;
use tokens::Tokens;

/// A piece's text, and what its paths start with.
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) paths: Paths,
}

/// Each piece, in their order.
pub(super) fn pieces(context: &Context<'_>, pieces: &[Piece<'_>]) -> Vec<Printed> {
    parallel::each(pieces, |piece| {
        let mut text = items(piece.items(context));
        text.shrink_to_fit();
        let paths = Paths::of(&text);
        Printed { text, paths }
    })
}

/// Items, set apart by blank lines, each with a line end.
pub fn items(items: impl IntoIterator<Item = TokenStream>) -> String {
    let mut text = String::new();
    for item in items {
        if item.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&item_text(item));
    }
    text
}

/// Lines without blank lines between them: imports and module declarations.
pub fn lines(items: impl IntoIterator<Item = TokenStream>) -> String {
    items.into_iter().map(item_text).collect()
}

fn item_text(stream: TokenStream) -> String {
    let tokens = Tokens::new(stream);
    let text = rust::items(&tokens).unwrap_or_else(|Unknown| by_syntax(&tokens));
    debug_assert_eq!(text, by_syntax(&tokens), "both ways print the same");
    spaced(&text)
}

/// Prints any item, by way of its syntax tree.
fn by_syntax(tokens: &Tokens) -> String {
    match syn::parse_str(&tokens.source()) {
        Ok(file) => prettyplease::unparse(&file),
        // Not reached unless an emitter has a bug; the compiler then says where it shows.
        Err(error) => format!("compile_error!({:?});\n", format!("faircopy: {error}")),
    }
}

/// Adds the blank lines between the members of an `impl`, a trait or a module, which
/// prettyplease leaves out, and puts lines of docs on lines of their own.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut after_member = false;
    let mut after_type = false;
    for line in text.split_inclusive('\n') {
        let member = line.strip_prefix("    ").unwrap_or_default();
        let starts_member = !member.is_empty() && !member.starts_with([' ', '}']);
        if after_member && starts_member || after_type && member.starts_with("fn ") {
            out.push('\n');
        }
        doc::push_lines(&mut out, line);
        after_member = member.trim_end() == "}";
        after_type = member.starts_with("type ");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    /// What wraps, and what does not, in each construct that is printed without a syntax tree.
    #[test]
    fn known_constructs_are_printed_as_by_their_syntax() {
        let long = quote!(a_name_that_is_long_enough_to_wrap_a_line_with_two_of_them);
        for stream in [
            quote! { use a::{self, b::{c, d}, e}; pub(crate) mod f; g::h!(I); },
            quote! {
                #[derive(Debug, Clone)]
                #[must_use = "it is needed"]
                pub struct A<'a> { #[doc = " B."] pub b: Option<&'a std::vec::Vec<(u8, C)>>, c: [u8], }
                pub struct B(pub A);
                pub struct C;
                enum D { #[deprecated] E, F(Box<dyn Send + 'static>) }
                impl a::B for #long {}
                a::b!(#long);
            },
            quote! {
                impl<'a> From<&'a #long::Type<#long>> for #long<'a> {
                    const A: &'static str = "a";
                    type Output = ();
                    pub(super) fn a(mut self, #long: impl Into<String>, b: &mut [#long]) -> Self {}
                    async fn b(&self) { return 1 }
                }
            },
            quote! {
                fn a() {
                    let b = &mut #long(&[("a", true, &mut #long), (#long, 1, !a)], |c| c)?;
                    let Self { a: Some(a), b } = self else { return None; };
                    let A::B { #long: Some(#long), #long } = #long else { return #long; };
                    let Some(c) = a.b() else { return c };
                    let c: Vec<_> = <A as B>::c(move |a, b| a.#long().#long(b).#long());
                    self.#long.#long(&A { b, c: 1 + 2 * 3, ..Default::default() }).await?;
                    self.0[1].b::<A, B>("c", || {}) = -1;
                    static D: E = E::new(b == 1 && c < 2 || #long && #long);
                    { let e = f(); }
                    if let Some(a) = #long.#long.#long() { b(); }
                    if a { b } else if c { d; } else { e(f) }
                    for (a, b) in c..d { e(); }
                    match &self.a {
                        A::B(_) | A::C(..) if #long.is_some() => {}
                        1..=2 => ({ #long(#long) }),
                        "d" => e.#long(|b| #long::c(b)).#long(1),
                        _ => return f,
                    }
                }
            },
        ] {
            let tokens = Tokens::new(stream);
            let text = rust::items(&tokens).expect("it is known");
            assert_eq!(text, by_syntax(&tokens));
        }
    }

    #[test]
    fn what_is_not_known_is_printed_by_its_syntax() {
        let text = items([quote! { trait A where B: C { fn d<T>(e: fn()) -> impl F<T>; } }]);
        assert_eq!(
            text,
            "trait A\nwhere\n    B: C,\n{\n    fn d<T>(e: fn()) -> impl F<T>;\n}\n"
        );
    }

    #[test]
    fn items_and_members_are_set_apart_by_blank_lines() {
        let text = items([
            quote! { #[doc = " One."] struct One; },
            quote! {
                impl One {
                    fn a(&self) { match 1 { 1 => {} _ => {} } }
                    #[doc = " B."]
                    fn b(&self) {}
                    fn c(&self) { self.a(); }
                }
            },
        ]);
        assert_eq!(
            text,
            "\
/// One.
struct One;

impl One {
    fn a(&self) {
        match 1 {
            1 => {}
            _ => {}
        }
    }

    /// B.
    fn b(&self) {}
    fn c(&self) {
        self.a();
    }
}
"
        );
    }
}
