//! Changes of public items to the findings that cause them: by where the parts of a definition differ
//! that the item is printed from, and by what the documents say at the places that those came from.

mod names;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Operation, TypeId};
use crate::pointer::Pointer;

use super::super::finding::Finding;
use super::super::rule::{self, Rule};
use super::differences::{Aspect, Both, Difference, Group, Holds, equality, operation, types};
use super::origins::Origins;
use super::{Bump, Change, Impact, Placed};
use names::follow_names;
use weights::weight;

/// That null is allowed on one side alone.
const NULL_OF_SCHEMA: (Aspect, Holds) = (Aspect::Null, Holds::Schema);

/// That a property, a value or a branch is there on one side alone.
const PART_OF_SCHEMA: (Aspect, Holds) = (Aspect::Presence, Holds::Schema);

/// Gives each finding the changes that it causes. Returns those that no finding causes.
pub(in crate::diff) fn attribute(
    impact: Impact,
    findings: &mut [Finding],
    origins: &Origins<'_, '_>,
    (old, new): (&Api, &Api),
) -> Vec<Change> {
    let touched: Vec<BTreeSet<usize>> = {
        let seeker = Seeker::new(findings, origins, (old, new));
        impact.touched.iter().map(|at| seeker.around(at)).collect()
    };
    let mut seeker = Seeker::new(findings, origins, (old, new));
    let mut changes: Vec<(Placed, BTreeSet<usize>)> = Vec::new();
    for mut placed in impact.changes {
        let causes = seeker.causes(&mut placed);
        changes.push((placed, causes));
    }
    follow_names(&mut changes);
    let arranged = arrangement(findings, (old, new));
    let moved = changes.iter_mut();
    for (_, causes) in moved.filter(|(placed, causes)| causes.is_empty() && is_path(placed)) {
        causes.extend(&arranged);
    }
    let mut unexplained = Vec::new();
    for (placed, causes) in changes {
        if causes.is_empty() {
            unexplained.push(placed.change);
            continue;
        }
        for cause in causes {
            findings[cause].rust.push(placed.change.clone());
        }
    }
    for finding in findings.iter_mut() {
        finding.rust.sort();
        finding.rust.dedup();
        let worst = finding.rust.iter().map(|change| change.bump).max();
        finding.bump = worst.unwrap_or_default();
    }
    for number in touched.into_iter().flatten() {
        findings[number].bump = findings[number].bump.max(Bump::Patch);
    }
    unexplained
}

/// The definitions of one side by the names of their types and methods.
struct Known<'a> {
    types: BTreeMap<&'a str, TypeId>,
    /// The types by the schemas that they are of: more than one, where requests hold other properties than
    /// responses do.
    sources: BTreeMap<&'a Pointer, Vec<TypeId>>,
    operations: BTreeMap<String, &'a Operation>,
}

impl<'a> Known<'a> {
    fn new(api: &'a Api) -> Self {
        let types = api.types.iter();
        let operations = api.operations.iter();
        let mut sources: BTreeMap<&Pointer, Vec<TypeId>> = BTreeMap::new();
        for (id, def) in api.types.iter() {
            sources.entry(&def.source).or_default().push(id);
        }
        Self {
            types: types.map(|(id, def)| (def.name.as_str(), id)).collect(),
            sources,
            operations: operations.map(|one| (api.method_path(one), one)).collect(),
        }
    }
}

/// Looks for causes.
struct Seeker<'s, 'd> {
    findings: &'s [Finding],
    origins: &'s Origins<'s, 'd>,
    types: Both<'s>,
    old: Known<'s>,
    new: Known<'s>,
    /// Where definitions of one name differ.
    differences: BTreeMap<String, Vec<Difference>>,
}

impl<'s, 'd> Seeker<'s, 'd> {
    fn new(
        findings: &'s [Finding],
        origins: &'s Origins<'s, 'd>,
        (old, new): (&'s Api, &'s Api),
    ) -> Self {
        Self {
            findings,
            origins,
            types: Both {
                old: &old.types,
                new: &new.types,
            },
            old: Known::new(old),
            new: Known::new(new),
            differences: BTreeMap::new(),
        }
    }

