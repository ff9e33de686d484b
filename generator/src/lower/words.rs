//! The branches of a `oneOf` or `anyOf` to the words that each is called by, wherever a variant or a type
//! is named after it.
//!
//! What the document says of a branch itself comes first: its title, what it refers to, the one value that
//! it has. Then comes what it has that no other branch has, and last the kind of its data. Only branches
//! that are alike in all of these have numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::name::{Case, identifier};
use crate::document::{Document, Version};
use crate::pointer::Pointer;

/// What a branch is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) rank: Rank,
}

/// What a word is of, from what says the most to what says the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Title,
    Reference,
    /// The one value that there is.
    Value,
    /// The one value of a property.
    Tag,
    /// The property that is all there has to be, and that no other branch has.
    Sole,
    /// The first required property that no other branch has.
    Required,
    /// The first property that no other branch has.
    Declared,
    /// The kind of its data.
    Kind,
    /// That, and what it consists of or how it is written.
    Finer,
}

/// The words of the branches that are listed at a place, by their index.
pub(super) fn words(document: &Document, list: &Pointer) -> Vec<Option<Word>> {
    let branches = list.resolve(&document.value).and_then(Value::as_array);
    let owner = list.parent().unwrap_or_default();
    let tag = owner.key("discriminator").key("propertyName");
    let tag = tag.resolve(&document.value).and_then(Value::as_str);
    let branches = branches.into_iter().flatten();
    let branches: Vec<Seen<'_>> = branches
        .map(|branch| Seen::read(branch, document.version))
        .collect();
    let shared = Shared::of(&branches);
    let asked = branches.iter().map(|branch| branch.asked(tag, &shared));
    chosen(asked.collect())
}

/// For each branch its first word that no other has taken, or where all are taken the first of all.
fn chosen(asked: Vec<BTreeMap<Rank, String>>) -> Vec<Option<Word>> {
    let mut taken = BTreeSet::new();
    let mut out: Vec<Option<Word>> = vec![None; asked.len()];
    let ranks: BTreeSet<Rank> = asked.iter().flat_map(BTreeMap::keys).copied().collect();
    for rank in ranks {
        for (words, out) in asked.iter().zip(&mut out) {
            let word = words.get(&rank).filter(|_| out.is_none());
            if let Some(text) = word.filter(|text| taken.insert(identifier(text, Case::Camel))) {
                *out = Some(Word {
                    text: text.clone(),
                    rank,
                });
            }
        }
    }
    for (words, out) in asked.into_iter().zip(&mut out) {
        let mut words = words.into_iter().map(|(rank, text)| Word { text, rank });
        *out = out.take().or_else(|| words.next());
    }
    out
}

/// A branch, as far as its name goes.
struct Seen<'d> {
    title: Option<&'d str>,
    /// What it refers to, as a whole or in parts.
    references: Vec<String>,
    /// Its own keywords, and those of its parts.
    parts: Vec<&'d Map<String, Value>>,
    properties: Vec<(&'d str, &'d Value)>,
    required: Vec<&'d str>,
}

/// How many branches have each reference and each property.
struct Shared<'s> {
    references: BTreeMap<&'s str, usize>,
    properties: BTreeMap<&'s str, usize>,
    /// Whether there are several objects whose names are up to their properties.
    has_objects: bool,
}

impl<'s> Shared<'s> {
    fn of(branches: &'s [Seen<'_>]) -> Self {
        let mut shared = Self {
            references: BTreeMap::new(),
            properties: BTreeMap::new(),
            has_objects: false,
        };
        for branch in branches {
            let references: BTreeSet<&str> = branch.references.iter().map(String::as_str).collect();
            let declared = branch.properties.iter().map(|(name, _)| *name);
            let properties: BTreeSet<&str> = declared.chain(branch.required.clone()).collect();
            for name in references {
                *shared.references.entry(name).or_default() += 1;
            }
            for name in properties {
                *shared.properties.entry(name).or_default() += 1;
            }
        }
        let objects = branches.iter().filter(|branch| {
            let has_members = !branch.properties.is_empty() || !branch.required.is_empty();
            branch.title.is_none() && branch.references.is_empty() && has_members
        });
        shared.has_objects = objects.count() > 1;
        shared
    }
}

