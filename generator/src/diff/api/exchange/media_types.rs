//! Names of media types: one spelling of each, and how one relates to another that stands for it.

use std::collections::BTreeMap;

use crate::cursor::Cursor;

use super::super::super::effect::{Direction, Effect};

/// A media type without the spaces, quotes and letter case that mean nothing (RFC 9110, 8.3.1).
pub(super) fn normalized(name: &str) -> String {
    let mut pieces = name.split(';').map(str::trim);
    let mut text = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let pieces = pieces.filter(|piece| !piece.is_empty());
    let mut parameters: Vec<_> = pieces.map(parameter).collect();
    parameters.sort_unstable();
    for parameter in parameters {
        text.push_str("; ");
        text.push_str(&parameter);
    }
    text
}

fn parameter(text: &str) -> String {
    let Some((name, value)) = text.split_once('=') else {
        return text.to_ascii_lowercase();
    };
    let name = name.trim().to_ascii_lowercase();
    let value = value.trim();
    let inner = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'));
    let value = inner.filter(|inner| !inner.contains('\\')).unwrap_or(value);
    match name.as_str() {
        "charset" => format!("{name}={}", value.to_ascii_lowercase()),
        _ => format!("{name}={value}"),
    }
}

/// The type and the subtype of a media type in one spelling.
fn essence(name: &str) -> (&str, &str) {
    let bare = name.split(';').next().unwrap_or_default();
    bare.split_once('/').unwrap_or((bare, ""))
}

/// Whether a range takes in a media type, both in one spelling.
pub(super) fn takes_in(range: &str, name: &str) -> bool {
    let ((wide_top, wide_sub), (top, sub)) = (essence(range), essence(name));
    match (wide_top, wide_sub) {
        ("*", "*") => true,
        (_, "*") => wide_top == top && sub != "*",
        _ => range == name,
    }
}

/// The narrowest range that takes in a media type which is not told itself.
pub(super) fn covering<'d>(
    told: &BTreeMap<String, Cursor<'d>>,
    name: &str,
) -> Option<(String, Cursor<'d>)> {
    let (top, _) = essence(name);
    let ranges = [format!("{top}/*"), "*/*".to_owned()];
    let mut ranges = ranges.into_iter().filter(|range| range != name);
    ranges.find_map(|range| {
        let node = told.get(&range).filter(|_| takes_in(&range, name))?;
        Some((range, node.clone()))
    })
}

/// How one media type relates to another that stands for it, as `application/problem+json` does
/// for `application/json`; `None` when they have nothing to do with each other.
pub(super) fn related(old: &str, new: &str, direction: Direction) -> Option<Effect> {
    let ((old_top, old_sub), (new_top, new_sub)) = (essence(old), essence(new));
    if old_top != new_top {
        return None;
    }
    let suffix = |sub: &str| sub.rsplit_once('+').map(|(_, suffix)| suffix.to_owned());
    let (old_suffix, new_suffix) = (suffix(old_sub), suffix(new_sub));
    if old_sub == new_sub {
        // How letters are encoded says nothing of what they say.
        let says = |name: &str| -> Vec<String> {
            let said = name.split("; ").skip(1);
            let said = said.filter(|said| !said.starts_with("charset="));
            said.map(str::to_owned).collect()
        };
        let is_same = says(old) == says(new);
        return Some(if is_same {
            Effect::Same
        } else {
            Effect::Unknown
        });
    }
    // Both are of one syntax, so that who reads the plain one can read the other: whether it does, or looks at the
    // name, is its own affair.
    if old_suffix.as_deref() == Some(new_sub) {
        return Some(match direction {
            Direction::Request => Effect::Unknown,
            Direction::Response => Effect::Wider,
        });
    }
    if new_suffix.as_deref() == Some(old_sub) {
        return Some(match direction {
            Direction::Request => Effect::Narrower,
            Direction::Response => Effect::Unknown,
        });
    }
    // Another version, or another vendor's.
    (old_suffix.is_some() && old_suffix == new_suffix).then_some(Effect::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_media_type_has_one_spelling() {
        let spelt = normalized("Application/JSON; Charset=\"UTF-8\";V=1");
        assert_eq!(spelt, "application/json; charset=utf-8; v=1");
    }

    #[test]
    fn ranges_take_in_what_is_narrower() {
        assert!(takes_in("*/*", "text/*"));
        assert!(takes_in("text/*", "text/plain"));
        assert!(!takes_in("text/*", "*/*"));
        assert!(!takes_in("text/*", "image/png"));
    }
}
