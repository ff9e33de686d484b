//! One schema object, keyword by keyword, leniently: what has the wrong form counts as absent, since
//! lint has said what is wrong.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::json::Bound;
use crate::pointer::Pointer;

/// Reads keywords off one schema object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'d, 'p> {
    pub(crate) map: &'d Map<String, Value>,
    /// Where the object stands.
    pub(crate) at: &'p Pointer,
    /// The text of numbers that a `Value` only holds approximately, by their places.
    pub(crate) exact_numbers: &'p BTreeMap<Pointer, String>,
}

/// Where all numbers are as exact as a `Value` holds them.
pub(crate) static NO_TEXTS: BTreeMap<Pointer, String> = BTreeMap::new();

impl<'d> Reader<'d, '_> {
    /// The place of a keyword.
    pub(crate) fn place(&self, key: &str) -> Pointer {
        self.at.key(key)
    }

    /// Most schemas have few keys, among which looking is faster than hashing.
    pub(crate) fn get(&self, key: &str) -> Option<&'d Value> {
        const FEW: usize = 12;
        if self.map.len() > FEW {
            return self.map.get(key);
        }
        let found = self.map.iter().find(|(known, _)| *known == key);
        found.map(|(_, value)| value)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(crate) fn array(&self, key: &str) -> Option<&'d Vec<Value>> {
        self.get(key)?.as_array()
    }

    pub(crate) fn object(&self, key: &str) -> Option<&'d Map<String, Value>> {
        self.get(key)?.as_object()
    }

    /// A count; `2.0` is one as well.
    pub(crate) fn count(&self, key: &str) -> Option<u64> {
        match self.number(key)? {
            Bound::Integer(count) => u64::try_from(count).ok(),
            Bound::Decimal(_) => None,
        }
    }

    /// A number, with all the digits that were written.
    pub(crate) fn number(&self, key: &str) -> Option<Bound> {
        let Value::Number(number) = self.get(key)? else {
            return None;
        };
        // Only what a double holds may have been rounded.
        let text = (number.is_f64() && !self.exact_numbers.is_empty())
            .then(|| self.exact_numbers.get(&self.place(key)))
            .flatten();
        let exact = text.and_then(|text| Bound::parse(text));
        Some(exact.unwrap_or_else(|| Bound::of(number)))
    }
}
