//! Dates and times of the crate `jiff`: RFC 3339 text, and seconds since 1970.
//!
//! A `Timestamp` is a point in time and has no offset: it is written in UTC.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::json::codec::Codec;
use crate::json::codec::iso::{self, Stamp};
use crate::json::codec::rfc3339;
use crate::json::de::{self, Decode, Error, Input, Result};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! { jiff::Timestamp, jiff::civil::DateTime, jiff::civil::Date }

impl Decode for Timestamp {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time (RFC 3339)", |text| {
            let (stamp, east) = rfc3339::date_time(text)?;
            at_offset(stamp, east)
        })
    }
}

impl Encode for Timestamp {
    fn encode(&self, output: &mut Output) {
        stamp(Offset::UTC.to_datetime(*self)).write(Some(0), output);
    }
}

impl Decode for DateTime {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time without an offset", |text| {
            local(Stamp::local(text)?)
        })
    }
}

impl Encode for DateTime {
    fn encode(&self, output: &mut Output) {
        stamp(*self).write(None, output);
    }
}

impl Decode for Date {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date (RFC 3339)", |text| {
            Some(local(iso::date(text)?)?.date())
        })
    }
}

impl Encode for Date {
    fn encode(&self, output: &mut Output) {
        stamp(self.at(0, 0, 0, 0)).write_date(output);
    }
}

/// What a calendar and a clock show.
#[must_use]
pub fn local(stamp: Stamp) -> Option<DateTime> {
    let small = |number: u8| i8::try_from(number).ok();
    DateTime::new(
        i16::try_from(stamp.year).ok()?,
        small(stamp.month)?,
        small(stamp.day)?,
        small(stamp.hour)?,
        small(stamp.minute)?,
        small(stamp.second)?,
        i32::try_from(stamp.nanosecond).ok()?,
    )
    .ok()
}

/// The point in time at which a clock shows this, at a number of seconds east of UTC.
#[must_use]
pub fn at_offset(stamp: Stamp, east: i32) -> Option<Timestamp> {
    let offset = Offset::from_seconds(east).ok()?;
    offset.to_timestamp(local(stamp)?).ok()
}

fn stamp(time: DateTime) -> Stamp {
    Stamp {
        year: time.year().into(),
        month: time.month().unsigned_abs(),
        day: time.day().unsigned_abs(),
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
        nanosecond: time.subsec_nanosecond().unsigned_abs(),
    }
}

/// A time as seconds since 1970, with a fraction where there is one.
pub struct JiffUnixTime;

impl Codec<Timestamp> for JiffUnixTime {
    fn decode(input: &mut Input<'_>) -> Result<Timestamp> {
        let start = input.offset();
        let text = input.number()?;
        iso::nanoseconds(text)
            .and_then(|nanoseconds| Timestamp::from_nanosecond(nanoseconds).ok())
            .ok_or_else(|| {
                Error::new(
                    start,
                    "expected seconds since 1970, found a number beyond all calendars",
                )
            })
    }

    fn encode(value: &Timestamp, output: &mut Output) {
        iso::write_seconds(value.as_nanosecond(), output);
    }
}
