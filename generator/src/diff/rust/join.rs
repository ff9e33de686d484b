//! Changes of public items to the findings that cause them, by the definitions that both are of.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::finding::{Finding, Spot};
use super::{Bump, Change, Impact, Placed};

/// How far names of types are followed for the cause of a change.
const STEPS: usize = 8;

/// How many steps lead to a list of definitions, such as `/components/schemas`.
const LIST: usize = 2;

/// Gives each finding the changes that it causes. Returns those that no finding explains.
pub(crate) fn join(impact: Impact, findings: &mut [Finding]) -> Vec<Placed> {
    let mut unexplained = Vec::new();
    let named = named(&impact);
    let touched = Places::new(impact.touched.iter().map(|at| (at, 0)));
    let index = Places::new(findings.iter().enumerate().flat_map(|(number, finding)| {
        // Where a whole list is what survived, it is near everything in it, and causes none of it.
        let neither = !finding.old.is_there && !finding.new.is_there;
        let is_near = |spot: &Spot| spot.is_there || spot.pointer.tokens().count() > LIST;
        let spots = [&finding.old, &finding.new].into_iter();
        spots
            .filter(move |spot| neither || is_near(spot))
            .map(move |spot| (&spot.pointer, number))
    }));
    let mut caused: Vec<(usize, Change)> = Vec::new();
    for placed in impact.changes {
        let causes = causes(&placed, findings, &index, &named);
        caused.extend(causes.iter().map(|cause| (*cause, placed.change.clone())));
        if causes.is_empty() {
            unexplained.push(placed);
        }
    }
    for (cause, change) in caused {
        findings[cause].rust.push(change);
    }
    for finding in findings.iter_mut() {
        finding.rust.sort();
        finding.rust.dedup();
        let touches = |at: &Pointer| !touched.around(at).is_empty();
        let worst = finding
            .rust
            .iter()
            .map(|change| change.bump)
            .max()
            .unwrap_or_default();
        let is_touched = touches(&finding.old.pointer) || touches(&finding.new.pointer);
        let floor = if is_touched { Bump::Patch } else { Bump::None };
        finding.bump = worst.max(floor);
    }
    unexplained
}

/// Numbered places, found by what they are inside of, or what is inside of them.
struct Places {
    at: BTreeMap<Pointer, Vec<usize>>,
    below: BTreeMap<Pointer, Vec<usize>>,
}

impl Places {
    fn new<'p>(places: impl IntoIterator<Item = (&'p Pointer, usize)>) -> Self {
        let mut index = Self {
            at: BTreeMap::new(),
            below: BTreeMap::new(),
        };
        for (place, number) in places {
            index.at.entry(place.clone()).or_default().push(number);
            for ancestor in ancestors(place) {
                index.below.entry(ancestor).or_default().push(number);
            }
        }
        index
    }

    /// The places that are inside of one or have it inside, and how many steps they share with it.
    fn around(&self, place: &Pointer) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut add = |numbers: Option<&Vec<usize>>, steps: usize| {
            // What stands at the root of a document is near nothing in particular.
            if steps >= 2 {
                found.extend(numbers.into_iter().flatten().map(|number| (*number, steps)));
            }
        };
        let steps = place.tokens().count();
        add(self.below.get(place), steps);
        add(self.at.get(place), steps);
        for (up, ancestor) in ancestors(place).enumerate() {
            add(self.at.get(&ancestor), steps - 1 - up);
        }
        found
    }
}

/// What a place is inside of, the nearest first.
fn ancestors(place: &Pointer) -> impl Iterator<Item = Pointer> {
    std::iter::successors(place.parent(), Pointer::parent)
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
    index: &Places,
    named: &BTreeMap<Pointer, Vec<Pointer>>,
) -> Vec<usize> {
    let own: Vec<Pointer> = [&placed.old, &placed.new]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let found = nearest(&own, placed.wire.as_deref(), findings, index);
    if !found.is_empty() {
        return found;
    }
    let mut known = own;
    let mut edge = placed.names.clone();
    for _ in 0..STEPS {
        edge.retain(|at| !known.contains(at));
        edge.sort();
        edge.dedup();
        if edge.is_empty() {
            break;
        }
        let found = nearest(&edge, None, findings, index);
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

/// The findings that are nearest to some places. Of texts and examples, only titles name items.
fn nearest(
    places: &[Pointer],
    wire: Option<&str>,
    findings: &[Finding],
    index: &Places,
) -> Vec<usize> {
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, steps) in places.iter().flat_map(|place| index.around(place)) {
        let finding = &findings[number];
        if finding.is_docs() && finding.subject.as_deref() != Some("title") {
            continue;
        }
        let is_named = wire.is_some_and(|wire| names(finding, wire));
        let weight = steps * 4 + usize::from(is_named) * 2 + usize::from(is_about_data(finding));
        let known = weights.entry(number).or_default();
        *known = weight.max(*known);
    }
    let most = weights.values().copied().max().unwrap_or_default();
    weights
        .into_iter()
        .filter(|(_, weight)| *weight == most)
        .map(|(number, _)| number)
        .collect()
}

fn is_about_data(finding: &Finding) -> bool {
    !matches!(
        finding.effect,
        Effect::Annotation | Effect::Same | Effect::Promised
    )
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
