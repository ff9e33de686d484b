//! Servers: addresses that paths can be put behind, and variables that stand for something.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::operation::template_names;
use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};

impl<'v> Linter<'v> {
    pub(super) fn server(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) -> Verdict {
        let Some(Value::String(url)) = members.get("url") else {
            return Verdict::Keep;
        };
        let at = path.key("url").pointer();
        if url.contains(['?', '#']) {
            let message = format!("the server's address `{url}` does not end with a path");
            let diagnostic = Diagnostic::new(codes::SERVER_ADDRESS, message);
            self.report(diagnostic.at_value(&at, "paths are put behind it"));
        }
        let described = members.get("variables").and_then(Value::as_object);
        let mut seen = BTreeSet::new();
        for name in template_names(url) {
            let is_described = described.is_some_and(|described| described.contains_key(name));
            let (message, label) = if !seen.insert(name) {
                let message = format!("`{{{name}}}` is repeated in a server's address");
                (message, "expected it once".to_owned())
            } else if is_described {
                continue;
            } else {
                let names = described.into_iter().flat_map(Map::keys);
                let label = match self.nearest(name, names.map(String::as_str)) {
                    Some(near) => format!("did you mean `{{{near}}}`?"),
                    None => "expected it in `variables`, with a default".to_owned(),
                };
                (format!("`{{{name}}}` is not described"), label)
            };
            let diagnostic = Diagnostic::new(codes::SERVER_VARIABLES, message);
            self.report(diagnostic.at_value(&at, label));
        }
        Verdict::Keep
    }

    pub(super) fn server_variable(
        &mut self,
        members: &Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let Some(Value::Array(values)) = members.get("enum") else {
            return Verdict::Keep;
        };
        if values.is_empty() {
            let message = "a server variable has an empty list of values";
            let diagnostic = Diagnostic::new(codes::EMPTY_SERVER_ENUM, message);
            let at = path.key("enum").pointer();
            self.report(diagnostic.at_value(&at, "read as if any value may stand here"));
        } else if let Some(default @ Value::String(text)) = members.get("default")
            && !values.contains(default)
        {
            let message = format!("the default `{text}` is not one of the variable's values");
            let diagnostic = Diagnostic::new(codes::DEFAULT_NOT_LISTED, message);
            let at = path.pointer();
            let diagnostic = diagnostic.at_value(&at.key("default"), "");
            self.report(diagnostic.also_key(&at.key("enum"), "these are its values"));
        }
        Verdict::Keep
    }

    /// The names of servers tell them apart.
    pub(super) fn server_names(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let servers = members.get("servers").and_then(Value::as_array);
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, server) in servers.into_iter().flatten().enumerate() {
            let Some(name) = server.get("name").and_then(Value::as_str) else {
                continue;
            };
            let Some(earlier) = first.insert(name, index) else {
                continue;
            };
            let list = path.key("servers").pointer();
            let message = format!("two servers are called `{name}`");
            let diagnostic = Diagnostic::new(codes::REPEATED_SERVER_NAME, message)
                .at_value(&list.index(index).key("name"), "this one")
                .also_value(&list.index(earlier).key("name"), "and this one");
            self.report(diagnostic);
        }
    }
}
