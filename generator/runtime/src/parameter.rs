//! A parameter's value into its text in a path, query, header or cookie, by the styles of the OpenAPI specification.
//!
//! The styles follow the table of OpenAPI 3.1.1 (and 3.0.4), which corrected that of 3.0.3 where it differed from
//! RFC 6570: `label` without `explode` separates by commas. What the table leaves open: `spaceDelimited` and
//! `pipeDelimited` with `explode` are `form`, the pairs of an exploded cookie are separated by `; `, and what is nested
//! deeper than a style can say is JSON.

pub mod error;
pub mod parse;
pub mod read;
pub mod tree;
pub mod value;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::json::ser;
pub use crate::parameter::error::ParameterError;
pub use crate::parameter::value::Value;
use crate::platform::BoxError;

/// How a path parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Simple,
    Label,
    Matrix,
}

/// How a query parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStyle {
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// `deepObject` with lists as servers in PHP or Ruby read them: `a[]=1&a[]=2`.
    DeepBrackets,
    /// `deepObject` with lists by their indices: `a[0]=1&a[1]=2`.
    DeepIndices,
}

impl QueryStyle {
    /// Whether names of properties stand in brackets.
    pub(crate) fn is_deep(self) -> bool {
        self.deep().is_some()
    }

    /// Whether names of properties stand in brackets, and what then stands for each item of a list.
    fn deep(self) -> Option<Lists> {
        match self {
            Self::DeepObject => Some(Lists::Repeated),
            Self::DeepBrackets => Some(Lists::Brackets),
            Self::DeepIndices => Some(Lists::Indices),
            Self::Form | Self::SpaceDelimited | Self::PipeDelimited => None,
        }
    }
}

/// How the items of a list are named in the style `deepObject`, of which the specification says nothing.
#[derive(Clone, Copy)]
enum Lists {
    Repeated,
    Brackets,
    Indices,
}

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// For `allowReserved`: the reserved characters stay, and so do `%XX`, but for those that would end the parameter or
/// the query, or that servers or URL parsers read as something else: `&`, `#`, `+`, `'`, `[` and `]`.
const KEPT: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// As [`KEPT`], less what has a meaning in a path: `/` and `?`.
const KEPT_IN_PATH: &AsciiSet = &KEPT
    .add(b'/')
    .add(b'?')
    .remove(b'&')
    .remove(b'+')
    .remove(b'\'');

/// As [`KEPT`], less what separates cookies, and with what means nothing there.
const KEPT_IN_COOKIE: &AsciiSet = &KEPT
    .add(b',')
    .add(b';')
    .remove(b'&')
    .remove(b'#')
    .remove(b'+')
    .remove(b'\'')
    .remove(b'[')
    .remove(b']');

/// How single texts are written: percent-encoded, or as they are.
#[derive(Clone, Copy)]
enum Escape {
    All,
    /// All but these, and but what is percent-encoded already.
    Keep(&'static AsciiSet),
    Nothing,
}

impl Escape {
    fn text(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::All => utf8_percent_encode(text, RESERVED).into(),
            Self::Keep(kept) => keep_triples(text, kept),
            Self::Nothing => text.into(),
        }
    }
}

/// Percent-encodes a text, down to the unreserved characters.
pub fn encode(text: &str) -> Cow<'_, str> {
    Escape::All.text(text)
}

/// A path parameter's text. Refused if there would be none.
pub fn path(
    name: &'static str,
    style: Style,
    explode: bool,
    allow_reserved: bool,
    value: &Value,
) -> Result<String, BoxError> {
    let refuse = |reason| Err(ParameterError { name, reason }.into());
    let key = encode(name);
    let escape = match allow_reserved {
        true => Escape::Keep(KEPT_IN_PATH),
        false => Escape::All,
    };
    let items = Items::of(value, escape)?;
    if items.is_missing() {
        return refuse("is empty, which a path cannot say");
    }
    let text = match (style, explode) {
        (Style::Simple, _) => items.joined(",", explode),
        (Style::Label, false) => format!(".{}", items.joined(",", false)),
        (Style::Label, true) => format!(".{}", items.joined(".", true)),
        (Style::Matrix, false) => named(&format!(";{key}"), &items.joined(",", false)),
        (Style::Matrix, true) => items
            .pairs(&key)
            .map(|(key, value)| named(&format!(";{key}"), value))
            .collect::<Vec<_>>()
            .concat(),
    };
    if text.is_empty() {
        refuse("is empty, which a path cannot say")
    } else {
        Ok(text)
    }
}

