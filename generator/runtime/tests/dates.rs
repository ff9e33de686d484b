//! Dates and times of each crate, as RFC 3339 and ISO 8601 write them, and back.

use faircopy_runtime::codec::{ChronoUnixTime, Codec, JiffUnixTime, UnixTime};
use faircopy_runtime::json::{Decode, Encode, de, ser};
use faircopy_runtime::value::{date_time, date_time_chrono, date_time_jiff};

fn back<T: Decode + Encode>(text: &str) -> Option<String> {
    let value: T = de::decode(&format!("\"{text}\"")).ok()?;
    let written = ser::encode(&value).unwrap();
    Some(written.trim_matches('"').to_owned())
}

/// Texts of points in time, and what they are as texts in UTC; none where they are refused.
const POINTS: &[(&str, Option<&str>)] = &[
    ("2025-11-07T09:30:00Z", Some("2025-11-07T09:30:00Z")),
    ("2025-11-07t09:30:00.5z", Some("2025-11-07T09:30:00.5Z")),
    (
        "2025-11-07T09:30:00.5+05:30",
        Some("2025-11-07T04:00:00.5Z"),
    ),
    ("1990-12-31T15:59:59-08:00", Some("1990-12-31T23:59:59Z")),
    (
        "2016-12-31T23:59:60Z",
        Some("2016-12-31T23:59:59.999999999Z"),
    ),
    ("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00Z")),
    ("2025-11-07", None),
    ("2025-11-07T09:30:00", None),
    ("2025-11-07T25:00:00Z", None),
    ("2025-02-30T00:00:00Z", None),
    ("2025-11-07T09:30Z", None),
    ("", None),
];

#[test]
fn points_in_time_are_those_of_rfc_3339() {
    for (text, meant) in POINTS {
        let meant = meant.map(str::to_owned);
        assert_eq!(back::<jiff::Timestamp>(text), meant, "{text}");
        let chrono = back::<chrono::DateTime<chrono::FixedOffset>>(text);
        // The offset is kept, so that what is written is the text itself, spelled the usual way.
        let same: Option<chrono::DateTime<chrono::FixedOffset>> =
            chrono.map(|text| text.parse().unwrap());
        let point = meant.map(|text| text.parse().unwrap());
        assert_eq!(same, point, "{text}");
    }
    let kept = "2025-11-07T09:30:00.5+05:30";
    let written = back::<chrono::DateTime<chrono::FixedOffset>>(kept);
    assert_eq!(written.as_deref(), Some(kept));
}

#[test]
fn dates_are_whole() {
    for (text, holds) in [
        ("2024-02-29", true),
        ("2023-02-29", false),
        ("2024-2-29", false),
        ("20240229", false),
        ("2024-02-29Z", false),
        ("+2024-02-2", false),
    ] {
        let expected = holds.then(|| text.to_owned());
        assert_eq!(back::<time::Date>(text), expected, "{text}");
        assert_eq!(back::<jiff::civil::Date>(text), expected, "{text}");
        assert_eq!(back::<chrono::NaiveDate>(text), expected, "{text}");
    }
}

#[test]
fn what_clocks_show_has_no_offset() {
    for (text, meant) in [
        ("2025-11-07T09:30:00", Some("2025-11-07T09:30:00")),
        ("2025-11-07 09:30", Some("2025-11-07T09:30:00")),
        ("2025-11-07t09:30:00,125", Some("2025-11-07T09:30:00.125")),
        ("2025-11-07T09:30:00Z", None),
        ("2025-11-07", None),
    ] {
        let meant = meant.map(str::to_owned);
        assert_eq!(back::<time::PrimitiveDateTime>(text), meant, "{text}");
        assert_eq!(back::<jiff::civil::DateTime>(text), meant, "{text}");
        assert_eq!(back::<chrono::NaiveDateTime>(text), meant, "{text}");
    }
}

#[test]
fn lenient_types_say_whether_there_is_an_offset() {
    for (text, meant) in [
        ("2025-11-07 09:30", Some("2025-11-07T09:30:00")),
        ("2025-11-07T09:30:00z", Some("2025-11-07T09:30:00Z")),
        ("2025-11-07 09:30:00+00", Some("2025-11-07T09:30:00Z")),
        ("2025-11-07T09:30:00+5", None),
        ("2025-11-07T09:30:00+24:00", None),
        ("2025-11-07T24:30:00", None),
    ] {
        let meant = meant.map(str::to_owned);
        assert_eq!(back::<date_time::DateTime>(text), meant, "{text}");
        assert_eq!(back::<date_time_jiff::DateTime>(text), meant, "{text}");
        assert_eq!(back::<date_time_chrono::DateTime>(text), meant, "{text}");
    }
}

fn seconds<C: Codec<T>, T>(text: &str) -> Option<String> {
    let value = de::decode_as::<C, T>(text).ok()?;
    ser::encode_as::<C, T>(&value).ok()
}

#[test]
fn seconds_since_1970_may_have_fractions() {
    for (text, meant) in [
        ("1762507800", Some("1762507800")),
        ("-1.5", Some("-1.5")),
        ("-0.25", Some("-0.25")),
        ("1.7625078e9", Some("1762507800")),
        ("1e3", Some("1000")),
        ("0.1234567899", Some("0.123456789")),
        ("99999999999999999999", None),
        ("\"1\"", None),
    ] {
        let meant = meant.map(str::to_owned);
        assert_eq!(seconds::<UnixTime, time::OffsetDateTime>(text), meant);
        assert_eq!(seconds::<JiffUnixTime, jiff::Timestamp>(text), meant);
        let chrono = seconds::<ChronoUnixTime, chrono::DateTime<chrono::Utc>>(text);
        assert_eq!(chrono, meant, "{text}");
    }
}
