//! A value into its text in a path, a query, a header, a cookie, a form or a part, as the generated client
//! writes it. A test compares this with the runtime, style by style.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::ir::Style;
use crate::ir::wire::Styled;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// All but what a form leaves as it is, by the rules of the WHATWG.
const RESERVED_IN_FORM: &AsciiSet = &RESERVED.remove(b'*').add(b'~');

/// What `allowReserved` spares in each place, beside the unreserved characters.
const KEPT_IN_PATH: &str = ":@!$()*,;=&+'";
const KEPT_IN_QUERY: &str = ":/?@!$()*,;=";
const KEPT_IN_COOKIE: &str = ":/?@!$()*=&#+'[]";

/// How single texts are written.
#[derive(Clone, Copy)]
enum Escape {
    /// Percent-encoded.
    All,
    /// Percent-encoded but for these, and for what is so already.
    Keep(&'static str),
    /// As they are.
    Nothing,
}

/// Percent-encodes a text, down to the unreserved characters.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Encodes a text as `application/x-www-form-urlencoded` does by itself, with `+` for a space.
pub fn in_form(text: &str) -> String {
    let words = text.split(' ');
    let words = words.map(|word| utf8_percent_encode(word, RESERVED_IN_FORM).to_string());
    words.collect::<Vec<_>>().join("+")
}

/// JSON without blanks, all in ASCII where `is_ascii`.
pub fn compact(value: &Value) -> String {
    value.to_string()
}

/// The text of a single value; none of a list, an object or `null`.
pub fn single(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A path parameter's text; none where a path cannot say it.
pub fn path(name: &str, styled: Styled, value: &Value) -> Option<String> {
    let escape = escape(styled, KEPT_IN_PATH);
    let items = Items::of(value, escape)?;
    let key = encode(name);
    let text = match (styled.style, styled.explode) {
        (Style::Label, false) => format!(".{}", items.joined(",", false)),
        (Style::Label, true) => format!(".{}", items.joined(".", true)),
        (Style::Matrix, false) => named(&format!(";{key}"), &items.joined(",", false)),
        (Style::Matrix, true) => {
            let pairs = items.pairs(&key).into_iter();
            pairs
                .map(|(key, value)| named(&format!(";{key}"), &value))
                .collect()
        }
        (_, explode) => items.joined(",", explode),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A query parameter's pairs, joined by `&`; none where there is nothing to send.
pub fn query(name: &str, styled: Styled, value: &Value) -> Option<String> {
    let escape = escape(styled, KEPT_IN_QUERY);
    let key = encode(name);
    if let Some(text) = single(value) {
        return Some(format!("{key}={}", escape.text(&text)));
    }
    if styled.style.is_deep() {
        let mut pairs = Vec::new();
        deep(&key, escape, styled.style, value, &mut pairs);
        return joined_pairs(pairs, "&");
    }
    let items = Items::of(value, escape)?;
    if styled.explode {
        return joined_pairs(items.pairs(&key), "&");
    }
    let separator = match styled.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    Some(format!("{key}={}", items.joined(separator, false)))
}

/// The names and texts of the parts that stand for a value in `multipart/form-data`.
pub fn parts(name: &str, styled: Styled, value: &Value) -> Vec<(String, String)> {
    if styled.style.is_deep() {
        let mut pairs = Vec::new();
        deep(name, Escape::Nothing, styled.style, value, &mut pairs);
        return pairs;
    }
    let Some(items) = Items::of(value, Escape::Nothing) else {
        return Vec::new();
    };
    if styled.explode {
        return items.pairs(name);
    }
    let separator = match styled.style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        _ => ",",
    };
    vec![(name.to_owned(), items.joined(separator, false))]
}

/// A header's text, always in the style `simple`; none where there is nothing to send.
pub fn header(explode: bool, value: &Value) -> Option<String> {
    Some(Items::of(value, Escape::Nothing)?.joined(",", explode))
}

/// A cookie's pairs, joined by `; `; none where there is nothing to send.
pub fn cookie(name: &str, styled: Styled, value: &Value) -> Option<String> {
    let (escape, key) = match styled.style {
        Style::Cookie => (Escape::Nothing, name.to_owned()),
        _ => (escape(styled, KEPT_IN_COOKIE), encode(name)),
    };
    let items = Items::of(value, escape)?;
    if styled.explode {
        return joined_pairs(items.pairs(&key), "; ");
    }
    Some(format!("{key}={}", items.joined(",", false)))
}

/// A property of a form without an encoding of its own: a text, a pair an item of a list, an object as JSON.
pub fn property(name: &str, value: &Value) -> Vec<String> {
    let text = |value: &Value| single(value).unwrap_or_else(|| compact(value));
    let values = match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().filter(|item| !item.is_null()).collect(),
        _ => vec![value],
    };
    let pairs = values.into_iter().map(text);
    pairs
        .map(|text| format!("{}={}", in_form(name), in_form(&text)))
        .collect()
}

fn escape(styled: Styled, kept: &'static str) -> Escape {
    match styled.allow_reserved {
        true => Escape::Keep(kept),
        false => Escape::All,
    }
}

fn joined_pairs(pairs: Vec<(String, String)>, separator: &str) -> Option<String> {
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(key, text)| format!("{key}={text}"))
        .collect();
    (!pairs.is_empty()).then(|| pairs.join(separator))
}

/// `key=value`, or `key` alone if the value is empty, as `matrix` has it.
fn named(key: &str, value: &str) -> String {
    match value.is_empty() {
        true => key.to_owned(),
        false => format!("{key}={value}"),
    }
}

/// `name[key]=value`, one a property.
fn deep(key: &str, escape: Escape, style: Style, value: &Value, pairs: &mut Vec<(String, String)>) {
    let within = |inner: &str| match escape {
        Escape::Nothing => format!("{key}[{inner}]"),
        _ => format!("{key}%5B{}%5D", encode(inner)),
    };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = match style {
                    Style::DeepBrackets => within(""),
                    Style::DeepIndices => within(&index.to_string()),
                    _ => key.to_owned(),
                };
                deep(&key, escape, style, item, pairs);
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties {
                deep(&within(name), escape, style, value, pairs);
            }
        }
        _ => {
            let text = single(value).map(|text| (key.to_owned(), escape.text(&text)));
            pairs.extend(text);
        }
    }
}

