//! What the rules across fields that a document states are judged with.
//!
//! An expression that cannot be computed, such as one that overflows, is `None`: its rule does
//! not hold.

#[cfg(feature = "time")]
pub mod time;

use crate::validate::{At, Violations};

/// A rule; `message` is what its violation says.
pub fn hold(
    condition: impl FnOnce() -> Option<bool>,
    message: &'static str,
    at: &At<'_>,
    out: &mut Violations,
) {
    match condition() {
        Some(true) => {}
        Some(false) => broken(message, "it does not hold", at, out),
        None => broken(message, "it cannot be computed", at, out),
    }
}

#[cold]
#[inline(never)]
fn broken(message: &'static str, found: &'static str, at: &At<'_>, out: &mut Violations) {
    out.add(at, "x-validations", &message, &found);
}

/// Whether a condition holds for all items. One that decides outweighs those that cannot be
/// computed.
pub fn all<I: Iterator>(
    items: I,
    mut condition: impl FnMut(I::Item) -> Option<bool>,
) -> Option<bool> {
    exists(items, |item| condition(item).map(|holds| !holds)).map(|some| !some)
}

/// Whether a condition holds for some item.
pub fn exists<I: Iterator>(
    items: I,
    mut condition: impl FnMut(I::Item) -> Option<bool>,
) -> Option<bool> {
    let mut result = Some(false);
    for item in items {
        match condition(item) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

/// Whether a condition holds for one item only.
pub fn exists_one<I: Iterator>(
    items: I,
    mut condition: impl FnMut(I::Item) -> Option<bool>,
) -> Option<bool> {
    let mut found = 0_usize;
    for item in items {
        found += usize::from(condition(item)?);
    }
    Some(found == 1)
}

/// What is made of the items that are kept.
pub fn collect<I: Iterator, T>(
    items: I,
    mut keep: impl FnMut(I::Item) -> Option<Option<T>>,
) -> Option<Vec<T>> {
    let mut out = Vec::new();
    for item in items {
        out.extend(keep(item)?);
    }
    Some(out)
}

/// Whether two lists have the same items.
pub fn same_items<T: PartialEq>(
    left: impl Iterator<Item = Option<T>>,
    mut right: impl Iterator<Item = Option<T>>,
) -> Option<bool> {
    for item in left {
        let Some(other) = right.next() else {
            return Some(false);
        };
        if item? != other? {
            return Some(false);
        }
    }
    Some(right.next().is_none())
}

/// The items of two lists, one after the other.
pub fn joined<T>(
    left: impl Iterator<Item = Option<T>>,
    right: impl Iterator<Item = Option<T>>,
) -> Option<Vec<T>> {
    left.chain(right).collect()
}

/// How many characters, items or properties there are.
#[must_use]
pub fn size(count: usize) -> Option<i64> {
    i64::try_from(count).ok()
}
