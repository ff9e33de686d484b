//! Names of properties that have to be there together to the groups that are tried.

use std::collections::BTreeSet;

/// How many groups of required properties are tried.
const GROUPS: usize = 40;

/// Groups of names, each once, and no more than are tried.
#[derive(Default)]
pub(super) struct Groups<'d> {
    pub all: Vec<Vec<&'d str>>,
    known: BTreeSet<Vec<&'d str>>,
}

impl<'d> Groups<'d> {
    pub fn is_full(&self) -> bool {
        self.all.len() >= GROUPS
    }

    pub fn add(&mut self, group: BTreeSet<&'d str>) {
        let group: Vec<_> = group.into_iter().collect();
        if !self.is_full() && self.known.insert(group.clone()) {
            self.all.push(group);
        }
    }
}
