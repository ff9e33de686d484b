//! Random schemas and data to groups, whose verdicts are those of the `jsonschema` crate.
//!
//! Names, numbers and texts come from small pools, so that data meet what schemas ask for.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::group::{Group, Test};

/// How many data each schema judges.
pub(super) const DATA: usize = 200;
/// The most schemas of one run: a group's number has three digits.
pub(super) const MOST: usize = 999;

const NAMES: [&str; 4] = ["a", "b", "ab", "c"];
const TEXTS: [&str; 8] = ["", "a", "b", "ab", "abc", "é", "1", "aaaa"];
const PATTERNS: [&str; 5] = ["^a", "b$", "^[a-c]+$", "^.{2}$", "\\d"];

/// So many schemas, each with data; the same for the same seed.
pub(super) fn groups(number: usize, seed: u64) -> Vec<Group> {
    let mut random = Random(Rng::with_seed(seed));
    let mut groups = Vec::new();
    while groups.len() < number.min(MOST) {
        let schema = random.schema(3);
        let Ok(validator) = jsonschema::draft202012::new(&schema) else {
            continue;
        };
        let tests = (0..DATA).map(|_| {
            let data = random.datum(&schema, 4);
            let valid = validator.is_valid(&data);
            Test {
                description: data.to_string(),
                data,
                valid,
            }
        });
        let tests = tests.collect();
        groups.push(Group {
            file: "random".to_owned(),
            description: schema.to_string(),
            schema,
            tests,
        });
    }
    groups
}

struct Random(Rng);

impl Random {
    fn pick<T: Copy>(&mut self, pool: &[T]) -> T {
        pool[self.0.usize(..pool.len())]
    }

    fn often(&mut self) -> bool {
        self.0.u8(..3) > 0
    }

