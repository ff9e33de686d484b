//! The keys of an object: known ones hold what they should, unknown ones are reported with what may
//! be meant, and what must be there is.

use serde_json::{Map, Value};

use super::path::Path;
use super::shape::fits;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::grammar::{Field, Filler, Need, Object, Shape, Weight};
use crate::suggest::nearest;

impl<'v> Linter<'v> {
    /// Checks an object of the specification, which is not a reference.
    pub(super) fn object(&mut self, value: &'v Value, object: Object, path: &Path<'_>) -> Verdict {
        let Value::Object(members) = value else {
            return Verdict::Drop;
        };
        for (key, value) in members {
            // An extension is the author's own, but a scheme, say, may have any name.
            if key.starts_with("x-") && object != Object::SecurityRequirement {
                if object == Object::Callback {
                    self.remove(path.key(key).pointer());
                }
                continue;
            }
            self.member(members, key, value, object, path);
        }
        self.exclusions(members, object, path);
        let verdict = self.missing(members, object, path);
        if verdict == Verdict::Keep {
            self.rules(value, members, object, path)
        } else {
            verdict
        }
    }

    /// The rules of an object that tables cannot say.
    fn rules(
        &mut self,
        value: &'v Value,
        members: &'v Map<String, Value>,
        object: Object,
        path: &Path<'_>,
    ) -> Verdict {
        match object {
            Object::Parameter => self.parameter(members, path),
            Object::Header => self.header(members, path),
            Object::Schema => self.schema(value, members, path),
            Object::MediaType => self.media_type(members, path),
            Object::SecurityScheme => self.security_scheme(members, path),
            Object::SecurityRequirement => self.security_requirement(members, path),
            Object::Link => self.link(members, path),
            Object::Paths => self.paths(members, path),
            Object::Operation => self.operation(members, path),
            Object::PathItem => {
                self.server_names(members, path);
                self.path_item(members, path)
            }
            Object::OpenApi => self.containers(members, path),
            Object::Components => self.component_names(members, path),
            Object::Server => self.server(members, path),
            Object::ServerVariable => self.server_variable(members, path),
            Object::Callback => self.callback(members, path),
            Object::Responses => self.responses(members, path),
            Object::Xml => self.xml(members, path),
            Object::Response | Object::Encoding => self.header_names(members, path),
            _ => Verdict::Keep,
        }
    }

    fn member(
        &mut self,
        members: &'v Map<String, Value>,
        key: &'v str,
        value: &'v Value,
        object: Object,
        path: &Path<'_>,
    ) {
        let at = path.key(key);
        if let Some(field) = object.field(key) {
            if !field.is_in(self.version) {
                self.other_version(field, &at);
            }
            if object == Object::Schema && self.older_form(key, value, members, path) {
                return;
            }
            // What an older version gives no meaning may be anything there.
            let weight = match field.since > self.version {
                true => Weight::Light,
                false => field.weight,
            };
            if self.shape(value, field.shape, weight, &at) == Verdict::Drop {
                self.remove(at.pointer());
            }
            return;
        }
        let Some(shape) = object.patterned() else {
            self.unknown_key(members, key, value, object, path);
            return;
        };
        let is_named = match object {
            Object::Paths => self.path_name(key, path),
            Object::Responses => self.status(members, key, path),
            _ => true,
        };
        if !is_named || self.shape(value, shape, Weight::Heavy, &at) == Verdict::Drop {
            self.remove(at.pointer());
        }
    }

    fn other_version(&mut self, field: &Field, at: &Path<'_>) {
        let message = format!(
            "`{}` is a key of OpenAPI {}, in a document of {}",
            field.name,
            field.other_version(self.version).as_str(),
            self.version.as_str(),
        );
        self.report(
            Diagnostic::new(codes::OTHER_VERSION, message)
                .at_key(&at.pointer(), "honoured all the same"),
        );
    }

    fn unknown_key(
        &mut self,
        members: &Map<String, Value>,
        key: &str,
        value: &Value,
        object: Object,
        path: &Path<'_>,
    ) {
        if object == Object::Parameter || object == Object::Header {
            let is_schema_key = Object::Schema.field(key).is_some();
            if is_schema_key && !members.contains_key("schema") && !members.contains_key("content")
            {
                // Reported as a whole by the rules of parameters.
                return;
            }
        }
        let known = object.fields().iter();
        let near = nearest(key, known.map(|field| field.name));
        let near = near.and_then(|name| object.field(name));
        let pointer = path.key(key).pointer();
        let message = format!("unknown key `{key}` in {}", object.title());
        let diagnostic = match near {
            Some(field) if is_meant(field, value, members) => {
                Diagnostic::new(codes::MISSPELT_KEY, message)
                    .at_key(&pointer, format!("did you mean `{}`?", field.name))
            }
            Some(field) => Diagnostic::new(codes::UNKNOWN_KEY, message)
                .at_key(&pointer, format!("did you mean `{}`?", field.name)),
            None => Diagnostic::new(codes::UNKNOWN_KEY, message).at_key(&pointer, "ignored"),
        };
        self.report(diagnostic);
        self.remove(pointer);
    }

