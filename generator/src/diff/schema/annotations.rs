//! What a schema says beside what it accepts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::constraint::array::{LIST_MAP_KEYS, LIST_TYPE};
use crate::document::{Discriminator, Kind, Schema};
use crate::json::equal;
use crate::pointer::Pointer;

use super::super::effect::{Effect, Guards};
use super::super::event::Visibility;
use super::super::lifecycle::{self, Promise};
use super::super::rule::*;
use super::super::view::{Side, View};
use super::elements::stated_beside;
use super::types::content;
use super::{Comparison, Encoding, Sense, shown, shown_both};

/// Extensions that other rules read.
const RULED: [&str; 5] = [
    "x-extensible-enum",
    "x-sunset",
    "x-stability-level",
    LIST_TYPE,
    LIST_MAP_KEYS,
];

impl<'d> Comparison<'_, 'd> {
    pub(super) fn annotations(&mut self) {
        self.texts();
        self.default();
        self.examples();
        self.promises();
        self.access();
        self.discriminators();
        self.content();
        self.other();
    }

    fn texts(&mut self) {
        for keyword in ["title", "description", "externalDocs"] {
            let read = |view: &View<'d>| {
                let value = view.first(keyword, |keywords| keywords.object?.get(keyword));
                value.map(|fact| fact.value)
            };
            let (old, new) = (read(&self.old), read(&self.new));
            if old != new {
                let mut event = self.event(&TEXT_CHANGED, keyword).subject(keyword);
                (event.from, event.to) = shown_both(old, new);
                self.push(event);
            }
        }
    }

    fn default(&mut self) {
        let read = |view: &View<'d>| view.first("default", |keywords| keywords.default);
        let (old, new) = (read(&self.old), read(&self.new));
        let rule = match (&old, &new) {
            (None, None) => return,
            (None, Some(_)) => &DEFAULT_ADDED,
            (Some(_), None) => &DEFAULT_REMOVED,
            (Some(old), Some(new)) if equal(old.value, new.value) => return,
            (Some(_), Some(_)) => &DEFAULT_CHANGED,
        };
        // A server fills in a parameter's default. Inside data, whoever reads them may: what was assumed
        // is so no more, where nothing was, nobody relied on it.
        let effect = match (&self.encoding, &old) {
            (Encoding::Repeated | Encoding::Parameter, _) => Effect::Assumed,
            (_, Some(_)) => Effect::Unknown,
            (_, None) => Effect::Annotation,
        };
        let mut event = self.event(rule, "default").effect(effect);
        event.from = old.map(|fact| shown(fact.value));
        event.to = new.map(|fact| shown(fact.value));
        self.push(event);
    }

    fn examples(&mut self) {
        let read = |view: &View<'d>| -> Vec<&'d Value> {
            let own = view.all.iter().map(|keywords| &keywords.examples);
            own.flatten().copied().collect()
        };
        if read(&self.old) != read(&self.new) {
            let keyword = ["example", "examples"]
                .into_iter()
                .find(|name| self.new.keyword(name).or(self.old.keyword(name)).is_some());
            let event = self.event(&EXAMPLE_CHANGED, keyword.unwrap_or("example"));
            self.push(event);
        }
    }

    fn promises(&mut self) {
        let empty = Map::new();
        let read = |view: &View<'d>| -> Option<(&'d Map<String, Value>, Pointer)> {
            let says = |map: &Map<String, Value>| {
                ["deprecated", "x-sunset", "x-stability-level"]
                    .iter()
                    .any(|key| map.contains_key(*key))
            };
            let mut all = view.all.iter();
            all.find_map(|keywords| {
                Some((
                    keywords.object.filter(|map| says(map))?,
                    keywords.at.clone(),
                ))
            })
        };
        let (old, new) = (read(&self.old), read(&self.new));
        let (old_at, new_at) = (self.old.place().clone(), self.new.place().clone());
        let old = old
            .as_ref()
            .map_or((&empty, &old_at), |(map, at)| (*map, at));
        let new = new
            .as_ref()
            .map_or((&empty, &new_at), |(map, at)| (*map, at));
        let events = lifecycle::compare(
            Promise {
                map: old.0,
                at: old.1,
            },
            Promise {
                map: new.0,
                at: new.1,
            },
        );
        events.into_iter().for_each(|event| self.push(event));
    }

    fn access(&mut self) {
        let read_only = |view: &View<'_>| view.any(|keywords| keywords.read_only);
        let write_only = |view: &View<'_>| view.any(|keywords| keywords.write_only);
        let rules = |was, is, added, removed| match (was, is) {
            (false, true) => Some(added),
            (true, false) => Some(removed),
            _ => None,
        };
        let read = rules(
            read_only(&self.old),
            read_only(&self.new),
            &READ_ONLY_ADDED,
            &READ_ONLY_REMOVED,
        );
        let write = rules(
            write_only(&self.old),
            write_only(&self.new),
            &WRITE_ONLY_ADDED,
            &WRITE_ONLY_REMOVED,
        );
        for (rule, keyword) in [(read, "readOnly"), (write, "writeOnly")] {
            let Some(rule) = rule else { continue };
            let event = self.event(rule, keyword);
            let gone = Effect::Undeclared { required: false };
            // Who reads it in responses finds it no more.
            let from_responses = Visibility {
                write_only: false,
                read_only: true,
            };
            self.push(match rule == &WRITE_ONLY_ADDED {
                true => event.effect(gone).visible(from_responses),
                false => event,
            });
        }
    }

    fn discriminators(&mut self) {
        const KEYWORD: &str = "discriminator";
        let read = |view: &View<'d>| view.first(KEYWORD, |keywords| keywords.discriminator.clone());
        let event = match (read(&self.old), read(&self.new)) {
            (None, None) => return,
            (None, Some(new)) => {
                let is_union = self.bases.1.is_none();
                let says_more = !is_union || !is_hint(&self.comparer.new, &self.new, &new.value);
                self.event(&DISCRIMINATOR_ADDED, KEYWORD)
                    .effect(told_by(says_more, Effect::Narrower))
                    .guarded(beside(is_union))
                    .to(new.value.property)
            }
            (Some(old), None) => {
                let is_union = self.bases.0.is_none();
                let says_more = !is_union || !is_hint(&self.comparer.old, &self.old, &old.value);
                self.event(&DISCRIMINATOR_REMOVED, KEYWORD)
                    .effect(told_by(says_more, Effect::Wider))
                    .guarded(beside(is_union))
                    .from(old.value.property)
            }
            (Some(old), Some(new)) if old.value.property != new.value.property => self
                .event(&DISCRIMINATOR_CHANGED, KEYWORD)
                .effect(match self.bases {
                    // Who is told apart by it has to be told apart by another.
                    (None, None) => Effect::Unknown,
                    _ => Effect::Incomparable,
                })
                .from(old.value.property)
                .to(new.value.property),
            (Some(old), Some(new)) => {
                let effect = self.mapping_effect((&old.value, &new.value));
                let sides = (&self.comparer.old, &self.comparer.new);
                let branches = |side: &Side<'d>, view: &View<'d>| -> BTreeSet<Pointer> {
                    let branches = view.groups.iter().flat_map(|group| &group.branches);
                    let named = branches.filter_map(|branch| {
                        let end = side.resolved(branch.single()?).at;
                        (end != *branch.at()).then_some(end)
                    });
                    named.collect()
                };
                // Branches that joined or left are told as such.
                let all = [branches(sides.0, &self.old), branches(sides.1, &self.new)];
                let both: Vec<_> = all[0].intersection(&all[1]).cloned().collect();
                let (was, is) = (
                    mapped(sides.0, &old.value, &both),
                    mapped(sides.1, &new.value, &both),
                );
                let is_same = was == is;
                if effect == Effect::Annotation && is_same {
                    return;
                }
                let is_union = self.bases == (None, None);
                let event = self.event(&MAPPING_CHANGED, KEYWORD).effect(effect);
                let mut event = event.guarded(beside(is_union));
                (event.from, event.to) = (told(&was, &is), told(&is, &was));
                event
            }
        };
        self.push(event);
    }

    fn content(&mut self) {
        if !self.says(Kind::String) {
            return;
        }
        for (keyword, rule) in [
            ("contentEncoding", &CONTENT_ENCODING_CHANGED),
            ("contentMediaType", &CONTENT_MEDIA_TYPE_CHANGED),
        ] {
            let read = |view: &View<'d>| {
                let fact = view.first(keyword, |keywords| keywords.object?.get(keyword)?.as_str());
                let format = view.first("format", |keywords| keywords.format);
                let format = format.and_then(|format| content(format.value));
                let by_format = format.filter(|(said, _)| *said == keyword);
                fact.map(|fact| fact.value)
                    .or(by_format.map(|(_, value)| value))
            };
            let (old, new) = (read(&self.old), read(&self.new));
            // A part of a form that says nothing of itself is bytes.
            let bytes = "application/octet-stream";
            let is_part = self.encoding.is_text() && keyword == "contentMediaType";
            let are_bytes = is_part && old.unwrap_or(bytes) == new.unwrap_or(bytes);
            if old != new && !are_bytes {
                let mut event = self.event(rule, keyword);
                event.from = old.map(str::to_owned);
                event.to = new.map(str::to_owned);
                self.push(event);
            }
        }
        let read = |view: &View<'d>| {
            view.schema(|keywords| {
                let value = keywords.object?.get("contentSchema")?;
                let at = keywords.at.key("contentSchema");
                Some(crate::document::Schema::new(value, at))
            })
        };
        self.optional(
            "contentSchema",
            (read(&self.old), read(&self.new)),
            (&CONTENT_SCHEMA_ADDED, &CONTENT_SCHEMA_REMOVED),
            Sense::Same,
        );
    }

    fn other(&mut self) {
        let keys = |view: &View<'d>| -> std::collections::BTreeSet<&'d str> {
            let maps = view.all.iter().filter_map(|keywords| keywords.object);
            let keys = maps.flat_map(|map| map.keys().map(String::as_str));
            let is_free = |key: &str| key.starts_with("x-") && !RULED.contains(&key);
            keys.filter(|key| {
                is_free(key) || matches!(*key, "xml" | "$dynamicRef" | "$recursiveRef")
            })
            .collect()
        };
        let mut all = keys(&self.old);
        all.extend(keys(&self.new));
        for key in all {
            let read = |view: &View<'d>| {
                let fact = view.first(key, |keywords| keywords.object?.get(key));
                fact.map(|fact| fact.value)
            };
            let (old, new) = (read(&self.old), read(&self.new));
            let is_same = match key {
                "xml" => self.is_same_node(old, new),
                _ => old == new,
            };
            if is_same {
                continue;
            }
            let rule = match key {
                "xml" => &XML_CHANGED,
                "$dynamicRef" | "$recursiveRef" => &DYNAMIC_CHANGED,
                _ => &EXTENSION_CHANGED,
            };
            let effect = match (key, &self.encoding) {
                // Only XML is written as XML says.
                ("xml", Encoding::Json | Encoding::Repeated | Encoding::Parameter) => {
                    Effect::Annotation
                }
                _ => rule.effect.unwrap_or(Effect::Unknown),
            };
            let mut event = self.event(rule, key).effect(effect).subject(key);
            (event.from, event.to) = shown_both(old, new);
            self.push(event);
        }
    }

    /// Whether two `xml` objects say the same. A name that one side states beside a reference is compared with that
    /// which the other's place has.
    fn is_same_node(&self, old: Option<&Value>, new: Option<&Value>) -> bool {
        let (mut was, mut is) = (node(&self.old, old), node(&self.new, new));
        let stated = [&self.asked.0, &self.asked.1].map(|schema| stated_beside(schema).is_some());
        if stated[0] != stated[1] {
            for node in [&mut was, &mut is] {
                let members = node.as_mut().and_then(Value::as_object_mut);
                members
                    .into_iter()
                    .for_each(|it| drop(it.shift_remove("name")));
                node.take_if(|node| *node == Value::Object(Map::new()));
            }
        }
        was == is
    }
}

