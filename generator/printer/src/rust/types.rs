//! Types, paths and patterns.

use super::{Done, INDENT, Part, Printer, Unknown};
use crate::tokens::Kind;

/// Where a path stands, which says how its generic arguments are written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum PathIn {
    /// `a::B<T>`
    Type,
    /// `a::B::<T>`
    Expression,
}

impl Printer<'_> {
    /// Prints the type of a part.
    pub(super) fn ty(&mut self, part: Part) -> Done {
        let end = self.type_at(part.start)?;
        if end == part.end {
            Ok(())
        } else {
            Err(Unknown)
        }
    }

    /// Prints the type that begins at `at`, and returns where it ends.
    pub(super) fn type_at(&mut self, at: usize) -> Result<usize, Unknown> {
        match self.text(at) {
            "&" | "&&" => {
                self.token(at);
                let mut at = at + 1;
                if self.text(at).starts_with('\'') {
                    self.token(at);
                    self.boxes.word(" ");
                    at += 1;
                }
                if self.is(at, "mut") {
                    self.boxes.word("mut ");
                    at += 1;
                }
                self.type_at(at)
            }
            word @ ("impl" | "dyn") => {
                self.boxes.word(word);
                self.boxes.word(" ");
                self.bounds(at + 1)
            }
            "(" => {
                let items = self.list_of_types(self.within(at))?;
                let end = self.behind(at);
                if items.len() == 1 && !self.is(end - 2, ",") {
                    return Err(Unknown);
                }
                self.boxes.word("(");
                self.boxes.all(INDENT);
                self.boxes.zero();
                for (index, item) in items.iter().enumerate() {
                    self.ty(item.clone())?;
                    self.tuple_comma(index + 1 == items.len(), items.len());
                }
                self.boxes.shift(-INDENT);
                self.boxes.end();
                self.boxes.word(")");
                Ok(end)
            }
            "[" => {
                self.boxes.word("[");
                self.ty(self.within(at))?;
                self.boxes.word("]");
                Ok(self.behind(at))
            }
            "_" => {
                self.token(at);
                Ok(at + 1)
            }
            "<" => self.qualified(at, PathIn::Type),
            "fn" | "for" | "extern" | "unsafe" | "*" => Err(Unknown),
            _ => self.path(at, PathIn::Type),
        }
    }

    /// A comma after an item of a tuple, of which a single item always has one.
    pub(super) fn tuple_comma(&mut self, is_last: bool, number: usize) {
        if number == 1 {
            self.boxes.word(",");
            self.boxes.zero();
        } else {
            self.boxes.comma(is_last, 0);
        }
    }

    /// `Trait + 'static`
    fn bounds(&mut self, mut at: usize) -> Result<usize, Unknown> {
        loop {
            at = if self.text(at).starts_with('\'') {
                self.token(at);
                at + 1
            } else {
                self.path(at, PathIn::Type)?
            };
            if !self.is(at, "+") {
                return Ok(at);
            }
            self.boxes.word(" + ");
            at += 1;
        }
    }

    /// Prints a path, and returns where it ends.
    pub(super) fn path(&mut self, mut at: usize, stands: PathIn) -> Result<usize, Unknown> {
        if self.is(at, "::") {
            self.token(at);
            at += 1;
        }
        loop {
            if !self.is_name(at) {
                return Err(Unknown);
            }
            self.token(at);
            at = self.arguments(at + 1, stands)?;
            if !self.is(at, "::") {
                return Ok(at);
            }
            self.token(at);
            at += 1;
        }
    }

    /// Prints generic arguments, if there are any.
    fn arguments(&mut self, at: usize, stands: PathIn) -> Result<usize, Unknown> {
        let at = match stands {
            PathIn::Type if self.is(at, "(") => return Err(Unknown),
            PathIn::Type if self.is(at, "<") => at,
            _ if self.is(at, "::") && self.is(at + 1, "<") => at + 1,
            _ => return Ok(at),
        };
        if stands == PathIn::Expression {
            self.boxes.word("::");
        }
        let end = self.behind_angle(at)?;
        self.boxes.word("<");
        self.boxes.all(INDENT);
        self.boxes.zero();
        let mut argument = at + 1;
        while argument < end - 1 {
            argument = self.argument(argument)?;
            if argument < end - 1 && !self.is(argument, ",") {
                return Err(Unknown);
            }
            let is_last = argument >= end - 1 || argument + 1 == end - 1;
            self.boxes.comma(is_last, 0);
            argument += 1;
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word(">");
        Ok(end)
    }

    fn argument(&mut self, at: usize) -> Result<usize, Unknown> {
        if self.text(at).starts_with('\'') {
            self.token(at);
            return Ok(at + 1);
        }
        if self.is_word(at) && self.is(at + 1, "=") {
            self.token(at);
            self.boxes.word(" = ");
            return self.type_at(at + 2);
        }
        if matches!(self.tokens.kind(at), Some(Kind::Literal)) || self.is(at, "{") {
            return Err(Unknown);
        }
        self.type_at(at)
    }

    /// `<T as Trait>::name`
    pub(super) fn qualified(&mut self, at: usize, stands: PathIn) -> Result<usize, Unknown> {
        let end = self.behind_angle(at)?;
        self.boxes.word("<");
        let mut inner = self.type_at(at + 1)?;
        if self.is(inner, "as") {
            self.boxes.word(" as ");
            inner = self.path(inner + 1, PathIn::Type)?;
        }
        if inner != end - 1 || !self.is(end, "::") {
            return Err(Unknown);
        }
        self.boxes.word(">::");
        self.path(end + 1, stands)
    }

    /// Prints the pattern of a part.
    pub(super) fn pattern(&mut self, part: Part) -> Done {
        if self.until(part.clone(), "|")? < part.end {
            return self.alternatives(part);
        }
        let mut at = part.start;
        match self.text(at) {
            "&" => {
                self.token(at);
                return self.pattern(at + 1..part.end);
            }
            word @ ("mut" | "ref") => {
                self.boxes.word(word);
                self.boxes.word(" ");
                at += 1;
                if at + 1 != part.end || !self.is_word(at) {
                    return Err(Unknown);
                }
                self.token(at);
                return Ok(());
            }
            "(" if self.behind(at) == part.end => return self.pattern_tuple(at, true),
            "(" | "[" | "-" | "<" => return Err(Unknown),
            _ => {}
        }
        if at + 1 == part.end {
            let is_known = !matches!(self.tokens.kind(at), Some(Kind::Mark)) || self.is(at, "..");
            self.token(at);
            return if is_known { Ok(()) } else { Err(Unknown) };
        }
        if self.tokens.kind(at) == Some(Kind::Literal) {
            return self.expression(part);
        }
        if self.is(part.end - 1, "}") {
            return self.pattern_fields(part);
        }
        at = self.path(at, PathIn::Expression)?;
        if at == part.end {
            return Ok(());
        }
        if self.is(at, "(") && self.behind(at) == part.end {
            return self.pattern_tuple(at, false);
        }
        Err(Unknown)
    }

    /// `Path { a, b: pattern }`
    fn pattern_fields(&mut self, part: Part) -> Done {
        self.boxes.all(INDENT);
        let at = self.path(part.start, PathIn::Expression)?;
        if !self.is(at, "{") || self.behind(at) != part.end {
            return Err(Unknown);
        }
        self.boxes.word(" {");
        let fields = self.list(self.within(at))?;
        if fields.is_empty() {
            return Err(Unknown);
        }
        self.boxes.space();
        for (index, field) in fields.iter().enumerate() {
            if self.is(field.start, "..") {
                return Err(Unknown);
            }
            let mut pattern = field.clone();
            if self.is(field.start + 1, ":") {
                self.token(field.start);
                self.boxes.word(": ");
                pattern.start += 2;
            }
            self.pattern(pattern)?;
            self.boxes.comma(index + 1 == fields.len(), 1);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        Ok(())
    }

    fn pattern_tuple(&mut self, at: usize, is_plain: bool) -> Done {
        let items = self.list(self.within(at))?;
        if is_plain && items.len() == 1 {
            return Err(Unknown);
        }
        self.boxes.word("(");
        self.boxes.all(INDENT);
        self.boxes.zero();
        for (index, item) in items.iter().enumerate() {
            self.pattern(item.clone())?;
            self.boxes.comma(index + 1 == items.len(), 0);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word(")");
        Ok(())
    }

    /// `a | b`
    fn alternatives(&mut self, part: Part) -> Done {
        let cases = self.split(part, "|", false)?;
        let is_plain = |case: &Part| {
            let is_single = case.len() == 1;
            is_single
                && (self.tokens.kind(case.start) == Some(Kind::Literal)
                    || self.is(case.start, "_")
                    || self.is(case.start, "true")
                    || self.is(case.start, "false"))
        };
        if cases.iter().all(is_plain) {
            self.boxes.some(0);
        } else {
            self.boxes.all(0);
        }
        for (index, case) in cases.into_iter().enumerate() {
            if index > 0 {
                self.boxes.space();
                self.boxes.word("| ");
            }
            self.pattern(case)?;
        }
        self.boxes.end();
        Ok(())
    }
}
