//! Parameters and headers: a schema or content, and a style that goes with the place.

use serde_json::{Map, Value};

use super::path::Path;
use super::shape::alternatives;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::Object;
use crate::parameter::Location;

impl<'v> Linter<'v> {
    pub(super) fn parameter(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        self.schema_or_content(members, Object::Parameter, path);
        self.examples(members, path);
        let Some(Value::String(location)) = members.get("in") else {
            return Verdict::Keep;
        };
        let location = location.to_ascii_lowercase();
        let Some(place) = Location::parse(&location) else {
            // Reported where it stands.
            return Verdict::Drop;
        };
        let styles = place.styles();
        if let Some(Value::String(style)) = members.get("style")
            && !styles.iter().any(|known| known.eq_ignore_ascii_case(style))
        {
            let at = path.key("style").pointer();
            let message = format!("the style `{style}` does not go with a {location} parameter");
            let label = format!("expected {}", alternatives(styles));
            self.report(Diagnostic::new(codes::WRONG_STYLE, message).at_value(&at, label));
            self.remove(at);
        }
        if place == Location::Path && members.get("required") != Some(&Value::Bool(true)) {
            let message = "a path parameter is not marked as required";
            let diagnostic = Diagnostic::new(codes::OPTIONAL_PATH_PARAMETER, message);
            let at = path.pointer();
            let diagnostic = match members.get("required") {
                Some(_) => diagnostic.at_value(&at.key("required"), "expected `true`"),
                None => diagnostic.at_whole(&at, "expected `required: true`"),
            };
            self.report(diagnostic);
            self.set(at.key("required"), Value::Bool(true));
        }
        Verdict::Keep
    }

    pub(super) fn header(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        self.schema_or_content(members, Object::Header, path);
        self.examples(members, path);
        Verdict::Keep
    }

    /// A parameter or header has one of the two; its type's keys may stand in it itself, as they
    /// did in Swagger 2.0.
    fn schema_or_content(&mut self, members: &Map<String, Value>, object: Object, path: &Path<'_>) {
        let at = path.pointer();
        let is = |key: &str, fits: fn(&Value) -> bool| members.get(key).is_some_and(fits);
        let has_schema = is("schema", |value| value.is_object() || value.is_boolean());
        match (has_schema, is("content", Value::is_object)) {
            (true, false) | (false, true) => {}
            (true, true) => {
                let message = format!("{} has both a schema and content", object.title());
                self.report(
                    Diagnostic::new(codes::SCHEMA_AND_CONTENT, message)
                        .at_key(&at.key("content"), "ignored")
                        .also_key(&at.key("schema"), "this is taken"),
                );
                self.remove(at.key("content"));
            }
            (false, false) => {
                let loose = loose_schema(members, object);
                if loose.is_empty() {
                    let message = format!("{} has neither a schema nor content", object.title());
                    let diagnostic = Diagnostic::new(codes::SCHEMALESS_PARAMETER, message);
                    self.report(diagnostic.at_whole(&at, "expected a key `schema`"));
                } else {
                    self.loose(&loose, object, path);
                }
                self.set(at.key("schema"), Value::Object(loose));
            }
        }
    }

    fn loose(&mut self, loose: &Map<String, Value>, object: Object, path: &Path<'_>) {
        let at = path.pointer();
        let keys: Vec<&str> = loose.keys().map(String::as_str).collect();
        let message = format!("{} holds its schema's keys itself", object.title());
        let mut diagnostic = Diagnostic::new(codes::LOOSE_PARAMETER, message);
        for (index, key) in keys.iter().enumerate() {
            let text = if index == 0 {
                "these belong into a `schema`"
            } else {
                ""
            };
            diagnostic = diagnostic.at_key(&at.key(key), text);
            self.remove(at.key(key));
        }
        self.report(diagnostic);
    }
}

/// The keys of a parameter that are those of a schema, and none of its own.
fn loose_schema(members: &Map<String, Value>, object: Object) -> Map<String, Value> {
    members
        .iter()
        .filter(|(key, value)| {
            object.field(key).is_none()
                && Object::Schema
                    .field(key)
                    .is_some_and(|field| super::shape::fits(value, field.shape))
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
