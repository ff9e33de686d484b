//! Pairs of schemas to edits: each pair once, in the order in which they are met, with edges to
//! the pairs inside it.

mod annotations;
mod arrays;
mod bounds;
mod elements;
mod encoding;
mod objects;
mod references;
mod shown;
mod subtypes;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Kind, Part, PartKey, Schema};
use crate::pointer::Pointer;

use super::event::{Anchor, Event, Visibility};
use super::load::Loaded;
use super::rule::{COMBINED_TOO_OFTEN, INCLUDED_ADDED, INCLUDED_REMOVED, Rule};
use super::unchanged::Unchanged;
use super::view::{self, Side, View};
pub(super) use encoding::Encoding;
pub(super) use shown::{shown, shown_both};
use unions::Branches;

/// How the set of a schema inside another bears on the outer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sense {
    /// Wider inside is wider outside.
    Same,
    /// Wider inside is narrower outside: `not`.
    Complement,
    /// It may be either: `if`.
    Unclear,
}

/// A step from a pair to a pair inside it.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub to: usize,
    pub sense: Sense,
    pub visibility: Visibility,
    pub unstable: bool,
    /// Whether it leads to a subtype, of which the data of the base say nothing.
    pub is_beyond: bool,
    /// Whether it leads from a reference to what is there because it leads elsewhere now.
    pub is_retarget: bool,
    /// Whether it leads to a branch that data must not share with another: what one takes no longer, or takes now,
    /// bears on what fits the other.
    pub is_exclusive: bool,
    /// Whether what it leads to is of the very datum, and not of a member of it.
    pub is_in_place: bool,
    /// Whether the member is there wherever what holds it is: an item, a property that both sides require.
    pub is_there: bool,
}

/// Two schemas that stand for each other.
#[derive(Debug)]
pub(super) struct Pair<'d> {
    pub old: Pointer,
    pub new: Pointer,
    pub events: Vec<Event>,
    pub edges: Vec<Edge>,
    /// The schemas, and how their data are written.
    pub schemas: (Schema<'d>, Schema<'d>),
    pub encoding: Encoding,
    /// Whether nothing can differ.
    pub is_same: bool,
    /// Where all that holds together stands in either document, the schemas' own places first.
    pub places: (Vec<Pointer>, Vec<Pointer>),
}

type Key = (Vec<PartKey>, Vec<PartKey>, Encoding);

/// Compares schemas, and remembers what it has compared.
pub(super) struct Comparer<'d> {
    pub old: Side<'d>,
    pub new: Side<'d>,
    branches: (Branches<'d>, Branches<'d>),
    pub pairs: Vec<Pair<'d>>,
    /// The day that sunsets are compared with, as `2026-01-31`.
    pub today: String,
    pub unchanged: Unchanged<'d>,
    known: BTreeMap<Key, usize>,
    /// The pairs of references that lead elsewhere.
    retargeted: BTreeMap<Key, usize>,
    /// The pairs that are compared for what they are, and not for who leads to them.
    entries: BTreeSet<usize>,
    pending: Vec<(usize, Schema<'d>, Schema<'d>, Encoding)>,
    /// How many pairs of combined schemas may still be compared, and the one that stands for the rest.
    combinations: u64,
    rest: Option<usize>,
}

/// How many pairs of combined schemas are compared, however small the documents: schemas that include each
/// other in circles are combined in as many ways as the circles' lengths multiply to.
const COMBINED: u64 = 2_000;

/// Keywords whose schemas are of the very datum that they stand beside.
const IN_PLACE: [&str; 5] = ["not", "if", "then", "else", "dependentSchemas"];

/// The comparison of one pair.
pub(super) struct Comparison<'c, 'd> {
    comparer: &'c mut Comparer<'d>,
    old: View<'d>,
    new: View<'d>,
    /// The bases of which the schemas mean any subtype.
    bases: (Option<Pointer>, Option<Pointer>),
    /// The schemas as they were asked for.
    asked: (Schema<'d>, Schema<'d>),
    encoding: Encoding,
    pair: Pair<'d>,
}

