//! Schemas: types that exist, bounds that leave something between them, and the forms of other
//! drafts read as what they mean.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::format;
use crate::grammar::{Shape, Weight};
use crate::json::{Bound, Kind, canonical};
use crate::suggest::nearest;
use crate::version::Version;

/// What `type` may name, the commonest first.
pub(super) const TYPES: [&str; Kind::ALL.len()] = [
    Kind::String.as_str(),
    Kind::Number.as_str(),
    Kind::Integer.as_str(),
    Kind::Boolean.as_str(),
    Kind::Array.as_str(),
    Kind::Object.as_str(),
    Kind::Null.as_str(),
];

impl<'v> Linter<'v> {
    /// What tables cannot say of a schema.
    pub(super) fn schema(
        &mut self,
        value: &'v Value,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        for (key, value) in members {
            match (key.as_str(), value) {
                ("enum", Value::Array(values)) => self.enumeration(values, &path.key(key)),
                ("required", Value::Array(names)) => {
                    self.repeated(names, codes::REPEATED_REQUIRED, &path.key(key));
                }
                ("multipleOf", Value::Number(step)) => self.step(step, &path.key(key)),
                ("$dynamicRef", Value::String(text)) => {
                    self.dynamic_reference(text, &path.key(key));
                }
                ("oneOf" | "anyOf" | "allOf", Value::Array(schemas)) if schemas.is_empty() => {
                    self.empty_list(codes::NO_SCHEMAS, &path.key(key));
                }
                _ => {}
            }
        }
        if self.version == Version::V3_0
            && members
                .get("type")
                .is_some_and(|kind| kind == Kind::Array.as_str())
            && !members.contains_key("items")
        {
            let message = "an array says nothing of its items";
            let diagnostic = Diagnostic::new(codes::ARRAY_WITHOUT_ITEMS, message);
            self.report(diagnostic.at_value(&path.key("type").pointer(), "expected `items`"));
        }
        self.discriminator(value, path);
        self.suspicious(members, path);
        self.foreign_format(members, path);
        self.own_values(value, members, path);
        Verdict::Keep
    }

    pub(super) fn boolean_schema(&mut self, value: &Value, path: &Path<'_>) -> Verdict {
        let name = path.name();
        // The keywords that limit the rest of an object or array have always taken a boolean.
        let takes_boolean = ["`additional", "`unevaluated"]
            .iter()
            .any(|start| name.starts_with(start));
        if self.version == Version::V3_0 && !takes_boolean {
            let message = format!("{name} is a boolean, which is a schema only in OpenAPI 3.1");
            let diagnostic = Diagnostic::new(codes::OTHER_VERSION, message);
            let meaning = if value == &Value::Bool(true) {
                "read as `{}`"
            } else {
                "read as `not: {}`"
            };
            self.report(diagnostic.at_value(&path.pointer(), meaning));
        }
        Verdict::Keep
    }

    /// Checks `type`.
    pub(super) fn types(&mut self, value: &'v Value, path: &Path<'_>) -> Verdict {
        match value {
            Value::String(name) => self.type_name(name, path),
            Value::Array(names) => {
                if self.version == Version::V3_0 {
                    let message = "a list of types is a form of OpenAPI 3.1";
                    let diagnostic = Diagnostic::new(codes::TYPE_LIST, message);
                    self.report(diagnostic.at_value(&path.pointer(), "honoured all the same"));
                }
                if names.is_empty() {
                    self.empty_list(codes::EMPTY_TYPE, path);
                }
                let mut left = 0;
                for (index, name) in names.iter().enumerate() {
                    if let Some(first) = names[..index].iter().position(|other| other == name) {
                        self.repeated_item(codes::REPEATED_TYPE, name, (first, index), path);
                        continue;
                    }
                    let path = path.index(index);
                    let verdict = match name {
                        Value::String(name) => self.type_name(name, &path),
                        other => self.shape(other, Shape::OneOf(&TYPES), Weight::Heavy, &path),
                    };
                    match verdict {
                        Verdict::Drop => self.remove(path.pointer()),
                        Verdict::Keep => left += 1,
                    }
                }
                if left == 0 {
                    Verdict::Drop
                } else {
                    Verdict::Keep
                }
            }
            _ => Verdict::Drop,
        }
    }

    fn type_name(&mut self, name: &str, path: &Path<'_>) -> Verdict {
        if name == Kind::Null.as_str() && self.version == Version::V3_0 {
            let message = "`null` is a type of OpenAPI 3.1, in a document of 3.0";
            let diagnostic = Diagnostic::new(codes::OTHER_VERSION, message);
            self.report(diagnostic.at_value(&path.pointer(), "honoured all the same"));
        }
        if TYPES.contains(&name) {
            return Verdict::Keep;
        }
        if let Some(meant) = TYPES.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            let message = format!("the type `{name}` is read as `{meant}`");
            let diagnostic = Diagnostic::new(codes::READ_AS, message);
            self.report(diagnostic.at_value(&path.pointer(), format!("write `{meant}`")));
            self.set(path.pointer(), Value::String((*meant).to_owned()));
            return Verdict::Keep;
        }
        let label = match name {
            "int" | "long" => "did you mean `integer`?".to_owned(),
            "bool" => "did you mean `boolean`?".to_owned(),
            "map" | "dict" => "did you mean `object`, with `additionalProperties`?".to_owned(),
            "list" | "set" => "did you mean `array`, with `items`?".to_owned(),
            "datetime" => "did you mean `string`, with `format: date-time`?".to_owned(),
            "file" => "did you mean `string`, with `format: binary`?".to_owned(),
            "any" => "leave `type` out to allow any value".to_owned(),
            other => match (format::types(other).next(), nearest(other, TYPES)) {
                (Some(ty), _) => format!("did you mean `{ty}`, with `format: {other}`?"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => format!("expected {}", super::shape::alternatives(&TYPES[..6])),
            },
        };
        let message = format!("there is no type `{name}`");
        self.report(Diagnostic::new(codes::UNKNOWN_TYPE, message).at_value(&path.pointer(), label));
        Verdict::Drop
    }

    /// Reads keywords as older drafts wrote them; whether it did.
    pub(super) fn older_form(
        &mut self,
        key: &str,
        value: &'v Value,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> bool {
        let at = path.key(key).pointer();
        match (key, value) {
            ("required", Value::Bool(_)) => {
                let diagnostic =
                    Diagnostic::new(codes::REQUIRED_FLAG, "`required` is a boolean, not a list");
                self.report(
                    diagnostic.at_value(&at, "ignored").help(
                        "list the names of the required properties in the object that has them",
                    ),
                );
                self.remove(at);
                true
            }
            ("discriminator", Value::String(name)) => {
                let message = "a discriminator is a name instead of an object";
                let diagnostic = Diagnostic::new(codes::BARE_DISCRIMINATOR, message);
                self.report(diagnostic.at_value(&at, "read as its `propertyName`"));
                self.set(at, serde_json::json!({ "propertyName": name }));
                true
            }
            ("items", Value::Array(items)) => {
                let message = "`items` is a list of schemas";
                let diagnostic = Diagnostic::new(codes::TUPLE_ITEMS, message);
                self.report(diagnostic.at_value(&at, "read as `prefixItems`"));
                for (index, item) in items.iter().enumerate() {
                    let (path, key) = (path.key("items"), index);
                    let path = path.index(key);
                    if self.shape(item, Shape::SchemaOrBool, Weight::Heavy, &path) == Verdict::Drop
                    {
                        self.set(path.pointer(), Value::Bool(true));
                    }
                }
                self.repairs.push(super::Repair::Rename(at, "prefixItems"));
                if members.contains_key("additionalItems") {
                    let rest = path.key("additionalItems").pointer();
                    self.repairs.push(super::Repair::Rename(rest, "items"));
                }
                true
            }
            _ => false,
        }
    }

    fn step(&mut self, step: &serde_json::Number, path: &Path<'_>) {
        if !Bound::of(step).is_positive() {
            let message = "`multipleOf` is not above zero";
            let diagnostic = Diagnostic::new(codes::MULTIPLE_OF_ZERO, message);
            self.report(diagnostic.at_value(&path.pointer(), "ignored"));
            self.remove(path.pointer());
        }
    }

    fn enumeration(&mut self, values: &'v [Value], path: &Path<'_>) {
        if values.is_empty() {
            // Lowering ignores it, unless the document is read to the letter: then nothing is valid.
            self.empty_list(codes::EMPTY_ENUM, path);
        }
        self.repeated(values, codes::REPEATED_ENUM_VALUE, path);
    }

    fn empty_list(&mut self, code: &'static Code, path: &Path<'_>) {
        let diagnostic = Diagnostic::new(code, format!("{} is an empty list", path.name()));
        self.report(diagnostic.at_value(&path.pointer(), "ignored"));
    }

    /// Takes out what stands in a list a second time.
    fn repeated(&mut self, values: &'v [Value], code: &'static Code, path: &Path<'_>) {
        let mut seen = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let Some(first) = seen.insert(canonical(value), index) else {
                continue;
            };
            // Of three, the third is told by the second.
            self.repeated_item(code, value, (first, index), path);
        }
    }

    fn repeated_item(
        &mut self,
        code: &'static Code,
        value: &Value,
        (first, second): (usize, usize),
        path: &Path<'_>,
    ) {
        let message = format!("{} has {value} twice", path.name());
        self.report(
            Diagnostic::new(code, message)
                .at_value(&path.index(second).pointer(), "the second time here")
                .also_value(&path.index(first).pointer(), "the first time here"),
        );
        self.remove(path.index(second).pointer());
    }
}
