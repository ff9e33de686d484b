//! Pairs of schemas to edits: each pair once, in the order in which they are met, with edges to
//! the pairs inside it.

mod annotations;
mod arrays;
mod bounds;
mod objects;
mod references;
mod subtypes;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{Kind, Part, PartKey, Schema};
use crate::pointer::Pointer;

use super::event::{Anchor, Event, Visibility};
use super::load::Loaded;
use super::rule::{COMBINED_TOO_OFTEN, INCLUDED_ADDED, INCLUDED_REMOVED, Rule};
use super::unchanged::Unchanged;
use super::view::{self, Side, View};
use unions::Branches;

/// How data of a schema is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    /// As JSON: kinds can be told apart.
    Json,
    /// As text, a list as a repeated parameter: a list of one is written as its item.
    Repeated,
    /// As text: a parameter, a header.
    Parameter,
    /// As text: a body of XML, a form.
    Text,
}

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
        let key = (view::key(was), view::key(is), encoding);
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
            encoding,
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
        let old = View::read(&comparer.old, &old_schema);
        let new = View::read(&comparer.new, &new_schema);
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
            encoding,
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
            self.inside(&old, &new);
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
            (Some(old), Some(new)) => return self.inside(&old, &new),
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

    /// Compares two branches of a union of which exactly one must fit, where others may.
    fn inside_exclusive(&mut self, old: &Schema<'d>, new: &Schema<'d>) {
        self.inside(old, new);
        if let Some(edge) = self.pair.edges.last_mut() {
            edge.is_exclusive = true;
        }
    }

    fn inside_as(&mut self, old: &Schema<'d>, new: &Schema<'d>, sense: Sense) {
        let to = self.comparer.pair(old, new, self.encoding);
        self.pair.edges.push(Edge {
            to,
            sense,
            visibility: Visibility::default(),
            unstable: false,
            is_beyond: false,
            is_retarget: false,
            is_exclusive: false,
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
        match sides {
            (Some(old), Some(new)) => self.inside_as(&old, &new, sense),
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

/// How many characters of a value are shown.
const LENGTH: usize = 60;

/// A value in a few words.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= LENGTH {
        return text;
    }
    let start: String = text.chars().take(LENGTH).collect();
    format!("{start}…")
}

/// Two values in a few words each: of long texts that start alike, from where they differ.
pub(super) fn shown_both(
    old: Option<&Value>,
    new: Option<&Value>,
) -> (Option<String>, Option<String>) {
    if let (Some(Value::String(was)), Some(Value::String(is))) = (old, new)
        && was.len().max(is.len()) > LENGTH
        && let start @ 1.. = alike(was, is)
    {
        let from_there = |text: &str| shown(&Value::from(format!("…{}", &text[start..])));
        return (Some(from_there(was)), Some(from_there(is)));
    }
    (old.map(shown), new.map(shown))
}

/// Where the word starts that is a little before the first difference of two texts, in bytes.
fn alike(one: &str, other: &str) -> usize {
    const BEFORE: usize = 20;
    let pairs = one.char_indices().zip(other.chars());
    let mut same = pairs.take_while(|((_, mine), its)| mine == its);
    let end = same.by_ref().last();
    let end = end.map_or(0, |((index, mine), _)| index + mine.len_utf8());
    let spaces = one
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace());
    let starts = spaces.map(|(index, space)| index + space.len_utf8());
    let reachable = starts.take_while(|start| start + BEFORE <= end);
    reachable.last().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_texts_are_shown_from_where_they_differ() {
        let text = |end: &str| json!(format!("Größe {} {end}", "word ".repeat(20).trim_end()));
        let (old, new) = shown_both(Some(&text("first")), Some(&text("second")));
        assert_eq!(old.unwrap(), "\"…word word word word first\"");
        assert_eq!(new.unwrap(), "\"…word word word word second\"");
        let (old, new) = shown_both(Some(&json!("a b")), Some(&json!("a c")));
        assert_eq!(
            (old.unwrap(), new.unwrap()),
            ("\"a b\"".into(), "\"a c\"".into())
        );
        let (old, new) = shown_both(Some(&text("first")), Some(&json!("other")));
        assert!(old.unwrap().starts_with("\"Größe") && new.unwrap() == "\"other\"");
        assert_eq!(shown_both(None, Some(&json!(1))), (None, Some("1".into())));
    }
}
