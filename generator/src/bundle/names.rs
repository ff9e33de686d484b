//! Names of components that 2.0 allows and later versions do not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// Gives the components of a document names that every version allows, wherever they are referred to.
pub(super) fn rename(root: &mut Value) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let components = root.get_mut("components").and_then(Value::as_object_mut);
    for (kind, map) in components.into_iter().flatten() {
        let Value::Object(map) = map else {
            continue;
        };
        let mut taken: BTreeSet<String> = map.keys().cloned().collect();
        // Of names that become the same, the next one goes on where the last one found its number.
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let at = Pointer::root().keys(["components", kind]);
        let entries = std::mem::take(map).into_iter().map(|(name, part)| {
            let valid = valid(&name);
            if valid == name {
                return (name, part);
            }
            let number = numbers.entry(valid.clone()).or_insert(1);
            let new = loop {
                let candidate = match *number {
                    1 => valid.clone(),
                    number => format!("{valid}_{number}"),
                };
                *number += 1;
                if taken.insert(candidate.clone()) {
                    break candidate;
                }
            };
            renamed.insert(reference(&at, &name), reference(&at, &new));
            (new, part)
        });
        *map = entries.collect();
    }
    if !renamed.is_empty() {
        follow(root, &renamed);
    }
}

fn reference(map: &Pointer, name: &str) -> String {
    format!("#{}", map.key(name).as_str())
}

/// The name, with `_` for what it may not have.
fn valid(name: &str) -> String {
    let is_of_name = |char: char| char.is_ascii_alphanumeric() || ".-_".contains(char);
    let chars = name
        .chars()
        .map(|char| if is_of_name(char) { char } else { '_' });
    match name.is_empty() {
        true => "_".to_owned(),
        false => chars.collect(),
    }
}

/// Lets references lead to the new names: in schemas, in responses, and in what tells branches apart.
fn follow(value: &mut Value, renamed: &BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("$ref") {
                led(text, renamed);
            }
            let mapping = members
                .get_mut("discriminator")
                .and_then(|it| it.get_mut("mapping"));
            for leads in mapping
                .and_then(Value::as_object_mut)
                .into_iter()
                .flat_map(Map::values_mut)
            {
                if let Value::String(text) = leads {
                    led(text, renamed);
                }
            }
            members
                .values_mut()
                .for_each(|value| follow(value, renamed));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| follow(value, renamed)),
        _ => {}
    }
}

/// A reference leads to the part, or to something in it.
fn led(text: &mut String, renamed: &BTreeMap<String, String>) {
    let Some(at) = Pointer::parse(text) else {
        return;
    };
    let mut tokens = at.tokens();
    let (Some(first), Some(kind), Some(name)) = (tokens.next(), tokens.next(), tokens.next())
    else {
        return;
    };
    let part = Pointer::root().keys([&*first, &*kind, &*name]);
    if let Some(new) = renamed.get(&format!("#{}", part.as_str())) {
        let rest = &at.as_str()[part.as_str().len()..];
        *text = format!("{new}{rest}");
    }
}
