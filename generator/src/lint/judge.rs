//! A value and a schema to the first rule that the value breaks.
//!
//! Only what is certain is said: keywords that are not understood, and schemas that take too long,
//! count as kept. So a value that is found faulty is faulty, whatever else the schema says.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Map, Value};

use crate::constraint::{Arrays, Numbers, Objects, Refusal, Texts, Values};
use crate::json::{Bound, canonical, in_words};
use crate::keyword::{NO_TEXTS, Reader};
use crate::pattern;
use crate::pointer::Pointer;

/// How many schemas may be looked into for one value.
const STEPS: usize = 10_000;
/// How deep schemas are followed.
const DEPTH: usize = 48;

/// Judges values; patterns are compiled once for a document.
pub(super) struct Judge<'v> {
    root: &'v Value,
    steps: Cell<usize>,
    patterns: RefCell<BTreeMap<&'v str, Option<Regex>>>,
}

/// A rule that a value breaks.
#[derive(Debug)]
pub(super) struct Fault {
    /// What is wrong, such as "it is longer than 3".
    pub(super) reason: String,
    /// The faulty part of the value, as the tokens from the innermost outwards.
    value: Vec<String>,
    /// The keyword in the schema that it breaks, likewise.
    schema: Vec<String>,
    /// What `schema` is relative to, where a reference was followed.
    base: Option<Pointer>,
}

impl Fault {
    fn new(keyword: &str, reason: impl Into<String>) -> Fault {
        Fault {
            reason: reason.into(),
            value: Vec::new(),
            schema: vec![keyword.to_owned()],
            base: None,
        }
    }

    /// Where the faulty part is, in a value at `at`.
    pub(super) fn value_at(&self, at: &Pointer) -> Pointer {
        at.keys(self.value.iter().rev().map(String::as_str))
    }

    /// Where the keyword is that was broken, in a schema at `at`.
    pub(super) fn schema_at(&self, at: &Pointer) -> Pointer {
        let base = self.base.as_ref().unwrap_or(at);
        base.keys(self.schema.iter().rev().map(String::as_str))
    }

    fn below(mut self, keys: &[&str]) -> Fault {
        if self.base.is_none() {
            self.schema
                .extend(keys.iter().rev().map(|key| (*key).to_owned()));
        }
        self
    }

    fn within(mut self, token: &str) -> Fault {
        self.value.push(token.to_owned());
        self
    }

    fn by_reference(mut self, target: &Pointer) -> Fault {
        let at = self.schema_at(target);
        self.base = Some(at);
        self.schema.clear();
        self
    }
}

type Judgement = Result<(), Fault>;

