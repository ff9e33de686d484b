//! A stream of tokens as a flat list, which can be looked at again and again at no cost.

use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Tokens in their order, brackets included.
#[derive(Default)]
pub(super) struct Tokens {
    text: String,
    tokens: Vec<Token>,
}

struct Token {
    kind: Kind,
    /// Where its text ends; it starts where that of the token before ends.
    end: usize,
    /// Of a bracket, the number of the one that matches.
    partner: usize,
    /// Whether it makes one operator with the mark behind it.
    is_joint: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, a keyword or a lifetime.
    Word,
    Literal,
    /// An operator, whole: `::` is one.
    Mark,
    Open,
    Close,
}

/// The operators of several characters.
const JOINT: [&str; 15] = [
    "::", "->", "=>", "..", "..=", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
];

impl Tokens {
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut tokens = Self::default();
        tokens.read(stream);
        tokens
    }

    fn read(&mut self, stream: TokenStream) {
        let mut joint = false;
        for tree in stream {
            let was_joint = std::mem::take(&mut joint);
            match tree {
                TokenTree::Ident(ident) => {
                    let _ = write!(self.text, "{ident}");
                    match self.tokens.last_mut() {
                        Some(quote) if was_joint && quote.kind == Kind::Word => {
                            quote.end = self.text.len();
                            quote.is_joint = false;
                        }
                        _ => self.push(Kind::Word),
                    }
                }
                TokenTree::Literal(literal) => {
                    let _ = write!(self.text, "{literal}");
                    self.push(Kind::Literal);
                }
                TokenTree::Punct(punct) => {
                    joint = punct.spacing() == Spacing::Joint;
                    self.text.push(punct.as_char());
                    let before = self.tokens.len().checked_sub(1);
                    let start = before.map_or(0, |index| self.start(index));
                    if was_joint && JOINT.contains(&&self.text[start..]) {
                        if let Some(last) = self.tokens.last_mut() {
                            last.end = self.text.len();
                        }
                    } else if punct.as_char() == '\'' {
                        self.push(Kind::Word);
                    } else {
                        self.push(Kind::Mark);
                    }
                    if let Some(last) = self.tokens.last_mut() {
                        last.is_joint = joint;
                    }
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => {
                            self.read(group.stream());
                            continue;
                        }
                    };
                    let first = self.tokens.len();
                    self.text.push_str(open);
                    self.push(Kind::Open);
                    let inner = group.stream();
                    // What is held by nobody else can be taken apart without a copy.
                    drop(group);
                    self.read(inner);
                    let last = self.tokens.len();
                    self.text.push_str(close);
                    self.push(Kind::Close);
                    self.tokens[first].partner = last;
                    self.tokens[last].partner = first;
                }
            }
        }
    }

    fn push(&mut self, kind: Kind) {
        self.tokens.push(Token {
            kind,
            end: self.text.len(),
            partner: 0,
            is_joint: false,
        });
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    fn start(&self, index: usize) -> usize {
        index
            .checked_sub(1)
            .map_or(0, |before| self.tokens[before].end)
    }

    /// A token's text; nothing behind the last.
    pub(super) fn text(&self, index: usize) -> &str {
        match self.tokens.get(index) {
            Some(token) => &self.text[self.start(index)..token.end],
            None => "",
        }
    }

    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// The bracket that matches the one at `index`; for other tokens, that token.
    pub(super) fn partner(&self, index: usize) -> usize {
        match self.tokens.get(index) {
            Some(token) if matches!(token.kind, Kind::Open | Kind::Close) => token.partner,
            _ => index,
        }
    }

    /// The tokens as source text, in whatever layout.
    pub(super) fn source(&self) -> String {
        let mut source = String::with_capacity(self.text.len() * 2);
        for index in 0..self.len() {
            source.push_str(self.text(index));
            if !self.tokens[index].is_joint {
                source.push(' ');
            }
        }
        source
    }
}

/// What stands between the quotes of a string literal, with its escapes replaced by what they mean;
/// `None` for escapes that no token stream is printed with.
pub(super) fn unescaped(quoted: &str) -> Option<String> {
    let mut text = String::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut characters = escape.chars();
        let meant = match characters.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            same @ ('\\' | '"' | '\'') => same,
            'u' => {
                let (digits, after) = characters.as_str().strip_prefix('{')?.split_once('}')?;
                characters = after.chars();
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            _ => return None,
        };
        text.push(meant);
        rest = characters.as_str();
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use proc_macro2::Literal;

    use super::unescaped;

    #[test]
    fn escapes_of_printed_literals_are_undone() {
        let text = "a\\b\"c\'d\n\r\t\0\u{1}\u{202e}é\\u{41}";
        let literal = Literal::string(text).to_string();
        assert_eq!(unescaped(literal.trim_matches('"')).as_deref(), Some(text));
        for unknown in ["\\x41", "\\", "\\u{", "\\u{110000}"] {
            assert_eq!(unescaped(unknown), None, "{unknown}");
        }
    }
}
