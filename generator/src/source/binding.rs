//! Dynamic references to references: a generic schema, which others bind in ways of their own, is
//! copied for each of these bindings, so that each becomes a type.
//!
//! A `$dynamicRef` leads to the anchor of the outermost resource that evaluation has entered on its
//! way (2020-12 core, 8.2.3.2). Which that is follows from the references that lead there, so that
//! it is told before any data are there: each resource is read under an environment, the anchors
//! that are bound by those around it. A component, and a schema that stands anywhere else in the
//! document, is a resource of its own here, be there an `$id` in it or not: to the letter all of
//! them would be one resource, the document, of which the first anchor of a name would count for
//! all, which the author of several will not have meant.

mod edit;
mod survey;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value};

use super::taken::Taken;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::pointer::Pointer;
pub(super) use edit::Bundled;
use edit::Edit;
use survey::{Reference, Resource, Survey, To};

/// Where the anchors of each name lead.
type Environment = BTreeMap<String, Pointer>;

/// How many references may stand for each other.
const CHAIN: usize = 16;

/// Binds the dynamic references of a document, within a limit of values.
pub(super) fn bind(document: &mut Bundled<'_>, limit: usize, diagnostics: &mut Diagnostics) {
    if !survey::is_dynamic(document.root) {
        return;
    }
    let room = limit.saturating_sub(edit::nodes(document.root));
    let survey = match Survey::new(document.root, room) {
        Ok(survey) => survey,
        Err(at) => return diagnostics.push(too_many(limit, &at)),
    };
    let mut binder = Binder {
        document: document.root,
        homes: survey.homes(),
        survey,
        copies: BTreeMap::new(),
        inlined: BTreeMap::new(),
        names: BTreeMap::new(),
        queue: VecDeque::new(),
        edits: Vec::new(),
        room,
        full: None,
    };
    binder.run();
    let Binder { edits, full, .. } = binder;
    if let Some(at) = full {
        return diagnostics.push(too_many(limit, &at));
    }
    let written = document.root.clone();
    for edit in edits {
        edit.apply(document, &written);
    }
}

fn too_many(limit: usize, at: &Pointer) -> Diagnostic {
    let message = format!("the document has more than {limit} values");
    let label = "this schema is copied for each of its bindings";
    Diagnostic::new(codes::TOO_MANY_NODES, message).at_value(at, label)
}

struct Binder<'d> {
    /// As it was written.
    document: &'d Value,
    survey: Survey,
    /// The environment that each resource has where it stands.
    homes: Vec<Environment>,
    /// Where the copies of resources under other environments stand.
    copies: BTreeMap<(usize, Environment), Pointer>,
    /// Those that took the place of the schema that refers to them.
    inlined: BTreeMap<(usize, Environment), Pointer>,
    /// The names below `$defs` that are taken, by the schema that they stand in.
    names: BTreeMap<Pointer, Taken>,
    queue: VecDeque<Text>,
    edits: Vec<Edit>,
    /// How many values may still be copied.
    room: usize,
    /// What there was no room for.
    full: Option<Pointer>,
}

/// The text of a resource, to be bound.
#[derive(Clone)]
struct Text {
    resource: usize,
    /// Where it stands, or its copy.
    place: Pointer,
    environment: Environment,
    /// The outermost schema that it stands in.
    owner: Pointer,
    /// Whether it has taken the place of the schema `owner`, and what else is said there.
    inlined: Option<Beside>,
}

/// What a schema says beside its reference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    /// That whatever is not evaluated is refused, or judged.
    Unevaluated,
}

