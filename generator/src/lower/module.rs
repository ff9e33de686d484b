//! Tags into the modules that operations are in: which of its tags says where an operation belongs,
//! and which tags are above that.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::name::{self, Case, Scope};
use crate::config::Names;
use crate::document::Document;
use crate::ir::Name;
use crate::lint::tag::endless;
use crate::{manifest, reserved};

/// The most bytes of a module's name. File systems take 255 in the name of a file, some fewer.
const MAX_MODULE: usize = 100;

/// How deep modules nest, so that the paths of files stay within what file systems take.
const DEPTH: usize = 8;

/// What a document says of its tags.
pub(super) struct Tags<'d> {
    /// The parent of each tag that has one.
    parents: BTreeMap<&'d str, &'d str>,
    /// Tags of a kind that says something else than where operations belong.
    badges: BTreeSet<&'d str>,
}

impl<'d> Tags<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let tags = document.value.get("tags").and_then(Value::as_array);
        let mut out = Self {
            parents: BTreeMap::new(),
            badges: BTreeSet::new(),
        };
        let names = tags.into_iter().flatten();
        let described: BTreeSet<&str> = names.filter_map(|tag| tag.get("name")?.as_str()).collect();
        for tag in tags.into_iter().flatten() {
            let text = |key: &str| tag.get(key).and_then(Value::as_str);
            let Some(name) = text("name") else { continue };
            // One that is not described is complained of, and taken for none.
            if let Some(parent) = text("parent").filter(|parent| described.contains(parent)) {
                out.parents.insert(name, parent);
            }
            if text("kind").is_some_and(|kind| kind != "nav") {
                out.badges.insert(name);
            }
        }
        // Tags whose parents lead in a circle are complained of too.
        for tag in endless(&out.parents) {
            out.parents.remove(tag);
        }
        out
    }

    /// The first tag that says where an operation belongs, or else the first.
    pub(super) fn of_operation<'o>(&self, operation: &'o openapiv3::Operation) -> Option<&'o str> {
        let tags = || operation.tags.iter().map(String::as_str);
        let place = tags().find(|tag| !self.badges.contains(tag));
        place.or_else(|| tags().next())
    }

    /// The tag whose module an operation is in, or what stands for it.
    pub(super) fn place<'o>(&self, operation: &'o openapiv3::Operation) -> &'o str {
        self.of_operation(operation).unwrap_or("api")
    }

    /// The nearest of the tags above one, the outermost first; none where they lead in a circle.
    pub(super) fn above(&self, tag: &str) -> Vec<&'d str> {
        let parent = |tag: &&str| self.parents.get(tag).copied();
        let above = std::iter::successors(parent(&tag), parent);
        let mut above: Vec<_> = above.take(DEPTH).collect();
        above.reverse();
        above
    }

    /// The name of the module of each tag that is one. rustc finds files of ASCII names only.
    pub(super) fn modules<'o>(
        &self,
        operations: impl Iterator<Item = &'o openapiv3::Operation>,
        names: &Names,
    ) -> BTreeMap<String, Name> {
        let mut tags: BTreeSet<&str> = BTreeSet::new();
        for operation in operations {
            let tag = self.place(operation);
            tags.insert(tag);
            tags.extend(self.above(tag));
        }
        let plain = tags.iter().map(|tag| deunicode::deunicode(names.tag(tag)));
        let plain: Vec<String> = plain.map(bounded).collect();
        let wires: Vec<&str> = plain.iter().map(String::as_str).collect();
        let crates: Vec<String> = manifest::known_crates().collect();
        let taken = crates.iter().map(String::as_str);
        let taken: Vec<&str> = taken.chain(reserved::MODULES.iter().copied()).collect();
        let mut scope = Scope::reserving(&taken);
        let names = name::allocate(&wires, Case::Snake, &mut scope);
        tags.into_iter().map(str::to_owned).zip(names).collect()
    }
}

/// The name of a tag, or where that is too long for the name of a file, the words of it that fit.
fn bounded(tag: String) -> String {
    let identifier = name::identifier(&tag, Case::Snake);
    if identifier.len() <= MAX_MODULE {
        return tag;
    }
    // What `deunicode` leaves is ASCII, all but what it does not know.
    let start: String = identifier.chars().take(MAX_MODULE).collect();
    let words = start.rsplit_once('_').map(|(words, _)| words.to_owned());
    words.unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::version::Version;

    #[test]
    fn parents_are_tags_that_are_described_and_lead_to_an_end() {
        let document = json!({
            "openapi": "3.2.0",
            "info": { "title": "T", "version": "1" },
            "paths": {},
            "tags": [
                { "name": "pets" },
                { "name": "cats", "parent": "pets" },
                { "name": "lions", "parent": "cats" },
                { "name": "lost", "parent": "nowhere" },
                { "name": "one", "parent": "two" },
                { "name": "two", "parent": "one" },
            ],
        });
        let document = Document::new(document, Version::V3_2).expect("a document");
        let tags = Tags::of(&document);
        assert_eq!(tags.above("lions"), ["pets", "cats"]);
        for tag in ["pets", "lost", "one", "two"] {
            assert!(tags.above(tag).is_empty(), "{tag}");
        }
    }
}
