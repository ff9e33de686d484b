//! Values of documents in a few words.

use serde_json::{Map, Value};

/// How many characters of a value are shown.
const LENGTH: usize = 60;

/// A value in a few words.
pub(in crate::diff) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LENGTH {
        return text;
    }
    let start: String = text.chars().take(LENGTH).collect();
    format!("{start}…")
}

/// Two values in a few words each: of long texts that start alike, from where they differ, and of long objects, the
/// members that do.
pub(in crate::diff) fn shown_both(
    old: Option<&Value>,
    new: Option<&Value>,
) -> (Option<String>, Option<String>) {
    if let (Some(Value::String(was)), Some(Value::String(is))) = (old, new)
        && was.len().max(is.len()) > LENGTH
        && let start @ 1.. = alike(was, is)
    {
        let from_there = |text: &str| shown(&Value::from(format!("…{}", &text[start..])));
        return (Some(from_there(was)), Some(from_there(is)));
    }
    if let (Some(Value::Object(was)), Some(Value::Object(is))) = (old, new)
        && [old, new]
            .into_iter()
            .flatten()
            .any(|value| value.to_string().len() > LENGTH)
    {
        let names = was
            .keys()
            .chain(is.keys().filter(|name| !was.contains_key(*name)));
        let differs: Vec<&String> = names
            .filter(|name| was.get(*name) != is.get(*name))
            .collect();
        // Of long objects, what differs.
        if let [only] = differs.as_slice() {
            let (was, is) = shown_both(was.get(*only), is.get(*only));
            let at = |text: Option<String>| {
                Some(format!("{only}: {}", text.as_deref().unwrap_or("none")))
            };
            return (at(was), at(is));
        }
        let part = |map: &Map<String, Value>| {
            let members = differs
                .iter()
                .filter_map(|name| Some(((*name).clone(), map.get(*name)?.clone())));
            Some(shown(&Value::Object(members.collect())))
        };
        return (part(was), part(is));
    }
    (old.map(shown), new.map(shown))
}

/// Where the word starts that is a little before the first difference of two texts, in bytes.
fn alike(one: &str, other: &str) -> usize {
    const BEFORE: usize = 20;
    let pairs = one.char_indices().zip(other.chars());
    let mut same = pairs.take_while(|((_, mine), its)| mine == its);
    let end = same.by_ref().last();
    let end = end.map_or(0, |((index, mine), _)| index + mine.len_utf8());
    let spaces = one
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace());
    let starts = spaces.map(|(index, space)| index + space.len_utf8());
    let reachable = starts.take_while(|start| start + BEFORE <= end);
    reachable.last().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_texts_are_shown_from_where_they_differ() {
        let text = |end: &str| json!(format!("Größe {} {end}", "word ".repeat(20).trim_end()));
        let (old, new) = shown_both(Some(&text("first")), Some(&text("second")));
        assert_eq!(old.unwrap(), "\"…word word word word first\"");
        assert_eq!(new.unwrap(), "\"…word word word word second\"");
        let (old, new) = shown_both(Some(&json!("a b")), Some(&json!("a c")));
        assert_eq!(
            (old.unwrap(), new.unwrap()),
            ("\"a b\"".into(), "\"a c\"".into())
        );
        let (old, new) = shown_both(Some(&text("first")), Some(&json!("other")));
        assert!(old.unwrap().starts_with("\"Größe") && new.unwrap() == "\"other\"");
        assert_eq!(shown_both(None, Some(&json!(1))), (None, Some("1".into())));
    }
}
