//! What schemas say of `null`, each by itself and by those that it asks.

use serde_json::Value;

use crate::document::{Document, Keywords, Kind, Kinds, Schema};

/// What a schema says of `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Null {
    /// Whether nothing refuses it.
    pub allowed: bool,
    /// Whether it is named as well, by `type`, `enum`, or a branch.
    pub named: bool,
}

/// What one schema object says of `null`, and whom else it asks.
pub(super) struct Node {
    /// Whether it refuses `null` itself.
    pub(super) allows: bool,
    /// Whether it names `null` itself.
    pub(super) names: bool,
    /// Those that hold as well.
    pub(super) all: Vec<usize>,
    /// Of each group, one has to hold.
    pub(super) any: Vec<Vec<usize>>,
}

impl Node {
    /// One that has been asked before.
    pub(super) fn known(null: Null) -> Self {
        Self {
            allows: null.allowed,
            names: null.named,
            all: Vec::new(),
            any: Vec::new(),
        }
    }

    pub(super) fn read<'d>(
        document: &'d Document,
        keywords: &Keywords<'d>,
        number: &mut dyn FnMut(&Schema<'d>) -> Vec<usize>,
    ) -> Self {
        let null = Kinds::only(Kind::Null);
        let is_typed = |kinds: Kinds| !kinds.and(null).is_empty();
        let lists = |list: &Vec<&Value>| list.iter().any(|value| value.is_null());
        let listed = keywords.values.listed.as_ref();
        let reference = keywords.reference.and_then(|to| document.resolve(to));
        let reference = reference.map(|schema| schema.or_null(keywords.or_null));
        let included = reference.iter().chain(&keywords.all_of);
        let groups = [&keywords.one_of, &keywords.any_of].into_iter();
        Self {
            allows: !keywords.never
                && keywords.types.is_none_or(is_typed)
                && listed.is_none_or(lists),
            names: keywords.types.is_some() || listed.is_some_and(lists),
            all: included.flat_map(&mut *number).collect(),
            any: groups
                .filter(|branches| !branches.is_empty())
                // A branch of several parts is one whose first part holds: branches have one.
                .map(|branches| branches.iter().flat_map(&mut *number).collect())
                .collect(),
        }
    }
}
