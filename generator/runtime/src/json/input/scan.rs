//! Numbers and strings of JSON: where they end, and what is escaped in them.

use std::borrow::Cow;

use crate::json::input::{Error, Result};

/// The end of the number that starts there, at a digit or a sign.
pub(super) fn number(text: &str, start: usize) -> Result<usize> {
    let bytes = text.as_bytes();
    let mut at = start + usize::from(bytes[start] == b'-');
    let digits = |from: usize| {
        from + bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let wrong = || Error::new(start, "not JSON: expected a number");
    let whole = digits(at);
    if whole == at || (bytes[at] == b'0' && whole > at + 1) {
        return Err(wrong());
    }
    at = whole;
    if bytes.get(at) == Some(&b'.') {
        let end = digits(at + 1);
        if end == at + 1 {
            return Err(wrong());
        }
        at = end;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let end = if at < bytes.len() { digits(at) } else { at };
        if end == at {
            return Err(wrong());
        }
        at = end;
    }
    Ok(at)
}

/// The string whose quotation mark stands there, and where it ends.
#[inline]
pub(super) fn string(text: &str, quote: usize) -> Result<(Cow<'_, str>, usize)> {
    let start = quote + 1;
    let end = plain_until(text, start)?;
    if text.as_bytes()[end] == b'"' {
        return Ok((Cow::Borrowed(&text[start..end]), end + 1));
    }
    let (unescaped, end) = unescape(text, start, end)?;
    Ok((Cow::Owned(unescaped), end))
}

/// The next quotation mark or backslash.
fn plain_until(text: &str, from: usize) -> Result<usize> {
    let rest = &text.as_bytes()[from..];
    let length = plain_length(rest);
    match rest.get(length) {
        Some(0x20..) => Ok(from + length),
        Some(_) => Err(Error::new(
            from + length,
            "not JSON: a control character in a string",
        )),
        None => Err(Error::new(text.len(), "the data ends within a string")),
    }
}

/// The string that starts there, of which the first character to be noticed is known, and where it ends.
fn unescape(text: &str, start: usize, first: usize) -> Result<(String, usize)> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(first - start + 16);
    let (mut from, mut at) = (start, first);
    loop {
        out.push_str(&text[from..at]);
        if bytes[at] == b'"' {
            return Ok((out, at + 1));
        }
        at += 2;
        match bytes.get(at - 1) {
            Some(b'"') => out.push('"'),
            Some(b'\\') => out.push('\\'),
            Some(b'/') => out.push('/'),
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{c}'),
            Some(b'n') => out.push('\n'),
            Some(b'r') => out.push('\r'),
            Some(b't') => out.push('\t'),
            Some(b'u') => out.push(unicode_escape(text, &mut at)?),
            _ => {
                return Err(Error::new(
                    at - 2,
                    "not JSON: an escape that does not exist",
                ));
            }
        }
        from = at;
        at = plain_until(text, from)?;
    }
}

/// The character after `\u`; two of them make one beyond the basic plane.
fn unicode_escape(text: &str, at: &mut usize) -> Result<char> {
    let start = *at - 2;
    let unit = |at: usize| {
        let digits = text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |value, byte| {
            Some(value * 16 + char::from(*byte).to_digit(16)?)
        })
    };
    let wrong = || Error::new(start, "not JSON: an escape that is not a character");
    let first = unit(*at).ok_or_else(wrong)?;
    *at += 4;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).ok_or_else(wrong);
    }
    if !text.as_bytes()[*at..].starts_with(b"\\u") {
        return Err(wrong());
    }
    let second = unit(*at + 2)
        .filter(|unit| (0xdc00..0xe000).contains(unit))
        .ok_or_else(wrong)?;
    *at += 6;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or_else(wrong)
}

/// How many bytes come before the first quotation mark, backslash or control character.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(at) = special(*word) {
            return index * 8 + at;
        }
    }
    // Short texts are many. Where there are eight bytes or four, the last of them are looked at once more.
    if let Some(last) = bytes.last_chunk::<8>() {
        return special(*last).map_or(bytes.len(), |at| bytes.len() + at - 8);
    }
    if let (Some([a, b, c, d]), Some([e, f, g, h])) = (bytes.first_chunk(), bytes.last_chunk()) {
        return match special([*a, *b, *c, *d, *e, *f, *g, *h]) {
            None => bytes.len(),
            Some(at) if at < 4 => at,
            Some(at) => bytes.len() + at - 8,
        };
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    rest.iter().position(is_special).unwrap_or(bytes.len())
}

/// The first of eight bytes that is a quotation mark, a backslash or a control character.
#[inline]
fn special(word: [u8; 8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // All at a time: subtracting sets the high bit of those that are less, and may set it too high up only where a
    // lower byte was less already; so the first one is right.
    let word = u64::from_le_bytes(word);
    let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
    let found = (word.wrapping_sub(ONES * 0x20) & !word)
        | (quote.wrapping_sub(ONES) & !quote)
        | (backslash.wrapping_sub(ONES) & !backslash);
    (found & HIGH != 0).then(|| (found & HIGH).trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_found_at_every_place_of_every_length() {
        for length in 0..20 {
            let plain = vec![b'\x7f'; length];
            assert_eq!(plain_length(&plain), length);
            for at in 0..length {
                for special in [b'"', b'\\', 0, 0x1f] {
                    let mut bytes = plain.clone();
                    bytes[at] = special;
                    // What comes later changes nothing.
                    bytes[at + 1..].fill(b'"');
                    assert_eq!(plain_length(&bytes), at, "{bytes:?}");
                }
            }
        }
    }
}
