//! Formats of OpenAPI's registry, as judges of text: fields of HTTP, and single characters and numbers.

use crate::format::date;

/// `char`: a single character.
#[must_use]
pub fn char(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some() && characters.next().is_none()
}

/// `decimal`: a number in decimal digits.
#[must_use]
pub fn decimal(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = match number.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (number, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && exponent.is_none_or(|text| !text.is_empty() && digits(text))
}

/// `decimal128`: a `decimal`, or what else a decimal of IEEE 754 may be.
#[must_use]
pub fn decimal128(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    decimal(text) || matches!(unsigned, "NaN" | "Infinity" | "INF")
}

/// `http-date`: any of the three forms of RFC 9110 (5.6.7).
#[must_use]
pub fn http_date(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [day, number, month, year, clock, "GMT"] => {
            let day = day.strip_suffix(',').is_some_and(|day| DAYS.contains(&day));
            day && is_day(year, month, number) && is_clock(clock)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT
        [day, rest, clock, "GMT"] => {
            let day = day.strip_suffix(',').is_some_and(is_long_day);
            let parts: Vec<&str> = rest.split('-').collect();
            let [number, month, year] = parts.as_slice() else {
                return false;
            };
            // Which century is meant is the reader's to say.
            let century = |year: &str| format!("20{year}");
            let is_short = year.len() == 2;
            day && is_short && is_day(&century(year), month, number) && is_clock(clock)
        }
        // Sun Nov  6 08:49:37 1994
        [day, month, "", number, clock, year] if number.len() == 1 => {
            let number = format!("0{number}");
            DAYS.contains(day) && is_day(year, month, &number) && is_clock(clock)
        }
        [day, month, number, clock, year] => {
            DAYS.contains(day) && is_day(year, month, number) && is_clock(clock)
        }
        _ => false,
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn is_long_day(day: &str) -> bool {
    let all = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    all.contains(&day)
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    let month = MONTHS.iter().position(|known| *known == month);
    month.is_some_and(|month| {
        let month = month + 1;
        date(&format!("{year}-{month:02}-{day}"))
    })
}

/// `08:49:37`, with a leap second.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |text: &str, limit: u32| {
        let is_pair = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_pair && text.parse().is_ok_and(|number: u32| number < limit)
    };
    matches!(parts.as_slice(), [hour, minute, second]
        if below(hour, 24) && below(minute, 60) && below(second, 61))
}

/// `media-range`: of RFC 9110 (12.5.1), with parameters.
#[must_use]
pub fn media_range(text: &str) -> bool {
    let mut parts = pieces(text);
    let range = parts.next().unwrap_or_default();
    let Some((top, sub)) = range.trim_end_matches([' ', '\t']).split_once('/') else {
        return false;
    };
    let is_range = match (top, sub) {
        ("*", sub) => sub == "*",
        (top, "*") => is_token(top),
        (top, sub) => is_token(top) && is_token(sub),
    };
    is_range && parts.all(|part| is_parameter(part.trim_matches([' ', '\t'])))
}

/// The pieces between semicolons that no quotes hold.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |character: char| {
        let escapes = is_quoted && !is_escaped && character == '\\';
        if character == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = escapes;
        character == ';' && !is_quoted
    })
}

/// `name=value`, or nothing at all (RFC 9110, 5.6.6).
fn is_parameter(text: &str) -> bool {
    let Some((name, value)) = text.split_once('=') else {
        return text.is_empty();
    };
    is_token(name) && (is_token(value) || is_quoted(value))
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// A text in quotes, in which a backslash stands before either.
fn is_quoted(text: &str) -> bool {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else { return false };
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let holds = match character {
            '"' => false,
            '\\' => matches!(characters.next(), Some(' '..='~' | '\t')),
            other => other == '\t' || !other.is_control(),
        };
        if !holds {
            return false;
        }
    }
    true
}

/// `sf-boolean`: `?0` or `?1` (RFC 9651, 3.3.6).
#[must_use]
pub fn sf_boolean(text: &str) -> bool {
    matches!(text, "?0" | "?1")
}

/// `sf-binary`: base64 between colons (RFC 9651, 3.3.5).
#[must_use]
pub fn sf_binary(text: &str) -> bool {
    let inner = text
        .strip_prefix(':')
        .and_then(|text| text.strip_suffix(':'));
    inner.is_some_and(|inner| {
        let digits = inner.trim_end_matches('=');
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        inner.len() - digits.len() <= 2 && digits.bytes().all(is_digit) && digits.len() % 4 != 1
    })
}

/// `sf-string`: printable ASCII in quotes (RFC 9651, 3.3.3).
#[must_use]
pub fn sf_string(text: &str) -> bool {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else { return false };
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        let holds = match byte {
            b'"' => false,
            b'\\' => matches!(bytes.next(), Some(b'"' | b'\\')),
            byte => matches!(byte, b' '..=b'~'),
        };
        if !holds {
            return false;
        }
    }
    true
}

/// `sf-token`: a letter or `*`, then characters of tokens, `:` and `/` (RFC 9651, 3.3.4).
#[must_use]
pub fn sf_token(text: &str) -> bool {
    let rest = text.strip_prefix(|first: char| first.is_ascii_alphabetic() || first == '*');
    rest.is_some_and(|rest| {
        let is_of_token = |byte: u8| matches!(byte, b':' | b'/') || is_token_byte(byte);
        rest.bytes().all(is_of_token)
    })
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
