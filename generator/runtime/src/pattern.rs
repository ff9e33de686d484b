//! What a `pattern` is to the checks.

#[cfg(feature = "fancy-regex")]
pub mod backtracking;
#[cfg(feature = "regex")]
pub mod linear;

#[cfg(feature = "fancy-regex")]
pub use backtracking::Backtracking;
#[cfg(feature = "regex")]
pub use linear::Linear;

/// A compiled `pattern`, with the text that the document states.
pub trait Pattern {
    /// As the document writes it.
    fn source(&self) -> &'static str;
    /// Whether some part of the text matches.
    fn is_match(&self, text: &str) -> bool;
}

/// A pattern that generated code matches by itself.
#[derive(Clone, Copy, Debug)]
pub struct Matcher {
    /// As the document writes it.
    pub source: &'static str,
    /// Whether some part of the text matches.
    pub matches: fn(&str) -> bool,
}

impl Pattern for Matcher {
    fn source(&self) -> &'static str {
        self.source
    }

    fn is_match(&self, text: &str) -> bool {
        (self.matches)(text)
    }
}
