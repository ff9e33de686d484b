//! What the schemas of a value have spoken of, for those that judge the rest.

use std::collections::BTreeSet;

/// Which properties and items of one value schemas have spoken of, for
/// `unevaluatedProperties` and `unevaluatedItems`.
///
/// It is off where nobody asks, and then costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Seen<'v> {
    on: bool,
    keys: BTreeSet<&'v str>,
    all_keys: bool,
    items: BTreeSet<usize>,
    items_below: usize,
}

impl<'v> Seen<'v> {
    /// Nobody asks.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            on: false,
            keys: BTreeSet::new(),
            all_keys: false,
            items: BTreeSet::new(),
            items_below: 0,
        }
    }

    /// Nothing was spoken of yet.
    #[must_use]
    pub fn on() -> Self {
        let mut seen = Self::off();
        seen.on = true;
        seen
    }

    /// Nothing was spoken of yet, and off if this is.
    #[must_use]
    pub fn fresh(&self) -> Self {
        if self.on { Self::on() } else { Self::off() }
    }

    /// Whether anybody asks.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// A property was spoken of.
    pub fn key(&mut self, key: &'v str) {
        if self.on {
            self.keys.insert(key);
        }
    }

    /// All properties were spoken of.
    pub fn all_keys(&mut self) {
        self.all_keys = true;
    }

    /// An item was spoken of.
    pub fn item(&mut self, index: usize) {
        if self.on {
            self.items.insert(index);
        }
    }

    /// All items below an index were spoken of.
    pub fn items_below(&mut self, end: usize) {
        self.items_below = self.items_below.max(end);
    }

    /// Adds what another has seen of the same value.
    pub fn merge(&mut self, other: Self) {
        if self.on {
            self.keys.extend(other.keys);
            self.all_keys |= other.all_keys;
            self.items.extend(other.items);
            self.items_below = self.items_below.max(other.items_below);
        }
    }

    /// Whether a property was spoken of.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        self.all_keys || self.keys.contains(key)
    }

    /// Whether an item was spoken of.
    #[must_use]
    pub fn has_item(&self, index: usize) -> bool {
        index < self.items_below || self.items.contains(&index)
    }
}