    /// Reports what must be there and isn't, and puts something in its place where that is enough.
    fn missing(
        &mut self,
        members: &Map<String, Value>,
        object: Object,
        path: &Path<'_>,
    ) -> Verdict {
        let mut verdict = Verdict::Keep;
        for field in object
            .fields()
            .iter()
            .filter(|field| field.need != Need::Optional)
        {
            // A null is reported where it stands, and taken out.
            if members
                .get(field.name)
                .is_some_and(|value| fits(value, field.shape))
            {
                continue;
            }
            let there = members.get(field.name);
            let is_there = there.is_some();
            let is_coerced = matches!(field.shape, Shape::Text | Shape::Uri(_))
                && there.is_some_and(|value| value.is_number() || value.is_boolean());
            let pointer = path.pointer();
            let message = format!("{} has no `{}`", object.title(), field.name);
            match field.need {
                Need::Optional => {}
                Need::Filled(filler) => {
                    if !is_there && !field.may_be_missing(self.version) {
                        let diagnostic = Diagnostic::new(codes::MISSING_WORDS, message);
                        self.report(diagnostic.at_whole(&pointer, "the specification requires it"));
                    }
                    if !is_coerced {
                        self.set(pointer.key(field.name), filled(filler));
                    }
                }
                Need::Required if is_there => {
                    if !is_coerced {
                        verdict = Verdict::Drop;
                    }
                }
                Need::Required => {
                    let code = match object {
                        // These only document.
                        Object::ExternalDocs | Object::Tag => codes::MISSING_WORDS,
                        _ => codes::MISSING_PART,
                    };
                    self.report(
                        Diagnostic::new(code, message)
                            .at_whole(&pointer, format!("expected a key `{}`", field.name)),
                    );
                    verdict = Verdict::Drop;
                }
            }
        }
        verdict
    }

    /// Reports keys of which only one may be there.
    fn exclusions(&mut self, members: &Map<String, Value>, object: Object, path: &Path<'_>) {
        for (one, other) in object.exclusions() {
            if !members.contains_key(*one) || !members.contains_key(*other) {
                continue;
            }
            let message = format!("{} has both `{one}` and `{other}`", object.title());
            let at = path.pointer();
            let diagnostic = Diagnostic::new(codes::EXCLUSIVE_KEYS, message)
                .at_key(&at.key(other), "only one of the two may be there")
                .also_key(&at.key(one), "the other one");
            self.report(diagnostic);
        }
    }

    /// A document has something to say.
    fn containers(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        let has = |key: &&str| members.contains_key(*key);
        let is_needed = Object::OpenApi
            .field("paths")
            .is_some_and(|field| !field.may_be_missing(self.version));
        if !is_needed && !["paths", "components", "webhooks"].iter().any(has) {
            let message = "the document has neither `paths` nor `components` nor `webhooks`";
            let diagnostic = Diagnostic::new(codes::NOTHING_DESCRIBED, message);
            self.report(diagnostic.at_whole(&path.pointer(), "expected one of them"));
        }
        self.tags(members, path);
        self.server_names(members, path);
        Verdict::Keep
    }

    /// The names of components are those that references can be written to.
    fn component_names(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        // 2.0 allows any.
        let kinds = members.iter().filter(|_| !self.is_rewritten);
        let maps = kinds.filter_map(|(kind, map)| Some((kind, map.as_object()?)));
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        let names = maps.flat_map(|(kind, map)| map.keys().map(move |name| (kind, name)));
        let is_bad = |name: &str| name.is_empty() || !name.bytes().all(is_of_name);
        let bad: Vec<_> = names
            .filter(|(kind, name)| Object::Components.field(kind).is_some() && is_bad(name))
            .collect();
        for (kind, name) in bad {
            let label = "a component's name is letters, digits, `.`, `-` and `_`";
            self.bad_name(name, label, &path.key(kind).key(name).pointer(), true);
        }
        Verdict::Keep
    }

    /// An operation answers somehow.
    fn responses(&mut self, members: &Map<String, Value>, path: &Path<'_>) -> Verdict {
        if members.keys().all(|key| key.starts_with("x-")) {
            let diagnostic = Diagnostic::new(codes::NO_RESPONSES, "an operation has no responses");
            let label = "expected a status, a range such as `2XX`, or `default`";
            self.report(diagnostic.at_value(&path.pointer(), label));
        }
        Verdict::Keep
    }
}

/// Whether an unknown key is surely a slip for a known one that the code depends on.
fn is_meant(field: &Field, value: &Value, members: &Map<String, Value>) -> bool {
    field.weight == Weight::Heavy && fits(value, field.shape) && !members.contains_key(field.name)
}

fn filled(filler: Filler) -> Value {
    match filler {
        Filler::Text(text) => Value::String(text.to_owned()),
        Filler::Map => Value::Object(Map::new()),
        Filler::Info => serde_json::json!({ "title": "API", "version": "0" }),
    }
}
