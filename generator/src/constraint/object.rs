//! `minProperties`, `maxProperties` and, of maps, `propertyNames`.

use super::words::counts;
use super::{Counts, first};
use crate::ir::Constraint::{self, MaxProperties, MinProperties, PropertyNames};
use crate::keyword::Reader;

/// Which objects are allowed, whatever their properties are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Objects {
    pub(crate) count: Counts,
}

impl Objects {
    pub(crate) fn read(reader: &Reader<'_, '_>) -> Self {
        Self {
            count: Counts::read(reader, "minProperties", "maxProperties"),
        }
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        self.count.and(&other.count);
    }

    /// Whether no object is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.is_empty()
    }

    /// What the IR says.
    pub(crate) fn constraints(&self) -> Vec<Constraint> {
        let (min, max) = self.count.limits();
        let counts = [min.map(MinProperties), max.map(MaxProperties)];
        counts.into_iter().flatten().collect()
    }
}

pub(super) fn sentence(constraints: &[Constraint]) -> Option<String> {
    let min = first(constraints, |constraint| match constraint {
        MinProperties(min) => Some(*min),
        _ => None,
    });
    let max = first(constraints, |constraint| match constraint {
        MaxProperties(max) => Some(*max),
        _ => None,
    });
    let number = counts(min, max, "property");
    let names = first(constraints, |constraint| match constraint {
        PropertyNames(names) => super::sentence(names),
        _ => None,
    });
    let names = names.map(|names| format!("Each name: {names}"));
    match (number, names) {
        (Some(number), Some(names)) => Some(format!("{number} {names}")),
        (number, names) => number.or(names),
    }
}
