//! What a document says about an item, as `#[doc]` attributes that are safe to build.
//!
//! The text of a document is data from strangers: nothing in it may run as a
//! doctest, become a link into the crate, or upset rustdoc.

mod markdown;
mod sentence;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::constraint;
use crate::ir::{Constraint, Docs, Shape};
use crate::pointer::Pointer;

pub use markdown::{inline, lines};
pub use sentence::{rules, sentences};

/// The docs of an item: its summary, its description, then `notes` as one
/// paragraph, and where the document defines it.
pub fn attributes(docs: &Docs, notes: &[String], source: Option<&Pointer>) -> TokenStream {
    let mut text = Text::default();
    text.docs(docs);
    if !notes.is_empty() {
        text.paragraph([notes.join(" ")]);
    }
    if let Some(source) = source {
        text.paragraph([format!("Source: {}", code(&format!("{source}")))]);
    }
    text.attributes()
}

/// Docs of the generator's own, each line as it is.
pub fn plain<'a>(lines: impl IntoIterator<Item = &'a str>) -> TokenStream {
    lines.into_iter().map(attribute).collect()
}

/// `#[deprecated]`, where the document says so.
pub fn deprecated(docs: &Docs) -> TokenStream {
    if docs.deprecated {
        quote!(#[deprecated])
    } else {
        TokenStream::new()
    }
}

/// What a property's or a parameter's docs add to its description: its
/// constraints as sentences, its default, and its wire name where that is another.
pub fn notes(shape: &Shape, default: Option<&Value>, wire: Option<&str>) -> Vec<String> {
    let mut notes = sentences(shape);
    if let Some(default) = default {
        notes.push(format!("Default: {}.", code(&default.to_string())));
    }
    if let Some(wire) = wire {
        notes.push(wire_name(wire));
    }
    notes
}

/// What constraints say, where they are not a shape's.
pub fn constraints(constraints: &[Constraint]) -> Vec<String> {
    constraint::sentence(constraints).into_iter().collect()
}

/// The sentence about an item whose name in the document is another.
pub fn wire_name(wire: &str) -> String {
    format!("Wire name: {}.", code(wire))
}

/// Text as a code span on one line.
pub fn code(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut shown = String::with_capacity(text.len());
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c => markdown::push_visible(&mut shown, c),
        }
    }
    let fence = "`".repeat(markdown::longest_run(&shown, '`') + 1);
    // Backticks at the ends, and nothing at all, would run into the fence.
    let padding = if shown.is_empty() || shown.starts_with('`') || shown.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{padding}{shown}{padding}{fence}")
}

/// Paragraphs of Markdown, safe by line.
#[derive(Default)]
struct Text {
    lines: Vec<String>,
}

impl Text {
    fn docs(&mut self, docs: &Docs) {
        let summary = docs
            .summary
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let description = docs
            .description
            .as_deref()
            .map(str::trim_end)
            .filter(|text| !text.trim().is_empty());
        match (summary, description) {
            // A description that begins with the summary says it already.
            (Some(summary), Some(description))
                if !description.trim_start().starts_with(summary) =>
            {
                self.summary(summary);
                self.paragraph(lines(description));
            }
            (Some(summary), None) => self.summary(summary),
            (_, Some(description)) => self.paragraph(lines(description)),
            (None, None) => {}
        }
        for note in &docs.notes {
            self.paragraph([inline(note)]);
        }
        if let Some(example) = docs.examples.first().map(Value::to_string)
            && example.len() <= 80
        {
            self.paragraph([format!("Example: {}.", code(&example))]);
        }
        if let Some(url) = &docs.external {
            self.paragraph([inline(&format!("See {url}"))]);
        }
    }

    fn summary(&mut self, summary: &str) {
        let mut line = inline(summary);
        if line.ends_with(|c: char| c.is_alphanumeric()) {
            line.push('.');
        }
        self.paragraph([line]);
    }

    fn paragraph(&mut self, lines: impl IntoIterator<Item = String>) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }

    fn attributes(&self) -> TokenStream {
        self.lines.iter().map(|line| attribute(line)).collect()
    }
}

/// Lines of docs. Each is an attribute of its own, which prints as `///`. What cannot be seen, and
/// what turns the direction of writing, is written as an escape, whoever made the line.
fn attribute(lines: &str) -> TokenStream {
    lines.split('\n').map(line_attribute).collect()
}

fn line_attribute(line: &str) -> TokenStream {
    let mut text = String::with_capacity(line.len() + 1);
    for letter in line.trim_end().chars() {
        if text.is_empty() {
            text.push(' ');
        }
        match letter {
            '\t' => text.push(letter),
            letter => markdown::push_visible(&mut text, letter),
        }
    }
    let text = Literal::string(&text);
    quote!(#[doc = #text])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(docs: &Docs, notes: &[String]) -> String {
        let attributes = attributes(docs, notes, Some(&Pointer::root()));
        let file = syn::parse2(quote!(#attributes pub struct X;)).expect("attributes parse");
        prettyplease::unparse(&file)
    }

    #[test]
    fn summary_description_notes_and_source_stand_in_that_order() {
        let docs = Docs {
            summary: Some("What to change".into()),
            description: Some("One\nparagraph.\n\nAnother.".into()),
            examples: vec![Value::from(3)],
            ..Docs::default()
        };
        let notes = ["1 to 64 characters.".to_owned(), wire_name("petId")];
        assert_eq!(
            printed(&docs, &notes),
            "\
/// What to change.
///
/// One
/// paragraph.
///
/// Another.
///
/// Example: `3`.
///
/// 1 to 64 characters. Wire name: `petId`.
///
/// Source: `#`
pub struct X;
"
        );
    }

    #[test]
    fn a_description_that_repeats_the_summary_stands_alone() {
        let docs = Docs {
            summary: Some("A pet".into()),
            description: Some("A pet of the store.".into()),
            ..Docs::default()
        };
        assert!(printed(&docs, &[]).starts_with("/// A pet of the store.\n///\n/// Source"));
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("petId"), "`petId`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb\u{202e}"), "`a\\nb\\u{202e}`");
        assert_eq!(code(""), "`  `");
    }
}
