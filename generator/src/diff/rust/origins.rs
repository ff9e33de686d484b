//! Places of the two documents to the findings about them: of schemas by the pairs in which they were
//! compared, through references and what they include; of all else by where the findings stand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Schema;
use crate::pointer::Pointer;

use super::super::api::Area;
use super::super::finding::Finding;
use super::super::schema::Comparer;
use super::super::view::Side;

/// How many references may lead to one another.
const CHAIN: usize = 16;

/// Numbers by places of a document.
type Index = BTreeMap<Pointer, Vec<usize>>;

/// Where findings come from.
pub(in crate::diff) struct Origins<'c, 'd> {
    comparer: &'c Comparer<'d>,
    /// The findings of each pair.
    of_pairs: Vec<Vec<usize>>,
    /// Pairs by the schemas that they are of.
    own: [Index; 2],
    /// Pairs by all that their schemas include.
    within: [Index; 2],
    /// Findings outside of schemas by their places.
    others: [Index; 2],
    /// Findings that something is there on that side alone, by its place.
    alone: [Index; 2],
    /// All findings.
    all: [Index; 2],
}

impl<'c, 'd> Origins<'c, 'd> {
    pub fn new(
        comparer: &'c Comparer<'d>,
        of_pairs: Vec<Vec<usize>>,
        findings: &[Finding],
    ) -> Self {
        let mut own = [Index::new(), Index::new()];
        let mut within = [Index::new(), Index::new()];
        for (number, pair) in comparer.pairs.iter().enumerate() {
            for (side, places) in [&pair.places.0, &pair.places.1].into_iter().enumerate() {
                let first = [&pair.old, &pair.new][side];
                own[side].entry(first.clone()).or_default().push(number);
                for place in places {
                    let index = &mut within[side];
                    index.entry(place.clone()).or_default().push(number);
                }
            }
        }
        let mut others = [Index::new(), Index::new()];
        let mut alone = [Index::new(), Index::new()];
        let mut all = [Index::new(), Index::new()];
        for (number, finding) in findings.iter().enumerate() {
            let spots = [&finding.old, &finding.new];
            for (side, spot) in spots.into_iter().enumerate() {
                let add = |index: &mut [Index; 2]| {
                    let index = &mut index[side];
                    index.entry(spot.pointer.clone()).or_default().push(number);
                };
                if spot.is_there && !spots[1 - side].is_there {
                    add(&mut alone);
                }
                if finding.area != Area::Schema {
                    add(&mut others);
                }
                add(&mut all);
            }
        }
        Self {
            comparer,
            of_pairs,
            own,
            within,
            others,
            alone,
            all,
        }
    }

    fn side(&self, is_new: usize) -> &'c Side<'d> {
        [&self.comparer.old, &self.comparer.new][is_new]
    }

    /// The findings about the schemas at places of the documents.
    pub fn schemas(&self, places: [Option<&Pointer>; 2]) -> BTreeSet<usize> {
        let pairs = self.pairs(places);
        pairs
            .iter()
            .flat_map(|pair| self.of_pairs[*pair].iter().copied())
            .collect()
    }

    /// The pairs of those schemas; where they are not compared with each other, those of either.
    fn pairs(&self, places: [Option<&Pointer>; 2]) -> BTreeSet<usize> {
        let ends = [0, 1].map(|side| {
            let place = places[side];
            place.map(|at| [Some(at.clone()), self.end(side, at)])
        });
        let found = |index: &[Index; 2]| {
            let mut sides = [0, 1].map(|side| {
                ends[side].as_ref().map(|ends| {
                    let ends = ends.iter().flatten();
                    let found = ends.filter_map(|at| index[side].get(at));
                    found.flatten().copied().collect::<BTreeSet<usize>>()
                })
            });
            match (sides[0].take(), sides[1].take()) {
                (Some(old), Some(new)) => &old & &new,
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => BTreeSet::new(),
            }
        };
        let exact = found(&self.own);
        let has_findings =
            |pairs: &BTreeSet<usize>| pairs.iter().any(|pair| !self.of_pairs[*pair].is_empty());
        if has_findings(&exact) {
            return exact;
        }
        let wide = found(&self.within);
        if has_findings(&wide) || places.iter().any(Option::is_none) {
            return wide;
        }
        let old = self.pairs([places[0], None]);
        &old | &self.pairs([None, places[1]])
    }

    /// Where references lead from a schema's place.
    fn end(&self, side: usize, at: &Pointer) -> Option<Pointer> {
        let side = self.side(side);
        let value = at.resolve(&side.document.value)?;
        if !value.is_object() {
            return None;
        }
        let parts = side.parts(&Schema::new(value, at.clone()));
        parts.first().map(|part| part.at.clone())
    }

    /// The findings outside of schemas that stand at a place or below it.
    pub fn others(&self, places: [Option<&Pointer>; 2]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for side in [0, 1] {
            for at in self.passed(side, places[side]) {
                let below = self.others[side].range(at.clone()..);
                let below = below.take_while(|(known, _)| known.as_str().starts_with(at.as_str()));
                let below = below.filter(|(known, _)| known.starts_with(&at));
                found.extend(below.flat_map(|(_, numbers)| numbers));
            }
        }
        found
    }

    /// The findings outside of schemas that stand at that very place.
    pub fn others_at(&self, side: usize, place: &Pointer) -> Vec<usize> {
        self.others[side].get(place).cloned().unwrap_or_default()
    }

    /// The findings that something is there on one side alone, which is at a place or around it: the
    /// nearest of them.
    pub fn alone(&self, side: usize, place: &Pointer) -> BTreeSet<usize> {
        for at in self.passed(side, Some(place)) {
            let around = std::iter::successors(Some(at), Pointer::parent);
            for at in around {
                if let Some(found) = self.alone[side].get(&at) {
                    return found.iter().copied().collect();
                }
            }
        }
        BTreeSet::new()
    }

    /// The findings that what is at that very place is there on one side alone.
    pub fn alone_at(&self, side: usize, place: &Pointer) -> BTreeSet<usize> {
        let passed = self.passed(side, Some(place));
        let found = passed.iter().filter_map(|at| self.alone[side].get(at));
        found.flatten().copied().collect()
    }

    /// The findings that stand at a place or below it.
    pub fn below(&self, place: &Pointer) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for index in &self.all {
            let below = index.range(place.clone()..);
            let below = below.take_while(|(known, _)| known.as_str().starts_with(place.as_str()));
            let below = below.filter(|(known, _)| known.starts_with(place));
            found.extend(below.flat_map(|(_, numbers)| numbers));
        }
        found
    }

    /// What the new document says at a place.
    pub fn new_value(&self, at: &Pointer) -> Option<&'c Value> {
        at.resolve(&self.side(1).document.value)
    }

    /// A place, and where references lead on from it.
    fn passed(&self, side: usize, place: Option<&Pointer>) -> Vec<Pointer> {
        let document = self.side(side).document;
        let mut passed: Vec<Pointer> = place.into_iter().cloned().collect();
        while let Some(last) = passed.last().filter(|_| passed.len() < CHAIN) {
            let value = last.resolve(&document.value);
            let reference = value.and_then(|value| value.get("$ref").and_then(Value::as_str));
            let Some(next) = reference.and_then(|to| document.target(to)) else {
                break;
            };
            if passed.contains(&next) {
                break;
            }
            passed.push(next);
        }
        passed
    }
}
