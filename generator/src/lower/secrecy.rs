//! A document to the places whose data is secret, or holds what is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::Document;
use crate::keyword::{Applied, Role, TABLE};
use crate::pointer::Pointer;

/// The format of secrets.
pub(super) const PASSWORD: &str = "password";

/// The keyword of what texts hold.
const CONTENT: &str = "contentSchema";

/// Which places must not be shown, by what they say, and by what the schemas say that they lead to.
///
/// Found once for a document, from its secrets up and against its references; nothing is looked at in
/// a document that has none.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// The data is secret, whichever branch of a union it is.
    whole: BTreeSet<Pointer>,
    /// The data is secret, be it as one branch of a union.
    in_place: BTreeSet<Pointer>,
    /// The data is secret, or holds what is.
    within: BTreeSet<Pointer>,
}

/// What a schema is to the one around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Of the same data, always or on a condition.
    Same,
    /// Of the same data, as one of several.
    Branch,
    /// Of a part, or not of data at all.
    Part,
}

impl Secrets {
    pub(super) fn new(document: &Document) -> Self {
        let mut scan = Scan::default();
        if document.reads_format(PASSWORD) && mentions_secrets(&document.value) {
            scan.run(document);
        }
        let secrets = scan.secrets;
        let referring = scan.referring;
        if secrets.is_empty() {
            return Self::default();
        }
        let within = closed(secrets.clone(), &referring, Pointer::parent);
        // A text that holds secrets, in JSON say, is one.
        let texts = within.iter().filter_map(text_of);
        let secrets: Vec<_> = secrets.into_iter().chain(texts).collect();
        let same = |at: &Pointer| owner(at).filter(|(_, step)| *step != Step::Part);
        let in_place = closed(secrets.clone(), &referring, |at| Some(same(at)?.0));
        // What is secret on a condition is so always.
        let conditional = in_place.iter().filter_map(|at| {
            let (owner, step) = owner(at)?;
            (step == Step::Same).then_some(owner)
        });
        let whole: Vec<_> = secrets.iter().cloned().chain(conditional).collect();
        let whole = closed(whole, &referring, |at| {
            let (owner, step) = owner(at)?;
            (step == Step::Same).then_some(owner)
        });
        Self {
            whole,
            in_place,
            within,
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.within.is_empty()
    }

    /// Whether the data is secret, whichever branch of a union it is.
    pub(super) fn is_secret(&self, at: &Pointer) -> bool {
        self.whole.contains(at)
    }

    /// Whether the data is secret, be it as one branch of a union.
    pub(super) fn is_in_place(&self, at: &Pointer) -> bool {
        self.in_place.contains(at)
    }

    /// Whether the data is secret, or holds what is.
    pub(super) fn within(&self, at: &Pointer) -> bool {
        self.within.contains(at)
    }

    /// The places of the schemas of the same data that a schema has or refers to.
    pub(super) fn in_place(
        &self,
        at: &Pointer,
        schema: &Map<String, Value>,
        document: &Document,
    ) -> Vec<Pointer> {
        let mut found = Vec::new();
        for (key, value) in schema {
            let at = at.key(key);
            match value {
                Value::String(reference) if is_reference(key) => {
                    found.extend(document.target(reference));
                }
                Value::Object(_) if step(key) != Step::Part && key != "dependentSchemas" => {
                    found.push(at);
                }
                Value::Object(schemas) if key == "dependentSchemas" => {
                    found.extend(schemas.keys().map(|name| at.key(name)));
                }
                Value::Array(schemas) if step(key) != Step::Part => {
                    found.extend((0..schemas.len()).map(|index| at.index(index)));
                }
                _ => {}
            }
        }
        found
    }
}

/// Some places, those that refer to them, and what `around` leads to from any.
fn closed(
    places: Vec<Pointer>,
    referring: &BTreeMap<Pointer, Vec<Pointer>>,
    around: impl Fn(&Pointer) -> Option<Pointer>,
) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut pending = places;
    while let Some(at) = pending.pop() {
        if found.contains(&at) {
            continue;
        }
        pending.extend(around(&at));
        pending.extend(referring.get(&at).into_iter().flatten().cloned());
        found.insert(at);
    }
    found
}

/// What a keyword makes of the schemas that stand there.
fn step(key: &str) -> Step {
    let keyword = TABLE.iter().find(|keyword| keyword.name == key);
    match keyword.map(|keyword| keyword.role) {
        _ if key == "oneOf" || key == "anyOf" => Step::Branch,
        Some(Role::Applicator(Applied::InPlace | Applied::Negated)) => Step::Same,
        _ => Step::Part,
    }
}

fn is_reference(key: &str) -> bool {
    matches!(key, "$ref" | "$dynamicRef" | "$recursiveRef")
}

/// Whether what stands at a key has names for keys, and not keywords.
fn has_names(key: &str) -> bool {
    matches!(
        key,
        "properties"
            | "patternProperties"
            | "dependentSchemas"
            | "dependencies"
            | "$defs"
            | "definitions"
            | "schemas"
    )
}

/// The schema around a place, if a keyword of it applies the place's schema to the same data.
fn owner(at: &Pointer) -> Option<(Pointer, Step)> {
    let parent = at.parent()?;
    let (last, before) = (at.last()?, parent.last()?);
    if has_names(&before) {
        let is_same = before == "dependentSchemas" || before == "dependencies";
        return Some((
            parent.parent()?,
            if is_same { Step::Same } else { Step::Part },
        ));
    }
    if last.parse::<usize>().is_ok() {
        let owner = parent.parent()?;
        let is_named = owner.last().is_some_and(|key| has_names(&key));
        return Some((owner, if is_named { Step::Part } else { step(&before) }));
    }
    Some((parent, step(&last)))
}

/// The schema of the texts that hold what the schema at a place describes.
fn text_of(at: &Pointer) -> Option<Pointer> {
    let parent = at.parent()?;
    let is_named = parent.last().is_some_and(|key| has_names(&key));
    (at.last()? == CONTENT && !is_named).then_some(parent)
}

/// Whether anything in a document could be a secret.
fn mentions_secrets(value: &Value) -> bool {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(members) => {
                if members.get("format").and_then(Value::as_str) == Some(PASSWORD) {
                    return true;
                }
                pending.extend(members.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    false
}

/// The secrets of a document, and its references, by where they lead.
#[derive(Default)]
struct Scan {
    secrets: Vec<Pointer>,
    referring: BTreeMap<Pointer, Vec<Pointer>>,
}

impl Scan {
    fn run(&mut self, document: &Document) {
        let mut pending = vec![(&document.value, Pointer::root(), false)];
        while let Some((value, at, names)) = pending.pop() {
            match value {
                Value::Object(members) => {
                    if members.get("format").and_then(Value::as_str) == Some(PASSWORD) {
                        self.secrets.push(at.clone());
                    }
                    for (key, value) in members {
                        match value {
                            Value::String(reference) if is_reference(key) => {
                                if let Some(target) = document.target(reference) {
                                    self.referring.entry(target).or_default().push(at.clone());
                                }
                            }
                            Value::Object(_) | Value::Array(_) if names || !is_data(key) => {
                                pending.push((value, at.key(key), !names && has_names(key)));
                            }
                            _ => {}
                        }
                    }
                }
                Value::Array(items) => {
                    let items = items.iter().enumerate();
                    pending.extend(items.map(|(index, item)| (item, at.index(index), false)));
                }
                _ => {}
            }
        }
    }
}

/// Whether data stands at a key of a schema, or what is nobody's schema.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}
