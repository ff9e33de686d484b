//! Mends a document by the list of what the walk found.

use std::cmp::Reverse;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::source::Document;

/// A change to a document.
#[derive(Debug)]
pub(super) enum Repair {
    /// Puts a value at a place, in the stead of what is there.
    Set(Pointer, Value),
    /// Takes a member of a mapping or an item of a list out.
    Remove(Pointer),
    /// Adds an item to the end of a list, which is made when it is missing.
    Append(Pointer, Value),
    /// Gives a member another key, in place of a member of that key.
    Rename(Pointer, &'static str),
}

/// Applies repairs; one in a part that another takes out has no effect.
pub(super) fn apply(document: &mut Document, repairs: Vec<Repair>) {
    let mut items = Vec::new();
    for repair in repairs {
        match repair {
            Repair::Set(pointer, value) => set(&mut document.root, &pointer, value),
            Repair::Append(pointer, value) => append(&mut document.root, &pointer, value),
            Repair::Rename(pointer, key) => rename(document, &pointer, key),
            Repair::Remove(pointer) => match parent(&mut document.root, &pointer) {
                Some((Value::Object(members), key)) => drop(members.shift_remove(&key)),
                Some((Value::Array(_), _)) => items.push(pointer),
                _ => {}
            },
        }
    }
    // Taking an item out moves the ones behind it, so the last goes first, and inner lists before
    // the lists that hold them.
    items.sort_by_key(|pointer| {
        let index = pointer.last().and_then(|token| token.parse::<usize>().ok());
        Reverse((pointer.tokens().count(), index))
    });
    items.dedup();
    for pointer in items {
        remove_item(document, &pointer);
    }
}

fn set(root: &mut Value, pointer: &Pointer, value: Value) {
    if pointer.is_root() {
        *root = value;
        return;
    }
    match parent(root, pointer) {
        Some((Value::Object(members), key)) => drop(members.insert(key, value)),
        Some((Value::Array(items), key)) => {
            if let Some(item) = key
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get_mut(index))
            {
                *item = value;
            }
        }
        _ => {}
    }
}

fn append(root: &mut Value, pointer: &Pointer, value: Value) {
    let Some((Value::Object(members), key)) = parent(root, pointer) else {
        return;
    };
    let list = members
        .entry(key)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(items) = list {
        items.push(value);
    }
}

fn rename(document: &mut Document, pointer: &Pointer, key: &str) {
    let Some((Value::Object(members), old)) = parent(&mut document.root, pointer) else {
        return;
    };
    let Some(value) = members.shift_remove(&old) else {
        return;
    };
    members.insert(key.to_owned(), value);
    if let Some(parent) = pointer.parent() {
        document.sources.moved(pointer, parent.key(key));
    }
}

fn remove_item(document: &mut Document, pointer: &Pointer) {
    let Some((Value::Array(items), key)) = parent(&mut document.root, pointer) else {
        return;
    };
    let (Ok(index), Some(list)) = (key.parse::<usize>(), pointer.parent()) else {
        return;
    };
    if index >= items.len() {
        return;
    }
    items.remove(index);
    for new in index..items.len() {
        let (old, new) = (list.index(new + 1), list.index(new));
        document.sources.moved(&old, new.clone());
        let numbers: Vec<Pointer> = document
            .exact_numbers
            .range(old.clone()..)
            .map(|(number, _)| number)
            .take_while(|number| number.as_str().starts_with(old.as_str()))
            .filter(|number| number.starts_with(&old))
            .cloned()
            .collect();
        for number in numbers {
            let text = document.exact_numbers.remove(&number);
            if let (Some(text), Some(moved)) = (text, number.rebased(&old, &new)) {
                document.exact_numbers.insert(moved, text);
            }
        }
    }
}

/// The mapping or list that a pointer leads into, and its last token.
fn parent<'v>(root: &'v mut Value, pointer: &Pointer) -> Option<(&'v mut Value, String)> {
    let key = pointer.last()?.into_owned();
    let parent = pointer.parent()?;
    Some((root.pointer_mut(parent.as_str())?, key))
}
