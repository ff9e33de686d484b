//! Mends a document by the list of what the walk found.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::source::{Document, Sources};

/// A change to a document.
#[derive(Debug)]
pub(crate) enum Repair {
    /// Puts a value at a place, in the stead of what is there.
    Set(Pointer, Value),
    /// Takes a member of a mapping or an item of a list out.
    Remove(Pointer),
    /// Adds an item to the end of a list, which is made when it is missing.
    Append(Pointer, Value),
    /// Gives a member another key, in place of a member of that key.
    Rename(Pointer, &'static str),
}

impl Repair {
    pub(crate) fn at(&self) -> &Pointer {
        match self {
            Self::Set(at, _) | Self::Remove(at) | Self::Append(at, _) | Self::Rename(at, _) => at,
        }
    }
}

/// What repairs change of a document, as it was written: a copy of those parts alone.
#[derive(Debug)]
pub(crate) struct Written {
    parts: Vec<(Pointer, Value)>,
    sources: Sources,
}

impl Written {
    /// Copies what `repairs` are about to change.
    pub(super) fn of(document: &Document, repairs: &[Repair]) -> Self {
        // A repair changes what holds its place, and no more.
        let holders = repairs.iter().map(|repair| repair.at().parent());
        let holders: BTreeSet<Pointer> = holders.map(Option::unwrap_or_default).collect();
        let is_outermost = |holder: &&Pointer| {
            let mut outer = std::iter::successors(holder.parent(), Pointer::parent);
            !outer.any(|outer| holders.contains(&outer))
        };
        let parts = holders.iter().filter(is_outermost).filter_map(|holder| {
            let value = holder.resolve(&document.root)?;
            Some((holder.clone(), value.clone()))
        });
        Self {
            parts: parts.collect(),
            sources: document.sources.clone(),
        }
    }

    /// Puts everything back as it was, and returns where it comes from. No repair has moved the
    /// parts themselves: each is the outermost that any changed.
    pub(crate) fn restore(self, root: &mut Value) -> Sources {
        for (at, value) in self.parts {
            if let Some(place) = root.pointer_mut(at.as_str()) {
                *place = value;
            }
        }
        self.sources
    }
}

/// Applies repairs; one in a part that another takes out has no effect.
pub(crate) fn apply(document: &mut Document, repairs: Vec<Repair>) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_written_comes_back() {
        let root = json!({
            "a": { "b": [1, { "c": 2 }, 3], "d": { "e": 4 }, "d!": 5 },
            "f": { "g": 6 },
            "h": { "i": { "j": [7] } },
        });
        let at = |text: &str| Pointer::parse(text).unwrap();
        let repairs = vec![
            Repair::Remove(at("/a/b/0")),
            Repair::Set(at("/a/b/1/c"), json!(8)),
            Repair::Rename(at("/a/d"), "k"),
            Repair::Set(at("/a/d!"), json!(9)),
            Repair::Append(at("/f/list"), json!(10)),
            Repair::Append(at("/h/i/j"), json!(11)),
            Repair::Remove(at("/h/i/none")),
        ];
        let mut document = Document {
            root: root.clone(),
            sources: Sources::default(),
            exact_numbers: std::collections::BTreeMap::new(),
        };
        let written = Written::of(&document, &repairs);
        assert!(written.parts.iter().all(|(at, _)| !at.is_root()));
        apply(&mut document, repairs);
        assert_ne!(document.root, root);
        written.restore(&mut document.root);
        assert_eq!(document.root, root);
    }

    #[test]
    fn a_repair_of_the_whole_comes_back() {
        let root = json!({ "a": 1 });
        let mut document = Document {
            root: root.clone(),
            sources: Sources::default(),
            exact_numbers: std::collections::BTreeMap::new(),
        };
        let repairs = vec![Repair::Remove(Pointer::root().key("a"))];
        let written = Written::of(&document, &repairs);
        apply(&mut document, repairs);
        written.restore(&mut document.root);
        assert_eq!(document.root, root);
    }
}
