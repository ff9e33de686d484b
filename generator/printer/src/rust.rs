//! Tokens of Rust straight into boxes, laid out as prettyplease does it, for the part of the language
//! that emitters use most.
//!
//! What is not known here is refused: see [`Unknown`].

use std::ops::Range;

use crate::boxes::Boxes;
use crate::tokens::{Kind, Tokens};

mod attribute;
mod chain;
mod expression;
mod item;
mod operand;
mod rows;
mod statement;
mod types;

/// How much deeper a block is indented.
const INDENT: isize = 4;

/// The keywords that are no segment of a path, nor a value.
const KEYWORDS: [&str; 46] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct",
    "trait", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield", "_",
];

/// The tokens are not of the part of the language that is known here.
#[derive(Debug)]
pub(super) struct Unknown;

type Done = Result<(), Unknown>;

/// A part of the tokens, by their numbers.
type Part = Range<usize>;

/// Prints items, each on lines of its own.
pub(super) fn items(tokens: &Tokens) -> Result<String, Unknown> {
    let mut printer = Printer {
        tokens,
        boxes: Boxes::default(),
    };
    printer.boxes.all(0);
    let mut at = 0;
    while at < tokens.len() {
        at = printer.item(at)?;
    }
    printer.boxes.end();
    Ok(printer.boxes.finish())
}

struct Printer<'t> {
    tokens: &'t Tokens,
    boxes: Boxes,
}

impl<'t> Printer<'t> {
    fn text(&self, index: usize) -> &'t str {
        self.tokens.text(index)
    }

    fn is(&self, index: usize, text: &str) -> bool {
        self.tokens.text(index) == text
    }

    fn is_word(&self, index: usize) -> bool {
        self.tokens.kind(index) == Some(Kind::Word)
    }

    /// Whether a path may have a segment of this name.
    fn is_name(&self, index: usize) -> bool {
        self.is_word(index) && !KEYWORDS.contains(&self.text(index)) && !self.is_lifetime(index)
    }

    fn is_lifetime(&self, index: usize) -> bool {
        self.is_word(index) && self.text(index).starts_with('\'')
    }

    fn token(&mut self, index: usize) {
        self.boxes.word(self.tokens.text(index));
    }

    /// The number of the token behind the one at `index`, or behind the brackets that open there.
    fn behind(&self, index: usize) -> usize {
        self.tokens.partner(index).max(index) + 1
    }

    /// What stands between the brackets that open at `index`.
    fn within(&self, index: usize) -> Part {
        index + 1..self.tokens.partner(index).max(index + 1)
    }

    /// Expressions by what stands between their commas; a comma at the end adds nothing.
    fn list(&self, part: Part) -> Result<Vec<Part>, Unknown> {
        self.split(part, ",", false)
    }

    /// As [`Self::list`], for what holds types, in which `<` never compares.
    fn list_of_types(&self, part: Part) -> Result<Vec<Part>, Unknown> {
        self.split(part, ",", true)
    }

    fn split(&self, part: Part, mark: &str, has_types: bool) -> Result<Vec<Part>, Unknown> {
        let mut items = Vec::new();
        let mut start = part.start;
        while start < part.end {
            let end = self.find(start..part.end, mark, has_types)?;
            if start == end {
                return Err(Unknown);
            }
            items.push(start..end);
            start = end + 1;
        }
        Ok(items)
    }

    /// Where a mark stands outside of brackets of any kind, and of the parameters of closures; the
    /// end of the part where it does not.
    fn until(&self, part: Part, mark: &str) -> Result<usize, Unknown> {
        self.find(part, mark, false)
    }

    fn find(&self, part: Part, mark: &str, has_types: bool) -> Result<usize, Unknown> {
        let mut at = part.start;
        while at < part.end {
            let text = self.text(at);
            if text == mark {
                return Ok(at);
            }
            let opens_closure = text == "|" && (at == part.start || !self.ends_operand(at - 1));
            at = if text == "<" && (has_types || self.opens_angle(at, part.start)) {
                self.behind_angle(at)?
            } else if opens_closure {
                self.until(at + 1..part.end, "|")? + 1
            } else {
                self.behind(at)
            };
        }
        Ok(part.end.min(at))
    }

    /// Whether `<` opens generic arguments rather than compares.
    fn opens_angle(&self, at: usize, start: usize) -> bool {
        at == start || self.is(at - 1, "::") || !self.ends_operand(at - 1)
    }

    /// The number of the token behind the `>` that matches the `<` at `index`.
    fn behind_angle(&self, index: usize) -> Result<usize, Unknown> {
        let mut depth = 0;
        let mut at = index;
        while at < self.tokens.len() {
            match self.text(at) {
                "<" => depth += 1,
                ">" => depth -= 1,
                "(" | "[" | "{" => at = self.tokens.partner(at),
                ")" | "]" | "}" | ";" => return Err(Unknown),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return Ok(at);
            }
        }
        Err(Unknown)
    }

    /// Whether an operand may end with a token, so that a mark behind it is an operator between two.
    fn ends_operand(&self, index: usize) -> bool {
        match self.tokens.kind(index) {
            Some(Kind::Word) => !matches!(
                self.text(index),
                "return" | "in" | "if" | "match" | "move" | "mut" | "else" | "as" | "let"
            ),
            Some(Kind::Literal | Kind::Close) => true,
            Some(Kind::Mark) => matches!(self.text(index), "?" | ">"),
            Some(Kind::Open) | None => false,
        }
    }
}
