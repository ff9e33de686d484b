//! Which pages there are, what they are called, and who links to whom.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;
use crate::ir::{Api, Operation, TypeDef, TypeId};
use crate::method::Method;
use crate::pointer::Pointer;

/// Where all there is to say has its page.
pub struct Site<'a> {
    /// The API.
    pub api: &'a Api,
    /// The document that it is of.
    pub document: &'a Document,
    /// The tags with their operations, in the document's order.
    pub tags: Vec<Tag<'a>>,
    /// The pages of schemas.
    pub schemas: BTreeMap<TypeId, String>,
    /// Where among the tags' operations are, by their ids.
    by_id: BTreeMap<&'a str, (usize, usize)>,
    /// The same by their places.
    by_source: BTreeMap<&'a Pointer, (usize, usize)>,
    /// What the service sends because of operations, by their paths and methods.
    callbacks: BTreeMap<(&'a str, &'a Method), Vec<&'a Operation>>,
    /// Whether there is a webhook.
    pub has_webhooks: bool,
}

/// The operations of a tag.
pub struct Tag<'a> {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its page.
    pub page: String,
    /// Its operations, each with its page, in the order of their paths.
    pub operations: Vec<(&'a Operation, String)>,
}

/// What operations without a tag are shown under.
const UNTAGGED: &str = "Operations";

impl<'a> Site<'a> {
    /// The pages of an API.
    pub fn new(api: &'a Api, document: &'a Document) -> Self {
        let mut names = Names::default();
        let schemas = api.types.iter().filter(|(_, def)| is_component(def));
        let schemas = schemas.map(|(id, def)| (id, names.page("schema", title(def))));
        let schemas = schemas.collect();
        let mut tags = Vec::<Tag<'a>>::new();
        let mut by_tag: BTreeMap<String, usize> = BTreeMap::new();
        let declared = document.value.get("tags").and_then(Value::as_array);
        for tag in declared.into_iter().flatten() {
            let text = |key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
            if let Some(name) = text("name").filter(|name| !by_tag.contains_key(name)) {
                by_tag.insert(name.clone(), tags.len());
                let page = names.page("tag", &name);
                tags.push(Tag {
                    page,
                    name,
                    description: text("description"),
                    operations: Vec::new(),
                });
            }
        }
        let mut operations: Vec<&Operation> = api.operations.iter().collect();
        operations
            .sort_by(|one, other| (&one.path, &one.method).cmp(&(&other.path, &other.method)));
        for operation in operations {
            let stated = operation.source.resolve(&document.value);
            let first = stated.and_then(|it| it.get("tags")?.get(0)?.as_str());
            let name = first.unwrap_or(UNTAGGED);
            let index = *by_tag.entry(name.to_owned()).or_insert_with(|| {
                tags.push(Tag {
                    name: name.to_owned(),
                    description: None,
                    page: names.page("tag", name),
                    operations: Vec::new(),
                });
                tags.len() - 1
            });
            let page = names.page("operation", &operation.id);
            tags[index].operations.push((operation, page));
        }
        tags.retain(|tag| !tag.operations.is_empty());
        let mut by_id = BTreeMap::new();
        let mut by_source = BTreeMap::new();
        for (tag_at, tag) in tags.iter().enumerate() {
            for (at, (operation, _)) in tag.operations.iter().enumerate() {
                by_id.entry(operation.id.as_str()).or_insert((tag_at, at));
                by_source.entry(&operation.source).or_insert((tag_at, at));
            }
        }
        let mut called = api.called.iter().filter_map(|it| it.called.as_ref());
        Self {
            api,
            document,
            tags,
            schemas,
            by_id,
            by_source,
            callbacks: callbacks(api),
            has_webhooks: called.any(|called| called.callback.is_none()),
        }
    }

    /// The operation of an id, with its page.
    pub fn operation(&self, id: &str) -> Option<(&'a Operation, &str)> {
        self.shown(*self.by_id.get(id)?)
    }

    /// The operation at a place, with its page.
    pub fn operation_at(&self, at: &Pointer) -> Option<(&'a Operation, &str)> {
        self.shown(*self.by_source.get(at)?)
    }

    /// What the service sends because of an operation.
    pub fn callbacks<'s>(&'s self, operation: &'s Operation) -> &'s [&'a Operation] {
        let key = (operation.path.as_str(), &operation.method);
        self.callbacks.get(&key).map_or(&[], Vec::as_slice)
    }

    fn shown(&self, (tag, at): (usize, usize)) -> Option<(&'a Operation, &str)> {
        let (operation, page) = self.tags.get(tag)?.operations.get(at)?;
        Some((operation, page))
    }
}

fn callbacks(api: &Api) -> BTreeMap<(&str, &Method), Vec<&Operation>> {
    let mut all: BTreeMap<_, Vec<&Operation>> = BTreeMap::new();
    for one in &api.called {
        let callback = one.called.as_ref().and_then(|it| it.callback.as_ref());
        if let Some(callback) = callback {
            let (path, method) = &callback.operation;
            all.entry((path.as_str(), method)).or_default().push(one);
        }
    }
    all
}

/// Whether a type is one that the document names.
fn is_component(def: &TypeDef) -> bool {
    let tokens: Vec<_> = def.source.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    matches!(
        tokens.as_slice(),
        ["components", "schemas", _] | ["definitions", _]
    )
}

/// What a type is called where people read.
pub fn title(def: &TypeDef) -> &str {
    def.wire_name.as_deref().unwrap_or(def.name.as_str())
}

/// Names of files, each once, whatever the system makes of their case.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    /// By name, the last number that was put behind it.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    fn page(&mut self, kind: &str, name: &str) -> String {
        let ascii = deunicode::deunicode(name);
        let kebab = heck::AsKebabCase(&ascii).to_string();
        let is_kept = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let slug: String = kebab.chars().filter(is_kept).take(80).collect();
        let slug = slug.trim_matches('-').to_lowercase();
        let slug = if slug.is_empty() { "x" } else { &slug };
        let plain = format!("{kind}-{slug}");
        let number = self.numbers.entry(plain.clone()).or_insert(0);
        loop {
            *number += 1;
            let name = match *number {
                1 => format!("{plain}.html"),
                number => format!("{plain}-{number}.html"),
            };
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}
