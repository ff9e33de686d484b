//! Numbers that no `f64` holds as they were written: while the rest is rewritten and printed, texts that
//! stand nowhere in the document stand in for them.

use serde_json::Value;

use crate::source::{Document, Sources};

/// The texts of numbers, by what stands in for them.
#[derive(Debug)]
pub(super) struct Numbers {
    /// What each stand-in begins with; its number and [`END`] follow.
    mark: String,
    texts: Vec<String>,
}

/// Tells the stand-in of the first number from that of the tenth.
const END: char = 'n';

impl Numbers {
    /// Takes them out of a document.
    pub(super) fn set_aside(document: &mut Document) -> Self {
        let mark = unused(&document.sources);
        let mut texts = Vec::new();
        for (at, text) in std::mem::take(&mut document.exact_numbers) {
            if let Some(value) = document.root.pointer_mut(at.as_str())
                && value.is_number()
            {
                *value = Value::String(format!("{mark}{}{END}", texts.len()));
                texts.push(text);
            }
        }
        Self { mark, texts }
    }

    pub(super) fn put_back_as_yaml(&self, text: String) -> String {
        self.put_back(&text, "", str::to_owned)
    }

    pub(super) fn put_back_as_json(&self, text: String) -> String {
        self.put_back(&text, "\"", |number| {
            if serde_json::from_str::<serde_json::Number>(number).is_ok() {
                return number.to_owned();
            }
            decimal(number).unwrap_or_else(|| number.to_owned())
        })
    }

    fn put_back(&self, text: &str, quote: &str, write: impl Fn(&str) -> String) -> String {
        if self.texts.is_empty() {
            return text.to_owned();
        }
        let start = format!("{quote}{}", self.mark);
        let mut parts = text.split(&start);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, rest) = part.split_once(END).unwrap_or((part, ""));
            let number = number
                .parse()
                .ok()
                .and_then(|number: usize| self.texts.get(number));
            out += &number.map(|text| write(text)).unwrap_or_default();
            out += rest.strip_prefix(quote).unwrap_or(rest);
        }
        out
    }
}

/// A word that stands in none of the files.
fn unused(sources: &Sources) -> String {
    const WORD: &str = "number";
    let texts = sources.files().iter().map(|file| file.text.as_str());
    let after = texts.flat_map(|text| {
        text.match_indices(WORD)
            .map(|(at, _)| &text[at + WORD.len()..])
    });
    // One more than any of these is followed by.
    let longest = after
        .map(|rest| 1 + rest.bytes().take_while(|byte| *byte == b'r').count())
        .max();
    format!("{WORD}{}", "r".repeat(longest.unwrap_or_default()))
}

/// A number of YAML as JSON has it: without a sign for plus, and in decimal.
fn decimal(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let value = match digits.get(..2) {
        Some("0x") => u128::from_str_radix(&digits[2..], 16).ok()?.to_string(),
        Some("0o") => u128::from_str_radix(&digits[2..], 8).ok()?.to_string(),
        _ if digits.starts_with('.') => format!("0{digits}"),
        _ => digits.trim_end_matches('.').to_owned(),
    };
    let value = format!("{sign}{value}");
    serde_json::from_str::<serde_json::Number>(&value)
        .is_ok()
        .then_some(value)
}
