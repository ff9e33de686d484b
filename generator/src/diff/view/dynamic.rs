//! What is bound elsewhere: `$dynamicRef`, and the `$dynamicAnchor`s that it may mean.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{Part, Schema};
use crate::pointer::Pointer;

/// Whether anything in a document is a `$dynamicRef`.
pub(super) fn is_dynamic(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("$dynamicRef") || map.values().any(is_dynamic),
        Value::Array(items) => items.iter().any(is_dynamic),
        _ => false,
    }
}

/// The schemas with a `$dynamicAnchor`, by its name: those of the document, and the first of each resource, by the
/// address of the schema whose `$id` makes it one. They are found in one walk, however many refer to them.
#[derive(Debug, Default)]
pub(super) struct DynamicAnchors<'d> {
    all: BTreeMap<&'d str, Vec<Schema<'d>>>,
    resources: BTreeMap<usize, BTreeMap<&'d str, Schema<'d>>>,
}

impl<'d> DynamicAnchors<'d> {
    pub(super) fn of(document: &'d Value) -> Self {
        let mut anchors = Self::default();
        anchors.inside(document, address(document), &Pointer::root());
        anchors
    }

    pub(super) fn anywhere(&self, name: &str) -> &[Schema<'d>] {
        self.all.get(name).map_or(&[], Vec::as_slice)
    }

    /// The one within the resource that a schema is.
    pub(super) fn within(&self, resource: &Part<'d>, name: &str) -> Option<&Schema<'d>> {
        self.resources.get(&resource.address())?.get(name)
    }

    /// Gathers those below a value, which is of the resource at an address.
    fn inside(&mut self, value: &'d Value, resource: usize, at: &Pointer) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    self.value(value, resource, &|| at.key(key));
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(value, resource, &|| at.index(index));
                }
            }
            _ => {}
        }
    }

    fn value(&mut self, value: &'d Value, resource: usize, at: &dyn Fn() -> Pointer) {
        if !value.is_object() && !value.is_array() {
            return;
        }
        let at = at();
        let resource = match value.get("$id") {
            Some(_) => address(value),
            None => resource,
        };
        if let Some(name) = value.get("$dynamicAnchor").and_then(Value::as_str) {
            let schema = Schema::new(value, at.clone());
            self.all.entry(name).or_default().push(schema.clone());
            let of_resource = self.resources.entry(resource).or_default();
            of_resource.entry(name).or_insert(schema);
        }
        self.inside(value, resource, &at);
    }
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
