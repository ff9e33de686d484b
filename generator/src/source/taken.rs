//! Names that are taken, to one that is free: with a number, where it must have one.

use std::collections::{BTreeMap, BTreeSet};

/// Names that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    names: BTreeSet<String>,
    /// By name, the last number that was put behind it: names that collide are not counted through again.
    numbers: BTreeMap<String, usize>,
}

impl Taken {
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// A name that is free, and taken from now on: this, or this with a number.
    pub(super) fn free(&mut self, base: &str) -> String {
        let number = self.numbers.entry(base.to_owned()).or_insert(0);
        loop {
            *number += 1;
            let name = match *number {
                1 => base.to_owned(),
                number => format!("{base}{number}"),
            };
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

impl<'n> Extend<&'n String> for Taken {
    fn extend<T: IntoIterator<Item = &'n String>>(&mut self, names: T) {
        self.names.extend(names.into_iter().cloned());
    }
}
