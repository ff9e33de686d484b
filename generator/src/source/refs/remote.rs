//! References to other hosts that the loader does not read, which matters where what they name is used.

use serde_json::Value;

use super::Bundler;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

impl Bundler<'_, '_> {
    /// Notes a reference to another host; of a component only the whole document tells whether that
    /// matters.
    pub(super) fn remote(&mut self, text: &str, reason: String, at: &Pointer) {
        if component(at).is_some() {
            self.remote.insert(at.clone(), (text.to_owned(), reason));
        } else {
            self.complain(codes::REMOTE_REFERENCE, text, at, &reason);
        }
    }

    /// Reports the components that lead to other hosts.
    pub(super) fn report_remote(&mut self, bundled: &Value) {
        for (at, (text, reason)) in std::mem::take(&mut self.remote) {
            let Some(name) = component(&at) else { continue };
            if mentions(bundled, &name, &text) {
                self.complain(codes::REMOTE_REFERENCE, &text, &at, &reason);
                continue;
            }
            let message = format!("the reference `{text}` is not followed");
            let diagnostic = Diagnostic::new(codes::REMOTE_UNUSED, message);
            let label = format!("{reason}, and nothing uses this component");
            self.diagnostics.push(diagnostic.at_value(&at, &label));
        }
    }
}

/// The name of the component that a `$ref` is all of.
fn component(at: &Pointer) -> Option<String> {
    let tokens: Vec<_> = at.tokens().collect();
    match tokens.as_slice() {
        [components, _, name, reference] if components == "components" && reference == "$ref" => {
            Some(name.clone().into_owned())
        }
        _ => None,
    }
}

/// Whether anything but its own text may mean the component of a name: a reference, a mapping, or a
/// requirement.
fn mentions(value: &Value, name: &str, own: &str) -> bool {
    match value {
        Value::String(text) => text != own && text.rsplit('/').next() == Some(name),
        Value::Array(items) => items.iter().any(|item| mentions(item, name, own)),
        Value::Object(members) => members.iter().any(|(key, value)| {
            let requires = |item: &Value| item.get(name).is_some();
            let is_required = key == "security"
                && value
                    .as_array()
                    .is_some_and(|list| list.iter().any(requires));
            is_required || mentions(value, name, own)
        }),
        _ => false,
    }
}
