//! How much work a document makes, counted in the schemas that are read and followed, so that one
//! whose parts multiply ends in a diagnostic and not in hours.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::pointer::Pointer;

/// What any document may cost, however small.
const FLOOR: u64 = 500_000;

/// What a value of the document may add to that: several times what published documents take.
const EACH: u64 = 128;

/// The budget of steps of one document, and where it ran out.
#[derive(Debug)]
pub struct Steps {
    taken: AtomicU64,
    most: u64,
    ended: OnceLock<Pointer>,
}

impl Steps {
    /// So many; in proportion to the document by default.
    pub fn new(value: &Value, most: Option<u64>) -> Self {
        Self {
            taken: AtomicU64::new(0),
            most: most.unwrap_or_else(|| FLOOR.saturating_add(EACH.saturating_mul(size(value)))),
            ended: OnceLock::new(),
        }
    }

    /// Takes some, for the schema at a place; `false` once there are none left.
    pub fn take(&self, count: usize, at: &Pointer) -> bool {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let before = self.taken.fetch_add(count, Ordering::Relaxed);
        let is_left = before.saturating_add(count) <= self.most;
        if !is_left {
            self.ended.get_or_init(|| at.clone());
        }
        is_left
    }

    /// How many have been taken.
    #[cfg(test)]
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// How many there are.
    pub fn most(&self) -> u64 {
        self.most
    }

    /// The first schema that there was no step left for.
    pub fn ended(&self) -> Option<&Pointer> {
        self.ended.get()
    }
}

/// The number of values that a value is made of. Source has bounded how deep they nest.
pub(super) fn size(value: &Value) -> u64 {
    match value {
        Value::Array(items) => items.iter().map(size).sum::<u64>() + 1,
        Value::Object(map) => map.values().map(size).sum::<u64>() + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_place_beyond_the_budget_is_remembered() {
        let steps = Steps::new(&json!({}), Some(5));
        let at = |name: &str| Pointer::root().key(name);
        assert!(steps.take(3, &at("a")) && steps.take(2, &at("b")));
        assert!(steps.ended().is_none());
        assert!(!steps.take(1, &at("c")) && !steps.take(1, &at("d")));
        assert_eq!(steps.ended(), Some(&at("c")));
        assert_eq!(steps.taken(), 7);
    }

    #[test]
    fn a_larger_document_may_take_more_steps() {
        let most = |value: &Value| Steps::new(value, None).most();
        assert_eq!(size(&json!({ "a": [1, 2], "b": null })), 5);
        assert!(most(&json!([1, 2, 3])) > most(&json!([1])));
    }
}