/// A query parameter's `key=value` pairs, joined by `&`; `None` if there is nothing to send.
pub fn query(
    name: &'static str,
    style: QueryStyle,
    explode: bool,
    allow_reserved: bool,
    value: &Value,
) -> Result<Option<String>, BoxError> {
    let escape = if allow_reserved {
        Escape::Keep(KEPT)
    } else {
        Escape::All
    };
    if let Some(text) = value.text() {
        return Ok(Some([&*encode(name), "=", &*escape.text(text)].concat()));
    }
    if let Some(lists) = style.deep() {
        return Ok(deep_object(name, escape, lists, value));
    }
    let items = Items::of(value, escape)?;
    if items.is_missing() {
        return Ok(None);
    }
    let key = encode(name);
    if explode {
        let pairs: Vec<_> = items
            .pairs(&key)
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        return Ok(Some(pairs.join("&")));
    }
    let separator = match style {
        QueryStyle::SpaceDelimited => "%20",
        QueryStyle::PipeDelimited => "%7C",
        _ => ",",
    };
    Ok(Some(format!("{key}={}", items.joined(separator, false))))
}

/// The names and texts of the parts that stand for a list or an object in `multipart/form-data`. Texts are as they
/// are, since nothing decodes them.
pub fn parts(
    name: &'static str,
    style: QueryStyle,
    explode: bool,
    value: &Value,
) -> Result<Vec<(String, String)>, BoxError> {
    if let Some(lists) = style.deep() {
        let mut pairs = Vec::new();
        deep_pairs(name, Escape::Nothing, lists, value, &mut pairs);
        return Ok(pairs);
    }
    let items = Items::of(value, Escape::Nothing)?;
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    if explode {
        return Ok(items.pairs(name).map(owned).collect());
    }
    let separator = match style {
        QueryStyle::SpaceDelimited => " ",
        QueryStyle::PipeDelimited => "|",
        _ => ",",
    };
    let text = items.joined(separator, false);
    Ok(match items.is_missing() {
        true => Vec::new(),
        false => vec![(name.to_owned(), text)],
    })
}

/// A header's text, always in the style `simple`. Values are sent as they are, since nothing decodes headers;
/// `None` if there is nothing to send.
pub fn header(
    name: &'static str,
    explode: bool,
    value: &Value,
) -> Result<Option<String>, BoxError> {
    let items = Items::of(value, Escape::Nothing)?;
    if items.is_missing() {
        return Ok(None);
    }
    Ok(Some(header_text(name, items.joined(",", explode))?))
}

/// Refuses what would end a header, or what a server would not see as it was sent.
pub fn header_text(name: &'static str, text: String) -> Result<String, ParameterError> {
    let refuse = |reason| Err(ParameterError { name, reason });
    if text
        .bytes()
        .any(|byte| byte.is_ascii_control() && byte != b'\t')
    {
        return refuse("has a control character, which a header cannot carry");
    }
    if text.trim_matches([' ', '\t']).len() != text.len() {
        return refuse("begins or ends with a space, which a header loses");
    }
    Ok(text)
}

/// How a cookie is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieStyle {
    /// `form`: percent-encoded.
    Form,
    /// `form` with `allowReserved`.
    Reserved,
    /// `cookie`: as it is.
    Plain,
}

/// A cookie's `key=value` pairs, joined by `; `; `None` if there is nothing to send.
pub fn cookie(
    name: &'static str,
    style: CookieStyle,
    explode: bool,
    value: &Value,
) -> Result<Option<String>, BoxError> {
    let escape = match style {
        CookieStyle::Form => Escape::All,
        CookieStyle::Reserved => Escape::Keep(KEPT_IN_COOKIE),
        CookieStyle::Plain => Escape::Nothing,
    };
    let items = Items::of(value, escape)?;
    if items.is_missing() {
        return Ok(None);
    }
    let key = match escape {
        Escape::Nothing => name.into(),
        _ => encode(name),
    };
    let mut pairs = items.pairs(&key);
    if style == CookieStyle::Plain && pairs.any(|(key, text)| ends_cookie(key) || ends_cookie(text))
    {
        let reason = "has a `;`, a control character or a space at an end, which a cookie loses";
        return Err(ParameterError { name, reason }.into());
    }
    if explode {
        let pairs: Vec<_> = items
            .pairs(&key)
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        return Ok(Some(pairs.join("; ")));
    }
    Ok(Some(format!("{key}={}", items.joined(",", false))))
}

/// Whether a text that is not encoded would end its cookie, or not arrive as it is.
fn ends_cookie(text: &str) -> bool {
    let ends = |byte: u8| byte == b';' || byte.is_ascii_control();
    text.bytes().any(ends) || text.trim_matches(' ').len() != text.len()
}

/// `name[key]=value`, one a property.
fn deep_object(name: &str, escape: Escape, lists: Lists, value: &Value) -> Option<String> {
    let mut pairs = Vec::new();
    deep_pairs(&encode(name), escape, lists, value, &mut pairs);
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(key, text)| format!("{key}={text}"))
        .collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// Nested values are not the specification's; servers that read them expect `a[b][c]=1`, and of lists what `lists` says.
