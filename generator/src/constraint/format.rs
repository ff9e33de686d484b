//! `format`, where the Rust type does not check it: the table of formats that
//! the runtime judges.

use crate::ir::Constraint;

/// A format, the module of the runtime that judges it, and the function in that.
const TABLE: &[(&str, &str, &str)] = &[
    ("date", "formats", "date"),
    ("date-time", "formats", "date_time"),
    ("duration", "formats", "duration"),
    ("email", "formats", "email"),
    ("hostname", "formats_hostname", "hostname"),
    ("idn-email", "formats", "idn_email"),
    ("idn-hostname", "formats_hostname", "idn_hostname"),
    ("ipv4", "formats", "ipv4"),
    ("ipv6", "formats", "ipv6"),
    ("iri", "formats_uri", "iri"),
    ("iri-reference", "formats_uri", "iri_reference"),
    ("json-pointer", "formats", "json_pointer"),
    ("regex", "formats_regex", "regex"),
    ("relative-json-pointer", "formats", "relative_json_pointer"),
    ("time", "formats", "time"),
    ("uri", "formats_uri", "uri"),
    ("uri-reference", "formats_uri", "uri_reference"),
    ("uri-template", "formats_uri", "uri_template"),
    ("uuid", "formats", "uuid"),
];

/// The format of that name, if the runtime can judge it.
pub fn find(name: &str) -> Option<&'static str> {
    TABLE.iter().find(|row| row.0 == name).map(|row| row.0)
}

/// The formats that the runtime can judge.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0)
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    super::first(constraints, |constraint| match constraint {
        Constraint::Format(name) => Some(format!("In the format `{name}`.")),
        _ => None,
    })
}

/// The module of the runtime and the function in it that judge a format of [`names`].
pub(crate) fn judge(name: &str) -> (&'static str, &'static str) {
    let row = TABLE.iter().find(|row| row.0 == name);
    row.map_or(("formats_uri", "uri"), |row| (row.1, row.2))
}
