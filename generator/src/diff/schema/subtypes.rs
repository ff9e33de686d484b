//! Schemas that mean any subtype of a base, to edits of the subtypes that there are, and to pairs
//! of those that stand for each other.

use std::collections::BTreeSet;

use crate::document::{Discriminator, Schema};
use crate::pointer::Pointer;

use super::super::effect::Effect;
use super::super::event::{Anchor, Event};
use super::super::rule::*;
use super::super::view::{Side, View, only_refers};
use super::Comparison;

/// More values than these are those of all subtypes, and tell none apart.
const OWN_TAGS: usize = 3;

/// The base of which a schema means any subtype: the schema at its place, or the one that it only
/// wraps.
pub(super) fn base<'d>(side: &Side<'d>, view: &View<'d>) -> Option<Pointer> {
    let hierarchy = side.hierarchy;
    if hierarchy.is_empty() {
        return None;
    }
    let mut places = view.all.iter().map(|keywords| &keywords.at);
    let base = places.find(|at| hierarchy.subtypes(at).is_some())?;
    if *base == view.at {
        return Some(base.clone());
    }
    let subtypes = hierarchy.subtypes(base)?;
    let own = View::read(side, &side.document.schema_at(base)?);
    let mut beside = view.all.iter().filter(|keywords| {
        let mut own = own.all.iter();
        !own.any(|own| own.at == keywords.at)
    });
    let only_wraps =
        beside.all(|keywords| only_refers(keywords) && !subtypes.contains(&keywords.at));
    only_wraps.then(|| base.clone())
}

/// One side: a base, or what stands for one on the other side.
struct Family<'s, 'd> {
    side: &'s Side<'d>,
    base: Option<&'s Pointer>,
    discriminator: Discriminator<'d>,
    /// Where its subtypes stand.
    members: BTreeSet<Pointer>,
}

/// What values of the discriminator tell a subtype.
enum Tags {
    /// Those that a mapping says, or its name.
    Named(BTreeSet<String>),
    /// Those that its property is limited to.
    Listed(BTreeSet<String>),
}

/// The subtypes of both sides, and which stand for which.
struct Kin<'s, 'd> {
    old: Family<'s, 'd>,
    new: Family<'s, 'd>,
    matched: Vec<(Pointer, Pointer)>,
}

impl<'d> Comparison<'_, 'd> {
    /// Compares the subtypes of bases: who refers to a base means any of them.
    pub(super) fn subtypes(&mut self) {
        let Some(kin) = self.kin() else {
            return;
        };
        let (old, new) = (kin.old.side.document, kin.new.side.document);
        let events = kin.events(&self.old.at, &self.new.at);
        for (was, is) in kin.matched {
            if let (Some(was), Some(is)) = (old.schema_at(&was), new.schema_at(&is)) {
                self.inside(&was, &is);
                if let Some(edge) = self.pair.edges.last_mut() {
                    edge.is_beyond = true;
                }
            }
        }
        for event in events {
            self.push(Event {
                is_beyond: true,
                ..event
            });
        }
    }

    /// What another mapping does to the data of subtypes. Of other schemas, it is a hint: what
    /// their branches accept says who is who.
    pub(super) fn mapping_effect(
        &mut self,
        discriminators: (&Discriminator<'d>, &Discriminator<'d>),
    ) -> Effect {
        let of_kin = self.kin().map(|kin| kin.tags_effect());
        of_kin.unwrap_or_else(|| self.tags_of_branches(discriminators))
    }

    /// What becomes of the values that tell the branches of a union, of which data say nothing.
    fn tags_of_branches(&mut self, (was, is): (&Discriminator<'d>, &Discriminator<'d>)) -> Effect {
        let (old, new) = (self.old.groups.first(), self.new.groups.first());
        let (Some(old), Some(new)) = (old.cloned(), new.cloned()) else {
            return Effect::Annotation;
        };
        let matched = self.matched(&old.branches, &new.branches);
        let sides = (&self.comparer.old, &self.comparer.new);
        let told = matched.iter().map(|(old_branch, new_branch)| {
            let (old, new) = (&old.branches[*old_branch], &new.branches[*new_branch]);
            // Data of any other value, or of none, are of one branch as those of a value are.
            let rest = (sides.0.is_default(was, old), sides.1.is_default(is, new));
            let (was, is) = (sides.0.tags(was, old), sides.1.tags(is, new));
            (
                was.is_subset(&is) && rest.0 <= rest.1,
                is.is_subset(&was) && rest.1 <= rest.0,
            )
        });
        let both = told.fold((true, true), |(more, less), it| (more & it.0, less & it.1));
        match both {
            (true, true) => Effect::Annotation,
            (true, false) => Effect::Wider,
            (false, true) => Effect::Narrower,
            (false, false) => Effect::Unknown,
        }
    }

    /// `None` where neither side is a base, or one of them is no object that is told by a property.
    fn kin(&self) -> Option<Kin<'_, 'd>> {
        if self.bases == (None, None) {
            return None;
        }
        let (was, is) = (&self.bases.0, &self.bases.1);
        let mut old = Family::read(&self.comparer.old, &self.old, was.as_ref())?;
        let mut new = Family::read(&self.comparer.new, &self.new, is.as_ref())?;
        // A subtype in the place of its base is one of the subtypes.
        let stands_in = |members: &BTreeSet<Pointer>, at: &Pointer| members.get(at).cloned();
        if was.is_none() {
            old.members.extend(stands_in(&new.members, &self.old.at));
        }
        if is.is_none() {
            new.members.extend(stands_in(&old.members, &self.new.at));
        }
        Some(Kin::new(old, new))
    }
}

