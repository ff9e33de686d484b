//! Operands and what stands behind them: calls, fields, indices and `?`, one after the other.

use super::types::PathIn;
use super::{Done, INDENT, Part, Printer, Unknown};
use crate::tokens::Kind;

/// What stands behind an operand.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// `(…)`
    Call,
    /// `[…]`
    Index,
    /// `.name(…)`
    Method,
    /// `.name`, `.0` or `.await`
    Field,
    /// `?`
    Try,
}

/// An operand and what stands behind it, each with the number of its first token.
pub(super) struct Chain {
    pub(super) operand: Part,
    pub(super) steps: Vec<(Step, usize)>,
}

impl Printer<'_> {
    pub(super) fn chain(&self, part: Part) -> Result<Chain, Unknown> {
        let mut at = part.start;
        if matches!(
            self.text(at),
            "match" | "if" | "for" | "return" | "let" | "async"
        ) {
            return Err(Unknown);
        }
        match self.tokens.kind(at) {
            Some(Kind::Literal) => at += 1,
            Some(Kind::Open) => at = self.behind(at),
            Some(Kind::Word) | Some(Kind::Mark) => {
                at = self.behind_path(at)?;
                if at < part.end && self.is(at, "!") {
                    at = self.behind(at + 1);
                } else if at < part.end && self.is(at, "{") {
                    at = self.behind(at);
                }
            }
            Some(Kind::Close) | None => return Err(Unknown),
        }
        let operand = part.start..at;
        let mut steps = Vec::new();
        while at < part.end {
            let step = match self.text(at) {
                "(" => Step::Call,
                "[" => Step::Index,
                "?" => Step::Try,
                "." => {
                    // `1.0` may be two fields.
                    if self.tokens.kind(at + 1) == Some(Kind::Literal)
                        && self.text(at + 1).contains('.')
                    {
                        return Err(Unknown);
                    }
                    match self.behind_name(at + 1)? {
                        open if self.is(open, "(") && open < part.end => Step::Method,
                        _ => Step::Field,
                    }
                }
                _ => return Err(Unknown),
            };
            steps.push((step, at));
            at = match step {
                Step::Call | Step::Index => self.behind(at),
                Step::Try => at + 1,
                Step::Field => at + 2,
                Step::Method => {
                    let open = self.behind_name(at + 1)?;
                    self.behind(open)
                }
            };
        }
        match at == part.end {
            true => Ok(Chain { operand, steps }),
            false => Err(Unknown),
        }
    }

    /// The number of the token behind a method's name and its generic arguments.
    fn behind_name(&self, at: usize) -> Result<usize, Unknown> {
        match self.is(at + 1, "::") && self.is(at + 2, "<") {
            true => self.behind_angle(at + 2),
            false => Ok(at + 1),
        }
    }

    pub(super) fn behind_path(&self, mut at: usize) -> Result<usize, Unknown> {
        if self.is(at, "<") {
            at = self.behind_angle(at)?;
        } else if self.is_word(at) {
            at += 1;
        } else if !self.is(at, "::") {
            return Err(Unknown);
        }
        while self.is(at, "::") {
            at = match self.is(at + 1, "<") {
                true => self.behind_angle(at + 1)?,
                false => at + 2,
            };
        }
        Ok(at)
    }

    /// Prints the first steps of a chain as an expression of its own.
    pub(super) fn whole(&mut self, chain: &Chain, steps: usize, begins_line: bool) -> Done {
        let Some((step, at)) = steps.checked_sub(1).map(|last| chain.steps[last]) else {
            return self.operand(chain.operand.clone());
        };
        match step {
            Step::Call | Step::Index | Step::Try => {
                self.whole(chain, steps - 1, begins_line)?;
                self.step(step, at, false)
            }
            Step::Method | Step::Field => {
                self.boxes.all(INDENT);
                self.dotted(chain, steps, begins_line, true)?;
                self.boxes.end();
                Ok(())
            }
        }
    }

    /// Prints the first steps of a chain as the start of a longer one, within its box.
    fn start(&mut self, chain: &Chain, steps: usize, begins_line: bool) -> Done {
        let Some((step, at)) = steps.checked_sub(1).map(|last| chain.steps[last]) else {
            self.boxes.all(-INDENT);
            self.operand(chain.operand.clone())?;
            self.boxes.end();
            return Ok(());
        };
        match step {
            Step::Call => {
                self.start(chain, steps - 1, false)?;
                self.step(step, at, false)
            }
            Step::Index | Step::Try => {
                self.start(chain, steps - 1, begins_line)?;
                self.step(step, at, false)
            }
            Step::Method | Step::Field => self.dotted(chain, steps, begins_line, false),
        }
    }

    /// Prints steps of which the last begins with a dot.
    fn dotted(&mut self, chain: &Chain, steps: usize, begins_line: bool, is_whole: bool) -> Done {
        let (step, at) = chain.steps[steps - 1];
        self.start(chain, steps - 1, begins_line)?;
        let is_short = steps == 1
            && chain.operand.len() == 1
            && self.is_word(chain.operand.start)
            && self.text(chain.operand.start).len() <= 4;
        if !(begins_line && is_short) {
            self.boxes.zero();
        }
        self.step(step, at, is_whole && begins_line && is_short)
    }

    fn step(&mut self, step: Step, at: usize, is_unindented: bool) -> Done {
        match step {
            Step::Call => self.call(at),
            Step::Index => {
                self.boxes.word("[");
                self.expression(self.within(at))?;
                self.boxes.word("]");
                Ok(())
            }
            Step::Try => {
                self.boxes.word("?");
                Ok(())
            }
            Step::Field => {
                self.boxes.word(".");
                self.token(at + 1);
                Ok(())
            }
            Step::Method => {
                self.boxes.word(".");
                let open = self.path(at + 1, PathIn::Expression)?;
                self.boxes.all(if is_unindented { -INDENT } else { 0 });
                self.call(open)?;
                self.boxes.end();
                Ok(())
            }
        }
    }

    /// Prints arguments in their brackets.
    fn call(&mut self, at: usize) -> Done {
        self.boxes.word("(");
        let arguments = self.list(self.within(at))?;
        match arguments.as_slice() {
            [only] if self.is_block_like(only)? => self.expression(only.clone())?,
            arguments => self.elements(arguments)?,
        }
        self.boxes.word(")");
        Ok(())
    }
}
