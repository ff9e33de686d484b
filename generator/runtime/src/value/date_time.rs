//! A date and time as a server writes it: with an offset from UTC, or without one.

use time::{OffsetDateTime, PrimitiveDateTime};

use crate::json::codec::time::{at_offset, local};

crate::validate::unchecked! { DateTime }

/// A date and time that says by its variant whether it has an offset.
///
/// ```
/// use faircopy_runtime::DateTime;
///
/// let time = time::OffsetDateTime::UNIX_EPOCH;
/// let local = time::PrimitiveDateTime::new(time.date(), time.time());
/// assert_ne!(DateTime::from(time), DateTime::from(local));
/// assert_eq!(DateTime::from(local).assume_utc(), time);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTime {
    /// A point in time.
    Offset(OffsetDateTime),
    /// What a clock shows, somewhere.
    Local(PrimitiveDateTime),
}

impl DateTime {
    /// The point in time, where a clock without an offset is one that shows UTC.
    #[must_use]
    pub fn assume_utc(self) -> OffsetDateTime {
        match self {
            Self::Offset(time) => time,
            Self::Local(time) => time.assume_utc(),
        }
    }
}

crate::value::date_times::date_time! { OffsetDateTime, PrimitiveDateTime }
