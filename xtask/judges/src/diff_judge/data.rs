//! Random data that come near to what two schemas tell apart.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How deep references are followed.
const DEPTH: usize = 8;

/// Data for the schemas in use of some documents; with undeclared members where that is asked for.
pub(super) fn of(
    documents: &[&Value],
    rng: &mut Rng,
    count: usize,
    with_others: bool,
) -> Vec<Value> {
    let mut all = Vec::with_capacity(count);
    for index in 0..count {
        let document = documents[index % documents.len()];
        let root = &document["components"]["schemas"]["Root"];
        let mut maker = Maker {
            document,
            rng: &mut *rng,
            with_others,
        };
        let mut value = maker.value(root, DEPTH);
        if index % 3 == 0 {
            value = maker.changed(value);
        }
        all.push(value);
    }
    all
}

struct Maker<'m> {
    document: &'m Value,
    rng: &'m mut Rng,
    with_others: bool,
}

impl Maker<'_> {
    /// A value that a schema may well accept.
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        let Some(map) = schema.as_object().filter(|_| depth > 0) else {
            return self.any();
        };
        if let Some(to) = map.get("$ref").and_then(Value::as_str) {
            let target = self.document.pointer(to.trim_start_matches('#')).cloned();
            return self.value(&target.unwrap_or_default(), depth - 1);
        }
        if let Some(value) = map.get("const") {
            return value.clone();
        }
        if let Some(values) = map.get("enum").and_then(Value::as_array) {
            return self.rng.choice(values).cloned().unwrap_or_default();
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(all) = map.get(keyword).and_then(Value::as_array) {
                let branch = self.rng.choice(all).cloned().unwrap_or_default();
                return self.value(&branch, depth - 1);
            }
        }
        if let Some(all) = map.get("allOf").and_then(Value::as_array) {
            return self.together(all, depth);
        }
        if let Some(twice) = map.get("not").and_then(|inner| inner.get("not")) {
            let twice = twice.clone();
            return self.value(&twice, depth - 1);
        }
        let kind = match map.get("type") {
            Some(Value::Array(kinds)) => self.rng.choice(kinds).cloned(),
            other => other.cloned(),
        };
        match kind.as_ref().and_then(Value::as_str) {
            Some("object") => self.object(map, depth),
            Some("array") => {
                let count = self.rng.usize(0..4);
                let item = map.get("items").cloned().unwrap_or(json!({}));
                (0..count).map(|_| self.value(&item, depth - 1)).collect()
            }
            Some("string") => self.text(),
            Some("integer") => json!(self.rng.i8(-5..10)),
            Some("number") => self.number(),
            Some("boolean") => json!(self.rng.bool()),
            Some("null") => Value::Null,
            _ => self.any(),
        }
    }

    /// Of objects that must fit several schemas, one with the members of all.
    fn together(&mut self, all: &[Value], depth: usize) -> Value {
        let mut members = Map::new();
        let mut last = Value::Null;
        for schema in all {
            match self.value(schema, depth - 1) {
                Value::Object(more) => members.extend(more),
                other => last = other,
            }
        }
        match members.is_empty() {
            true => last,
            false => Value::Object(members),
        }
    }

    fn object(&mut self, map: &Map<String, Value>, depth: usize) -> Value {
        let mut members = Map::new();
        let required = map.get("required").and_then(Value::as_array);
        let is_required = |name: &str| {
            required.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(name)))
        };
        let properties = map.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            if is_required(name) || self.rng.bool() {
                let value = self.value(schema, depth - 1);
                members.insert(name.clone(), value);
            }
        }
        if self.with_others && self.rng.u8(0..4) == 0 {
            let name = *self.rng.choice(&["a", "b", "c", "d"]).unwrap_or(&"d");
            let value = self.any();
            members.entry(name).or_insert(value);
        }
        Value::Object(members)
    }

    /// A value with one of its parts replaced or taken away.
    fn changed(&mut self, mut value: Value) -> Value {
        match &mut value {
            Value::Object(members) => {
                let names: Vec<String> = members.keys().cloned().collect();
                let Some(name) = self.rng.choice(&names) else {
                    return self.any();
                };
                match self.rng.bool() {
                    true => _ = members.shift_remove(name),
                    false => {
                        let inner = members.get(name).cloned().unwrap_or_default();
                        let inner = self.changed(inner);
                        members.insert(name.clone(), inner);
                    }
                }
                value
            }
            Value::Array(items) if !items.is_empty() => {
                items.pop();
                value
            }
            _ => self.any(),
        }
    }

    fn any(&mut self) -> Value {
        match self.rng.usize(0..9) {
            0 => Value::Null,
            1 => json!(self.rng.bool()),
            2 => json!(self.rng.i8(-5..10)),
            3 => self.number(),
            4 | 5 => self.text(),
            6 => json!([]),
            7 => json!([1, 1]),
            _ => json!({}),
        }
    }

    fn number(&mut self) -> Value {
        json!(f64::from(self.rng.i8(-10..20)) / 2.0)
    }

    fn text(&mut self) -> Value {
        let length = self.rng.usize(0..8);
        let letters = (0..length).map(|_| *self.rng.choice(b"abcv0").unwrap_or(&b'a') as char);
        json!(letters.collect::<String>())
    }
}
