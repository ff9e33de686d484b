//! `minItems`, `maxItems` and `uniqueItems`.

use super::words::counts;
use super::{Counts, first};
use crate::ir::Constraint::{self, MaxItems, MinItems, UniqueItems};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// Which arrays are allowed, whatever their items are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Arrays {
    pub(crate) count: Counts,
    /// Where it is said that no two items are equal.
    pub(crate) unique: Option<Pointer>,
}

impl Arrays {
    pub(crate) fn read(reader: &Reader<'_, '_>) -> Self {
        Self {
            count: Counts::read(reader, "minItems", "maxItems"),
            unique: reader
                .flag("uniqueItems")
                .then(|| reader.place("uniqueItems")),
        }
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        self.count.and(&other.count);
        if self.unique.is_none() {
            self.unique.clone_from(&other.unique);
        }
    }

    /// Whether no array is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.is_empty() && self.unique.is_none()
    }

    /// What the IR says.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let (min, max) = self.count.limits();
        let counts = [min.map(MinItems), max.map(MaxItems)];
        let unique = self.unique.as_ref().map(|_| UniqueItems);
        counts.into_iter().chain([unique]).flatten().collect()
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
    match (number, distinct) {
        (Some(number), Some(distinct)) => Some(format!("{number} {distinct}")),
        (number, distinct) => number.or(distinct),
    }
}
