//! Schemas that hold together for the same datum to the facts that are known of it: a set of schema
//! objects, the unions that are still open, and what is excluded.

mod members;
mod told;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use serde_json::{Value, json};

pub(super) use told::Told;

use super::scales::Scales;
use super::sizes;
use crate::constraint::{Arrays, Counts, Fact, Numbers, Objects, Texts};
use crate::diff::view::{BranchKinds, Possible, Side, is_free, only_leads};
use crate::document::{Keywords, Kind, Kinds, Part, Schema};
use crate::pointer::Pointer;

/// How many schema objects are gathered. What is left out would only have said more.
const GATHERED: usize = 128;

/// The schema that nothing fits.
pub(super) static NEVER: Value = Value::Bool(false);

/// The schema of lists of one.
static ONE: LazyLock<Value> =
    LazyLock::new(|| json!({ "type": "array", "minItems": 1, "maxItems": 1 }));

/// A schema, and the document that it is of.
pub(super) type Stated<'e, 'd> = (&'e Side<'d>, Schema<'d>);

/// A union of which it is not known yet which branch holds.
#[derive(Clone)]
pub(super) struct Union<'e, 'd> {
    pub side: &'e Side<'d>,
    stated: Rc<Keywords<'d>>,
    /// Which of its two unions it is.
    is_any: bool,
    pub kinds: Rc<BranchKinds>,
    /// Whether no two branches hold.
    pub is_exclusive: bool,
}

/// One schema object that holds.
#[derive(Clone)]
pub(super) struct Term<'e, 'd> {
    pub side: &'e Side<'d>,
    pub keywords: Rc<Keywords<'d>>,
    pub part: Part<'d>,
}

/// What a property is in one of the cases that there are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pin<'d> {
    Value(&'d Value),
    Kind(Kind),
}

/// A range that data are of.
#[derive(Clone, Debug)]
pub(super) enum Range {
    Numbers(Numbers),
    /// In Unicode code points.
    Lengths(Counts),
}

/// What is known of a datum.
#[derive(Clone)]
pub(super) struct Facts<'e, 'd> {
    pub terms: Vec<Term<'e, 'd>>,
    pub unions: Vec<Union<'e, 'd>>,
    pub excluded: Vec<Stated<'e, 'd>>,
    pub kinds: Kinds,
    /// Whether nothing fits, for what is known already.
    pub never: bool,
    /// Properties that are there, beside those that must be.
    pub present: BTreeSet<&'d str>,
    /// What single properties are, in a case that is looked at.
    pub pinned: Vec<(&'d str, Pin<'d>)>,
    /// The only value that there is, in such a case.
    pub only: Option<&'d Value>,
    /// A range that the data are of, in such a case.
    pub within: Option<Range>,
    /// What the only item of a list is, where the data are such lists.
    pub item: Option<Rc<Facts<'e, 'd>>>,
    /// What is known of the properties that tell branches, from the branches that hold.
    pub told: Vec<Told<'d>>,
    /// The conditions of which it has been said whether they hold.
    pub settled: BTreeSet<(bool, Pointer)>,
    /// The schemas as they were stated.
    pub sources: Vec<Stated<'e, 'd>>,
}

impl<'d> Union<'_, 'd> {
    pub fn branches(&self) -> &[Schema<'d>] {
        match self.is_any {
            true => &self.stated.any_of,
            false => &self.stated.one_of,
        }
    }
}

impl<'e, 'd> Facts<'e, 'd> {
    /// What is known of lists whose only item is known.
    #[must_use]
    pub fn as_only_item(&self) -> Self {
        let side = self.sources.first().map(|(side, _)| *side);
        let list = side.map(|side| (side, Schema::new(&ONE, Pointer::root().key("one"))));
        let mut list = Self::gather(list);
        list.item = Some(Rc::new(self.clone()));
        list
    }

    /// What it costs to look at all that is known, or to copy it.
    pub fn size(&self) -> usize {
        self.terms.len() + self.unions.len() + self.excluded.len() + self.present.len()
    }

