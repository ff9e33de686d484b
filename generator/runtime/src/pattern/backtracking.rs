//! Patterns with back-references, by the `fancy-regex` crate within a limit.

use std::sync::OnceLock;

use crate::pattern::{Pattern, TooManySteps};

/// How many steps back a match may take before it is given up.
const BACKTRACK_LIMIT: usize = 100_000;

/// A pattern, compiled when it is first used.
#[derive(Debug)]
pub struct Backtracking {
    source: &'static str,
    translated: &'static str,
    compiled: OnceLock<Option<fancy_regex::Regex>>,
}

impl Backtracking {
    /// A pattern as the document writes it, and as `fancy-regex` reads it.
    #[must_use]
    pub const fn new(source: &'static str, translated: &'static str) -> Self {
        Self {
            source,
            translated,
            compiled: OnceLock::new(),
        }
    }
}

impl Pattern for Backtracking {
    fn source(&self) -> &'static str {
        self.source
    }

    fn judge(&self, text: &str) -> Result<bool, TooManySteps> {
        let compiled = self.compiled.get_or_init(|| {
            fancy_regex::RegexBuilder::new(self.translated)
                .backtrack_limit(BACKTRACK_LIMIT)
                .build()
                .ok()
        });
        match compiled {
            Some(regex) => regex.is_match(text).map_err(|_| TooManySteps),
            // The generator has compiled it, so it compiles here; if not, nothing matches.
            None => Ok(false),
        }
    }
}
