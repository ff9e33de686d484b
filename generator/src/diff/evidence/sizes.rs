//! What formats say of data, and the content of texts.

use super::judged::Judged;
use crate::constraint::number::End;
use crate::constraint::{Counts, Fact, Numbers};
use crate::diff::view::Side;
use crate::document::{Keywords, Kind, Kinds, Schema};
use crate::format::Number;
use crate::format::{self, Meaning};
use crate::json::Bound;

/// A text that is in none of the formats that judge texts, but for those of any text.
pub(super) const IN_NO_FORMAT: &str = " ";

/// Which numbers are allowed, those among them that the format of integers leaves out.
pub(super) fn numbers(keywords: &Keywords<'_>) -> Numbers {
    let mut numbers = keywords.numbers.clone();
    let sized = keywords.format.and_then(|name| {
        let of = |kind: Kind| format::find(kind.as_str(), name);
        of(Kind::Integer).or_else(|| of(Kind::Number))
    });
    if let Some(Meaning::Sized(Number::Integer(integer))) = sized {
        let end = |bound: i128| End {
            bound: Bound::Integer(bound),
            exclusive: false,
            at: keywords.at.key("format"),
        };
        let range = integer.range();
        numbers.and(&Numbers {
            low: Some(end(*range.start())),
            high: Some(end(*range.end())),
            multiples: Vec::<Fact<Bound>>::new(),
        });
    }
    numbers
}

/// The numbers that are left where a schema is excluded that is no more than a bound.
pub(super) fn beyond<'d>(side: &Side<'d>, schema: &Schema<'d>) -> Option<Numbers> {
    let part = side.resolved(schema.single()?);
    let keywords = side.keywords(&part);
    let plain = [
        "type",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ];
    let is_plain = keywords
        .object?
        .keys()
        .all(|key| plain.contains(&key.as_str()));
    let both = [Kind::Integer, Kind::Number];
    let has_all = |kinds: Kinds| both.into_iter().all(|kind| kinds.has(kind));
    if !is_plain || !keywords.types.is_none_or(has_all) {
        return None;
    }
    let other = |end: &End| End {
        exclusive: !end.exclusive,
        ..end.clone()
    };
    let (low, high) = match (&keywords.numbers.low, &keywords.numbers.high) {
        (Some(low), None) => (None, Some(other(low))),
        (None, Some(high)) => (Some(other(high)), None),
        _ => return None,
    };
    Some(Numbers {
        low,
        high,
        multiples: Vec::new(),
    })
}

/// The lengths that are left where a schema is excluded that is no more than a bound of them, or the empty text.
pub(super) fn beyond_length<'d>(side: &Side<'d>, schema: &Schema<'d>) -> Option<Counts> {
    let part = side.resolved(schema.single()?);
    let keywords = side.keywords(&part);
    let plain = ["type", "minLength", "maxLength", "const", "enum"];
    let mut keys = keywords.object?.keys();
    if !keys.all(|key| plain.contains(&key.as_str()))
        || !keywords.types.is_none_or(|kinds| kinds.has(Kind::String))
    {
        return None;
    }
    let fact = |value: u64| Fact {
        value,
        at: part.at.clone(),
    };
    let limits = keywords.texts.length.limits();
    let (least, most) = match (keywords.values.listed.as_deref(), limits) {
        (None, (None, Some(most))) => (Some(most.checked_add(1)?), None),
        (None, (Some(least), None)) => (None, Some(least.checked_sub(1)?)),
        (Some([only]), (None, None)) if only.as_str() == Some("") => (Some(1), None),
        _ => return None,
    };
    Some(Counts {
        min: least.map(fact),
        max: most.map(fact),
    })
}

/// The least integer that is a multiple of all that numbers are multiples of, where those are integers.
pub(super) fn step(numbers: &Numbers) -> Option<i128> {
    let mut all: Option<i128> = None;
    for fact in &numbers.multiples {
        let Bound::Integer(step) = fact.value else {
            continue;
        };
        let known = all.unwrap_or(1);
        let both = (known / divisor(known, step)).checked_mul(step)?;
        all = Some(both);
    }
    all
}

/// The greatest number that divides both.
fn divisor(one: i128, other: i128) -> i128 {
    match other {
        0 => one.max(1),
        _ => divisor(other, one % other),
    }
}

/// The same numbers, each end the nearest multiple inside.
pub(super) fn at_multiples(mut numbers: Numbers, step: i128) -> Numbers {
    let ends = [(&mut numbers.low, true), (&mut numbers.high, false)];
    for (end, is_low) in ends {
        let Some(end) = end else { continue };
        let Bound::Integer(bound) = end.bound else {
            continue;
        };
        let below = bound.div_euclid(step) * step;
        if below == bound {
            continue;
        }
        let inside = match is_low {
            true => below.checked_add(step),
            false => Some(below),
        };
        if let Some(inside) = inside {
            end.bound = Bound::Integer(inside);
            end.exclusive = false;
        }
    }
    numbers
}

/// Whether a format says nothing of which texts are allowed.
pub(super) fn is_free(name: &str) -> bool {
    // What is not known is no more than a word (JSON Schema Validation, 7.2.3); others are of numbers alone.
    matches!(name, "binary" | "byte" | "base64" | "password")
        || format::find("string", name).is_none()
}

/// Whether a format accepts a text, as far as that is certain.
pub(super) fn format(name: &str, text: &str) -> Judged {
    let sample = format::sample(name);
    if is_free(name) || sample == Some(text) {
        return Judged::Accepted;
    }
    match sample {
        // What is not known is no more than a word (JSON Schema Validation, 7.2.3).
        None => Judged::Accepted,
        Some(_) if text == IN_NO_FORMAT && name != "regex" => Judged::Refused,
        Some(_) => Judged::Open,
    }
}

/// Whether all texts of a format are of another.
pub(super) fn is_within(narrow: &str, wide: &str) -> bool {
    let (of, among) = (format::breadth(narrow), format::breadth(wide));
    format::same(narrow, wide) || of.0 == among.0 && of.1 <= among.1
}

/// The schema of the content of a text that is JSON.
pub(super) fn content_schema<'d>(keywords: &Keywords<'d>) -> Option<Schema<'d>> {
    let value = keywords.object?.get("contentSchema")?;
    let is_json = keywords
        .content_media_type
        .is_none_or(|name| name.contains("json"));
    (is_json && keywords.content_encoding.is_none())
        .then(|| Schema::new(value, keywords.at.key("contentSchema")))
}
