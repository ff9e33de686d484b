//! Which values are equal as JSON.

use std::cmp::Ordering;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

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
pub fn hash(value: &Value, state: &RandomState, hasher: &mut impl Hasher) {
    match value {
        Value::Null => 0_u8.hash(hasher),
        Value::Bool(value) => value.hash(hasher),
        Value::Number(number) => Limit::of(number).hash(hasher),
        Value::String(text) => text.hash(hasher),
        Value::Array(items) => {
            items.len().hash(hasher);
            for item in items {
                hash(item, state, hasher);
            }
        }
        Value::Object(object) => {
            // The sum does not depend on the order of the keys.
            let sum = object.iter().fold(0_u64, |sum, (key, value)| {
                let mut entry = state.build_hasher();
                key.hash(&mut entry);
                hash(value, state, &mut entry);
                sum.wrapping_add(entry.finish())
            });
            sum.hash(hasher);
        }
    }
}
