//! Schemas that are looked at from several sides, each read once: what is asked of a branch is asked
//! for each property that may tell it from the others. One that only refers to another is read off
//! that, and shares what it says.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::Lowerer;
use super::all_of::{DEPTH, Merged, merge, place};
use crate::document::{Document, Part, PartKey, Schema};
use crate::keyword::only_describes;
use crate::pointer::Pointer;

/// How much is remembered at least, in properties and the like: more than one union is likely to have.
const FLOOR: usize = 50_000;

/// What schemas say, by what tells them apart.
#[derive(Debug, Default)]
pub(super) struct Looks<'d> {
    known: BTreeMap<Vec<PartKey>, Rc<Look<'d>>>,
    /// How much of it is shared by none, what was read off others aside; how much that is; and how much all may be.
    size: usize,
    referred: usize,
    room: usize,
    /// What was asked of unions that are branches of others.
    pub(super) tags: NestedTags,
}

/// The tags of unions that are branches of others.
#[derive(Debug, Default)]
pub(super) struct NestedTags {
    /// By schema and property.
    pub(super) known: BTreeMap<(Vec<PartKey>, String), Option<Tags>>,
    /// How many are being asked, each from inside the one before.
    pub(super) depth: usize,
}

/// The tags of all branches of a union.
type Tags = Rc<[String]>;

impl Looks<'_> {
    pub(super) fn new(document: &Document) -> Self {
        let size = usize::try_from(document.size()).unwrap_or(usize::MAX);
        Self {
            room: (size / 8).saturating_add(FLOOR),
            ..Self::default()
        }
    }

    /// Forgets what there is no room for beside one of that size. What was read off others goes first: it is soon
    /// read off them again, where each of them takes all of its branches.
    fn make_room(&mut self, size: usize, is_referred: bool) {
        let is_full = |looks: &Self| looks.size + looks.referred + size > looks.room;
        if is_full(self) {
            self.known.retain(|_, look| !look.is_referred);
            self.referred = 0;
        }
        if is_full(self) {
            self.known.clear();
            self.size = 0;
        }
        match is_referred {
            true => self.referred += size,
            false => self.size += size,
        }
    }
}

/// What a schema says, and the places that it leads to.
#[derive(Debug)]
struct Look<'d> {
    merged: Rc<Merged<'d>>,
    /// Whether it was read off what it only refers to.
    is_referred: bool,
    /// Made for the first that refers to it.
    led_to: OnceCell<BTreeSet<Pointer>>,
    /// What is asked of its members, which are also those of whatever only refers to it.
    members: Rc<Members<'d>>,
}

/// The properties of a schema, made ready to be asked for.
#[derive(Debug, Default)]
struct Members<'d> {
    /// What tells the schema apart that says them itself.
    origin: Vec<PartKey>,
    known: OnceCell<Known<'d>>,
    constants: OnceCell<Rc<[Constant<'d>]>>,
}

#[derive(Debug)]
struct Known<'d> {
    properties: BTreeMap<&'d str, Schema<'d>>,
    required: BTreeSet<&'d str>,
}

/// A property that is required with one of a few texts.
pub(super) type Constant<'d> = (&'d str, Vec<String>);

/// How many of them are asked for: more than tell objects apart anywhere.
const CONSTANTS: usize = 64;

impl<'d> Look<'d> {
    fn known(&self) -> &Known<'d> {
        self.members.known.get_or_init(|| Known {
            properties: self.merged.properties.iter().cloned().collect(),
            required: self.merged.required.iter().copied().collect(),
        })
    }
}

