//! Timestamps in rules across fields.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A text as RFC 3339 writes timestamps.
#[must_use]
pub fn timestamp(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}