    fn causes(&mut self, placed: &mut Placed) -> BTreeSet<usize> {
        let types = [&self.old, &self.new].map(|side| side.types.get(placed.of.as_str()).copied());
        if let (
            [Some(was), Some(is)],
            Some("Eq" | "Hash" | "::std::hash::Hash" | "std::hash::Hash"),
        ) = (types, derived(&placed.change.item))
        {
            let found = equality(self.types, was, is);
            placed.change.because = self.reason(&found);
            let causes = self.of_all(found.iter());
            if !causes.is_empty() {
                return causes;
            }
        }
        let own = match types {
            [None, Some(_)] | [Some(_), None] => {
                self.beside(types, &[Aspect::Presence, Aspect::Name])
            }
            _ => self.own(placed, types),
        };
        if !own.is_empty() {
            return own;
        }
        let places = [&placed.old, &placed.new];
        let holds = holds(&placed.of);
        let sides = places.into_iter().enumerate();
        let whole: BTreeSet<usize> = match places {
            // A name that is another definition's now.
            [Some(old), Some(new)] if old == new => BTreeSet::new(),
            _ => sides
                .clone()
                .filter_map(|(side, at)| Some(self.whole(side, at.as_ref()?, holds)))
                .flatten()
                .collect(),
        };
        if !whole.is_empty() {
            return whole;
        }
        let outside = sides.filter_map(|(side, at)| Some(self.outside(side, at.as_ref()?)));
        outside.flatten().collect()
    }