impl<'d> Seen<'d> {
    fn read(value: &'d Value, version: Version) -> Self {
        let mut seen = Self {
            title: None,
            references: Vec::new(),
            parts: Vec::new(),
            properties: Vec::new(),
            required: Vec::new(),
        };
        let Some(map) = value.as_object() else {
            return seen;
        };
        seen.references.extend(reference(map));
        // Nothing counts beside a reference in 3.0.
        if version == Version::V3_0 && !seen.references.is_empty() {
            return seen;
        }
        let title = map.get("title").and_then(Value::as_str);
        seen.title = title.filter(|title| is_name(title));
        let parts = map.get("allOf").and_then(Value::as_array);
        let parts = parts.into_iter().flatten().filter_map(Value::as_object);
        for part in [map].into_iter().chain(parts) {
            seen.parts.push(part);
            if !std::ptr::eq(part, map) {
                seen.references.extend(reference(part));
            }
            let properties = part.get("properties").and_then(Value::as_object);
            let properties = properties.into_iter().flatten();
            seen.properties
                .extend(properties.map(|(name, of)| (name.as_str(), of)));
            let required = part.get("required").and_then(Value::as_array);
            let required = required.into_iter().flatten();
            seen.required.extend(required.filter_map(Value::as_str));
        }
        seen
    }

    /// The words that it may be called by.
    fn asked(&self, tag: Option<&str>, shared: &Shared<'_>) -> BTreeMap<Rank, String> {
        let is_own = |name: &&str| shared.properties.get(name) == Some(&1);
        let mut asked = BTreeMap::new();
        let mut ask = |rank, text: Option<String>| {
            if let Some(text) = text.filter(|text| text.chars().any(char::is_alphanumeric)) {
                asked.insert(rank, text);
            }
        };
        ask(Rank::Title, self.title.map(str::to_owned));
        let is_whole = self.parts.len() < 2 && self.properties.is_empty();
        let mut references = self.references.iter().rev();
        let reference =
            references.find(|name| is_whole || shared.references.get(name.as_str()) == Some(&1));
        let own_tag = self.tag(tag);
        // A tag beside a reference tells the branch also from another that refers to the same.
        let is_tagged = !is_whole && own_tag.is_some();
        ask(Rank::Reference, reference.filter(|_| !is_tagged).cloned());
        ask(
            Rank::Value,
            self.parts.iter().find_map(|part| only_value(part)),
        );
        ask(Rank::Tag, own_tag);
        let declared = || self.properties.iter().map(|(name, _)| *name);
        let required = || self.required.iter().copied();
        let sole = match (self.required.as_slice(), self.properties.as_slice()) {
            ([only], _) | ([], [(only, _)]) => Some(*only),
            _ => None,
        };
        ask(Rank::Sole, sole.filter(is_own).map(str::to_owned));
        if shared.has_objects {
            ask(Rank::Required, required().find(is_own).map(str::to_owned));
            ask(Rank::Declared, declared().find(is_own).map(str::to_owned));
        }
        let kind = self.parts.iter().find_map(|part| kind(part));
        ask(Rank::Kind, kind.map(str::to_owned));
        ask(
            Rank::Finer,
            self.parts.iter().find_map(|part| finer(part, 0)),
        );
        asked
    }

    /// The one value of the property that tells branches apart, or else of the first that has only one.
    fn tag(&self, tag: Option<&str>) -> Option<String> {
        let mut properties = self.properties.iter();
        let told = tag.and_then(|tag| {
            let (_, of) = properties.find(|(name, _)| *name == tag)?;
            let listed = || of.get("enum")?.as_array()?.first();
            of.get("const").or_else(listed).map(value_words)
        });
        let mut properties = self.properties.iter();
        told.or_else(|| {
            properties.find_map(|(name, of)| {
                let is_text = |map: &&Map<String, Value>| only(map).is_some_and(Value::is_string);
                let map = of.as_object().filter(is_text)?;
                self.required.contains(name).then(|| only_value(map))?
            })
        })
    }
}

/// The name of what a schema refers to.
fn reference(map: &Map<String, Value>) -> Option<String> {
    let at = Pointer::parse(map.get("$ref")?.as_str()?)?;
    at.last().map(std::borrow::Cow::into_owned)
}

/// The one text, number or boolean that a schema admits.
fn only(map: &Map<String, Value>) -> Option<&Value> {
    let listed = || match map.get("enum")?.as_array()?.as_slice() {
        [value] => Some(value),
        _ => None,
    };
    let value = map.get("const").or_else(listed)?;
    let is_scalar = value.is_string() || value.is_number() || value.is_boolean();
    is_scalar.then_some(value)
}

