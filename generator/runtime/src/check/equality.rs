//! Which values are equal as JSON.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::check::literal::Limit;

/// JSON equality: numbers are equal by value, objects whatever the order of their keys.
#[must_use]
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            Limit::of(a).compare(Limit::of(b)) == Some(Ordering::Equal)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        (a, b) => a == b,
    }
}

/// Equal values have equal hashes.
pub fn hash(value: &Value, state: &mut DefaultHasher) {
    match value {
        Value::Null => 0_u8.hash(state),
        Value::Bool(value) => value.hash(state),
        // An integer and a float that are equal are equal as floats too.
        Value::Number(number) => match number.as_f64() {
            Some(0.0) | None => 0_u64.hash(state),
            Some(float) => float.to_bits().hash(state),
        },
        Value::String(text) => text.hash(state),
        Value::Array(items) => {
            items.len().hash(state);
            for item in items {
                hash(item, state);
            }
        }
        Value::Object(object) => {
            // The sum does not depend on the order of the keys.
            let sum = object.iter().fold(0_u64, |sum, (key, value)| {
                let mut entry = DefaultHasher::new();
                key.hash(&mut entry);
                hash(value, &mut entry);
                sum.wrapping_add(entry.finish())
            });
            sum.hash(state);
        }
    }
}
