//! A known mistake at a random place of a random document is reported at its line and column,
//! whatever the document looks like. `PLACES` sets how many documents are tried.

mod support;

use std::collections::BTreeMap;

use faircopy::Config;
use faircopy::Pointer;
use faircopy::report::Locator;
use faircopy::source::MapLoader;
use serde_json::{Map, Value, json};
use support::Random;

/// A mistake: what makes it, its code, and the part of the schema that is to be marked.
struct Mistake {
    members: Value,
    code: &'static str,
    marked: &'static str,
    on_key: bool,
}

fn mistakes() -> Vec<Mistake> {
    let mistake = |members, code, marked, on_key| Mistake {
        members,
        code,
        marked,
        on_key,
    };
    vec![
        mistake(json!({ "requierd": ["a"] }), "E0107", "requierd", true),
        mistake(json!({ "type": "strng" }), "E0201", "type", false),
        mistake(
            json!({ "minLength": 9, "maxLength": 1 }),
            "W0205",
            "minLength",
            false,
        ),
        mistake(json!({ "properties": [] }), "E0104", "properties", false),
        mistake(json!({ "$ref": "#/nowhere" }), "W0057", "$ref", false),
        mistake(json!({ "enum": ["x", "x"] }), "W0207", "enum/1", false),
        mistake(
            json!({ "type": "integer", "default": "x" }),
            "W0213",
            "default",
            false,
        ),
    ]
}

#[test]
fn mistakes_are_reported_where_they_are() {
    let tries = std::env::var("PLACES")
        .ok()
        .and_then(|text| text.parse().ok());
    let mistakes = mistakes();
    for seed in 0..tries.unwrap_or(300) {
        let mut random = Random::new(seed);
        let mut document = json!({ "openapi": "3.1.0", "info": { "title": "A", "version": "1" } });
        let mut schemas = Map::new();
        for index in 0..=random.below(4) {
            schemas.insert(name(&mut random, index), schema(&mut random, 3));
        }
        document["components"] = json!({ "schemas": schemas });
        let mistake = &mistakes[random.below(mistakes.len())];
        let at = plant(&mut document, mistake, &mut random);
        let is_json = random.below(3) == 0;
        let mut writer = Writer::new(random);
        if is_json {
            writer.flow(&document, &Pointer::root(), true);
        } else {
            writer.block(&document, &Pointer::root(), 0);
        }
        let marked = Pointer::parse(&format!("{}/{}", at.as_str(), mistake.marked)).unwrap();
        let place = if mistake.on_key {
            &writer.keys
        } else {
            &writer.values
        };
        let expected = place[&marked];
        let file = if is_json { "spec.json" } else { "spec.yaml" };
        assert_reported(seed, file, &writer.text, mistake.code, expected);
    }
}

fn assert_reported(seed: u64, file: &str, text: &str, code: &str, expected: (usize, usize)) {
    let loader = MapLoader::from_iter([(file, text)]);
    let (diagnostics, sources) = faircopy::check(&loader, file, &Config::default());
    let locator = Locator::new(&sources);
    let places: Vec<_> = diagnostics
        .iter()
        .filter(|one| one.code.id == code)
        .map(|one| {
            let position = locator.locate(&one.labels[0]).position;
            (position.line, position.column)
        })
        .collect();
    let all: Vec<_> = diagnostics.iter().map(|one| one.code.id).collect();
    assert!(
        places.contains(&expected),
        "seed {seed}: {code} is at {places:?}, not at {expected:?}, among {all:?}, in\n{text}"
    );
}

/// A schema without mistakes.
fn schema(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 2 } else { 6 }) {
        0 => json!({ "description": "Text: with # signs", "type": "string" }),
        1 => json!({ "type": ["integer", "null"], "example": 1 }),
        2 => json!({ "type": "array", "items": schema(random, depth - 1) }),
        3 => json!({ "anyOf": [schema(random, depth - 1), schema(random, depth - 1)] }),
        _ => {
            let mut properties = Map::new();
            for index in 0..=random.below(3) {
                properties.insert(name(random, index), schema(random, depth - 1));
            }
            json!({ "type": "object", "properties": properties })
        }
    }
}

fn name(random: &mut Random, index: usize) -> String {
    let names = [
        "pet",
        "größe",
        "宠物",
        "a/b~c",
        "x y",
        "200",
        "true",
        "with 'quotes'",
        "#hash",
    ];
    format!("{}{index}", names[random.below(names.len())])
}

