//! Lines and their indentation to mappings and sequences. What fits nowhere is put where its author
//! most likely means it, and nothing behind it is lost.

use std::ops::Range;

use super::scalar::{
    closing, is_blank, line_end, next_line, plain_end, quoted_end, skip_spaces, trimmed,
};
use super::{FLOW, Id, Kind, Node, Span, Tree};

/// A tree that is made of a text, from its start on.
pub(super) struct Builder<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) tree: Tree,
    /// Whether the text is JSON, whose texts do not go over lines.
    pub(super) is_json: bool,
    /// The collections without brackets that are still open, the outermost first.
    open: Vec<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    node: Id,
    column: usize,
    is_sequence: bool,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let root = Node {
            parent: Id::NONE,
            first: Id::NONE,
            last: Id::NONE,
            next: Id::NONE,
            start: 0,
            key: Span::NONE,
            value: Span::new(0..0),
            kind: Kind::Empty,
            column: FLOW,
        };
        Builder {
            bytes: text.as_bytes(),
            tree: Tree {
                nodes: vec![root],
                anchors: Vec::new(),
            },
            is_json: text
                .trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with(['{', '[']),
            open: Vec::new(),
        }
    }

    /// Reads the whole text.
    pub(super) fn read(&mut self) {
        let mark = "\u{feff}".as_bytes();
        let mut at = if self.bytes.starts_with(mark) {
            mark.len()
        } else {
            0
        };
        while at < self.bytes.len() {
            let start = skip_spaces(self.bytes, at);
            let column = start - at;
            let rest = &self.bytes[start..];
            let is_seen = self.kind(Id::ROOT) != Kind::Empty;
            at = match rest {
                [] | [b'\n' | b'\r' | b'#', ..] => self.after_line(start),
                [b'%', ..] if column == 0 && !is_seen => self.after_line(start),
                [b'-', b'-', b'-', rest @ ..] if column == 0 && is_blank(rest.first()) => {
                    if is_seen {
                        break;
                    }
                    let start = skip_spaces(self.bytes, start + 3);
                    match self.is_line_over(start) {
                        true => self.after_line(start),
                        false => self.entry(start, 0),
                    }
                }
                [b'.', b'.', b'.', rest @ ..] if column == 0 && is_blank(rest.first()) => break,
                _ => self.entry(start, column),
            };
        }
        while self.close() {}
    }

    pub(super) fn kind(&self, id: Id) -> Kind {
        self.tree.node(id).kind
    }

    pub(super) fn node(&mut self, id: Id) -> &mut Node {
        &mut self.tree.nodes[id.index()]
    }

    /// Adds a child, which starts at a byte.
    pub(super) fn add(&mut self, parent: Id, start: usize, key: Option<Range<usize>>) -> Id {
        let Ok(number) = u32::try_from(self.tree.nodes.len()) else {
            return parent;
        };
        let id = Id(number);
        let end = key.as_ref().map_or(start, |key| key.end);
        self.tree.nodes.push(Node {
            parent,
            first: Id::NONE,
            last: Id::NONE,
            next: Id::NONE,
            start: Span::new(start..start).start,
            key: key.map_or(Span::NONE, Span::new),
            value: Span::new(end..end),
            kind: Kind::Empty,
            column: FLOW,
        });
        let last = self.tree.node(parent).last;
        match last.some() {
            Some(last) => self.node(last).next = id,
            None => self.node(parent).first = id,
        }
        self.node(parent).last = id;
        id
    }

    pub(super) fn set(&mut self, id: Id, kind: Kind, value: Range<usize>) {
        let node = self.node(id);
        node.kind = kind;
        node.value = Span::new(value);
    }

    fn after_line(&self, at: usize) -> usize {
        next_line(self.bytes, line_end(self.bytes, at))
    }

    /// Whether nothing but a comment stands in the line from a byte on.
    fn is_line_over(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            None | Some(b'\n' | b'\r') => true,
            Some(b'#') => at == 0 || is_blank(self.bytes.get(at - 1)),
            _ => false,
        }
    }

    /// Ends the innermost open collection; whether there was one.
    fn close(&mut self) -> bool {
        let Some(open) = self.open.pop() else {
            return false;
        };
        if let Some(last) = self.tree.node(open.node).last.some() {
            let end = self.tree.extent(last).end;
            let start = self.tree.value_span(open.node).start;
            self.node(open.node).value = Span::new(start..end.max(start));
        }
        true
    }

    fn close_beyond(&mut self, is_beyond: impl Fn(Open) -> bool) {
        while self.open.last().is_some_and(|open| is_beyond(*open)) {
            self.close();
        }
    }

    /// What has no value yet, and takes the next.
    fn slot(&self) -> Option<Id> {
        if self.open.len() >= DEEPEST {
            return None;
        }
        let slot = match self.open.last() {
            Some(open) => self.tree.node(open.node).last.some()?,
            None => Id::ROOT,
        };
        (self.kind(slot) == Kind::Empty).then_some(slot)
    }

    fn begin(&mut self, node: Id, column: usize, at: usize, is_sequence: bool) -> Id {
        let kind = if is_sequence {
            Kind::Sequence
        } else {
            Kind::Mapping
        };
        self.set(node, kind, at..at);
        self.node(node).column = Span::new(column..column).start.min(FLOW - 1);
        self.open.push(Open {
            node,
            column,
            is_sequence,
        });
        node
    }

    /// Reads what starts at a byte and in a column, with what is nested in its line; where to go on.
    fn entry(&mut self, mut at: usize, mut column: usize) -> usize {
        loop {
            let is_marker = is_blank(self.bytes.get(at + 1));
            match self.bytes[at] {
                b'-' if is_marker => {
                    let item = self.item(at, column);
                    let next = skip_spaces(self.bytes, at + 1);
                    self.set(item, Kind::Empty, at + 1..at + 1);
                    if self.is_line_over(next) {
                        return self.after_line(next);
                    }
                    column += next - at;
                    at = next;
                }
                b'?' if is_marker => {
                    let start = skip_spaces(self.bytes, at + 1);
                    let stop = line_end(self.bytes, start);
                    let end = match self.bytes.get(start) {
                        Some(b'"' | b'\'') => quoted_end(self.bytes, start, stop),
                        _ => None,
                    };
                    let end = end.unwrap_or_else(|| plain_end(self.bytes, start));
                    self.member(at, column, start..end);
                    return self.after_line(start);
                }
                // The value of a key that a question mark stands before.
                b':' if is_marker => {
                    self.close_beyond(|open| open.column > column);
                    let next = skip_spaces(self.bytes, at + 1);
                    if self.is_line_over(next) || self.slot().is_none() {
                        return self.after_line(at);
                    }
                    column += next - at;
                    at = next;
                }
                _ => break,
            }
        }
        let stop = line_end(self.bytes, at);
        let start = match self.bytes[at] {
            // What is said of a mapping or a key before it.
            b'&' | b'!' => self.properties(at, None).0,
            _ => at,
        };
        match key_at(self.bytes, start, stop) {
            Some((end, colon)) => {
                let anchor = self.properties(at, None).1;
                let member = self.member(at, column, start..end);
                if let (Some(name), Some(parent)) = (anchor, self.tree.parent(member)) {
                    self.tree.anchors.push((name, parent));
                }
                self.value(colon + 1, member, signed(column))
            }
            None => self.bare(at, column),
        }
    }

    /// Adds an item of a sequence in a column.
    fn item(&mut self, at: usize, column: usize) -> Id {
        self.close_beyond(|open| open.column > column);
        let top = self.open.last().copied();
        let parent = match (top, self.slot()) {
            (Some(open), _) if open.is_sequence && open.column == column => open.node,
            (_, Some(slot)) => self.begin(slot, column, at, true),
            (Some(open), None) => open.node,
            (None, None) => Id::ROOT,
        };
        self.add(parent, at, None)
    }

    /// Adds a member of a mapping in a column.
    fn member(&mut self, at: usize, column: usize, key: Range<usize>) -> Id {
        self.close_beyond(|open| {
            open.column > column || (open.is_sequence && open.column == column)
        });
        let top = self.open.last().copied();
        let parent = match (top, self.slot()) {
            (Some(open), _) if !open.is_sequence && open.column == column => open.node,
            (_, Some(slot)) => self.begin(slot, column, at, false),
            (top, None) => self.misfit(top.map_or(Id::ROOT, |open| open.node), at, column),
        };
        self.add(parent, at, Some(key))
    }

    /// The mapping that takes a member which fits nowhere: that of the nearest member before it.
    fn misfit(&mut self, top: Id, at: usize, column: usize) -> Id {
        let before = self.tree.node(top).last.some().unwrap_or(top);
        match self.kind(before) {
            _ if self.open.len() >= DEEPEST => top,
            Kind::Mapping if !self.tree.is_flow(before) => {
                self.open.push(Open {
                    node: before,
                    column,
                    is_sequence: false,
                });
                before
            }
            // A line of its own before others is half of a key.
            Kind::Plain if self.column_of(self.tree.value_span(before).start) == Some(column) => {
                let key = self.tree.value_span(before);
                self.begin(before, column, key.start, false);
                self.add(before, key.start, Some(key));
                before
            }
            _ if self.kind(top) == Kind::Empty => self.begin(top, column, at, false),
            _ => top,
        }
    }

    /// The column of what stands first in its line.
    fn column_of(&self, at: usize) -> Option<usize> {
        let before = &self.bytes[..at];
        let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
        let is_first = before[start..].iter().all(|byte| *byte == b' ');
        is_first.then_some(at - start)
    }

    /// Reads what is neither an item nor a member: a value in a line of its own, or half of a key.
    fn bare(&mut self, at: usize, column: usize) -> usize {
        self.close_beyond(|open| {
            open.column > column || (open.is_sequence && open.column == column)
        });
        let top = self.open.last().copied();
        let around = top.map_or(-1, |open| signed(open.column));
        if let Some(slot) = self.slot().filter(|_| around < signed(column)) {
            // A dash before it in its line is what it is indented by.
            return self.value(at, slot, around);
        }
        if let Some(open) = top.filter(|open| !open.is_sequence && open.column == column) {
            let end = plain_end(self.bytes, at);
            self.add(open.node, at, Some(at..end));
        }
        self.after_line(at)
    }

    /// Skips an anchor and a tag; the anchor belongs to `node` where there is one.
    fn properties(&mut self, mut at: usize, node: Option<Id>) -> (usize, Option<Range<usize>>) {
        let mut anchor = None;
        while let Some(byte @ (b'&' | b'!')) = self.bytes.get(at) {
            let mut end = at + 1;
            while !is_blank(self.bytes.get(end)) {
                end += 1;
            }
            if *byte == b'&' {
                anchor = Some(at + 1..end);
                if let Some(node) = node {
                    self.tree.anchors.push((at + 1..end, node));
                }
            }
            at = skip_spaces(self.bytes, end);
        }
        (at, anchor)
    }

    /// Reads the value of a node in the column `column`, or within it, from a byte on; where to go on.
    fn value(&mut self, at: usize, node: Id, column: isize) -> usize {
        let start = skip_spaces(self.bytes, at);
        let (start, _) = self.properties(start, Some(node));
        if self.is_line_over(start) {
            return self.after_line(start);
        }
        let stop = line_end(self.bytes, start);
        let (kind, end) = match self.bytes[start] {
            b'*' => {
                let end = (start..stop).find(|at| is_blank(self.bytes.get(*at)));
                (Kind::Alias, end.unwrap_or(stop))
            }
            b'|' | b'>' => (Kind::Block, self.block_end(start, column)),
            b'[' | b'{' => {
                let end = self.flow(start, node, column);
                return self.after_line(end);
            }
            quote @ (b'"' | b'\'') => {
                let kind = if quote == b'"' {
                    Kind::Double
                } else {
                    Kind::Single
                };
                (kind, self.quoted_end(start, column))
            }
            _ => (Kind::Plain, self.plain_end(start, column)),
        };
        self.set(node, kind, start..end);
        self.after_line(end)
    }

    /// The end of the lines below a `|` or `>` that are indented further than a column.
    fn block_end(&self, start: usize, column: isize) -> usize {
        let mut end = line_end(self.bytes, start);
        let mut at = next_line(self.bytes, end);
        while at < self.bytes.len() {
            let first = skip_spaces(self.bytes, at);
            let stop = line_end(self.bytes, first);
            if first < stop {
                if signed(first - at) <= column {
                    break;
                }
                end = stop;
            }
            at = next_line(self.bytes, stop);
        }
        trimmed(self.bytes, start, end)
    }

    /// The end of a quoted text; the end of its line where it has none.
    pub(super) fn quoted_end(&self, start: usize, column: isize) -> usize {
        let first = line_end(self.bytes, start);
        let quote = self.bytes[start];
        let mut at = match closing(self.bytes, quote, start + 1, first) {
            Ok(end) => return end,
            Err(at) => at,
        };
        let unclosed = trimmed(self.bytes, start + 1, first);
        if self.is_json {
            return unclosed;
        }
        let mut stop = first;
        while stop < self.bytes.len() && stop - first < LONGEST {
            let next = next_line(self.bytes, stop);
            let text = skip_spaces(self.bytes, next);
            stop = line_end(self.bytes, text);
            // A line that belongs to what is around it cannot be one of the text's.
            if text < stop && signed(text - next) <= column {
                return unclosed;
            }
            at = match closing(self.bytes, quote, at, stop) {
                Ok(end) => return end,
                Err(at) => at,
            };
        }
        unclosed
    }

    /// The end of a plain text, with the lines that are indented further than a column.
    fn plain_end(&self, start: usize, column: isize) -> usize {
        let mut end = plain_end(self.bytes, start);
        // A comment ends the text.
        while skip_spaces(self.bytes, end) == line_end(self.bytes, end) {
            let Some((line, text)) = self.first_of_text(end) else {
                break;
            };
            let is_outside = signed(text - line) <= column || self.bytes[text] == b'#';
            let over = line_end(self.bytes, text);
            if is_outside || key_at(self.bytes, text, over).is_some() {
                break;
            }
            end = plain_end(self.bytes, text);
        }
        end
    }

    /// The start of the next line with a text, and of the text.
    fn first_of_text(&self, mut at: usize) -> Option<(usize, usize)> {
        loop {
            let line = next_line(self.bytes, line_end(self.bytes, at));
            if line >= self.bytes.len() {
                return None;
            }
            let text = skip_spaces(self.bytes, line);
            if text < line_end(self.bytes, text) {
                return Some((line, text));
            }
            at = text;
        }
    }
}

