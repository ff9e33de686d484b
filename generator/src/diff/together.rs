//! Definitions that came or went with the one operation that uses them: they are told with it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cursor;
use crate::pointer::Pointer;

use super::finding::Finding;
use super::rule::{self, Rule};

/// Notes with which finding each definition's is told: of the old document those that are gone, of
/// the new one those that came.
pub(super) fn note(findings: &mut [Finding], old: &Value, new: &Value) {
    let gone = (&rule::OPERATION_REMOVED, &rule::COMPONENT_REMOVED);
    let come = (&rule::OPERATION_ADDED, &rule::COMPONENT_ADDED);
    for (document, rules, is_old) in [(old, gone, true), (new, come, false)] {
        let owners = owners(findings, document, rules, is_old);
        for (component, operation) in owners {
            findings[component].told_with = Some(findings[operation].fingerprint());
        }
    }
}

/// The findings of definitions to those of the first operation that leads to them, where none does
/// that is in both documents.
fn owners(
    findings: &[Finding],
    document: &Value,
    (of_operations, of_components): (&Rule, &Rule),
    is_old: bool,
) -> BTreeMap<usize, usize> {
    let place = |finding: &Finding| match is_old {
        true => finding.old.pointer.clone(),
        false => finding.new.pointer.clone(),
    };
    let of = |rule: &Rule| -> BTreeMap<Pointer, usize> {
        let found = findings.iter().enumerate();
        let found = found.filter(|(_, finding)| finding.rule == rule);
        found
            .map(|(number, finding)| (place(finding), number))
            .collect()
    };
    let (operations, components) = (of(of_operations), of(of_components));
    if operations.is_empty() || components.is_empty() {
        return BTreeMap::new();
    }
    let mut web = Web {
        document,
        operations: &operations,
        reached: BTreeSet::new(),
    };
    // What is reached from anything else is told for itself.
    web.walk(document, &Pointer::root(), &components);
    let mut owners = BTreeMap::new();
    for (at, operation) in &operations {
        let before = web.reached.clone();
        if let Some(value) = at.resolve(document) {
            web.walk_from(value);
        }
        for new in web.reached.difference(&before) {
            if let Some(component) = components.get(new) {
                owners.insert(*component, *operation);
            }
        }
    }
    owners
}

/// What references lead to.
struct Web<'d> {
    document: &'d Value,
    operations: &'d BTreeMap<Pointer, usize>,
    reached: BTreeSet<Pointer>,
}

impl<'d> Web<'d> {
    /// Follows all references but those of the operations in question and of definitions that are
    /// themselves in question.
    fn walk(&mut self, value: &'d Value, at: &Pointer, components: &BTreeMap<Pointer, usize>) {
        if self.operations.contains_key(at) || components.contains_key(at) {
            return;
        }
        match value {
            Value::Object(map) => {
                self.reference(map.get("$ref"));
                for (key, inner) in map {
                    self.walk(inner, &at.key(key), components);
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    self.walk(inner, &at.index(index), components);
                }
            }
            _ => {}
        }
    }

    /// Follows all references inside a value.
    fn walk_from(&mut self, value: &'d Value) {
        let mut pending = vec![value];
        while let Some(value) = pending.pop() {
            match value {
                Value::Object(map) => {
                    self.reference(map.get("$ref"));
                    pending.extend(map.values());
                }
                Value::Array(items) => pending.extend(items),
                _ => {}
            }
        }
    }

    fn reference(&mut self, reference: Option<&'d Value>) {
        let Some(Value::String(reference)) = reference else {
            return;
        };
        let Some(at) = cursor::target(self.document, reference) else {
            return;
        };
        if self.reached.insert(at.clone())
            && let Some(value) = at.resolve(self.document)
        {
            self.walk_from(value);
        }
    }
}
