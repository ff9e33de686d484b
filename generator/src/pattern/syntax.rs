//! A regular expression as a tree, whatever it was written in.

use std::rc::Rc;

use regex_syntax::hir::ClassUnicode;

/// A part of a regular expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing, which is always there.
    Empty,
    /// One character.
    Class(Class),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// Where a character of `\w` meets another, an end of the text included; or not there.
    Boundary {
        /// `\B`.
        is_negative: bool,
    },
    /// One after the other.
    Sequence(Vec<Node>),
    /// Any of them.
    Choice(Vec<Node>),
    /// The same several times.
    Repeat(Box<Repeat>),
    /// A group that is remembered, with its number from 1.
    Capture(u32, Box<Node>),
    /// What is before or behind, without moving.
    Look {
        /// Of what follows, not of what went before.
        is_ahead: bool,
        /// It must not be there.
        is_negative: bool,
        /// What is looked for.
        node: Box<Node>,
    },
    /// What matches in the first way that there is, and in no other.
    Atomic(Box<Node>),
    /// The text of a group again.
    Reference {
        /// The group's number.
        group: u32,
        /// In lower case or upper case.
        ignores_case: bool,
    },
}

/// A part several times.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// What is repeated.
    pub node: Node,
    /// How often at least.
    pub min: u32,
    /// How often at most.
    pub max: Option<u32>,
    /// As seldom as possible: what counts only within [`Node::Atomic`].
    pub is_lazy: bool,
}

/// A set of characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// All of them.
    pub set: Rc<ClassUnicode>,
    /// As Rust's engines read it, where that is not by its ranges: with properties of Unicode.
    pub named: Option<String>,
}

impl Class {
    /// A set without a name.
    pub fn new(set: ClassUnicode) -> Self {
        Self {
            set: Rc::new(set),
            named: None,
        }
    }

    /// One character; none for half of a pair of surrogates, which no text of Rust has.
    pub fn one(code: u32) -> Self {
        Self::of(&[(code, code)])
    }

    /// Ranges of code points, without the surrogates in them.
    pub fn of(ranges: &[(u32, u32)]) -> Self {
        let mut set = ClassUnicode::empty();
        for &(from, to) in ranges {
            push(&mut set, from, to);
        }
        Self::new(set)
    }

    /// The character, where it is exactly one.
    pub fn single(&self) -> Option<char> {
        match self.set.ranges() {
            [range] if range.start() == range.end() => Some(range.start()),
            _ => None,
        }
    }
}

/// Adds a range of code points, without the surrogates in it.
pub fn push(set: &mut ClassUnicode, from: u32, to: u32) {
    let from = if (0xD800..0xE000).contains(&from) {
        0xE000
    } else {
        from
    };
    let to = if (0xD800..0xE000).contains(&to) {
        0xD7FF
    } else {
        to
    };
    if let (Some(from), Some(to)) = (char::from_u32(from), char::from_u32(to))
        && from <= to
    {
        set.push(regex_syntax::hir::ClassUnicodeRange::new(from, to));
    }
}

/// `\d`.
pub const DIGIT: &[(u32, u32)] = &[(0x30, 0x39)];
/// `\w`.
pub const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
/// `\s`.
pub const SPACE: &[(u32, u32)] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];
/// What ends a line, which `.` is not.
pub const LINE_END: &[(u32, u32)] = &[(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];
