//! Changes without a cause of their own to those of the types that they name.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Bump, Placed};

/// How far names of types are followed for the cause of a change.
const STEPS: usize = 8;

/// Finds causes for the rest by the types that items name: of what names a type that changed, that
/// type's; of a type that came or went, those of what names it now or did.
pub(super) fn follow_names(changes: &mut [(Placed, BTreeSet<usize>)]) {
    for _ in 0..STEPS {
        let mut of_types: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut of_users: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        // Types that came or went: what names one of them now, or did, changed for that.
        let mut of_wholes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (placed, causes) in changes.iter().filter(|(_, causes)| !causes.is_empty()) {
            if placed.change.item == placed.of || placed.change.bump == Bump::Major {
                of_types.entry(&placed.of).or_default().extend(causes);
            }
            if placed.change.item == placed.of && is_alone(placed) {
                of_wholes.entry(&placed.of).or_default().extend(causes);
            }
            for name in &placed.names {
                let is_named =
                    |text: &Option<String>| text.as_ref().is_some_and(|text| mentions(text, name));
                if is_named(&placed.change.before) != is_named(&placed.change.after) {
                    of_users.entry(name).or_default().extend(causes);
                }
            }
        }
        let mut found: Vec<(usize, BTreeSet<usize>)> = Vec::new();
        for (number, (placed, causes)) in changes.iter().enumerate() {
            if !causes.is_empty() {
                continue;
            }
            let users = of_users.get(placed.of.as_str());
            let named = placed.names.iter().filter(|name| **name != placed.of);
            let of_named = |known: &BTreeMap<&str, BTreeSet<usize>>| -> BTreeSet<usize> {
                let found = named.clone().filter_map(|name| known.get(name.as_str()));
                found.flatten().copied().collect()
            };
            let causes = match users.filter(|_| is_alone(placed)) {
                Some(users) => users.clone(),
                None => Some(of_named(&of_wholes))
                    .filter(|found| !found.is_empty())
                    .unwrap_or_else(|| of_named(&of_types)),
            };
            if !causes.is_empty() {
                found.push((number, causes));
            }
        }
        if found.is_empty() {
            return;
        }
        for (number, causes) in found {
            changes[number].1 = causes;
        }
    }
}

/// Whether what an item is of is on one side alone.
fn is_alone(placed: &Placed) -> bool {
    placed.old.is_none() || placed.new.is_none()
}

/// Whether Rust names a type.
fn mentions(text: &str, name: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|word| word == name)
}
