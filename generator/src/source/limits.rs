//! What a document may cost: the caps that keep a hostile document from using up time or memory.

/// The caps on a document and the files that it refers to.
///
/// The time of a run is bounded by these: what one value can make more work of than that is counted
/// in `steps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together.
    pub bytes: usize,
    /// Values, after YAML aliases are expanded and files are bundled.
    pub nodes: usize,
    /// Levels of nesting; at most 120.
    pub depth: usize,
    /// References into other files.
    pub references: usize,
    /// Steps that making sense of its schemas takes; in proportion to the document by default.
    pub steps: Option<u64>,
}

impl Limits {
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
            nodes: 4_000_000,
            depth: 100,
            references: 100_000,
            steps: None,
        }
    }
}
