//! Schemas, and the parameters and headers that are their own schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Spot, Upgrade};
use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;

/// How many generations of base types are looked through for the one with a discriminator.
const GENERATIONS: usize = 32;

/// What subtypes are called in the data of base types: the values of `x-ms-discriminator-value`, which
/// documents of AutoRest state where names of schemas don't tell.
#[derive(Default)]
pub(super) struct Subtypes {
    by_base: BTreeMap<String, Vec<(String, String)>>,
}

impl Subtypes {
    pub(super) fn of(root: &Value) -> Self {
        let mut subtypes = Self::default();
        let Some(definitions) = root.get("definitions").and_then(Value::as_object) else {
            return subtypes;
        };
        for (name, schema) in definitions {
            let value = schema.get("x-ms-discriminator-value");
            let Some(value) = value.and_then(Value::as_str) else {
                continue;
            };
            if let Some(base) = base_of(definitions, schema) {
                let of_base = subtypes.by_base.entry(base.to_owned()).or_default();
                of_base.push((value.to_owned(), name.clone()));
            }
        }
        subtypes
    }

    fn mapping(&self, base: &str) -> Option<Value> {
        let subtypes = self.by_base.get(base)?.iter();
        let mapping = subtypes.map(|(value, name)| {
            let schema = Pointer::root().keys(["components", "schemas", name]);
            (value.clone(), Value::String(schema.to_string()))
        });
        Some(Value::Object(mapping.collect()))
    }
}

/// The nearest of a schema's base types that has a discriminator.
fn base_of<'d>(definitions: &'d Map<String, Value>, schema: &'d Value) -> Option<&'d str> {
    let mut generation = vec![schema];
    for _ in 0..GENERATIONS {
        let mut next = Vec::new();
        for schema in generation {
            let parts = schema.get("allOf").and_then(Value::as_array);
            for part in parts.into_iter().flatten() {
                let reference = part.get("$ref").and_then(Value::as_str);
                let Some(name) = reference.and_then(|text| text.strip_prefix("#/definitions/"))
                else {
                    continue;
                };
                let Some((name, base)) = definitions.get_key_value(name) else {
                    continue;
                };
                if base.get("discriminator").is_some() {
                    return Some(name);
                }
                next.push(base);
            }
        }
        // Bases of bases multiply only in documents that mean no good.
        next.truncate(GENERATIONS);
        generation = next;
    }
    None
}

impl Upgrade<'_> {
    pub(super) fn schema(&mut self, schema: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = schema else {
            return schema.clone();
        };
        let mut new = Map::new();
        for (key, value) in members {
            let value = match Object::Schema.field(key).map(|field| field.shape) {
                Some(shape) => self.inside(value, shape, &spot.key(key)),
                None => value.clone(),
            };
            new.insert(key.clone(), value);
        }
        let refers = new.get("$ref").is_some_and(Value::is_string);
        self.in_the_words_of_3_0(&mut new, spot);
        if refers {
            let mut at = spot.new.key("$ref");
            if !new.contains_key("$ref") {
                at = spot.new.key("allOf").index(0).key("$ref");
                self.moves.add(at.clone(), spot.old.key("$ref"));
            }
            self.references.push(at);
        }
        Value::Object(new)
    }

    /// What stands at a schema's key.
    fn inside(&mut self, value: &Value, shape: Shape, spot: &Spot) -> Value {
        match (shape, value) {
            // `items` may be a list, as in the drafts that 2.0 came from.
            (Shape::SchemaOrBool, Value::Array(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, value)| self.schema(value, &spot.index(index)))
                    .collect()
            }
            (Shape::SchemaOrBool, _) => self.schema(value, spot),
            (Shape::List(item @ Shape::SchemaOrBool), Value::Array(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, value)| self.inside(value, *item, &spot.index(index)))
                    .collect()
            }
            (Shape::Map(item @ Shape::SchemaOrBool), Value::Object(members)) => {
                let members = members.iter();
                let members = members.map(|(key, value)| {
                    let value = self.inside(value, *item, &spot.key(key));
                    (key.clone(), value)
                });
                Value::Object(members.collect())
            }
            _ => value.clone(),
        }
    }

    fn in_the_words_of_3_0(&self, schema: &mut Map<String, Value>, spot: &Spot) {
        if let Some(Value::String(name)) = schema.get("discriminator") {
            let mut discriminator = json!({ "propertyName": name });
            let is_definition = spot.old.parent() == Some(Pointer::root().key("definitions"));
            let base = spot.old.last().filter(|_| is_definition);
            if let Some(mapping) = base.and_then(|base| self.subtypes.mapping(&base)) {
                discriminator["mapping"] = mapping;
            }
            schema.insert("discriminator".to_owned(), discriminator);
        }
        if schema.get("type").is_some_and(|kind| kind == "file") {
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("format".to_owned(), json!("binary"));
        }
        if schema.get("x-nullable") == Some(&Value::Bool(true)) {
            schema.shift_remove("x-nullable");
            if let Some(reference) = schema.shift_remove("$ref") {
                // In 3.0 a reference stands alone.
                schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            }
            schema.insert("nullable".to_owned(), json!(true));
        }
    }

    /// The schema that a parameter, or a header, holds in its own keys; those are taken out of it.
    pub(super) fn own_schema(
        &mut self,
        holder: &mut Map<String, Value>,
        old: &Pointer,
        new: Pointer,
    ) -> Value {
        let is_schemas = |key: &str| {
            let is_holders = ["description", "required", "example", "deprecated"].contains(&key);
            !is_holders && Object::Schema.field(key).is_some() || key == "x-nullable"
        };
        let keys: Vec<String> = holder
            .keys()
            .filter(|key| is_schemas(key))
            .cloned()
            .collect();
        let mut schema = Map::new();
        for key in keys {
            if let Some(value) = holder.shift_remove(&key) {
                schema.insert(key, value);
            }
        }
        self.moves.add(new.clone(), old.clone());
        let at = Spot {
            old: old.clone(),
            new,
        };
        let schema = without_formats_of_lists(&Value::Object(schema));
        self.schema(&schema, &at)
    }
}

/// A schema of a parameter without `collectionFormat`, which is for how it is written.
fn without_formats_of_lists(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let members = members.iter().filter_map(|(key, value)| match &**key {
        "collectionFormat" => None,
        "items" => Some((key.clone(), without_formats_of_lists(value))),
        _ => Some((key.clone(), value.clone())),
    });
    Value::Object(members.collect())
}