/// How deep collections may nest: deeper than any document may that is read.
pub(super) const DEEPEST: usize = 500;

/// The most bytes that a quoted text of several lines is looked for an end in, so that quotes without
/// one cost no more than their number.
const LONGEST: usize = 1 << 16;

/// Where a key that starts at a byte ends, and its colon.
pub(super) fn key_at(bytes: &[u8], start: usize, stop: usize) -> Option<(usize, usize)> {
    match bytes.get(start)? {
        b'"' | b'\'' => {
            let end = quoted_end(bytes, start, stop)?;
            let colon = skip_spaces(bytes, end);
            let is_key = bytes.get(colon) == Some(&b':') && is_blank(bytes.get(colon + 1));
            is_key.then_some((end, colon))
        }
        b'{' | b'[' | b'#' | b'|' | b'>' | b'*' | b'&' | b'!' | b'%' | b'@' | b'`' => None,
        _ => {
            let end = plain_end(bytes, start);
            let colons = memchr::memchr_iter(b':', &bytes[start..end]);
            let mut colons = colons.map(|at| start + at);
            let colon = colons.find(|colon| is_blank(bytes.get(colon + 1)))?;
            Some((trimmed(bytes, start, colon), colon))
        }
    }
}

fn signed(column: usize) -> isize {
    isize::try_from(column).unwrap_or(isize::MAX)
}
