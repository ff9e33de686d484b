//! JSON lines for programs: one object a diagnostic, with stable keys.

use serde_json::{Value, json};

use super::locate::Locator;
use crate::diagnostics::Diagnostics;
use crate::source::Sources;

/// The diagnostics as JSON, one object on a line:
///
/// | key | value |
/// |---|---|
/// | `code` | such as `"E0107"` |
/// | `severity` | `"error"` or `"warning"` |
/// | `message` | one sentence |
/// | `help` | how to mend it, or null |
/// | `more` | where more of its code were found than are kept, how many are only counted; else it is not there |
/// | `places` | a list, the mistake first, of objects with `file`, `line`, `column`, `endLine`, `endColumn` (all from 1, columns in characters, the end exclusive), `pointer` (in that file, or null), `primary` and `text` |
///
/// `folder` is put before the names of files.
pub fn json(diagnostics: &Diagnostics, sources: &Sources, folder: &str) -> String {
    let locator = Locator::new(sources);
    let mut lines = String::new();
    for (diagnostic, labels) in locator.sorted(diagnostics) {
        let places: Vec<Value> = labels
            .iter()
            .map(|label| {
                json!({
                    "file": label.path(folder),
                    "line": label.position.line,
                    "column": label.position.column,
                    "endLine": label.position.end_line,
                    "endColumn": label.position.end_column,
                    "pointer": label.pointer.as_ref().map(ToString::to_string),
                    "primary": label.primary,
                    "text": label.label,
                })
            })
            .collect();
        let mut object = json!({
            "code": diagnostic.code.id,
            "severity": diagnostic.severity.word(),
            "message": diagnostic.message,
            "help": diagnostic.help,
            "places": places,
        });
        if diagnostic.more > 0 {
            object["more"] = diagnostic.more.into();
        }
        lines.push_str(&object.to_string());
        lines.push('\n');
    }
    lines
}