impl<'s, 'd> Family<'s, 'd> {
    fn read(side: &'s Side<'d>, view: &View<'d>, base: Option<&'s Pointer>) -> Option<Self> {
        let is_plain = view.groups.is_empty();
        let mut all = view.all.iter();
        let discriminator = all.find_map(|keywords| {
            let counts = base.map_or(is_plain, |base| keywords.at == *base);
            keywords.discriminator.clone().filter(|_| counts)
        })?;
        let members = base.and_then(|base| side.hierarchy.subtypes(base));
        Some(Self {
            side,
            base,
            discriminator,
            members: members.unwrap_or_default().iter().cloned().collect(),
        })
    }

    /// As generated code tells it.
    fn tags(&self, member: &Pointer) -> Tags {
        let mapped = self.discriminator.mapped_to(self.side.document, member);
        if !mapped.is_empty() {
            return Tags::Named(mapped.into_iter().map(str::to_owned).collect());
        }
        let common = self.base.and_then(|base| self.listed(base));
        match self.listed(member) {
            Some(own) if common.as_ref() != Some(&own) => Tags::Listed(own),
            _ => {
                let is_allowed =
                    |name: &String| common.as_ref().is_none_or(|common| common.contains(name));
                let name = member.last().map(|name| name.into_owned());
                Tags::Named(name.into_iter().filter(is_allowed).collect())
            }
        }
    }

    /// What the discriminator's property is limited to by the schema at a place.
    fn listed(&self, at: &Pointer) -> Option<BTreeSet<String>> {
        let view = View::read(self.side, &self.side.document.schema_at(at)?);
        let properties = view.properties();
        let property: &Schema<'d> = properties.get(self.discriminator.property)?;
        let values = View::read(self.side, property).values?;
        let is_own = values.len() <= OWN_TAGS;
        let texts = values.into_iter().filter_map(|value| value.as_str());
        is_own.then(|| texts.map(str::to_owned).collect())
    }

    /// Where the schema stands at a place that the other document has, else the base.
    fn nearest(&self, place: &Pointer, base: &Pointer) -> Anchor {
        match self.side.document.schema_at(place) {
            Some(_) => Anchor::near(place),
            None => Anchor::near(self.base.unwrap_or(base)),
        }
    }
}

impl Tags {
    fn values(&self) -> &BTreeSet<String> {
        let (Self::Named(values) | Self::Listed(values)) = self;
        values
    }
}

impl<'s, 'd> Kin<'s, 'd> {
    /// Those of one name stand for each other, and then those of one tag.
    fn new(old: Family<'s, 'd>, new: Family<'s, 'd>) -> Self {
        let (mut matched, rest): (Vec<_>, Vec<_>) = old
            .members
            .iter()
            .map(|member| (member.clone(), member.clone()))
            .partition(|(member, _)| new.members.contains(member));
        let is_free = |member: &&Pointer| !old.members.contains(member);
        let free = new.members.iter().filter(is_free);
        let mut free: Vec<_> = free.map(|member| (member, new.tags(member))).collect();
        if !free.is_empty() {
            for (was, _) in rest {
                let tags = old.tags(&was);
                let is_its = |(_, other): &(_, Tags)| !tags.values().is_disjoint(other.values());
                if let Some(index) = free.iter().position(is_its) {
                    matched.push((was, free.remove(index).0.clone()));
                }
            }
        }
        Self { old, new, matched }
    }

    /// Subtypes that came and went. As with other alternatives, who receives data may not know one
    /// that came, and who sends one that went is no longer understood.
    fn events(&self, old: &Pointer, new: &Pointer) -> Vec<Event> {
        let (kept, known): (BTreeSet<_>, BTreeSet<_>) =
            self.matched.iter().map(|(was, is)| (was, is)).unzip();
        let gone = self.old.members.iter().filter(|at| !kept.contains(at));
        let gone = gone.map(|at| {
            let places = (Anchor::key(at), self.new.nearest(at, new));
            Event::new(&UNION_BRANCH_REMOVED, places.0, places.1).subject(name(at))
        });
        let come = self.new.members.iter().filter(|at| !known.contains(at));
        let come = come.map(|at| {
            let places = (self.old.nearest(at, old), Anchor::key(at));
            Event::new(&UNION_BRANCH_ADDED, places.0, places.1).subject(name(at))
        });
        gone.chain(come).collect()
    }

    fn tags_effect(&self) -> Effect {
        let (mut gone, mut come) = (false, false);
        for (was, is) in &self.matched {
            let (was, is) = (self.old.tags(was), self.new.tags(is));
            if let (Tags::Listed(_), Tags::Listed(_)) = (&was, &is) {
                // Edits of the property say so.
                continue;
            }
            gone |= !was.values().is_subset(is.values());
            come |= !is.values().is_subset(was.values());
        }
        match (gone, come) {
            (false, false) => Effect::Annotation,
            (false, true) => Effect::Wider,
            (true, false) => Effect::Narrower,
            (true, true) => Effect::Incomparable,
        }
    }
}

fn name(member: &Pointer) -> String {
    member.last().unwrap_or_default().into_owned()
}
