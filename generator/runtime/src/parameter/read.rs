//! Texts back into values, by what their schema says of them: the other way of [`parameter`](super).
//!
//! A text does not tell the string `7` from the number, so reading needs to know which of them is meant.

use crate::json::codec::Codec;
use crate::json::de;
use crate::json::input::Input;
use crate::json::ser;

/// What a single text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// A string.
    Text,
    /// A number or a boolean, which is JSON as it is.
    Json,
    /// Whichever of the two the type takes, a number or a boolean first.
    Either,
}

/// What a text in a style stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data<'a> {
    One(Plain),
    List(Plain),
    /// An object: properties by name, and what the others are.
    Object(&'a [(&'a str, Plain)], Plain),
    /// Only a value tells.
    Any,
}

/// Reads a text in the style `simple` by a codec. The text of one value is that value, whatever it holds.
///
/// # Errors
///
/// When it is not what `data` says, or not what the codec reads.
pub fn value<C: Codec<T>, T>(
    text: &str,
    explode: bool,
    data: &Data<'_>,
) -> Result<T, de::DecodeError> {
    let first = de::decode_as::<C, T>(&json(text, explode, data, false));
    match first {
        Err(_) if data.is_open() => de::decode_as::<C, T>(&json(text, explode, data, true)),
        read => read,
    }
}

impl Data<'_> {
    /// Whether something in it may be a text or not.
    fn is_open(&self) -> bool {
        match self {
            Self::One(plain) | Self::List(plain) => *plain == Plain::Either,
            Self::Object(properties, others) => {
                let mut all = properties.iter().map(|(_, plain)| plain).chain([others]);
                all.any(|plain| *plain == Plain::Either)
            }
            Self::Any => true,
        }
    }

    /// What the text of a property stands for, or that of an item.
    pub(crate) fn property(&self, name: &str) -> Plain {
        match self {
            Self::One(plain) | Self::List(plain) => *plain,
            Self::Any => Plain::Either,
            Self::Object(properties, others) => {
                let known = properties.iter().find(|(known, _)| *known == name);
                known.map_or(*others, |(_, plain)| *plain)
            }
        }
    }
}

/// The JSON that a text stands for; what may be a text is one, if `texts`.
fn json(text: &str, explode: bool, data: &Data<'_>, texts: bool) -> String {
    let items = || elements(text).into_iter().filter(|_| !text.is_empty());
    match data {
        Data::One(plain) => one(text, *plain, texts),
        Data::Any => one(text, Plain::Either, texts),
        Data::List(plain) => {
            let items: Vec<_> = items().map(|item| one(item, *plain, texts)).collect();
            format!("[{}]", items.join(","))
        }
        Data::Object(..) => {
            let mut rest = items();
            let mut pairs = Vec::new();
            while let Some(key) = rest.next() {
                let (key, value) = match explode {
                    true => key.split_once('=').unwrap_or((key, "")),
                    false => (key, rest.next().unwrap_or_default()),
                };
                let key_text = one(key, Plain::Text, true);
                pairs.push(format!(
                    "{key_text}:{}",
                    one(value, data.property(key), texts)
                ));
            }
            format!("{{{}}}", pairs.join(","))
        }
    }
}

/// The elements of a header's list, between commas that no quoted string has (RFC 9110, 5.6.1 and 5.6.4).
/// A quotation mark that no other ends is one like any.
pub(crate) fn elements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if is_quoted {
        return text.split(',').map(str::trim).collect();
    }
    found.push(text[start..].trim());
    found
}

fn one(text: &str, plain: Plain, texts: bool) -> String {
    let is_json = match plain {
        Plain::Text => false,
        Plain::Json => true,
        Plain::Either => !texts,
    };
    match is_json && is_scalar(text) {
        true => text.to_owned(),
        false => ser::encode(text).unwrap_or_default(),
    }
}

/// Whether a text is a number or a boolean in JSON's syntax.
pub(crate) fn is_scalar(text: &str) -> bool {
    let is_number = || {
        let mut input = Input::new(text);
        input
            .number()
            .is_ok_and(|number| number.len() == text.len())
    };
    matches!(text, "true" | "false") || is_number()
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn commas_of_quoted_strings_separate_nothing() {
        for (text, expected) in [
            ("a, b", &["a", "b"][..]),
            (r#"<a>; rel="x,y", <b>"#, &[r#"<a>; rel="x,y""#, "<b>"]),
            (r#""a\",b", c"#, &[r#""a\",b""#, "c"]),
            (r#"5", 6"#, &[r#"5""#, "6"]),
            ("a,,b", &["a", "", "b"]),
            ("", &[""]),
        ] {
            assert_eq!(elements(text), expected, "{text}");
        }
    }
}
