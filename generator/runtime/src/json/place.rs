//! An offset into JSON text to its JSON pointer, line and column.

use crate::validate::shortened;

/// Where something stands in JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The JSON pointer of the value there; empty for the whole text.
    pub pointer: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// How many characters of a name in the data a pointer shows.
const MAX_NAME: usize = 256;

enum Frame {
    Object(String),
    Array(usize),
}

/// Finds a place by reading the text before it, which need not be whole.
#[cold]
pub fn locate(text: &str, offset: usize) -> Place {
    let offset = (0..=offset.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        pointer: pointer(text, offset),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

fn pointer(text: &str, offset: usize) -> String {
    let bytes = text.as_bytes();
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    // After `{` and `,` of an object a string is a name.
    let mut name_follows = false;
    while at < offset {
        match bytes[at] {
            b'{' => {
                frames.push(Frame::Object(String::new()));
                name_follows = true;
            }
            b'[' => frames.push(Frame::Array(0)),
            b'}' | b']' => {
                frames.pop();
                name_follows = false;
            }
            b',' => match frames.last_mut() {
                Some(Frame::Array(index)) => *index += 1,
                Some(Frame::Object(_)) => name_follows = true,
                None => {}
            },
            b'"' => {
                let end = string_end(bytes, at);
                if let (true, Some(Frame::Object(name))) = (name_follows, frames.last_mut()) {
                    let quoted = text.get(at..end).unwrap_or_default();
                    let whole: String = serde_json::from_str(quoted).unwrap_or_default();
                    *name = shortened(&whole, MAX_NAME);
                    name_follows = false;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    let mut pointer = String::new();
    for (depth, frame) in frames.iter().enumerate() {
        match frame {
            // At a name itself, the object is meant.
            Frame::Object(_) if name_follows && depth + 1 == frames.len() => {}
            Frame::Object(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Frame::Array(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
    }
    pointer
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
