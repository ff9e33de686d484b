//! A date and time of the crate `jiff` as a server writes it: with an offset from UTC, or without one.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use crate::json::codec::jiff::{at_offset, local};

crate::validate::unchecked! { DateTime }

/// A date and time that says by its variant whether it has an offset.
///
/// ```
/// use faircopy_runtime::value::date_time_jiff::DateTime;
///
/// let local = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
/// assert_ne!(DateTime::from(jiff::Timestamp::UNIX_EPOCH), DateTime::from(local));
/// assert_eq!(DateTime::from(local).assume_utc(), Some(jiff::Timestamp::UNIX_EPOCH));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTime {
    /// A point in time.
    Offset(Timestamp),
    /// What a clock shows, somewhere.
    Local(civil::DateTime),
}

impl DateTime {
    /// The point in time, where a clock without an offset is one that shows UTC; none at the ends of the calendar.
    #[must_use]
    pub fn assume_utc(self) -> Option<Timestamp> {
        match self {
            Self::Offset(time) => Some(time),
            Self::Local(time) => Offset::UTC.to_timestamp(time).ok(),
        }
    }
}

crate::value::date_times::date_time! { Timestamp, civil::DateTime }
