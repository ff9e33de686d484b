//! A pattern of the document to one that an engine runs, or to a complaint.

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::Pattern;
use crate::pattern;
use crate::pointer::Pointer;

/// A pattern that the document states at a place; a warning where it has no meaning, or nothing
/// can run it.
pub(super) fn usable_pattern(
    source: &str,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Pattern> {
    match pattern::translate(source) {
        Ok(pattern) => Some(pattern),
        Err(reason) => {
            let message = format!("the pattern `{source}` is not enforced");
            let diagnostic = Diagnostic::new(codes::UNUSABLE_PATTERN, message);
            diagnostics.push(diagnostic.at_value(at, reason));
            None
        }
    }
}
