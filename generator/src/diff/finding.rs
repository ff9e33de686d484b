//! Edits and the uses that they touch, to findings: each cause once, at its lines.

mod called;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use crate::document::Schema;
use crate::parallel::joined;
use crate::pointer::Pointer;
use crate::report::Locator;

use super::api::{Area, Located, Use};
use super::effect::{Direction, Effect, Wire};
use super::event::{Anchor, Event};
use super::load::Loaded;
use super::reach::{Datum, Touch};
use super::rule::{self, Rule};
use super::rust::{Bump, Change};
use super::schema::Pair;
use called::named;

/// How many pairs of schemas are looked at for what follows from one reference that leads elsewhere
/// where nothing uses it.
const CONSEQUENCES: usize = 64;

/// A place in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file's name, from the folder of its root document.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Whether what changed stands there; else it is the nearest place that survived.
    pub is_there: bool,
}

/// Data that show a difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    /// As JSON.
    pub value: String,
    /// Which way it goes: a request was accepted and is refused, a response the other way round.
    pub direction: Direction,
    /// The schemas that judge it otherwise than before: those of the old document, all together, and
    /// those of the new one.
    pub schemas: (Vec<Pointer>, Vec<Pointer>),
    /// Whether it is those of the old document that accept it.
    pub is_forward: bool,
}

/// One cause, and what it comes to.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of edit it is.
    pub rule: &'static Rule,
    /// What people call what it is of: `Pet.name`, `GET /pets limit`.
    pub definition: String,
    /// What it does to the data that its definition accepts.
    pub effect: Effect,
    /// What it is about, where its place does not say it.
    pub subject: Option<String>,
    /// What was said before.
    pub from: Option<String>,
    /// What is said now.
    pub to: Option<String>,
    /// Where, in the old document.
    pub old: Spot,
    /// Where, in the new one.
    pub new: Spot,
    /// What it touches, each use once with what it means there.
    pub uses: BTreeMap<Use, Wire>,
    /// What part of the API it is of, apart from uses.
    pub area: Area,
    /// What it means on the wire: the worst of its uses.
    pub wire: Wire,
    /// Data that one document accepts and the other refuses, where its verdict rests on some.
    pub witness: Option<Witness>,
    /// Whether neither data nor a proof settle what it means on the wire.
    pub is_unsettled: bool,
    /// Whether not all was tried that may have settled it.
    pub is_cut: bool,
    /// What follows from it at other definitions: of a reference that leads elsewhere now, how what
    /// is there differs from what was.
    pub below: Vec<String>,
    /// The fingerprint of the finding that it is told with: of a definition that came or went with
    /// the one operation that uses it.
    pub told_with: Option<String>,
    /// Why it may pass, where somebody has decided so.
    pub passes: Option<String>,
    /// The public items of the generated code that it changes.
    pub rust: Vec<Change>,
    /// What it means for callers of the generated code.
    pub bump: Bump,
}

impl Finding {
    /// Whether only documentation changed.
    pub fn is_docs(&self) -> bool {
        let rules: [&Rule; 4] = [
            &rule::TEXT_CHANGED,
            &rule::EXAMPLE_CHANGED,
            &rule::INFO_CHANGED,
            &rule::TAGS_CHANGED,
        ];
        rules.contains(&self.rule)
    }

    /// The place that still stands: the new one, unless it was only there before.
    pub fn spot(&self) -> &Spot {
        match self.new.is_there || !self.old.is_there {
            true => &self.new,
            false => &self.old,
        }
    }

    /// The operations that it touches.
    pub fn operations(&self) -> BTreeSet<&str> {
        let named = self.uses.keys().map(|used| used.operation.as_str());
        named.filter(|name| !name.is_empty()).collect()
    }

    /// The areas of the uses that decide its verdict.
    pub fn areas(&self) -> BTreeSet<Area> {
        let worst = self.uses.iter().filter(|(_, wire)| **wire == self.wire);
        worst.map(|(used, _)| used.area).collect()
    }

