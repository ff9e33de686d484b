//! Defaults, examples and allowed values: each should keep to the schema that it belongs to.

use serde_json::{Map, Value};

use super::judge::Fault;
use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Code, Diagnostic, codes};
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
        let Some(Value::Object(examples)) = members.get("examples") else {
            return;
        };
        for (name, example) in examples {
            // Shared ones may well serve several schemas; each is judged where it is used.
            let reference = example
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(Pointer::parse);
            let examples_path = path.key("examples");
            let own = examples_path.key(name);
            let stated = self.followed(example).and_then(|example| {
                let keys = ["dataValue", "value"].into_iter();
                keys.into_iter()
                    .find_map(|key| Some((key, example.get(key)?)))
            });
            let Some((key, value)) = stated else { continue };
            let at = reference.unwrap_or_else(|| own.pointer()).key(key);
            self.judge_at(
                codes::EXAMPLE_BREAKS_SCHEMA,
                "the example",
                value,
                at,
                schema,
                &schema_path,
            );
        }
    }

    /// Judges the examples of a media type, where they are JSON.
    pub(super) fn media_type(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        if (members.contains_key("example") || members.contains_key("examples"))
            && path.name().contains("json")
        {
            self.examples(members, path);
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
