//! What a document of Swagger 2.0 says that 2.0 does not have: values of other kinds where the newer words are made
//! of them, and what only later versions say. Everything else arrives as it is, and is judged there.

use serde_json::{Map, Value, json};

use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::{Object, Shape, swagger};
use crate::json::in_words;
use crate::pointer::Pointer;

/// Judges a document, and puts in place what is clearly meant.
pub(super) fn judge(document: &mut Value) -> Vec<Diagnostic> {
    let mut judge = Judge { found: Vec::new() };
    if let Value::Object(members) = document {
        judge.object(members, Object::Swagger, &Pointer::root());
    }
    judge.found
}

struct Judge {
    found: Vec<Diagnostic>,
}

/// How the label of a thing goes on that only later versions have.
const HONOURED: &str = "honoured all the same";

impl Judge {
    fn shape(&mut self, value: &mut Value, shape: Shape, at: &Pointer) {
        let is_plain = matches!(shape, Shape::SchemaOrBool | Shape::Any);
        if value.is_null() && !is_plain {
            let diagnostic =
                Diagnostic::new(codes::EMPTY_VALUE, format!("{} has no value", name(at)));
            self.found
                .push(diagnostic.at_key(at, "read as if it were not there"));
            return;
        }
        match (shape, &mut *value) {
            (Shape::SchemaOrBool, value) => self.schema(value, at),
            (Shape::Object(object), Value::Object(members)) => self.object(members, object, at),
            (Shape::RefOr(object), Value::Object(members)) => match members.get("$ref") {
                Some(reference) => self.reference(&reference.clone(), at),
                None => self.object(members, object, at),
            },
            (Shape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter_mut().enumerate() {
                    self.shape(value, *item, &at.index(index));
                }
            }
            (Shape::List(Shape::Text | Shape::OneOf(_)), Value::String(text)) => {
                let meant = json!([text]);
                self.read_as("text", value, meant, at);
                self.shape(value, shape, at);
            }
            (Shape::Map(item), Value::Object(members)) => {
                for (key, value) in members {
                    if !key.starts_with("x-") || value.is_object() {
                        self.shape(value, *item, &at.key(key));
                    }
                }
            }
            (Shape::OneOf(allowed), Value::String(text)) if !allowed.contains(&text.as_str()) => {
                let label = format!("expected one of {}", allowed.join(", "));
                self.not_2_0(&format!("{} cannot be `{text}`", name(at)), &label, at);
            }
            (Shape::OneOf(_), Value::String(text)) if text.starts_with("ws") => {
                let text = text.clone();
                let message = format!("there is no client for `{text}`");
                self.not_2_0(&message, "left out", at);
            }
            (Shape::Text, Value::Number(number)) => {
                let meant = json!(number.to_string());
                self.read_as("a number", value, meant, at);
            }
            (Shape::Any, _) | (Shape::Text | Shape::OneOf(_), Value::String(_)) => {}
            (shape, other) => {
                let message = format!("{} is {}", name(at), in_words(other));
                let label = match shape {
                    Shape::Text | Shape::OneOf(_) => "expected text",
                    Shape::List(_) => "expected a list",
                    _ => "expected a mapping",
                };
                self.found
                    .push(Diagnostic::new(codes::WRONG_TYPE, message).at_value(at, label));
            }
        }
    }

    fn object(&mut self, members: &mut Map<String, Value>, object: Object, at: &Pointer) {
        for (key, value) in members.iter_mut() {
            if key.starts_with("x-") && key != "x-ms-paths" {
                continue;
            }
            let at = at.key(key);
            if let Some(field) = object.field(key) {
                self.shape(value, field.shape, &at);
            } else if let Some(shape) = object.patterned() {
                self.shape(value, shape, &at);
                let bytes = key.as_bytes();
                if object == Object::SwaggerResponses
                    && matches!(bytes, [_, b'X' | b'x', b'X' | b'x'])
                {
                    self.newer(&format!("`{key}` is a range of statuses"), &at);
                }
            } else if is_newer(object, key) {
                let what = format!("`{key}` is a key of OpenAPI 3, in a document of Swagger 2.0");
                self.newer(&what, &at);
            }
        }
        match object {
            Object::Swagger => self.address(members, at),
            Object::SwaggerParameter => self.parameter(members, at),
            Object::SwaggerHeader => self.typed(members, "header", at),
            Object::SwaggerSecurityScheme => self.security_scheme(members, at),
            _ => {}
        }
    }