    fn seldom(&mut self) -> bool {
        self.0.u8(..4) == 0
    }

    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = Map::new();
        let kind = self.0.u8(..9);
        let ty = match kind {
            0 => "integer",
            1 => "number",
            2 => "string",
            3 if depth > 0 => "array",
            4 | 5 if depth > 0 => "object",
            6 => "boolean",
            7 => {
                let values: Vec<Value> = (0..self.0.usize(1..4)).map(|_| self.value(1)).collect();
                let values: Vec<Value> = values.iter().fold(Vec::new(), |mut all, value| {
                    if !all.contains(value) {
                        all.push(value.clone());
                    }
                    all
                });
                return json!({ "enum": values });
            }
            _ if depth > 0 => return self.combined(depth - 1),
            _ => "string",
        };
        if self.seldom() {
            schema.insert("type".to_owned(), json!([ty, "null"]));
        } else if self.often() || ty == "boolean" {
            schema.insert("type".to_owned(), json!(ty));
        }
        match ty {
            "integer" | "number" => self.number_keywords(&mut schema, ty),
            "string" => self.text_keywords(&mut schema),
            "array" => self.array_keywords(&mut schema, depth - 1),
            "object" => self.object_keywords(&mut schema, depth - 1),
            _ => {}
        }
        Value::Object(schema)
    }

    fn combined(&mut self, depth: usize) -> Value {
        let branches = |random: &mut Self| -> Vec<Value> {
            let number = random.0.usize(1..4);
            (0..number).map(|_| random.schema(depth)).collect()
        };
        match self.0.u8(..5) {
            0 => json!({ "allOf": branches(self) }),
            1 => json!({ "anyOf": branches(self) }),
            2 => json!({ "oneOf": branches(self) }),
            3 => json!({ "not": self.schema(depth) }),
            _ => json!({
                "if": self.schema(depth),
                "then": self.schema(depth),
                "else": self.schema(depth),
            }),
        }
    }

    fn number_keywords(&mut self, schema: &mut Map<String, Value>, ty: &str) {
        let least = self.0.i64(-3..4);
        if self.seldom() {
            let key = self.pick(&["minimum", "exclusiveMinimum"]);
            schema.insert(key.to_owned(), json!(least));
        }
        if self.seldom() {
            let key = self.pick(&["maximum", "exclusiveMaximum"]);
            schema.insert(key.to_owned(), json!(least + self.0.i64(2..6)));
        }
        if self.seldom() {
            let step = match ty {
                "integer" => json!(self.0.i64(1..4)),
                _ => json!(self.pick(&[0.5, 1.5, 0.1])),
            };
            schema.insert("multipleOf".to_owned(), step);
        }
    }

    fn text_keywords(&mut self, schema: &mut Map<String, Value>) {
        let least = self.0.u64(..3);
        if self.seldom() {
            schema.insert("minLength".to_owned(), json!(least));
        }
        if self.seldom() {
            schema.insert("maxLength".to_owned(), json!(least + self.0.u64(..3)));
        }
        if self.seldom() {
            schema.insert("pattern".to_owned(), json!(self.pick(&PATTERNS)));
        }
    }

    fn array_keywords(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        let least = self.0.u64(..3);
        if self.often() {
            schema.insert("items".to_owned(), self.schema(depth));
        }
        if self.seldom() {
            let prefix = [self.schema(depth), self.schema(depth)];
            schema.insert("prefixItems".to_owned(), json!(prefix));
        }
        if self.seldom() {
            schema.insert("minItems".to_owned(), json!(least));
        }
        if self.seldom() {
            schema.insert("maxItems".to_owned(), json!(least + self.0.u64(..3)));
        }
        if self.seldom() {
            schema.insert("uniqueItems".to_owned(), json!(true));
        }
        if self.seldom() {
            schema.insert("contains".to_owned(), self.schema(depth));
        }
    }

    fn object_keywords(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        if self.often() {
            let mut properties = Map::new();
            for name in NAMES {
                if self.often() {
                    properties.insert(name.to_owned(), self.schema(depth));
                }
            }
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
        if self.seldom() {
            schema.insert("required".to_owned(), json!([self.pick(&NAMES)]));
        }
        if self.seldom() {
            let others = match self.0.bool() {
                true => json!(false),
                false => self.schema(depth),
            };
            schema.insert("additionalProperties".to_owned(), others);
        }
        if self.seldom() {
            let pattern = self.pick(&PATTERNS);
            let named = json!({ pattern: self.schema(depth) });
            schema.insert("patternProperties".to_owned(), named);
        }
        if self.seldom() {
            schema.insert("minProperties".to_owned(), json!(self.0.u64(..3)));
        }
        if self.seldom() {
            schema.insert("maxProperties".to_owned(), json!(self.0.u64(2..4)));
        }
        if self.seldom() {
            let (name, other) = (self.pick(&NAMES), self.pick(&NAMES));
            schema.insert("dependentRequired".to_owned(), json!({ name: [other] }));
        }
    }

    /// A datum that has a chance to be valid.
    fn datum(&mut self, schema: &Value, depth: usize) -> Value {
        if depth == 0 || self.0.u8(..5) == 0 {
            return self.value(depth.min(2));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(branches) = schema.get(key).and_then(Value::as_array) {
                let branch = &branches[self.0.usize(..branches.len())];
                return self.datum(branch, depth - 1);
            }
        }
        for key in ["if", "then"] {
            if let (Some(inner), true) = (schema.get(key), self.0.bool()) {
                return self.datum(inner, depth - 1);
            }
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values[self.0.usize(..values.len())].clone();
        }
        let ty = match schema.get("type") {
            Some(Value::Array(types)) => types[0].as_str(),
            Some(ty) => ty.as_str(),
            None => None,
        };
        match ty {
            Some("integer") => json!(self.0.i64(-4..9)),
            Some("number") => json!(self.pick(&[0.0, 0.5, 1.0, 1.5, -2.0, 3.3, 0.3, 6.0])),
            Some("string") => json!(self.pick(&TEXTS)),
            Some("boolean") => json!(self.0.bool()),
            Some("array") => self.array(schema, depth - 1),
            Some("object") => self.object(schema, depth - 1),
            _ => self.value(depth.min(2)),
        }
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let any = json!({});
        let number = self.0.usize(..4);
        let items = (0..number).map(|index| {
            let prefix = schema
                .get("prefixItems")
                .and_then(|prefix| prefix.get(index));
            let item = prefix.or(schema.get("items")).unwrap_or(&any);
            self.datum(item, depth)
        });
        Value::Array(items.collect())
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let any = json!({});
        let mut object = Map::new();
        for name in NAMES {
            if self.0.bool() {
                let declared = schema.get("properties").and_then(|all| all.get(name));
                let declared = declared.or(schema.get("additionalProperties"));
                let value = self.datum(declared.unwrap_or(&any), depth);
                object.insert(name.to_owned(), value);
            }
        }
        Value::Object(object)
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.0.u8(..if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.0.bool()),
            2 => json!(self.0.i64(-4..9)),
            3 => json!(self.pick(&[0.5, 1.0, 1.5, -2.0, 3.3])),
            4 => json!(self.pick(&TEXTS)),
            5 => {
                let number = self.0.usize(..3);
                let items = (0..number).map(|_| self.value(depth - 1));
                Value::Array(items.collect())
            }
            _ => {
                let mut object = Map::new();
                for _ in 0..self.0.usize(..3) {
                    let name = self.pick(&NAMES);
                    let value = self.value(depth - 1);
                    object.insert(name.to_owned(), value);
                }
                Value::Object(object)
            }
        }
    }
}
