//! Tokens into formatted text, piece by piece, on two threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proc_macro2::TokenStream;

use super::context::Context;
use super::layout::Piece;
use super::paths::Paths;

/// With fewer pieces than this, a thread costs more than it saves.
const WORTH_A_THREAD: usize = 32;

/// A piece's text, and what its paths start with.
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) paths: Paths,
}

/// Each piece, in their order.
pub(super) fn pieces(context: &Context<'_>, pieces: &[Piece<'_>]) -> Vec<Printed> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((index, piece)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            pieces.get(index).map(|piece| (index, piece))
        } {
            let text = items(piece.items(context));
            let paths = Paths::of(&text);
            done.push((index, Printed { text, paths }));
        }
        done
    };
    let mut done = if pieces.len() < WORTH_A_THREAD {
        work()
    } else {
        thread::scope(|scope| {
            let other = scope.spawn(work);
            let mut done = work();
            // A panic of the other thread is a bug that must not be hidden.
            done.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
            done
        })
    };
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, printed)| printed).collect()
}

/// Items, set apart by blank lines, each with a line end.
pub(super) fn items(items: impl IntoIterator<Item = TokenStream>) -> String {
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
pub(super) fn lines(items: impl IntoIterator<Item = TokenStream>) -> String {
    items.into_iter().map(item_text).collect()
}

fn item_text(tokens: TokenStream) -> String {
    match syn::parse2(tokens) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        // Not reached unless an emitter has a bug; the compiler then says where it shows.
        Err(error) => format!("compile_error!({:?});\n", format!("faircopy: {error}")),
    }
}

/// Adds the blank lines between the members of an `impl`, a trait or a module, which
/// prettyplease leaves out.
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
        out.push_str(line);
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
