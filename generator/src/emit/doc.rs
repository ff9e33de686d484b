//! What a document says about an item, as `#[doc]` attributes that are safe to build.
//!
//! The text of a document is data from strangers: nothing in it may run as a
//! doctest, become a link into the crate, or upset rustdoc.

mod markdown;
mod sentence;

use memchr::memchr;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::constraint;
use crate::ir::{Constraint, Docs, Shape};
use crate::pointer::Pointer;

pub use markdown::{inline, lines};
pub use sentence::{object_constraints, sentences};

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
    attribute(lines)
}

/// Stands between the lines of docs within an attribute. No line holds it, since what cannot be
/// seen is written as an escape.
const LINE_END: char = '\u{1}';

/// Printed code with each line of docs on a line of its own.
pub fn in_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.split_inclusive('\n') {
        push_lines(&mut out, line);
    }
    out
}

/// Adds a line of printed code, which may hold several lines of docs.
pub(super) fn push_lines(out: &mut String, line: &str) {
    if memchr(LINE_END as u8, line.as_bytes()).is_none() {
        out.push_str(line);
        return;
    }
    let mut lines = line.split(LINE_END);
    let first = lines.next().unwrap_or_default();
    out.push_str(first);
    let indent = &first[..first.len() - first.trim_start_matches(' ').len()];
    for line in lines {
        out.push('\n');
        out.push_str(indent);
        out.push_str("///");
        out.push_str(line);
    }
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
        attribute(self.lines.iter().map(String::as_str))
    }
}

/// Lines of docs as one attribute, which [`in_lines`] prints as `///` each: an attribute a line
/// would cost several times as much.
fn attribute<'a>(lines: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let mut lines = lines.into_iter().flat_map(|lines| lines.split('\n'));
    let Some(first) = lines.next() else {
        return TokenStream::new();
    };
    let mut text = String::new();
    push_line(&mut text, first);
    for line in lines {
        text.push(LINE_END);
        push_line(&mut text, line);
    }
    let text = Literal::string(&text);
    quote!(#[doc = #text])
}

/// Adds a line. What cannot be seen, and what turns the direction of writing, is written as an
/// escape, whoever made the line.
fn push_line(text: &mut String, line: &str) {
    let line = line.trim_end();
    if line.is_empty() {
        return;
    }
    text.push(' ');
    if line.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
        text.push_str(line);
        return;
    }
    for letter in line.chars() {
        match letter {
            '\t' => text.push(letter),
            letter => markdown::push_visible(text, letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(docs: &Docs, notes: &[String]) -> String {
        let attributes = attributes(docs, notes, Some(&Pointer::root()));
        let file = syn::parse2(quote!(#attributes pub struct X;)).expect("attributes parse");
        in_lines(&prettyplease::unparse(&file))
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