fn deep_pairs(
    key: &str,
    escape: Escape,
    lists: Lists,
    value: &Value,
    pairs: &mut Vec<(String, String)>,
) {
    let within = |inner: &str| match escape {
        Escape::Nothing => format!("{key}[{inner}]"),
        Escape::All | Escape::Keep(_) => format!("{key}%5B{}%5D", encode(inner)),
    };
    match value {
        Value::Null => {}
        Value::Text(text) | Value::Literal(text) => {
            pairs.push((key.to_owned(), escape.text(text).into_owned()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = match lists {
                    Lists::Repeated => key.to_owned(),
                    Lists::Brackets => within(""),
                    Lists::Indices => within(&index.to_string()),
                };
                deep_pairs(&key, escape, lists, item, pairs);
            }
        }
        Value::Object(properties) => {
            for (property, value) in properties {
                deep_pairs(&within(property), escape, lists, value, pairs);
            }
        }
    }
}

/// A value's texts, each escaped.
enum Items<'a> {
    Missing,
    One(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Properties(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

impl<'a> Items<'a> {
    fn of(value: &'a Value, escape: Escape) -> Result<Self, BoxError> {
        let text = |value: &'a Value| -> Result<Option<Cow<'a, str>>, BoxError> {
            Ok(match value {
                Value::Text(text) | Value::Literal(text) => Some(escape.text(text)),
                Value::Null => None,
                Value::Array(_) | Value::Object(_) => {
                    Some(escape.text(&ser::encode(value)?).into_owned().into())
                }
            })
        };
        // As in RFC 6570, an undefined item is left out, and a list without items is undefined.
        Ok(match value {
            Value::Null => Self::Missing,
            Value::Text(text) | Value::Literal(text) => Self::One(escape.text(text)),
            Value::Array(items) => {
                let items: Vec<_> = items
                    .iter()
                    .filter_map(|item| text(item).transpose())
                    .collect::<Result<_, _>>()?;
                if items.is_empty() {
                    Self::Missing
                } else {
                    Self::List(items)
                }
            }
            Value::Object(properties) => {
                // A key must never pass for a separator, so it is escaped in any case but a header's.
                let key_escape = if matches!(escape, Escape::Keep(_)) {
                    Escape::All
                } else {
                    escape
                };
                let pair = |(key, value): &'a (String, Value)| {
                    text(value)
                        .map(|value| value.map(|value| (key_escape.text(key), value)))
                        .transpose()
                };
                let properties: Vec<_> = properties
                    .iter()
                    .filter_map(pair)
                    .collect::<Result<_, _>>()?;
                if properties.is_empty() {
                    Self::Missing
                } else {
                    Self::Properties(properties)
                }
            }
        })
    }

    fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// All in one text; properties as `key=value` if `explode`, else as `key,value`.
    fn joined(&self, separator: &str, explode: bool) -> String {
        match self {
            Self::Missing => String::new(),
            Self::One(text) => text.to_string(),
            Self::List(items) => items.join(separator),
            Self::Properties(properties) => {
                let between = if explode { "=" } else { separator };
                let pairs: Vec<_> = properties
                    .iter()
                    .map(|(key, value)| format!("{key}{between}{value}"))
                    .collect();
                pairs.join(separator)
            }
        }
    }

    /// One pair an item; properties go by their own keys.
    fn pairs<'b>(&'b self, name: &'b str) -> impl Iterator<Item = (&'b str, &'b str)> {
        let one = match self {
            Self::One(text) => Some((name, &**text)),
            _ => None,
        };
        let list = match self {
            Self::List(items) => &items[..],
            _ => &[],
        };
        let properties = match self {
            Self::Properties(properties) => &properties[..],
            _ => &[],
        };
        let list = list.iter().map(move |item| (name, &**item));
        one.into_iter()
            .chain(list)
            .chain(properties.iter().map(|(key, value)| (&**key, &**value)))
    }
}

/// `key=value`, or `key` alone if the value is empty, as `matrix` has it.
fn named(key: &str, value: &str) -> String {
    if value.is_empty() {
        key.to_owned()
    } else {
        format!("{key}={value}")
    }
}

/// Percent-encodes all but some characters and what is percent-encoded already.
fn keep_triples<'a>(text: &'a str, kept: &'static AsciiSet) -> Cow<'a, str> {
    let is_triple = |at: usize| {
        let digits = text.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let mut encoded = String::new();
    let mut rest = 0;
    for (at, _) in text.match_indices('%') {
        encoded.extend(utf8_percent_encode(&text[rest..at], kept));
        encoded.push_str(if is_triple(at) { "%" } else { "%25" });
        rest = at + 1;
    }
    encoded.extend(utf8_percent_encode(&text[rest..], kept));
    encoded.into()
}
