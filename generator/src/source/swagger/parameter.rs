//! Parameters of the path, the query and headers, and what lists in them look like.

use serde_json::{Map, Value, json};

use super::{Spot, Upgrade};
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

/// How the items of a list are written, as 3.0 says it.
pub(super) struct Listed {
    pub(super) style: &'static str,
    pub(super) explode: bool,
}

/// Where a parameter goes, by its `in`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Body,
    Form,
    /// The path, the query, a header, or whatever else stands there.
    Other,
}

impl Place {
    /// The value of `in` for a field of a form.
    pub(super) const FORM: &'static str = "formData";
    /// A field of a form whose fields are parts, to which 3.0 gives no style.
    pub(super) const MULTIPART: &'static str = "multipart/form-data";

    pub(super) fn of(parameter: &Value) -> Place {
        match parameter.get("in").and_then(Value::as_str) {
            Some("body") => Place::Body,
            Some(Place::FORM) => Place::Form,
            _ => Place::Other,
        }
    }
}

impl Upgrade<'_> {
    /// A parameter that is neither of the body nor of a form.
    pub(super) fn parameter(&mut self, parameter: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = parameter else {
            return parameter.clone();
        };
        if members.contains_key("$ref") {
            self.references.push(spot.new.key("$ref"));
            return parameter.clone();
        }
        let mut new = members.clone();
        if new.contains_key("schema") || new.contains_key("content") {
            // It is written as in 3.0, which is understood.
            return parameter.clone();
        }
        let place = members.get("in").and_then(Value::as_str).unwrap_or("query");
        let (schema, listed) = self.held(&mut new, place, &spot.old, spot.new.key("schema"));
        if let Some(listed) = listed {
            new.insert("style".to_owned(), json!(listed.style));
            new.insert("explode".to_owned(), json!(listed.explode));
        }
        new.insert("schema".to_owned(), schema);
        new.into()
    }

    /// The schema that a parameter, a field or a header holds in its own keys, which are taken out of it,
    /// and how it is written if it is a list. Where 3.0 has no word for that, it is the text that the
    /// caller makes of it.
    pub(super) fn held(
        &mut self,
        holder: &mut Map<String, Value>,
        place: &str,
        old: &Pointer,
        new: Pointer,
    ) -> (Value, Option<Listed>) {
        let is_list = holder.get("type").and_then(Value::as_str) == Some("array");
        let listed = is_list.then(|| self.listed(holder, place, old)).flatten();
        holder.shift_remove("collectionFormat");
        let schema = self.own_schema(holder, old, new);
        match (is_list, listed) {
            (true, None) => (json!({ "type": "string" }), None),
            (_, listed) => (schema, listed),
        }
    }

    /// How a list is written; `None`, with a warning, where 3.0 has no word for it.
    fn listed(
        &mut self,
        parameter: &Map<String, Value>,
        place: &str,
        old: &Pointer,
    ) -> Option<Listed> {
        let format = parameter.get("collectionFormat").and_then(Value::as_str);
        let is_query = matches!(place, "query" | Place::FORM);
        let listed = match (format.unwrap_or("csv"), is_query) {
            ("multi", _) if place == Place::MULTIPART => Some(("form", true)),
            _ if place == Place::MULTIPART => None,
            ("csv", true) => Some(("form", false)),
            ("csv", false) => Some(("simple", false)),
            ("multi", true) => Some(("form", true)),
            ("ssv", true) => Some(("spaceDelimited", false)),
            ("pipes", true) => Some(("pipeDelimited", false)),
            _ => None,
        };
        let inner = parameter.get("items").and_then(|items| items.get("type"));
        let is_nested = inner.is_some_and(|kind| kind == "array");
        let listed = listed.filter(|_| !is_nested);
        if listed.is_none() {
            let name = parameter.get("name").and_then(Value::as_str);
            // A header's is its key.
            let key = old.last().unwrap_or_default();
            let name = name.unwrap_or(&key);
            let message = format!("the lists of `{name}` are written by the caller");
            let (at, label) = match is_nested {
                true => ("items", "they hold lists"),
                false => (
                    "collectionFormat",
                    "no version after 2.0 has a word for this",
                ),
            };
            let diagnostic = Diagnostic::new(codes::COLLECTION_FORMAT, message);
            self.report(diagnostic.at_value(&old.key(at), label));
        }
        listed.map(|(style, explode)| Listed { style, explode })
    }
}
