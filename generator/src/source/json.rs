//! JSON text to a `serde_json::Value`, at the speed of serde_json; what it cannot tell, such as the
//! place of a repeated key or the digits of a huge number, is read again as YAML.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Limits;
use super::yaml::{self, Parsed};
use crate::diagnostics::{Diagnostic, Place, codes};

/// Reads a JSON document. What is wrong is added to `diagnostics`; `None` is for text that nothing
/// can be made of.
pub(super) fn parse(
    file: &str,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parsed> {
    let state = State {
        limits,
        nodes: Cell::new(0),
        reread: Cell::new(false),
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer
        .deserialize_any(Node {
            state: &state,
            depth: 0,
        })
        .and_then(|value| deserializer.end().map(|()| value));
    if state.reread.get() {
        return yaml::parse(file, text, limits, diagnostics);
    }
    match read {
        Ok(value) => Some(Parsed {
            value,
            exact_numbers: BTreeMap::new(),
            nodes: state.nodes.get(),
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
    Diagnostic::new(codes::SYNTAX, format!("this is not JSON: {reason}")).at(place, "")
}

struct State<'a> {
    limits: &'a Limits,
    nodes: Cell<usize>,
    /// Whether reading the text as YAML would tell more: which limit is broken and where, where the
    /// two places of a key are, or all digits of a number.
    reread: Cell<bool>,
}

#[derive(Clone, Copy)]
struct Node<'a> {
    state: &'a State<'a>,
    depth: usize,
}

impl Node<'_> {
    fn count<E: Error>(self) -> Result<(), E> {
        let nodes = self.state.nodes.get() + 1;
        self.state.nodes.set(nodes);
        if nodes > self.state.limits.nodes || self.depth > self.state.limits.depth() {
            self.state.reread.set(true);
            return Err(E::custom("a limit is reached"));
        }
        Ok(())
    }

    fn child(self) -> Self {
        Node {
            depth: self.depth + 1,
            ..self
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.count()?;
        let Some(number) = Number::from_f64(value) else {
            return Err(E::custom("a number is out of range"));
        };
        // An integer of more than 64 bits, or more digits than a double is sure to keep.
        if value.abs() >= 9_007_199_254_740_992.0 || number.to_string().len() > 16 {
            self.state.reread.set(true);
        }
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.count()?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.child())? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut members = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.child())?;
            if members.insert(key, value).is_some() {
                self.state.reread.set(true);
            }
        }
        Ok(Value::Object(members))
    }
}
