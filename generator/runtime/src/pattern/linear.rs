//! Patterns that run in time linear in the text, by the `regex` crate.

use std::sync::OnceLock;

use crate::pattern::{Pattern, TooManySteps};

/// A pattern, compiled when it is first used.
#[derive(Debug)]
pub struct Linear {
    source: &'static str,
    translated: &'static str,
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Linear {
    /// A pattern as the document writes it, and as `regex` reads it.
    #[must_use]
    pub const fn new(source: &'static str, translated: &'static str) -> Self {
        Self {
            source,
            translated,
            compiled: OnceLock::new(),
        }
    }

    /// Whether some part of the text matches.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        // The generator writes what `regex` reads; if not, nothing matches.
        self.compiled
            .get_or_init(|| regex::Regex::new(self.translated).ok())
            .as_ref()
            .is_some_and(|regex| regex.is_match(text))
    }
}

impl Pattern for Linear {
    fn source(&self) -> &'static str {
        self.source
    }

    fn judge(&self, text: &str) -> Result<bool, TooManySteps> {
        Ok(self.is_match(text))
    }
}
