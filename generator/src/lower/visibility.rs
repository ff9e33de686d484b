//! Which schemas differ by direction: those with `readOnly` or `writeOnly`
//! properties somewhere inside.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Direction;
use crate::cursor::Cursor;
use crate::document::{Document, Hierarchy};
use crate::keyword;
use crate::pointer::Pointer;

/// What is known of the document's schemas by direction.
pub(super) struct Visibility {
    /// Whether any schema has `readOnly` or `writeOnly`.
    is_mentioned: bool,
    /// Schemas that are referred to, and component schemas, whose data differ by direction.
    sensitive: BTreeSet<Pointer>,
    /// Component schemas reached from requests, and from responses.
    requested: BTreeSet<Pointer>,
    responded: BTreeSet<Pointer>,
}

impl Visibility {
    pub(super) fn new(document: &Document, hierarchy: &Hierarchy) -> Self {
        let mut out = Self {
            is_mentioned: mentions(&document.value),
            sensitive: BTreeSet::new(),
            requested: BTreeSet::new(),
            responded: BTreeSet::new(),
        };
        if !out.is_mentioned {
            return out;
        }
        let edges = edges(document, hierarchy);
        out.sensitive = sensitive(document, &edges);
        let (received, sent) = (&mut out.requested, &mut out.responded);
        for (_, item) in document.root().written("paths") {
            item_reaches(document, &item, &edges, (received, sent));
        }
        // What the server calls has a request of the server's, and a response that it reads.
        let beyond = &document.beyond;
        for called in beyond.webhooks.iter().chain(&beyond.callbacks) {
            if let Some(value) = called.at.resolve(&document.value) {
                let item = document.root().other(value, called.at.clone());
                item_reaches(document, &item, &edges, (sent, received));
            }
        }
        out
    }

    /// Whether a component has a type for each direction.
    pub(super) fn is_split(&self, at: &Pointer) -> bool {
        self.sensitive.contains(at) && self.requested.contains(at) && self.responded.contains(at)
    }

    /// The direction of a component's plain name.
    pub(super) fn only_direction(&self, at: &Pointer) -> Direction {
        let ways = (self.requested.contains(at), self.responded.contains(at));
        match (self.sensitive.contains(at), ways) {
            (false, _) | (true, (false, false)) => Direction::Both,
            (true, (true, false)) => Direction::Request,
            (true, (_, true)) => Direction::Response,
        }
    }

    /// Whether the schema at a place differs by direction.
    pub(super) fn differs(&self, document: &Document, at: &Pointer) -> bool {
        if !self.is_mentioned {
            return false;
        }
        if self.sensitive.contains(at) {
            return true;
        }
        if is_component(at) {
            return false;
        }
        let Some(value) = at.resolve(&document.value) else {
            return false;
        };
        let mut targets = BTreeSet::new();
        let flagged = walk(value, true, &mut targets);
        let leads_to =
            |target: &Pointer| self.sensitive.contains(target) || has_flag(document, target);
        flagged || targets.iter().any(leads_to)
    }
}

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// Whether the words occur at all: most documents never say them.
fn mentions(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| {
            (matches!(key.as_str(), "readOnly" | "writeOnly") && value == &Value::Bool(true))
                || mentions(value)
        }),
        Value::Array(items) => items.iter().any(mentions),
        _ => false,
    }
}

/// Collects the targets of references below a value; says whether a flag stands below its top.
fn walk(value: &Value, top: bool, targets: &mut BTreeSet<Pointer>) -> bool {
    match value {
        Value::Object(map) => {
            let mut flagged = false;
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("readOnly" | "writeOnly", Value::Bool(true)) => flagged |= !top,
                    ("$ref", Value::String(reference)) => targets.extend(Pointer::parse(reference)),
                    (key, _) if keyword::holds_data(key) => {}
                    _ => flagged |= walk(value, false, targets),
                }
            }
            flagged
        }
        Value::Array(items) => items
            .iter()
            .fold(false, |flagged, item| walk(item, false, targets) | flagged),
        _ => false,
    }
}

/// What each component schema refers to, and whether it holds a flag itself.
type Edges = BTreeMap<Pointer, (bool, BTreeSet<Pointer>)>;

