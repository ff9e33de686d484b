//! Tags: each has a name of its own, and parents that there are.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::diagnostics::{Diagnostic, codes};
use crate::suggest::nearest;

impl Linter<'_> {
    pub(super) fn tags(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        let Some(Value::Array(tags)) = members.get("tags") else {
            return;
        };
        let text =
            |tag: &'_ Value, key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
        let list = path.key("tags");
        let mut parents: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (index, tag) in tags.iter().enumerate() {
            let Some(name) = text(tag, "name") else {
                continue;
            };
            let parent = text(tag, "parent");
            if parents.insert(name.clone(), parent).is_some() {
                let message = format!("the tag `{name}` is described twice");
                let diagnostic = Diagnostic::new(codes::DUPLICATE_TAG, message);
                let at = list.index(index).pointer().key("name");
                self.report(diagnostic.at_value(&at, "the second time here"));
            }
        }
        for (index, tag) in tags.iter().enumerate() {
            let (Some(name), Some(parent)) = (text(tag, "name"), text(tag, "parent")) else {
                continue;
            };
            let label = if !parents.contains_key(&parent) {
                let names = parents.keys().map(String::as_str);
                let near = nearest(&parent, names.filter(|known| *known != name));
                near.map_or_else(
                    || "no tag of this name is described".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )
            } else if leads_back(&parents, &name) {
                "its parents lead in a circle: it is taken to have none".to_owned()
            } else {
                continue;
            };
            let message = format!("`{parent}` cannot be the parent of the tag `{name}`");
            let diagnostic = Diagnostic::new(codes::BAD_PARENT, message);
            let at = list.index(index).pointer().key("parent");
            self.report(diagnostic.at_value(&at, label));
        }
    }
}

/// Whether the parents of a tag lead to itself.
fn leads_back(parents: &BTreeMap<String, Option<String>>, name: &str) -> bool {
    let mut next = parents.get(name).and_then(Option::as_ref);
    for _ in 0..parents.len() {
        match next {
            Some(parent) if parent == name => return true,
            Some(parent) => next = parents.get(parent).and_then(Option::as_ref),
            None => return false,
        }
    }
    // It leads into a circle that it is not part of itself.
    next.is_some()
}
