//! Tags: each has a name of its own, and parents that there are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::diagnostics::{Diagnostic, codes};

impl<'v> Linter<'v> {
    pub(super) fn tags(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let Some(Value::Array(tags)) = members.get("tags") else {
            return;
        };
        let text = |tag: &'v Value, key: &str| tag.get(key).and_then(Value::as_str);
        let list = path.key("tags");
        let mut described = BTreeSet::new();
        let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
        for (index, tag) in tags.iter().enumerate() {
            let Some(name) = text(tag, "name") else {
                continue;
            };
            match text(tag, "parent") {
                Some(parent) => parents.insert(name, parent),
                None => parents.remove(name),
            };
            if !described.insert(name) {
                let message = format!("the tag `{name}` is described twice");
                let diagnostic = Diagnostic::new(codes::DUPLICATE_TAG, message);
                let at = list.index(index).pointer().key("name");
                self.report(diagnostic.at_value(&at, "the second time here"));
            }
        }
        let endless = endless(&parents);
        for (index, tag) in tags.iter().enumerate() {
            let (Some(name), Some(parent)) = (text(tag, "name"), text(tag, "parent")) else {
                continue;
            };
            let label = if !described.contains(parent) {
                let names = described.iter().copied();
                let near = self.nearest(parent, names.filter(|known| *known != name));
                near.map_or_else(
                    || "no tag of this name is described".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                )
            } else if endless.contains(name) {
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

/// The tags whose parents lead in a circle, be they part of it or not. Each parent is followed once.
pub(crate) fn endless<'t>(parents: &BTreeMap<&'t str, &'t str>) -> BTreeSet<&'t str> {
    let mut ends: BTreeMap<&str, bool> = BTreeMap::new();
    for &start in parents.keys() {
        let mut way = Vec::new();
        let mut at = start;
        let is_end = loop {
            if let Some(known) = ends.get(at) {
                break *known;
            }
            // Whoever comes back here while it is on the way finds a circle.
            ends.insert(at, false);
            way.push(at);
            match parents.get(at) {
                Some(parent) => at = parent,
                None => break true,
            }
        };
        ends.extend(way.into_iter().map(|tag| (tag, is_end)));
    }
    let endless = parents.keys().filter(|tag| ends.get(*tag) == Some(&false));
    endless.copied().collect()
}