    /// The causes of a type on one side alone whose schema has one of another name on the other: what is in the
    /// one and not in the other, as requests hold other properties than responses do.
    fn beside(&self, types_of: [Option<TypeId>; 2], aspects: &[Aspect]) -> BTreeSet<usize> {
        let only = |known: &Known<'_>, source: &Pointer| match known.sources.get(source)?[..] {
            [only] => Some(only),
            _ => None,
        };
        let pair = match types_of {
            [Some(was), None] => only(&self.new, &self.types.old[was].source).map(|is| (was, is)),
            [None, Some(is)] => only(&self.old, &self.types.new[is].source).map(|was| (was, is)),
            _ => None,
        };
        let Some((was, is)) = pair else {
            return BTreeSet::new();
        };
        let found = types(self.types, was, is);
        let is_part = |one: &&Difference| aspects.contains(&one.aspect);
        self.of_all(found.iter().filter(is_part))
    }

    /// The findings about the nearest schemas around a place: who is one of several is named by its
    /// place among them.
    fn outside(&self, side: usize, at: &Pointer) -> BTreeSet<usize> {
        let around = std::iter::successors(at.parent(), Pointer::parent);
        let found = around.map(|at| {
            let alone = self.origins.alone_at(side, &at);
            let mut found = self.here(side, &at, Holds::Schema);
            found.extend(
                alone
                    .into_iter()
                    .filter(|one| !self.findings[*one].is_docs()),
            );
            found
        });
        found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// The causes of what differs in the part that an item is printed from; else in the whole
    /// definition.
    fn own(&mut self, placed: &Placed, types: [Option<TypeId>; 2]) -> BTreeSet<usize> {
        self.differ(&placed.of, types);
        let Some(all) = self.differences.get(&placed.of) else {
            return BTreeSet::new();
        };
        let of_part = all
            .iter()
            .filter(|one| placed.wire.is_some() && one.wire == placed.wire);
        let found = self.of_all(of_part);
        if !found.is_empty() {
            return found;
        }
        if placed.change.item == placed.of {
            let arguments = all.iter().filter(|one| one.is_argument);
            // What an argument is called is no business of callers.
            let is_name = |one: &&Difference| one.aspect == Aspect::Name && one.names.is_empty();
            let told = self.of_all(arguments.clone().filter(|one| !is_name(one)));
            if !told.is_empty() && placed.change.bump == Bump::Major {
                return told;
            }
            let found = self.of_all(arguments);
            if !found.is_empty() {
                return found;
            }
        }
        let group = group(&placed.change.item, &placed.of);
        let of_group = all.iter().filter(|one| Some(one.group) == group);
        let found = self.of_all(of_group);
        if !found.is_empty() {
            return found;
        }
        self.of_all(all.iter())
    }

    /// Finds where the definitions of a name differ, if both documents have them.
    fn differ(&mut self, of: &str, types_of: [Option<TypeId>; 2]) {
        if self.differences.contains_key(of) {
            return;
        }
        let operations = [&self.old, &self.new].map(|side| side.operations.get(of).copied());
        let found = match (types_of, operations) {
            ([Some(was), Some(is)], _) => types(self.types, was, is),
            (_, [Some(was), Some(is)]) => operation(self.types, was, is),
            _ => return,
        };
        self.differences.insert(of.to_owned(), found);
    }

    fn of_all<'x>(&self, all: impl Iterator<Item = &'x Difference>) -> BTreeSet<usize> {
        all.flat_map(|one| self.of(one)).collect()
    }

    /// The findings that say most of one difference.
    fn of(&self, difference: &Difference) -> BTreeSet<usize> {
        let places = [difference.old.as_ref(), difference.new.as_ref()];
        let owners = [difference.owners.0.as_ref(), difference.owners.1.as_ref()];
        let mut found = match difference.holds {
            Holds::Schema => {
                let found = self.origins.schemas(places);
                match found.is_empty() {
                    // Data that are described in two ways are not compared as schemas.
                    true => self.origins.others(places),
                    false => found,
                }
            }
            Holds::Other => self.origins.others(places),
        };
        if matches!(difference.aspect, Aspect::Presence | Aspect::Required) {
            let here = places.into_iter().enumerate();
            let alone = here.filter_map(|(side, place)| Some(self.origins.alone_at(side, place?)));
            found.extend(alone.flatten());
            found.extend(match difference.group {
                Group::Type => self.origins.schemas(owners),
                // A part of a form is a property of its schema.
                _ if difference.holds == Holds::Schema => self.origins.schemas(owners),
                _ => self.origins.others(owners),
            });
        }
        if difference.aspect == Aspect::Name && difference.holds == Holds::Other {
            found.extend(self.origins.others(owners));
            // What the path says is said of each of its operations.
            let paths = [places, owners].concat().into_iter().enumerate();
            let paths = paths.filter_map(|(index, at)| Some((index % 2, at?.parent()?)));
            found.extend(paths.flat_map(|(side, at)| self.origins.others_at(side, &at)));
        }
        let mut best = self.best(found, difference);
        let part = (difference.aspect, difference.holds);
        if best.is_empty() && (part == PART_OF_SCHEMA || part == NULL_OF_SCHEMA) {
            // A value may be listed by a branch, and null be said beside a reference.
            let below = places.into_iter().flatten();
            let below = below.flat_map(|at| self.origins.below(at));
            best = self.best(below.collect(), difference);
        }
        if !best.is_empty() || difference.aspect != Aspect::Name {
            return best;
        }
        // Another type is named, and all that happened is that there is one, or is none any more.
        let sides = [&self.types.old, &self.types.new];
        let known = [&self.old, &self.new];
        let mut found = BTreeSet::new();
        for (side, name) in difference.names.iter().enumerate() {
            let Some(id) = known[side].types.get(name.as_str()) else {
                continue;
            };
            found.extend(self.origins.alone_at(side, &sides[side][*id].source));
            if !known[1 - side].types.contains_key(name.as_str()) {
                let mut one = [None, None];
                one[side] = Some(*id);
                found.extend(self.beside(one, &[Aspect::Presence]));
            }
        }
        found
    }

    fn best(&self, found: BTreeSet<usize>, difference: &Difference) -> BTreeSet<usize> {
        let weighed = found.into_iter();
        let weighed = weighed.map(|number| (weight(&self.findings[number], difference), number));
        let weighed: Vec<_> = weighed.filter(|(weight, _)| *weight > 0).collect();
        let most = weighed.iter().map(|(weight, _)| *weight).max();
        let best = weighed
            .into_iter()
            .filter(|(weight, _)| Some(*weight) == most);
        best.map(|(_, number)| number).collect()
    }

    /// The causes of a definition that is there on one side alone: what is there with it, else what
    /// made its schema one that has a type of its own.
    fn whole(&self, side: usize, at: &Pointer, holds: Holds) -> BTreeSet<usize> {
        let mut found = self.origins.alone(side, at);
        found.retain(|number| !self.findings[*number].is_docs());
        if !found.is_empty() {
            return found;
        }
        self.here(side, at, holds)
    }

    /// The findings that say most of what is at a place of one side.
    fn here(&self, side: usize, at: &Pointer, holds: Holds) -> BTreeSet<usize> {
        let mut places = [None, None];
        places[side] = Some(at);
        let difference = Difference {
            group: Group::Type,
            wire: None,
            // What is still there has another name.
            aspect: match holds {
                Holds::Schema => Aspect::Kind,
                Holds::Other => Aspect::Name,
            },
            holds,
            old: places[0].cloned(),
            new: places[1].cloned(),
            owners: (None, None),
            names: Vec::new(),
            is_argument: false,
        };
        self.of(&difference)
    }

    /// The findings that stand at a definition, whatever they say.
    fn around(&self, at: &Pointer) -> BTreeSet<usize> {
        let schemas = [[Some(at), None], [None, Some(at)]].map(|one| self.origins.schemas(one));
        let others = [[Some(at), None], [None, Some(at)]].map(|one| self.origins.others(one));
        let below = self.origins.below(at);
        schemas
            .into_iter()
            .chain(others)
            .flatten()
            .chain(below)
            .collect()
    }

    /// Why a type lost a trait or gained it, in words: the first part that tells it.
    fn reason(&self, differences: &[Difference]) -> Option<String> {
        let first = differences.iter().find(|one| one.new.is_some())?;
        let value = self.origins.new_value(first.new.as_ref()?)?;
        let kind = |value: &serde_json::Value| {
            let kind = value.get("type")?.as_str()?;
            Some(kind.to_owned())
        };
        let what = kind(value);
        let items = value.get("items").and_then(kind);
        let name = first.wire.as_deref();
        let name = name.map_or_else(|| "it".to_owned(), |name| format!("`{name}`"));
        Some(match (what.as_deref(), items) {
            (Some("array"), Some(items)) => format!("{name} is an `array` of `{items}`"),
            (Some(kind @ ("integer" | "array" | "object")), _) => format!("{name} is an `{kind}`"),
            (Some(kind), _) => format!("{name} is a `{kind}`"),
            (None, _) => match value
                .get("$ref")
                .and_then(|to| to.as_str()?.rsplit('/').next())
            {
                Some(named) => format!("{name} is `{named}`"),
                None => format!("{name} is of another kind"),
            },
        })
    }
}

