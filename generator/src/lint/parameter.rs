//! Parameters and headers: a schema or content, and a style that goes with the place.

use serde_json::{Map, Value};

use super::path::Path;
use super::shape::alternatives;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::Object;
use crate::method::is_token;
use crate::parameter::Location;
use crate::pointer::Pointer;
use crate::version::Version;

/// What the names of headers are, in words.
const HEADER_NAME: &str = "a header's name is letters, digits and signs such as `-`";

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
        self.of_its_time(place, members, path);
        self.only_here(place, members, path);
        self.parameter_name(place, members, path);
        let styles = place.styles();
        if let Some(Value::String(style)) = members.get("style")
            && place != Location::Querystring
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

    /// Reports what came with a later version, and is honoured all the same.
    fn of_its_time(&mut self, place: Location, members: &Map<String, Value>, path: &Path<'_>) {
        let style = members.get("style").and_then(Value::as_str);
        let later = [
            (place == Location::Querystring).then_some("in"),
            (place == Location::Cookie && style == Some("cookie")).then_some("style"),
            (matches!(place, Location::Path | Location::Cookie)
                && members.contains_key("allowReserved"))
            .then_some("allowReserved"),
        ];
        if self.version >= Version::V3_2 {
            return;
        }
        for key in later.into_iter().flatten() {
            let this = self.version.as_str();
            let message = format!("`{key}` says what OpenAPI 3.2 can, in a document of {this}");
            let diagnostic = Diagnostic::new(codes::OTHER_VERSION, message);
            self.report(diagnostic.at_key(&path.key(key).pointer(), "honoured all the same"));
        }
    }

    /// Reports keys that have no meaning in the place of the parameter.
    fn only_here(&mut self, place: Location, members: &Map<String, Value>, path: &Path<'_>) {
        let style = place.style(members.get("style").and_then(Value::as_str));
        let without = [
            (
                "allowReserved",
                place.escapes(style),
                "nothing is percent-encoded here",
            ),
            (
                "allowEmptyValue",
                place == Location::Query,
                "only a query has parameters without a value",
            ),
        ];
        for (key, _, label) in without.into_iter().filter(|(_, means, _)| !means) {
            self.without_effect(key, members, label, path);
        }
    }

    fn without_effect(
        &mut self,
        key: &str,
        members: &Map<String, Value>,
        label: &str,
        path: &Path<'_>,
    ) {
        if members.contains_key(key) {
            let message = format!("`{key}` has no effect in this place");
            let diagnostic = Diagnostic::new(codes::FLAG_WITHOUT_EFFECT, message);
            self.report(diagnostic.at_key(&path.key(key).pointer(), label));
        }
    }

    /// The name of a parameter can stand in its place.
    fn parameter_name(&mut self, place: Location, members: &Map<String, Value>, path: &Path<'_>) {
        let Some(Value::String(name)) = members.get("name") else {
            return;
        };
        let label = match place {
            Location::Header if !is_token(name) => HEADER_NAME,
            Location::Path if name.contains(['{', '}']) => "no path has such a name in its braces",
            _ => return,
        };
        self.bad_name(name, label, &path.key("name").pointer(), false);
    }

    /// Checks the names of the headers of a response or of a part.
    pub(super) fn header_names(
        &mut self,
        members: &Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let headers = members.get("headers").and_then(Value::as_object);
        for (name, header) in headers.into_iter().flatten() {
            if !is_token(name) && header.is_object() {
                let at = path.key("headers").key(name).pointer();
                self.bad_name(name, HEADER_NAME, &at, true);
            }
        }
        Verdict::Keep
    }

    pub(super) fn bad_name(&mut self, name: &str, label: &str, at: &Pointer, is_key: bool) {
        let message = format!("`{name}` cannot be a name in this place");
        let diagnostic = Diagnostic::new(codes::BAD_NAME, message);
        self.report(match is_key {
            true => diagnostic.at_key(at, label),
            false => diagnostic.at_value(at, label),
        });
    }

    pub(super) fn header(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        self.schema_or_content(members, Object::Header, path);
        self.examples(members, path);
        let label = "nothing is percent-encoded in a header";
        self.without_effect("allowReserved", members, label, path);
        let label = "only a query has parameters without a value";
        self.without_effect("allowEmptyValue", members, label, path);
        Verdict::Keep
    }

    /// A parameter or header has one of the two; its type's keys may stand in it itself, as they
    /// did in Swagger 2.0.
    fn schema_or_content(&mut self, members: &Map<String, Value>, object: Object, path: &Path<'_>) {
        let at = path.pointer();
        let is = |key: &str, fits: fn(&Value) -> bool| members.get(key).is_some_and(fits);
        let has_schema = is("schema", |value| value.is_object() || value.is_boolean());
        let has_content = is("content", Value::is_object);
        let is_whole_query = object == Object::Parameter
            && members.get("in").and_then(Value::as_str) == Some("querystring");
        if is_whole_query && !has_content {
            let message = "a parameter that is the whole query has no `content`";
            let diagnostic = Diagnostic::new(codes::QUERY_WITHOUT_CONTENT, message);
            self.report(match has_schema {
                true => diagnostic.at_key(&at.key("schema"), "its media type is not known"),
                false => diagnostic.at_whole(&at, "expected a key `content`"),
            });
            return;
        }
        self.single_content(members, object, path);
        match (has_schema, has_content) {
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

    /// The content of a parameter or header is of one media type.
    fn single_content(&mut self, members: &Map<String, Value>, object: Object, path: &Path<'_>) {
        let Some(Value::Object(content)) = members.get("content") else {
            return;
        };
        if content.is_empty() {
            let message = format!("{} has content of no media type", object.title());
            let diagnostic = Diagnostic::new(codes::SEVERAL_CONTENTS, message);
            let at = path.key("content").pointer();
            self.report(diagnostic.at_value(&at, "expected one, such as `application/json`"));
        }
        if content.len() > 1 {
            let message = format!("{} has content of several media types", object.title());
            let diagnostic = Diagnostic::new(codes::SEVERAL_CONTENTS, message);
            let at = path.key("content").pointer();
            self.report(diagnostic.at_key(&at, "the first is taken"));
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
