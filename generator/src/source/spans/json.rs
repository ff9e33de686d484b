//! JSON pointers to lines and columns of JSON text, of which no more is read than the way to them.
//!
//! A node's children are found when something asks for one of them, by skipping over their values:
//! most of a document is skipped once and never looked into.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::Position;
use super::index::Index;
use crate::diagnostics::On;
use crate::pointer::Pointer;

/// Between two of these the characters are counted anew, so that a text of one long line costs no
/// more than others.
const STEP: usize = 1024;

/// A text of JSON, and the nodes of it that were asked for.
pub(super) struct Json {
    text: String,
    root: Node,
    /// The line and the column of every byte whose number is a multiple of [`STEP`].
    steps: Vec<(usize, usize)>,
}

struct Node {
    bytes: Range<usize>,
    children: OnceCell<Vec<Child>>,
    names: Index,
}

struct Child {
    /// The key's text between its quotes, and nothing for an item of an array.
    key: Option<Range<usize>>,
    value: Node,
}

impl Json {
    /// `None` where a text is not JSON, or holds what YAML reads otherwise.
    pub(super) fn new(text: &str) -> Option<Self> {
        if !text.trim_ascii_start().starts_with(['{', '[']) || text.contains("\"<<\"") {
            return None;
        }
        serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
        let bytes = text.as_bytes();
        let start = skip_space(bytes, 0);
        let end = skip_value(bytes, start);
        Some(Self {
            text: text.to_owned(),
            root: Node::new(start..end),
            steps: steps(text),
        })
    }

    /// As [`Spans::locate`](super::Spans::locate).
    pub(super) fn locate(&self, pointer: &Pointer, on: On) -> Position {
        let mut node = &self.root;
        let mut key = None;
        for token in pointer.tokens() {
            let Some(child) = self.child(node, &token) else {
                break;
            };
            (key, node) = (child.key.as_ref(), &child.value);
        }
        match (on, key) {
            (On::Key | On::Whole, Some(key)) => self.position(&(key.start - 1..key.end + 1)),
            _ => self.position(&node.bytes),
        }
    }

    /// As [`Spans::lines`](super::Spans::lines).
    pub(super) fn lines(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        let mut node = &self.root;
        let mut first = self.position(&node.bytes).line;
        for token in pointer.tokens() {
            let child = self.child(node, &token)?;
            node = &child.value;
            let start = child.key.as_ref().unwrap_or(&node.bytes).start;
            first = self.place(start).0;
        }
        Some((first, self.position(&node.bytes).end_line))
    }

    fn child<'n>(&self, node: &'n Node, token: &str) -> Option<&'n Child> {
        let children = node.children.get_or_init(|| self.children(node));
        let is_object = self.text.as_bytes().get(node.bytes.start) == Some(&b'{');
        let number = if is_object {
            let name = |number: usize| self.name(&children[number]);
            node.names.find(children.len(), name, token)?
        } else {
            token.parse::<usize>().ok()?
        };
        children.get(number)
    }

    /// What an object's member is called; the text is known to be JSON.
    fn name(&self, child: &Child) -> Cow<'_, str> {
        let Some(key) = child.key.clone() else {
            return Cow::default();
        };
        let name = &self.text[key.clone()];
        if !name.contains('\\') {
            return Cow::Borrowed(name);
        }
        let quoted = &self.text[key.start - 1..key.end + 1];
        serde_json::from_str(quoted).map_or(Cow::Borrowed(name), Cow::Owned)
    }

    fn children(&self, node: &Node) -> Vec<Child> {
        let bytes = self.text.as_bytes();
        let is_object = match bytes.get(node.bytes.start) {
            Some(b'{') => true,
            Some(b'[') => false,
            _ => return Vec::new(),
        };
        let mut children = Vec::new();
        let mut at = skip_space(bytes, node.bytes.start + 1);
        while at < node.bytes.end && !matches!(bytes[at], b'}' | b']') {
            let mut key = None;
            if is_object {
                let end = skip_value(bytes, at);
                key = Some(at + 1..end - 1);
                // The colon.
                at = skip_space(bytes, skip_space(bytes, end) + 1);
            }
            let end = skip_value(bytes, at);
            children.push(Child {
                key,
                value: Node::new(at..end),
            });
            at = skip_space(bytes, end);
            if bytes.get(at) == Some(&b',') {
                at = skip_space(bytes, at + 1);
            }
        }
        children
    }

    fn position(&self, bytes: &Range<usize>) -> Position {
        let (line, column) = self.place(bytes.start);
        let (end_line, end_column) = self.place(bytes.end);
        Position {
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// The line and the column of a byte.
    fn place(&self, at: usize) -> (usize, usize) {
        let step = at / STEP;
        let (line, column) = self.steps[step];
        advanced(&self.text.as_bytes()[step * STEP..at], line, column)
    }
}

impl Node {
    fn new(bytes: Range<usize>) -> Self {
        Self {
            bytes,
            children: OnceCell::new(),
            names: Index::default(),
        }
    }
}

fn steps(text: &str) -> Vec<(usize, usize)> {
    let mut place = (1, 1);
    let mut steps = vec![place];
    for chunk in text.as_bytes().chunks_exact(STEP) {
        place = advanced(chunk, place.0, place.1);
        steps.push(place);
    }
    steps
}

/// The place after some bytes that begin at a place.
fn advanced(bytes: &[u8], line: usize, column: usize) -> (usize, usize) {
    // A character has one byte that does not continue another.
    let characters = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    match bytes.iter().rposition(|byte| *byte == b'\n') {
        None => (line, column + characters(bytes)),
        Some(last) => {
            let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
            (line + ends, 1 + characters(&bytes[last + 1..]))
        }
    }
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let space = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
    from + space.count()
}

/// Where the value that begins at `from` ends; the text is known to be JSON.
fn skip_value(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = skip_string(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            b',' | b':' => at += 1,
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => at = skip_word(bytes, at),
        }
        if depth <= 0 {
            break;
        }
    }
    at
}

/// Where the text that begins at `from` ends, its quotes included; it is known to be JSON.
pub(in crate::source) fn skip_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(rest) = bytes.get(at..) {
        match memchr::memchr2(b'"', b'\\', rest) {
            Some(found) if rest[found] == b'"' => return at + found + 1,
            Some(found) => at += found + 2,
            None => break,
        }
    }
    bytes.len()
}

/// Where a number, `true`, `false` or `null` ends.
pub(in crate::source) fn skip_word(bytes: &[u8], from: usize) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let rest = bytes[from..].iter().take_while(|byte| is_part(byte));
    from + rest.count().max(1)
}
