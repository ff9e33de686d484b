//! A date and time as a server writes it: with an offset from UTC, or without one.

use time::{OffsetDateTime, PrimitiveDateTime};

use crate::json::codec::iso::{self, Stamp};
use crate::json::codec::time::{at_offset, local};
use crate::json::de::{self, Decode, Input, Result};
use crate::json::ser::{Encode, Output};

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

impl From<OffsetDateTime> for DateTime {
    fn from(time: OffsetDateTime) -> Self {
        Self::Offset(time)
    }
}

impl From<PrimitiveDateTime> for DateTime {
    fn from(time: PrimitiveDateTime) -> Self {
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