impl<'d> Lowerer<'d> {
    /// All that a schema says, whose faults are told by whoever makes a type of it.
    pub(super) fn look(&mut self, schema: &Schema<'d>) -> Rc<Merged<'d>> {
        Rc::clone(&self.look_within(schema, 0).merged)
    }

    fn look_within(&mut self, schema: &Schema<'d>, depth: usize) -> Rc<Look<'d>> {
        let key = schema.key();
        if let Some(known) = self.looks.known.get(&key) {
            return Rc::clone(known);
        }
        let referred = self.referred(schema, depth);
        let is_referred = referred.is_some();
        let (merged, members) = match referred {
            Some(referred) => referred,
            None => {
                let merged = merge(self.document, schema, &mut self.silent);
                let members = Members {
                    origin: key.clone(),
                    ..Members::default()
                };
                (merged, Rc::new(members))
            }
        };
        self.looks.make_room(merged.size(), is_referred);
        let look = Rc::new(Look {
            merged: Rc::new(merged),
            is_referred,
            led_to: OnceCell::new(),
            members,
        });
        self.looks.known.insert(key, Rc::clone(&look));
        look
    }

    /// What a schema says that only refers to another, describes, and may say of which kinds it is: what that one says.
    fn referred(
        &mut self,
        schema: &Schema<'d>,
        depth: usize,
    ) -> Option<(Merged<'d>, Rc<Members<'d>>)> {
        let part = schema.single().filter(|part| only_refers(part))?;
        if depth == DEPTH {
            return None;
        }
        let keywords = self.document.keywords(part);
        let target = keywords
            .reference
            .and_then(|reference| self.document.resolve(reference));
        let target = target.map(|target| target.or_null(keywords.or_null));
        let included = target.into_iter().chain(keywords.all_of.iter().cloned());
        let (mut before, mut after, mut found) = (Vec::new(), Vec::new(), None);
        for included in included.map(|schema| schema.without(&part.resolved)) {
            match (included.single().filter(|part| describes(part)), &found) {
                (Some(part), None) => before.push(self.document.keywords(part)),
                (Some(part), Some(_)) => after.push(self.document.keywords(part)),
                (None, None) => found = Some(included),
                (None, Some(_)) => return None,
            }
        }
        let included = found?;
        if included.at() == &part.at {
            return None;
        }
        let look = self.look_within(&included, depth + 1);
        let document = self.document;
        let led_to = look.led_to.get_or_init(|| {
            let branches = look.merged.unions.iter().flat_map(|group| &group.branches);
            let branches = branches.map(|branch| place(document, branch));
            look.merged.places.iter().cloned().chain(branches).collect()
        });
        // One that leads back here says less, seen from here; and one that is as deep as any may be says
        // a little less, unless it is cut off itself.
        let is_full = look.merged.depth >= DEPTH && look.merged.cut.is_none();
        if is_full || led_to.contains(&part.at) {
            return None;
        }
        let merged = look
            .merged
            .referred_from(schema, &keywords, [&before, &after])?;
        Some((merged, Rc::clone(&look.members)))
    }

    /// What tells a schema apart, or the one that it only refers to.
    pub(super) fn origin(&mut self, schema: &Schema<'d>) -> Vec<PartKey> {
        self.look_within(schema, 0).members.origin.clone()
    }

    /// The schema of a property of an object.
    pub(super) fn property(&mut self, object: &Schema<'d>, name: &str) -> Option<Schema<'d>> {
        let look = self.look_within(object, 0);
        look.known().properties.get(name).cloned()
    }

    /// Whether an object has a property always.
    pub(super) fn requires(&mut self, object: &Schema<'d>, name: &str) -> bool {
        let look = self.look_within(object, 0);
        look.known().required.contains(name)
    }

    /// The properties that an object has always, and with one of a few texts, in their order.
    pub(super) fn constants(&mut self, object: &Schema<'d>) -> Rc<[Constant<'d>]> {
        let look = self.look_within(object, 0);
        if let Some(known) = look.members.constants.get() {
            return Rc::clone(known);
        }
        let required = &look.known().required;
        let mut constants = Vec::new();
        for (name, _) in &look.merged.properties {
            if constants.len() == CONSTANTS {
                break;
            }
            let values = match required.contains(name) {
                true => self.constants_of(object, name),
                false => None,
            };
            constants.extend(values.map(|values| (*name, values)));
        }
        let constants: Rc<[Constant<'d>]> = constants.into();
        Rc::clone(look.members.constants.get_or_init(|| constants))
    }
}

/// Whether a schema says no more of its data than the one that it refers to, or those that it includes.
fn only_refers(part: &Part<'_>) -> bool {
    let Value::Object(map) = part.value else {
        return false;
    };
    let (mut refers, mut includes) = (false, false);
    for key in map.keys() {
        match key.as_str() {
            "$ref" => refers = true,
            "allOf" => includes = true,
            "nullable" | "type" => {}
            key if only_describes(key) => {}
            _ => return false,
        }
    }
    refers != includes
}

/// Whether a schema says nothing of its data.
fn describes(part: &Part<'_>) -> bool {
    let keys = part.value.as_object().map(|map| map.keys());
    keys.is_some_and(|mut keys| keys.all(|key| only_describes(key)))
}
