//! Lines of a response's headers into texts and typed values.

use std::borrow::Cow;

use http::header::AsHeaderName;
use http::{HeaderMap, HeaderValue};

use crate::json::codec::Codec;
use crate::json::de;
use crate::parameter::read::{self, Data};

/// A header's text: its lines joined by commas (RFC 9110, 5.3); `None` if it isn't there.
pub fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<Cow<'_, str>> {
    let mut lines = headers.get_all(name).iter().map(line);
    let mut joined = lines.next()?;
    for line in lines {
        let joined = joined.to_mut();
        joined.push_str(", ");
        joined.push_str(&line);
    }
    Some(joined)
}

/// A header's lines, each by itself: those of `Set-Cookie`, which have commas of their own.
pub fn lines<'a>(headers: &'a HeaderMap, name: &str) -> Vec<Cow<'a, str>> {
    headers.get_all(name).iter().map(line).collect()
}

/// A header's value in the style `simple`; `None` if it isn't there, or isn't what the document says.
pub fn value<C: Codec<T>, T>(
    headers: &HeaderMap,
    name: &str,
    explode: bool,
    data: &Data<'_>,
) -> Option<T> {
    let text = text(headers, name)?;
    read::value::<C, T>(text.trim(), explode, data).ok()
}

/// A header's value that is JSON; `None` if it isn't there, or isn't what the document says.
pub fn json<C: Codec<T>, T>(headers: &HeaderMap, name: &str) -> Option<T> {
    de::decode_as::<C, T>(&text(headers, name)?).ok()
}

/// What a line says: UTF-8, or else Latin-1, which HTTP once had.
fn line(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.into(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}
