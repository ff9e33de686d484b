//! Brackets to mappings and sequences: JSON, and what YAML writes in one line. Brackets that are missing
//! or too many end no more than they must.

use super::block::{Builder, DEEPEST, key_at};
use super::scalar::{is_blank, line_end, next_line, skip_spaces, trimmed};
use super::{Id, Kind};

/// What of a member has been read.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Nothing, or all.
    Done,
    /// Its key.
    Key,
    /// Its key and the colon.
    Colon,
}

impl Builder<'_> {
    /// Reads what the bracket at a byte opens, the value of a node within the column `column`; its end.
    pub(super) fn flow(&mut self, start: usize, node: Id, column: isize) -> usize {
        let mut open = vec![node];
        self.begin_flow(start, node);
        let mut state = State::Done;
        let mut at = start + 1;
        while let Some(&top) = open.last() {
            let Some(&byte) = self.bytes.get(at) else {
                at = trimmed(self.bytes, start + 1, self.bytes.len());
                self.end_flow(&mut open, 0, at);
                break;
            };
            match byte {
                b' ' | b'\t' => at += 1,
                b'\n' | b'\r' => {
                    let next = next_line(self.bytes, at);
                    if self.is_outside(next, column) {
                        self.end_flow(&mut open, 0, at);
                        return at;
                    }
                    at = next;
                }
                b'#' if is_blank(self.bytes.get(at - 1)) => at = line_end(self.bytes, at),
                b',' => {
                    state = State::Done;
                    at += 1;
                }
                b':' => {
                    if state == State::Key {
                        state = State::Colon;
                    }
                    at += 1;
                }
                b'[' | b'{' if open.len() >= DEEPEST => at += 1,
                b'[' | b'{' => {
                    let child = self.place(top, at, state);
                    self.begin_flow(at, child);
                    open.push(child);
                    state = State::Done;
                    at += 1;
                }
                b']' | b'}' => {
                    let kind = if byte == b']' {
                        Kind::Sequence
                    } else {
                        Kind::Mapping
                    };
                    at += 1;
                    // One of another kind is left over from something.
                    if let Some(depth) = open.iter().rposition(|id| self.kind(*id) == kind) {
                        self.end_flow(&mut open, depth, at);
                    }
                    state = State::Done;
                }
                b'&' | b'!' => {
                    let end = self.word_end(at);
                    if byte == b'&' && state == State::Colon {
                        let node = self.tree.node(top).last;
                        self.tree.anchors.push((at + 1..end, node));
                    }
                    at = end;
                }
                _ => (at, state) = self.flow_scalar(at, top, state, column),
            }
        }
        at
    }

    fn begin_flow(&mut self, at: usize, node: Id) {
        let kind = match self.bytes[at] {
            b'[' => Kind::Sequence,
            _ => Kind::Mapping,
        };
        self.set(node, kind, at..at + 1);
    }

    /// Ends the open collections from a depth on.
    fn end_flow(&mut self, open: &mut Vec<Id>, depth: usize, end: usize) {
        for id in open.drain(depth..) {
            let start = self.tree.value_span(id).start;
            let kind = self.kind(id);
            self.set(id, kind, start..end.max(start));
        }
    }

    /// The node that the value at a byte belongs to.
    fn place(&mut self, top: Id, at: usize, state: State) -> Id {
        let last = self.tree.node(top).last.some();
        match last.filter(|_| state == State::Colon) {
            Some(last) => last,
            None => self.add(top, at, None),
        }
    }

    fn flow_scalar(&mut self, at: usize, top: Id, state: State, column: isize) -> (usize, State) {
        let is_key = self.kind(top) == Kind::Mapping && state != State::Colon;
        let (kind, end) = match self.bytes[at] {
            b'"' => (Kind::Double, self.quoted_end(at, column)),
            b'\'' => (Kind::Single, self.quoted_end(at, column)),
            b'*' => (Kind::Alias, self.word_end(at)),
            _ => (Kind::Plain, self.flow_plain_end(at, is_key)),
        };
        let end = end.max(at + 1);
        if is_key {
            self.add(top, at, Some(at..end));
            return (end, State::Key);
        }
        let node = self.place(top, at, state);
        self.set(node, kind, at..end);
        (end, State::Done)
    }

    /// The end of a word in brackets.
    fn word_end(&self, at: usize) -> usize {
        let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}');
        let end = self.bytes[at + 1..].iter().position(ends);
        end.map_or(self.bytes.len(), |end| at + 1 + end)
    }

    /// The end of a plain text in brackets; a value of YAML may go on in the next line.
    fn flow_plain_end(&self, start: usize, is_key: bool) -> usize {
        let mut end = self.flow_plain_line(start);
        if is_key || self.is_json {
            return end;
        }
        loop {
            let stop = skip_spaces(self.bytes, end);
            if !matches!(self.bytes.get(stop), Some(b'\n' | b'\r')) {
                break;
            }
            let text = skip_spaces(self.bytes, next_line(self.bytes, stop));
            let begins = |byte: &u8| !b"\n\r,[]{}#&*!|>'\"%@`:".contains(byte);
            if !self.bytes.get(text).is_some_and(begins) {
                break;
            }
            let next = self.flow_plain_line(text);
            if self.bytes.get(skip_spaces(self.bytes, next)) == Some(&b':') {
                break;
            }
            end = next;
        }
        end
    }

    fn flow_plain_line(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            let next = self.bytes.get(at + 1);
            let is_over = match byte {
                b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}' => true,
                b':' => is_blank(next) || matches!(next, Some(b',' | b'[' | b']' | b'{' | b'}')),
                b'#' => at > start && is_blank(self.bytes.get(at - 1)),
                // In JSON a comma is missing there.
                b' ' | b'\t' | b'"' => self.is_json,
                _ => false,
            };
            if is_over {
                break;
            }
            at += 1;
        }
        trimmed(self.bytes, start, at)
    }

    /// Whether a line belongs to what is around the brackets, so that a bracket must be missing.
    fn is_outside(&self, line: usize, column: isize) -> bool {
        let text = skip_spaces(self.bytes, line);
        let indent = isize::try_from(text - line).unwrap_or(isize::MAX);
        if self.is_json || indent > column {
            return false;
        }
        let stop = line_end(self.bytes, text);
        let is_item = self.bytes.get(text) == Some(&b'-') && is_blank(self.bytes.get(text + 1));
        is_item || key_at(self.bytes, text, stop).is_some()
    }
}
