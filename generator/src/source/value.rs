//! What a deserializer of any format reads to a `serde_json::Value`, within limits: integers of any
//! size are taken, and a repeated key is noticed rather than lost.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::Limits;

/// What is learnt while a value is read.
pub(super) struct State<'a> {
    limits: &'a Limits,
    nodes: Cell<usize>,
    is_odd: Cell<bool>,
    is_rounded: Cell<bool>,
}

impl<'a> State<'a> {
    pub(super) fn new(limits: &'a Limits) -> State<'a> {
        State {
            limits,
            nodes: Cell::new(0),
            is_odd: Cell::new(false),
            is_rounded: Cell::new(false),
        }
    }

    /// The seed of the whole document.
    pub(super) fn root(&'a self) -> Node<'a> {
        Node {
            state: self,
            depth: 0,
        }
    }

    /// The number of values so far.
    pub(super) fn nodes(&self) -> usize {
        self.nodes.get()
    }

    /// Whether looking at the text would tell more: which limit is broken and where, or where the two
    /// places of a key are.
    pub(super) fn is_odd(&self) -> bool {
        self.is_odd.get()
    }

    /// Whether the text may have more digits of a number.
    pub(super) fn is_rounded(&self) -> bool {
        self.is_rounded.get()
    }
}

/// The seed of one value, and its visitor.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    state: &'a State<'a>,
    depth: usize,
}

impl Node<'_> {
    fn count<E: Error>(self) -> Result<(), E> {
        let nodes = self.state.nodes.get() + 1;
        self.state.nodes.set(nodes);
        if nodes > self.state.limits.most_nodes() || self.depth > self.state.limits.depth() {
            self.state.is_odd.set(true);
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

    fn rounded<E: Error>(self, value: f64) -> Result<Value, E> {
        self.count()?;
        self.state.is_rounded.set(true);
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number is out of range"))
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
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

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.rounded(value as f64),
        }
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        match u64::try_from(value) {
            Ok(value) => self.visit_u64(value),
            Err(_) => self.rounded(value as f64),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let Some(number) = Number::from_f64(value) else {
            // JSON has no infinity: YAML's is kept as the text that it was.
            let text = match value {
                value if value.is_nan() => ".nan",
                value if value > 0.0 => ".inf",
                _ => "-.inf",
            };
            return self.visit_str(text);
        };
        self.count()?;
        // An integer of more than 64 bits, or more digits than a double is sure to keep.
        if value.abs() >= 9_007_199_254_740_992.0 || number.to_string().len() > 16 {
            self.state.is_rounded.set(true);
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
        items.shrink_to_fit();
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.count()?;
        let mut members = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.child())?;
            let is_merge = key == "<<";
            match members.entry(key) {
                Entry::Vacant(place) => drop(place.insert(value)),
                Entry::Occupied(mut first) => {
                    self.state.is_odd.set(true);
                    if is_merge {
                        // YAML merges what each of them holds.
                        *first.get_mut() = both(first.get_mut().take(), value);
                    }
                }
            }
        }
        // Most mappings are small, and a map that has grown has room for more than it holds.
        Ok(Value::Object(members.into_iter().collect()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        // A tag of the author's own, which says nothing to us.
        let (_, content) = tagged.variant::<serde::de::IgnoredAny>()?;
        content.newtype_variant_seed(self)
    }
}

fn both(first: Value, second: Value) -> Value {
    let list = |value| match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    let mut items = list(first);
    items.extend(list(second));
    Value::Array(items)
}
