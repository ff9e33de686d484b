//! Dates and times of the crate `chrono`: RFC 3339 text, and seconds since 1970.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike, Utc,
};

use crate::json::codec::Codec;
use crate::json::codec::iso::{self, Stamp};
use crate::json::codec::rfc3339;
use crate::json::de::{self, Decode, Error, Input, Result};
use crate::json::ser::{Encode, Output};

crate::validate::unchecked! {
    chrono::DateTime<chrono::FixedOffset>, chrono::DateTime<chrono::Utc>, chrono::NaiveDateTime, chrono::NaiveDate
}

impl Decode for DateTime<FixedOffset> {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time (RFC 3339)", |text| {
            let (stamp, east) = rfc3339::date_time(text)?;
            at_offset(stamp, east)
        })
    }
}

impl Encode for DateTime<FixedOffset> {
    fn encode(&self, output: &mut Output) {
        let east = self.offset().fix().local_minus_utc();
        stamp(self.naive_local()).write(Some(east), output);
    }
}

impl Decode for NaiveDateTime {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date and time without an offset", |text| {
            local(Stamp::local(text)?)
        })
    }
}

impl Encode for NaiveDateTime {
    fn encode(&self, output: &mut Output) {
        stamp(*self).write(None, output);
    }
}

impl Decode for NaiveDate {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date (RFC 3339)", |text| date(iso::date(text)?))
    }
}

impl Encode for NaiveDate {
    fn encode(&self, output: &mut Output) {
        stamp(self.and_time(chrono::NaiveTime::MIN)).write_date(output);
    }
}

fn date(stamp: Stamp) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(stamp.year, stamp.month.into(), stamp.day.into())
}

/// What a calendar and a clock show.
#[must_use]
pub fn local(stamp: Stamp) -> Option<NaiveDateTime> {
    date(stamp)?.and_hms_nano_opt(
        stamp.hour.into(),
        stamp.minute.into(),
        stamp.second.into(),
        stamp.nanosecond,
    )
}

/// A time at a number of seconds east of UTC.
#[must_use]
pub fn at_offset(stamp: Stamp, east: i32) -> Option<DateTime<FixedOffset>> {
    let offset = FixedOffset::east_opt(east)?;
    offset.from_local_datetime(&local(stamp)?).single()
}

/// A leap second, which this crate has, is written as the last nanosecond before it.
fn stamp(time: NaiveDateTime) -> Stamp {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Stamp {
        year: time.year(),
        month: small(time.month()),
        day: small(time.day()),
        hour: small(time.hour()),
        minute: small(time.minute()),
        second: small(time.second()),
        nanosecond: time.nanosecond().min(999_999_999),
    }
}

/// A time as seconds since 1970, with a fraction where there is one.
pub struct ChronoUnixTime;

impl Codec<DateTime<Utc>> for ChronoUnixTime {
    fn decode(input: &mut Input<'_>) -> Result<DateTime<Utc>> {
        let start = input.offset();
        let text = input.number()?;
        let time = iso::nanoseconds(text).and_then(|nanoseconds| {
            let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
            let fraction = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
            DateTime::from_timestamp(seconds, fraction)
        });
        time.ok_or_else(|| {
            Error::new(
                start,
                "expected seconds since 1970, found a number beyond all calendars",
            )
        })
    }

    fn encode(value: &DateTime<Utc>, output: &mut Output) {
        let fraction = i128::from(value.timestamp_subsec_nanos().min(999_999_999));
        iso::write_seconds(
            i128::from(value.timestamp()) * 1_000_000_000 + fraction,
            output,
        );
    }
}