    /// Stays the same from run to run, and while other parts of the documents change: made of the
    /// rule, the definition and the values.
    pub fn fingerprint(&self) -> String {
        let parts = [
            self.rule.id,
            self.old.pointer.as_str(),
            self.new.pointer.as_str(),
            self.subject.as_deref().unwrap_or_default(),
            self.from.as_deref().unwrap_or_default(),
            self.to.as_deref().unwrap_or_default(),
        ];
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in parts.join("\u{1f}").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
        format!("{hash:016x}")
    }
}

/// The places in one of the documents, worked out for all findings at once.
type Spots<'e> = BTreeMap<&'e Anchor, Spot>;

fn spots<'e>(loaded: &Loaded, anchors: BTreeSet<&'e Anchor>) -> Spots<'e> {
    let nodes: Vec<Pointer> = anchors.iter().map(|anchor| anchor.at.clone()).collect();
    let locator = Locator::of(&loaded.sources, &nodes);
    let anchors = anchors.into_iter();
    anchors
        .map(|anchor| (anchor, spot(anchor, &locator)))
        .collect()
}

/// An edit with all that it touches.
#[derive(Debug)]
struct Cause<'e> {
    event: &'e Event,
    effect: Effect,
    uses: BTreeMap<Use, Wire>,
    area: Area,
    witness: Option<(Reverse<Wire>, usize, Witness)>,
    is_unsettled: bool,
    is_cut: bool,
    /// Edits that follow from it, each with the worst that it means.
    below: BTreeMap<Key<'e>, (&'e Event, Wire)>,
}

/// What an edit is told apart by.
type Key<'e> = (
    &'static str,
    Option<&'e str>,
    Option<&'e str>,
    Option<&'e str>,
    &'e Anchor,
);

/// The findings in the order of their places, and which of them the edits of each pair became.
pub(super) struct Gathered {
    pub findings: Vec<Finding>,
    pub of_pairs: Vec<Vec<usize>>,
}

