//! The text of a pattern to its tree: ECMA-262 with its annex B, by code points.
//!
//! What is valid with the flag `u` means what it means there. What is not is read as annex B has
//! it, unless it is what Java, Ruby, Python or PCRE write, and all of those that have it mean the
//! same by it: `\A`, `\z`, `\p{XDigit}`, `[[:alpha:]]`, `(?i)`, `(?P<name>…)`, `a++`.

mod escape;
mod group;
mod surrogates;

use super::class;
use super::property::Properties;
use super::syntax::{Class, LINE_END, Node, Repeat};

/// How deeply groups may nest. Engines recurse as deeply.
const MOST_DEPTH: u32 = 100;

/// What letters in `(?i)` change, until the group ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `i`: letters are also those of the other case.
    pub(super) ignores_case: bool,
    /// `s`: `.` is any character.
    dot_is_all: bool,
    /// `m`: `^` and `$` are also at the start and end of a line.
    by_line: bool,
}

/// The tree of a pattern.
///
/// # Errors
///
/// Why it has no clear meaning, in a sentence without a full stop.
pub fn parse(source: &str) -> Result<Node, String> {
    let mut parser = Parser {
        chars: source.chars().collect(),
        at: 0,
        flags: Flags::default(),
        names: Vec::new(),
        groups: 0,
        opened: 0,
        depth: 0,
        properties: Properties::default(),
        has_no_dialect: false,
    };
    parser.count_groups()?;
    let node = parser.choice()?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err("a `)` closes no group".to_owned()),
    }
}

