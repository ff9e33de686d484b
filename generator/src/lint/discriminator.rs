//! Discriminators: tags that branches have, and that lead to schemas.

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Pointer;

const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

impl<'v> Linter<'v> {
    /// Checks the discriminator of a schema against the schema's branches.
    pub(super) fn discriminator(&mut self, schema: &'v Value, around: &Path<'_>) {
        let Some(Value::Object(members)) = schema.get("discriminator") else {
            return;
        };
        let path = around.key("discriminator");
        self.mapping(members, &path);
        if let Some(Value::String(property)) = members.get("propertyName") {
            let at = path.key("propertyName").pointer();
            self.undeclared_tag(schema, property, &at, around);
        }
    }

    fn undeclared_tag(
        &mut self,
        schema: &'v Value,
        property: &'v str,
        at: &Pointer,
        path: &Path<'_>,
    ) {
        for keyword in UNIONS {
            let branches = schema.get(keyword).and_then(Value::as_array);
            for (index, branch) in branches.into_iter().flatten().enumerate() {
                if is_null(branch) || self.declares(branch, property) {
                    continue;
                }
                let branch_at = path.key(keyword).index(index).pointer();
                let message = format!("a branch does not declare the discriminator `{property}`");
                self.report(
                    Diagnostic::new(codes::UNDECLARED_DISCRIMINATOR, message)
                        .at_value(&branch_at, "this one")
                        .also_value(at, "named here"),
                );
            }
        }
    }

    fn mapping(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let schemas = self
            .root
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        let mapping = members.get("mapping").and_then(Value::as_object);
        for (tag, schema) in mapping.into_iter().flatten() {
            let Value::String(name) = schema else {
                continue;
            };
            let is_component = schemas.is_some_and(|schemas| schemas.contains_key(name));
            let at = Pointer::parse(name);
            if is_component
                || at
                    .as_ref()
                    .is_some_and(|at| at.resolve(self.root).is_some())
            {
                continue;
            }
            let names = schemas.into_iter().flat_map(Map::keys).map(String::as_str);
            let last = at.as_ref().and_then(Pointer::last);
            let label = match self.nearest(last.as_deref().unwrap_or(name), names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "no schema of the document has this name".to_owned(),
            };
            let message = format!("the tag `{tag}` leads to `{name}`, which is nowhere");
            let diagnostic = Diagnostic::new(codes::ASTRAY_MAPPING, message);
            let at = path.key("mapping").key(tag).pointer();
            self.report(diagnostic.at_value(&at, label));
        }
    }
}

fn is_null(branch: &Value) -> bool {
    branch.get("type").and_then(Value::as_str) == Some("null")
}
