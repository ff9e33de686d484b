//! Shared parts of a kind that an older version does not have, put in the places that refer to them.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// How many shared parts may refer to each other in a row.
const LEVELS: usize = 16;

/// How many values may be put in place, by the values that the shared parts have: a document that refers to a large
/// part again and again would grow without end.
const COPIES: usize = 64;

/// Puts the parts of a kind of `components` in place of the references to them, and takes them out of the document.
/// Where a reference leads into one, or there would be too many copies, all stays.
pub(super) fn inline(root: &mut Value, kind: &str) {
    let map = Pointer::root().keys(["components", kind]);
    let Some(Value::Object(shared)) = map.resolve(root).cloned() else {
        return;
    };
    let mut inliner = Inliner {
        prefix: format!("#/components/{kind}/"),
        left: shared.values().map(size).sum::<usize>() * COPIES,
        shared,
    };
    let mut inlined = root.clone();
    if let Some(components) = inlined.get_mut("components").and_then(Value::as_object_mut) {
        components.shift_remove(kind);
        if components.is_empty()
            && let Some(root) = inlined.as_object_mut()
        {
            root.shift_remove("components");
        }
    }
    if inliner.walk(&mut inlined, LEVELS).is_some() {
        *root = inlined;
    }
}

struct Inliner {
    prefix: String,
    shared: Map<String, Value>,
    left: usize,
}

impl Inliner {
    /// `None` where not all can be put in place.
    fn walk(&mut self, value: &mut Value, levels: usize) -> Option<()> {
        match value {
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                let name = reference.and_then(|text| text.strip_prefix(&self.prefix));
                let Some(name) = name else {
                    return members
                        .values_mut()
                        .try_for_each(|value| self.walk(value, levels));
                };
                let name = Pointer::parse(&format!("#/{name}"))?;
                let mut tokens = name.tokens();
                let (Some(name), None) = (tokens.next(), tokens.next()) else {
                    return None;
                };
                let mut part = self.shared.get(&*name)?.clone();
                self.left = self.left.checked_sub(size(&part))?;
                let levels = levels.checked_sub(1)?;
                self.walk(&mut part, levels)?;
                *value = part;
                Some(())
            }
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|value| self.walk(value, levels)),
            _ => Some(()),
        }
    }
}

/// How many values there are in a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}
