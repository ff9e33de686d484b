//! Patterns, of names and of texts.

use regex::RegexBuilder;

/// How large a compiled pattern may be, in bytes.
const SIZE: usize = 1 << 18;

/// A pattern, ready to be matched; `None` where it takes too much, or is none of ECMA-262.
pub(super) fn compiled(pattern: &str) -> Option<regex::Regex> {
    let translated = jsonschema_regex::to_rust_regex(pattern).ok()?;
    let mut builder = RegexBuilder::new(&translated);
    builder.size_limit(SIZE).build().ok()
}

/// Whether all texts match a pattern.
pub(in crate::diff) fn matches_all(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | ".*" | "^.*$" | "^.*" | ".*$" | "^" | "$" | "[\\s\\S]*" | "^[\\s\\S]*$"
    )
}