/// What the values of a discriminator lead to, by the place of each, however it is referred to, and all others under
/// no name. A branch that no value is mapped to is told by its name.
fn mapped<'d>(
    side: &Side<'d>,
    discriminator: &Discriminator<'d>,
    branches: &[Pointer],
) -> BTreeMap<Option<String>, Pointer> {
    let place = |to: &str| {
        let target = to.contains('#').then(|| side.document.target(to)).flatten();
        target.unwrap_or_else(|| Pointer::root().keys(["components", "schemas", to]))
    };
    let mapping = discriminator.mapping.iter();
    let mapping = mapping.map(|(value, to)| (Some((*value).to_owned()), place(to)));
    let default = discriminator.default.map(|to| (None, place(to)));
    let mut all: BTreeMap<_, _> = mapping.chain(default).collect();
    for branch in branches {
        if discriminator.mapped_to(side.document, branch).is_empty() {
            let name = branch.last().map(|name| name.into_owned());
            all.entry(name).or_insert_with(|| branch.clone());
        }
    }
    all
}

/// Of what values lead to, that which the other side says otherwise.
fn told(
    own: &BTreeMap<Option<String>, Pointer>,
    other: &BTreeMap<Option<String>, Pointer>,
) -> Option<String> {
    let differs = own
        .iter()
        .filter(|(value, to)| other.get(*value) != Some(*to));
    let texts: Vec<String> = differs
        .map(|(value, to)| {
            let value = value.as_deref().unwrap_or("any other");
            format!("{value} for `{}`", to.last().unwrap_or_default())
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// An `xml` object with its kind of node in one word, as 3.2 has it; none where it says no more than its
/// absence would.
fn node(view: &View<'_>, xml: Option<&Value>) -> Option<Value> {
    let mut members = xml?.as_object()?.clone();
    let is_list = view.kinds.single() == Some(Kind::Array);
    let mut is = |key: &str| members.shift_remove(key) == Some(Value::Bool(true));
    let older = match (is("attribute"), is("wrapped") && is_list) {
        (true, _) => Some("attribute"),
        (false, true) => Some("element"),
        (false, false) => None,
    };
    let stated = members.get("nodeType").and_then(Value::as_str).or(older);
    let usual = if is_list { "none" } else { "element" };
    match stated.filter(|kind| *kind != usual).map(str::to_owned) {
        Some(kind) => drop(members.insert("nodeType".to_owned(), Value::String(kind))),
        None => drop(members.shift_remove("nodeType")),
    }
    (!members.is_empty()).then_some(Value::Object(members))
}

/// Whether a discriminator says no more than the branches of a union: each asks for no value of the property but those
/// that tell it.
fn is_hint<'d>(side: &Side<'d>, view: &View<'d>, discriminator: &Discriminator<'d>) -> bool {
    let is_told = |branch: &Schema<'d>| {
        let view = View::read(side, branch);
        let property = view.properties().get(discriminator.property).cloned();
        let values = property.and_then(|schema| View::read(side, &schema).values);
        let tags = side.tags(discriminator, branch);
        let is_tag = |value: &&Value| value.as_str().is_some_and(|text| tags.contains(text));
        view.required().contains_key(discriminator.property)
            && values.is_some_and(|values| values.iter().all(is_tag))
    };
    let branches = view.groups.iter().flat_map(|group| &group.branches);
    let mut branches = branches.filter(|branch| !side.is_null(branch));
    branches.all(is_told)
}

/// The effect of what tells schemas apart, where it says more than they do.
fn told_by(says_more: bool, effect: Effect) -> Effect {
    match says_more {
        true => effect,
        false => Effect::Annotation,
    }
}

/// Of an edit of what tells branches apart, and not subtypes.
fn beside(is_union: bool) -> Guards {
    Guards {
        hint: is_union,
        ..Guards::default()
    }
}
