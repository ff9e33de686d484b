//! Two documents to the parts that say the same in both, so that they need not be compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{Document, Hierarchy, Part};
use crate::pointer::Pointer;

use super::load::Loaded;

/// What is known to say the same in both documents.
#[derive(Debug)]
pub(super) struct Unchanged<'d> {
    /// The references that lead to something else than before, directly or by other references;
    /// `None` where all must be compared: what schemas mean differs with the documents' versions.
    changed: Option<BTreeSet<&'d str>>,
    /// The bases of both documents.
    hierarchies: (&'d Hierarchy, &'d Hierarchy),
    /// The bases whose subtypes say the same as before.
    families: BTreeSet<&'d Pointer>,
}

impl<'d> Unchanged<'d> {
    /// Looks at what the old document refers to. What the new one refers to besides is in parts
    /// that differ anyway.
    pub fn new(old: &'d Loaded, new: &'d Loaded) -> Self {
        let mut unchanged = Self {
            changed: None,
            hierarchies: (&old.hierarchy, &new.hierarchy),
            families: BTreeSet::new(),
        };
        let (old, new) = (&old.document, &new.document);
        // Values that are equal may have lost the digits in which they differ.
        if old.version != new.version || old.lost_digits() != new.lost_digits() {
            return unchanged;
        }
        let mut all = BTreeSet::new();
        references(&old.value, &mut |reference| all.extend([reference]));
        let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut pending = Vec::new();
        for reference in all {
            let said = unchanged.said((old, new), reference);
            for value in said.iter().flatten() {
                references(value, &mut |inner| {
                    users.entry(inner).or_default().push(reference);
                });
            }
            if said.is_none() {
                pending.push(reference);
            }
        }
        let mut changed = BTreeSet::new();
        while let Some(reference) = pending.pop() {
            if changed.insert(reference) {
                pending.extend(users.remove(reference).into_iter().flatten());
            }
        }
        unchanged.changed = Some(changed);
        let kept = unchanged.hierarchies.0.bases().filter(|(base, _)| {
            let family = unchanged.family((old, new), base, base);
            family.is_some_and(|family| family.iter().all(|value| unchanged.leads_to_same(value)))
        });
        unchanged.families = kept.map(|(base, _)| base).collect();
        unchanged
    }

    /// What a reference means, where it says the same in both documents: what it leads to, and the
    /// subtypes if that is a base.
    fn said(
        &self,
        (old, new): (&'d Document, &'d Document),
        reference: &str,
    ) -> Option<Vec<&'d Value>> {
        let (was, is) = (old.target(reference), new.target(reference));
        let value = |document: &'d Document, at: &Option<Pointer>| {
            at.as_ref().and_then(|at| at.resolve(&document.value))
        };
        let (value, other) = (value(old, &was), value(new, &is));
        if value.is_none() && other.is_none() {
            // What led to nothing still does.
            return Some(Vec::new());
        }
        let (was, is, value) = (was?, is?, value?);
        if value != other? {
            return None;
        }
        let mut said = self.family((old, new), &was, &is)?;
        said.push(value);
        Some(said)
    }

    /// The subtypes of a base, if they are the same in both documents; none of any other schema.
    fn family(
        &self,
        (old, new): (&'d Document, &'d Document),
        was: &Pointer,
        is: &Pointer,
    ) -> Option<Vec<&'d Value>> {
        let subtypes = (
            self.hierarchies.0.subtypes(was),
            self.hierarchies.1.subtypes(is),
        );
        if subtypes.0 != subtypes.1 {
            return None;
        }
        let same = |at: &Pointer| {
            let value = at.resolve(&old.value)?;
            (Some(value) == at.resolve(&new.value)).then_some(value)
        };
        subtypes.0.unwrap_or_default().iter().map(same).collect()
    }

    /// Whether schemas of the documents say the same, with all that they refer to, and all that
    /// they mean by their places.
    pub fn covers_part(&self, old: &Part<'_>, new: &Part<'_>) -> bool {
        let is_base = self.hierarchies.0.subtypes(&old.at).is_some()
            || self.hierarchies.1.subtypes(&new.at).is_some();
        let is_same = !is_base || (old.at == new.at && self.families.contains(&old.at));
        is_same && self.covers(old.value, new.value)
    }

    /// Whether values of the documents say the same, with all that they refer to.
    pub fn covers(&self, old: &Value, new: &Value) -> bool {
        self.changed.is_some() && old == new && self.leads_to_same(old)
    }

    /// Whether all references inside a value lead to what they led to.
    fn leads_to_same(&self, value: &Value) -> bool {
        let Some(changed) = &self.changed else {
            return false;
        };
        let mut is_same = true;
        references(value, &mut |reference| {
            is_same &= !changed.contains(reference)
        });
        is_same
    }
}

/// Everything that may be a reference: `$ref`, `$dynamicRef`, and the values of a `mapping`.
fn references<'d>(value: &'d Value, each: &mut impl FnMut(&'d str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("$ref" | "$dynamicRef", Value::String(reference)) => each(reference),
                    ("mapping", Value::Object(mapping)) => {
                        mapping
                            .values()
                            .filter_map(Value::as_str)
                            .for_each(&mut *each);
                    }
                    _ => {}
                }
                references(value, each);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, each)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