fn only_value(map: &Map<String, Value>) -> Option<String> {
    only(map).map(value_words)
}

/// What the data of a schema are called.
fn kind(map: &Map<String, Value>) -> Option<&'static str> {
    let stated = match map.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => {
            let mut names = names.iter().filter_map(Value::as_str);
            let first = names.find(|name| *name != "null");
            first.filter(|_| names.all(|name| name == "null"))
        }
        _ => None,
    };
    let has = |key: &str| map.contains_key(key);
    Some(match stated {
        Some("boolean") => "Boolean",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("string") => "String",
        Some("array") => "Array",
        Some("object") if is_map(map) => "Map",
        Some("object") => "Object",
        Some(_) => return None,
        None if has("oneOf") || has("anyOf") => return None,
        None if has("properties") || has("required") => "Object",
        None if is_map(map) => "Map",
        None if has("items") => "Array",
        None => match map.get("enum")?.as_array()?.as_slice() {
            values if values.iter().all(Value::is_string) => "String",
            values if values.iter().all(Value::is_i64) => "Integer",
            _ => return None,
        },
    })
}

/// Whether a schema is of objects whose names are the data's.
fn is_map(map: &Map<String, Value>) -> bool {
    let others = map.get("additionalProperties");
    let is_typed = others.is_some_and(|others| others.is_object() || *others == true);
    is_typed && !map.contains_key("properties") && !map.contains_key("allOf")
}

/// How many branches a branch is called by.
const FEW: usize = 3;

/// How deep arrays are looked into for what they consist of.
const DEPTH: usize = 4;

/// The kind of a schema's data, and what they consist of or how they are written.
fn finer(map: &Map<String, Value>, depth: usize) -> Option<String> {
    let inner = |key: &str| {
        let map = map.get(key)?.as_object()?;
        let title = || map.get("title").and_then(Value::as_str);
        let stated =
            reference(map).or_else(|| title().filter(|title| is_name(title)).map(str::to_owned));
        stated
            .or_else(|| finer(map, depth + 1))
            .or_else(|| kind(map).map(str::to_owned))
    };
    if depth > DEPTH {
        return None;
    }
    let Some(kind) = kind(map) else {
        return either(map, depth);
    };
    match kind {
        "Array" => Some(format!("{} Array", inner("items")?)),
        "Map" => Some(format!("{} Map", inner("additionalProperties")?)),
        "Object" => {
            let mut properties = map.get("properties")?.as_object()?.iter();
            let (name, of) = properties.next().filter(|_| properties.len() == 0)?;
            let of = finer(of.as_object()?, depth + 1)?;
            Some(format!("{name} {of}"))
        }
        _ => {
            let format = map.get("format").and_then(Value::as_str);
            let listed = map.get("enum").map(|_| "Enum");
            let plain = (kind == "String").then_some("Text");
            format.or(listed).or(plain).map(str::to_owned)
        }
    }
}

/// The kinds of a schema's branches, where they are few.
fn either(map: &Map<String, Value>, depth: usize) -> Option<String> {
    let branches = map.get("oneOf").or_else(|| map.get("anyOf"))?.as_array()?;
    if branches.len() > FEW || depth > DEPTH {
        return None;
    }
    let words = branches.iter().map(|branch| {
        let map = branch.as_object()?;
        let word = reference(map).or_else(|| kind(map).map(str::to_owned));
        word.or_else(|| either(map, depth + 1))
    });
    let words: Option<Vec<String>> = words.collect();
    Some(words?.join(" Or "))
}

/// A title that reads as a name, not as a sentence.
pub(super) fn is_name(title: &str) -> bool {
    title.len() <= 40
        && title.split_whitespace().count() <= 4
        && title
            .chars()
            .any(|character| character.is_ascii_alphabetic())
}

/// The words that one of several values is called by: a text as it is, and a number by its sign, its digits
/// and its point.
pub(super) fn value_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let digits = number.to_string();
            let signed = match digits.strip_prefix('-') {
                Some(digits) => format!("minus {digits}"),
                None => format!("value {digits}"),
            };
            signed.replace("e-", "e minus ").replace('.', " point ")
        }
        other => other.to_string(),
    }
}
