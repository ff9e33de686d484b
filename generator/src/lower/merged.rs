//! What merged keywords say, asked of whole families at once.

use super::all_of::Merged;
use crate::document::Kind;

impl<'d> Merged<'d> {
    /// Whether any data is refused.
    pub(super) fn says_anything(&self) -> bool {
        self.never
            || self.types.is_some()
            || !self.values.is_empty()
            || !self.unions.is_empty()
            || self.items.is_some()
            || !self.prefix_items.is_empty()
            || !self.arrays.is_empty()
            || self.says_anything_of_scalars()
            || self.says_anything_of_objects()
            || !self.nots.is_empty()
            || self.leftover
    }

    /// Whether a property or a pattern stands elsewhere than beside an `additionalProperties`, which
    /// to the letter forbids it, or judges it too.
    pub(super) fn is_closed_elsewhere(&self) -> bool {
        self.closings.iter().any(|closing| {
            let mut names = self.properties.iter();
            let mut patterns = self.pattern_properties.iter();
            names.any(|(name, _)| !closing.names.contains(name))
                || patterns.any(|(pattern, _)| !closing.patterns.contains(pattern))
        })
    }

    pub(super) fn says_anything_of_scalars(&self) -> bool {
        !self.numbers.is_empty() || !self.texts.is_empty() || self.format.is_some()
    }

    pub(super) fn says_anything_of_objects(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || self.additional.is_some()
            || !self.pattern_properties.is_empty()
            || !self.property_names.is_empty()
            || !self.objects.is_empty()
            || !self.dependent_required.is_empty()
    }

    /// Whether there is more than `type: object` to combine with a branch.
    pub(super) fn says_anything_beyond_object(&self) -> bool {
        !self.values.is_empty()
            || self.items.is_some()
            || !self.arrays.is_empty()
            || self.says_anything_of_scalars()
            || self.says_anything_of_objects()
            || !self.nots.is_empty()
            || self.leftover
            || self.types.as_ref().is_some_and(|(kinds, _)| {
                let kinds = kinds.without(Kind::Null);
                !matches!(kinds.single(), Some(Kind::Object)) && !kinds.is_empty()
            })
    }

    /// Whether it says anything to each branch of a union that stands beside it.
    pub(super) fn says_anything_to_branches(&self) -> bool {
        self.says_anything_beyond_object() || !self.unions.is_empty()
    }

    pub(super) fn says_anything_beyond_integers(&self) -> bool {
        !self.values.is_empty()
            || self.says_anything_of_scalars()
            || self.says_anything_of_objects()
            || self.leftover
            || self
                .types
                .as_ref()
                .is_some_and(|(kinds, _)| !kinds.has(Kind::Integer))
    }

    pub(super) fn says_anything_beyond_strings(&self) -> bool {
        !self.values.is_empty()
            || self.says_anything_of_scalars()
            || self.says_anything_of_objects()
            || self.leftover
            || self
                .types
                .as_ref()
                .is_some_and(|(kinds, _)| !kinds.has(Kind::String))
    }
}
