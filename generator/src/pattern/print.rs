//! A pattern's tree to the text that Rust's engines read.

use regex_syntax::hir::ClassUnicode;

use super::syntax::{Class, Node, Repeat};

/// For `regex`.
pub fn linear(node: &Node) -> String {
    let mut printer = Printer {
        out: String::new(),
        remembers: false,
    };
    printer.node(node, Place::Choice);
    printer.out
}

/// For `fancy-regex`.
pub fn backtracking(node: &Node) -> String {
    let mut printer = Printer {
        out: String::new(),
        remembers: true,
    };
    printer.node(node, Place::Choice);
    printer.out
}

/// The members of a class, without brackets.
pub fn ranges(set: &ClassUnicode) -> String {
    let mut out = String::new();
    for range in set.ranges() {
        let (from, to) = (range.start(), range.end());
        character(from, &mut out);
        if from != to {
            if u32::from(to) > u32::from(from) + 1 {
                out.push('-');
            }
            character(to, &mut out);
        }
    }
    out
}

/// A class by itself.
pub fn class(class: &Class) -> String {
    linear(&Node::Class(class.clone()))
}

/// A character, as it is written within and without a class.
fn character(c: char, out: &mut String) {
    let is_plain =
        c.is_alphanumeric() || matches!(c, ' ' | '_' | '/' | ',' | ':' | ';' | '"' | '\'');
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        c if is_plain || matches!(c, '%' | '@' | '!' | '=' | '`' | '<' | '>') => out.push(c),
        c if c.is_ascii_punctuation() => out.extend(['\\', c]),
        c => out.push_str(&format!("\\x{{{:x}}}", u32::from(c))),
    }
}

/// What a node is part of, from what holds it least together.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Place {
    Choice,
    Sequence,
    Repeat,
}

struct Printer {
    out: String,
    /// Groups keep their numbers, and `\b` is spelt out, which `fancy-regex` takes for Unicode's.
    remembers: bool,
}

impl Printer {
    fn node(&mut self, node: &Node, place: Place) {
        match node {
            Node::Empty => self.within("(?:", &Node::Empty),
            Node::Class(class) => self.class(class),
            Node::Start => self.assertion("^", place),
            Node::End => self.assertion("$", place),
            Node::Boundary { is_negative } => self.boundary(*is_negative),
            Node::Sequence(parts) if place > Place::Sequence || parts.is_empty() => {
                self.within("(?:", node);
            }
            Node::Sequence(parts) => {
                for part in parts {
                    self.node(part, Place::Sequence);
                }
            }
            Node::Choice(_) if place > Place::Choice => self.within("(?:", node),
            Node::Choice(options) => {
                for (index, option) in options.iter().enumerate() {
                    if index > 0 {
                        self.out.push('|');
                    }
                    if *option != Node::Empty {
                        self.node(option, Place::Sequence);
                    }
                }
            }
            Node::Repeat(_) if place == Place::Repeat => self.within("(?:", node),
            Node::Repeat(repeat) => self.repeat(repeat),
            Node::Capture(_, inner) if self.remembers => self.within("(", inner),
            Node::Capture(_, inner) => self.node(inner, place),
            Node::Look {
                is_ahead,
                is_negative,
                node,
            } => self.within(look(*is_ahead, *is_negative), node),
            Node::Atomic(inner) => self.within("(?>", inner),
            Node::Reference {
                group,
                ignores_case,
            } => {
                let flags = if *ignores_case { "i" } else { "" };
                // A group that has matched nothing is the empty text.
                self.out
                    .push_str(&format!("(?{flags}:(?({group})\\{group}|))"));
            }
        }
    }

    fn within(&mut self, opening: &str, node: &Node) {
        self.out.push_str(opening);
        match node {
            Node::Empty => {}
            Node::Sequence(parts) if parts.is_empty() => {}
            node => self.node(node, Place::Choice),
        }
        self.out.push(')');
    }

    fn assertion(&mut self, text: &str, place: Place) {
        if place == Place::Repeat {
            self.out.push_str(&format!("(?:{text})"));
        } else {
            self.out.push_str(text);
        }
    }

    fn boundary(&mut self, is_negative: bool) {
        self.out.push_str(match (self.remembers, is_negative) {
            (false, false) => r"(?-u:\b)",
            (false, true) => r"(?-u:\B)",
            (true, false) => {
                r"(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))"
            }
            (true, true) => {
                r"(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))"
            }
        });
    }

    fn repeat(&mut self, repeat: &Repeat) {
        self.node(&repeat.node, Place::Repeat);
        let times = match (repeat.min, repeat.max) {
            (0, None) => "*".to_owned(),
            (1, None) => "+".to_owned(),
            (0, Some(1)) => "?".to_owned(),
            (min, None) => format!("{{{min},}}"),
            (min, Some(max)) if min == max => format!("{{{min}}}"),
            (min, Some(max)) => format!("{{{min},{max}}}"),
        };
        self.out.push_str(&times);
        if repeat.is_lazy {
            self.out.push('?');
        }
    }

    fn class(&mut self, class: &Class) {
        if let Some(named) = &class.named {
            self.out.push_str(named);
            return;
        }
        if let Some(c) = class.single() {
            character(c, &mut self.out);
            return;
        }
        let mut others = (*class.set).clone();
        others.negate();
        let members = class.set.ranges();
        if members.is_empty() {
            self.out.push_str(r"[^\x00-\x{10ffff}]");
        } else if others.ranges().is_empty() {
            self.out.push_str("(?s:.)");
        } else if others.ranges().len() < members.len()
            || members.last().is_some_and(|last| last.end() == char::MAX)
        {
            self.out.push_str(&format!("[^{}]", ranges(&others)));
        } else {
            self.out.push_str(&format!("[{}]", ranges(&class.set)));
        }
    }
}

fn look(is_ahead: bool, is_negative: bool) -> &'static str {
    match (is_ahead, is_negative) {
        (true, false) => "(?=",
        (true, true) => "(?!",
        (false, false) => "(?<=",
        (false, true) => "(?<!",
    }
}
