//! Which version of the specification a document says that it follows.

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::pointer::Pointer;
use crate::version::Version;

/// The version of a document; one clear error, and nothing else, when it is not one that is
/// understood.
pub(super) fn check(root: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let at = Pointer::root().key("openapi");
    match root.get("openapi") {
        Some(Value::String(text)) => recognized(text, &at, diagnostics),
        // YAML reads an unquoted `3.1` as a number; the walk makes text of it.
        Some(Value::Number(number)) => recognized(&number.to_string(), &at, diagnostics),
        Some(_) => {
            let message = "the version of the specification is not text";
            diagnostics.push(
                Diagnostic::new(codes::NOT_OPENAPI, message)
                    .at_value(&at, "expected a version such as `3.0.3`"),
            );
            None
        }
        None if root.get("swagger").is_some() => {
            let at = Pointer::root().key("swagger");
            diagnostics.push(
                Diagnostic::new(codes::SWAGGER, "the version of Swagger is not supported")
                    .at_value(&at, "expected `2.0`"),
            );
            None
        }
        None => {
            let (message, label) = if root.is_object() {
                ("the document has no key `openapi`", "")
            } else {
                ("the document is not a mapping", "")
            };
            diagnostics.push(
                Diagnostic::new(codes::NOT_OPENAPI, message)
                    .at_value(&Pointer::root(), label)
                    .help("an OpenAPI document starts with a line like `openapi: 3.0.3`"),
            );
            None
        }
    }
}

fn recognized(text: &str, at: &Pointer, diagnostics: &mut Diagnostics) -> Option<Version> {
    let version = Version::of(text);
    if let Some(version) = version
        && !Version::is_whole(text)
    {
        let meant = format!("{}.0", version.as_str());
        let message = format!("the version `{text}` is read as `{meant}`");
        let diagnostic = Diagnostic::new(codes::READ_AS, message);
        diagnostics.push(diagnostic.at_value(at, "a version has three numbers"));
    }
    if version.is_none() {
        let message = format!("the version {text:?} of the specification is not supported");
        diagnostics.push(
            Diagnostic::new(codes::UNSUPPORTED_VERSION, message)
                .at_value(at, "expected 3.0, 3.1 or 3.2"),
        );
    }
    version
}
