//! Dates and times as text, ISO 8601's and RFC 3339's, into their numbers and back: what the codecs of all crates
//! of dates and times share.

use crate::json::number;
use crate::json::ser::Output;

/// What a calendar and a clock show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub nanosecond: u32,
}

impl Stamp {
    /// A date and a time of day, and what follows them. They may be parted by `T`, `t` or a blank.
    ///
    /// A leap second (`23:59:60`) is read as the last nanosecond before it, since no crate's clock has one; that
    /// is what is written back.
    #[must_use]
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let (day, rest) = text.split_at_checked(10)?;
        let day = date(day)?;
        let (time, rest) = clock(rest.strip_prefix(['T', 't', ' '])?)?;
        let stamp = Self {
            year: day.year,
            month: day.month,
            day: day.day,
            ..time
        };
        Some((stamp, rest))
    }

    /// A date and a time of day, with nothing behind it.
    #[must_use]
    pub fn local(text: &str) -> Option<Self> {
        Self::read(text).and_then(|(stamp, rest)| rest.is_empty().then_some(stamp))
    }

    /// Writes it as a string, with its seconds east of UTC where it has an offset.
    pub fn write(self, east: Option<i32>, output: &mut Output) {
        if !(0..=9999).contains(&self.year) {
            output.fail("a time that ISO 8601 cannot say: its year is not 0 to 9999");
            return;
        }
        let fraction = match self.nanosecond {
            0 => String::new(),
            nanosecond => format!(".{nanosecond:09}"),
        };
        let offset = match east {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(east) if east % 60 != 0 => {
                output.fail("a time that RFC 3339 cannot say: its offset has seconds");
                return;
            }
            Some(east) => {
                let sign = if east < 0 { '-' } else { '+' };
                let minutes = east.abs() / 60;
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        let fraction = fraction.trim_end_matches('0');
        output.display(format_args!(
            "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{fraction}{offset}\"",
            self.year, self.month, self.day, self.hour, self.minute, self.second
        ));
    }

    /// Writes the date alone.
    pub fn write_date(self, output: &mut Output) {
        if !(0..=9999).contains(&self.year) {
            output.fail("a date that RFC 3339 cannot say: its year is not 0 to 9999");
            return;
        }
        output.display(format_args!(
            "\"{:04}-{:02}-{:02}\"",
            self.year, self.month, self.day
        ));
    }
}

/// `2025-11-07`, and nothing shorter or longer, as its first instant.
#[must_use]
pub fn date(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return None;
    }
    Some(Stamp {
        year: text[..4].parse().ok()?,
        month: text[5..7].parse().ok()?,
        day: text[8..].parse().ok()?,
        hour: 0,
        minute: 0,
        second: 0,
        nanosecond: 0,
    })
}

/// Seconds east of UTC: `Z`, `+01:00`, `+0100` or `+01`.
#[must_use]
pub fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = text[1..].replacen(':', "", 1);
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let number = |digits: &str| {
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

/// `03:04:05.678` at the start, on no day, and what follows; seconds may be left out.
fn clock(text: &str) -> Option<(Stamp, &str)> {
    let number = |digits: Option<&str>| {
        let digits = digits.filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()))?;
        digits.parse::<u8>().ok()
    };
    let mut stamp = Stamp {
        year: 0,
        month: 0,
        day: 0,
        hour: number(text.get(..2))?,
        minute: number(text.get(2..)?.strip_prefix(':')?.get(..2))?,
        second: 0,
        nanosecond: 0,
    };
    let mut rest = &text[5..];
    if let Some(seconds) = rest.strip_prefix(':') {
        stamp.second = number(seconds.get(..2))?;
        rest = &seconds[2..];
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let end = fraction.find(|digit: char| !digit.is_ascii_digit());
            let (digits, after) = fraction.split_at(end.unwrap_or(fraction.len()));
            if digits.is_empty() {
                return None;
            }
            // What is finer than a nanosecond is cut off.
            stamp.nanosecond = format!("{digits:0<9.9}").parse().ok()?;
            rest = after;
        }
    }
    if stamp.second == 60 {
        (stamp.second, stamp.nanosecond) = (59, 999_999_999);
    }
    let holds = stamp.hour < 24 && stamp.minute < 60 && stamp.second < 60;
    holds.then_some((stamp, rest))
}

/// A number of seconds as nanoseconds; what is finer is cut off.
#[must_use]
pub fn nanoseconds(text: &str) -> Option<i128> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(i128::from(whole) * 1_000_000_000);
    }
    if text.contains(['e', 'E']) {
        let digits = number::integer_digits(text, 20)?;
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

/// Writes nanoseconds as a number of seconds.
pub fn write_seconds(nanoseconds: i128, output: &mut Output) {
    let (whole, fraction) = (
        nanoseconds / 1_000_000_000,
        (nanoseconds % 1_000_000_000).unsigned_abs(),
    );
    let seconds = u64::try_from(whole.unsigned_abs());
    if let (0, Ok(seconds)) = (fraction, seconds) {
        output.integer(whole < 0, seconds);
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
