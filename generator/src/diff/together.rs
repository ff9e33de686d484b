//! Definitions that came or went with the one operation that uses them: they are told with it.

use std::cell::OnceCell;
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
        anchors: OnceCell::new(),
        reached: BTreeSet::new(),
    };
    // What is reached from anything else is told for itself.
    let is_apart = |at: &Pointer| operations.contains_key(at) || components.contains_key(at);
    let mut references = Vec::new();
    gather(document, &Pointer::root(), &is_apart, &mut references);
    web.follow(references);
    let mut owners = BTreeMap::new();
    for (at, operation) in &operations {
        let new = web.follow(references_in(at.resolve(document)));
        let found = new.iter().filter_map(|new| components.get(new));
        owners.extend(found.map(|component| (*component, *operation)));
    }
    owners
}

/// Gathers the references of a value, but for what stands at places apart.
fn gather<'d>(
    value: &'d Value,
    at: &Pointer,
    is_apart: &dyn Fn(&Pointer) -> bool,
    references: &mut Vec<&'d str>,
) {
    if is_apart(at) {
        return;
    }
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str));
            for (key, inner) in map {
                gather(inner, &at.key(key), is_apart, references);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                gather(inner, &at.index(index), is_apart, references);
            }
        }
        _ => {}
    }
}

/// All references inside a value.
fn references_in(value: Option<&Value>) -> Vec<&str> {
    let mut found = Vec::new();
    let mut pending: Vec<&Value> = value.into_iter().collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                pending.extend(map.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    found
}

/// What references lead to.
struct Web<'d> {
    document: &'d Value,
    /// The places that anchors name, once a reference asks for one.
    anchors: OnceCell<BTreeMap<&'d str, Pointer>>,
    reached: BTreeSet<Pointer>,
}

impl<'d> Web<'d> {
    /// Follows references and all that they lead to, however many lead to one another, and gives the places that
    /// were not reached before.
    fn follow(&mut self, mut references: Vec<&'d str>) -> Vec<Pointer> {
        let mut new = Vec::new();
        while let Some(reference) = references.pop() {
            let Some(at) = self.target(reference) else {
                continue;
            };
            if self.reached.insert(at.clone()) {
                references.extend(references_in(at.resolve(self.document)));
                new.push(at);
            }
        }
        new
    }

    fn target(&self, reference: &str) -> Option<Pointer> {
        let anchors = || self.anchors.get_or_init(|| cursor::anchors(self.document));
        match cursor::plain_name(reference) {
            Some(name) => anchors().get(name).cloned(),
            None => cursor::place(reference),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, json};

    #[test]
    fn references_are_followed_however_many_lead_to_one_another() {
        let count = 100_000;
        let link = |index: usize| {
            let to = format!("#/links/L{}", index + 1);
            (format!("L{index}"), json!({ "next": { "$ref": to } }))
        };
        let links: Map<String, Value> = (0..count).map(link).collect();
        let document = json!({ "links": links, "end": { "$anchor": "end" } });
        let mut web = Web {
            document: &document,
            anchors: OnceCell::new(),
            reached: BTreeSet::new(),
        };
        assert_eq!(web.follow(vec!["#/links/L0"]).len(), count + 1);
        let end = Pointer::root().key("end");
        assert_eq!(web.follow(vec!["#/links/L7", "#end"]), [end]);
    }
}
