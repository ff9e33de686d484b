//! Changes of public items to the findings that cause them, by the definitions that both are of.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::finding::Finding;
use super::{Bump, Impact, Placed};

/// How far names of types are followed for the cause of a change.
const STEPS: usize = 8;

/// Gives each finding the changes that it causes. Returns those that no finding explains.
pub(crate) fn join(impact: Impact, findings: &mut [Finding]) -> Vec<Placed> {
    let mut unexplained = Vec::new();
    let named = named(&impact);
    for placed in impact.changes {
        let causes = causes(&placed, findings, &named);
        for cause in &causes {
            findings[*cause].rust.push(placed.change.clone());
        }
        if causes.is_empty() {
            unexplained.push(placed);
        }
    }
    for finding in findings.iter_mut() {
        finding.rust.sort();
        finding.rust.dedup();
        let touches = |at: &Pointer| {
            let near = |place: &Pointer| place.starts_with(at) || at.starts_with(place);
            near(&finding.old.pointer) || near(&finding.new.pointer)
        };
        let worst = finding
            .rust
            .iter()
            .map(|change| change.bump)
            .max()
            .unwrap_or_default();
        let floor = if impact.touched.iter().any(touches) {
            Bump::Patch
        } else {
            Bump::None
        };
        finding.bump = worst.max(floor);
    }
    unexplained
}

/// The places of types, to those of the types that they name.
fn named(impact: &Impact) -> BTreeMap<Pointer, Vec<Pointer>> {
    let mut named: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    for placed in &impact.changes {
        for at in [&placed.old, &placed.new].into_iter().flatten() {
            named
                .entry(at.clone())
                .or_default()
                .extend(placed.names.clone());
        }
    }
    named
}

/// The findings at the definition of a change that are nearest to it; else those at the
/// definitions of the types that it names.
fn causes(
    placed: &Placed,
    findings: &[Finding],
    named: &BTreeMap<Pointer, Vec<Pointer>>,
) -> Vec<usize> {
    let own: Vec<&Pointer> = [&placed.old, &placed.new].into_iter().flatten().collect();
    let wire = placed.wire.as_deref();
    let found = nearest(&own, wire, findings);
    if !found.is_empty() {
        return found;
    }
    let mut known: Vec<Pointer> = own.into_iter().cloned().collect();
    let mut edge = placed.names.clone();
    for _ in 0..STEPS {
        edge.retain(|at| !known.contains(at));
        edge.sort();
        edge.dedup();
        if edge.is_empty() {
            break;
        }
        let found = nearest(&edge.iter().collect::<Vec<_>>(), None, findings);
        if !found.is_empty() {
            return found;
        }
        known.extend(edge.iter().cloned());
        edge = edge
            .iter()
            .filter_map(|at| named.get(at))
            .flatten()
            .cloned()
            .collect();
    }
    Vec::new()
}

fn nearest(places: &[&Pointer], wire: Option<&str>, findings: &[Finding]) -> Vec<usize> {
    let mut best = Vec::new();
    let mut most = 0;
    for (number, finding) in findings.iter().enumerate() {
        let near = places
            .iter()
            .flat_map(|at| {
                [
                    closeness(at, &finding.old.pointer),
                    closeness(at, &finding.new.pointer),
                ]
            })
            .max()
            .unwrap_or_default();
        if near == 0 {
            continue;
        }
        let is_named = wire.is_some_and(|wire| names(finding, wire));
        let weight = near * 4 + usize::from(is_named) * 2 + usize::from(is_about_data(finding));
        if weight > most {
            most = weight;
            best.clear();
        }
        if weight == most {
            best.push(number);
        }
    }
    best
}

fn is_about_data(finding: &Finding) -> bool {
    !matches!(
        finding.effect,
        Effect::Annotation | Effect::Same | Effect::Promised
    )
}

/// How many steps two places share, if one is inside the other.
fn closeness(one: &Pointer, other: &Pointer) -> usize {
    let related = one.starts_with(other) || other.starts_with(one);
    if !related {
        return 0;
    }
    let steps = |at: &Pointer| at.tokens().count();
    // What stands at the root of a document is near nothing in particular.
    let shared = steps(one).min(steps(other));
    if shared < 2 { 0 } else { shared }
}

/// Whether a finding is about what has that name in the document.
fn names(finding: &Finding, wire: &str) -> bool {
    let subject = finding.subject.as_deref();
    let quoted = serde_json::Value::from(wire).to_string();
    let lists = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(&quoted));
    subject.is_some_and(|subject| subject == wire || subject.starts_with(&format!("{wire} in ")))
        || [&finding.old.pointer, &finding.new.pointer]
            .into_iter()
            .any(|at| at.tokens().any(|token| token == wire))
        || lists(&finding.from)
        || lists(&finding.to)
}
