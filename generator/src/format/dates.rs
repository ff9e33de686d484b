//! Dates and times by crate: from the crate that the user chose to the rows of its types.
//!
//! The rows of `time` stand among the others, since they are meant where nothing is chosen. Rules
//! between properties compute with `time` alone.

use quote::quote;

use crate::words::words;

use super::{Check, Format, LENIENT_DATE_TIME, LOCAL_DATE_TIME, PLAIN, Row, text};

/// The crate whose types dates and times have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `time`
    #[default]
    Time,
    /// `jiff`
    Jiff,
    /// `chrono`
    Chrono,
}

words!(Dates {
    "time" => Time,
    "jiff" => Jiff,
    "chrono" => Chrono,
});

/// The formats of dates and times: by `time`, `jiff` and `chrono`.
const CRATES: [[Format; 3]; 5] = [
    [
        Format::DateTime,
        Format::JiffDateTime,
        Format::ChronoDateTime,
    ],
    [
        Format::LocalDateTime,
        Format::JiffLocalDateTime,
        Format::ChronoLocalDateTime,
    ],
    [
        Format::LenientDateTime,
        Format::JiffLenientDateTime,
        Format::ChronoLenientDateTime,
    ],
    [Format::Date, Format::JiffDate, Format::ChronoDate],
    [
        Format::UnixTime,
        Format::JiffUnixTime,
        Format::ChronoUnixTime,
    ],
];

impl Format {
    /// The same format with a type of that crate, where it is one of dates and times.
    pub fn by(self, dates: Dates) -> Self {
        let row = CRATES.iter().find(|row| row.contains(&self));
        row.map_or(self, |row| match dates {
            Dates::Time => row[0],
            Dates::Jiff => row[1],
            Dates::Chrono => row[2],
        })
    }
}

/// The format that is meant where nothing is chosen.
#[cfg(test)]
pub(super) fn usual(format: Format) -> Format {
    format.by(Dates::Time)
}

const DATE_TIME: Row = Row {
    names: &[("string", "date-time")],
    variant: "DateTime",
    sample: "2020-01-02T03:04:05Z",
    check: Some(text::DATE_TIME),
    ..PLAIN
};

const LOCAL: Row = Row {
    names: &[("string", LOCAL_DATE_TIME)],
    variant: "LocalDateTime",
    sample: "2020-01-02T03:04:05",
    check: Some(text::LOCAL_DATE_TIME),
    ..PLAIN
};

const LENIENT: Row = Row {
    names: &[("string", LENIENT_DATE_TIME)],
    variant: "DateTime",
    sample: "2020-01-02T03:04:05",
    check: Some(Check::new(LENIENT_DATE_TIME, "date_time_lenient")),
    ..PLAIN
};

const DATE: Row = Row {
    names: &[("string", "date")],
    variant: "Date",
    sample: "2020-01-02",
    check: Some(text::DATE),
    ..PLAIN
};

const UNIX_TIME: Row = Row {
    names: &[
        ("integer", "unixtime"),
        ("integer", "unix-time"),
        ("number", "unixtime"),
        ("number", "unix-time"),
    ],
    variant: "DateTime",
    sample: "1762507800",
    ..PLAIN
};

pub(super) const JIFF_DATE_TIME: Row = Row {
    rust: || quote!(::jiff::Timestamp),
    module: Some("json::codec::jiff"),
    example: |_| quote! { ::jiff::Timestamp::now() },
    ..DATE_TIME
};

pub(super) const JIFF_LOCAL_DATE_TIME: Row = Row {
    rust: || quote!(::jiff::civil::DateTime),
    module: Some("json::codec::jiff"),
    example: |_| quote! { ::jiff::civil::date(2020, 1, 2).at(3, 4, 5, 0) },
    ..LOCAL
};

pub(super) const JIFF_LENIENT_DATE_TIME: Row = Row {
    rust: || quote!(runtime::value::date_time_jiff::DateTime),
    module: Some("value::date_time_jiff"),
    example: |_| quote! { runtime::value::date_time_jiff::DateTime::from(::jiff::Timestamp::now()) },
    ..LENIENT
};

pub(super) const JIFF_DATE: Row = Row {
    rust: || quote!(::jiff::civil::Date),
    module: Some("json::codec::jiff"),
    example: |_| quote! { ::jiff::civil::date(2020, 1, 2) },
    ..DATE
};

pub(super) const JIFF_UNIX_TIME: Row = Row {
    rust: || quote!(::jiff::Timestamp),
    codec: Some(|| quote!(runtime::codec::JiffUnixTime)),
    module: Some("json::codec::jiff"),
    example: |seconds| quote! { ::jiff::Timestamp::from_second(#seconds)? },
    ..UNIX_TIME
};

pub(super) const CHRONO_DATE_TIME: Row = Row {
    rust: || quote!(::chrono::DateTime<::chrono::FixedOffset>),
    module: Some("json::codec::chrono"),
    example: |_| quote! { ::chrono::DateTime::UNIX_EPOCH.fixed_offset() },
    ..DATE_TIME
};

pub(super) const CHRONO_LOCAL_DATE_TIME: Row = Row {
    rust: || quote!(::chrono::NaiveDateTime),
    module: Some("json::codec::chrono"),
    example: |_| quote! { ::chrono::DateTime::UNIX_EPOCH.naive_utc() },
    ..LOCAL
};

pub(super) const CHRONO_LENIENT_DATE_TIME: Row = Row {
    rust: || quote!(runtime::value::date_time_chrono::DateTime),
    module: Some("value::date_time_chrono"),
    example: |_| {
        quote! {
            runtime::value::date_time_chrono::DateTime::from(::chrono::DateTime::UNIX_EPOCH.fixed_offset())
        }
    },
    ..LENIENT
};

pub(super) const CHRONO_DATE: Row = Row {
    rust: || quote!(::chrono::NaiveDate),
    module: Some("json::codec::chrono"),
    example: |_| quote! { ::chrono::DateTime::UNIX_EPOCH.date_naive() },
    ..DATE
};

pub(super) const CHRONO_UNIX_TIME: Row = Row {
    rust: || quote!(::chrono::DateTime<::chrono::Utc>),
    codec: Some(|| quote!(runtime::codec::ChronoUnixTime)),
    module: Some("json::codec::chrono"),
    example: |seconds| quote! { ::chrono::DateTime::from_timestamp_nanos(#seconds * 1_000_000_000) },
    ..UNIX_TIME
};
