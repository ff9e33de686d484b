//! What the generator left out, and whether OpenAPI itself is the reason.

use faircopy::Pointer;
use faircopy::Read;
use faircopy::diagnostics::{Code, codes};
use faircopy::internals::ir;
use serde_json::{Value, json};

/// Something that the document has and the crate has not.
pub(super) struct Skip {
    pub(super) what: String,
    pub(super) reason: String,
    /// The clause of the specification that leaves it open; none where it is ours to mend.
    pub(super) clause: Option<&'static str>,
}

/// The diagnostics that leave something out, each with the clause of the specification that puts it
/// outside what a generator can know.
const LEFT_OUT: &[(&Code, &str)] = &[(
    codes::XML_AS_TEXT,
    "OpenAPI 3.0.4, 4.7.26 XML Object: how XML maps to schemas of other types than objects and \
     arrays is not stated",
)];

impl Skip {
    pub(super) fn json(&self) -> Value {
        json!({ "what": self.what, "reason": self.reason, "clause": self.clause })
    }
}

/// What was left out of a crate.
pub(super) fn skips(read: &Read) -> Vec<Skip> {
    let mut skips = Vec::new();
    for (method, path, at) in operations(read.document()) {
        let is_there = ir::of(read).operations.iter().any(|operation| {
            operation.path == path && operation.method.as_str().eq_ignore_ascii_case(method)
        });
        if !is_there {
            let mut about = read.warnings.iter().filter(|diagnostic| {
                let pointer = diagnostic.pointer();
                pointer.is_some_and(|pointer| pointer.starts_with(&at))
            });
            skips.push(Skip {
                what: format!("{} {path}", method.to_uppercase()),
                reason: about
                    .next()
                    .map_or("no reason", |diagnostic| &diagnostic.message)
                    .to_owned(),
                clause: None,
            });
        }
    }
    for diagnostic in read.warnings.iter() {
        let row = LEFT_OUT
            .iter()
            .find(|(code, _)| code.id == diagnostic.code.id);
        if let Some((_, clause)) = row {
            let at = diagnostic.pointer().map(Pointer::to_string);
            skips.push(Skip {
                what: at.unwrap_or_default(),
                reason: diagnostic.message.clone(),
                clause: Some(clause),
            });
        }
    }
    skips
}

/// Method, path and place of each operation.
pub(super) fn operations(document: &Value) -> Vec<(&'static str, &str, Pointer)> {
    let mut found = Vec::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, item) in paths.filter(|(path, _)| path.starts_with('/')) {
        let mut at = Pointer::root().keys(["paths", path]);
        let mut item = item;
        if let Some(target) = item["$ref"].as_str().and_then(Pointer::parse)
            && let Some(value) = target.resolve(document)
        {
            (at, item) = (target, value);
        }
        for (method, _) in ir::Method::keyed() {
            if item.get(method).is_some_and(Value::is_object) {
                found.push((method, path.as_str(), at.key(method)));
            }
        }
    }
    found
}
