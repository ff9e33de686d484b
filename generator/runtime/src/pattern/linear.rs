//! Patterns that run in time linear in the text, by the `regex` crate.

use std::sync::OnceLock;

use crate::pattern::Pattern;

/// A pattern, compiled when it is first used.
#[derive(Debug)]
pub struct Linear {
    source: &'static str,
    translated: &'static [&'static str],
    compiled: OnceLock<Option<Vec<regex::Regex>>>,
}

impl Linear {
    /// A pattern as the document writes it, and as `regex` reads it: each must match.
    #[must_use]
    pub const fn new(source: &'static str, translated: &'static [&'static str]) -> Self {
        Self {
            source,
            translated,
            compiled: OnceLock::new(),
        }
    }
}

impl Pattern for Linear {
    fn source(&self) -> &'static str {
        self.source
    }

    fn is_match(&self, text: &str) -> bool {
        // The generator has compiled it, so it compiles here; if not, nothing matches.
        let compile = |translated: &&str| regex::Regex::new(translated).ok();
        self.compiled
            .get_or_init(|| self.translated.iter().map(compile).collect())
            .as_ref()
            .is_some_and(|parts| parts.iter().all(|part| part.is_match(text)))
    }
}
