//! Attributes, docs among them.

use super::types::PathIn;
use super::{Done, INDENT, Part, Printer, Unknown};
use crate::tokens::{Kind, unescaped};

impl Printer<'_> {
    /// Prints attributes, each on a line where what follows does not fit on the same.
    pub(super) fn attributes(&mut self, mut at: usize) -> Result<usize, Unknown> {
        while self.is(at, "#") && self.is(at + 1, "[") {
            let inner = self.within(at + 1);
            if self.is(inner.start, "doc") && self.is(inner.start + 1, "=") {
                self.documentation(inner.start + 2)?;
            } else {
                self.boxes.word("#[");
                self.attribute(inner)?;
                self.boxes.word("]");
                self.boxes.space();
            }
            at = self.behind(at + 1);
        }
        Ok(at)
    }

    /// Docs, as a comment.
    fn documentation(&mut self, at: usize) -> Done {
        let literal = self.text(at);
        let quoted = literal
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .ok_or(Unknown)?;
        let decoded;
        let text = if quoted.contains('\\') {
            decoded = unescaped(quoted).ok_or(Unknown)?;
            decoded.as_str()
        } else {
            quoted
        };
        if text.contains('\n') || text.starts_with('/') {
            return Err(Unknown);
        }
        self.boxes.word("///");
        self.boxes.word(text.trim_end_matches(' '));
        self.boxes.line();
        Ok(())
    }

    /// What stands in an attribute's brackets: `path`, `path = literal` or `path(words, …)`.
    fn attribute(&mut self, part: Part) -> Done {
        let at = self.path(part.start, PathIn::Expression)?;
        if at == part.end {
            return Ok(());
        }
        if self.is(at, "=") && at + 2 == part.end {
            self.boxes.word(" = ");
            self.token(at + 1);
            return Ok(());
        }
        if !self.is(at, "(") || self.behind(at) != part.end {
            return Err(Unknown);
        }
        let words = self.list(self.within(at))?;
        self.boxes.word("(");
        self.boxes.all(INDENT);
        self.boxes.zero();
        for (index, word) in words.iter().enumerate() {
            for token in word.clone() {
                match self.tokens.kind(token) {
                    Some(Kind::Word) => {}
                    Some(Kind::Mark) if self.is(token, "::") => {}
                    _ => return Err(Unknown),
                }
                self.token(token);
            }
            if index + 1 < words.len() {
                self.boxes.word(",");
                self.boxes.space();
            }
        }
        if self.is(part.end - 2, ",") {
            return Err(Unknown);
        }
        self.boxes.zero();
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word(")");
        Ok(())
    }
}
