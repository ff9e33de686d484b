//! Calls of macros in rows: what prettyplease would print like the words of a paragraph.

use super::{Done, INDENT, Part, Printer, Unknown};
use crate::tokens::Kind;

impl Printer<'_> {
    /// Whether the brackets that open at a token hold rows: what is in them ends in a comma, a
    /// semicolon, or brackets that hold rows.
    pub(super) fn holds_rows(&self, open: usize) -> bool {
        let inner = self.within(open);
        let Some(last) = inner.end.checked_sub(1).filter(|last| inner.contains(last)) else {
            return false;
        };
        match self.tokens.kind(last) {
            Some(Kind::Close) => self.holds_rows(self.tokens.partner(last)),
            _ => matches!(self.text(last), "," | ";"),
        }
    }

    /// The brackets of a macro's call that begins at a token, if they hold rows.
    pub(super) fn call_in_rows(&self, at: usize) -> Option<usize> {
        let bang = self.behind_path(at).ok()?;
        let is_call = self.is(bang, "!") && self.tokens.kind(bang + 1) == Some(Kind::Open);
        (is_call && self.holds_rows(bang + 1)).then_some(bang + 1)
    }

    /// Prints brackets and the rows in them, each on lines of its own.
    pub(super) fn rows(&mut self, open: usize) -> Done {
        self.token(open);
        self.boxes.never();
        self.boxes.all(INDENT);
        self.boxes.line();
        let inner = self.within(open);
        let mark = match self.text(inner.end - 1) {
            ";" => ";",
            _ => ",",
        };
        let mut at = inner.start;
        while at < inner.end {
            at = self.row(at, inner.end, mark)?;
            self.boxes.line();
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.token(inner.end);
        Ok(())
    }

    /// Prints the row that begins at `at`, and returns where it ends.
    fn row(&mut self, at: usize, end: usize, mark: &str) -> Result<usize, Unknown> {
        let start = self.attributes(at)?;
        let stop = self.end_of_row(start..end, mark)?;
        self.boxes.some(0);
        let mut head = start;
        for open in start..stop {
            if open < head || !self.is(open, "{") || !self.holds_rows(open) {
                continue;
            }
            // What precedes the rows is broken into lines as if they did not follow.
            self.tokens_of_row(head..open)?;
            if head < open {
                self.boxes.word(" ");
            }
            self.boxes.end();
            self.rows(open)?;
            self.boxes.some(0);
            head = self.behind(open);
        }
        self.tokens_of_row(head..stop)?;
        self.boxes.end();
        if stop < end && matches!(self.text(stop), "," | ";") {
            self.token(stop);
            return Ok(stop + 1);
        }
        Ok(stop)
    }

    /// Where a row ends: at its mark, or behind braces that hold rows.
    fn end_of_row(&self, row: Part, mark: &str) -> Result<usize, Unknown> {
        let mut at = row.start;
        while at < row.end {
            if self.is(at, mark) {
                return Ok(at);
            }
            let ends_here = self.is(at, "{") && self.holds_rows(at);
            at = match self.is(at, "<") {
                true => self.behind_angle(at)?,
                false => self.behind(at),
            };
            let begins_another = self.is_word(at) || matches!(self.text(at), "#" | ";" | ",");
            if ends_here && begins_another {
                return Ok(at);
            }
        }
        Ok(row.end)
    }

    /// Prints tokens with spaces between those that are no part of one another.
    fn tokens_of_row(&mut self, part: Part) -> Done {
        let mut at = part.start;
        let mut was_tight = true;
        while at < part.end {
            let is_prefix = self.is_prefix(at, part.start);
            if at > part.start && !was_tight && self.is_apart(at, is_prefix) {
                let is_list = matches!(self.text(at - 1), "," | ";");
                let holds = self.tokens.kind(at - 1) == Some(Kind::Mark) || self.is(at, "{");
                match is_list || !holds {
                    true => {
                        self.boxes.space();
                        self.boxes.shift(INDENT);
                    }
                    false => self.boxes.word(" "),
                }
            }
            was_tight = is_prefix || matches!(self.text(at), "::" | "." | ".." | "..=");
            at = match self.text(at) {
                "(" | "[" if self.holds_rows(at) => {
                    self.rows(at)?;
                    self.behind(at)
                }
                "(" | "[" | "{" => self.brackets(at)?,
                "<" => self.angle_brackets(at)?,
                "|" if is_prefix => {
                    let close = self.until(at + 1..part.end, "|")?;
                    self.token(at);
                    self.tokens_of_row(at + 1..close)?;
                    self.boxes.word("|");
                    was_tight = false;
                    close + 1
                }
                _ => {
                    self.token(at);
                    at + 1
                }
            };
        }
        Ok(())
    }

    /// Whether a mark belongs to what follows it.
    fn is_prefix(&self, at: usize, start: usize) -> bool {
        let stands_first = at == start || !self.ends_operand(at - 1);
        let is_call = self.is(at, "!") && self.tokens.kind(at + 1) == Some(Kind::Open);
        match self.text(at) {
            "&" | "&&" | "*" | "-" | "!" | "?" | "|" => stands_first || is_call,
            "#" | "$" => true,
            _ => false,
        }
    }

    /// Whether a space stands before a token, which is not the first.
    fn is_apart(&self, at: usize, is_prefix: bool) -> bool {
        let before = at - 1;
        let follows_name = match self.tokens.kind(before) {
            Some(Kind::Word) => self.is_name(before),
            _ => self.ends_operand(before),
        };
        match self.text(at) {
            "," | ";" | ":" | "." => false,
            "?" | "!" if is_prefix => !follows_name,
            "?" => false,
            "<" => !self.is_word(before),
            "(" | "[" | "::" | ".." | "..=" => !follows_name,
            _ => true,
        }
    }

    /// Prints brackets and what is in them, on one line where it fits.
    fn brackets(&mut self, open: usize) -> Result<usize, Unknown> {
        let inner = self.within(open);
        let end = self.behind(open);
        self.token(open);
        if !inner.is_empty() {
            let blank = isize::from(self.is(open, "{"));
            self.tokens_between(inner, blank)?;
        }
        self.token(end - 1);
        Ok(end)
    }

    fn angle_brackets(&mut self, open: usize) -> Result<usize, Unknown> {
        let end = self.behind_angle(open)?;
        self.token(open);
        if open + 1 < end - 1 {
            self.tokens_between(open + 1..end - 1, 0)?;
        }
        self.token(end - 1);
        Ok(end)
    }

    /// What stands between brackets, each on a line where they do not fit on one.
    fn tokens_between(&mut self, inner: Part, blank: isize) -> Done {
        self.boxes.all(INDENT);
        self.boxes.blank(blank);
        let mut at = inner.start;
        while at < inner.end {
            let stop = self.find(at..inner.end, ",", true)?;
            self.boxes.some(0);
            self.tokens_of_row(at..stop)?;
            self.boxes.end();
            if stop < inner.end {
                self.boxes.word(",");
                if stop + 1 < inner.end {
                    self.boxes.space();
                }
            }
            at = stop + 1;
        }
        self.boxes.blank(blank);
        self.boxes.shift(-INDENT);
        self.boxes.end();
        Ok(())
    }
}
