//! Formats beside a `type` that they say nothing of.

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use super::shape::alternatives;
use crate::diagnostics::{Diagnostic, codes};
use crate::format;

impl<'v> Linter<'v> {
    /// Warns of a format that is known, but for data of another type.
    pub(super) fn foreign_format(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let Some(Value::String(name)) = members.get("format") else {
            return;
        };
        let types: Vec<&str> = match members.get("type") {
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        let meant: Vec<&str> = format::types(name).collect();
        if meant.is_empty() || types.iter().any(|ty| concerns(&meant, ty)) {
            return;
        }
        let message = format!(
            "the format `{name}` says nothing of a value of type {}",
            alternatives(&types)
        );
        self.report(
            Diagnostic::new(codes::FOREIGN_FORMAT, message)
                .at_value(
                    &path.key("format").pointer(),
                    format!("it is for type {}", alternatives(&meant)),
                )
                .also_value(&path.key("type").pointer(), ""),
        );
    }
}

/// Whether a format for values of some types may be meant of a type. Numbers are also written as
/// text, so that readers without large ones keep their digits; what is no type is reported as that.
fn concerns(meant: &[&str], ty: &str) -> bool {
    let is_number = |ty: &str| matches!(ty, "integer" | "number");
    let is_type = super::schema::TYPES.contains(&ty);
    let is_for_numbers = meant.iter().any(|meant| is_number(meant));
    !is_type || meant.contains(&ty) || is_for_numbers && (is_number(ty) || ty == "string")
}
