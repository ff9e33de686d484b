//! What the texts of a parameter may stand for, until its codec decides.
//!
//! A text does not tell the string `7` from the number, nor a list of one item from that item. So what is read is a tree
//! whose leaves have several readings, the likeliest first, and the codec of the value decides: where it refuses one, it
//! says at which place, and the next one is tried there.

use serde::de::IgnoredAny;

use crate::json::codec::Codec;
use crate::json::de::{DecodeError, faults};
use crate::json::ser;
use crate::parameter::read::{Plain, is_scalar};

/// How many readings are tried, beside that in which all are texts.
const MAX_TRIES: usize = 64;

/// What some texts may stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Readings as JSON, of which the first is the likeliest, and which of them is tried.
    Leaf(Vec<String>, usize),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// What is JSON itself: the text of a parameter that has `content`.
    pub fn json(text: &str) -> Self {
        Self::Leaf(vec![text.to_owned()], 0)
    }

    /// Whether it is a text of JSON, whatever its shape.
    pub fn is_json(&self) -> bool {
        match self {
            Self::Leaf(readings, _) => readings
                .iter()
                .any(|text| serde_json::from_str::<IgnoredAny>(text).is_ok()),
            Self::List(_) | Self::Object(_) => true,
        }
    }

    pub(super) fn text(text: &str, plain: Plain) -> Self {
        Self::Leaf(readings(text, plain), 0)
    }

    /// What may be a list of one item as well.
    pub(super) fn one_or_list(text: &str, plain: Plain) -> Self {
        let mut all = readings(text, plain);
        let lists: Vec<_> = all.iter().map(|reading| format!("[{reading}]")).collect();
        all.extend(lists);
        Self::Leaf(all, 0)
    }

    /// Reads it by a codec.
    ///
    /// # Errors
    ///
    /// When no reading is what the codec reads: all that is wrong with the likeliest.
    pub fn decode<C: Codec<T>, T>(mut self) -> std::result::Result<T, DecodeError> {
        let mut likeliest: Option<DecodeError> = None;
        for _ in 0..MAX_TRIES {
            let error = match faults::decode_closed_as::<C, T>(&self.written()) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let mut next = false;
            for fault in error.all() {
                next |= self.at(&fault.pointer).is_some_and(Self::advance);
            }
            likeliest = Some(match likeliest {
                Some(likeliest) => likeliest.still(&error),
                None => error,
            });
            if !next {
                break;
            }
        }
        self.all_texts();
        faults::decode_closed_as::<C, T>(&self.written())
            .map_err(|error| likeliest.unwrap_or(error))
    }

    /// Its JSON, by the readings that are tried.
    fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Leaf(readings, tried) => out.push_str(&readings[*tried]),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(properties) => {
                out.push('{');
                for (index, (key, value)) in properties.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    out.push_str(&string(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The leaf at a place, or the one that holds it.
    fn at(&mut self, pointer: &str) -> Option<&mut Self> {
        let mut node = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            node = match node {
                Self::Leaf(..) => return Some(node),
                Self::List(items) => items.get_mut(token.parse::<usize>().ok()?)?,
                Self::Object(properties) => {
                    let mut all = properties.iter_mut();
                    &mut all.find(|(key, _)| *key == token)?.1
                }
            };
        }
        Some(node)
    }

    /// Goes on to the next reading of a leaf, if there is one.
    fn advance(&mut self) -> bool {
        match self {
            Self::Leaf(readings, tried) if *tried + 1 < readings.len() => {
                *tried += 1;
                true
            }
            _ => false,
        }
    }

    fn all_texts(&mut self) {
        match self {
            Self::Leaf(readings, tried) => {
                let text = readings.iter().position(|reading| reading.starts_with('"'));
                *tried = text.unwrap_or(*tried);
            }
            Self::List(items) => items.iter_mut().for_each(Self::all_texts),
            Self::Object(properties) => {
                properties
                    .iter_mut()
                    .for_each(|(_, value)| value.all_texts());
            }
        }
    }
}

/// What a text may stand for, as JSON.
fn readings(text: &str, plain: Plain) -> Vec<String> {
    let is_json = match plain {
        Plain::Text => false,
        Plain::Json => is_scalar(text),
        Plain::Either => is_scalar(text) || is_composite(text),
    };
    match (is_json, plain) {
        (true, Plain::Json) => vec![text.to_owned()],
        (true, _) => vec![text.to_owned(), string(text)],
        (false, _) => vec![string(text)],
    }
}

/// Whether a text is a list or an object in JSON, which is how what no style can say is written.
fn is_composite(text: &str) -> bool {
    text.starts_with(['[', '{']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn string(text: &str) -> String {
    ser::encode(text).unwrap_or_default()
}
