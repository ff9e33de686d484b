//! Words for dates and times that change nothing → warnings.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::Document;
use crate::format::DATE_TIME;
use crate::lower::lowerer::Options;
use crate::pointer::Pointer;

/// Warns of `naive` and `lenient` where they stand for a format that has no such kinds, or for schemas without
/// dates and times.
pub(super) fn warn(document: &Document, options: &Options, diagnostics: &mut Diagnostics) {
    let root = Pointer::root();
    let components = root.keys(["components", "schemas"]);
    for (table, key) in &options.date_times {
        let at = match *table {
            "schemas" => Pointer::parse(key).unwrap_or_else(|| components.key(key)),
            _ => root.clone(),
        };
        let (message, label) = match at.resolve(&document.value) {
            _ if *table == "formats" && key != DATE_TIME => {
                let message = format!("`{key}` in `formats` has no `naive` and `lenient` values");
                (message, "the format that has them is `date-time`")
            }
            Some(value) if has_date_time(value) => continue,
            Some(_) => {
                let message = format!("`{key}` in `{table}` says how dates and times are written");
                (message, "there is no `format: date-time` in this")
            }
            // What is not there is told with all others.
            None => continue,
        };
        let diagnostic = Diagnostic::new(codes::UNMATCHED_CHOICE, message);
        diagnostics.push(diagnostic.at_key(&at, label));
    }
}

fn has_date_time(value: &Value) -> bool {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(members) => {
                if members.get("format").and_then(Value::as_str) == Some(DATE_TIME) {
                    return true;
                }
                pending.extend(members.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    false
}
