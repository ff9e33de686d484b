//! What a `pattern` is to the checks.

#[cfg(feature = "fancy-regex")]
pub mod backtracking;
#[cfg(feature = "regex")]
pub mod linear;
pub mod positions;

#[cfg(feature = "fancy-regex")]
pub use backtracking::Backtracking;
#[cfg(feature = "regex")]
pub use linear::Linear;
pub use positions::Positions;

/// A `pattern` that can be run, with the text that the document states.
pub trait Pattern {
    /// As the document writes it.
    fn source(&self) -> &'static str;

    /// Whether some part of the text matches.
    ///
    /// # Errors
    ///
    /// If that takes more steps than are allowed.
    fn judge(&self, text: &str) -> Result<bool, TooManySteps>;
}

/// Why it is not known whether a text matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManySteps;
