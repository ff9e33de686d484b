//! A value of a document with its place: the walk over everything that is not a schema.

use serde_json::{Map, Value};

use crate::document::{Document, Schema};
use crate::pointer::Pointer;

/// How many references may lead to one another.
const CHAIN: usize = 32;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub document: &'d Document,
    pub value: &'d Value,
    pub at: Pointer,
}

impl<'d> Node<'d> {
    pub fn root(document: &'d Document) -> Self {
        Self {
            document,
            value: &document.value,
            at: Pointer::root(),
        }
    }

    /// A member, references followed.
    pub fn get(&self, key: &str) -> Option<Node<'d>> {
        Some(
            Node {
                document: self.document,
                value: self.value.get(key)?,
                at: self.at.key(key),
            }
            .resolved(),
        )
    }

    /// The members of the object at a key, references followed, without extensions.
    pub fn members(&self, key: &str) -> Vec<(&'d str, Node<'d>)> {
        self.get(key).map(|node| node.entries()).unwrap_or_default()
    }

    /// The members, references followed, without extensions.
    pub fn entries(&self) -> Vec<(&'d str, Node<'d>)> {
        self.map()
            .into_iter()
            .flatten()
            .filter(|(key, _)| !key.starts_with("x-"))
            .map(|(key, value)| {
                let node = Node {
                    document: self.document,
                    value,
                    at: self.at.key(key),
                };
                (key.as_str(), node.resolved())
            })
            .collect()
    }

    /// The items of the list at a key, references followed.
    pub fn items(&self, key: &str) -> Vec<Node<'d>> {
        let at = self.at.key(key);
        let items = self.value.get(key).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| {
                Node {
                    document: self.document,
                    value,
                    at: at.index(index),
                }
                .resolved()
            })
            .collect()
    }

    /// The schema at a key.
    pub fn schema(&self, key: &str) -> Option<Schema<'d>> {
        let value = self.value.get(key)?;
        (value.is_object() || value.is_boolean()).then(|| Schema::new(value, self.at.key(key)))
    }

    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    pub fn flag(&self, key: &str) -> bool {
        self.value
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    pub fn map(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    fn resolved(self) -> Self {
        let mut node = self;
        for _ in 0..CHAIN {
            let Some(reference) = node.text("$ref") else {
                break;
            };
            // A path item's `$ref` has siblings; they are rare, and lint reports them.
            let Some(target) = node.document.target(reference) else {
                break;
            };
            let Some(value) = target.resolve(&node.document.value) else {
                break;
            };
            node = Node {
                document: node.document,
                value,
                at: target,
            };
        }
        node
    }
}