impl<'v> Judge<'v> {
    pub(super) fn new(root: &'v Value) -> Judge<'v> {
        Judge {
            root,
            steps: Cell::new(0),
            patterns: RefCell::default(),
        }
    }

    /// The first rule of a schema that a value breaks for certain.
    pub(super) fn fault(&self, schema: &'v Value, value: &Value) -> Option<Fault> {
        self.steps.set(STEPS);
        self.schema(schema, value, DEPTH).err()
    }

    /// The same, without what `enum` says.
    pub(super) fn fault_beside_enum(
        &self,
        members: &'v Map<String, Value>,
        value: &Value,
    ) -> Option<Fault> {
        self.steps.set(STEPS);
        self.members(members, value, DEPTH, false).err()
    }

    fn schema(&self, schema: &'v Value, value: &Value, depth: usize) -> Judgement {
        let (Some(steps), Some(depth)) = (self.steps.get().checked_sub(1), depth.checked_sub(1))
        else {
            return Ok(());
        };
        self.steps.set(steps);
        let members = match schema {
            Value::Bool(false) => return Err(Fault::new("", "nothing is allowed here")),
            Value::Object(members) => members,
            _ => return Ok(()),
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            let target = Pointer::parse(reference)
                .and_then(|pointer| Some((pointer.resolve(self.root)?, pointer)));
            return match target {
                Some((target, pointer)) => self
                    .schema(target, value, depth)
                    .map_err(|fault| fault.by_reference(&pointer)),
                None => Ok(()),
            };
        }
        self.members(members, value, depth, true)
    }

    fn members(
        &self,
        members: &'v Map<String, Value>,
        value: &Value,
        depth: usize,
        with_enum: bool,
    ) -> Judgement {
        if value.is_null() && members.get("nullable") == Some(&Value::Bool(true)) {
            return Ok(());
        }
        kind(members, value)?;
        let at = Pointer::root();
        let reader = Reader {
            map: members,
            at: &at,
            exact_numbers: &NO_TEXTS,
        };
        if with_enum {
            kept(Values::read(&reader).refusal(value))?;
        }
        match value {
            Value::Number(number) => kept(Numbers::read(&reader).refusal(Bound::of(number)))?,
            Value::String(text) => self.text(&Texts::read(&reader), text)?,
            Value::Array(items) => {
                let arrays = Arrays::read(&reader);
                kept(arrays.count.refusal(items.len() as u64, "items"))?;
                distinct(&arrays, items)?;
                self.items(members, items, depth)?;
            }
            Value::Object(properties) => {
                let count = Objects::read(&reader).count;
                kept(count.refusal(properties.len() as u64, "properties"))?;
                self.properties(members, properties, depth)?;
            }
            Value::Null | Value::Bool(_) => {}
        }
        self.branches(members, value, depth)
    }

    fn branches(&self, members: &'v Map<String, Value>, value: &Value, depth: usize) -> Judgement {
        for (index, branch) in list(members, "allOf").iter().enumerate() {
            self.schema(branch, value, depth)
                .map_err(|fault| fault.below(&["allOf", &index.to_string()]))?;
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = list(members, keyword);
            let mut faults = branches
                .iter()
                .map(|branch| self.schema(branch, value, depth).err());
            if branches.is_empty() || faults.any(|fault| fault.is_none()) {
                continue;
            }
            if let [only] = branches {
                return self
                    .schema(only, value, depth)
                    .map_err(|fault| fault.below(&[keyword, "0"]));
            }
            return Err(Fault::new(
                keyword,
                format!("no branch of `{keyword}` allows it"),
            ));
        }
        Ok(())
    }

    fn text(&self, texts: &Texts<'v>, text: &str) -> Judgement {
        let length = text.chars().count() as u64;
        kept(texts.length.refusal(length, "characters"))?;
        let mut known = self.patterns.borrow_mut();
        for pattern in &texts.patterns {
            let regex = known.entry(pattern.value);
            let regex = regex.or_insert_with(|| pattern::translate(pattern.value).ok()?.regex());
            if regex.as_ref().is_some_and(|regex| !regex.is_match(text)) {
                return Err(Fault::new("pattern", "it does not match the pattern"));
            }
        }
        Ok(())
    }

    fn items(&self, members: &'v Map<String, Value>, items: &[Value], depth: usize) -> Judgement {
        let prefix = list(members, "prefixItems");
        for (index, item) in items.iter().enumerate() {
            let number = index.to_string();
            let (schema, keys): (_, &[&str]) = match prefix.get(index) {
                Some(schema) => (Some(schema), &["prefixItems", &number]),
                None => (members.get("items"), &["items"]),
            };
            if let Some(schema) = schema {
                self.schema(schema, item, depth)
                    .map_err(|fault| fault.below(keys).within(&number))?;
            }
        }
        Ok(())
    }

    fn properties(
        &self,
        members: &'v Map<String, Value>,
        properties: &Map<String, Value>,
        depth: usize,
    ) -> Judgement {
        let declared = members.get("properties").and_then(Value::as_object);
        for name in list(members, "required").iter().filter_map(Value::as_str) {
            let is_one_way = || {
                let property = declared.and_then(|declared| declared.get(name));
                property.is_some_and(|property| self.is_one_way(property))
            };
            if !properties.contains_key(name) && !is_one_way() {
                return Err(Fault::new("required", format!("`{name}` is missing")));
            }
        }
        let has_patterns = members.contains_key("patternProperties");
        for (name, value) in properties {
            if let Some(schema) = declared.and_then(|declared| declared.get(name)) {
                self.schema(schema, value, depth)
                    .map_err(|fault| fault.below(&["properties", name]).within(name))?;
                continue;
            }
            match members.get("additionalProperties") {
                _ if has_patterns => {}
                Some(Value::Bool(false)) => {
                    let reason = format!("there is no property `{name}`");
                    return Err(Fault::new("additionalProperties", reason).within(name));
                }
                Some(schema) => self
                    .schema(schema, value, depth)
                    .map_err(|fault| fault.below(&["additionalProperties"]).within(name))?,
                None => {}
            }
        }
        Ok(())
    }

    /// Whether a property goes only one way, so that an example of the other way lacks it.
    fn is_one_way(&self, property: &Value) -> bool {
        let mut property = property;
        for _ in 0..8 {
            if ["readOnly", "writeOnly"]
                .iter()
                .any(|key| property.get(key) == Some(&Value::Bool(true)))
            {
                return true;
            }
            let reference = property.get("$ref").and_then(Value::as_str);
            let target = reference.and_then(Pointer::parse);
            match target.and_then(|target| target.resolve(self.root)) {
                Some(target) => property = target,
                None => return false,
            }
        }
        false
    }
}

fn kind(members: &Map<String, Value>, value: &Value) -> Judgement {
    let names: Vec<&str> = match members.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let fits = |name: &&str| match name.to_ascii_lowercase().as_str() {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => {
            value.is_i64()
                || value.is_u64()
                || value.as_f64().is_some_and(|value| value.fract() == 0.0)
        }
        _ => true,
    };
    if names.is_empty() || names.iter().any(fits) {
        return Ok(());
    }
    let expected = super::shape::alternatives(&names);
    let found = match value {
        Value::Number(number) => format!("the number {number}"),
        other => in_words(other).to_owned(),
    };
    Err(Fault::new(
        "type",
        format!("it is {found}, not of type {expected}"),
    ))
}

/// A datum that no keyword refuses, or the fault that it has.
fn kept(refusal: Option<Refusal>) -> Judgement {
    match refusal {
        Some(Refusal { at, reason }) => Err(Fault::new(&at.last().unwrap_or_default(), reason)),
        None => Ok(()),
    }
}

fn distinct(arrays: &Arrays, items: &[Value]) -> Judgement {
    if arrays.unique.is_none() || items.len() > 1000 {
        return Ok(());
    }
    let mut seen = std::collections::BTreeSet::new();
    match items.iter().position(|item| !seen.insert(canonical(item))) {
        Some(at) => {
            let fault = Fault::new("uniqueItems", "an item stands twice");
            Err(fault.within(&at.to_string()))
        }
        None => Ok(()),
    }
}

fn list<'v>(members: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    members
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
