//! A date and time of the crate `chrono` as a server writes it: with an offset from UTC, or without one.

use chrono::{FixedOffset, NaiveDateTime};

use crate::json::codec::chrono::{at_offset, local};
use crate::json::codec::iso::{self, Stamp};
use crate::json::de::{self, Decode, Input, Result};
use crate::json::ser::{Encode, Output};

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

impl From<chrono::DateTime<FixedOffset>> for DateTime {
    fn from(time: chrono::DateTime<FixedOffset>) -> Self {
        Self::Offset(time)
    }
}

impl From<NaiveDateTime> for DateTime {
    fn from(time: NaiveDateTime) -> Self {
        Self::Local(time)
    }
}

impl Decode for DateTime {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time (ISO 8601)", |text| {
            let (stamp, rest) = Stamp::read(text)?;
            match rest {
                "" => local(stamp).map(Self::Local),
                offset => at_offset(stamp, iso::offset(offset)?).map(Self::Offset),
            }
        })
    }
}

impl Encode for DateTime {
    fn encode(&self, output: &mut Output) {
        match self {
            Self::Offset(time) => time.encode(output),
            Self::Local(time) => time.encode(output),
        }
    }
}
