//! Two JSON values into what tells them apart: numbers by value, absent and null kept apart.

use std::net::Ipv6Addr;

use faircopy::Pointer;
use serde_json::{Number, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Something that is not the same in what was written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) at: Pointer,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A property is missing.
    Lost,
    /// The same moment, UUID, IPv6 address or number as text, spelt otherwise.
    Respelt,
    /// The same number in 32 bits.
    Rounded,
    /// Another value, or one that was not there.
    Changed,
}

/// What tells `after` from `before`.
pub(crate) fn differences(before: &Value, after: &Value) -> Vec<Difference> {
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
                let single = |number: &Number| number.as_f64().map(|it| it as f32);
                let is_rounded = single(before) == single(after);
                note(
                    at,
                    if is_rounded {
                        Kind::Rounded
                    } else {
                        Kind::Changed
                    },
                );
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

/// Whether texts of a format mean the same: `2020-01-01T00:00:00.000+00:00` and `…:00Z`, or
/// `0:0:0:0:0:0:0:1` and `::1`.
fn same_text(before: &str, after: &str) -> bool {
    let moment = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    let address = |text: &str| text.parse::<Ipv6Addr>().ok();
    let is_uuid = before.len() == 36 && before.matches('-').count() == 4;
    moment(before).is_some_and(|it| moment(after) == Some(it))
        || address(before).is_some_and(|it| address(after) == Some(it))
        || is_uuid && before.eq_ignore_ascii_case(after)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kinds(before: Value, after: Value) -> Vec<(String, Kind)> {
        let found = differences(&before, &after);
        let pairs = found.into_iter().map(|it| (it.at.to_string(), it.kind));
        pairs.collect()
    }

    #[test]
    fn numbers_are_the_same_by_value() {
        assert_eq!(kinds(json!([1, 2.50]), json!([1.0, 2.5])), []);
        let changed = [("#/0".to_owned(), Kind::Changed)];
        assert_eq!(kinds(json!([1]), json!([2])), changed);
        assert_eq!(kinds(json!([1]), json!(["1"])), changed);
        let rounded = [("#/0".to_owned(), Kind::Rounded)];
        assert_eq!(kinds(json!([0.123456789]), json!([0.12345679])), rounded);
    }

    #[test]
    fn absent_and_null_are_not_the_same() {
        let lost = [("#/a".to_owned(), Kind::Lost)];
        assert_eq!(kinds(json!({ "a": null }), json!({})), lost);
        let invented = [("#/a".to_owned(), Kind::Changed)];
        assert_eq!(kinds(json!({}), json!({ "a": null })), invented);
    }

    #[test]
    fn a_moment_in_other_words_is_told_from_another_moment() {
        let kind = |after: &str| {
            let before = json!("2024-01-01T01:00:00.000+01:00");
            kinds(before, json!(after))[0].1
        };
        assert_eq!(kind("2024-01-01T00:00:00Z"), Kind::Respelt);
        assert_eq!(kind("2024-01-01T01:00:00Z"), Kind::Changed);
    }

    #[test]
    fn an_address_in_other_words_is_told_from_another_address() {
        let kind = |after: &str| kinds(json!("0:0:0:0:0:0:0:1"), json!(after))[0].1;
        assert_eq!(kind("::1"), Kind::Respelt);
        assert_eq!(kind("::2"), Kind::Changed);
    }
}