impl Escape {
    fn text(self, text: &str) -> String {
        match self {
            Self::All => encode(text),
            Self::Nothing => text.to_owned(),
            Self::Keep(kept) => keep(text, kept),
        }
    }
}

/// Percent-encodes all but some characters and what is percent-encoded already.
fn keep(text: &str, kept: &str) -> String {
    let mut out = String::new();
    for (at, letter) in text.char_indices() {
        let mut hex = text.bytes().skip(at + 1).take(2);
        let is_triple =
            letter == '%' && hex.len() == 2 && hex.all(|digit| digit.is_ascii_hexdigit());
        match is_triple || kept.contains(letter) {
            true => out.push(letter),
            false => out.push_str(&encode(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// A value's texts, each escaped.
enum Items {
    One(String),
    List(Vec<String>),
    Properties(Vec<(String, String)>),
}

impl Items {
    /// As in RFC 6570, what is undefined is left out, and a list without items is undefined.
    fn of(value: &Value, escape: Escape) -> Option<Self> {
        let text = |value: &Value| match value {
            Value::Null => None,
            _ => Some(escape.text(&single(value).unwrap_or_else(|| compact(value)))),
        };
        match value {
            Value::Array(items) => {
                let items: Vec<_> = items.iter().filter_map(text).collect();
                (!items.is_empty()).then_some(Self::List(items))
            }
            Value::Object(properties) => {
                // A key must never pass for a separator.
                let key = match escape {
                    Escape::Nothing => Escape::Nothing,
                    _ => Escape::All,
                };
                let pairs = properties.iter();
                let pairs = pairs.filter_map(|(name, value)| Some((key.text(name), text(value)?)));
                let pairs: Vec<_> = pairs.collect();
                (!pairs.is_empty()).then_some(Self::Properties(pairs))
            }
            _ => text(value).map(Self::One),
        }
    }

    /// All in one text; properties as `key=value` if `explode`, else as `key,value`.
    fn joined(&self, separator: &str, explode: bool) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::List(items) => items.join(separator),
            Self::Properties(properties) => {
                let between = if explode { "=" } else { separator };
                let pairs = properties.iter();
                let pairs: Vec<_> = pairs
                    .map(|(key, it)| format!("{key}{between}{it}"))
                    .collect();
                pairs.join(separator)
            }
        }
    }

    /// One pair an item; properties go by their own keys.
    fn pairs(self, name: &str) -> Vec<(String, String)> {
        match self {
            Self::One(text) => vec![(name.to_owned(), text)],
            Self::List(items) => items
                .into_iter()
                .map(|item| (name.to_owned(), item))
                .collect(),
            Self::Properties(properties) => properties,
        }
    }
}

#[cfg(test)]
mod tests {
    use faircopy_runtime::parameter as runtime;
    use serde_json::json;

    use super::*;

    /// Texts that some place gives a meaning, and each kind of data.
    fn values() -> Vec<Value> {
        let text = "a b%41/?#[]@!$&'()*+,;=:\"|~é\u{1f600}";
        vec![
            json!("blue"),
            json!(text),
            json!(7),
            json!(true),
            json!(["blue", text, 3]),
            json!({ "R": 100, "key of it": text, "none": null }),
            json!([]),
            json!({}),
            json!({ "deep": { "list": [1, "two"], "text": text } }),
            json!([[1, 2], { "a": text }]),
            Value::Null,
        ]
    }

    fn ways(styles: &[Style]) -> Vec<Styled> {
        let mut ways = Vec::new();
        for style in styles {
            for bits in 0..4 {
                ways.push(Styled {
                    style: *style,
                    explode: bits & 1 == 1,
                    allow_reserved: bits & 2 == 2,
                });
            }
        }
        ways
    }

    fn read(value: &Value) -> runtime::Value {
        let json = value.to_string();
        faircopy_runtime::json::de::decode(&json).expect("it is JSON")
    }

    #[test]
    fn paths_are_written_as_by_the_client() {
        for styled in ways(&[Style::Simple, Style::Label, Style::Matrix]) {
            let style = match styled.style {
                Style::Label => runtime::Style::Label,
                Style::Matrix => runtime::Style::Matrix,
                _ => runtime::Style::Simple,
            };
            for value in values() {
                let (explode, reserved) = (styled.explode, styled.allow_reserved);
                let theirs = runtime::path("the key", style, explode, reserved, &read(&value));
                assert_eq!(
                    path("the key", styled, &value),
                    theirs.ok(),
                    "{styled:?} {value}"
                );
            }
        }
    }

    #[test]
    fn queries_and_parts_are_written_as_by_the_client() {
        let styles = [
            (Style::Form, runtime::QueryStyle::Form),
            (Style::SpaceDelimited, runtime::QueryStyle::SpaceDelimited),
            (Style::PipeDelimited, runtime::QueryStyle::PipeDelimited),
            (Style::DeepObject, runtime::QueryStyle::DeepObject),
            (Style::DeepBrackets, runtime::QueryStyle::DeepBrackets),
            (Style::DeepIndices, runtime::QueryStyle::DeepIndices),
        ];
        for (style, its) in styles {
            for styled in ways(&[style]) {
                for value in values() {
                    let (explode, reserved) = (styled.explode, styled.allow_reserved);
                    let theirs = runtime::query("the key", its, explode, reserved, &read(&value));
                    let ours = query("the key", styled, &value);
                    assert_eq!(
                        ours,
                        theirs.expect("it can be written"),
                        "{styled:?} {value}"
                    );
                    let theirs = runtime::parts("the key", its, explode, &read(&value));
                    let ours = parts("the key", styled, &value);
                    assert_eq!(
                        ours,
                        theirs.expect("it can be written"),
                        "{styled:?} {value}"
                    );
                }
            }
        }
    }

    #[test]
    fn headers_and_cookies_are_written_as_by_the_client() {
        for styled in ways(&[Style::Form, Style::Cookie]) {
            let style = match (styled.style, styled.allow_reserved) {
                (Style::Cookie, _) => runtime::CookieStyle::Plain,
                (_, true) => runtime::CookieStyle::Reserved,
                (_, false) => runtime::CookieStyle::Form,
            };
            for value in values() {
                let theirs = runtime::header("key", styled.explode, &read(&value));
                let ours = header(styled.explode, &value);
                assert_eq!(ours, theirs.expect("it can be written"), "{value}");
                // What ends a cookie is refused, and no example of ours.
                let theirs = runtime::cookie("the key", style, styled.explode, &read(&value));
                if let Ok(theirs) = theirs {
                    assert_eq!(
                        cookie("the key", styled, &value),
                        theirs,
                        "{styled:?} {value}"
                    );
                }
            }
        }
    }
}