    fn address(&mut self, members: &Map<String, Value>, at: &Pointer) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if let Some(host) = text("host").filter(|host| host.contains('/')) {
            let message = format!("`host` is `{host}`, which is more than a host");
            self.not_2_0(
                &message,
                "expected a name, and a port perhaps",
                &at.key("host"),
            );
        }
        if let Some(base) = text("basePath").filter(|base| !base.starts_with('/')) {
            let message = format!("`basePath` is `{base}`, without a slash");
            let label = format!("did you mean `/{base}`?");
            self.not_2_0(&message, &label, &at.key("basePath"));
        }
    }

    fn parameter(&mut self, members: &Map<String, Value>, at: &Pointer) {
        let place = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match place {
            "body" if !members.contains_key("schema") => {
                let message = "a parameter that is the body has no `schema`";
                let diagnostic = Diagnostic::new(codes::MISSING_WORDS, message);
                self.found
                    .push(diagnostic.at_whole(at, "the specification requires it"));
            }
            "cookie" => {
                let message = "a parameter in a cookie is of OpenAPI 3";
                self.not_2_0(message, HONOURED, &at.key("in"));
            }
            "path" | "query" | "header" | "formData" => self.typed(members, place, at),
            _ => {}
        }
    }

    /// What a parameter or a header holds is said in its own keys.
    fn typed(&mut self, members: &Map<String, Value>, place: &str, at: &Pointer) {
        let what = match members.contains_key("in") {
            true => "a parameter",
            false => "a header",
        };
        if members.contains_key("schema") {
            let message = format!("`schema` is a key of OpenAPI 3 in {what} that is not the body");
            self.newer(&message, &at.key("schema"));
            return;
        }
        match members.get("type").and_then(Value::as_str) {
            None if !members.contains_key("type") && !members.contains_key("content") => {
                let message = format!("{what} has no `type`");
                let diagnostic = Diagnostic::new(codes::MISSING_WORDS, message);
                self.found
                    .push(diagnostic.at_whole(at, "it takes any value"));
            }
            Some(kind @ ("object" | "file")) if (kind, place) != ("file", "formData") => {
                let message = format!("{what} in `{place}` cannot be of type `{kind}`");
                self.not_2_0(
                    &message,
                    "expected a text, a number, a boolean or a list",
                    &at.key("type"),
                );
            }
            _ => {}
        }
    }

    fn security_scheme(&mut self, members: &Map<String, Value>, at: &Pointer) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let (kind, place) = (text("type"), text("in"));
        if let Some(kind) = kind.filter(|kind| !["basic", "apiKey", "oauth2"].contains(kind)) {
            let message = format!("a security scheme of type `{kind}` is of OpenAPI 3");
            self.not_2_0(&message, HONOURED, &at.key("type"));
        }
        if kind == Some("apiKey") && place == Some("cookie") {
            let message = "a key in a cookie is of OpenAPI 3";
            self.not_2_0(message, HONOURED, &at.key("in"));
        }
    }

    fn schema(&mut self, schema: &mut Value, at: &Pointer) {
        let Value::Object(members) = schema else {
            return;
        };
        if let Some(reference) = members.get("$ref") {
            self.reference(&reference.clone(), at);
            return;
        }
        for (key, value) in members {
            let at = at.key(key);
            if swagger::is_newer(key) {
                let what = format!("`{key}` is a key of OpenAPI 3, in a document of Swagger 2.0");
                self.newer(&what, &at);
            }
            if let Some(field) = Object::Schema.field(key) {
                self.inside(value, field.shape, &at);
            }
        }
    }

    /// The schemas inside a schema.
    fn inside(&mut self, value: &mut Value, shape: Shape, at: &Pointer) {
        match (shape, value) {
            (Shape::SchemaOrBool | Shape::RefOr(Object::Schema), value) => self.schema(value, at),
            (Shape::List(item), Value::Array(items)) => {
                for (index, value) in items.iter_mut().enumerate() {
                    self.inside(value, *item, &at.index(index));
                }
            }
            (Shape::Map(item), Value::Object(members)) => {
                for (key, value) in members {
                    self.inside(value, *item, &at.key(key));
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, reference: &Value, at: &Pointer) {
        let text = reference.as_str().unwrap_or_default();
        if text.starts_with("#/components/") {
            let message = format!("`{text}` is a place of OpenAPI 3");
            let label = "expected something like `#/definitions/Pet`";
            self.not_2_0(&message, label, &at.key("$ref"));
        }
    }

    /// A key that only later versions have.
    fn newer(&mut self, message: &str, at: &Pointer) {
        let diagnostic = Diagnostic::new(codes::NOT_SWAGGER, message);
        self.found.push(diagnostic.at_key(at, HONOURED));
    }

    fn not_2_0(&mut self, message: &str, label: &str, at: &Pointer) {
        let diagnostic = Diagnostic::new(codes::NOT_SWAGGER, message);
        self.found.push(diagnostic.at_value(at, label));
    }

    fn read_as(&mut self, found: &str, value: &mut Value, meant: Value, at: &Pointer) {
        let message = format!("{} is {found}, and is read as `{meant}`", name(at));
        let diagnostic = Diagnostic::new(codes::READ_AS, message);
        self.found
            .push(diagnostic.at_value(at, format!("write `{meant}`")));
        *value = meant;
    }
}

/// Whether a later version has the key.
fn is_newer(object: Object, key: &str) -> bool {
    let newer = match object {
        Object::Swagger => Object::OpenApi,
        Object::SwaggerPathItem => Object::PathItem,
        Object::SwaggerOperation => Object::Operation,
        Object::SwaggerParameter => Object::Parameter,
        Object::SwaggerHeader => Object::Header,
        Object::SwaggerResponse => Object::Response,
        Object::SwaggerSecurityScheme => Object::SecurityScheme,
        _ => return false,
    };
    let holds_schema = matches!(object, Object::SwaggerParameter | Object::SwaggerHeader);
    newer.field(key).is_some() || holds_schema && Object::Schema.field(key).is_some()
}

fn name(at: &Pointer) -> String {
    format!("`{}`", at.last().unwrap_or_default())
}