fn edges(document: &Document, hierarchy: &Hierarchy) -> Edges {
    let root = Pointer::root().keys(["components", "schemas"]);
    let mut edges = Edges::new();
    for (name, schema) in object(root.resolve(&document.value)) {
        let at = root.key(name);
        let mut targets = BTreeSet::new();
        let mut flagged = walk(schema, true, &mut targets);
        let bases = hierarchy.included(document, schema);
        if !bases.is_empty() {
            targets.clear();
            flagged = walk(&without_included(schema), true, &mut targets);
            targets.extend(bases.iter().map(own_part));
        }
        match hierarchy.subtypes(&at) {
            None => edges.insert(at, (flagged, targets)),
            Some(subtypes) => {
                let any = subtypes.iter().cloned().chain([own_part(&at)]).collect();
                edges.insert(own_part(&at), (flagged, targets));
                edges.insert(at, (false, any))
            }
        };
    }
    others(document, &mut edges);
    edges
}

/// Adds the schemas that are referred to and are no components: those below one, or inline elsewhere.
fn others(document: &Document, edges: &mut Edges) {
    let mut queue = BTreeSet::new();
    walk(&document.value, true, &mut queue);
    while let Some(at) = queue.pop_first() {
        if edges.contains_key(&at) || is_component(&at) {
            continue;
        }
        let Some(value) = at.resolve(&document.value) else {
            continue;
        };
        let mut targets = BTreeSet::new();
        let flagged = walk(value, true, &mut targets);
        queue.extend(targets.iter().cloned());
        edges.insert(at, (flagged, targets));
    }
}

/// The node of what a base says itself. Whoever refers to a base may get any of its subtypes, but
/// a subtype includes only this.
fn own_part(base: &Pointer) -> Pointer {
    base.key("properties")
}

/// A schema less the references in its `allOf`.
fn without_included(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
    if let Some(parts) = parts {
        parts.retain(|part| part.get("$ref").is_none());
    }
    schema
}

/// Whether the schema at a place has a flag itself: a property may carry its flag on the schema that
/// it refers to.
fn has_flag(document: &Document, at: &Pointer) -> bool {
    let is_set = |schema: &Value, key| schema.get(key) == Some(&Value::Bool(true));
    let schema = at.resolve(&document.value);
    schema.is_some_and(|schema| is_set(schema, "readOnly") || is_set(schema, "writeOnly"))
}

fn sensitive(document: &Document, edges: &Edges) -> BTreeSet<Pointer> {
    let flag = |at: &Pointer| has_flag(document, at);
    let mut out: BTreeSet<Pointer> = edges
        .iter()
        .filter(|(_, (flagged, targets))| *flagged || targets.iter().any(&flag))
        .map(|(at, _)| at.clone())
        .collect();
    loop {
        let more: Vec<Pointer> = edges
            .iter()
            .filter(|(at, (_, targets))| {
                !out.contains(*at) && targets.iter().any(|target| out.contains(target))
            })
            .map(|(at, _)| at.clone())
            .collect();
        if more.is_empty() {
            return out;
        }
        out.extend(more);
    }
}

/// Adds all component schemas that a path item leads to, by its requests and by its responses.
fn item_reaches(
    document: &Document,
    item: &Cursor<'_>,
    edges: &Edges,
    (requested, responded): (&mut BTreeSet<Pointer>, &mut BTreeSet<Pointer>),
) {
    for (_, operation) in item.operations() {
        let at = |key| operation.value.get(key);
        reach(document, at("requestBody"), edges, requested);
        reach(document, at("parameters"), edges, requested);
        reach(document, at("responses"), edges, responded);
    }
    let parameters = item.value.get("parameters");
    reach(document, parameters, edges, requested);
}

/// Adds all component schemas that a part of the document leads to.
fn reach(document: &Document, value: Option<&Value>, edges: &Edges, out: &mut BTreeSet<Pointer>) {
    let Some(value) = value else { return };
    let mut targets = BTreeSet::new();
    walk(value, true, &mut targets);
    let mut queue: Vec<Pointer> = targets.into_iter().collect();
    let mut others = BTreeSet::new();
    while let Some(at) = queue.pop() {
        if let Some((_, targets)) = edges.get(&at) {
            if out.insert(at) {
                queue.extend(targets.iter().cloned());
            }
        } else if others.insert(at.clone()) {
            // A response, a parameter or a body of `components`, or a schema somewhere else.
            let mut targets = BTreeSet::new();
            if let Some(value) = at.resolve(&document.value) {
                walk(value, true, &mut targets);
            }
            queue.extend(targets);
        }
    }
}

/// Whether a component schema stands at a place.
pub(super) fn is_component(at: &Pointer) -> bool {
    let mut tokens = at.tokens();
    tokens.next().as_deref() == Some("components")
        && tokens.next().as_deref() == Some("schemas")
        && tokens.count() == 1
}
