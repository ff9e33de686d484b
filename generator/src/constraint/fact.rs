//! What is said of constraints of every family: where a fact stands, and what comes of comparing two.

use crate::ir::Constraint;
use crate::pointer::Pointer;

/// What a keyword says, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact<T> {
    pub(crate) value: T,
    pub(crate) at: Pointer,
}

/// Two keywords that no datum of their kind keeps to both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The one that bounds from below, or that was read later.
    pub(crate) one: Pointer,
    pub(crate) other: Pointer,
    /// How the first is to the second, to be read between their names: `is above`.
    pub(crate) relation: &'static str,
}

/// A datum that a keyword refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Where the keyword stands.
    pub(crate) at: Pointer,
    /// What is wrong with the datum, such as `it is below 5`.
    pub(crate) reason: String,
}

/// How what is new compares with what was, as sets of constraints: the stricter one allows less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    Same,
    Stricter,
    Looser,
    /// Each allows something that the other refuses, or it is not known that it doesn't.
    Other,
}

impl Strictness {
    /// By whether what is new keeps to what was, and the other way round.
    pub(super) fn of(new_implies_old: bool, old_implies_new: bool) -> Self {
        match (new_implies_old, old_implies_new) {
            (true, true) => Self::Same,
            (true, false) => Self::Stricter,
            (false, true) => Self::Looser,
            (false, false) => Self::Other,
        }
    }
}

/// The first that a function finds in a set.
pub(super) fn first<'c, T>(
    constraints: &'c [Constraint],
    find: impl Fn(&'c Constraint) -> Option<T>,
) -> Option<T> {
    constraints.iter().find_map(find)
}
