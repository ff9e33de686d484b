//! Mends a document by the list of what the walk found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Adds items to the end of a list, which is made when it is missing.
    Append(Pointer, Vec<Value>),
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
    let mut gone = Gone::default();
    let mut items = Vec::new();
    for repair in repairs {
        if gone.is_around(repair.at()) {
            continue;
        }
        match repair {
            Repair::Set(pointer, value) => {
                gone.settle(&mut document.root, &pointer);
                gone.forget_below(&pointer);
                set(&mut document.root, &pointer, value);
            }
            Repair::Append(pointer, values) => {
                gone.settle(&mut document.root, &pointer);
                append(&mut document.root, &pointer, values);
            }
            Repair::Rename(pointer, key) => {
                gone.settle_all(&mut document.root);
                rename(document, &pointer, key);
            }
            Repair::Remove(pointer) => match holder(&document.root, &pointer) {
                Some(Value::Object(_)) => gone.add(&pointer),
                Some(Value::Array(_)) => items.push(pointer),
                _ => {}
            },
        }
    }
    gone.settle_all(&mut document.root);
    remove_items(document, items);
}

/// Members that are to be taken out, by what holds them. All those of one holder are taken out together:
/// to close the gap after each takes as long as the holder has members.
#[derive(Default)]
struct Gone {
    members: BTreeMap<Pointer, BTreeSet<String>>,
}

impl Gone {
    fn add(&mut self, member: &Pointer) {
        if let (Some(holder), Some(key)) = (member.parent(), member.last()) {
            let of_holder = self.members.entry(holder).or_default();
            of_holder.insert(key.into_owned());
        }
    }

    fn has(&self, member: &Pointer) -> bool {
        let of_holder = member.parent().and_then(|holder| self.members.get(&holder));
        let (Some(keys), Some(key)) = (of_holder, member.last()) else {
            return false;
        };
        keys.contains(&*key)
    }

    /// Whether a place is inside of a member that is to be taken out.
    fn is_around(&self, place: &Pointer) -> bool {
        if self.members.is_empty() {
            return false;
        }
        let mut outer = std::iter::successors(place.parent(), Pointer::parent);
        outer.any(|outer| self.has(&outer))
    }

    /// Takes out what is to be taken out of the holder of a member, if that is one of them.
    fn settle(&mut self, root: &mut Value, member: &Pointer) {
        if self.has(member)
            && let Some(holder) = member.parent()
            && let Some(keys) = self.members.remove(&holder)
        {
            take_out(root, &holder, &keys);
        }
    }

    fn settle_all(&mut self, root: &mut Value) {
        for (holder, keys) in std::mem::take(&mut self.members) {
            take_out(root, &holder, &keys);
        }
    }

    /// What stood below a place is no longer there.
    fn forget_below(&mut self, place: &Pointer) {
        let below = self.members.range(place.clone()..);
        // What begins with the same text stands together, be it below the place or beside it.
        let below = below.take_while(|(holder, _)| holder.as_str().starts_with(place.as_str()));
        let below = below.filter(|(holder, _)| holder.starts_with(place));
        let below: Vec<Pointer> = below.map(|(holder, _)| holder.clone()).collect();
        for holder in below {
            self.members.remove(&holder);
        }
    }
}