/// Gathers findings. Edits of pairs that are met only behind references that lead elsewhere now
/// follow from those.
pub(super) fn gather(
    pairs: &[Pair<'_>],
    own: &[bool],
    touches: &[Touch<'_>],
    located: &[Located],
    (old, new): (&Loaded, &Loaded),
) -> Gathered {
    let mut causes = Causes::default();
    for touch in touches {
        let event = &pairs[touch.pair].events[touch.event];
        let via = touch
            .via
            .filter(|via| !is_written_there(event, &pairs[*via]));
        let cause = match via {
            Some(via) => {
                let cause = causes.of(&pairs[via].events[0], Area::Schema);
                cause.follow(event, touch.wire, touch.effect);
                cause
            }
            None => causes.of(event, Area::Schema),
        };
        note(cause, touch.used, touch.wire);
        cause.is_unsettled |= touch.is_unsettled;
        cause.is_cut |= touch.is_cut;
        if let Some(datum) = &touch.witness {
            cause.shows(witness(datum, touch.used, pairs), touch.wire);
        }
    }
    let mut numbers = vec![Vec::new(); pairs.len()];
    for (number, pair) in pairs.iter().enumerate().filter(|(number, _)| own[*number]) {
        for event in &pair.events {
            numbers[number].push(causes.number(event, Area::Schema));
        }
        for edge in pair.edges.iter().filter(|edge| edge.is_retarget) {
            causes.consequences(pairs, own, (number, edge.to));
        }
    }
    for Located { event, used, datum } in located {
        let wire = event.effect.verdict(used.direction, event.guards);
        let cause = causes.of(event, used.area);
        note(cause, used, wire);
        if let Some(datum) = datum {
            cause.shows(witness(datum, used, pairs), wire);
        }
    }
    let causes = causes.all;
    let (was, is) = thread::scope(|scope| {
        let anchors = causes.iter().map(|cause| &cause.event.old).collect();
        let was = scope.spawn(|| spots(old, anchors));
        let anchors = causes.iter().map(|cause| &cause.event.new).collect();
        let is = spots(new, anchors);
        (joined(was), is)
    });
    let findings = causes.into_iter();
    let mut findings: Vec<_> = findings
        .map(|cause| cause.finding((&was, &is), (old, new)))
        .enumerate()
        .collect();
    findings.sort_by(|(_, one), (_, other)| in_order(one, other));
    let mut places = vec![0; findings.len()];
    for (place, (number, _)) in findings.iter().enumerate() {
        places[*number] = place;
    }
    let of_pairs = numbers.into_iter().map(|numbers| {
        let numbers = numbers.into_iter();
        numbers.map(|number: usize| places[number]).collect()
    });
    Gathered {
        of_pairs: of_pairs.collect(),
        findings: findings.into_iter().map(|(_, finding)| finding).collect(),
    }
}

fn witness(datum: &Datum, used: &Use, pairs: &[Pair<'_>]) -> Witness {
    let (old, new) = &pairs[datum.pair].schemas;
    let places = |schema: &Schema<'_>| schema.parts.iter().map(|part| part.at.clone()).collect();
    Witness {
        value: datum.value.to_string(),
        direction: used.direction,
        schemas: (places(old), places(new)),
        is_forward: datum.is_forward,
    }
}

/// By the place of what is left, then by what is said.
fn in_order(one: &Finding, other: &Finding) -> std::cmp::Ordering {
    let order = |finding: &Finding| {
        let spot = finding.spot();
        (spot.file.clone(), spot.line, spot.column)
    };
    let rest = |finding: &Finding| {
        (
            finding.rule.id,
            finding.subject.clone(),
            finding.from.clone(),
            finding.to.clone(),
        )
    };
    (order(one), rest(one)).cmp(&(order(other), rest(other)))
}

/// Whether an edit stands in the very schemas whose references lead elsewhere.
fn is_written_there(event: &Event, references: &Pair<'_>) -> bool {
    let is_inside = |anchor: &Anchor, place: &Pointer| anchor.at.starts_with(place);
    is_inside(&event.old, &references.old) && is_inside(&event.new, &references.new)
}

fn note(cause: &mut Cause<'_>, used: &Use, wire: Wire) {
    match cause.uses.get_mut(used) {
        Some(known) => *known = (*known).max(wire),
        None => {
            cause.uses.insert(used.clone(), wire);
        }
    }
}

#[derive(Default)]
struct Causes<'e> {
    all: Vec<Cause<'e>>,
    known: BTreeMap<(bool, Key<'e>), usize>,
}

/// The key of an edit by one of its places.
fn key<'e>(event: &'e Event, anchor: &'e Anchor) -> Key<'e> {
    (
        event.rule.id,
        event.subject.as_deref(),
        event.from.as_deref(),
        event.to.as_deref(),
        anchor,
    )
}

impl<'e> Causes<'e> {
    fn of(&mut self, event: &'e Event, area: Area) -> &mut Cause<'e> {
        let number = self.number(event, area);
        &mut self.all[number]
    }

    /// The cause of an edit. A definition that was written out in several places, or was gathered
    /// from several, changes once.
    fn number(&mut self, event: &'e Event, area: Area) -> usize {
        let neither = !event.old.is_there && !event.new.is_there;
        let keys: Vec<_> = [(true, &event.old), (false, &event.new)]
            .into_iter()
            .filter(|(_, anchor)| anchor.is_there || neither)
            .map(|(is_old, anchor)| (is_old, key(event, anchor)))
            .collect();
        let found = keys.iter().find_map(|key| self.known.get(key).copied());
        let number = found.unwrap_or(self.all.len());
        for key in keys {
            self.known.entry(key).or_insert(number);
        }
        match self.all.get_mut(number) {
            // It may be a hint to some, and a limit to others.
            Some(cause) if cause.effect == Effect::Annotation => {
                cause.event = event;
                cause.effect = event.effect;
            }
            Some(_) => {}
            None => self.all.push(Cause {
                event,
                effect: event.effect,
                uses: BTreeMap::new(),
                area,
                witness: None,
                is_unsettled: false,
                is_cut: false,
                below: BTreeMap::new(),
            }),
        }
        number
    }

    /// Notes all that differs behind references that lead elsewhere, used or not.
    fn consequences(
        &mut self,
        pairs: &'e [Pair<'_>],
        own: &[bool],
        (references, first): (usize, usize),
    ) {
        let mut seen = BTreeSet::from([first]);
        let mut pending = vec![first];
        let mut left = CONSEQUENCES;
        while let Some(number) = pending.pop().filter(|_| left > 0) {
            left -= 1;
            if own[number] {
                continue;
            }
            for event in &pairs[number].events {
                match is_written_there(event, &pairs[references]) {
                    true => _ = self.number(event, Area::Schema),
                    false => {
                        let cause = self.of(&pairs[references].events[0], Area::Schema);
                        cause.follow(event, Wire::Safe, Effect::Annotation);
                    }
                }
            }
            let next = pairs[number].edges.iter().map(|edge| edge.to);
            pending.extend(next.filter(|to| seen.insert(*to)));
        }
    }
}

impl<'e> Cause<'e> {
    /// Notes data that show it: of those of its worst verdict, the least to read.
    fn shows(&mut self, witness: Witness, wire: Wire) {
        let found = (Reverse(wire), witness.value.len(), witness);
        self.witness = Some(match self.witness.take() {
            Some(known) => known.min(found),
            None => found,
        });
    }

    /// Notes an edit that follows from it.
    fn follow(&mut self, event: &'e Event, wire: Wire, effect: Effect) {
        let anchor = match event.new.is_there || !event.old.is_there {
            true => &event.new,
            false => &event.old,
        };
        let is_worst = self.below.values().all(|(_, known)| wire > *known);
        if is_worst && wire > Wire::Safe || self.effect == Effect::Same {
            self.effect = effect;
        }
        let known = self
            .below
            .entry(key(event, anchor))
            .or_insert((event, wire));
        known.1 = known.1.max(wire);
    }
}

impl Cause<'_> {
    fn finding(self, spots: (&Spots<'_>, &Spots<'_>), sides: (&Loaded, &Loaded)) -> Finding {
        let event = self.event;
        let mut below: Vec<_> = self.below.into_values().collect();
        below.sort_by_key(|(event, wire)| (Reverse(*wire), event.is_note()));
        let below = below.into_iter();
        let below = below.map(|(event, _)| {
            super::words::sentence(&named(event, sides), event.rule, event.words())
        });
        let mut below: Vec<String> = below.collect();
        let mut told = BTreeSet::new();
        below.retain(|text| told.insert(text.clone()));
        Finding {
            definition: named(event, sides),
            below,
            rule: event.rule,
            effect: self.effect,
            subject: event.subject.clone(),
            from: event.from.clone(),
            to: event.to.clone(),
            old: spots.0[&event.old].clone(),
            new: spots.1[&event.new].clone(),
            wire: self.uses.values().copied().max().unwrap_or_default(),
            witness: self.witness.map(|(_, _, witness)| witness),
            is_unsettled: self.is_unsettled,
            is_cut: self.is_cut,
            uses: self.uses,
            area: self.area,
            told_with: None,
            passes: None,
            rust: Vec::new(),
            bump: Bump::None,
        }
    }
}

fn spot(anchor: &Anchor, locator: &Locator<'_>) -> Spot {
    let (file, position) = locator.position(&anchor.at, anchor.on);
    Spot {
        file: file.to_owned(),
        line: position.line,
        column: position.column,
        pointer: anchor.at.clone(),
        is_there: anchor.is_there,
    }
}
