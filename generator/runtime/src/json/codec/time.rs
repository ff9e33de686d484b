//! Dates and times of the crate `time`: RFC 3339 text, and seconds since 1970.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::json::codec::Codec;
use crate::json::codec::iso::{self, Stamp};
use crate::json::de::{self, Decode, Error, Input, Result};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! { time::OffsetDateTime, time::PrimitiveDateTime, time::Date }

impl Decode for OffsetDateTime {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time (RFC 3339)", |text| {
            Self::parse(text, &Rfc3339).ok()
        })
    }
}

impl Encode for OffsetDateTime {
    fn encode(&self, output: &mut Output) {
        match self.format(&Rfc3339) {
            Ok(text) => output.string(&text),
            Err(_) => output.fail("a time that RFC 3339 cannot say: its year is not 0 to 9999, or its offset has seconds"),
        }
    }
}

impl Decode for PrimitiveDateTime {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time without an offset", |text| {
            local(Stamp::local(text)?)
        })
    }
}

impl Encode for PrimitiveDateTime {
    fn encode(&self, output: &mut Output) {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        let stamp = Stamp {
            hour,
            minute,
            second,
            nanosecond,
            ..stamp(self.date())
        };
        stamp.write(None, output);
    }
}

/// What a calendar and a clock show.
#[must_use]
pub fn local(stamp: Stamp) -> Option<PrimitiveDateTime> {
    let Stamp {
        hour,
        minute,
        second,
        nanosecond,
        ..
    } = stamp;
    let time = Time::from_hms_nano(hour, minute, second, nanosecond).ok()?;
    Some(PrimitiveDateTime::new(date(stamp)?, time))
}

/// A time at a number of seconds east of UTC.
#[must_use]
pub fn at_offset(stamp: Stamp, east: i32) -> Option<OffsetDateTime> {
    let offset = UtcOffset::from_whole_seconds(east).ok()?;
    Some(local(stamp)?.assume_offset(offset))
}

fn date(stamp: Stamp) -> Option<Date> {
    let month = Month::try_from(stamp.month).ok()?;
    Date::from_calendar_date(stamp.year, month, stamp.day).ok()
}

fn stamp(date: Date) -> Stamp {
    let (year, month, day) = date.to_calendar_date();
    Stamp {
        year,
        month: u8::from(month),
        day,
        hour: 0,
        minute: 0,
        second: 0,
        nanosecond: 0,
    }
}

impl Decode for Date {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date (RFC 3339)", |text| date(iso::date(text)?))
    }
}

impl Encode for Date {
    fn encode(&self, output: &mut Output) {
        stamp(*self).write_date(output);
    }
}

/// A time as seconds since 1970, with a fraction where there is one.
pub struct UnixTime;

impl Codec<OffsetDateTime> for UnixTime {
    fn decode(input: &mut Input<'_>) -> Result<OffsetDateTime> {
        let start = input.offset();
        let text = input.number()?;
        iso::nanoseconds(text)
            .and_then(|nanoseconds| OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok())
            .ok_or_else(|| {
                Error::new(
                    start,
                    "expected seconds since 1970, found a number beyond all calendars",
                )
            })
    }

    fn encode(value: &OffsetDateTime, output: &mut Output) {
        iso::write_seconds(value.unix_timestamp_nanos(), output);
    }
}
