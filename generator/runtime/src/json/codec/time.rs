//! Dates and times: RFC 3339 text, and seconds since 1970.
//!
//! A leap second (`23:59:60`) is read as the last nanosecond before it, since
//! no clock of `time` has one; that is what is written back.

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::json::codec::Codec;
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
            local(text).and_then(|(time, rest)| rest.is_empty().then_some(time))
        })
    }
}

impl Encode for PrimitiveDateTime {
    fn encode(&self, output: &mut Output) {
        let (year, month, day) = self.to_calendar_date();
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        if !(0..=9999).contains(&year) {
            output.fail("a time that ISO 8601 cannot say: its year is not 0 to 9999");
            return;
        }
        let fraction = match nanosecond {
            0 => String::new(),
            nanosecond => format!(".{nanosecond:09}"),
        };
        let fraction = fraction.trim_end_matches('0');
        let month = u8::from(month);
        output.display(format_args!(
            "\"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}\""
        ));
    }
}

/// A date and a time of day, and what follows them.
#[must_use]
pub fn local(text: &str) -> Option<(PrimitiveDateTime, &str)> {
    let (date, rest) = text.split_at_checked(10)?;
    let (time, rest) = clock(rest.strip_prefix(['T', 't', ' '])?)?;
    Some((PrimitiveDateTime::new(parse_date(date)?, time), rest))
}

/// A time at an offset from UTC: `Z`, `+01:00`, `+0100` or `+01`.
#[must_use]
pub fn with_any_offset(time: PrimitiveDateTime, offset: &str) -> Option<OffsetDateTime> {
    if matches!(offset, "Z" | "z") {
        return Some(time.assume_utc());
    }
    let sign = match offset.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = offset[1..].replacen(':', "", 1);
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let number = |digits: &str| {
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse::<i8>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let offset = UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()?;
    Some(time.assume_offset(offset))
}

/// `03:04:05.678` at the start, and what follows; seconds may be left out.
fn clock(text: &str) -> Option<(Time, &str)> {
    let number = |digits: Option<&str>| {
        let digits = digits.filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()))?;
        digits.parse::<u8>().ok()
    };
    let hour = number(text.get(..2))?;
    let minute = number(text.get(2..)?.strip_prefix(':')?.get(..2))?;
    let rest = &text[5..];
    let Some(seconds) = rest.strip_prefix(':') else {
        return Some((Time::from_hms(hour, minute, 0).ok()?, rest));
    };
    let second = number(seconds.get(..2))?;
    let mut rest = &seconds[2..];
    let mut nanosecond = 0;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.find(|digit: char| !digit.is_ascii_digit());
        let (digits, after) = fraction.split_at(end.unwrap_or(fraction.len()));
        if digits.is_empty() {
            return None;
        }
        // What is finer than a nanosecond is cut off.
        nanosecond = format!("{digits:0<9.9}").parse().ok()?;
        rest = after;
    }
    let time = match second {
        60 => Time::from_hms_nano(hour, minute, 59, 999_999_999),
        second => Time::from_hms_nano(hour, minute, second, nanosecond),
    };
    Some((time.ok()?, rest))
}

impl Decode for Date {
    fn decode(input: &mut Input<'_>) -> Result<Self> {
        de::parse(input, "a date (RFC 3339)", parse_date)
    }
}

impl Encode for Date {
    fn encode(&self, output: &mut Output) {
        let (year, month, day) = self.to_calendar_date();
        if (0..=9999).contains(&year) {
            output.display(format_args!(
                "\"{year:04}-{:02}-{day:02}\"",
                u8::from(month)
            ));
        } else {
            output.fail("a date that RFC 3339 cannot say: its year is not 0 to 9999");
        }
    }
}

/// `2025-11-07`, and nothing shorter or longer.
fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return None;
    }
    let month = Month::try_from(text[5..7].parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(text[..4].parse().ok()?, month, text[8..].parse().ok()?).ok()
}

/// A time as seconds since 1970, with a fraction where there is one.
pub struct UnixTime;

impl Codec<OffsetDateTime> for UnixTime {
    fn decode(input: &mut Input<'_>) -> Result<OffsetDateTime> {
        let start = input.offset();
        let text = input.number()?;
        seconds(text)
            .and_then(|nanoseconds| OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok())
            .ok_or_else(|| {
                Error::new(
                    start,
                    "expected seconds since 1970, found a number beyond all calendars",
                )
            })
    }

    fn encode(value: &OffsetDateTime, output: &mut Output) {
        let nanoseconds = value.unix_timestamp_nanos();
        let (whole, fraction) = (
            nanoseconds / 1_000_000_000,
            (nanoseconds % 1_000_000_000).unsigned_abs(),
        );
        if fraction == 0 {
            output.display(whole);
        } else {
            let sign = if nanoseconds < 0 { "-" } else { "" };
            let fraction = format!("{fraction:09}");
            output.display(format_args!(
                "{sign}{}.{}",
                whole.unsigned_abs(),
                fraction.trim_end_matches('0')
            ));
        }
    }
}

/// A number of seconds as nanoseconds; what is finer is cut off.
fn seconds(text: &str) -> Option<i128> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(i128::from(whole) * 1_000_000_000);
    }
    if text.contains(['e', 'E']) {
        let digits = crate::json::number::integer_digits(text, 20)?;
        return digits.parse::<i128>().ok()?.checked_mul(1_000_000_000);
    }
    let (whole, fraction) = text.split_once('.')?;
    let nanoseconds: i128 = format!("{:0<9.9}", fraction).parse().ok()?;
    let whole_seconds = whole.parse::<i128>().ok()?.checked_mul(1_000_000_000)?;
    if whole.starts_with('-') {
        whole_seconds.checked_sub(nanoseconds)
    } else {
        whole_seconds.checked_add(nanoseconds)
    }
}
