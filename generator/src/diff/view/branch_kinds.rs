//! The branches of a union to those that data of some kinds may be of.

use crate::document::Kinds;

/// The kinds of data that each branch of a union may allow.
#[derive(Debug)]
pub(in crate::diff) struct BranchKinds {
    each: Vec<Kinds>,
    all: Kinds,
    /// Whether no two branches share a kind.
    pub are_apart: bool,
}

/// How many branches data may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Possible {
    /// Of none.
    Nothing,
    /// Of the one with this index.
    Only(usize),
    /// Of more.
    Several,
}

impl BranchKinds {
    pub fn new(each: Vec<Kinds>) -> Self {
        let mut all = Kinds::NONE;
        let mut are_apart = true;
        for kinds in &each {
            are_apart &= all.and(*kinds).is_empty();
            all = all.or(*kinds);
        }
        Self {
            each,
            all,
            are_apart,
        }
    }

    /// The branches that data of one of these kinds may be of.
    pub fn possible(&self, kinds: Kinds) -> Possible {
        if self.all.and(kinds).is_empty() {
            return Possible::Nothing;
        }
        let each = self.each.iter().enumerate();
        let mut possible = each.filter(|(_, own)| !own.and(kinds).is_empty());
        match (possible.next(), possible.next()) {
            (None, _) => Possible::Nothing,
            (Some((index, _)), None) => Possible::Only(index),
            _ => Possible::Several,
        }
    }
}

impl Default for BranchKinds {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}
