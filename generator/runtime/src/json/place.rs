//! An offset into JSON text to its JSON pointer, line and column.

use std::collections::BTreeMap;

use crate::validate::shortened;

/// Where something stands in JSON text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    let mut found = locate_all(text, vec![offset]);
    found.remove(&offset).unwrap_or_default()
}

/// Finds several places, by offset, in one reading of the text before them.
#[cold]
pub fn locate_all(text: &str, mut offsets: Vec<usize>) -> BTreeMap<usize, Place> {
    offsets.sort_unstable();
    offsets.dedup();
    let mut reading = Reading::new(text);
    let places = offsets.into_iter().map(|offset| {
        let mut within = (0..=offset.min(text.len())).rev();
        let at = within.find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        reading.go_to(at);
        (offset, reading.place(at))
    });
    places.collect()
}

/// A text that is read forwards, for where what follows stands.
struct Reading<'t> {
    text: &'t str,
    at: usize,
    frames: Vec<Frame>,
    /// After `{` and `,` of an object a string is a name.
    name_follows: bool,
    /// How much of the text lines and columns were counted in, and the ones that it ends at.
    counted: usize,
    line: usize,
    column: usize,
}

impl<'t> Reading<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            frames: Vec::new(),
            name_follows: false,
            counted: 0,
            line: 1,
            column: 1,
        }
    }

    fn go_to(&mut self, offset: usize) {
        let bytes = self.text.as_bytes();
        while self.at < offset {
            match bytes[self.at] {
                b'{' => {
                    self.frames.push(Frame::Object(String::new()));
                    self.name_follows = true;
                }
                b'[' => self.frames.push(Frame::Array(0)),
                b'}' | b']' => {
                    self.frames.pop();
                    self.name_follows = false;
                }
                b',' => match self.frames.last_mut() {
                    Some(Frame::Array(index)) => *index += 1,
                    Some(Frame::Object(_)) => self.name_follows = true,
                    None => {}
                },
                b'"' => {
                    let end = string_end(bytes, self.at);
                    let last = self.frames.last_mut();
                    if let (true, Some(Frame::Object(name))) = (self.name_follows, last) {
                        let quoted = self.text.get(self.at..end).unwrap_or_default();
                        let whole: String = serde_json::from_str(quoted).unwrap_or_default();
                        *name = shortened(&whole, MAX_NAME);
                        self.name_follows = false;
                    }
                    self.at = end;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    fn place(&mut self, offset: usize) -> Place {
        let since = &self.text[self.counted..offset];
        let in_line = match since.rfind('\n') {
            Some(newline) => {
                self.line += since.matches('\n').count();
                self.column = 1;
                &since[newline + 1..]
            }
            None => since,
        };
        self.column += in_line.chars().count();
        self.counted = offset;
        Place {
            pointer: self.pointer(),
            line: self.line,
            column: self.column,
        }
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for (depth, frame) in self.frames.iter().enumerate() {
            match frame {
                // At a name itself, the object is meant.
                Frame::Object(_) if self.name_follows && depth + 1 == self.frames.len() => {}
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
