//! What requests and responses carry, parameters, bodies and headers, as openapiv3's model has it.

use serde_json::{Map, Value, json};

use super::{Copier, Found, STYLED};
use crate::pointer::Pointer;

impl<'d> Copier<'d> {
    pub(super) fn parameters(self, owner: &Found<'d>) -> Value {
        owner
            .items("parameters")
            .filter_map(|(value, at)| self.parameter(value, at))
            .collect()
    }

    fn parameter(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = self.find(value, at)?;
        found.map.get("name")?.as_str()?;
        let (styles, default): (&[&str], _) = match found.map.get("in")?.as_str()? {
            "path" => (&["simple", "label", "matrix"], "simple"),
            "query" => (
                &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                "form",
            ),
            "header" => (&["simple"], "simple"),
            "cookie" => (&["form"], "form"),
            _ => return None,
        };
        let mut out = self.described_value(
            &found,
            &[
                "name",
                "in",
                "description",
                "required",
                "deprecated",
                "allowReserved",
                "allowEmptyValue",
            ],
        );
        let style = found
            .map
            .get("style")
            .and_then(Value::as_str)
            .filter(|style| styles.contains(style));
        let style = style.unwrap_or(default);
        out.insert("style".into(), json!(style));
        let explode = found.map.get("explode").and_then(Value::as_bool);
        out.insert("explode".into(), json!(explode.unwrap_or(style == "form")));
        Some(Value::Object(out))
    }

    /// What parameters and headers share: a schema or content.
    fn described_value(self, found: &Found<'d>, names: &[&str]) -> Map<String, Value> {
        let mut out = found.pick(names);
        let content = found.map.get("content").and_then(Value::as_object);
        if content.is_some_and(|content| !content.is_empty()) {
            out.insert("content".into(), self.content(found));
        } else {
            out.insert("schema".into(), schema_slot(&found.at));
        }
        out
    }

    fn content(self, owner: &Found<'d>) -> Value {
        let content = owner.entries("content").filter_map(|(name, value, at)| {
            let found = Found {
                map: value.as_object()?,
                at,
            };
            let mut out = found.pick(&[]);
            if found.map.contains_key("schema") {
                out.insert("schema".into(), schema_slot(&found.at));
            }
            let encoding = found.entries("encoding").filter_map(|(name, value, at)| {
                let found = Found {
                    map: value.as_object()?,
                    at,
                };
                let mut out = found.pick(&["contentType", "allowReserved"]);
                let style = found
                    .map
                    .get("style")
                    .and_then(Value::as_str)
                    .unwrap_or("form");
                let known =
                    ["form", "spaceDelimited", "pipeDelimited", "deepObject"].contains(&style);
                out.insert("style".into(), json!(if known { style } else { "form" }));
                let explode = found.map.get("explode").and_then(Value::as_bool);
                out.insert("explode".into(), json!(explode.unwrap_or(style == "form")));
                out.insert("headers".into(), self.headers(&found));
                let says = ["style", "explode", "allowReserved"];
                if says.iter().any(|key| found.map.contains_key(*key)) {
                    out.insert(STYLED.into(), json!(true));
                }
                Some((name.clone(), Value::Object(out)))
            });
            out.insert("encoding".into(), encoding.collect());
            Some((name.clone(), Value::Object(out)))
        });
        content.collect()
    }

    pub(super) fn request_body(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = self.find(value, at)?;
        let mut out = found.pick(&["description", "required"]);
        out.insert("content".into(), self.content(&found));
        Some(Value::Object(out))
    }

    pub(super) fn response(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = self.find(value, at)?;
        let mut out = found.pick(&["description"]);
        out.entry("description").or_insert(json!(""));
        out.insert("headers".into(), self.headers(&found));
        out.insert("content".into(), self.content(&found));
        let links = found.entries("links").filter_map(|(name, value, at)| {
            let found = self.find(value, at)?;
            let mut link = found.pick(&["operationId", "operationRef", "description"]);
            if !link.contains_key("operationId") && !link.contains_key("operationRef") {
                link.insert("operationId".into(), json!(""));
            }
            Some((name.clone(), Value::Object(link)))
        });
        out.insert("links".into(), links.collect());
        Some(Value::Object(out))
    }

    fn headers(self, owner: &Found<'d>) -> Value {
        let headers = owner.entries("headers").filter_map(|(name, value, at)| {
            let found = self.find(value, at)?;
            let mut out = self.described_value(&found, &["description", "required", "deprecated"]);
            let explode = found
                .map
                .get("explode")
                .and_then(Value::as_bool)
                .unwrap_or(false);
            out.insert("x-faircopy-explode".into(), json!(explode));
            Some((name.clone(), Value::Object(out)))
        });
        headers.collect()
    }
}

/// A schema's slot in the model: a reference to the schema's own place.
fn schema_slot(owner: &Pointer) -> Value {
    json!({ "$ref": owner.key("schema").as_str() })
}
