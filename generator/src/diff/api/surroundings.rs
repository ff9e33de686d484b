//! What is said of the API as a whole: `info`, tags, servers and components.

use std::collections::{BTreeMap, BTreeSet};

use crate::cursor::Cursor;
use crate::document::Schema;
use crate::json::canonical;
use crate::pointer::Pointer;

use super::super::effect::Direction;
use super::super::event::{Anchor, Event};
use super::super::reach;
use super::super::rule::*;
use super::super::schema::Encoding;
use super::{Area, Walker};

impl<'d> Walker<'d> {
    pub(super) fn info(&mut self) {
        let (Some(old), Some(new)) = (self.old.get("info"), self.new.get("info")) else {
            return;
        };
        let keys = [
            "title",
            "summary",
            "description",
            "termsOfService",
            "contact",
            "license",
            "version",
        ];
        for key in keys {
            self.noted(&old, &new, key, &INFO_CHANGED, Area::Info);
        }
        let (old, new) = (self.old.clone(), self.new.clone());
        self.noted(&old, &new, "externalDocs", &TEXT_CHANGED, Area::Info);
    }

    pub(super) fn tags(&mut self) {
        let read = |root: &Cursor<'d>| -> BTreeMap<&'d str, &'d serde_json::Value> {
            let tags = root.items("tags").into_iter();
            tags.filter_map(|tag| Some((tag.text("name")?, tag.value)))
                .collect()
        };
        if read(&self.old) != read(&self.new) {
            let (old, new) = (self.old.clone(), self.new.clone());
            self.noted(&old, &new, "tags", &TAGS_CHANGED, Area::Tags);
        }
    }

    /// Components of the same name stand for each other, whether they are used or not.
    pub(super) fn components(&mut self) {
        let read = |root: &Cursor<'d>| -> BTreeMap<&'d str, Schema<'d>> {
            let at = Pointer::root().keys(["components", "schemas"]);
            let map = at
                .resolve(root.value)
                .and_then(serde_json::Value::as_object);
            let entries = map.into_iter().flatten();
            entries
                .map(|(name, value)| (name.as_str(), Schema::new(value, at.key(name))))
                .collect()
        };
        let root = Pointer::root().keys(["components", "schemas"]);
        let mut was = read(&self.old);
        let mut come = BTreeMap::new();
        for (name, schema) in read(&self.new) {
            match was.remove(name) {
                Some(before) => {
                    self.comparer.entry(&before, &schema, Encoding::Json);
                }
                None => {
                    come.insert(name, schema);
                }
            }
        }
        // One that is written alike under another name is the same; of several, the first by name.
        let mut alike: BTreeMap<String, Schema<'d>> = BTreeMap::new();
        if !was.is_empty() {
            for schema in come.values() {
                let written = canonical(schema.parts[0].value);
                alike.entry(written).or_insert_with(|| schema.clone());
            }
        }
        for (name, schema) in was {
            if !alike.is_empty()
                && let Some(after) = alike.get(&canonical(schema.parts[0].value))
            {
                self.comparer.entry(&schema, after, Encoding::Json);
            }
            let event = Event::new(
                &COMPONENT_REMOVED,
                Anchor::key(schema.at()),
                Anchor::near(&root),
            );
            self.push(event.subject(name), Area::Components, Direction::Request);
        }
        for (name, schema) in come {
            let event = Event::new(
                &COMPONENT_ADDED,
                Anchor::near(&root),
                Anchor::key(schema.at()),
            );
            self.push(event.subject(name), Area::Components, Direction::Request);
        }
    }

    /// The schemas of components that nothing may use: edits of them are edits all the same.
    pub(super) fn spare(&mut self) {
        const KINDS: [&str; 6] = [
            "parameters",
            "headers",
            "requestBodies",
            "responses",
            "callbacks",
            "pathItems",
        ];
        let (Some(old), Some(new)) = (self.old.get("components"), self.new.get("components"))
        else {
            return;
        };
        for kind in KINDS {
            let is_text = matches!(kind, "parameters" | "headers");
            let encoding = if is_text {
                Encoding::Parameter
            } else {
                Encoding::Json
            };
            if let (Some(old), Some(new)) = (old.get(kind), new.get(kind)) {
                self.inner_schemas(&old, &new, encoding);
            }
        }
    }

    fn inner_schemas(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, encoding: Encoding) {
        if let (Some(old), Some(new)) =
            (Schema::member(old, "schema"), Schema::member(new, "schema"))
        {
            self.comparer.entry(&old, &new, encoding.clone());
        }
        let others: BTreeMap<_, _> = new.entries().into_iter().collect();
        for (key, inner) in old.entries() {
            let is_written_here = inner.at == old.at.key(key);
            if let Some(other) = others
                .get(key)
                .filter(|_| is_written_here && !matches!(key, "schema" | "example" | "examples"))
            {
                self.inner_schemas(&inner, other, encoding.clone());
            }
        }
        let (was, is) = (old.value.as_array(), new.value.as_array());
        if let (Some(was), Some(is)) = (was, is) {
            for (index, (was, is)) in was.iter().zip(is).enumerate() {
                let item = |node: &Cursor<'d>, value| node.other(value, node.at.index(index));
                self.inner_schemas(&item(old, was), &item(new, is), encoding.clone());
            }
        }
    }

    /// A component that is gone and one that came, which stand for each other and say the same,
    /// are one with another name.
    pub(super) fn renames(&mut self) {
        let dirty = reach::dirty(&self.comparer.pairs);
        let mut gone: BTreeMap<Pointer, usize> = BTreeMap::new();
        let mut come: BTreeMap<Pointer, usize> = BTreeMap::new();
        for (index, located) in self.found.iter().enumerate() {
            if located.event.rule == &COMPONENT_REMOVED {
                gone.insert(located.event.old.at.clone(), index);
            } else if located.event.rule == &COMPONENT_ADDED {
                come.insert(located.event.new.at.clone(), index);
            }
        }
        let mut obsolete = BTreeSet::new();
        let name = |at: &Pointer| at.last().map(|name| name.into_owned()).unwrap_or_default();
        for (pair, dirty) in self.comparer.pairs.iter().zip(dirty) {
            if dirty {
                continue;
            }
            let (Some(was), Some(is)) = (gone.get(&pair.old), come.get(&pair.new)) else {
                continue;
            };
            let (was, is) = (*was, *is);
            gone.remove(&pair.old);
            come.remove(&pair.new);
            self.found[was].event = Event::new(
                &COMPONENT_RENAMED,
                Anchor::key(&pair.old),
                Anchor::key(&pair.new),
            )
            .from(name(&pair.old))
            .to(name(&pair.new));
            obsolete.insert(is);
        }
        let mut index = 0;
        self.found.retain(|_| {
            index += 1;
            !obsolete.contains(&(index - 1))
        });
    }
}
