//! Dates and times to the letter of RFC 3339, for crates that read more than that by themselves.

use crate::format;
use crate::json::codec::iso::{Stamp, offset};

/// A date and time, and its seconds east of UTC.
#[must_use]
pub fn date_time(text: &str) -> Option<(Stamp, i32)> {
    let (stamp, rest) = Stamp::read(text).filter(|_| format::date_time(text))?;
    Some((stamp, offset(rest)?))
}
