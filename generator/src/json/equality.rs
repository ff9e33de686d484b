//! When two JSON values are the same: numbers by value, objects whatever the order of their keys.

use std::fmt::Write;

use serde_json::{Number, Value};

use super::Bound;

/// Whether two values are equal, as JSON Schema 2020-12 has it (4.2.2): `1` and `1.0` are, and so are
/// objects with the same members in another order. No digit of a number is lost on the way.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || Bound::of(one) == Bound::of(other)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_in_other =
                |(key, one): (&String, &Value)| other.get(key).is_some_and(|it| equal(one, it));
            one.len() == other.len() && one.iter().all(is_in_other)
        }
        _ => one == other,
    }
}

/// A text that values have in common exactly where they are [`equal`], to look one up among many.
pub(crate) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in members {
                write_text(key, out);
                out.push(':');
                write(value, out);
                out.push(',');
            }
            out.push('}');
        }
    }
}

fn write_number(number: &Number, out: &mut String) {
    // Writing into a text cannot fail.
    let _ = write!(out, "{}", Bound::of(number));
}

fn write_text(text: &str, out: &mut String) {
    // As Rust writes it, with escapes: what stands between the quotes can close none.
    let _ = write!(out, "{text:?}");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_equal_by_value_and_objects_in_any_order() {
        let equals = [
            (json!(1), json!(1.0)),
            (json!(-0.0), json!(0)),
            (json!([1, { "a": 2.0 }]), json!([1.0, { "a": 2 }])),
            (json!({ "a": 1, "b": 2 }), json!({ "b": 2, "a": 1 })),
            (json!(1e3), json!(1000)),
        ];
        for (one, other) in equals {
            assert!(equal(&one, &other), "{one} {other}");
            assert_eq!(canonical(&one), canonical(&other));
        }
    }

    #[test]
    fn what_differs_in_its_last_digit_is_not_equal() {
        let differing = [
            (
                json!(9_007_199_254_740_992_i64),
                json!(9_007_199_254_740_993_i64),
            ),
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992.0),
            ),
            (json!(u64::MAX), json!(u64::MAX - 1)),
            (json!(1), json!("1")),
            (json!([1, 2]), json!([2, 1])),
            (json!({ "a": 1 }), json!({ "a": 1, "b": 2 })),
            (json!(["a,b"]), json!(["a", "b"])),
            (json!(0), json!(false)),
        ];
        for (one, other) in differing {
            assert!(!equal(&one, &other), "{one} {other}");
            assert_ne!(canonical(&one), canonical(&other));
        }
    }
}
