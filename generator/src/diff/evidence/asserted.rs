//! A datum and the assertions of one schema object to whether they accept it, whatever other schemas say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::judged::Judged::{self, Accepted, Open, Refused};
use super::scales::Scales;
use super::sizes;
use crate::document::{Keywords, Kind};
use crate::format::shape;
use crate::json::{Bound, canonical};

/// Judges what asserts something by itself. The properties that do not go the way in question are there as far
/// as `required` is concerned.
pub(super) fn asserted(
    scales: &Scales<'_, '_>,
    keywords: &Keywords<'_>,
    value: &Value,
    hidden: &BTreeSet<&str>,
) -> Judged {
    let kind = Kind::of(value);
    if keywords.never || keywords.types.is_some_and(|kinds| !kinds.has(kind)) {
        return Refused;
    }
    if keywords.values.refusal(value).is_some() {
        return Refused;
    }
    match value {
        Value::Number(number) => {
            let numbers = sizes::numbers(keywords);
            Judged::of(numbers.refusal(Bound::of(number)).is_none())
        }
        Value::String(text) => texts(scales, keywords, text),
        Value::Array(items) => Judged::of(takes_array(keywords, items)),
        Value::Object(members) => Judged::of(takes_object(keywords, members, hidden)),
        Value::Null | Value::Bool(_) => Accepted,
    }
}

fn texts(scales: &Scales<'_, '_>, keywords: &Keywords<'_>, text: &str) -> Judged {
    let length = text.chars().count() as u64;
    if keywords.texts.length.refusal(length, "").is_some() {
        return Refused;
    }
    let patterns = keywords.texts.patterns.iter();
    let judged = patterns.map(|pattern| {
        let matches = scales.matches(pattern.value, text);
        matches.map_or(Open, Judged::of)
    });
    let format = keywords.format.map(|name| match sizes::format(name, text) {
        // What does not look like the format is not of it; what does may be.
        Open if shape(name).is_some_and(|it| scales.matches(it, text) == Some(false)) => Refused,
        judged => judged,
    });
    judged.chain(format).min().unwrap_or(Accepted)
}

fn takes_array(keywords: &Keywords<'_>, items: &[Value]) -> bool {
    let arrays = &keywords.arrays;
    if arrays.count.refusal(items.len() as u64, "").is_some() {
        return false;
    }
    let mut seen = BTreeSet::new();
    arrays.unique.is_none() || items.iter().all(|item| seen.insert(canonical(item)))
}

fn takes_object(
    keywords: &Keywords<'_>,
    members: &Map<String, Value>,
    hidden: &BTreeSet<&str>,
) -> bool {
    let count = members.len() as u64;
    let has = |name: &&str| members.contains_key(*name) || hidden.contains(*name);
    let is_kept =
        |(name, others): &(&str, Vec<&str>)| !members.contains_key(*name) || others.iter().all(has);
    keywords.objects.count.refusal(count, "").is_none()
        && keywords.required.iter().all(has)
        && keywords.dependent_required.iter().all(is_kept)
}