    /// What is known of data that fit schemas.
    pub fn gather(sources: impl IntoIterator<Item = Stated<'e, 'd>>) -> Self {
        let mut facts = Self {
            terms: Vec::new(),
            unions: Vec::new(),
            excluded: Vec::new(),
            kinds: Kinds::ANY,
            never: false,
            present: BTreeSet::new(),
            pinned: Vec::new(),
            only: None,
            within: None,
            item: None,
            told: Vec::new(),
            settled: BTreeSet::new(),
            sources: Vec::new(),
        };
        for source in sources {
            facts.add(source);
        }
        facts
    }

    /// The same, where a schema holds as well.
    #[must_use]
    pub fn with(&self, source: Stated<'e, 'd>) -> Self {
        let mut facts = self.clone();
        facts.add(source);
        facts
    }

    /// The same, of data of one kind.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> Self {
        let mut facts = self.clone();
        let only = match kind {
            // What is no integer, which are a case of their own.
            Kind::Number => Kinds::only(kind).without(Kind::Integer),
            kind => Kinds::only(kind),
        };
        facts.kinds = facts.kinds.and(only);
        facts.settle();
        facts
    }

    /// States the branches of unions that are the only ones that data of the known kinds may be of.
    fn settle(&mut self) {
        let unions = std::mem::take(&mut self.unions);
        for union in unions {
            match union.kinds.possible(self.kinds) {
                Possible::Nothing => self.never = true,
                Possible::Only(index) => self.add((union.side, union.branches()[index].clone())),
                Possible::Several => self.unions.push(union),
            }
        }
    }

    /// Whether the kinds of the data tell a union's branches.
    pub fn are_told_by_kind(&self) -> bool {
        self.each_kind().len() > 1 && self.unions.iter().any(|union| union.kinds.are_apart)
    }

    /// Each kind that the data may be of; integers are a case of their own.
    pub fn each_kind(&self) -> Vec<Kind> {
        let all = Kind::ALL.into_iter();
        all.filter(|kind| self.kinds.has(*kind)).collect()
    }

    fn add(&mut self, (side, schema): Stated<'e, 'd>) {
        let mut pending: Vec<Part<'d>> = schema.parts.clone();
        self.sources.push((side, schema));
        while let Some(part) = pending.pop() {
            let part = side.resolved(&part);
            if self.terms.len() >= GATHERED || self.has(side, &part) {
                continue;
            }
            if let Value::Bool(allowed) = part.value {
                self.never |= !allowed;
                continue;
            }
            let keywords = side.keywords(&part);
            self.never |= keywords.never;
            if let Some(kinds) = keywords.types {
                self.kinds = self.kinds.and(kinds);
            }
            let target = side.target(&keywords);
            let included = target.iter().chain(&keywords.all_of);
            pending.extend(included.flat_map(|schema| schema.parts.iter().cloned()));
            // Where a discriminator tells the branch, nobody looks at the others.
            let is_exclusive = keywords.discriminator.is_none();
            // That any holds is no news where one always does.
            let any_of = match keywords.any_of.iter().any(is_free) {
                true => &[],
                false => keywords.any_of.as_slice(),
            };
            let unions = [
                (any_of, true, false),
                (&keywords.one_of, false, is_exclusive),
            ];
            for (branches, is_any, is_exclusive) in unions {
                match branches {
                    [] => {}
                    [only] => pending.extend(only.parts.iter().cloned()),
                    branches => self.unions.push(Union {
                        side,
                        stated: Rc::clone(&keywords),
                        is_any,
                        kinds: side.branch_kinds(branches),
                        is_exclusive,
                    }),
                }
            }
            let excluded = keywords.not.iter().cloned();
            self.excluded.extend(excluded.map(|schema| (side, schema)));
            self.terms.push(Term {
                side,
                keywords,
                part,
            });
        }
    }

    /// Whether that schema object is one of those that hold.
    pub fn has(&self, side: &Side<'d>, part: &Part<'d>) -> bool {
        let mut terms = self.terms.iter();
        terms.any(|term| term.side.is_new == side.is_new && term.part.at == part.at)
    }

    /// What tells these facts apart from others.
    pub fn key(&self) -> String {
        // What only leads to others, and to unions, is told by these, and by the kinds.
        let terms = self.terms.iter();
        let terms = terms.filter(|term| !only_leads(&term.keywords));
        let mut terms: Vec<_> = terms
            .map(|term| format!("{}{}", u8::from(term.side.is_new), term.part.at))
            .collect();
        terms.sort_unstable();
        let unions = self.unions.iter();
        let mut unions: Vec<_> = unions
            .map(|union| {
                format!(
                    "{}{}",
                    u8::from(union.side.is_new),
                    union.branches()[0].at()
                )
            })
            .collect();
        unions.sort_unstable();
        let excluded = self.excluded.iter();
        let excluded: Vec<_> = excluded
            .map(|(side, schema)| format!("{}{}", u8::from(side.is_new), schema.at()))
            .collect();
        let parts = [terms.join(" "), unions.join(" "), excluded.join(" ")];
        let more = (
            self.kinds,
            self.never,
            &self.present,
            &self.pinned,
            self.only,
            &self.within,
            &self.told,
        );
        let item = self.item.as_ref().map(|item| item.key());
        format!("{} {more:?} {item:?}", parts.join("|"))
    }

    /// The same, where a property is there.
    #[must_use]
    pub fn having(&self, name: &'d str) -> Self {
        let mut facts = self.clone();
        facts.present.insert(name);
        facts
    }

    fn all(&self) -> impl Iterator<Item = &Keywords<'d>> {
        self.terms.iter().map(|term| &*term.keywords)
    }

    pub fn numbers(&self) -> Numbers {
        let mut all = Numbers::default();
        self.all()
            .for_each(|keywords| all.and(&sizes::numbers(keywords)));
        // Of other kinds there is nothing that bounds could leave.
        let are_numbers = self.kinds.has(Kind::Integer) || self.kinds.has(Kind::Number);
        let excluded = self.excluded.iter().filter(|_| are_numbers);
        for bound in excluded.filter_map(|(side, schema)| sizes::beyond(side, schema)) {
            all.and(&bound);
        }
        if let Some(Range::Numbers(range)) = &self.within {
            all.and(range);
        }
        all
    }

    pub fn texts(&self) -> Texts<'d> {
        let mut all = Texts::default();
        self.all().for_each(|keywords| all.and(&keywords.texts));
        let are_texts = self.kinds.has(Kind::String);
        let excluded = self.excluded.iter().filter(|_| are_texts);
        for lengths in excluded.filter_map(|(side, schema)| sizes::beyond_length(side, schema)) {
            all.length.and(&lengths);
        }
        if let Some(Range::Lengths(range)) = &self.within {
            all.length.and(range);
        }
        all
    }

    pub fn arrays(&self) -> Arrays {
        let mut all = Arrays::default();
        self.all().for_each(|keywords| all.and(&keywords.arrays));
        all
    }

    pub fn objects(&self) -> Objects {
        let mut all = Objects::default();
        self.all().for_each(|keywords| all.and(&keywords.objects));
        all
    }

    pub fn formats(&self) -> impl Iterator<Item = &'d str> {
        self.terms.iter().filter_map(|term| term.keywords.format)
    }

    /// The same, in the case that a property is so.
    #[must_use]
    pub fn pinning(&self, name: &'d str, pin: Pin<'d>) -> Self {
        let mut facts = self.clone();
        facts.pinned.push((name, pin));
        facts
    }

    /// The shortest list of the only values that there are.
    pub fn listed(&self) -> Option<&Vec<&'d Value>> {
        let lists = self.terms.iter().filter_map(|term| {
            let list = term.keywords.values.listed.as_ref();
            list.filter(|list| !list.is_empty())
        });
        lists.min_by_key(|list| list.len())
    }

    /// All values that there may be, where they are few.
    pub fn finite(&self, most: usize) -> Option<Vec<Value>> {
        if let Some(only) = self.only {
            return Some(vec![only.clone()]);
        }
        if let Some(list) = self.listed() {
            let values = || list.iter().map(|value| (*value).clone()).collect();
            return (list.len() <= most).then(values);
        }
        let small = Kinds::only(Kind::Null).or(Kinds::only(Kind::Boolean));
        if self.kinds.and(small) != self.kinds {
            return None;
        }
        let null = self.kinds.has(Kind::Null).then_some(Value::Null);
        let flags = [Value::Bool(false), Value::Bool(true)].into_iter();
        let flags = flags.filter(|_| self.kinds.has(Kind::Boolean));
        Some(null.into_iter().chain(flags).collect())
    }

    /// The least and the greatest count of something.
    pub fn limits(counts: &Counts) -> (u64, u64) {
        let (least, most) = counts.limits();
        (least.unwrap_or_default(), most.unwrap_or(u64::MAX))
    }
}

