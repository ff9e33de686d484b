//! Which pages there are, what they are called, and who links to whom.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;
use crate::ir::{Api, Operation, TypeDef, TypeId};

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
        let declared = document.value.get("tags").and_then(Value::as_array);
        for tag in declared.into_iter().flatten() {
            let text = |key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
            if let Some(name) = text("name").filter(|name| tags.iter().all(|tag| tag.name != *name))
            {
                let page = names.page("tag", &name);
                tags.push(Tag {
                    page,
                    name,
                    description: text("description"),
                    operations: Vec::new(),
                });
            }
        }
        let mut by_tag: BTreeMap<String, usize> = BTreeMap::new();
        for (index, tag) in tags.iter().enumerate() {
            by_tag.insert(tag.name.clone(), index);
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
        Self {
            api,
            document,
            tags,
            schemas,
        }
    }
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
struct Names(BTreeSet<String>);

impl Names {
    fn page(&mut self, kind: &str, name: &str) -> String {
        let ascii = deunicode::deunicode(name);
        let kebab = heck::AsKebabCase(&ascii).to_string();
        let is_kept = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let slug: String = kebab.chars().filter(is_kept).take(80).collect();
        let slug = slug.trim_matches('-').to_lowercase();
        let slug = if slug.is_empty() { "x" } else { &slug };
        let numbers = (2..).map(|number| format!("{kind}-{slug}-{number}.html"));
        let first = format!("{kind}-{slug}.html");
        let mut all = std::iter::once(first).chain(numbers);
        let free = all.find(|name| self.0.insert(name.clone()));
        free.unwrap_or_default()
    }
}
