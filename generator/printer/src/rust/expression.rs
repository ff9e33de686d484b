//! Expressions.

use super::chain::Step;
use super::{Done, INDENT, Part, Printer, Unknown};
use crate::boxes::Break;
use crate::tokens::Kind;

/// The operators between two operands, those that bind least first.
const OPERATORS: [&[&str]; 7] = [
    &["=", "+=", "-=", "*="],
    &["..", "..="],
    &["||"],
    &["&&"],
    &["==", "!=", "<", ">", "<=", ">="],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Printer<'_> {
    pub(super) fn expression(&mut self, part: Part) -> Done {
        self.expression_in(part, false)
    }

    /// Prints an expression, which may begin its line.
    pub(super) fn expression_in(&mut self, part: Part, begins_line: bool) -> Done {
        if part.is_empty() {
            return Err(Unknown);
        }
        let start = part.start;
        match self.text(start) {
            "match" | "if" | "for" | "{" => {
                return match self.behind_block(start)? == part.end {
                    true => self.block_like(part),
                    false => Err(Unknown),
                };
            }
            "|" | "||" | "move" => return self.closure(part),
            "let" if self.until(part.clone(), "&&")? == part.end => {
                return self.condition_let(part);
            }
            "return" if part.len() > 1 => {
                self.boxes.word("return ");
                return self.expression(start + 1..part.end);
            }
            "async" | "unsafe" | "loop" | "while" | "break" | "continue" | "const" => {
                return Err(Unknown);
            }
            _ => {}
        }
        if let Some((at, rank)) = self.operator(&part)? {
            return self.binary(part, at, rank);
        }
        match self.text(start) {
            mark @ ("&" | "&&" | "*" | "!" | "-") => {
                self.boxes.word(mark);
                let mut at = start + 1;
                if mark.starts_with('&') && self.is(at, "mut") {
                    self.boxes.word("mut ");
                    at += 1;
                }
                self.expression(at..part.end)
            }
            _ => {
                let chain = self.chain(part)?;
                self.whole(&chain, chain.steps.len(), begins_line)
            }
        }
    }

    /// The operator that binds least, and its rank; of several, the last.
    fn operator(&self, part: &Part) -> Result<Option<(usize, usize)>, Unknown> {
        let mut found: Option<(usize, usize)> = None;
        let mut at = part.start;
        while at < part.end {
            let text = self.text(at);
            if text == "<" && self.opens_angle(at, part.start) {
                at = self.behind_angle(at)?;
                continue;
            }
            if self.tokens.kind(at) == Some(Kind::Mark) {
                let is_between = at > part.start && self.ends_operand(at - 1);
                let rank = OPERATORS.iter().position(|same| same.contains(&text));
                let binds_less = |rank| found.is_none_or(|(_, least)| rank <= least);
                match rank {
                    Some(rank) if (is_between || rank == 1) && binds_less(rank) => {
                        found = Some((at, rank));
                    }
                    None if matches!(text, "|" | "^" | "<<" | "=>" | "->" | ";" | "@") => {
                        return Err(Unknown);
                    }
                    _ => {}
                }
            } else if text == "as" {
                return Err(Unknown);
            }
            at = self.behind(at);
        }
        Ok(found)
    }

    fn binary(&mut self, part: Part, at: usize, rank: usize) -> Done {
        let (left, right) = (part.start..at, at + 1..part.end);
        match rank {
            0 if self.is(at, "=") => {
                self.boxes.some(0);
                self.expression(left)?;
                self.boxes.word(" = ");
                self.boxes.never();
                self.expression(right)?;
                self.boxes.end();
            }
            1 => {
                if !left.is_empty() {
                    self.expression(left)?;
                }
                self.token(at);
                if !right.is_empty() {
                    self.expression(right)?;
                }
            }
            _ => {
                self.boxes.some(INDENT);
                self.boxes.some(-INDENT);
                self.expression(left)?;
                self.boxes.end();
                self.boxes.space();
                self.token(at);
                self.boxes.word(" ");
                self.expression(right)?;
                self.boxes.end();
            }
        }
        Ok(())
    }

    /// `let pattern = value`, as a condition.
    fn condition_let(&mut self, part: Part) -> Done {
        let equals = self.until(part.clone(), "=")?;
        self.boxes.some(0);
        self.boxes.word("let ");
        self.boxes.some(0);
        self.pattern(part.start + 1..equals)?;
        self.boxes.end();
        self.boxes.word(" = ");
        self.boxes.never();
        self.boxes.some(0);
        self.expression(equals + 1..part.end)?;
        self.boxes.end();
        self.boxes.end();
        Ok(())
    }

    /// `|a, b| value`
    fn closure(&mut self, part: Part) -> Done {
        let mut at = part.start;
        self.boxes.some(0);
        if self.is(at, "move") {
            self.boxes.word("move ");
            at += 1;
        }
        let inputs = match self.text(at) {
            "||" => at..at,
            "|" => at + 1..self.until(at + 1..part.end, "|")?,
            _ => return Err(Unknown),
        };
        let body = inputs.end + 1..part.end;
        if self.is(body.start, "->") {
            return Err(Unknown);
        }
        self.boxes.all(INDENT);
        self.boxes.word("|");
        let inputs = self.list_of_types(inputs)?;
        for (index, input) in inputs.iter().enumerate() {
            if index == 0 {
                self.boxes.zero();
            }
            self.typed_pattern(input.clone())?;
            if index + 1 < inputs.len() {
                self.boxes.word(",");
                self.boxes.space();
            }
        }
        self.boxes.word("|");
        self.boxes.space();
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.never();
        if self.stands_by_itself(&body)? {
            self.expression(body)?;
        } else {
            self.boxes.all(INDENT);
            self.braced_if_broken(body, false, None)?;
            self.boxes.end();
        }
        self.boxes.end();
        Ok(())
    }

    /// Prints an expression that is put into braces where it does not fit on the line.
    pub(super) fn braced_if_broken(
        &mut self,
        part: Part,
        begins_line: bool,
        otherwise: Option<char>,
    ) -> Done {
        let is_statement = self.is_statement(&part)?;
        self.boxes.add(Break {
            before: Some('{'),
            ..Break::default()
        });
        self.expression_in(part, begins_line)?;
        self.boxes.add(Break {
            indent: -INDENT,
            before: is_statement.then_some(';'),
            after: Some('}'),
            otherwise,
            ..Break::default()
        });
        Ok(())
    }

    /// Whether an expression has no value, so that it ends in a semicolon wherever it may.
    pub(super) fn is_statement(&self, part: &Part) -> Result<bool, Unknown> {
        match self.text(part.start) {
            "return" => Ok(true),
            "match" | "if" | "for" | "{" | "|" | "||" | "move" => Ok(false),
            _ => Ok(matches!(self.operator(part)?, Some((_, 0)))),
        }
    }

    /// Whether the body of a closure needs no braces, however long it is.
    fn stands_by_itself(&self, part: &Part) -> Result<bool, Unknown> {
        if self.is(part.start, "match") {
            return Ok(true);
        }
        if self.is_block_like(part)? {
            return Ok(true);
        }
        if matches!(
            self.text(part.start),
            "if" | "for" | "return" | "&" | "*" | "!" | "-"
        ) || self.operator(part)?.is_some()
        {
            return Ok(false);
        }
        let chain = self.chain(part.clone())?;
        Ok(matches!(chain.steps.last(), Some((Step::Call, _))))
    }

    /// Whether an expression has brackets of its own around all of it, or is a closure.
    pub(super) fn is_block_like(&self, part: &Part) -> Result<bool, Unknown> {
        let start = part.start;
        match self.text(start) {
            "|" | "||" | "move" => return Ok(true),
            "[" if self.behind(start) == part.end => {
                return Ok(self.until(self.within(start), ";")? == part.end - 1);
            }
            "{" if self.behind(start) == part.end => return Ok(true),
            "(" if self.behind(start) == part.end => {
                let inner = self.within(start);
                let comma = self.until(inner.clone(), ",")?;
                return Ok(inner.is_empty() || comma < inner.end);
            }
            _ => {}
        }
        // `Name { … }`
        let last = part.end - 1;
        if !self.is(last, "}") || !self.is_word(start) {
            return Ok(false);
        }
        let open = self.tokens.partner(last);
        if self.is(open - 1, "!") {
            return Ok(false);
        }
        let is_path = (start..open).all(|at| self.is_word(at) || self.is(at, "::"));
        let is_keyword = matches!(self.text(start), "if" | "match" | "for" | "return");
        if !is_keyword && !is_path {
            return Err(Unknown);
        }
        Ok(!is_keyword)
    }

    /// Whether a condition's braces stand on a line of their own when it does not fit on one.
    pub(super) fn wraps(&self, part: &Part) -> Result<bool, Unknown> {
        if self.is(part.start, "let") && self.until(part.clone(), "&&")? == part.end {
            let equals = self.until(part.clone(), "=")?;
            return self.wraps(&(equals + 1..part.end));
        }
        match self.operator(part)? {
            // Of a range, its end says it.
            Some((at, 1)) if at + 1 == part.end => return Ok(false),
            Some((at, 1)) => return self.wraps(&(at + 1..part.end)),
            Some(_) => return Ok(true),
            None => {}
        }
        if matches!(self.text(part.start), "&" | "&&" | "*" | "!" | "-") {
            let is_mutable = self.is(part.start + 1, "mut");
            return self.wraps(&(part.start + 1 + usize::from(is_mutable)..part.end));
        }
        let chain = self.chain(part.clone())?;
        for (step, _) in chain.steps.iter().rev() {
            match step {
                Step::Call | Step::Try => {}
                Step::Index | Step::Method | Step::Field => return Ok(true),
            }
        }
        let operand = chain.operand;
        if self.is(operand.start, "(") {
            return Err(Unknown);
        }
        Ok(false)
    }
}