/// What stands at the place of a definition: an operation where it is a method.
fn holds(of: &str) -> Holds {
    match of.contains("::") {
        true => Holds::Other,
        false => Holds::Schema,
    }
}

/// The trait of an item such as `Pet: Eq`.
fn derived(item: &str) -> Option<&str> {
    item.split_once(": ").map(|(_, name)| name)
}

/// What part of an operation an item is of.
fn group(item: &str, of: &str) -> Option<Group> {
    if item == of {
        return Some(Group::Request);
    }
    let (_, rest) = item.split_once([':', '.', '<'])?;
    match rest {
        _ if item.ends_with(": path") => Some(Group::Identity),
        _ if rest.contains("Output") || rest.contains("Future") => Some(Group::Response),
        _ if item.contains("Error") || item.contains("Headers") || item.contains("Response") => {
            Some(Group::Response)
        }
        _ => None,
    }
}

/// Whether a change is of the module that an operation's call is in.
fn is_path(placed: &Placed) -> bool {
    placed.change.item.ends_with(": path")
}

/// The findings that change which modules of operations there are, and so where those are that did not
/// change themselves: those of operations whose module is on one side alone, else of any that came,
/// left or moved.
fn arrangement(findings: &[Finding], (old, new): (&Api, &Api)) -> BTreeSet<usize> {
    const RULES: [&Rule; 4] = [
        &rule::OPERATION_ADDED,
        &rule::OPERATION_REMOVED,
        &rule::OPERATION_MOVED,
        &rule::TAGS_CHANGED,
    ];
    let modules = [old, new].map(|api| {
        let operations = api.operations.iter();
        let modules = operations.map(|one| one.module.as_str());
        modules.collect::<BTreeSet<&str>>()
    });
    let alone = |side: usize, one: &Operation| !modules[1 - side].contains(one.module.as_str());
    let sources = [(0, old), (1, new)].map(|(side, api)| {
        let operations = api.operations.iter();
        let operations = operations.filter(|one| alone(side, one));
        operations
            .map(|one| &one.source)
            .collect::<BTreeSet<&Pointer>>()
    });
    let findings = findings.iter().enumerate();
    let told = findings.filter(|(_, finding)| RULES.contains(&finding.rule));
    let told: Vec<(usize, &Finding)> = told.collect();
    let is_alone = |finding: &Finding| {
        [&finding.old, &finding.new]
            .into_iter()
            .zip(&sources)
            .any(|(spot, sources)| {
                let mut around = std::iter::successors(Some(spot.pointer.clone()), Pointer::parent);
                around.any(|at| sources.contains(&at))
            })
    };
    let nearest = told.iter().filter(|(_, finding)| is_alone(finding));
    let nearest: BTreeSet<usize> = nearest.map(|(number, _)| *number).collect();
    match nearest.is_empty() {
        true => told.into_iter().map(|(number, _)| number).collect(),
        false => nearest,
    }
}
