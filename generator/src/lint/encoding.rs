//! Encodings of parts and fields: of a media type that has some, and of properties that there are.

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::diagnostics::{Diagnostic, codes};
use crate::media::Family;
use crate::pointer::Pointer;

impl<'v> Linter<'v> {
    pub(super) fn encodings(
        &mut self,
        members: &'v Map<String, Value>,
        family: Family,
        path: &Path<'_>,
    ) {
        let has_fields = matches!(family, Family::Multipart | Family::Form);
        for (key, means) in [
            ("encoding", has_fields),
            ("prefixEncoding", family == Family::Multipart),
            ("itemEncoding", family == Family::Multipart),
        ] {
            if members.contains_key(key) && !means {
                let label = match key {
                    "encoding" => "only bodies in parts and forms have encodings",
                    _ => "only bodies in parts have such encodings",
                };
                self.idle_encoding(&format!("`{key}`"), &path.key(key).pointer(), label);
            }
        }
        let Some(Value::Object(stated)) = members.get("encoding").filter(|_| has_fields) else {
            return;
        };
        let schema = members
            .get("schema")
            .and_then(|schema| self.followed(schema));
        let Some(properties) = schema.and_then(only_properties) else {
            return;
        };
        for name in stated.keys().filter(|name| !name.starts_with("x-")) {
            if properties.contains_key(name) {
                continue;
            }
            let label = match self.nearest(name, properties.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "the schema has no property of this name".to_owned(),
            };
            let at = path.key("encoding").key(name).pointer();
            self.idle_encoding(&format!("the encoding of `{name}`"), &at, &label);
        }
    }

    fn idle_encoding(&mut self, what: &str, at: &Pointer, label: &str) {
        let message = format!("{what} has no effect");
        let diagnostic = Diagnostic::new(codes::ENCODING_WITHOUT_EFFECT, message);
        self.report(diagnostic.at_key(at, label));
    }
}

/// The properties of an object that has no others, and of which nothing else says what it has.
fn only_properties(schema: &Value) -> Option<&Map<String, Value>> {
    const OTHERS: [&str; 8] = [
        "$ref",
        "$dynamicRef",
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "dependentSchemas",
        "patternProperties",
    ];
    let is_open = OTHERS.iter().any(|key| schema.get(key).is_some());
    let rest = schema.get("additionalProperties");
    let takes_others = rest.is_some_and(|rest| *rest != Value::Bool(false));
    let properties = schema.get("properties")?.as_object()?;
    (!is_open && !takes_others).then_some(properties)
}
