//! Formats that judge text: to the functions of the runtime that do.

use super::Format;

/// A judge of text in the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The format's name.
    pub name: &'static str,
    /// The function of the runtime's `format` that judges it.
    pub function: &'static str,
    /// An expression that all texts of the format match by the letter; not all that match it are of the format.
    pub shape: Option<&'static str>,
}

/// All that there is to say about a format that is text in Rust too.
pub(super) struct Row {
    pub check: Check,
    /// A text that is in the format.
    pub sample: &'static str,
    /// The formats that it is comparable to, and its rank among them; what has a lower one is
    /// narrower.
    pub breadth: Option<(&'static str, u8)>,
}

impl Check {
    pub(super) const fn new(name: &'static str, function: &'static str) -> Self {
        Self {
            name,
            function,
            shape: None,
        }
    }

    pub(super) const fn shaped(self, shape: &'static str) -> Self {
        Self {
            shape: Some(shape),
            ..self
        }
    }

    const fn with(self, sample: &'static str) -> Row {
        Row {
            check: self,
            sample,
            breadth: None,
        }
    }
}

impl Row {
    const fn among(self, family: &'static str, rank: u8) -> Self {
        Self {
            breadth: Some((family, rank)),
            ..self
        }
    }
}

/// A date and a time of day, as RFC 3339 begins them.
const DATE_AND_TIME: &str = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d";

pub(super) const DATE_TIME: Check = Check::new("date-time", "date_time").shaped(DATE_AND_TIME);
pub(super) const LOCAL_DATE_TIME: Check =
    Check::new(super::LOCAL_DATE_TIME, "date_time_local").shaped(DATE_AND_TIME);
pub(super) const DATE: Check = Check::new("date", "date").shaped(r"^\d{4}-\d\d-\d\d$");

const TABLE: &[Row] = &[
    Check::new("char", "char").with("a"),
    Check::new("decimal", "decimal")
        .shaped("^[+-]?[0-9.]")
        .with("1.5")
        .among("decimal", 0),
    Check::new("decimal128", "decimal128")
        .shaped("^[+-]?([0-9.]|NaN|INF|Inf)")
        .with("1.5")
        .among("decimal", 1),
    Check::new("duration", "duration").shaped("^P").with("P1D"),
    Check::new("email", "email")
        .shaped("@")
        .with("someone@example.com")
        .among("email", 0),
    Check::new("hostname", "hostname")
        .shaped(r"^[A-Za-z0-9.-]+$")
        .with("example.com")
        .among("hostname", 0),
    Check::new("http-date", "http_date")
        .shaped(" GMT$")
        .with("Sun, 06 Nov 1994 08:49:37 GMT"),
    Check::new("idn-email", "idn_email")
        .shaped("@")
        .with("someone@example.com")
        .among("email", 1),
    Check::new("idn-hostname", "idn_hostname")
        .shaped("^[^@:/ ]+$")
        .with("example.com")
        .among("hostname", 1),
    Check::new("iri", "iri")
        .shaped("^[A-Za-z][A-Za-z0-9+.-]*:")
        .with("https://example.com/"),
    Check::new("iri-reference", "iri_reference")
        .with("https://example.com/")
        .among("uri", 2),
    Check::new("json-pointer", "json_pointer")
        .shaped("^(/|$)")
        .with("/key"),
    Check::new("media-range", "media_range")
        .shaped("^[^/ ]+/[^/ ]")
        .with("text/*"),
    Check::new("regex", "regex").with("value"),
    Check::new("relative-json-pointer", "relative_json_pointer")
        .shaped("^[0-9]")
        .with("0/key"),
    Check::new("sf-binary", "sf_binary")
        .shaped("^:.*:$")
        .with(":Ynl0ZXM=:"),
    Check::new("sf-boolean", "sf_boolean")
        .shaped(r"^\?[01]$")
        .with("?1"),
    Check::new("sf-string", "sf_string")
        .shaped("^\".*\"$")
        .with("\"text\""),
    Check::new("sf-token", "sf_token")
        .shaped("^[A-Za-z*]")
        .with("token"),
    Check::new("time", "time")
        .shaped(r"^\d\d:\d\d:\d\d")
        .with("12:00:00Z"),
    Check::new("time-local", "time_local")
        .shaped(r"^\d\d:\d\d:\d\d")
        .with("12:00:00"),
    Check::new("ulid", "ulid")
        .shaped("^[0-9A-Za-z]{26}$")
        .with("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    Check::new("uri", "uri")
        .shaped("^[A-Za-z][A-Za-z0-9+.-]*:")
        .with("https://example.com/")
        .among("uri", 0),
    Check::new("uri-reference", "uri_reference")
        .with("https://example.com/")
        .among("uri", 1),
    Check::new("uri-template", "uri_template").with("https://example.com/{key}"),
];

/// The formats of a part of a multipart body that is a file. Anywhere else they are plain text.
pub const FILES: &[&str] = &["binary", "base64"];

/// Formats that every text is in, which is said of it and never judged.
pub const WORDS: &[&str] = &["commonmark", "html"];

/// The row of a format that is text in Rust too.
pub(super) fn row(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.check.name == name)
}

/// All that the runtime can judge.
pub(super) fn all() -> impl Iterator<Item = &'static Check> {
    let typed = Format::ALL
        .iter()
        .filter_map(|format| format.row().check.as_ref());
    typed.chain(TABLE.iter().map(|row| &row.check))
}

/// The judges of ISO 8601, where the format is narrower by its own standard, RFC 3339.
const WIDER: [Check; 2] = [
    Check::new("duration", "iso_duration"),
    Check::new("time", "iso_time"),
];

/// The judge of a format of that name, to the letter or as servers write it.
pub fn judge(name: &str, to_the_letter: bool) -> Option<&'static Check> {
    let mut wider = WIDER.iter().filter(|_| !to_the_letter);
    wider
        .find(|check| check.name == name)
        .or_else(|| find(name))
}

/// The judge of a format of that name.
pub fn find(name: &str) -> Option<&'static Check> {
    all().find(|check| check.name == name)
}
