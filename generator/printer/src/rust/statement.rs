//! Blocks, statements, and the expressions that are made of blocks.

use super::types::PathIn;
use super::{Done, INDENT, Part, Printer, Unknown};

impl Printer<'_> {
    /// The statements of a block, each with a line end.
    pub(super) fn statements(&mut self, part: Part) -> Done {
        let mut at = part.start;
        while at < part.end {
            at = self.statement(at, part.end)?;
        }
        Ok(())
    }

    fn statement(&mut self, at: usize, end: usize) -> Result<usize, Unknown> {
        match self.text(at) {
            "let" => return self.binding(at, end),
            "fn" | "use" | "const" | "static" | "struct" | "enum" | "impl" => return self.item(at),
            "#" | "pub" => return Err(Unknown),
            _ => {}
        }
        if let Some(open) = self.call_in_rows(at) {
            return self.statement_in_rows(at, open);
        }
        let is_block = self.opens_block(at);
        let stop = match is_block {
            true => self.behind_block(at)?,
            false => self.until(at..end, ";")?,
        };
        if is_block && matches!(self.text(stop), "." | "?") {
            return Err(Unknown);
        }
        let has_semicolon = stop < end && self.is(stop, ";");
        if has_semicolon && self.text_before(stop) == Some("!") {
            return Err(Unknown);
        }
        self.boxes.some(0);
        self.expression_in(at..stop, true)?;
        let drops_it = self.is(at, "for") || self.is(at, "if") && !self.ends_in_else(at, stop)?;
        // What is no value is a statement, with or without.
        let adds_it = !has_semicolon && self.is_statement(&(at..stop))?;
        if has_semicolon && !drops_it || adds_it {
            self.boxes.word(";");
        }
        self.boxes.end();
        self.boxes.line();
        Ok(if has_semicolon { stop + 1 } else { stop })
    }

    /// A macro's call in rows, as a statement or the value of a block.
    fn statement_in_rows(&mut self, at: usize, open: usize) -> Result<usize, Unknown> {
        let end = self.behind(open);
        let is_whole = match self.text(end) {
            ";" | "}" | "" => true,
            "." | "?" => false,
            _ => self.is(open, "{"),
        };
        if !is_whole {
            return Err(Unknown);
        }
        let bang = self.path(at, PathIn::Expression)?;
        self.macro_call(bang)?;
        let has_semicolon = self.is(end, ";");
        if has_semicolon {
            self.boxes.word(";");
        }
        self.boxes.line();
        Ok(end + usize::from(has_semicolon))
    }

    /// The text before the brackets that end at a token.
    fn text_before(&self, end: usize) -> Option<&str> {
        let close = end.checked_sub(1)?;
        let open = self.tokens.partner(close);
        Some(self.text(open.checked_sub(1)?)).filter(|_| open < close)
    }

    /// Whether an expression of blocks begins at a token.
    fn opens_block(&self, at: usize) -> bool {
        matches!(self.text(at), "match" | "if" | "for" | "{")
    }

    /// `let pattern: Type = value;` or `let pattern = value else { … };`
    fn binding(&mut self, at: usize, end: usize) -> Result<usize, Unknown> {
        let stop = self.until(at..end, ";")?;
        let equals = self.until(at..stop, "=")?;
        let otherwise = match self.is(equals + 1, "if") {
            true => stop,
            false => self.until(equals..stop, "else")?,
        };
        let ends_in_brace = otherwise < stop && self.is(otherwise - 1, "}");
        if stop == end || ends_in_brace {
            return Err(Unknown);
        }
        self.boxes.some(0);
        self.boxes.word("let ");
        self.typed_pattern(at + 1..equals)?;
        if equals < stop {
            self.boxes.word(" = ");
            self.boxes.never();
            self.expression(equals + 1..otherwise)?;
        }
        if otherwise < stop {
            self.boxes.space();
            self.boxes.word("else ");
            self.boxes.end();
            self.boxes.never();
            self.boxes.all(INDENT);
            self.small_block(otherwise + 1)?;
        }
        self.boxes.end();
        self.boxes.word(";");
        self.boxes.line();
        Ok(stop + 1)
    }

    /// A pattern, with or without a type.
    pub(super) fn typed_pattern(&mut self, part: Part) -> Done {
        let colon = self.until(part.clone(), ":")?;
        self.pattern(part.start..colon)?;
        if colon < part.end {
            self.boxes.word(": ");
            self.ty(colon + 1..part.end)?;
        }
        Ok(())
    }

    /// The number of the token behind a `match`, `if`, `for` or block.
    pub(super) fn behind_block(&self, at: usize) -> Result<usize, Unknown> {
        if self.is(at, "{") {
            return Ok(self.behind(at));
        }
        let mut end = self.behind(self.brace(at)?);
        while self.is(at, "if") && self.is(end, "else") {
            end = self.behind(self.brace(end)?);
        }
        Ok(end)
    }

    /// The brace that opens behind a keyword and its condition, which has none of its own.
    fn brace(&self, at: usize) -> Result<usize, Unknown> {
        let brace = self.until(at + 1..self.tokens.len(), "{")?;
        match self.is(brace, "{") {
            true => Ok(brace),
            false => Err(Unknown),
        }
    }

    fn ends_in_else(&self, at: usize, end: usize) -> Result<bool, Unknown> {
        let mut at = self.behind(self.brace(at)?);
        let mut is_else = false;
        while at < end && self.is(at, "else") {
            is_else = !self.is(at + 1, "if");
            at = self.behind(self.brace(at)?);
        }
        Ok(is_else)
    }

    /// Prints a `match`, `if`, `for` or block.
    pub(super) fn block_like(&mut self, part: Part) -> Done {
        match self.text(part.start) {
            "{" => {
                self.boxes.all(INDENT);
                self.small_block(part.start)?;
                self.boxes.end();
                Ok(())
            }
            "match" => self.choice(part.start),
            "if" => self.branches(part),
            _ => self.repetition(part.start),
        }
    }

    fn condition(&mut self, part: Part) -> Done {
        self.boxes.all(0);
        self.expression(part.clone())?;
        if self.wraps(&part)? {
            self.boxes.space();
        } else {
            self.boxes.word(" ");
        }
        self.boxes.end();
        Ok(())
    }

    /// `if … { … } else { … }`
    fn branches(&mut self, part: Part) -> Done {
        let mut at = part.start;
        let first = self.brace(at)?;
        self.boxes.all(INDENT);
        loop {
            let brace = self.brace(at)?;
            self.boxes.word("if ");
            self.boxes.all(-INDENT);
            self.condition(at + 1..brace)?;
            self.boxes.end();
            let behind = self.behind(brace);
            if behind == part.end && brace == first {
                self.large_block(brace)?;
                break;
            }
            self.small_block(brace)?;
            if behind == part.end {
                break;
            }
            self.boxes.word(" else ");
            at = behind + 1;
            if !self.is(at, "if") {
                self.small_block(at)?;
                break;
            }
        }
        self.boxes.end();
        Ok(())
    }

    /// A block that ends its line, unless it is empty.
    fn large_block(&mut self, at: usize) -> Done {
        let inner = self.within(at);
        if inner.is_empty() {
            self.boxes.word("{}");
            return Ok(());
        }
        self.boxes.word("{");
        self.boxes.line();
        self.statements(inner)?;
        self.boxes.shift(-INDENT);
        self.boxes.word("}");
        Ok(())
    }

    /// A block that stands on a line where it is one short expression.
    pub(super) fn small_block(&mut self, at: usize) -> Done {
        if !self.is(at, "{") {
            return Err(Unknown);
        }
        let inner = self.within(at);
        self.boxes.word("{");
        if !inner.is_empty() {
            self.boxes.space();
            if self.is_one_expression(&inner)? {
                self.boxes.some(0);
                self.expression_in(inner, true)?;
                self.boxes.end();
                self.boxes.space();
            } else {
                self.statements(inner)?;
            }
            self.boxes.shift(-INDENT);
        }
        self.boxes.word("}");
        Ok(())
    }

    /// Whether a block holds one expression, which is its value.
    fn is_one_expression(&self, inner: &Part) -> Result<bool, Unknown> {
        if inner.is_empty() {
            return Ok(false);
        }
        match self.text(inner.start) {
            "let" | "#" | "fn" | "use" | "const" | "static" | "struct" => return Ok(false),
            _ if self.opens_block(inner.start) => {
                return Ok(self.behind_block(inner.start)? == inner.end);
            }
            _ if self.text_before(inner.end) == Some("!") => return Err(Unknown),
            _ => {}
        }
        Ok(self.until(inner.clone(), ";")? == inner.end)
    }

    /// `for pattern in values { … }`
    fn repetition(&mut self, at: usize) -> Done {
        let brace = self.brace(at)?;
        let word = self.until(at..brace, "in")?;
        self.boxes.some(0);
        self.boxes.word("for ");
        self.pattern(at + 1..word)?;
        self.boxes.word(" in ");
        self.boxes.never();
        self.condition(word + 1..brace)?;
        self.body(brace)?;
        self.boxes.end();
        Ok(())
    }

    /// The braces of a loop, a `match` arm or the like.
    fn body(&mut self, brace: usize) -> Done {
        self.boxes.word("{");
        self.boxes.never();
        self.boxes.all(INDENT);
        self.boxes.inner_line();
        self.statements(self.within(brace))?;
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        Ok(())
    }

    /// `match value { … }`
    fn choice(&mut self, at: usize) -> Done {
        let brace = self.brace(at)?;
        self.boxes.some(0);
        self.boxes.word("match ");
        self.condition(at + 1..brace)?;
        self.boxes.word("{");
        self.boxes.never();
        self.boxes.all(INDENT);
        self.boxes.inner_line();
        let arms = self.within(brace);
        let mut at = arms.start;
        while at < arms.end {
            at = self.arm(at, arms.end)?;
            self.boxes.line();
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        self.boxes.end();
        Ok(())
    }

    fn arm(&mut self, at: usize, end: usize) -> Result<usize, Unknown> {
        let arrow = self.until(at..end, "=>")?;
        if arrow == end || self.is(at, "#") {
            return Err(Unknown);
        }
        let mut body = arrow + 1..end;
        let stop = match self.text(body.start) {
            "{" if !matches!(self.text(self.behind(body.start)), "." | "?") => {
                self.behind(body.start)
            }
            "match" | "if" | "for" => self.behind_block(body.start)?,
            _ => self.until(body.clone(), ",")?,
        };
        if matches!(self.text(stop), "." | "?") {
            return Err(Unknown);
        }
        body.end = stop;
        self.boxes.some(0);
        let guard = self.until(at..arrow, "if")?;
        self.pattern(at..guard)?;
        if guard < arrow {
            self.boxes.word(" if ");
            self.expression(guard + 1..arrow)?;
        }
        self.boxes.word(" => ");
        self.arm_body(body)?;
        self.boxes.end();
        Ok(if self.is(stop, ",") { stop + 1 } else { stop })
    }

    fn arm_body(&mut self, mut body: Part) -> Done {
        while self.is(body.start, "{") && self.behind(body.start) == body.end {
            let inner = self.within(body.start);
            if !self.is_one_expression(&inner)? {
                break;
            }
            body = inner;
        }
        let is_unit = body.len() == 2 && self.is(body.start, "(");
        if is_unit {
            self.boxes.word("{");
            self.boxes.never();
            self.boxes.word("}");
            return Ok(());
        }
        if self.is(body.start, "{") && self.behind(body.start) == body.end {
            return self.body(body.start);
        }
        let otherwise = (!self.opens_block(body.start)).then_some(',');
        self.boxes.never();
        self.boxes.all(INDENT);
        self.braced_if_broken(body, true, otherwise)?;
        self.boxes.end();
        Ok(())
    }
}
