//! Sets of characters in brackets.

use regex_syntax::hir::ClassUnicode;

use super::parse::Parser;
use super::print;
use super::syntax::{Class, push};

/// A class whose opening bracket was read.
pub fn class(parser: &mut Parser) -> Result<Class, String> {
    let from = parser.at;
    if !parser.has_no_dialect {
        let depth = parser.depth;
        match read(parser, true) {
            Ok(class) => return Ok(class),
            Err(Fault::Open) => parser.has_no_dialect = true,
            Err(Fault::Other(_)) => {}
        }
        parser.at = from;
        parser.depth = depth;
    }
    match read(parser, false) {
        Ok(class) => Ok(class),
        Err(Fault::Open) => Err("a class is not closed".to_owned()),
        Err(Fault::Other(reason)) => Err(reason),
    }
}

enum Fault {
    /// The pattern ends first.
    Open,
    Other(String),
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}

/// What is in a class: one character, which may begin a range, or a set.
enum Atom {
    Code(u32),
    Set(Class),
}

/// The members of a class as they are found.
#[derive(Default)]
struct Members {
    set: Option<ClassUnicode>,
    /// As Rust's engines read them.
    text: String,
    has_names: bool,
}

impl Members {
    fn range(&mut self, from: u32, to: u32) {
        let set = self.set.get_or_insert_with(ClassUnicode::empty);
        push(set, from, to);
        let mut one = ClassUnicode::empty();
        push(&mut one, from, to);
        self.text.push_str(&print::ranges(&one));
    }

    fn class(&mut self, class: &Class) {
        let set = self.set.get_or_insert_with(ClassUnicode::empty);
        set.union(&class.set);
        match &class.named {
            Some(named) => {
                self.has_names = true;
                self.text.push_str(named);
            }
            None => self.text.push_str(&print::ranges(&class.set)),
        }
    }

    fn intersect(&mut self, other: &Class) {
        let set = self.set.get_or_insert_with(ClassUnicode::empty);
        set.intersect(&other.set);
        self.has_names |= other.named.is_some();
        self.text = match self.has_names {
            true => format!("[{}]&&{}", self.text, print::class(other)),
            false => print::ranges(set),
        };
    }
}

/// A class, as ECMA-262 has it or as other languages do. `[[:alpha:]]` and `[a-z&&[^aeiou]]` have a
/// bracket too many for ECMA-262, so that only the others can mean them.
fn read(parser: &mut Parser, in_dialect: bool) -> Result<Class, Fault> {
    let is_negative = parser.eat("^");
    let mut members = Members::default();
    loop {
        if parser.peek().is_none() {
            return Err(Fault::Open);
        }
        if parser.eat("]") {
            break;
        }
        if in_dialect && parser.eat("&&[") {
            parser.enter()?;
            let other = read(parser, true)?;
            parser.depth -= 1;
            members.intersect(&other);
            if !parser.is_next("]") && !parser.is_next("&&[") {
                return Err(Fault::Other("an intersection goes on".to_owned()));
            }
            continue;
        }
        if in_dialect && let Some(class) = posix(parser)? {
            members.class(&class);
            continue;
        }
        item(parser, &mut members)?;
    }
    Ok(finished(parser, members, is_negative))
}

fn finished(parser: &Parser, members: Members, is_negative: bool) -> Class {
    let set = members.set.unwrap_or_else(ClassUnicode::empty);
    let mut class = parser.folded(Class::new(set));
    if is_negative {
        let mut set = (*class.set).clone();
        set.negate();
        class = Class::new(set);
    }
    if members.has_names && !parser.flags.ignores_case {
        let sign = if is_negative { "^" } else { "" };
        class.named = Some(format!("[{sign}{}]", members.text));
    }
    class
}

/// A character, a range or an escape.
fn item(parser: &mut Parser, members: &mut Members) -> Result<(), Fault> {
    let first = atom(parser)?;
    let is_range = parser.is_next("-") && !parser.is_next("-]");
    let Atom::Code(from) = first else {
        if let Atom::Set(class) = &first {
            members.class(class);
        }
        return hyphen_after_a_set(parser, members, is_range);
    };
    if !is_range {
        members.range(from, from);
        return Ok(());
    }
    parser.at += 1;
    match atom(parser)? {
        Atom::Code(to) if to < from => {
            let (from, to) = (shown(from), shown(to));
            Err(Fault::Other(format!(
                "the range from {from} to {to} is empty"
            )))
        }
        Atom::Code(to) => {
            members.range(from, to);
            Ok(())
        }
        // As annex B has it, the hyphen is one of the characters.
        Atom::Set(class) => {
            members.range(from, from);
            members.range(u32::from('-'), u32::from('-'));
            members.class(&class);
            Ok(())
        }
    }
}

/// As annex B has it, a hyphen behind a set is one of the characters, as is what follows it.
fn hyphen_after_a_set(
    parser: &mut Parser,
    members: &mut Members,
    is_range: bool,
) -> Result<(), Fault> {
    if !is_range {
        return Ok(());
    }
    parser.at += 1;
    members.range(u32::from('-'), u32::from('-'));
    match atom(parser)? {
        Atom::Code(code) => members.range(code, code),
        Atom::Set(class) => members.class(&class),
    }
    Ok(())
}

fn atom(parser: &mut Parser) -> Result<Atom, Fault> {
    let Some(found) = parser.next() else {
        return Err(Fault::Open);
    };
    if found != '\\' {
        return Ok(Atom::Code(u32::from(found)));
    }
    match parser.peek() {
        None => Err(Fault::Open),
        Some('b') => {
            parser.at += 1;
            Ok(Atom::Code(0x08))
        }
        Some('d' | 'D' | 'w' | 'W' | 's' | 'S') => Ok(Atom::Set(parser.class_escape()?)),
        Some('p' | 'P') => {
            let class = parser.class_escape()?;
            Ok(match class.single() {
                Some(letter @ ('p' | 'P')) => Atom::Code(u32::from(letter)),
                _ => Atom::Set(class),
            })
        }
        Some('c') => Ok(Atom::Code(match parser.class_control() {
            Some(control) => control,
            None => parser.code()?,
        })),
        Some(_) => Ok(Atom::Code(parser.code()?)),
    }
}

/// `[:alpha:]` within a class.
fn posix(parser: &mut Parser) -> Result<Option<Class>, Fault> {
    let from = parser.at;
    if !parser.eat("[:") {
        return Ok(None);
    }
    let is_negative = parser.eat("^");
    let mut name = String::new();
    while let Some(letter) = parser.peek().filter(char::is_ascii_lowercase) {
        name.push(letter);
        parser.at += 1;
    }
    if parser.eat(":]")
        && let Some(class) = parser.properties.posix(&name, is_negative)
    {
        return Ok(Some(class?));
    }
    parser.at = from;
    Ok(None)
}

fn shown(code: u32) -> String {
    match char::from_u32(code) {
        Some(c) if !c.is_control() && !c.is_whitespace() => format!("`{c}`"),
        _ => format!("U+{code:04X}"),
    }
}
