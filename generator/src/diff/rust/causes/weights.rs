//! How much a finding says of a difference between two definitions.

use super::super::super::effect::Effect;
use super::super::super::finding::Finding;
use super::super::super::rule::{self, Rule};
use super::super::differences::{Aspect, Difference, Holds};

const PROPERTIES: [&Rule; 2] = [&rule::PROPERTY_ADDED, &rule::PROPERTY_REMOVED];
const REQUIRED: [&Rule; 9] = [
    &rule::REQUIRED_ADDED,
    &rule::REQUIRED_REMOVED,
    &rule::REQUIRED_SHOWN,
    &rule::PARAMETER_REQUIRED,
    &rule::PARAMETER_OPTIONAL,
    &rule::BODY_REQUIRED,
    &rule::BODY_OPTIONAL,
    &rule::HEADER_REQUIRED,
    &rule::HEADER_OPTIONAL,
];
const DIRECTIONS: [&Rule; 5] = [
    &rule::READ_ONLY_ADDED,
    &rule::READ_ONLY_REMOVED,
    &rule::WRITE_ONLY_ADDED,
    &rule::WRITE_ONLY_REMOVED,
    &rule::SECRET_SHOWN,
];
const NULLS: [&Rule; 3] = [
    &rule::BECAME_NULLABLE,
    &rule::BECAME_NOT_NULLABLE,
    &rule::NULL_STATED,
];
const KINDS: [&Rule; 20] = [
    &rule::REFERENCE_CHANGED,
    &rule::TYPE_NARROWED,
    &rule::TYPE_WIDENED,
    &rule::TYPE_CHANGED,
    &rule::FORMAT_NARROWED,
    &rule::FORMAT_WIDENED,
    &rule::FORMAT_CHANGED,
    &rule::FORMAT_RENAMED,
    &rule::ENUM_ADDED,
    &rule::ENUM_REMOVED,
    &rule::CONST_ADDED,
    &rule::CONST_REMOVED,
    &rule::CONST_CHANGED,
    &rule::UNION_ADDED,
    &rule::UNION_REMOVED,
    &rule::UNION_BRANCH_ADDED,
    &rule::UNION_BRANCH_REMOVED,
    &rule::ITEMS_ADDED,
    &rule::ITEMS_REMOVED,
    &rule::SERIALIZATION_CHANGED,
];
/// What brings branches for kinds of data, or takes them, where the kinds are those of one schema.
const TYPES: [&Rule; 3] = [
    &rule::TYPE_NARROWED,
    &rule::TYPE_WIDENED,
    &rule::TYPE_CHANGED,
];
const VALUES: [&Rule; 9] = [
    &rule::ENUM_VALUE_ADDED,
    &rule::ENUM_VALUE_REMOVED,
    &rule::ENUM_ADDED,
    &rule::ENUM_REMOVED,
    &rule::CONST_ADDED,
    &rule::CONST_REMOVED,
    &rule::CONST_CHANGED,
    &rule::UNION_BRANCH_ADDED,
    &rule::UNION_BRANCH_REMOVED,
];
const NAMES: [&Rule; 7] = [
    &rule::REFERENCE_CHANGED,
    &rule::COMPONENT_RENAMED,
    &rule::OPERATION_ID_CHANGED,
    &rule::OPERATION_MOVED,
    &rule::PARAMETER_RENAMED,
    &rule::MAPPING_CHANGED,
    &rule::MEDIA_TYPE_CHANGED,
];

/// None where it says nothing of it; the more, the closer it is to it.
pub(super) fn weight(finding: &Finding, difference: &Difference) -> usize {
    let is = |rules: &[&Rule]| rules.contains(&finding.rule);
    let is_title =
        finding.rule == &rule::TEXT_CHANGED && finding.subject.as_deref() == Some("title");
    let is_tags = finding.rule == &rule::TAGS_CHANGED;
    let is_name = difference.aspect == Aspect::Name;
    if finding.is_docs() && !(is_name && (is_title || is_tags)) {
        return 0;
    }
    let told = difference.wire.as_deref().and_then(|wire| {
        let subject = finding.subject.as_deref()?;
        let mut parts = subject.split(" in ");
        Some(subject == wire || parts.next() == Some(wire) || wire.trim_end() == subject)
    });
    let is_told = told == Some(true);
    // What is said of another property says nothing of this one.
    if is(&PROPERTIES) || is(&REQUIRED) && difference.holds == Holds::Schema {
        let is_whole = difference.wire.is_none();
        return match difference.aspect {
            Aspect::Presence | Aspect::Required if is_told => 9,
            Aspect::Kind if is_whole => 4,
            Aspect::Name if !is_told && is(&PROPERTIES) => 1,
            _ => 0,
        };
    }
    let about_data = usize::from(is_about_data(finding));
    let named = usize::from(is_told) + usize::from(lists(finding, difference));
    let close = match difference.aspect {
        Aspect::Presence if is(&VALUES) => 4 + arrives(finding, difference),
        Aspect::Presence if is_there_alone(finding) => 4 + named,
        Aspect::Presence if is(&NAMES) => 3,
        Aspect::Presence if is(&DIRECTIONS) || is(&TYPES) => 2,
        Aspect::Required if is(&REQUIRED) => 5,
        Aspect::Required if is(&DIRECTIONS) => 2,
        Aspect::Presence | Aspect::Required => return 0,
        Aspect::Null if is(&NULLS) => 6,
        Aspect::Null if is(&KINDS) || is(&VALUES) => 4,
        Aspect::Kind if is(&KINDS) => 6,
        Aspect::Kind if is(&VALUES) => 4,
        Aspect::Kind if is(&DIRECTIONS) => 3,
        Aspect::Name if is(&NAMES) || is_title => 6,
        Aspect::Name if is_tags => 5,
        Aspect::Name if is(&KINDS) => 4,
        _ if about_data == 0 => return 0,
        _ => 1,
    };
    2 * close + named + about_data
}

/// Whether a value or branch came where the difference is that it came, or left where it left.
fn arrives(finding: &Finding, difference: &Difference) -> usize {
    let came = difference.old.is_none();
    let is_came = [&rule::ENUM_VALUE_ADDED, &rule::UNION_BRANCH_ADDED].contains(&finding.rule);
    let is_left = [&rule::ENUM_VALUE_REMOVED, &rule::UNION_BRANCH_REMOVED].contains(&finding.rule);
    match (is_came, is_left) {
        (true, _) if !came => 0,
        (_, true) if came => 0,
        _ => 2,
    }
}

fn is_there_alone(finding: &Finding) -> bool {
    finding.old.is_there != finding.new.is_there
}

/// Whether the values that a finding lists have that one.
fn lists(finding: &Finding, difference: &Difference) -> bool {
    let Some(wire) = &difference.wire else {
        return false;
    };
    let quoted = serde_json::Value::from(wire.as_str()).to_string();
    let mut texts = [&finding.from, &finding.to].into_iter().flatten();
    texts.any(|text| text.contains(&quoted))
}

fn is_about_data(finding: &Finding) -> bool {
    !matches!(
        finding.effect,
        Effect::Annotation | Effect::Same | Effect::Promised
    )
}
