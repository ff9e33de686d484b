//! Formats that the user wants left alone.

use std::collections::BTreeSet;

use super::known;
use crate::suggest::nearest;

/// Formats that are not read: they neither choose a type nor are checked.
///
/// ```
/// use faircopy::IgnoredFormats;
///
/// let ignored = IgnoredFormats::These(["hostname".to_owned()].into());
/// assert!(ignored.has("hostname") && !ignored.has("email"));
/// assert!(IgnoredFormats::All.has("email"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// All of them.
    All,
    /// These; it may be none.
    These(BTreeSet<String>),
}

impl Default for Ignored {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Ignored {
    /// Whether a format is not read.
    pub fn has(&self, format: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(formats) => formats.contains(format),
        }
    }

    /// Adds formats by their names; `all` is every one.
    ///
    /// # Errors
    ///
    /// The name that means nothing to the generator, with the nearest that does.
    pub fn add(&mut self, name: &str) -> Result<(), String> {
        if name == "all" {
            *self = Self::All;
            return Ok(());
        }
        if !known().any(|known| known == name) {
            let near = nearest(name, known());
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            let hint = hint.unwrap_or_default();
            return Err(format!("there is no format `{name}`{hint}"));
        }
        if let Self::These(formats) = self {
            formats.insert(name.to_owned());
        }
        Ok(())
    }
}
