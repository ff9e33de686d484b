//! Defaults, examples and allowed values: each should keep to the schema that it belongs to.

use serde_json::{Map, Value};

use super::judge::Fault;
use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::json::equal;
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'v> Linter<'v> {
    /// Judges what a schema says of itself: its default, its examples and its allowed values.
    pub(super) fn own_values(
        &mut self,
        schema: &'v Value,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) {
        if let Some(value) = members.get("default") {
            let code = codes::DEFAULT_BREAKS_SCHEMA;
            self.judge(
                code,
                "the default",
                value,
                &path.key("default"),
                schema,
                path,
            );
        }
        if let Some(value) = members.get("example") {
            self.example(value, &path.key("example"), schema, path);
        }
        if let Some(Value::Array(values)) = members.get("examples") {
            for (index, value) in values.iter().enumerate() {
                let list = path.key("examples");
                self.example(value, &list.index(index), schema, path);
            }
        }
        if let Some(Value::Array(values)) = members.get("enum") {
            for (index, value) in values.iter().enumerate() {
                if let Some(fault) = self.judge.fault_beside_enum(members, value) {
                    let at = path.key("enum").index(index).pointer();
                    let message = format!("the rest of the schema does not allow {}", short(value));
                    self.complain(
                        codes::DEAD_ENUM_VALUE,
                        message,
                        &fault,
                        &at,
                        &path.pointer(),
                    );
                }
            }
        }
    }

    /// Judges the examples of a parameter, header or media type by its schema.
    pub(super) fn examples(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let Some(schema) = members.get("schema") else {
            return;
        };
        let schema_path = path.key("schema");
        if let Some(value) = members.get("example") {
            self.example(value, &path.key("example"), schema, &schema_path);
        }
        for (value, at) in self.named_examples(members, path) {
            let (code, what) = (codes::EXAMPLE_BREAKS_SCHEMA, "the example");
            self.judge_at(code, what, value, at, schema, &schema_path);
        }
    }

    /// Judges the examples of a sequence, item by item.
    fn item_examples(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let Some(schema) = members.get("itemSchema") else {
            return;
        };
        let schema_path = path.key("itemSchema");
        let mut found = self.named_examples(members, path);
        let own = members.get("example");
        found.extend(own.map(|value| (value, path.key("example").pointer())));
        for (value, at) in found {
            let items = value.as_array().into_iter().flatten().enumerate();
            for (index, item) in items {
                let (code, what) = (codes::EXAMPLE_BREAKS_SCHEMA, "the item");
                self.judge_at(code, what, item, at.index(index), schema, &schema_path);
            }
        }
    }

    /// The values of the named examples, references followed, and where they stand.
    fn named_examples(
        &self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Vec<(&'v Value, Pointer)> {
        let values = self.stated_examples(members, path).into_iter();
        let values = values.filter_map(|(example, at)| {
            let mut keys = ["dataValue", "value"].into_iter();
            let found = keys.find_map(|key| Some((key, example.get(key)?)));
            found.map(|(key, value)| (value, at.key(key)))
        });
        values.collect()
    }

    /// The named examples, references followed, and where they stand.
    fn stated_examples(
        &self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Vec<(&'v Value, Pointer)> {
        let examples = members.get("examples").and_then(Value::as_object);
        let examples = examples.into_iter().flatten();
        let examples = examples.filter_map(|(name, example)| {
            // Shared ones may well serve several schemas; each is judged where it is used.
            let reference = example
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(Pointer::parse);
            let own = || path.key("examples").key(name).pointer();
            Some((self.followed(example)?, reference.unwrap_or_else(own)))
        });
        examples.collect()
    }

    /// Judges whether texts of JSON stand for the data that they are examples of.
    fn serialized(&mut self, members: &'v Map<String, Value>, family: Family, path: &Path<'_>) {
        for (example, at) in self.stated_examples(members, path) {
            let (Some(data), Some(Value::String(text))) =
                (example.get("dataValue"), example.get("serializedValue"))
            else {
                continue;
            };
            let lines = || {
                text.split(['\n', '\u{1e}'])
                    .filter(|line| !line.trim().is_empty())
            };
            let value: Option<Value> = match family {
                Family::Json => serde_json::from_str(text).ok(),
                Family::JsonLines => lines()
                    .map(|line| serde_json::from_str::<Value>(line).ok())
                    .collect(),
                _ => return,
            };
            if value.is_some_and(|value| equal(&value, data)) {
                continue;
            }
            let message = "`serializedValue` does not stand for `dataValue`";
            let diagnostic = Diagnostic::new(codes::SERIALIZED_OTHERWISE, message);
            self.report(
                diagnostic
                    .at_value(&at.key("serializedValue"), "")
                    .also_value(&at.key("dataValue"), "these are the data"),
            );
        }
    }

    /// Judges the examples of a media type, where they are JSON.
    pub(super) fn media_type(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let has = |keys: &[&str]| keys.iter().any(|key| members.contains_key(*key));
        if !has(&[
            "example",
            "examples",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ]) {
            return Verdict::Keep;
        }
        let at = path.pointer();
        let name = at.last().unwrap_or_default().into_owned();
        let family = media::family(&name);
        // A shared one is of the media types that refer to it.
        let is_shared = at.as_str().starts_with("/components/mediaTypes/");
        if !is_shared || at.tokens().count() > 3 {
            self.encodings(members, family, path);
        }
        if has(&["example", "examples"]) {
            if name.contains("json") {
                self.examples(members, path);
            }
            if family == Family::JsonLines {
                self.item_examples(members, path);
            }
            self.serialized(members, family, path);
        }
        Verdict::Keep
    }

    fn example(
        &mut self,
        value: &'v Value,
        at: &Path<'_>,
        schema: &'v Value,
        schema_path: &Path<'_>,
    ) {
        self.judge(
            codes::EXAMPLE_BREAKS_SCHEMA,
            "the example",
            value,
            at,
            schema,
            schema_path,
        );
    }

    fn judge(
        &mut self,
        code: &'static Code,
        what: &str,
        value: &'v Value,
        at: &Path<'_>,
        schema: &'v Value,
        schema_path: &Path<'_>,
    ) {
        self.judge_at(code, what, value, at.pointer(), schema, schema_path);
    }

    fn judge_at(
        &mut self,
        code: &'static Code,
        what: &str,
        value: &'v Value,
        at: Pointer,
        schema: &'v Value,
        schema_path: &Path<'_>,
    ) {
        if let Some(fault) = self.judge.fault(schema, value) {
            let message = format!("{what} breaks its schema");
            self.complain(code, message, &fault, &at, &schema_path.pointer());
        }
    }

    fn complain(
        &mut self,
        code: &'static Code,
        message: String,
        fault: &Fault,
        at: &Pointer,
        schema: &Pointer,
    ) {
        self.report(
            Diagnostic::new(code, message)
                .at_value(&fault.value_at(at), &fault.reason)
                .also_key(&fault.schema_at(schema), "by this"),
        );
    }
}

/// A value as it can stand in a sentence.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