impl Binder<'_> {
    fn run(&mut self) {
        for (index, resource) in self.survey.resources.iter().enumerate() {
            if resource.parent.is_none() && self.survey.is_dynamic(index) {
                self.queue.push_back(Text {
                    resource: index,
                    place: resource.root.clone(),
                    environment: self.homes[index].clone(),
                    owner: resource.root.clone(),
                    inlined: None,
                });
            }
        }
        while let Some(text) = self.queue.pop_front() {
            if self.full.is_some() {
                return;
            }
            self.text(&text);
        }
    }

    fn resource(&self, index: usize) -> &Resource {
        &self.survey.resources[index]
    }

    /// Binds the references of a text, and of the resources inside it.
    fn text(&mut self, text: &Text) {
        let root = self.resource(text.resource).root.clone();
        let references = self.resource(text.resource).references.clone();
        for reference in references {
            // What an inlined schema defines stays where it is.
            if text.inlined.is_none() || !is_definition(&reference.at, &root) {
                self.reference(&reference, text, &root);
            }
        }
        for child in self.resource(text.resource).children.clone() {
            let at = self.resource(child).root.clone();
            let Some(place) = at.rebased(&root, &text.place) else {
                continue;
            };
            if text.inlined.is_none() || !is_definition(&at, &root) {
                self.text(&Text {
                    resource: child,
                    place,
                    environment: self.survey.entered(&text.environment, child),
                    owner: text.owner.clone(),
                    inlined: None,
                });
            }
        }
    }

    fn reference(&mut self, reference: &Reference, text: &Text, root: &Pointer) {
        let Some(at) = reference.at.rebased(root, &text.place) else {
            return;
        };
        let mut environment = text.environment.clone();
        let mut target = match &reference.to {
            To::Place(place) => place.clone(),
            To::Name(name) => match environment.get(name) {
                Some(place) => place.clone(),
                None => return,
            },
        };
        let is_dynamic = reference.key != "$ref";
        if is_dynamic {
            self.follow(&mut target, &mut environment);
        }
        let Some(resource) = self.survey.resource_of(&target) else {
            return;
        };
        let entered = self.survey.entered(&environment, resource);
        let to = if entered == self.homes[resource] {
            if !is_dynamic {
                return;
            }
            target
        } else {
            let from_root = reference.at == *root && !is_dynamic;
            match self.instance(resource, entered, &target, text, from_root) {
                Some(to) => to,
                None => return,
            }
        };
        self.edits.push(Edit::Refer {
            at,
            key: reference.key,
            to,
        });
    }

    /// Follows references that stand alone, as an anchor often is one to a component.
    fn follow(&self, target: &mut Pointer, environment: &mut Environment) {
        for _ in 0..CHAIN {
            let (Some(resource), Some(next)) =
                (self.survey.resource_of(target), self.survey.alone(target))
            else {
                return;
            };
            *environment = self.survey.entered(environment, resource);
            *target = next;
        }
    }

    /// Where a place of a resource is under an environment: in the copy of the resource.
    fn instance(
        &mut self,
        resource: usize,
        environment: Environment,
        target: &Pointer,
        from: &Text,
        from_root: bool,
    ) -> Option<Pointer> {
        let root = self.resource(resource).root.clone();
        let key = (resource, environment);
        let inlined = self.inlined.get(&key);
        let inlined = inlined.filter(|_| !is_definition(target, &root));
        if let Some(place) = inlined.or_else(|| self.copies.get(&key)) {
            return target.rebased(&root, place);
        }
        let value = root.resolve(self.document)?;
        let size = edit::nodes(value);
        let Some(room) = self.room.checked_sub(size) else {
            self.full.get_or_insert(root);
            return None;
        };
        self.room = room;
        let text = Text {
            resource,
            place: Pointer::root(),
            environment: key.1.clone(),
            owner: from.owner.clone(),
            inlined: None,
        };
        let is_whole = *target == root && from_root;
        if let Some(beside) = self.inlines(from, &root).filter(|_| is_whole) {
            if beside == Beside::Nothing {
                self.inlined.insert(key, from.owner.clone());
            }
            self.edits.push(Edit::Inline {
                from: root,
                to: from.owner.clone(),
            });
            self.queue.push_back(Text {
                place: from.owner.clone(),
                inlined: Some(beside),
                ..text
            });
            // The reference is no more.
            return None;
        }
        let place = self.name(&root, &from.owner);
        self.copies.insert(key, place.clone());
        self.edits.push(Edit::Copy {
            from: root.clone(),
            to: place.clone(),
        });
        self.queue.push_back(Text {
            place: place.clone(),
            ..text
        });
        target.rebased(&root, &place)
    }

    /// What stands beside a reference in whose place the schema that it leads to may stand: where
    /// the outermost schema is such a reference, its type is that of the other by its own name.
    fn inlines(&self, from: &Text, target: &Pointer) -> Option<Beside> {
        let own = self.resource(from.resource);
        let is_outermost = from.place == from.owner && !target.starts_with(&own.root);
        let beside = survey::beside_reference(own.root.resolve(self.document)?)?;
        let all = match from.inlined {
            Some(Beside::Unevaluated) => Beside::Unevaluated,
            Some(Beside::Nothing) | None => beside,
        };
        let schema = target.resolve(self.document)?.as_object()?;
        let counts = schema.keys().any(|key| key.starts_with("unevaluated"));
        (is_outermost && !(counts && all == Beside::Unevaluated)).then_some(all)
    }

    /// A place for a copy, below the schema that it is made for.
    fn name(&mut self, root: &Pointer, owner: &Pointer) -> Pointer {
        let taken = self.names.entry(owner.clone()).or_insert_with(|| {
            let definitions = owner.key("$defs").resolve(self.document);
            let definitions = definitions.and_then(Value::as_object);
            let mut taken = Taken::default();
            taken.extend(definitions.into_iter().flat_map(Map::keys));
            taken
        });
        let name = taken.free(&root.last().unwrap_or_default());
        owner.key("$defs").key(&name)
    }
}

/// Whether a place is below the definitions of a schema.
fn is_definition(at: &Pointer, root: &Pointer) -> bool {
    ["$defs", "definitions"]
        .iter()
        .any(|key| at.starts_with(&root.key(key)))
}

#[cfg(test)]
mod tests;
