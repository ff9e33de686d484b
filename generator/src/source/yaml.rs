//! YAML text to a `serde_json::Value`, by serde_yaml; a survey of the text's events goes before it
//! and judges what serde_yaml cannot: the cost of aliases, repeated keys, merges and exact digits.

mod merge;
mod scalar;
mod survey;

use std::collections::BTreeMap;

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use super::Limits;
use super::value::State;
use crate::diagnostics::{Diagnostic, Place, codes};
use crate::pointer::Pointer;
pub(super) use scalar::rounded;
pub(super) use survey::{parser_options, survey};

/// What a file holds.
pub(super) struct Parsed {
    /// The value.
    pub(super) value: Value,
    /// The text of the numbers that `value` holds only approximately.
    pub(super) exact_numbers: BTreeMap<Pointer, String>,
    /// The number of values in `value`.
    pub(super) nodes: usize,
}

/// Reads a YAML document. What is wrong is added to `diagnostics`; `None` is for text that nothing
/// can be made of.
pub(super) fn parse(
    file: &str,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let survey = match survey(file, text, limits, diagnostics) {
        Ok(survey) => survey,
        Err(stop) => {
            diagnostics.push(*stop);
            return None;
        }
    };
    let state = State::new(limits);
    match state
        .root()
        .deserialize(serde_yaml::Deserializer::from_str(text))
    {
        Ok(mut value) => {
            for path in survey.merges() {
                merge::apply(&mut value, path);
            }
            let mut exact_numbers = survey.exact_numbers();
            exact_numbers.retain(|at, text| stands_for(at.resolve(&value), text));
            Some(Parsed {
                value,
                exact_numbers,
                nodes: state.nodes(),
            })
        }
        Err(error) => {
            diagnostics.push(syntax_error(file, &error));
            None
        }
    }
}

/// Whether a value is the nearest number to a text: of members that are merged, not all stay.
fn stands_for(value: Option<&Value>, text: &str) -> bool {
    value.and_then(Value::as_f64) == text.parse().ok()
}

fn syntax_error(file: &str, error: &serde_yaml::Error) -> Diagnostic {
    let (line, column) = match error.location() {
        Some(location) => (location.line(), location.column()),
        None => (1, 1),
    };
    let message = error.to_string();
    let (reason, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
    let place = Place::Text {
        file: file.to_owned(),
        line: line.max(1),
        column: column.max(1),
        length: 1,
    };
    Diagnostic::new(codes::SYNTAX, format!("this is not YAML: {reason}")).at(place, "")
}

pub(super) fn empty(file: &str) -> Diagnostic {
    let place = Place::Text {
        file: file.to_owned(),
        line: 1,
        column: 1,
        length: 1,
    };
    Diagnostic::new(codes::EMPTY, "the file is empty")
        .at(place, "")
        .help("an OpenAPI document starts with a line like `openapi: 3.0.3`")
}