impl<'d> Term<'_, 'd> {
    /// The schema objects that hold, or may, for the same datum.
    fn beside(&self) -> Vec<Part<'d>> {
        let keywords = &self.keywords;
        let target = self.side.target(keywords);
        let dependent = keywords.dependent_schemas.iter().map(|(_, schema)| schema);
        let condition = keywords
            .if_
            .iter()
            .chain(&keywords.then)
            .chain(&keywords.else_);
        let unions = keywords.any_of.iter().chain(&keywords.one_of);
        let all = target.iter().chain(&keywords.all_of).chain(unions);
        let all = all.chain(condition).chain(dependent);
        all.flat_map(|schema| schema.parts.iter())
            .cloned()
            .collect()
    }

    /// The names of properties that those declare, of as many as [`Self::speaks_of`] asks.
    fn names_beside(&self, names: &mut BTreeSet<&'d str>) {
        let mut seen = BTreeSet::new();
        let mut pending = self.beside();
        while let Some(part) = pending.pop() {
            let part = self.side.resolved(&part);
            if seen.len() > GATHERED || !seen.insert(part.at.clone()) {
                continue;
            }
            let keywords = self.side.keywords(&part);
            names.extend(keywords.properties.iter().map(|(name, _)| *name));
            let term = Term {
                side: self.side,
                keywords,
                part,
            };
            pending.extend(term.beside());
        }
    }

    /// Whether a schema object, or one that it leads to, may speak of a property of that name; of
    /// none, of a property that none of them declares. What is excluded does not hold, and speaks of nothing.
    fn speaks_of(
        &self,
        name: Option<&str>,
        scales: &Scales<'_, 'd>,
        excluded: &[Stated<'_, 'd>],
        seen: &mut Vec<Part<'d>>,
    ) -> bool {
        let keywords = &self.keywords;
        if !seen.is_empty() && keywords.unevaluated_properties.is_some() {
            return true;
        }
        let mut patterns = keywords.pattern_properties.iter();
        let declares = name.is_some_and(|name| keywords.declares(name))
            || patterns.any(|(pattern, _)| {
                name.is_none_or(|name| scales.is_match(pattern, name) != Some(false))
            })
            || keywords.additional.is_some();
        if declares || keywords.dynamic_reference.is_some() || seen.len() > GATHERED {
            return true;
        }
        seen.push(self.part.clone());
        let is_excluded = |part: &Part<'d>| {
            excluded.iter().any(|(side, schema)| {
                side.is_new == self.side.is_new
                    && schema.single().is_some_and(|it| it.at == part.at)
            })
        };
        let mut parts = self.beside();
        parts.retain(|part| !is_excluded(part));
        parts.into_iter().any(|part| {
            let part = self.side.resolved(&part);
            !seen.iter().any(|known| known.at == part.at) && {
                let term = Term {
                    side: self.side,
                    keywords: self.side.keywords(&part),
                    part,
                };
                term.speaks_of(name, scales, excluded, seen)
            }
        })
    }
}

/// Whether no other schema holds for the same datum.
pub(super) fn is_alone(keywords: &Keywords<'_>) -> bool {
    keywords.reference.is_none()
        && keywords.dynamic_reference.is_none()
        && keywords.all_of.is_empty()
        && keywords.any_of.is_empty()
        && keywords.one_of.is_empty()
        && keywords.if_.is_none()
        && keywords.dependent_schemas.is_empty()
}

/// A list of facts without their places, of which only the values count.
pub(super) fn values<T: Clone>(facts: &[Fact<T>]) -> Vec<T> {
    facts.iter().map(|fact| fact.value.clone()).collect()
}
