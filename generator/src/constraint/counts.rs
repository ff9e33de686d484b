//! How many there may be of something: characters, items, properties.

use std::cmp::Ordering;

use super::{Conflict, Fact, Refusal};
use crate::keyword::Reader;

/// A least and a greatest count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) min: Option<Fact<u64>>,
    pub(crate) max: Option<Fact<u64>>,
}

impl Counts {
    /// Reads the keywords of the least and the greatest count.
    pub(crate) fn read(reader: &Reader<'_, '_>, least: &str, greatest: &str) -> Self {
        let fact = |key: &str| {
            reader.count(key).map(|value| Fact {
                value,
                at: reader.place(key),
            })
        };
        Self {
            min: fact(least),
            max: fact(greatest),
        }
    }

    /// Adds what holds as well. Of two that say the same, the first is kept.
    pub(crate) fn and(&mut self, other: &Self) {
        tighten(&mut self.min, other.min.as_ref(), Ordering::Greater);
        tighten(&mut self.max, other.max.as_ref(), Ordering::Less);
    }

    /// Whether no count is refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    pub(crate) fn contradiction(&self) -> Option<Conflict> {
        let (min, max) = (self.min.as_ref()?, self.max.as_ref()?);
        (min.value > max.value).then(|| Conflict {
            one: min.at.clone(),
            other: max.at.clone(),
            relation: "is above",
        })
    }

    /// What is wrong with a count `of` something.
    pub(crate) fn refusal(&self, count: u64, of: &str) -> Option<Refusal> {
        let (words, limit) = match (&self.min, &self.max) {
            (Some(min), _) if count < min.value => ("fewer", min),
            (_, Some(max)) if count > max.value => ("more", max),
            _ => return None,
        };
        Some(Refusal {
            at: limit.at.clone(),
            reason: format!("it has {words} than {} {of}", limit.value),
        })
    }

    /// The order of two limits of one side, where a lack of one amounts to `absent`.
    pub(crate) fn order(old: Option<&Fact<u64>>, new: Option<&Fact<u64>>, absent: u64) -> Ordering {
        let amount = |limit: Option<&Fact<u64>>| limit.map_or(absent, |fact| fact.value);
        amount(old).cmp(&amount(new))
    }

    /// The least and the greatest count, without their places.
    pub(crate) fn limits(&self) -> (Option<u64>, Option<u64>) {
        let value = |fact: &Option<Fact<u64>>| fact.as_ref().map(|fact| fact.value);
        (value(&self.min), value(&self.max))
    }
}

fn tighten(slot: &mut Option<Fact<u64>>, new: Option<&Fact<u64>>, tighter: Ordering) {
    let Some(new) = new else { return };
    let is_tighter = |known: &Fact<u64>| new.value.cmp(&known.value) == tighter;
    if slot.as_ref().is_none_or(is_tighter) {
        *slot = Some(new.clone());
    }
}
