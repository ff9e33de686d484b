//! What a document may cost: the caps that keep a hostile document from using up time or memory.

use serde_json::Value;

/// How many values any document may have, however small. Without aliases, each takes two bytes or more.
const NODES: usize = 100_000;
/// How many there may be without a word: several times what the largest published documents have.
const MOST_NODES: usize = 4_000_000;

/// The caps on a document and the files that it refers to.
///
/// The time of a run is bounded by these: what one value can make more work of than that is counted
/// in `steps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together.
    pub bytes: usize,
    /// Values, after YAML aliases are expanded and files are bundled; in proportion to the bytes by default,
    /// since a few aliases, or references that are put in place, stand for any number.
    pub nodes: Option<usize>,
    /// Levels of nesting; at most 120.
    pub depth: usize,
    /// References into other files.
    pub references: usize,
    /// Steps that making sense of its schemas takes; in proportion to the document by default.
    pub steps: Option<u64>,
}

impl Limits {
    /// How many values there may be in so many bytes.
    pub(super) fn nodes_in(&self, bytes: usize) -> usize {
        let by_size = NODES.saturating_add(bytes).min(MOST_NODES);
        self.nodes.unwrap_or(by_size)
    }

    /// How many values there may be, whatever the bytes.
    pub(super) fn most_nodes(&self) -> usize {
        self.nodes.unwrap_or(MOST_NODES)
    }

    /// `depth`, as far as the stack can bear it: serde_json stops at 128 levels by itself.
    pub(super) fn depth(&self) -> usize {
        self.depth.min(120)
    }
}

impl Default for Limits {
    /// Several times the largest documents that are published.
    fn default() -> Limits {
        Limits {
            bytes: 64 << 20,
            nodes: None,
            depth: 100,
            references: 100_000,
            steps: None,
        }
    }
}

/// How many values there are in one, itself among them, and how many levels deep.
pub(super) fn measured(value: &Value) -> (usize, usize) {
    let children: &mut dyn Iterator<Item = &Value> = match value {
        Value::Object(members) => &mut members.values(),
        Value::Array(items) => &mut items.iter(),
        _ => return (1, 0),
    };
    children
        .map(measured)
        .fold((1, 1), |(nodes, depth), inner| {
            (nodes + inner.0, depth.max(inner.1 + 1))
        })
}
