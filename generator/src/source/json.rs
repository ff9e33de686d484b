//! JSON text to a `serde_json::Value`, at the speed of serde_json; what it cannot tell, such as the
//! place of a repeated key or the digits of a huge number, is looked for in the text.

mod numbers;

use std::collections::BTreeMap;

use serde::de::DeserializeSeed as _;

use super::Limits;
use super::value::State;
use super::yaml::{Parsed, survey};
use crate::diagnostics::{Diagnostic, Place, codes};

/// Reads a JSON document. What is wrong is added to `diagnostics`; `None` is for text that nothing
/// can be made of.
pub(super) fn parse(
    file: &str,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let state = State::new(limits);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = state
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let mut exact_numbers = BTreeMap::new();
    if state.is_rounded() && !state.is_odd() && read.is_ok() {
        exact_numbers = numbers::exact_numbers(text);
    } else if state.is_odd() || state.is_rounded() {
        match survey(file, text, limits, diagnostics) {
            Ok(found) => exact_numbers = found.exact_numbers(),
            Err(stop) if read.is_err() || stop.code != codes::SYNTAX => {
                diagnostics.push(*stop);
                return None;
            }
            // What serde_json understood is JSON.
            Err(_) => {}
        }
    }
    match read {
        Ok(value) => Some(Parsed {
            value,
            exact_numbers,
            nodes: state.nodes(),
        }),
        Err(error) => {
            diagnostics.push(syntax_error(file, text, &error));
            None
        }
    }
}

fn syntax_error(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let (reason, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
    let line_text = text
        .lines()
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    // serde_json counts bytes, and the one that it stumbled over.
    let before = line_text
        .get(..error.column().saturating_sub(1))
        .unwrap_or(line_text);
    let place = Place::Text {
        file: file.to_owned(),
        line: error.line().max(1),
        column: before.chars().count() + 1,
        length: 1,
    };
    match reason {
        // It is JSON, which sets no limits; whoever reads it may.
        "number out of range" => Diagnostic::new(codes::SYNTAX, "this number is too large").at(
            place,
            "no number of 64 bits in binary floating point is as large",
        ),
        reason => {
            Diagnostic::new(codes::SYNTAX, format!("this is not JSON: {reason}")).at(place, "")
        }
    }
}
