//! Edits and the uses that they touch, to findings: each cause once, at its lines.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use crate::parallel::joined;
use crate::pointer::Pointer;
use crate::report::Locator;

use super::api::{Area, Located, Use};
use super::effect::{Direction, Effect, Wire};
use super::event::{Anchor, Event};
use super::load::Loaded;
use super::reach::Touch;
use super::rule::{self, Rule};
use super::rust::{Bump, Change};
use super::schema::{Pair, shown};

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
    /// As JSON, the first characters of what is long.
    pub value: String,
    /// Which way it goes: a request was accepted and is refused, a response the other way round.
    pub direction: Direction,
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
    uses: BTreeMap<Use, Wire>,
    area: Area,
    witness: Option<(Reverse<Wire>, Witness)>,
    is_unsettled: bool,
}

/// What an edit is told apart by.
type Key<'e> = (
    &'static str,
    Option<&'e str>,
    Option<&'e str>,
    Option<&'e str>,
    &'e Anchor,
);

/// Gathers findings, in the order of their places.
pub(super) fn gather(
    pairs: &[Pair<'_>],
    touches: &[Touch<'_>],
    located: &[Located],
    (old, new): (&Loaded, &Loaded),
) -> Vec<Finding> {
    let mut gathered = Gathered::default();
    for touch in touches {
        let event = &pairs[touch.pair].events[touch.event];
        let cause = gathered.cause(event, Area::Schema);
        note(cause, touch.used, touch.wire);
        cause.is_unsettled |= touch.is_unsettled;
        if let Some(value) = &touch.witness {
            let witness = Witness {
                value: shown(value),
                direction: touch.used.direction,
            };
            let found = (Reverse(touch.wire), witness);
            cause.witness = Some(match cause.witness.take() {
                Some(known) => known.min(found),
                None => found,
            });
        }
    }
    for pair in pairs {
        for event in &pair.events {
            gathered.cause(event, Area::Schema);
        }
    }
    for Located { event, used } in located {
        let wire = event.effect.verdict(used.direction, event.guards);
        let cause = gathered.cause(event, used.area);
        note(cause, used, wire);
    }
    let causes = gathered.causes;
    let (was, is) = thread::scope(|scope| {
        let anchors = causes.iter().map(|cause| &cause.event.old).collect();
        let was = scope.spawn(|| spots(old, anchors));
        let anchors = causes.iter().map(|cause| &cause.event.new).collect();
        let is = spots(new, anchors);
        (joined(was), is)
    });
    let mut findings: Vec<_> = causes
        .into_iter()
        .map(|cause| cause.finding((&was, &is), (old, new)))
        .collect();
    let order = |finding: &Finding| {
        let spot = finding.spot();
        (spot.file.clone(), spot.line, spot.column)
    };
    findings.sort_by(|one, other| {
        let rest = |finding: &Finding| {
            (
                finding.rule.id,
                finding.subject.clone(),
                finding.from.clone(),
                finding.to.clone(),
            )
        };
        (order(one), rest(one)).cmp(&(order(other), rest(other)))
    });
    findings
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
struct Gathered<'e> {
    causes: Vec<Cause<'e>>,
    known: BTreeMap<(bool, Key<'e>), usize>,
}

impl<'e> Gathered<'e> {
    /// The cause of an edit. A definition that was written out in several places, or was gathered
    /// from several, changes once.
    fn cause(&mut self, event: &'e Event, area: Area) -> &mut Cause<'e> {
        let key = |anchor| {
            (
                event.rule.id,
                event.subject.as_deref(),
                event.from.as_deref(),
                event.to.as_deref(),
                anchor,
            )
        };
        let neither = !event.old.is_there && !event.new.is_there;
        let keys: Vec<_> = [(true, &event.old), (false, &event.new)]
            .into_iter()
            .filter(|(_, anchor)| anchor.is_there || neither)
            .map(|(is_old, anchor)| (is_old, key(anchor)))
            .collect();
        let found = keys.iter().find_map(|key| self.known.get(key).copied());
        let number = found.unwrap_or(self.causes.len());
        for key in keys {
            self.known.entry(key).or_insert(number);
        }
        match self.causes.get_mut(number) {
            // It may be a hint to some, and a limit to others.
            Some(cause) if cause.event.effect == Effect::Annotation => cause.event = event,
            Some(_) => {}
            None => self.causes.push(Cause {
                event,
                uses: BTreeMap::new(),
                area,
                witness: None,
                is_unsettled: false,
            }),
        }
        &mut self.causes[number]
    }
}

impl Cause<'_> {
    fn finding(self, spots: (&Spots<'_>, &Spots<'_>), sides: (&Loaded, &Loaded)) -> Finding {
        let event = self.event;
        let (anchor, side) = match event.new.is_there || !event.old.is_there {
            true => (&event.new, sides.1),
            false => (&event.old, sides.0),
        };
        let mut definition = super::render::definition(&anchor.at, &side.document.value);
        if let Some(subject) = &event.subject
            && !anchor.is_there
            && !definition.ends_with(subject.as_str())
        {
            // What is on neither side is called after where it would be.
            definition.push_str(&format!(".{subject}"));
        }
        Finding {
            definition,
            rule: event.rule,
            effect: event.effect,
            subject: event.subject.clone(),
            from: event.from.clone(),
            to: event.to.clone(),
            old: spots.0[&event.old].clone(),
            new: spots.1[&event.new].clone(),
            wire: self.uses.values().copied().max().unwrap_or_default(),
            witness: self.witness.map(|(_, witness)| witness),
            is_unsettled: self.is_unsettled,
            uses: self.uses,
            area: self.area,
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
