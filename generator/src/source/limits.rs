//! What a document may cost: the caps that keep a hostile document from using up time or memory.

use serde_json::Value;

use crate::pointer::{Pointer, Step};

/// How many values any document may have, however small. Without aliases, each takes two bytes or more.
const NODES: usize = 100_000;
/// How many there may be without a word: several times what the largest published documents have.
const MOST_NODES: usize = 4_000_000;

/// How long the addresses of values may be on the average: several times what those of published documents are.
const ADDRESS: usize = 100;

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

    /// How many bytes the addresses of all values may have together, in so many bytes of text: who reads a document
    /// keeps the addresses of much of it.
    pub(super) fn addresses_in(&self, bytes: usize) -> usize {
        self.nodes_in(bytes).saturating_mul(ADDRESS)
    }

    /// `depth`, as far as the stack can bear it: serde_json stops at 128 levels by itself.
    pub(super) fn depth(&self) -> usize {
        self.depth.min(120)
    }
}

/// How many bytes the addresses of all values may have together in so many bytes of text, where nothing else is
/// asked for.
pub(crate) fn addresses_in(bytes: usize) -> usize {
    Limits::default().addresses_in(bytes)
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

/// The longest of the keys around the value at which the addresses of all values so far have more bytes than there
/// is room for.
pub(super) fn beyond_addresses(root: &Value, room: usize) -> Option<Pointer> {
    let mut walk = Addresses {
        room,
        keys: Vec::new(),
    };
    walk.has_room(root, 0).is_none().then(|| walk.longest())
}

/// A walk over all values.
struct Addresses<'v> {
    room: usize,
    /// Those on the way to where the walk stands.
    keys: Vec<Step<'v>>,
}

impl<'v> Addresses<'v> {
    /// Goes on from a value whose address has so many bytes; stops there where there is no room left.
    fn has_room(&mut self, value: &'v Value, length: usize) -> Option<()> {
        self.room = self.room.checked_sub(length)?;
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    self.keys.push(Step::Key(key));
                    self.has_room(value, length + key.len() + 1)?;
                    self.keys.pop();
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.keys.push(Step::Index(index));
                    self.has_room(value, length + 2)?;
                    self.keys.pop();
                }
            }
            _ => {}
        }
        Some(())
    }

    fn longest(&self) -> Pointer {
        let length = |step: &Step<'_>| match step {
            Step::Key(key) => key.len(),
            Step::Index(_) => 0,
        };
        let longest = (0..self.keys.len())
            .rev()
            .max_by_key(|at| length(&self.keys[*at]));
        let around = self.keys.iter().take(longest.map_or(0, |at| at + 1));
        around.copied().collect()
    }
}
