//! A mapping with `<<` to one that has the members of the mappings that `<<` names.

use serde_json::{Map, Value};

/// Merges what the key `<<` of the mapping at `path` holds into that mapping.
pub(super) fn apply<'p>(root: &mut Value, path: impl Iterator<Item = &'p str>) {
    let mut value = root;
    for token in path {
        let child = match value {
            Value::Array(items) => token.parse().ok().and_then(|at: usize| items.get_mut(at)),
            Value::Object(members) => members.get_mut(token),
            _ => None,
        };
        let Some(child) = child else { return };
        value = child;
    }
    if let Value::Object(members) = value
        && let Some(merged) = members.shift_remove("<<")
    {
        merge(members, merged);
    }
}

/// Adds the members that `map` doesn't have; of several mappings, the first to have a key counts.
fn merge(map: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| merge(map, item)),
        _ => {}
    }
}
