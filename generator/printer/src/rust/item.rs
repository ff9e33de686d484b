//! Items, and the members of an `impl`.

use super::types::PathIn;
use super::{Done, INDENT, Part, Printer, Unknown};

impl Printer<'_> {
    /// Prints the item that begins at `at`, and returns where it ends.
    pub(super) fn item(&mut self, at: usize) -> Result<usize, Unknown> {
        let start = self.attributes(at)?;
        let keyword = self.behind_visibility(start);
        match self.text(keyword) {
            "struct" => self.structure_item(start, keyword),
            "enum" => self.enumeration(start, keyword),
            "impl" => self.implementation(keyword),
            "fn" | "async" => self.function(start, keyword),
            "static" | "const" if self.is(keyword + 2, ":") => self.constant(start, keyword),
            "type" => self.alias(start, keyword),
            "use" => self.import(start, keyword),
            "mod" => self.module(start, keyword),
            "trait" | "extern" | "unsafe" | "union" | "" => Err(Unknown),
            _ if start == keyword && self.is_word(start) => self.macro_item(start),
            _ => Err(Unknown),
        }
    }

    /// `use path;`
    fn import(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        let end = self.until(keyword..self.tokens.len(), ";")?;
        self.visibility(start, keyword);
        self.boxes.word("use ");
        self.imported(keyword + 1..end)?;
        self.boxes.word(";");
        self.boxes.line();
        Ok(end + 1)
    }

    /// `path::name`, `path::*` or `path::{…}`
    fn imported(&mut self, part: Part) -> Done {
        for at in part.clone() {
            match self.text(at) {
                "{" if self.behind(at) == part.end => return self.imported_names(at),
                "::" | "*" => self.token(at),
                "as" => return Err(Unknown),
                _ if self.is_word(at) => self.token(at),
                _ => return Err(Unknown),
            }
        }
        Ok(())
    }

    fn imported_names(&mut self, open: usize) -> Done {
        let names = self.list(self.within(open))?;
        match names.as_slice() {
            [] => return Err(Unknown),
            [only] if !self.is(only.start, "self") => return self.imported(only.clone()),
            _ => {}
        }
        self.boxes.all(INDENT);
        self.boxes.word("{");
        self.boxes.zero();
        self.boxes.some(0);
        for (index, name) in names.iter().enumerate() {
            self.imported(name.clone())?;
            if index + 1 == names.len() {
                break;
            }
            self.boxes.word(",");
            match self.is(name.end - 1, "}") {
                true => self.boxes.line(),
                false => self.boxes.space(),
            }
        }
        self.boxes.end();
        self.boxes.comma(true, 0);
        self.boxes.shift(-INDENT);
        self.boxes.word("}");
        self.boxes.end();
        Ok(())
    }

    /// `mod name;`
    fn module(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        if !self.is(keyword + 2, ";") {
            return Err(Unknown);
        }
        self.boxes.all(INDENT);
        self.visibility(start, keyword);
        self.boxes.word("mod ");
        self.token(keyword + 1);
        self.boxes.word(";");
        self.boxes.end();
        self.boxes.line();
        Ok(keyword + 3)
    }

    /// `path!(name);`, or with rows in whatever brackets.
    fn macro_item(&mut self, at: usize) -> Result<usize, Unknown> {
        let bang = self.path(at, PathIn::Expression)?;
        self.macro_call(bang)?;
        let end = self.behind(bang + 1);
        if self.is(bang + 1, "{") {
            self.boxes.line();
            return Ok(end);
        }
        if !self.is(end, ";") {
            return Err(Unknown);
        }
        self.boxes.word(";");
        self.boxes.line();
        Ok(end + 1)
    }

    fn behind_visibility(&self, at: usize) -> usize {
        match (self.is(at, "pub"), self.is(at + 1, "(")) {
            (false, _) => at,
            (true, false) => at + 1,
            (true, true) => self.behind(at + 1),
        }
    }

    /// `pub `, `pub(crate) ` or nothing, which end at `end`.
    fn visibility(&mut self, at: usize, end: usize) {
        if at < end {
            for token in at..end {
                self.token(token);
                if self.is(token, "in") {
                    self.boxes.word(" ");
                }
            }
            self.boxes.word(" ");
        }
    }

    fn structure_item(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        self.boxes.all(INDENT);
        self.visibility(start, keyword);
        self.boxes.word("struct ");
        self.token(keyword + 1);
        let open = self.generics(keyword + 2)?;
        let end = self.behind(open);
        match self.text(open) {
            "{" => {
                self.boxes.word(" {");
                self.boxes.inner_line();
                for field in self.list_of_types(self.within(open))? {
                    self.field(field)?;
                    self.boxes.word(",");
                    self.boxes.line();
                }
                self.boxes.shift(-INDENT);
                self.boxes.end();
                self.boxes.word("}");
                self.boxes.line();
                Ok(end)
            }
            "(" if self.is(end, ";") => {
                self.fields_in_order(open)?;
                self.boxes.word(";");
                self.boxes.end();
                self.boxes.line();
                Ok(end + 1)
            }
            ";" => {
                self.boxes.word(";");
                self.boxes.end();
                self.boxes.line();
                Ok(end)
            }
            _ => Err(Unknown),
        }
    }

    /// The types of a tuple's fields, in their brackets.
    fn fields_in_order(&mut self, open: usize) -> Done {
        self.boxes.word("(");
        self.boxes.zero();
        let fields = self.list_of_types(self.within(open))?;
        for (index, field) in fields.iter().enumerate() {
            let start = self.attributes(field.start)?;
            let ty = self.behind_visibility(start);
            self.visibility(start, ty);
            self.ty(ty..field.end)?;
            self.boxes.comma(index + 1 == fields.len(), 0);
        }
        self.boxes.shift(-INDENT);
        self.boxes.word(")");
        Ok(())
    }

    fn field(&mut self, part: Part) -> Done {
        let start = self.attributes(part.start)?;
        let name = self.behind_visibility(start);
        self.visibility(start, name);
        if !self.is(name + 1, ":") {
            return Err(Unknown);
        }
        self.token(name);
        self.boxes.word(": ");
        self.ty(name + 2..part.end)
    }

    fn enumeration(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        self.boxes.all(INDENT);
        self.visibility(start, keyword);
        self.boxes.word("enum ");
        self.token(keyword + 1);
        let open = self.generics(keyword + 2)?;
        if !self.is(open, "{") {
            return Err(Unknown);
        }
        self.boxes.word(" {");
        self.boxes.inner_line();
        for variant in self.list_of_types(self.within(open))? {
            let name = self.attributes(variant.start)?;
            self.token(name);
            if self.is(name + 1, "(") && self.behind(name + 1) == variant.end {
                self.boxes.all(INDENT);
                self.fields_in_order(name + 1)?;
                self.boxes.end();
            } else if name + 1 != variant.end {
                return Err(Unknown);
            }
            self.boxes.word(",");
            self.boxes.line();
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        self.boxes.line();
        Ok(self.behind(open))
    }

    /// Lifetimes in angle brackets; anything else in them is not known.
    fn generics(&mut self, at: usize) -> Result<usize, Unknown> {
        if !self.is(at, "<") {
            return Ok(at);
        }
        let end = self.behind_angle(at)?;
        let names = self.list(at + 1..end - 1)?;
        self.boxes.word("<");
        self.boxes.all(0);
        self.boxes.zero();
        for (index, name) in names.iter().enumerate() {
            if name.len() != 1 || !self.text(name.start).starts_with('\'') {
                return Err(Unknown);
            }
            self.token(name.start);
            self.boxes.comma(index + 1 == names.len(), 0);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word(">");
        Ok(end)
    }

    fn implementation(&mut self, at: usize) -> Result<usize, Unknown> {
        self.boxes.all(INDENT);
        self.boxes.some(-INDENT);
        self.boxes.all(INDENT);
        self.boxes.word("impl");
        let mut at = self.generics(at + 1)?;
        self.boxes.end();
        self.boxes.word(" ");
        at = self.type_at(at)?;
        if self.is(at, "for") {
            self.boxes.space();
            self.boxes.word("for ");
            at = self.type_at(at + 1)?;
        }
        self.boxes.end();
        if !self.is(at, "{") {
            return Err(Unknown);
        }
        self.boxes.word(" {");
        self.boxes.inner_line();
        let members = self.within(at);
        let mut member = members.start;
        while member < members.end {
            member = self.member(member)?;
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        self.boxes.line();
        Ok(self.behind(at))
    }

    fn member(&mut self, at: usize) -> Result<usize, Unknown> {
        let start = self.attributes(at)?;
        let keyword = self.behind_visibility(start);
        match self.text(keyword) {
            "fn" | "async" => self.function(start, keyword),
            "const" if self.is(keyword + 1, "fn") => self.function(start, keyword),
            "const" if self.is(keyword + 2, ":") => self.constant(start, keyword),
            "type" => self.alias(start, keyword),
            _ => Err(Unknown),
        }
    }

    /// `const NAME: Type = value;`, or the same with `static`.
    fn constant(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        self.boxes.all(0);
        self.visibility(start, keyword);
        self.token(keyword);
        self.boxes.word(" ");
        self.token(keyword + 1);
        self.boxes.word(": ");
        let equals = self.type_at(keyword + 3)?;
        let end = self.until(equals..self.tokens.len(), ";")?;
        if !self.is(equals, "=") || !self.is(end, ";") {
            return Err(Unknown);
        }
        self.boxes.word(" = ");
        self.boxes.never();
        self.expression(equals + 1..end)?;
        self.boxes.word(";");
        self.boxes.end();
        self.boxes.line();
        Ok(end + 1)
    }

    /// `type Name = Type;`
    fn alias(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        if !self.is(keyword + 2, "=") {
            return Err(Unknown);
        }
        self.boxes.all(INDENT);
        self.visibility(start, keyword);
        self.boxes.word("type ");
        self.token(keyword + 1);
        self.boxes.word(" = ");
        self.boxes.never();
        self.boxes.some(-INDENT);
        let end = self.type_at(keyword + 3)?;
        self.boxes.end();
        if !self.is(end, ";") {
            return Err(Unknown);
        }
        self.boxes.word(";");
        self.boxes.end();
        self.boxes.line();
        Ok(end + 1)
    }

    fn function(&mut self, start: usize, keyword: usize) -> Result<usize, Unknown> {
        self.boxes.all(INDENT);
        self.visibility(start, keyword);
        let mut at = keyword;
        while !self.is(at, "fn") {
            if !matches!(self.text(at), "async" | "const") {
                return Err(Unknown);
            }
            self.token(at);
            self.boxes.word(" ");
            at += 1;
        }
        self.boxes.word("fn ");
        self.token(at + 1);
        let open = self.generics(at + 2)?;
        if !self.is(open, "(") {
            return Err(Unknown);
        }
        self.arguments_of(open)?;
        let mut body = self.behind(open);
        self.boxes.all(-INDENT);
        if self.is(body, "->") {
            self.boxes.word(" -> ");
            body = self.type_at(body + 1)?;
        }
        self.boxes.end();
        if !self.is(body, "{") {
            return Err(Unknown);
        }
        self.boxes.word(" {");
        self.boxes.inner_line();
        self.statements(self.within(body))?;
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word("}");
        self.boxes.line();
        Ok(self.behind(body))
    }

    /// The arguments of a function, in their brackets.
    fn arguments_of(&mut self, open: usize) -> Done {
        self.boxes.word("(");
        self.boxes.never();
        self.boxes.all(0);
        self.boxes.zero();
        let arguments = self.list_of_types(self.within(open))?;
        for (index, argument) in arguments.iter().enumerate() {
            if self.is(argument.end - 1, "self") {
                self.receiver(argument.clone());
            } else {
                self.typed_pattern(argument.clone())?;
            }
            self.boxes.comma(index + 1 == arguments.len(), 0);
        }
        self.boxes.shift(-INDENT);
        self.boxes.end();
        self.boxes.word(")");
        Ok(())
    }

    /// `self`, `mut self`, `&self`, `&mut self`
    fn receiver(&mut self, part: Part) {
        for at in part.clone() {
            self.token(at);
            if at + 1 < part.end && !self.is(at, "&") {
                self.boxes.word(" ");
            }
        }
    }
}
