//! What stands elsewhere in the new document than in the old one, and what follows of that for references,
//! for numbers and for the lines that diagnostics name.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::source::Sources;

/// Places of the new document by places of the old one, with what is below both.
#[derive(Default)]
pub(super) struct Moves {
    by_old: BTreeMap<Pointer, Vec<Pointer>>,
}

impl Moves {
    pub(super) fn add(&mut self, new: Pointer, old: Pointer) {
        self.by_old.entry(old).or_default().push(new);
    }

    /// Where that stands now, and perhaps in several places, which stood at a place of the old document.
    fn all(&self, old: &Pointer) -> Vec<Pointer> {
        let mut ancestor = Some(old.clone());
        while let Some(at) = ancestor {
            if let Some(moved) = self.by_old.get(&at) {
                let moved = moved.iter().filter_map(|new| old.rebased(&at, new));
                return moved.collect();
            }
            ancestor = at.parent();
        }
        vec![old.clone()]
    }

    /// Lets references of the old document, which stand at these places of the new one, lead to where
    /// their targets are now.
    pub(super) fn settle(&self, references: Vec<Pointer>, root: &mut Value) {
        for at in references {
            let text = at.resolve(root).and_then(Value::as_str);
            let Some(target) = text.and_then(Pointer::parse) else {
                continue;
            };
            let mut moved = self.all(&target);
            // What is shared stays so, where it is written out for an operation as well.
            moved.sort_by_key(|at| !at.as_str().starts_with("/components/"));
            let found = moved.iter().find(|at| at.resolve(root).is_some());
            let new = found.or(moved.first()).unwrap_or(&target).to_string();
            if let Some(value) = root.pointer_mut(at.as_str()) {
                *value = Value::String(new);
            }
        }
    }

    /// The numbers whose text is kept, by their new places.
    pub(super) fn numbers(
        &self,
        old: &BTreeMap<Pointer, String>,
        root: &Value,
    ) -> BTreeMap<Pointer, String> {
        let numbers = old.iter().flat_map(|(at, text)| {
            let places = self.all(at).into_iter();
            let numbers = places.filter(|at| at.resolve(root).is_some_and(Value::is_number));
            numbers.map(move |at| (at, text.clone()))
        });
        numbers.collect()
    }

    /// Lets the sources know what moved; what came from other files does with it.
    pub(super) fn apply(self, sources: &mut Sources, root: &Value) {
        let within = sources.mounted().into_iter().flat_map(|mounted| {
            let places = self.all(&mounted).into_iter();
            places
                .filter(|at| at.resolve(root).is_some())
                .map(move |at| (at, mounted.clone()))
        });
        let mut moves: Vec<(Pointer, Pointer)> = within.collect();
        for (old, places) in self.by_old {
            moves.extend(places.into_iter().map(|new| (new, old.clone())));
        }
        sources.moved_all(&moves);
    }
}
