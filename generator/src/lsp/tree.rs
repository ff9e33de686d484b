//! A text of YAML or JSON to a tree of its members with their places, whatever is wrong with the text:
//! what is half written still has keys and columns to be found by.

mod block;
mod flow;
mod scalar;

use std::borrow::Cow;
use std::ops::Range;

use crate::pointer::Pointer;

/// The members of a text, in the order of the text.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// What aliases may name.
    anchors: Vec<(Range<usize>, Id)>,
}

/// The number of a node; that of the root is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(u32);

impl Id {
    /// The value of the whole text.
    pub(super) const ROOT: Id = Id(0);
    const NONE: Id = Id(u32::MAX);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    fn some(self) -> Option<Id> {
        (self != Id::NONE).then_some(self)
    }
}

/// What stands at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing yet.
    Empty,
    Plain,
    Single,
    Double,
    /// A text in lines of its own.
    Block,
    Alias,
    Mapping,
    Sequence,
}

/// Bytes of the text. Texts of more than four gigabytes are not read.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    const NONE: Span = Span {
        start: u32::MAX,
        end: u32::MAX,
    };

    fn new(range: Range<usize>) -> Span {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            start: place(range.start),
            end: place(range.end),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A member of a mapping, an item of a sequence, or the root.
#[derive(Debug)]
struct Node {
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
    /// Where the member starts: with its key, or the dash of an item.
    start: u32,
    key: Span,
    value: Span,
    kind: Kind,
    /// The column of the members of a collection without brackets.
    column: u32,
}

/// The column of a collection in brackets.
const FLOW: u32 = u32::MAX;

impl Tree {
    /// Reads a text.
    pub(super) fn new(text: &str) -> Tree {
        let mut builder = block::Builder::new(text);
        builder.read();
        builder.tree
    }

    fn node(&self, id: Id) -> &Node {
        // All ids come from this tree.
        &self.nodes[id.index()]
    }

    /// All nodes, in the order of the text.
    pub(super) fn all(&self) -> impl Iterator<Item = Id> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(Id)
    }

    pub(super) fn kind(&self, id: Id) -> Kind {
        self.node(id).kind
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.node(id).parent.some()
    }

    /// The members of a mapping, or the items of a sequence.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.node(id).first.some();
        std::iter::successors(first, |id| self.node(*id).next.some())
    }

    /// The bytes of the key, its quotes included.
    pub(super) fn key_span(&self, id: Id) -> Option<Range<usize>> {
        let key = self.node(id).key;
        (key.start != u32::MAX).then(|| key.range())
    }

    /// The bytes of the value, its quotes included; where there is none, the place behind the key.
    pub(super) fn value_span(&self, id: Id) -> Range<usize> {
        self.node(id).value.range()
    }

    /// The bytes of all of it.
    pub(super) fn extent(&self, id: Id) -> Range<usize> {
        let node = self.node(id);
        let end = node.value.range().end;
        node.start as usize..end.max(self.key_span(id).map_or(0, |key| key.end))
    }

    /// Whether a collection stands in brackets.
    pub(super) fn is_flow(&self, id: Id) -> bool {
        self.node(id).column == FLOW
    }

    /// The column in which the members of a collection without brackets start.
    pub(super) fn column(&self, id: Id) -> Option<usize> {
        let node = self.node(id);
        let is_collection = matches!(node.kind, Kind::Mapping | Kind::Sequence);
        (is_collection && node.column != FLOW).then_some(node.column as usize)
    }

    /// The key, decoded.
    pub(super) fn key<'t>(&self, text: &'t str, id: Id) -> Option<Cow<'t, str>> {
        let raw = text.get(self.key_span(id)?)?;
        Some(scalar::decoded(raw))
    }

    /// The text of a scalar, decoded; of one in lines of its own as it is written.
    pub(super) fn scalar<'t>(&self, text: &'t str, id: Id) -> Option<Cow<'t, str>> {
        let node = self.node(id);
        let raw = text.get(node.value.range())?;
        match node.kind {
            Kind::Plain | Kind::Single | Kind::Double => Some(scalar::decoded(raw)),
            Kind::Block => Some(Cow::Borrowed(raw)),
            Kind::Empty | Kind::Alias | Kind::Mapping | Kind::Sequence => None,
        }
    }

    /// The bytes of a text between its quotes.
    pub(super) fn inner_span(&self, id: Id, text: &str) -> Range<usize> {
        scalar::inner(text, self.value_span(id))
    }

    /// The place of a node.
    pub(super) fn pointer(&self, text: &str, id: Id) -> Pointer {
        let tokens = self.tokens(text, id);
        Pointer::root().keys(tokens.iter().map(|token| &**token))
    }

    /// The keys and numbers that lead to a node from the root.
    pub(super) fn tokens<'t>(&self, text: &'t str, id: Id) -> Vec<Cow<'t, str>> {
        let mut tokens = Vec::new();
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            tokens.push(self.key(text, at).unwrap_or_else(|| {
                let before = self.children(parent).take_while(|child| *child != at);
                Cow::Owned(before.count().to_string())
            }));
            at = parent;
        }
        tokens.reverse();
        tokens
    }

    /// The member of a mapping with that key, what is merged into it included.
    pub(super) fn member(&self, text: &str, id: Id, key: &str) -> Option<Id> {
        self.member_within(text, id, key, 0)
    }

    fn member_within(&self, text: &str, id: Id, key: &str, depth: usize) -> Option<Id> {
        let id = self.aliased(text, id);
        match self.kind(id) {
            Kind::Mapping => {
                let is_it = |child: &Id| self.key(text, *child).as_deref() == Some(key);
                let merged = |child: Id| {
                    let is_merge = self.key(text, child).as_deref() == Some("<<");
                    let is_merge = is_merge && depth < MERGES;
                    is_merge.then(|| self.member_within(text, child, key, depth + 1))?
                };
                let found = self.children(id).find(is_it);
                found.or_else(|| self.children(id).find_map(merged))
            }
            Kind::Sequence => self.children(id).nth(key.parse().ok()?),
            _ => None,
        }
    }

    /// The node at a pointer.
    pub(super) fn find(&self, text: &str, pointer: &Pointer) -> Option<Id> {
        let mut tokens = pointer.tokens();
        tokens.try_fold(Id::ROOT, |at, token| self.member(text, at, &token))
    }

    /// What an alias stands for, or else the node itself.
    fn aliased(&self, text: &str, id: Id) -> Id {
        if self.kind(id) != Kind::Alias {
            return id;
        }
        let span = self.value_span(id);
        let name = text.get(span.start + 1..span.end).unwrap_or_default();
        // The last one of that name before it, which may be no alias itself.
        let before = self.anchors.iter().rev();
        let mut before = before.filter(|(_, node)| *node < id);
        let found = before.find(|(range, _)| text.get(range.clone()) == Some(name));
        found.map_or(id, |(_, node)| *node)
    }

    /// The innermost node that a byte is in, or at the end of.
    pub(super) fn innermost(&self, offset: usize) -> Id {
        let mut at = Id::ROOT;
        loop {
            let holds = |child: &Id| {
                let extent = self.extent(*child);
                extent.start <= offset && offset <= extent.end
            };
            // Of two that touch, the later starts there.
            match self.children(at).filter(holds).last() {
                Some(child) => at = child,
                None => return at,
            }
        }
    }

    /// The last node that starts at a byte or before it.
    pub(super) fn last_before(&self, offset: usize) -> Id {
        let after = self
            .nodes
            .partition_point(|node| node.start as usize <= offset);
        Id(u32::try_from(after.max(1) - 1).unwrap_or(0))
    }
}

/// How many mappings may be merged into one another.
const MERGES: usize = 16;

#[cfg(test)]
mod tests;