fn take_out(root: &mut Value, holder: &Pointer, keys: &BTreeSet<String>) {
    if let Some(Value::Object(members)) = root.pointer_mut(holder.as_str()) {
        members.retain(|key, _| !keys.contains(key));
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

fn append(root: &mut Value, pointer: &Pointer, values: Vec<Value>) {
    let Some((Value::Object(members), key)) = parent(root, pointer) else {
        return;
    };
    let list = members
        .entry(key)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(items) = list {
        items.extend(values);
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

/// Takes items out of their lists, all those of a list together; inner lists come before those that hold
/// them, which they would move.
fn remove_items(document: &mut Document, items: Vec<Pointer>) {
    let mut lists: BTreeMap<Pointer, BTreeSet<usize>> = BTreeMap::new();
    for item in items {
        let index = item.last().and_then(|token| token.parse().ok());
        if let (Some(list), Some(index)) = (item.parent(), index) {
            lists.entry(list).or_default().insert(index);
        }
    }
    let mut lists: Vec<_> = lists.into_iter().collect();
    lists.sort_by_key(|(list, _)| Reverse(list.tokens().count()));
    for (list, gone) in lists {
        let Some(Value::Array(items)) = document.root.pointer_mut(list.as_str()) else {
            continue;
        };
        let before = items.len();
        let mut index = 0;
        items.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
        let mut moved = 0;
        for index in gone.first().copied().unwrap_or(before)..before {
            let old = list.index(index);
            let numbers = numbers_of(document, &old);
            if gone.contains(&index) {
                moved += 1;
                continue;
            }
            let new = list.index(index - moved);
            document.sources.moved(&old, new.clone());
            for (number, text) in numbers {
                if let Some(number) = number.rebased(&old, &new) {
                    document.exact_numbers.insert(number, text);
                }
            }
        }
    }
}

/// Takes out the exact numbers of an item.
fn numbers_of(document: &mut Document, item: &Pointer) -> Vec<(Pointer, String)> {
    if document.exact_numbers.is_empty() {
        return Vec::new();
    }
    let numbers = document.exact_numbers.range(item.clone()..);
    let numbers = numbers.map(|(number, _)| number);
    let numbers = numbers.take_while(|number| number.as_str().starts_with(item.as_str()));
    let numbers = numbers.filter(|number| number.starts_with(item));
    let numbers: Vec<Pointer> = numbers.cloned().collect();
    let taken = numbers.into_iter().filter_map(|number| {
        let text = document.exact_numbers.remove(&number)?;
        Some((number, text))
    });
    taken.collect()
}

/// What holds a member or an item.
fn holder<'v>(root: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    pointer.parent()?.resolve(root)
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
            Repair::Append(at("/f/list"), vec![json!(10)]),
            Repair::Append(at("/h/i/j"), vec![json!(11)]),
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

    fn mended(root: Value, repairs: Vec<Repair>) -> Value {
        let mut document = Document {
            root,
            sources: Sources::default(),
            exact_numbers: BTreeMap::new(),
        };
        apply(&mut document, repairs);
        document.root
    }

    #[test]
    fn what_is_taken_out_together_is_what_each_would_take_out() {
        let at = |text: &str| Pointer::parse(text).unwrap();
        let root = json!({
            "a": { "b": { "c": 1, "d": 2 }, "e": { "f": 3 }, "g": 4 },
            "l": [0, { "m": 1, "n": 2 }, 2, 3, 4],
        });
        let repairs = vec![
            Repair::Remove(at("/a/b/c")),
            // In what is taken out, nothing has an effect; what is put in its place stays.
            Repair::Remove(at("/a/e")),
            Repair::Set(at("/a/e/f"), json!(5)),
            Repair::Remove(at("/a/g")),
            Repair::Set(at("/a/g"), json!(6)),
            Repair::Append(at("/a/h"), vec![json!(7)]),
            Repair::Remove(at("/l/1/m")),
            Repair::Remove(at("/l/0")),
            Repair::Remove(at("/l/3")),
            Repair::Remove(at("/l/9")),
        ];
        let expected = json!({
            "a": { "b": { "d": 2 }, "g": 6, "h": [7] },
            "l": [{ "n": 2 }, 2, 4],
        });
        assert_eq!(mended(root, repairs), expected);
        // What was to be taken out of what is replaced, or has another name, is gone with it.
        let root = json!({ "a": { "b": 1, "c": 2 }, "d": { "e": 3, "f": 4 } });
        let repairs = vec![
            Repair::Remove(at("/a/b")),
            Repair::Set(at("/a"), json!({ "b": 5 })),
            Repair::Remove(at("/d/e")),
            Repair::Rename(at("/d"), "g"),
        ];
        let expected = json!({ "a": { "b": 5 }, "g": { "f": 4 } });
        assert_eq!(mended(root, repairs), expected);
    }

    #[test]
    fn exact_numbers_move_with_their_items_and_go_with_them() {
        let at = |text: &str| Pointer::parse(text).unwrap();
        let numbers = ["/l/0", "/l/1", "/l/2/x", "/l/10"].map(|text| (at(text), text.to_owned()));
        let mut document = Document {
            root: json!({ "l": [0, 1, { "x": 2 }, 3, 4, 5, 6, 7, 8, 9, 10] }),
            sources: Sources::default(),
            exact_numbers: BTreeMap::from(numbers),
        };
        apply(&mut document, vec![Repair::Remove(at("/l/1"))]);
        let left: Vec<_> = document.exact_numbers.into_iter().collect();
        let moved = [("/l/0", "/l/0"), ("/l/1/x", "/l/2/x"), ("/l/9", "/l/10")];
        assert_eq!(left, moved.map(|(now, was)| (at(now), was.to_owned())));
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
