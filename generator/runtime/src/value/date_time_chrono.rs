//! A date and time of the crate `chrono` as a server writes it: with an offset from UTC, or without one.

use chrono::{FixedOffset, NaiveDateTime};

use crate::json::codec::chrono::{at_offset, local};

crate::validate::unchecked! { DateTime }

/// A date and time that says by its variant whether it has an offset.
///
/// ```
/// use faircopy_runtime::value::date_time_chrono::DateTime;
///
/// let time = chrono::DateTime::UNIX_EPOCH;
/// assert_ne!(DateTime::from(time.fixed_offset()), DateTime::from(time.naive_utc()));
/// assert_eq!(DateTime::from(time.naive_utc()).assume_utc(), time.fixed_offset());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTime {
    /// A point in time.
    Offset(chrono::DateTime<FixedOffset>),
    /// What a clock shows, somewhere.
    Local(NaiveDateTime),
}

impl DateTime {
    /// The point in time, where a clock without an offset is one that shows UTC.
    #[must_use]
    pub fn assume_utc(self) -> chrono::DateTime<FixedOffset> {
        match self {
            Self::Offset(time) => time,
            Self::Local(time) => time.and_utc().fixed_offset(),
        }
    }
}

crate::value::date_times::date_time! { chrono::DateTime<FixedOffset>, NaiveDateTime }
