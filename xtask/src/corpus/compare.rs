//! Two JSON values into what tells them apart: numbers by value, absent and null kept apart.

use faircopy::pointer::Pointer;
use serde_json::{Number, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Something that is not the same in what was written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) at: Pointer,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A property is missing.
    Lost,
    /// The same moment, UUID or number as text, spelt otherwise.
    Respelt,
    /// Another value, or one that was not there.
    Changed,
}

/// What tells `after` from `before`.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(before, after, &Pointer::root(), &mut found);
    found
}

fn compare(before: &Value, after: &Value, at: &Pointer, found: &mut Vec<Difference>) {
    let mut note = |at: &Pointer, kind| {
        found.push(Difference {
            at: at.clone(),
            kind,
        });
    };
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for key in after.keys().filter(|key| !before.contains_key(*key)) {
                note(&at.key(key), Kind::Changed);
            }
            for (key, value) in before {
                match after.get(key) {
                    Some(other) => compare(value, other, &at.key(key), found),
                    None => found.push(Difference {
                        at: at.key(key),
                        kind: Kind::Lost,
                    }),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(before, after, &at.index(index), found);
            }
        }
        (Value::Number(before), Value::Number(after)) => {
            if !same_number(before, after) {
                note(at, Kind::Changed);
            }
        }
        (Value::String(before), Value::String(after)) if before != after => {
            let kind = if same_text(before, after) {
                Kind::Respelt
            } else {
                Kind::Changed
            };
            note(at, kind);
        }
        _ if before == after => {}
        _ => note(at, Kind::Changed),
    }
}

fn same_number(before: &Number, after: &Number) -> bool {
    before == after || before.as_f64() == after.as_f64()
}

/// Whether texts of a format mean the same: `2020-01-01T00:00:00.000+00:00` and `…:00Z`.
fn same_text(before: &str, after: &str) -> bool {
    let moment = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    let is_uuid = before.len() == 36 && before.matches('-').count() == 4;
    moment(before).is_some_and(|it| moment(after) == Some(it))
        || is_uuid && before.eq_ignore_ascii_case(after)
}
