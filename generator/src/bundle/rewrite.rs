//! A document of one version to the same in another: schemas in its words, and a complaint about each key
//! that it does not have.

use serde_json::{Map, Value};

use super::{elements, inline, lower, raise, restate};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::grammar::{Object, Shape, Weight};
use crate::pointer::Pointer;
use crate::version::Version;

/// Rewrites a document that was read; one of no known version stays as it is.
pub(super) fn rewrite(root: &mut Value, target: Version, diagnostics: &mut Diagnostics) {
    let Some(from) = root
        .get("openapi")
        .and_then(Value::as_str)
        .and_then(Version::of)
    else {
        return;
    };
    if from == target {
        return;
    }
    let mut names = elements::renamed(root, from, target);
    // Lowering moves what stands beside references, raising from 3.0 takes it away.
    if target < from {
        elements::say(root, std::mem::take(&mut names), target);
    }
    root["openapi"] = Value::String(latest(target));
    for (kind, since) in [("mediaTypes", Version::V3_2), ("pathItems", Version::V3_1)] {
        if from >= since && target < since {
            inline::inline(root, kind);
        }
    }
    let mut rewriter = Rewriter {
        from,
        target,
        diagnostics,
    };
    rewriter.walk(root, Shape::Object(Object::OpenApi), &Pointer::root());
    elements::say(root, names, target);
}

/// The latest number of a version.
fn latest(version: Version) -> String {
    match version {
        Version::V3_0 => "3.0.4".to_owned(),
        Version::V3_1 => "3.1.2".to_owned(),
        Version::V3_2 => "3.2.0".to_owned(),
    }
}

struct Rewriter<'d> {
    from: Version,
    target: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Rewriter<'_> {
    fn walk(&mut self, value: &mut Value, shape: Shape, at: &Pointer) {
        match shape {
            Shape::SchemaOrBool | Shape::RefOr(Object::Schema) | Shape::Object(Object::Schema) => {
                self.schema(value, at);
            }
            Shape::Object(object) | Shape::RefOr(object) => self.object(value, object, at),
            Shape::List(item) => {
                for (index, value) in value.as_array_mut().into_iter().flatten().enumerate() {
                    self.walk(value, *item, &at.index(index));
                }
            }
            Shape::Map(item) => {
                for (key, value) in value.as_object_mut().into_iter().flatten() {
                    self.walk(value, *item, &at.key(key));
                }
            }
            _ => {}
        }
    }

    fn schema(&mut self, value: &mut Value, at: &Pointer) {
        let is_lowered = self.target == Version::V3_0;
        let is_raised = self.from == Version::V3_0;
        if let Value::Object(members) = value {
            self.restate(members, Object::Schema, at);
        }
        if is_lowered {
            lower::schema(value);
        }
        if is_raised && let Value::Object(members) = value {
            raise::branches(members);
        }
        self.object(value, Object::Schema, at);
        if is_raised && let Value::Object(members) = value {
            raise::schema(members);
        }
    }

    fn object(&mut self, value: &mut Value, object: Object, at: &Pointer) {
        let Value::Object(members) = value else {
            return;
        };
        let refers = object != Object::Schema && members.get("$ref").is_some_and(Value::is_string);
        if refers && self.target == Version::V3_0 {
            self.without_words(members, at);
        }
        if object != Object::Schema {
            self.restate(members, object, at);
        }
        if object == Object::MediaType && self.from == Version::V3_0 {
            raise::encodings(&at.last().unwrap_or_default(), members);
        }
        let mut left_out = Vec::new();
        for (key, value) in members.iter_mut() {
            let Some(field) = object.field(key) else {
                let pattern = object.patterned().filter(|_| !key.starts_with("x-"));
                if let Some(shape) = pattern {
                    self.walk(value, shape, &at.key(key));
                }
                continue;
            };
            // Raising a schema takes out what later versions have no more.
            let is_known = field.is_in(self.target) || self.target > field.until;
            // Here a boolean is a schema in every version.
            let is_plain = key == "additionalProperties" && value.is_boolean();
            if is_plain {
                continue;
            }
            if is_known {
                self.walk(value, field.shape, &at.key(key));
            } else {
                left_out.push((key.clone(), field.weight));
            }
        }
        for (key, weight) in left_out {
            // All references are within the document by now.
            let weight = match key.as_str() {
                "$self" => Weight::Light,
                _ => weight,
            };
            self.left_out(&at.key(&key), &key, weight);
            members.shift_remove(&key);
        }
    }

    /// Says by other values what this version does not have, and complains of what none say.
    fn restate(&mut self, members: &mut Map<String, Value>, object: Object, at: &Pointer) {
        let version = self.target.as_str();
        for (key, what) in restate::restate(members, object, self.from, self.target) {
            let message = format!("OpenAPI {version} cannot say {what}");
            let diagnostic = Diagnostic::new(codes::NOT_IN_TARGET, message);
            self.diagnostics.push(diagnostic.at_value(&at.key(key), ""));
        }
    }

    /// Beside a reference 3.0 has nothing, though 3.1 has words.
    fn without_words(&mut self, members: &mut Map<String, Value>, at: &Pointer) {
        for key in ["summary", "description"] {
            if members.shift_remove(key).is_some() {
                self.left_out(&at.key(key), key, Weight::Light);
            }
        }
    }

    fn left_out(&mut self, at: &Pointer, key: &str, weight: Weight) {
        let version = self.target.as_str();
        let diagnostic = match weight {
            Weight::Light => {
                let message = format!("OpenAPI {version} has no `{key}` here, so it is left out");
                Diagnostic::new(codes::LEFT_OUT_OF_BUNDLE, message)
            }
            Weight::Heavy => {
                let message = format!("OpenAPI {version} cannot say what `{key}` says here");
                Diagnostic::new(codes::NOT_IN_TARGET, message)
            }
        };
        self.diagnostics.push(diagnostic.at_key(at, ""));
    }
}
