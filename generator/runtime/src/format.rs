//! The formats that JSON Schema names, as judges of text: times, addresses and pointers.
//!
//! Those of URIs, host names and regular expressions stand in modules below this one.

#[cfg(feature = "idna")]
pub mod hostname;
#[cfg(feature = "jsonschema-regex")]
pub mod regex;
pub mod registry;
pub mod uri;

#[cfg(feature = "idna")]
pub use hostname::{hostname, idn_hostname};
#[cfg(feature = "jsonschema-regex")]
pub use regex::regex;
pub use registry::{char, decimal, decimal128, http_date};
pub use registry::{media_range, sf_binary, sf_boolean, sf_string, sf_token};
pub use uri::{iri, iri_reference, uri, uri_reference, uri_template};

use std::net::{Ipv4Addr, Ipv6Addr};

/// `date`: RFC 3339's `full-date`.
#[must_use]
pub fn date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (
        number(&bytes[..4]),
        number(&bytes[5..7]),
        number(&bytes[8..]),
    ) else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `time`: RFC 3339's `full-time`, which has an offset. A leap second is one in UTC.
#[must_use]
pub fn time(text: &str) -> bool {
    let Some(clock) = clock(text, false) else {
        return false;
    };
    let Some(offset) = offset(clock.rest) else {
        return false;
    };
    let in_utc = (i64::from(clock.hour * 60 + clock.minute) - offset).rem_euclid(24 * 60);
    clock.second < 60 || in_utc == 24 * 60 - 1
}

/// `time`, as servers write it: ISO 8601's, whose offset may be missing, as may seconds.
#[must_use]
pub fn iso_time(text: &str) -> bool {
    let Some(clock) = clock(text, true) else {
        return false;
    };
    let rest = clock.rest;
    let is_short = |rest: &[u8]| {
        matches!(rest.len(), 3 | 5)
            && matches!(rest[0], b'+' | b'-')
            && number(&rest[1..3]).is_some_and(|hours| hours < 24)
            && number(&rest[3..]).is_some_and(|minutes| minutes < 60)
    };
    rest.is_empty() || offset(rest).is_some() || is_short(rest)
}

/// `time-local`: a time without an offset.
#[must_use]
pub fn time_local(text: &str) -> bool {
    clock(text, true).is_some_and(|clock| clock.rest.is_empty())
}

/// What a clock shows at the start of a text.
struct Clock<'t> {
    hour: u32,
    minute: u32,
    second: u32,
    rest: &'t [u8],
}

/// `09:30:00.125`; by ISO 8601 without seconds too, and with a comma.
fn clock(text: &str, is_iso: bool) -> Option<Clock<'_>> {
    let two = |bytes: &[u8], from: usize| number(bytes.get(from..from + 2)?);
    let bytes = text.as_bytes();
    let (hour, minute) = (two(bytes, 0)?, two(bytes, 3)?);
    let mut rest = &bytes[5..];
    let mut second = 0;
    if let [b':', seconds @ ..] = rest {
        second = two(seconds, 0)?;
        rest = &seconds[2..];
        if let [mark, fraction @ ..] = rest
            && (*mark == b'.' || (is_iso && *mark == b','))
        {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit());
            let digits = digits.count();
            if digits == 0 {
                return None;
            }
            rest = &fraction[digits..];
        }
    } else if !is_iso {
        return None;
    }
    let holds = bytes[2] == b':' && hour < 24 && minute < 60 && second <= 60;
    holds.then_some(Clock {
        hour,
        minute,
        second,
        rest,
    })
}

/// `date-time`: RFC 3339's.
#[must_use]
pub fn date_time(text: &str) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else {
        return false;
    };
    date(day) && rest.strip_prefix(['T', 't']).is_some_and(time)
}

/// `date-time-local`: a date and time without an offset.
#[must_use]
pub fn date_time_local(text: &str) -> bool {
    at_a_date(text).is_some_and(|time| clock(time, true).is_some_and(|clock| clock.rest.is_empty()))
}

/// `date-time` as servers write it: with an offset or without one.
#[must_use]
pub fn date_time_lenient(text: &str) -> bool {
    at_a_date(text).is_some_and(iso_time)
}

/// What follows a date and the letter or blank behind it.
fn at_a_date(text: &str) -> Option<&str> {
    let (day, rest) = text.split_at_checked(10)?;
    rest.strip_prefix(['T', 't', ' ']).filter(|_| date(day))
}

/// Minutes east of UTC: `Z`, `+01:30`.
fn offset(bytes: &[u8]) -> Option<i64> {
    match bytes {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] if rest.len() == 5 && rest[2] == b':' => {
            let (hours, minutes) = (number(&rest[..2])?, number(&rest[3..])?);
            let minutes = (hours < 24 && minutes < 60).then(|| i64::from(hours * 60 + minutes))?;
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

/// Digits, and nothing else, of at most nine.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        Some(number * 10 + digit)
    })
}

/// `duration`: RFC 3339's appendix A, such as `P4DT12H30M5S`.
///
/// Units follow each other without a gap: hours with seconds have minutes between.
#[must_use]
pub fn duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_digits(weeks);
    }
    let (days, time) = match rest.split_once('T') {
        None => (rest, None),
        Some((days, time)) => (days, Some(time)),
    };
    let days_hold = match days {
        "" => time.is_some(),
        days => is_run_of(days, b"YMD"),
    };
    days_hold && time.is_none_or(|time| is_run_of(time, b"HMS"))
}

