//! Where the texts of scalars start and end, and what they say.

use std::borrow::Cow;
use std::ops::Range;

/// Whether a byte ends a word: a space, or the end of a line.
pub(super) fn is_blank(byte: Option<&u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// The end of the line that a byte is in.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at.min(bytes.len())..];
    memchr::memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |end| at + end)
}

/// The start of the next line, of which `end` is the end of the one before.
pub(super) fn next_line(bytes: &[u8], end: usize) -> usize {
    match (bytes.get(end), bytes.get(end + 1)) {
        (Some(b'\r'), Some(b'\n')) => end + 2,
        (Some(_), _) => end + 1,
        (None, _) => bytes.len(),
    }
}

/// The first byte from one on that is no space.
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    at
}

/// The end of a quoted text, behind the closing quote; `None` where it has no end before `stop`.
pub(super) fn quoted_end(bytes: &[u8], start: usize, stop: usize) -> Option<usize> {
    let quote = *bytes.get(start)?;
    closing(bytes, quote, start + 1, stop).ok()
}

/// What is behind the closing quote, where there is one from `at` on; else where to go on looking.
pub(super) fn closing(bytes: &[u8], quote: u8, mut at: usize, stop: usize) -> Result<usize, usize> {
    while at < stop {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(at)
}

/// The end of a plain text that starts at a byte, of which no more is read than its line: before a
/// comment, and without spaces behind it.
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let stop = line_end(bytes, start);
    let mut at = start;
    while let Some(found) = memchr::memchr(b'#', &bytes[at..stop]) {
        let mark = at + found;
        if mark > start && matches!(bytes[mark - 1], b' ' | b'\t') {
            return trimmed(bytes, start, mark);
        }
        at = mark + 1;
    }
    trimmed(bytes, start, stop)
}

/// The end of a text without the spaces behind it.
pub(super) fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b' ' | b'\t' | b'\r' | b'\n') {
        end -= 1;
    }
    end
}

/// The bytes of a text between its quotes, where it has some.
pub(super) fn inner(text: &str, span: Range<usize>) -> Range<usize> {
    let raw = text.get(span.clone()).unwrap_or_default();
    let Some(quote @ ('"' | '\'')) = raw.chars().next() else {
        return span;
    };
    let is_closed = raw.len() > 1 && raw.ends_with(quote);
    span.start + 1..span.end - usize::from(is_closed)
}

/// What a scalar says.
pub(super) fn decoded(raw: &str) -> Cow<'_, str> {
    let inner = &raw[inner(raw, 0..raw.len())];
    match raw.as_bytes().first() {
        Some(b'"') if inner.contains(['\\', '\n', '\r']) => unescaped(inner).into(),
        Some(b'\'') if inner.contains("''") || inner.contains(['\n', '\r']) => {
            folded(&inner.replace("''", "'")).into()
        }
        Some(b'"' | b'\'') => inner.into(),
        _ if raw.contains(['\n', '\r']) => folded(raw).into(),
        _ => raw.into(),
    }
}

/// A text of several lines as YAML joins them.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let line = if number == 0 {
            line
        } else {
            line.trim_start_matches([' ', '\t'])
        };
        let is_last = number + 1 == lines.len();
        let line = if is_last {
            line
        } else {
            line.trim_end_matches([' ', '\t'])
        };
        if number > 0 {
            if line.is_empty() && !is_last {
                empty += 1;
                continue;
            }
            match empty {
                0 => out.push(' '),
                _ => out.extend(std::iter::repeat_n('\n', empty)),
            }
            empty = 0;
        }
        out.push_str(line);
    }
    out
}

/// The text of what stands between double quotes.
fn unescaped(text: &str) -> String {
    let quoted = format!("\"{text}\"");
    if let Ok(text) = serde_json::from_str(&quoted) {
        return text;
    }
    // What only YAML has is rare, and read as YAML.
    serde_yaml::from_str(&quoted).unwrap_or_else(|_| text.to_owned())
}
