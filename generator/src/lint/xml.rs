//! What `xml` says: names that XML has, and prefixes that stand for something.

use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};

impl<'v> Linter<'v> {
    pub(super) fn xml(&mut self, members: &Map<String, Value>, path: &Path<'_>) -> Verdict {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        for key in ["name", "prefix"] {
            let Some(name) = text(key).filter(|name| !is_name(name)) else {
                continue;
            };
            let label =
                "a name starts with a letter or `_`, and goes on with these, digits, `.` and `-`";
            self.bad_name(name, label, &path.key(key).pointer(), false);
        }
        if let Some(prefix) = text("prefix").filter(|_| !members.contains_key("namespace")) {
            let message = format!("the prefix `{prefix}` stands for no namespace");
            let diagnostic = Diagnostic::new(codes::LOOSE_PREFIX, message);
            let at = path.key("prefix").pointer();
            self.report(diagnostic.at_value(&at, "expected `namespace` beside it"));
        }
        Verdict::Keep
    }
}

/// Whether a text is a name without a colon (Namespaces in XML 1.0, 3). `xmlns` declares namespaces.
fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = |char: char| char.is_alphabetic() || char == '_';
    let goes_on = |char: char| char.is_alphanumeric() || ".-_·".contains(char);
    chars.next().is_some_and(starts) && chars.all(goes_on) && text != "xmlns"
}
