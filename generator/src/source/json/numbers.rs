//! The digits of a JSON text's numbers, where a `Value` holds them only approximately: one pass over the bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::spans::{skip_string, skip_word};
use super::super::yaml::rounded;
use crate::pointer::Pointer;

/// An object or an array that is being read.
struct Level {
    is_object: bool,
    /// How many members or items came before.
    index: usize,
    /// The text of the present member's name, with its quotes.
    key: Option<Range<usize>>,
}

/// The text of the numbers that a `Value` holds only approximately; the text is known to be JSON.
pub(super) fn exact_numbers(text: &str) -> BTreeMap<Pointer, String> {
    let bytes = text.as_bytes();
    let mut levels: Vec<Level> = Vec::new();
    let mut exact = BTreeMap::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => levels.push(Level {
                is_object: *byte == b'{',
                index: 0,
                key: None,
            }),
            b'}' | b']' => drop(levels.pop()),
            b',' => {
                if let Some(level) = levels.last_mut() {
                    level.index += 1;
                    level.key = None;
                }
            }
            b'"' => {
                let end = skip_string(bytes, at);
                let level = levels.last_mut();
                if let Some(level) = level.filter(|level| level.is_object && level.key.is_none()) {
                    level.key = Some(at..end);
                }
                at = end;
                continue;
            }
            b'-' | b'0'..=b'9' => {
                let end = skip_word(bytes, at);
                if let Some(number) = rounded(&text[at..end]) {
                    exact.insert(place(text, &levels), number);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    exact
}

fn place(text: &str, levels: &[Level]) -> Pointer {
    let tokens: Vec<String> = levels.iter().map(|level| token(text, level)).collect();
    Pointer::root().keys(tokens.iter().map(String::as_str))
}

fn token(text: &str, level: &Level) -> String {
    match &level.key {
        Some(key) => serde_json::from_str(&text[key.clone()]).unwrap_or_default(),
        None => level.index.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;
    use crate::source::yaml::survey;

    #[test]
    fn numbers_stand_where_a_survey_of_the_text_finds_them() {
        let text = r#"
            {"a": 1, "b": [1.5, 0.1234567890123456789, {"c/d": 9007199254740993.0, "e\n": -1e400}],
             "": {"text": "1.50", "true": true, "big": 123456789012345678901234567890},
             "q\"{": [[], {}, [[2.50]], null, "x"], "last": 12345678901234567890123}
        "#;
        let mut said = Vec::new();
        let found = survey("a.json", text, &Limits::default(), &mut said).expect("it is YAML too");
        let found = found.exact_numbers();
        assert_eq!(exact_numbers(text), found);
        let places: Vec<String> = found.keys().map(Pointer::to_string).collect();
        let all = ["#//big", "#/b/1", "#/b/2/c~1d", "#/last", "#/q\"{/2/0/0"];
        assert_eq!(places, all);
    }
}
