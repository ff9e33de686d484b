//! A value and a schema to the first rule that the value breaks.
//!
//! Only what is certain is said: keywords that are not understood, and schemas that take too long,
//! count as kept. So a value that is found faulty is faulty, whatever else the schema says.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Map, Number, Value};

use super::shape::kind_of;
use crate::ir::Engine;
use crate::json::{canonical, equal};
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
        if with_enum {
            enumeration(members, value)?;
        }
        match value {
            Value::Number(number) => range(members, number)?,
            Value::String(text) => self.text(members, text)?,
            Value::Array(items) => self.items(members, items, depth)?,
            Value::Object(properties) => self.properties(members, properties, depth)?,
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

    fn text(&self, members: &'v Map<String, Value>, text: &str) -> Judgement {
        let length = text.chars().count() as u64;
        count(members, "minLength", "maxLength", length, "characters")?;
        let Some(Value::String(source)) = members.get("pattern") else {
            return Ok(());
        };
        let mut patterns = self.patterns.borrow_mut();
        let regex = patterns.entry(source).or_insert_with(|| compiled(source));
        match regex {
            Some(regex) if !regex.is_match(text) => {
                Err(Fault::new("pattern", "it does not match the pattern"))
            }
            _ => Ok(()),
        }
    }

    fn items(&self, members: &'v Map<String, Value>, items: &[Value], depth: usize) -> Judgement {
        count(members, "minItems", "maxItems", items.len() as u64, "items")?;
        if members.get("uniqueItems") == Some(&Value::Bool(true)) && items.len() <= 1000 {
            let mut seen = std::collections::BTreeSet::new();
            if let Some(at) = items.iter().position(|item| !seen.insert(canonical(item))) {
                let fault = Fault::new("uniqueItems", "an item stands twice");
                return Err(fault.within(&at.to_string()));
            }
        }
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
        let size = properties.len() as u64;
        count(
            members,
            "minProperties",
            "maxProperties",
            size,
            "properties",
        )?;
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
        other => kind_of(other).to_owned(),
    };
    Err(Fault::new(
        "type",
        format!("it is {found}, not of type {expected}"),
    ))
}

fn enumeration(members: &Map<String, Value>, value: &Value) -> Judgement {
    let is_same = |other: &Value| equal(other, value);
    let values = list(members, "enum");
    if !values.is_empty() && !values.iter().any(is_same) {
        return Err(Fault::new("enum", "it is none of the values in `enum`"));
    }
    match members.get("const") {
        Some(only) if !is_same(only) => Err(Fault::new("const", format!("only {only} is allowed"))),
        _ => Ok(()),
    }
}

fn range(members: &Map<String, Value>, number: &Number) -> Judgement {
    let Some(value) = number.as_f64() else {
        return Ok(());
    };
    let bound = |key: &str| members.get(key).and_then(Value::as_f64);
    let is_open = |key: &str| members.get(key) == Some(&Value::Bool(true));
    if let Some(least) = bound("minimum") {
        if value < least {
            return Err(Fault::new("minimum", format!("it is below {least}")));
        }
        if value == least && is_open("exclusiveMinimum") {
            return Err(Fault::new(
                "exclusiveMinimum",
                format!("it is not above {least}"),
            ));
        }
    }
    if let Some(most) = bound("maximum") {
        if value > most {
            return Err(Fault::new("maximum", format!("it is above {most}")));
        }
        if value == most && is_open("exclusiveMaximum") {
            return Err(Fault::new(
                "exclusiveMaximum",
                format!("it is not below {most}"),
            ));
        }
    }
    match (bound("exclusiveMinimum"), bound("exclusiveMaximum")) {
        (Some(least), _) if value <= least => {
            return Err(Fault::new(
                "exclusiveMinimum",
                format!("it is not above {least}"),
            ));
        }
        (_, Some(most)) if value >= most => {
            return Err(Fault::new(
                "exclusiveMaximum",
                format!("it is not below {most}"),
            ));
        }
        _ => {}
    }
    // Decimals are left alone: what is a multiple of 0.1 is not for doubles to say.
    match (
        members.get("multipleOf").and_then(Value::as_i64),
        number.as_i64(),
    ) {
        (Some(step), Some(value)) if step > 0 && value % step != 0 => Err(Fault::new(
            "multipleOf",
            format!("it is not a multiple of {step}"),
        )),
        _ => Ok(()),
    }
}

fn count(members: &Map<String, Value>, low: &str, high: &str, size: u64, of: &str) -> Judgement {
    let bound = |key: &str| members.get(key).and_then(Value::as_u64);
    match (bound(low), bound(high)) {
        (Some(least), _) if size < least => {
            Err(Fault::new(low, format!("it has fewer than {least} {of}")))
        }
        (_, Some(most)) if size > most => {
            Err(Fault::new(high, format!("it has more than {most} {of}")))
        }
        _ => Ok(()),
    }
}

fn compiled(source: &str) -> Option<Regex> {
    let pattern = pattern::translate(source).ok()?;
    match (pattern.engine, pattern.translated.as_slice()) {
        (Engine::Linear, [translated]) => Regex::new(translated).ok(),
        _ => None,
    }
}

fn list<'v>(members: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    members
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