/// A pattern that is being read.
pub(super) struct Parser {
    chars: Vec<char>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    /// The names of groups, with their numbers.
    names: Vec<(String, u32)>,
    /// How many groups there are in all.
    groups: u32,
    /// How many were opened so far.
    opened: u32,
    pub(super) depth: u32,
    pub(super) properties: Properties,
    /// No class from here on is one of another language: one was not closed.
    pub(super) has_no_dialect: bool,
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.at += 1;
        Some(found)
    }

    /// Steps over a text, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.is_next(text);
        if is_next {
            self.at += text.chars().count();
        }
        is_next
    }

    pub(super) fn is_next(&self, text: &str) -> bool {
        let rest = &self.chars[self.at.min(self.chars.len())..];
        let mut rest = rest.iter();
        text.chars().all(|wanted| rest.next() == Some(&wanted))
    }

    /// What stands before a character, which is stepped over too.
    pub(super) fn until(&mut self, end: char) -> Option<String> {
        let rest = &self.chars[self.at..];
        let length = rest.iter().position(|found| *found == end)?;
        self.at += length + 1;
        Some(rest[..length].iter().collect())
    }

    pub(super) fn enter(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(format!("its groups nest deeper than {MOST_DEPTH}"));
        }
        Ok(())
    }

    /// Finds the groups before anything refers to them.
    fn count_groups(&mut self) -> Result<(), String> {
        let mut is_class = false;
        while let Some(found) = self.next() {
            match found {
                '\\' => {
                    self.next();
                }
                '[' => is_class = true,
                ']' => is_class = false,
                '(' if !is_class => self.count_group()?,
                _ => {}
            }
        }
        self.at = 0;
        Ok(())
    }

    fn count_group(&mut self) -> Result<(), String> {
        if !self.is_next("?") {
            self.groups += 1;
            return Ok(());
        }
        let from = self.at;
        if let Some(name) = self.group_name() {
            self.groups += 1;
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
            if name.is_empty() || !name.chars().all(is_name) {
                return Err("a group has a name that is none".to_owned());
            }
            if self.names.iter().any(|(known, _)| *known == name) {
                return Err(format!("two groups are named `{name}`"));
            }
            self.names.push((name, self.groups));
        }
        self.at = from;
        Ok(())
    }

    /// The name of a group whose bracket was read: `?<name>`, `?P<name>` or `?'name'`.
    fn group_name(&mut self) -> Option<String> {
        let from = self.at;
        let is_look = self.is_next("?<=") || self.is_next("?<!");
        let name = if !is_look && (self.eat("?<") || self.eat("?P<")) {
            self.until('>')
        } else if self.eat("?'") {
            self.until('\'')
        } else {
            None
        };
        if name.is_none() {
            self.at = from;
        }
        name
    }

    fn named(&self, name: &str) -> Result<u32, String> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found
            .map(|(_, group)| *group)
            .ok_or_else(|| format!("no group is named `{name}`"))
    }

    /// Alternatives, up to the end of the group.
    fn choice(&mut self) -> Result<Node, String> {
        let before = self.flags;
        let mut options = vec![self.sequence()?];
        while self.eat("|") {
            options.push(self.sequence()?);
        }
        self.flags = before;
        Ok(match options.len() {
            1 => options.remove(0),
            _ => Node::Choice(options),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut parts = Vec::new();
        while let Some(found) = self.peek() {
            if matches!(found, '|' | ')') {
                break;
            }
            let part = self.term()?;
            let part = self.quantified(part)?;
            if part != Node::Empty {
                parts.push(part);
            }
        }
        Ok(match parts.len() {
            0 => Node::Empty,
            1 => parts.remove(0),
            _ => Node::Sequence(parts),
        })
    }

    fn term(&mut self) -> Result<Node, String> {
        if let Some(pair) = self.pair() {
            return Ok(Node::Class(pair));
        }
        let Some(found) = self.next() else {
            return Ok(Node::Empty);
        };
        Ok(match found {
            '^' if self.flags.by_line => not_beside_a_line(false),
            '$' if self.flags.by_line => not_beside_a_line(true),
            '^' => Node::Start,
            '$' => Node::End,
            '.' => {
                let line_end = if self.flags.dot_is_all { &[] } else { LINE_END };
                let mut set = (*Class::of(line_end).set).clone();
                set.negate();
                Node::Class(Class::new(set))
            }
            '(' => self.group()?,
            '[' => Node::Class(class::class(self)?),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return Err(format!("`{found}` repeats nothing")),
            '{' => {
                self.at -= 1;
                if self.braces().is_some() {
                    return Err("`{` repeats nothing".to_owned());
                }
                self.at += 1;
                self.literal('{')
            }
            other => self.literal(other),
        })
    }

    pub(super) fn literal(&self, found: char) -> Node {
        let class = Class::one(u32::from(found));
        Node::Class(self.folded(class))
    }

    /// With the letters of the other case, where case is ignored.
    pub(super) fn folded(&self, class: Class) -> Class {
        if !self.flags.ignores_case {
            return class;
        }
        let mut set = (*class.set).clone();
        // The tables are there: the dependency's features have them.
        let _ = set.try_case_fold_simple();
        Class::new(set)
    }

    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let from = self.at;
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces() {
                Some((min, max)) if max.is_some_and(|max| max < min) => {
                    return Err(format!("`{{{min},…}}` repeats less often than it asks for"));
                }
                Some(limits) => limits,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        let is_braced = self.at > from;
        if !is_braced {
            self.at += 1;
        }
        if matches!(node, Node::Start | Node::End | Node::Boundary { .. }) {
            return Err("an assertion is repeated".to_owned());
        }
        let is_lazy = self.eat("?");
        let repeat = Repeat {
            node,
            min,
            max,
            is_lazy,
        };
        let repeat = Node::Repeat(Box::new(repeat));
        match self.peek() {
            Some('+') if !is_lazy && !is_braced => {
                self.at += 1;
                self.ends_repeating(Node::Atomic(Box::new(repeat)))
            }
            _ => self.ends_repeating(repeat),
        }
    }

    fn ends_repeating(&mut self, node: Node) -> Result<Node, String> {
        match self.peek() {
            Some(found @ ('*' | '+' | '?')) => Err(format!("`{found}` repeats nothing")),
            Some('{') if self.clone_braces() => Err("`{` repeats nothing".to_owned()),
            _ => Ok(node),
        }
    }

    fn clone_braces(&mut self) -> bool {
        let from = self.at;
        let found = self.braces().is_some();
        self.at = from;
        found
    }

    /// `{2}`, `{2,}` or `{2,3}`, stepped over; anything else stays.
    fn braces(&mut self) -> Option<(u32, Option<u32>)> {
        let from = self.at;
        let found = self.braced();
        if found.is_none() {
            self.at = from;
        }
        found
    }

    fn braced(&mut self) -> Option<(u32, Option<u32>)> {
        self.at += 1;
        let min = self.number()?;
        if self.eat("}") {
            return Some((min, Some(min)));
        }
        if !self.eat(",") {
            return None;
        }
        if self.eat("}") {
            return Some((min, None));
        }
        let max = self.number()?;
        self.eat("}").then_some((min, Some(max)))
    }

    /// Digits, as a number; the largest where it is larger.
    fn number(&mut self) -> Option<u32> {
        let from = self.at;
        let mut number = 0_u32;
        while let Some(digit) = self.peek().and_then(|found| found.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            self.at += 1;
        }
        (self.at > from).then_some(number)
    }
}

/// At the start or the end of a line: no character but one that ends lines is beside it.
fn not_beside_a_line(is_ahead: bool) -> Node {
    let mut set = (*Class::of(LINE_END).set).clone();
    set.negate();
    Node::Look {
        is_ahead,
        is_negative: true,
        node: Box::new(Node::Class(Class::new(set))),
    }
}
