//! `minItems`, `maxItems`, `uniqueItems`, and what Kubernetes says of lists.

use serde_json::Value;

use super::words::counts;
use super::{Counts, Fact, Strictness, first};
use crate::ir::Constraint::{self, MaxItems, MinItems, UniqueBy, UniqueItems};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// How Kubernetes says what tells items apart.
pub(crate) const LIST_TYPE: &str = "x-kubernetes-list-type";
/// The properties that tell the items of a list of type `map` apart.
pub(crate) const LIST_MAP_KEYS: &str = "x-kubernetes-list-map-keys";

/// Which arrays are allowed, whatever their items are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arrays {
    pub(crate) count: Counts,
    /// Where it is said that no two items are equal.
    pub(crate) unique: Option<Pointer>,
    /// No two items have the same values of all these properties, for each of the lists.
    pub(crate) unique_by: Vec<Fact<Vec<String>>>,
}

impl Arrays {
    pub(crate) fn read(reader: &Reader<'_, '_>) -> Self {
        let list_type = reader.text(LIST_TYPE);
        let unique = match (reader.flag("uniqueItems"), list_type) {
            (true, _) => Some("uniqueItems"),
            (false, Some("set")) => Some(LIST_TYPE),
            _ => None,
        };
        let keys = reader.array(LIST_MAP_KEYS);
        let keys = keys
            .filter(|_| list_type == Some("map"))
            .into_iter()
            .flatten();
        let keys: Vec<String> = keys.filter_map(Value::as_str).map(str::to_owned).collect();
        let by = (!keys.is_empty()).then(|| Fact {
            value: keys,
            at: reader.place(LIST_MAP_KEYS),
        });
        Self {
            count: Counts::read(reader, "minItems", "maxItems"),
            unique: unique.map(|key| reader.place(key)),
            unique_by: by.into_iter().collect(),
        }
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        self.count.and(&other.count);
        if self.unique.is_none() {
            self.unique.clone_from(&other.unique);
        }
        for keys in &other.unique_by {
            if !self.unique_by.iter().any(|known| known.value == keys.value) {
                self.unique_by.push(keys.clone());
            }
        }
    }

    /// Whether no array is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.is_empty() && self.unique.is_none() && self.unique_by.is_empty()
    }

    /// How it compares which items must differ.
    pub(crate) fn uniqueness_strictness(old: &Self, new: &Self) -> Strictness {
        let implies = |one: &Self, other: &Self| {
            let is_told = |keys: &Fact<Vec<String>>| {
                // What differs by fewer properties differs by more.
                let is_within = |its: &Fact<Vec<String>>| {
                    its.value.iter().all(|name| keys.value.contains(name))
                };
                one.unique_by.iter().any(is_within)
            };
            let is_unique = one.unique.is_some() || other.unique.is_none();
            is_unique && other.unique_by.iter().all(is_told)
        };
        Strictness::of(implies(new, old), implies(old, new))
    }

    /// What the IR says.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let (min, max) = self.count.limits();
        let counts = [min.map(MinItems), max.map(MaxItems)];
        let unique = self.unique.as_ref().map(|_| UniqueItems);
        let by = self
            .unique_by
            .iter()
            .map(|keys| UniqueBy(keys.value.clone()));
        let counts = counts.into_iter().chain([unique]).flatten();
        counts.chain(by).collect()
    }
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinItems(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxItems(max) => Some(*max),
        _ => None,
    });
    let number = counts(min, max, "item");
    let distinct = constraints
        .contains(&UniqueItems)
        .then(|| "No two items are equal.".to_owned());
    let by = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            UniqueBy(keys) => {
                let keys: Vec<_> = keys.iter().map(|key| super::pattern::code(key)).collect();
                Some(format!(
                    "No two items have the same {}.",
                    keys.join(" and ")
                ))
            }
            _ => None,
        });
    let sentences: Vec<_> = number.into_iter().chain(distinct).chain(by).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
