//! What a backslash begins.

use super::Parser;
use crate::pattern::syntax::{Class, DIGIT, Node, Repeat, SPACE, WORD};

impl Parser {
    /// An escape outside of classes, whose backslash was read.
    pub(super) fn escape(&mut self) -> Result<Node, String> {
        let Some(found) = self.peek() else {
            return Err("it ends in a backslash".to_owned());
        };
        let node = match found {
            'b' => Node::Boundary { is_negative: false },
            'B' => Node::Boundary { is_negative: true },
            'A' => Node::Start,
            'z' => Node::End,
            'Z' => Node::Sequence(vec![optional(Class::one(0x0A)), Node::End]),
            'R' => Node::Choice(vec![
                Node::Sequence(vec![
                    Node::Class(Class::one(0x0D)),
                    Node::Class(Class::one(0x0A)),
                ]),
                Node::Class(Class::of(&[(0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029)])),
            ]),
            'Q' => {
                self.at += 1;
                return Ok(self.quoted());
            }
            'h' | 'H' | 'G' | 'K' | 'X' => {
                return Err(format!("`\\{found}` does not mean the same everywhere"));
            }
            'k' => return self.reference_by_name(),
            '1'..='9' => return Ok(self.reference_by_number()),
            _ => return Ok(Node::Class(self.class_escape()?)),
        };
        self.at += 1;
        Ok(node)
    }

    /// Text up to `\E` as it is.
    fn quoted(&mut self) -> Node {
        let mut parts = Vec::new();
        while !self.eat("\\E") {
            let Some(found) = self.next() else { break };
            parts.push(self.literal(found));
        }
        Node::Sequence(parts)
    }

    fn reference_by_name(&mut self) -> Result<Node, String> {
        self.at += 1;
        if self.names.is_empty() {
            return Ok(self.literal('k'));
        }
        if !self.eat("<") {
            return Err("`\\k` names no group".to_owned());
        }
        let name = self.until('>').ok_or("`\\k` names no group")?;
        let group = self.named(&name)?;
        Ok(self.reference(group))
    }

    /// `\1`; as annex B has it, an octal number or a digit where there is no such group.
    fn reference_by_number(&mut self) -> Node {
        let from = self.at;
        let number = self.number().unwrap_or(0);
        if number <= self.groups {
            return self.reference(number);
        }
        self.at = from;
        let code = self.octal().unwrap_or_else(|| {
            self.at += 1;
            u32::from(self.chars[from])
        });
        Node::Class(self.folded(Class::one(code)))
    }

    /// Up to three octal digits, of 255 at most.
    fn octal(&mut self) -> Option<u32> {
        let from = self.at;
        let mut code = 0;
        while let Some(digit) = self.peek().and_then(|found| found.to_digit(8)) {
            if self.at - from == 3 || code * 8 + digit > 0o377 {
                break;
            }
            code = code * 8 + digit;
            self.at += 1;
        }
        (self.at > from).then_some(code)
    }

    /// An escape for characters, whose backslash was read: `\d`, `\n`, `\u0041`, `\p{Lu}`, `\-`.
    pub(in crate::pattern) fn class_escape(&mut self) -> Result<Class, String> {
        let Some(found) = self.next() else {
            return Err("it ends in a backslash".to_owned());
        };
        let class = match found {
            'd' => Class::of(DIGIT),
            'w' => Class::of(WORD),
            's' => Class::of(SPACE),
            'D' => negated(DIGIT),
            'W' => negated(WORD),
            'S' => negated(SPACE),
            'p' | 'P' => match self.property(found == 'P')? {
                Some(class) => class,
                None => Class::one(u32::from(found)),
            },
            _ => {
                self.at -= 1;
                Class::one(self.code()?)
            }
        };
        Ok(self.folded(class))
    }

    /// The control character that `c` and a digit or `_` stand for within a class alone (annex B.1.2,
    /// ClassControlLetter).
    pub(in crate::pattern) fn class_control(&mut self) -> Option<u32> {
        let letter = *self.chars.get(self.at + 1)?;
        let is_control = letter.is_ascii_digit() || letter == '_';
        is_control.then(|| {
            self.at += 2;
            u32::from(letter) % 32
        })
    }

    /// An escape for one character, whose backslash was read.
    pub(in crate::pattern) fn code(&mut self) -> Result<u32, String> {
        let Some(found) = self.next() else {
            return Err("it ends in a backslash".to_owned());
        };
        Ok(match found {
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            'a' => 0x07,
            'e' => 0x1B,
            'h' | 'H' => {
                return Err(format!("`\\{found}` does not mean the same everywhere"));
            }
            '0'..='7' => {
                self.at -= 1;
                self.octal().unwrap_or(0)
            }
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    u32::from(letter) % 32
                }
                _ => {
                    // As annex B has it, this is a backslash, and the letter follows.
                    self.at -= 1;
                    u32::from('\\')
                }
            },
            'x' => match self.hexadecimal(2).or_else(|| self.braced_code()) {
                Some(code) => code,
                None => u32::from('x'),
            },
            'u' => match self.unit().or_else(|| self.braced_code()) {
                Some(code) => code,
                None => u32::from('u'),
            },
            other => u32::from(other),
        })
    }

    /// Four digits after `\u`, and those of the other surrogate behind them.
    fn unit(&mut self) -> Option<u32> {
        let unit = self.hexadecimal(4)?;
        if !(0xD800..0xDC00).contains(&unit) {
            return Some(unit);
        }
        let from = self.at;
        if self.eat("\\u")
            && let Some(low) = self.hexadecimal(4)
            && (0xDC00..0xE000).contains(&low)
        {
            return Some(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        }
        self.at = from;
        Some(unit)
    }

    pub(super) fn hexadecimal(&mut self, length: usize) -> Option<u32> {
        let digits = self.chars.get(self.at..self.at + length)?;
        let mut digits = digits.iter().map(|digit| digit.to_digit(16));
        let code = digits.try_fold(0, |code, digit| Some(code * 16 + digit?))?;
        self.at += length;
        Some(code)
    }

    /// `{1F600}`.
    fn braced_code(&mut self) -> Option<u32> {
        let from = self.at;
        let code = self.eat("{").then(|| self.until('}')).flatten();
        let code = code.and_then(|digits| match digits.len() {
            1..=8 => u32::from_str_radix(&digits, 16).ok(),
            _ => None,
        });
        let code = code.filter(|code| *code <= 0x10_FFFF);
        if code.is_none() {
            self.at = from;
        }
        code
    }

    /// `{Lu}` or `L`, after `\p`; nothing where no property is named, so that it is a `p`.
    fn property(&mut self, is_negative: bool) -> Result<Option<Class>, String> {
        let name = match self.peek() {
            Some('{') => {
                self.at += 1;
                self.until('}').ok_or("`\\p{` is not closed")?
            }
            Some(letter) if "LMNPSZC".contains(letter) => {
                self.at += 1;
                letter.to_string()
            }
            _ => return Ok(None),
        };
        self.properties.find(&name, is_negative).map(Some)
    }
}

fn optional(class: Class) -> Node {
    Node::Repeat(Box::new(Repeat {
        node: Node::Class(class),
        min: 0,
        max: Some(1),
        is_lazy: false,
    }))
}

fn negated(ranges: &[(u32, u32)]) -> Class {
    let mut set = (*Class::of(ranges).set).clone();
    set.negate();
    Class::new(set)
}
