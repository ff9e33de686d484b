//! The format of regular expressions: ECMA-262's.

/// `regex`: a regular expression of ECMA-262.
#[must_use]
pub fn regex(text: &str) -> bool {
    jsonschema_regex::is_valid_ecma_regex(text)
}
