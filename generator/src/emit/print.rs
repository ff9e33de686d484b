//! Tokens into formatted text, piece by piece.

use proc_macro2::TokenStream;

use super::doc;
use super::paths::Paths;

/// A piece's text, and what its paths start with.
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) paths: Paths,
}

/// A piece, by its items.
pub(super) fn piece(piece: impl IntoIterator<Item = TokenStream>) -> Printed {
    let mut text = items(piece);
    text.shrink_to_fit();
    let paths = Paths::of(&text);
    Printed { text, paths }
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

fn item_text(item: TokenStream) -> String {
    let text = faircopy_printer::items(item).unwrap_or_else(|unknown| by_syntax(unknown.source()));
    spaced(&text)
}

/// Prints any item, by way of its syntax tree.
fn by_syntax(source: &str) -> String {
    match syn::parse_str(source) {
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