/// `duration` as servers write it: ISO 8601's, whose units may be left out, whose last number may
/// have a fraction, and which may go backwards.
#[must_use]
pub fn iso_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    let (days, time) = match rest.split_once('T') {
        None => (rest, None),
        Some((days, time)) => (days, Some(time)),
    };
    let says_something = time.map_or(!days.is_empty(), |time| !time.is_empty());
    says_something
        && are_in_order(days, b"YMWD", time.is_none())
        && time.is_none_or(|time| are_in_order(time, b"HMS", true))
}

/// Whether numbers with units stand in the order of the units; the last may have a fraction.
fn are_in_order(text: &str, units: &[u8], is_last: bool) -> bool {
    let mut units = units;
    let mut rest = text.as_bytes();
    let digits = |bytes: &[u8]| {
        bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    while !rest.is_empty() {
        let whole = digits(rest);
        let mut length = whole;
        if let Some(b'.' | b',') = rest.get(whole) {
            let fraction = digits(&rest[whole + 1..]);
            length += 1 + fraction;
            // A fraction has digits, and nothing follows its unit.
            if fraction == 0 || !is_last || rest.len() > length + 1 {
                return false;
            }
        }
        let unit = rest.get(length).filter(|_| whole > 0);
        let place = unit.and_then(|unit| units.iter().position(|known| known == unit));
        let Some(place) = place else { return false };
        units = &units[place + 1..];
        rest = &rest[length + 1..];
    }
    true
}

/// Whether numbers with units follow each other as the units do, without a gap.
fn is_run_of(text: &str, units: &[u8]) -> bool {
    let mut next = None;
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(unit) = rest.get(digits).filter(|_| digits > 0) else {
            return false;
        };
        let Some(place) = units.iter().position(|known| known == unit) else {
            return false;
        };
        if next.is_some_and(|next| next != place) {
            return false;
        }
        next = Some(place + 1);
        rest = &rest[digits + 1..];
    }
    next.is_some()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `email`: RFC 5321's mailbox.
#[must_use]
pub fn email(text: &str) -> bool {
    text.is_ascii() && idn_email(text)
}

/// `idn-email`: RFC 6531's mailbox, whose parts may hold any script.
#[must_use]
pub fn idn_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_holds = match local.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').is_some_and(is_quoted),
        None => local.split('.').all(is_atom),
    };
    local.len() <= 64 && local_holds && is_mail_domain(domain)
}

/// What stands between the quotes of a quoted local part.
fn is_quoted(text: &str) -> bool {
    let mut escaped = false;
    for character in text.chars() {
        if character.is_ascii_control() || !escaped && character == '"' {
            return false;
        }
        escaped = !escaped && character == '\\';
    }
    !escaped
}

fn is_atom(text: &str) -> bool {
    let allowed = |character: char| {
        !character.is_ascii()
            || character.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~".contains(character)
    };
    !text.is_empty() && text.chars().all(allowed)
}

fn is_mail_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[') {
        let Some(address) = literal.strip_suffix(']') else {
            return false;
        };
        return match address.strip_prefix("IPv6:") {
            Some(address) => ipv6(address),
            None => ipv4(address),
        };
    }
    domain.len() <= 253 && domain.split('.').all(is_label)
}

/// A label of a host name: letters, digits and inner hyphens.
pub fn is_label(label: &str) -> bool {
    let allowed = |character: char| {
        !character.is_ascii() || character.is_ascii_alphanumeric() || character == '-'
    };
    (1..=63).contains(&label.chars().count())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}

/// `ipv4`: four decimal numbers.
#[must_use]
pub fn ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// `ipv6`: RFC 4291's text, without a zone.
#[must_use]
pub fn ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// `uuid`: RFC 4122's text, in either case.
#[must_use]
pub fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `ulid`: 128 bits as 26 characters of Crockford's base 32, in either case.
///
/// Of the letters, `I`, `L`, `O` and `U` are left out, being like others. The first character holds
/// the three bits that 25 times five leave over.
#[must_use]
pub fn ulid(text: &str) -> bool {
    let is_digit = |byte: u8| {
        let is_letter = byte.is_ascii_alphabetic() && !b"ILOU".contains(&byte.to_ascii_uppercase());
        byte.is_ascii_digit() || is_letter
    };
    text.len() == 26
        && text.starts_with(|first| matches!(first, '0'..='7'))
        && text.bytes().all(is_digit)
}

/// `json-pointer`: RFC 6901's text.
#[must_use]
pub fn json_pointer(text: &str) -> bool {
    let escapes_hold = |text: &str| {
        let mut after = text.split('~').skip(1);
        after.all(|after| after.starts_with(['0', '1']))
    };
    (text.is_empty() || text.starts_with('/')) && escapes_hold(text)
}

/// `relative-json-pointer`: how many levels up, then a pointer or `#`.
#[must_use]
pub fn relative_json_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (levels, rest) = text.split_at(digits);
    let levels_hold = !levels.is_empty() && (levels == "0" || !levels.starts_with('0'));
    levels_hold && (rest == "#" || json_pointer(rest))
}