impl<'d> Comparer<'d> {
    pub fn new(old: &'d Loaded, new: &'d Loaded, today: &str) -> Self {
        Self {
            today: today.to_owned(),
            unchanged: Unchanged::new(old, new),
            old: Side::new(&old.document, &old.hierarchy, false, &new.document),
            new: Side::new(&new.document, &new.hierarchy, true, &old.document),
            branches: Default::default(),
            pairs: Vec::new(),
            known: BTreeMap::new(),
            retargeted: BTreeMap::new(),
            entries: BTreeSet::new(),
            pending: Vec::new(),
            combinations: COMBINED.saturating_add(old.document.size().max(new.document.size())),
            rest: None,
        }
    }

    /// The number of a pair that is compared for what it is, used or not.
    pub fn entry(&mut self, old: &Schema<'d>, new: &Schema<'d>, encoding: Encoding) -> usize {
        let number = self.pair(old, new, encoding);
        self.entries.insert(number);
        number
    }

    /// The number of a pair, which [`Self::finish`] compares: of references that lead elsewhere now,
    /// theirs, which leads on to that of what is there.
    pub fn pair(&mut self, old: &Schema<'d>, new: &Schema<'d>, encoding: Encoding) -> usize {
        let (was, is) = (self.old.parts(old), self.new.parts(new));
        match self.elsewhere((old, &was), (new, &is)) {
            Some(event) => self.retarget((old, new), (&was, &is), encoding, event),
            None => self.written((old, new), (&was, &is), encoding),
        }
    }