/// Puts a mistake into a random schema, in place of what it said, and returns where that is.
fn plant(document: &mut Value, mistake: &Mistake, random: &mut Random) -> Pointer {
    let mut places = Vec::new();
    let root = Pointer::root().keys(["components", "schemas"]);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        collect(schema, &root.key(name), &mut places);
    }
    let at = places[random.below(places.len())].clone();
    let schema = document.pointer_mut(at.as_str()).unwrap();
    let mut members = Map::new();
    members.insert("description".to_owned(), "Wrong.".into());
    members.extend(mistake.members.as_object().unwrap().clone());
    *schema = Value::Object(members);
    at
}

fn collect(schema: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    places.push(at.clone());
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for (name, schema) in properties {
            collect(schema, &at.key("properties").key(name), places);
        }
    }
    if let Some(items) = schema.get("items") {
        collect(items, &at.key("items"), places);
    }
    for (index, branch) in schema
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        collect(branch, &at.key("anyOf").index(index), places);
    }
}

/// Writes YAML or JSON in whatever form chance has it, and notes where keys and values begin.
struct Writer {
    random: Random,
    text: String,
    keys: BTreeMap<Pointer, (usize, usize)>,
    values: BTreeMap<Pointer, (usize, usize)>,
}

impl Writer {
    fn new(random: Random) -> Writer {
        Writer {
            random,
            text: String::new(),
            keys: BTreeMap::new(),
            values: BTreeMap::new(),
        }
    }

    fn position(&self) -> (usize, usize) {
        let line = self.text.matches('\n').count() + 1;
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        (line, last.chars().count() + 1)
    }

    fn chance(&mut self, of: usize) -> bool {
        self.random.below(of) == 0
    }

    /// A value in block style, on lines of its own that are indented by `indent`.
    fn block(&mut self, value: &Value, at: &Pointer, indent: usize) {
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (key, value) in members {
                    if self.chance(6) {
                        self.text.push_str("\n# a comment: with a colon\n");
                    }
                    self.text.push_str(&" ".repeat(indent));
                    let at = at.key(key);
                    self.key(key, &at, false);
                    self.text.push(':');
                    self.below(value, &at, indent);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(&" ".repeat(indent));
                    self.text.push('-');
                    self.below(item, &at.index(index), indent);
                }
            }
            _ => unreachable!("what is empty or a scalar is in flow style"),
        }
    }

    /// What stands after a colon or a dash.
    fn below(&mut self, value: &Value, at: &Pointer, indent: usize) {
        let is_leaf = match value {
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        if is_leaf || self.chance(5) {
            let space = if self.chance(4) { "  " } else { " " };
            self.text.push_str(space);
            self.flow(value, at, false);
            let end = if self.chance(6) { "  # why\n" } else { "\n" };
            self.text.push_str(end);
        } else {
            self.text.push('\n');
            let step = 1 + self.random.below(4);
            self.block(value, at, indent + step);
        }
    }

    fn key(&mut self, key: &str, at: &Pointer, is_json: bool) {
        self.keys.insert(at.clone(), self.position());
        let is_plain = key.chars().all(char::is_alphabetic);
        if is_plain && !is_json && !self.chance(4) {
            self.text.push_str(key);
        } else {
            self.text.push_str(&Value::from(key).to_string());
        }
    }

    fn flow(&mut self, value: &Value, at: &Pointer, is_json: bool) {
        self.values.insert(at.clone(), self.position());
        match value {
            Value::Object(members) => {
                self.text.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    self.separate(index > 0, is_json);
                    let at = at.key(key);
                    self.key(key, &at, is_json);
                    self.text.push_str(": ");
                    self.flow(value, &at, is_json);
                }
                self.separate(false, is_json);
                self.text.push('}');
            }
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(index > 0, is_json);
                    self.flow(item, &at.index(index), is_json);
                }
                self.separate(false, is_json);
                self.text.push(']');
            }
            Value::String(text) if !is_json && text.chars().all(char::is_alphabetic) => {
                self.text.push_str(text);
            }
            other => self.text.push_str(&other.to_string()),
        }
    }

    fn separate(&mut self, comma: bool, is_json: bool) {
        if comma {
            self.text.push(',');
        }
        let space = match (self.random.below(4), is_json) {
            (0, true) => "\n\t ",
            (0 | 1, _) => "  ",
            _ => " ",
        };
        self.text.push_str(space);
    }
}
