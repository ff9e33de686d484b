//! What evidence can say of the edits that rules name.

use super::super::effect::Effect;
use super::super::event::Event;
use super::super::rule::{self, Rule};

/// What evidence can say of an edit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// It is about which data are accepted.
    Data,
    /// It is about a member as well that people may rely on.
    Member,
    /// It is about what sets of data do not say.
    Other,
}

/// Edits that are about what a text means, or which way a member goes: the data stay data.
const MEANINGS: [&Rule; 13] = [
    &rule::CONTENT_ENCODING_CHANGED,
    &rule::CONTENT_MEDIA_TYPE_CHANGED,
    &rule::XML_CHANGED,
    &rule::SECRET_SHOWN,
    &rule::READ_ONLY_ADDED,
    &rule::WRITE_ONLY_ADDED,
    &rule::DISCRIMINATOR_ADDED,
    &rule::DISCRIMINATOR_REMOVED,
    &rule::DISCRIMINATOR_CHANGED,
    &rule::MAPPING_CHANGED,
    &rule::DEFAULT_CHANGED,
    &rule::OPEN_ENUM_VALUE_ADDED,
    &rule::OPEN_ENUM_VALUE_REMOVED,
];

/// Edits of kinds of data.
pub(super) const KINDS: [&Rule; 3] = [
    &rule::TYPE_NARROWED,
    &rule::TYPE_WIDENED,
    &rule::TYPE_CHANGED,
];

/// Edits of whether there may be `null`.
pub(super) const NULLS: [&Rule; 2] = [&rule::BECAME_NULLABLE, &rule::BECAME_NOT_NULLABLE];

/// Edits of which a rule says more than can be tried: of one keyword, whose effect is certain, where
/// no datum was found that is of its format, or as large.
pub(super) const RULED: &[&Rule] = &[
    &rule::FORMAT_NARROWED,
    &rule::FORMAT_WIDENED,
    &rule::FORMAT_CHANGED,
    &rule::MINIMUM_RAISED,
    &rule::MINIMUM_LOWERED,
    &rule::MAXIMUM_RAISED,
    &rule::MAXIMUM_LOWERED,
    &rule::UNIQUE_ITEMS_ADDED,
    &rule::UNIQUE_ITEMS_REMOVED,
    &rule::REQUIRED_ADDED,
    &rule::REQUIRED_REMOVED,
    &rule::ENUM_VALUE_ADDED,
    &rule::ENUM_VALUE_REMOVED,
    &rule::BECAME_NULLABLE,
    &rule::BECAME_NOT_NULLABLE,
    &rule::TYPE_NARROWED,
    &rule::TYPE_WIDENED,
    &rule::TYPE_CHANGED,
    &rule::MIN_LENGTH_RAISED,
    &rule::MIN_LENGTH_LOWERED,
    &rule::MAX_LENGTH_RAISED,
    &rule::MAX_LENGTH_LOWERED,
    &rule::MIN_ITEMS_RAISED,
    &rule::MIN_ITEMS_LOWERED,
    &rule::MAX_ITEMS_RAISED,
    &rule::MAX_ITEMS_LOWERED,
    &rule::MIN_CONTAINS_RAISED,
    &rule::MIN_CONTAINS_LOWERED,
    &rule::MAX_CONTAINS_RAISED,
    &rule::MAX_CONTAINS_LOWERED,
    &rule::DEPENDENT_SCHEMA_ADDED,
    &rule::DEPENDENT_SCHEMA_REMOVED,
];

/// Edits that settle of which properties `additionalProperties` and the like speak.
pub(super) const DECLARATIONS: [&Rule; 4] = [
    &rule::PROPERTY_ADDED,
    &rule::PROPERTY_REMOVED,
    &rule::PATTERN_PROPERTY_ADDED,
    &rule::PATTERN_PROPERTY_REMOVED,
];

/// Edits that settle of what `unevaluatedProperties` and `unevaluatedItems` speak, beside those declarations.
pub(super) const EVALUATIONS: [&Rule; 18] = [
    &rule::ADDITIONAL_NARROWED,
    &rule::ADDITIONAL_WIDENED,
    &rule::DEPENDENT_SCHEMA_ADDED,
    &rule::DEPENDENT_SCHEMA_REMOVED,
    &rule::ITEMS_ADDED,
    &rule::ITEMS_REMOVED,
    &rule::CONTAINS_ADDED,
    &rule::CONTAINS_REMOVED,
    &rule::UNION_ADDED,
    &rule::UNION_REMOVED,
    &rule::UNION_BRANCH_ADDED,
    &rule::UNION_BRANCH_REMOVED,
    &rule::IF_ADDED,
    &rule::IF_REMOVED,
    &rule::THEN_ADDED,
    &rule::THEN_REMOVED,
    &rule::ELSE_ADDED,
    &rule::ELSE_REMOVED,
];

/// Whether a rule is of one end of a range.
pub(super) fn bounds(rule: &Rule) -> bool {
    ["min", "max"].iter().any(|end| rule.id.starts_with(end))
}

/// Edits of the length of texts.
pub(super) const LENGTHS: [&Rule; 4] = [
    &rule::MIN_LENGTH_RAISED,
    &rule::MIN_LENGTH_LOWERED,
    &rule::MAX_LENGTH_RAISED,
    &rule::MAX_LENGTH_LOWERED,
];

/// Whether a rule is of single values of a list: one that joins does not make up for one that left.
pub(super) fn lists(rule: &Rule) -> bool {
    rule == &rule::ENUM_VALUE_ADDED || rule == &rule::ENUM_VALUE_REMOVED
}

pub(super) fn concern(event: &Event, effect: Effect) -> Concern {
    // What follows from a reference that leads elsewhere is weighed where it shows.
    let is_told_below = event.rule == &rule::REFERENCE_CHANGED;
    if event.is_beyond || is_told_below || MEANINGS.contains(&event.rule) {
        return Concern::Other;
    }
    match effect {
        Effect::Wider | Effect::Narrower | Effect::Incomparable | Effect::Unknown => Concern::Data,
        Effect::Declared { .. } | Effect::Undeclared { .. } => Concern::Member,
        Effect::Same
        | Effect::Annotation
        | Effect::Assumed
        | Effect::Withdrawn
        | Effect::Promised => Concern::Other,
    }
}