    /// The number of the pair of what schemas say where references have been followed.
    fn written(
        &mut self,
        (old, new): (&Schema<'d>, &Schema<'d>),
        (was, is): (&[Part<'d>], &[Part<'d>]),
        encoding: Encoding,
    ) -> usize {
        let key = (view::key(was), view::key(is), encoding.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let is_same = self.are_same(was, is);
        let is_beyond = !is_same && (was.len() > 1 || is.len() > 1) && !self.may_combine();
        if let Some(rest) = self.rest.filter(|_| is_beyond) {
            self.known.insert(key, rest);
            return rest;
        }
        let number = self.pairs.len();
        let places = |parts: &[Part<'d>]| parts.iter().map(|part| part.at.clone()).collect();
        let places: (Vec<Pointer>, Vec<Pointer>) = (places(was), places(is));
        let first = |places: &[Pointer]| places.first().cloned().unwrap_or_default();
        self.pairs.push(Pair {
            old: first(&places.0),
            new: first(&places.1),
            events: Vec::new(),
            edges: Vec::new(),
            schemas: (old.clone(), new.clone()),
            encoding: encoding.clone(),
            is_same,
            places,
        });
        self.known.insert(key, number);
        if is_beyond {
            let pair = &mut self.pairs[number];
            let places = (Anchor::near(&pair.old), Anchor::near(&pair.new));
            let event = Event::new(&COMBINED_TOO_OFTEN, places.0, places.1);
            pair.events.push(event);
            self.rest = Some(number);
        } else if !is_same {
            self.pending
                .push((number, old.clone(), new.clone(), encoding));
        }
        number
    }

    /// Takes one of the pairs of combined schemas that may be compared.
    fn may_combine(&mut self) -> bool {
        let left = self.combinations.checked_sub(1);
        self.combinations = left.unwrap_or_default();
        left.is_some()
    }

    /// Whether nothing can differ, so that there is nothing to compare.
    fn are_same(&self, old: &[Part<'d>], new: &[Part<'d>]) -> bool {
        let is_same = |(old, new): (&Part<'d>, &Part<'d>)| {
            old.resolved == new.resolved && self.unchanged.covers_part(old, new)
        };
        old.len() == new.len() && old.iter().zip(new).all(is_same)
    }

    /// Compares all pairs that were asked for, and those inside them.
    pub fn finish(&mut self) {
        while let Some((number, old, new, encoding)) = self.pending.pop() {
            self.pairs[number] = Comparison::new(self, old, new, encoding).run();
        }
    }
}

impl<'c, 'd> Comparison<'c, 'd> {
    fn new(
        comparer: &'c mut Comparer<'d>,
        old_schema: Schema<'d>,
        new_schema: Schema<'d>,
        encoding: Encoding,
    ) -> Self {
        let mut old = View::read(&comparer.old, &old_schema);
        let mut new = View::read(&comparer.new, &new_schema);
        // A union that lost all its branches but one, or had no more before, is compared branch by branch.
        let (was, is) = (old.groups.len(), new.groups.len());
        let (was_ones, is_ones) = (old.unions_of_one, new.unions_of_one);
        if was_ones > 0 && (was < is && was + was_ones == is || was == is) {
            let kept = View::with_unions_of_one(&comparer.old, &old_schema);
            if was < is || keeps_branch((&comparer.old, &kept), (&comparer.new, &new)) {
                old = kept;
            }
        } else if is_ones > 0 && (is < was && is + is_ones == was || was == is) {
            let kept = View::with_unions_of_one(&comparer.new, &new_schema);
            if is < was || keeps_branch((&comparer.new, &kept), (&comparer.old, &old)) {
                new = kept;
            }
        }
        let bases = (
            subtypes::base(&comparer.old, &old),
            subtypes::base(&comparer.new, &new),
        );
        let pair = Pair {
            old: old.place().clone(),
            new: new.place().clone(),
            events: Vec::new(),
            edges: Vec::new(),
            schemas: (old_schema.clone(), new_schema.clone()),
            encoding: encoding.clone(),
            is_same: false,
            places: (old.places(), new.places()),
        };
        Self {
            comparer,
            old,
            new,
            bases,
            asked: (old_schema, new_schema),
            encoding,
            pair,
        }
    }

    fn run(mut self) -> Pair<'d> {
        self.deeper();
        self.annotations();
        if let Some((old, new)) = self.enclosed() {
            self.null_stated();
            self.beside(&old, &new);
            return self.pair;
        }
        self.subtypes();
        if self.unions() {
            return self.pair;
        }
        self.types();
        self.values();
        if self.says(Kind::Number) || self.says(Kind::Integer) {
            self.numbers();
        }
        if self.says(Kind::String) {
            self.strings();
        }
        self.format();
        if self.says(Kind::Array) {
            self.arrays();
        }
        if self.says(Kind::Object) {
            self.objects();
        }
        self.conditions();
        self.pair
    }

    /// The schemas that both sides only lead to: what differs in these is compared once for all that do so. What
    /// is said beside must change neither side: that `null` is allowed, or that they are objects.
    fn enclosed(&self) -> Option<(Schema<'d>, Schema<'d>)> {
        if self.bases != (None, None) || self.old.nullable != self.new.nullable {
            return None;
        }
        let (old, new) = (&self.comparer.old, &self.comparer.new);
        let enclosed = (old.enclosed(&self.asked.0)?, new.enclosed(&self.asked.1)?);
        let views = (View::read(old, &enclosed.0), View::read(new, &enclosed.1));
        let are_alike = self.old.has_kinds_of(&views.0)
            && self.new.has_kinds_of(&views.1)
            && views.0.nullable == views.1.nullable;
        are_alike.then_some(enclosed)
    }

    /// Compares what is included too deeply to be read into either side.
    fn deeper(&mut self) {
        let rule = match (self.old.deeper.take(), self.new.deeper.take()) {
            (None, None) => return,
            (Some(old), Some(new)) => return self.beside(&old, &new),
            (None, Some(_)) => &INCLUDED_ADDED,
            (Some(_), None) => &INCLUDED_REMOVED,
        };
        let event = self.event(rule, "allOf");
        self.push(event);
    }

    /// Whether what is said of a kind counts. Beside a `type` that it has nothing to do with, it is
    /// a slip, and a change of it is judged as its author must have meant it.
    fn says(&self, kind: Kind) -> bool {
        self.both(kind) || self.old.kinds == self.new.kinds
    }

    /// Whether both sides allow that kind.
    fn both(&self, kind: Kind) -> bool {
        self.old.kinds.has(kind) && self.new.kinds.has(kind)
    }

    /// Where a keyword stands on each side, or the schema that lacks it.
    fn places(&self, keyword: &str) -> (Anchor, Anchor) {
        (near(&self.old, keyword), near(&self.new, keyword))
    }

    fn event(&self, rule: &'static Rule, keyword: &str) -> Event {
        let (old, new) = self.places(keyword);
        Event::new(rule, old, new)
    }

    fn push(&mut self, event: Event) {
        self.pair.events.push(event);
    }

    /// Compares schemas inside, whose sets bear on this one in the usual sense.
    fn inside(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        self.inside_as(old, new, Sense::Same);
    }

    /// Compares schemas of the very data that these are of.
    fn beside(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        self.inside(old, new);
        self.keeps_the_datum();
    }

    /// That what was compared last is of the very datum.
    fn keeps_the_datum(&mut self) {
        if let Some(edge) = self.pair.edges.last_mut() {
            edge.is_in_place = true;
        }
    }

    /// Compares two branches of a union of which exactly one must fit, where others may.
    fn beside_exclusive(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        self.beside(old, new);
        if let Some(edge) = self.pair.edges.last_mut() {
            edge.is_exclusive = true;
        }
    }

    fn inside_as(&mut self, old: &Schema<'d>, new: &Schema<'d>, sense: Sense) {
        self.null_beside(old, new);
        let to = self.comparer.pair(old, new, self.encoding.clone());
        self.pair.edges.push(Edge {
            to,
            sense,
            visibility: Visibility::default(),
            unstable: false,
            is_beyond: false,
            is_retarget: false,
            is_exclusive: false,
            is_in_place: false,
            is_there: true,
        });
    }

    /// Compares a schema that both, one or none of the sides have at a keyword.
    fn optional(
        &mut self,
        keyword: &str,
        sides: (Option<Schema<'d>>, Option<Schema<'d>>),
        rules: (&'static Rule, &'static Rule),
        sense: Sense,
    ) {
        // What anything may be is limited no more: that concerns the whole, and not what the rest is.
        let is_rest = keyword.starts_with("unevaluated");
        let sides = match sides {
            (Some(old), Some(new)) if is_rest && view::is_free(&old) != view::is_free(&new) => {
                let limited = |schema: Schema<'d>| Some(schema).filter(|it| !view::is_free(it));
                (limited(old), limited(new))
            }
            sides => sides,
        };
        match sides {
            (Some(old), Some(new)) => {
                self.inside_as(&old, &new, sense);
                if IN_PLACE.contains(&keyword) {
                    self.keeps_the_datum();
                }
            }
            (None, Some(new)) if !view::is_free(&new) => {
                let event = self.event(rules.0, keyword);
                self.push(event);
            }
            (Some(old), None) if !view::is_free(&old) => {
                let event = self.event(rules.1, keyword);
                self.push(event);
            }
            _ => {}
        }
    }

    /// Compares what both, one or none of the sides say of each name at a keyword.
    fn named(
        &mut self,
        keyword: &str,
        sides: (BTreeMap<&'d str, Schema<'d>>, BTreeMap<&'d str, Schema<'d>>),
        rules: (&'static Rule, &'static Rule),
    ) {
        let (old, mut new) = sides;
        for (name, schema) in old {
            match new.remove(name) {
                Some(other) if IN_PLACE.contains(&keyword) => self.beside(&schema, &other),
                Some(other) => self.inside(&schema, &other),
                None => {
                    let gone = near(&self.new, keyword);
                    let was = Anchor::key(schema.at());
                    self.push(Event::new(rules.1, was, lost(gone)).subject(name));
                }
            }
        }
        for (name, schema) in new {
            let before = near(&self.old, keyword);
            let is = Anchor::key(schema.at());
            self.push(Event::new(rules.0, lost(before), is).subject(name));
        }
    }
}

/// Whether the only branch of a union is one of several of the other side.
fn keeps_branch<'d>(
    (side, view): (&Side<'d>, &View<'d>),
    (other, several): (&Side<'d>, &View<'d>),
) -> bool {
    let ends = |side: &Side<'d>, branches: &[Schema<'d>]| -> Vec<Pointer> {
        let parts = branches.iter().flat_map(|branch| side.parts(branch));
        parts.map(|part| part.at).collect()
    };
    let ones = view.groups.iter().filter(|group| group.branches.len() == 1);
    let mut ones = ones.flat_map(|group| ends(side, &group.branches));
    let all = several
        .groups
        .iter()
        .filter(|group| group.branches.len() > 1);
    let all: BTreeSet<_> = all.flat_map(|group| ends(other, &group.branches)).collect();
    ones.any(|at| all.contains(&at))
}

/// Where a keyword stands, or the schema that lacks it.
fn near(view: &View<'_>, keyword: &str) -> Anchor {
    match view.keyword(keyword) {
        Some(at) => Anchor::value(&at),
        None => Anchor::near(view.place()),
    }
}

/// A place that holds something else of the kind, but not what is meant.
fn lost(anchor: Anchor) -> Anchor {
    Anchor {
        is_there: false,
        ..anchor
    }
}
