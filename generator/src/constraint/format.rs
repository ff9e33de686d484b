//! `format`, where the Rust type does not check it: the table of formats that
//! the runtime judges.

use crate::ir::Constraint;

/// A format, and the function of the runtime that judges it.
const TABLE: &[(&str, &str)] = &[
    ("date", "date"),
    ("date-time", "date_time"),
    ("duration", "duration"),
    ("email", "email"),
    ("hostname", "hostname"),
    ("idn-email", "idn_email"),
    ("idn-hostname", "idn_hostname"),
    ("ipv4", "ipv4"),
    ("ipv6", "ipv6"),
    ("iri", "iri"),
    ("iri-reference", "iri_reference"),
    ("json-pointer", "json_pointer"),
    ("regex", "regex"),
    ("relative-json-pointer", "relative_json_pointer"),
    ("time", "time"),
    ("uri", "uri"),
    ("uri-reference", "uri_reference"),
    ("uri-template", "uri_template"),
    ("uuid", "uuid"),
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

/// The function of the runtime that judges a format of [`names`].
pub(crate) fn judge(name: &str) -> &'static str {
    let row = TABLE.iter().find(|row| row.0 == name);
    row.map_or("uri", |row| row.1)
}
