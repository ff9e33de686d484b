//! Values against shapes: what is of another type is read as what is meant, where that is clear.

use fluent_uri::UriRef;
use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::{Object, Shape, Uri, Weight};
use crate::json::in_words;
use crate::version::Version;

impl<'v> Linter<'v> {
    /// Checks a value against a shape; a value that is dropped was reported.
    pub(super) fn shape(
        &mut self,
        value: &'v Value,
        shape: Shape,
        weight: Weight,
        path: &Path<'_>,
    ) -> Verdict {
        match (shape, value) {
            (Shape::Any, _)
            | (Shape::Text | Shape::SchemaName, Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => Verdict::Keep,
            (Shape::Uri(uri), Value::String(text)) => {
                self.uri(text, uri, path);
                Verdict::Keep
            }
            (Shape::OneOf(allowed), Value::String(text)) => {
                self.one_of(text, allowed, weight, path)
            }
            (Shape::Count, Value::Number(number)) => self.count(number, weight, path),
            (Shape::NumberOrBool, Value::Number(_) | Value::Bool(_)) => {
                self.exclusive_bound(value, path);
                Verdict::Keep
            }
            (Shape::Types, Value::String(_) | Value::Array(_)) => self.types(value, path),
            (Shape::Object(object), Value::Object(_)) => self.object(value, object, path),
            (Shape::RefOr(object), Value::Object(members)) => {
                self.reference_or(value, members, object, path)
            }
            (Shape::SchemaOrBool, Value::Object(members)) => {
                self.reference_or(value, members, Object::Schema, path)
            }
            (Shape::SchemaOrBool, Value::Bool(_)) => self.boolean_schema(value, path),
            (Shape::List(item), Value::Array(items)) => self.list(items, *item, weight, path),
            (Shape::Map(item), Value::Object(members)) => self.map(members, *item, weight, path),
            _ => self.mismatch(value, shape, weight, path),
        }
    }

    /// Checks an address, which is kept as it is written.
    fn uri(&mut self, text: &str, kind: Uri, path: &Path<'_>) {
        let parsed = UriRef::parse(text);
        let label = match &parsed {
            Err(_) => "expected an address such as `https://example.com/docs`",
            Ok(uri) if kind == Uri::Document && uri.has_fragment() => {
                "a document is named without a fragment"
            }
            Ok(uri) if kind == Uri::Whole && !uri.has_scheme() => {
                "expected a whole address, which starts with `https:` or another scheme"
            }
            Ok(_) => return,
        };
        let message = format!("{} cannot be `{text}`", path.name());
        let diagnostic = Diagnostic::new(codes::BAD_URI, message);
        self.report(diagnostic.at_value(&path.pointer(), label));
    }

    fn list(
        &mut self,
        items: &'v [Value],
        shape: Shape,
        weight: Weight,
        path: &Path<'_>,
    ) -> Verdict {
        for (index, item) in items.iter().enumerate() {
            let path = path.index(index);
            if self.shape(item, shape, weight, &path) == Verdict::Drop {
                self.remove(path.pointer());
            }
        }
        Verdict::Keep
    }

    fn map(
        &mut self,
        members: &'v Map<String, Value>,
        shape: Shape,
        weight: Weight,
        path: &Path<'_>,
    ) -> Verdict {
        for (key, value) in members {
            // An extension may be anything; but a property, say, may well be called `x-…`.
            if key.starts_with("x-") && !matches!(shape, Shape::SchemaOrBool) && !fits(value, shape)
            {
                self.remove(path.key(key).pointer());
                continue;
            }
            let path = path.key(key);
            if self.shape(value, shape, weight, &path) == Verdict::Drop {
                self.remove(path.pointer());
            }
        }
        Verdict::Keep
    }

    fn one_of(
        &mut self,
        text: &str,
        allowed: &[&'static str],
        weight: Weight,
        path: &Path<'_>,
    ) -> Verdict {
        if allowed.contains(&text) {
            return Verdict::Keep;
        }
        if let Some(meant) = allowed
            .iter()
            .find(|meant| meant.eq_ignore_ascii_case(text))
        {
            self.read_as(
                &format!("`{text}`"),
                Value::String((*meant).to_owned()),
                path,
            );
            return Verdict::Keep;
        }
        let label = match crate::suggest::nearest(text, allowed.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected {}", alternatives(allowed)),
        };
        let code = match weight {
            Weight::Heavy => codes::NOT_ALLOWED_VALUE,
            Weight::Light => codes::IGNORED_VALUE,
        };
        let message = format!("{} cannot be `{text}`", path.name());
        self.report(Diagnostic::new(code, message).at_value(&path.pointer(), label));
        Verdict::Drop
    }

    fn count(&mut self, number: &serde_json::Number, weight: Weight, path: &Path<'_>) -> Verdict {
        let float = number.as_f64().unwrap_or_default();
        if number.is_u64() || (float.fract() == 0.0 && (0.0..9e15).contains(&float)) {
            return Verdict::Keep;
        }
        let is_lower = path.name().starts_with("`min");
        if (is_lower && float < 0.0) || (!is_lower && float >= 9e15) {
            let message = format!("{} of {number} has no effect", path.name());
            let diagnostic = Diagnostic::new(codes::BOUND_WITHOUT_EFFECT, message);
            self.report(diagnostic.at_value(&path.pointer(), "every value keeps to it"));
            return Verdict::Drop;
        }
        self.mismatch(&Value::Number(number.clone()), Shape::Count, weight, path)
    }

    fn exclusive_bound(&mut self, value: &Value, path: &Path<'_>) {
        let expected = match (self.version, value) {
            (Version::V3_0, Value::Number(_)) => "3.0 has a boolean here, beside the bound",
            (Version::V3_1 | Version::V3_2, Value::Bool(_)) => {
                "since 3.1 the bound itself stands here"
            }
            _ => return,
        };
        let message = format!(
            "{} is written in the form of the other version",
            path.name()
        );
        let diagnostic = Diagnostic::new(codes::OTHER_VERSION, message);
        self.report(diagnostic.at_value(&path.pointer(), expected));
    }

    /// Deals with a value of another type: reads it as what is meant, or reports it.
    fn mismatch(
        &mut self,
        value: &Value,
        shape: Shape,
        weight: Weight,
        path: &Path<'_>,
    ) -> Verdict {
        if let Some(meant) = self.coerced(value, shape, path) {
            self.read_as(in_words(value), meant, path);
            return Verdict::Keep;
        }
        let pointer = path.pointer();
        if value.is_null() {
            let message = format!("{} has no value", path.name());
            let label = format!("expected {}", expected(shape));
            self.report(Diagnostic::new(codes::EMPTY_VALUE, message).at_key(&pointer, label));
            return Verdict::Drop;
        }
        let code = match weight {
            Weight::Heavy => codes::WRONG_TYPE,
            Weight::Light => codes::IGNORED_VALUE,
        };
        let found = match value {
            Value::Number(number) => format!("the number {number}"),
            other => in_words(other).to_owned(),
        };
        let message = format!("{} is {found}", path.name());
        let label = format!("expected {}", expected(shape));
        self.report(Diagnostic::new(code, message).at_value(&pointer, label));
        Verdict::Drop
    }

    fn read_as(&mut self, found: &str, meant: Value, path: &Path<'_>) {
        let pointer = path.pointer();
        let message = format!("{} is {found}, and is read as `{meant}`", path.name());
        let label = format!("write `{meant}`");
        self.report(Diagnostic::new(codes::READ_AS, message).at_value(&pointer, label));
        self.set(pointer, meant);
    }

    fn coerced(&self, value: &Value, shape: Shape, path: &Path<'_>) -> Option<Value> {
        match (shape, value) {
            (Shape::Text | Shape::Uri(_) | Shape::SchemaName, Value::Number(number)) => {
                let exact = self.exact_numbers.get(&path.pointer()).cloned();
                Some(Value::String(exact.unwrap_or_else(|| number.to_string())))
            }
            (Shape::Text | Shape::Uri(_) | Shape::SchemaName, Value::Bool(flag)) => {
                Some(Value::String(flag.to_string()))
            }
            (Shape::Bool, Value::String(text)) => {
                Some(Value::Bool(text.trim().to_ascii_lowercase().parse().ok()?))
            }
            (Shape::Number | Shape::Count | Shape::NumberOrBool, Value::String(text)) => {
                let number: serde_json::Number = text.trim().parse().ok()?;
                let fits = shape != Shape::Count || number.is_u64();
                fits.then_some(Value::Number(number))
            }
            (Shape::List(&Shape::Text), Value::String(text)) => {
                Some(Value::Array(vec![Value::String(text.clone())]))
            }
            _ => None,
        }
    }
}

/// Whether a value is of the kind that a shape calls for, whatever is in it.
pub(super) fn fits(value: &Value, shape: Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Text | Shape::Uri(_) | Shape::OneOf(_) | Shape::SchemaName => value.is_string(),
        Shape::Bool => value.is_boolean(),
        Shape::Number | Shape::Count => value.is_number(),
        Shape::NumberOrBool => value.is_number() || value.is_boolean(),
        Shape::Types => value.is_string() || value.is_array(),
        Shape::Object(_) | Shape::RefOr(_) | Shape::Map(_) => value.is_object(),
        Shape::SchemaOrBool => value.is_object() || value.is_boolean(),
        Shape::List(_) => value.is_array(),
    }
}

/// What a shape calls for, in words.
fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "a value",
        Shape::Text | Shape::Uri(_) | Shape::OneOf(_) => "text",
        Shape::Bool => "`true` or `false`",
        Shape::Number => "a number",
        Shape::Count => "a whole number that is not negative",
        Shape::NumberOrBool => "a number or a boolean",
        Shape::Types => "the name of a type",
        Shape::SchemaName => "the name of a schema",
        Shape::Object(object) | Shape::RefOr(object) => match object {
            Object::Operation => "a mapping that describes an operation",
            Object::Response => "a mapping that describes a response",
            Object::Parameter => "a mapping that describes a parameter",
            _ => "a mapping",
        },
        Shape::SchemaOrBool => "a schema, which is a mapping",
        Shape::List(Shape::Text) => "a list of texts",
        Shape::List(Shape::SchemaOrBool) => "a list of schemas",
        Shape::List(_) => "a list",
        Shape::Map(_) => "a mapping",
    }
}

/// "`a`, `b` or `c`".
pub(super) fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
