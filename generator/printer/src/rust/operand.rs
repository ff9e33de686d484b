//! What operators and the steps of a chain stand behind: names, structures, tuples, arrays and literals.

use super::types::PathIn;
use super::{Done, INDENT, Part, Printer, Unknown};
use crate::tokens::Kind;

/// The width of the widest structure that stands on a line.
const STRUCTURE: isize = 34;

impl Printer<'_> {
    pub(super) fn elements(&mut self, elements: &[Part]) -> Done {
        self.boxes.all(INDENT);
        self.boxes.zero();
        for (index, element) in elements.iter().enumerate() {
            self.expression(element.clone())?;
            self.boxes.comma(index + 1 == elements.len(), 0);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        Ok(())
    }

    pub(super) fn operand(&mut self, part: Part) -> Done {
        let start = part.start;
        match self.text(start) {
            "(" => self.tuple(start),
            "[" => self.array(start),
            "{" => Err(Unknown),
            _ if self.tokens.kind(start) == Some(Kind::Literal) => {
                self.token(start);
                Ok(())
            }
            _ => self.named(part),
        }
    }

    /// A path, and what stands in the braces behind it, or a macro's call.
    fn named(&mut self, part: Part) -> Done {
        let behind = self.behind_path(part.start)?;
        if self.is(behind, "{") && behind < part.end {
            return self.structure(part.start, behind);
        }
        let end = match self.is(part.start, "<") {
            true => self.qualified(part.start, PathIn::Expression)?,
            false => self.path(part.start, PathIn::Expression)?,
        };
        if end == part.end {
            return Ok(());
        }
        self.macro_call(end)
    }

    /// What follows the path of a macro's call: rows in brackets, or `!(name)`, with a name or nothing
    /// at all.
    pub(super) fn macro_call(&mut self, at: usize) -> Done {
        let inner = self.within(at + 1);
        if self.is(at, "!")
            && self.tokens.kind(at + 1) == Some(Kind::Open)
            && self.holds_rows(at + 1)
        {
            self.boxes
                .word(if self.is(at + 1, "{") { "! " } else { "!" });
            return self.rows(at + 1);
        }
        if !self.is(at, "!") || !self.is(at + 1, "(") || inner.len() > 1 {
            return Err(Unknown);
        }
        self.boxes.word("!(");
        if !inner.is_empty() {
            self.boxes.all(INDENT);
            self.boxes.zero();
            self.boxes.some(0);
            self.token(inner.start);
            self.boxes.end();
            self.boxes.zero();
            self.boxes.shift(-INDENT);
            self.boxes.end();
        }
        self.boxes.word(")");
        Ok(())
    }

    /// `Name { field: value, ..rest }`
    fn structure(&mut self, at: usize, open: usize) -> Done {
        self.boxes.all(INDENT);
        self.boxes.some(-INDENT);
        if self.path(at, PathIn::Expression)? != open {
            return Err(Unknown);
        }
        self.boxes.end();
        self.boxes.word(" {");
        self.boxes.inner_space();
        let fields = self.list(self.within(open))?;
        if fields.is_empty() && self.boxes.width_of_last() > STRUCTURE {
            // Whether its braces then stand on two lines depends on what has been printed already.
            return Err(Unknown);
        }
        for (index, field) in fields.iter().enumerate() {
            let is_last = index + 1 == fields.len();
            if self.is(field.start, "..") {
                if !is_last {
                    return Err(Unknown);
                }
                self.boxes.word("..");
                self.expression(field.start + 1..field.end)?;
                self.boxes.space();
                break;
            }
            self.token(field.start);
            if self.is(field.start + 1, ":") {
                self.boxes.word(": ");
                self.boxes.some(0);
                self.expression(field.start + 2..field.end)?;
                self.boxes.end();
            } else if field.len() > 1 {
                return Err(Unknown);
            }
            self.boxes.comma(is_last, 1);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end_within(STRUCTURE);
        self.boxes.word("}");
        Ok(())
    }

    /// `(a, b)`, or `(a)`
    fn tuple(&mut self, at: usize) -> Done {
        let inner = self.within(at);
        let items = self.list(inner.clone())?;
        self.boxes.word("(");
        if let [only] = items.as_slice()
            && only.end == inner.end
        {
            self.expression(inner)?;
        } else {
            self.boxes.all(INDENT);
            self.boxes.zero();
            for (index, item) in items.iter().enumerate() {
                self.expression(item.clone())?;
                self.tuple_comma(index + 1 == items.len(), items.len());
            }
            self.boxes.shift(-INDENT);
            self.boxes.end();
        }
        self.boxes.word(")");
        Ok(())
    }

    fn array(&mut self, at: usize) -> Done {
        let inner = self.within(at);
        if self.until(inner.clone(), ";")? < inner.end {
            return Err(Unknown);
        }
        let items = self.list(inner)?;
        if items.is_empty() {
            self.boxes.word("[]");
            return Ok(());
        }
        if items.iter().all(|item| self.is_short(item)) {
            return self.shared_lines(&items);
        }
        self.boxes.word("[");
        self.elements(&items)?;
        self.boxes.word("]");
        Ok(())
    }

    /// Whether an element of an array is an integer, a character or a truth value, which share lines.
    fn is_short(&self, item: &Part) -> bool {
        let text = self.text(item.start);
        match self.tokens.kind(item.start) {
            _ if item.len() > 1 => false,
            Some(Kind::Literal) => {
                is_integer(text) || text.starts_with(['\'']) || text.starts_with("b'")
            }
            _ => matches!(text, "true" | "false"),
        }
    }

    fn shared_lines(&mut self, items: &[Part]) -> Done {
        self.boxes.all(INDENT);
        self.boxes.word("[");
        self.boxes.zero();
        self.boxes.some(0);
        for (index, item) in items.iter().enumerate() {
            self.token(item.start);
            if index + 1 < items.len() {
                self.boxes.word(",");
                self.boxes.space();
            }
        }
        self.boxes.end();
        self.boxes.comma(true, 0);
        self.boxes.shift(-INDENT);
        self.boxes.word("]");
        self.boxes.end();
        Ok(())
    }
}

/// Whether a literal is an integer, rather than text or a number with a fraction.
fn is_integer(literal: &str) -> bool {
    let has_radix = ["0x", "0o", "0b"]
        .iter()
        .any(|radix| literal.starts_with(radix));
    let behind = literal.trim_start_matches(|one: char| one.is_ascii_digit() || one == '_');
    has_radix || behind.len() < literal.len() && !behind.starts_with(['.', 'e', 'E', 'f'])
}
