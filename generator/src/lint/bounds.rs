//! Bounds that leave nothing between them, in one schema or in what its `allOf` takes together.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::constraint::{Arrays, Conflict, Counts, Numbers, Objects, Texts};
use crate::diagnostics::{Diagnostic, codes};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// What was found of schemas, by where they are in memory; none for one that is being read.
pub(super) type Known = BTreeMap<*const Map<String, Value>, Option<Rc<Bounds>>>;

/// What is bounded, family by family: the tightest of each, so that it is as large whatever it was
/// taken together from.
#[derive(Default)]
pub(super) struct Bounds {
    numbers: Numbers,
    lengths: Counts,
    items: Counts,
    properties: Counts,
    contained: Counts,
}

impl Bounds {
    fn read(reader: &Reader<'_, '_>) -> Self {
        let mut numbers = Numbers::read(reader);
        numbers.multiples.clear();
        Self {
            numbers,
            lengths: Texts::read(reader).length,
            items: Arrays::read(reader).count,
            properties: Objects::read(reader).count,
            contained: Counts::read(reader, "minContains", "maxContains"),
        }
    }

    fn and(&mut self, other: &Self) {
        self.numbers.and(&other.numbers);
        self.lengths.and(&other.lengths);
        self.items.and(&other.items);
        self.properties.and(&other.properties);
        self.contained.and(&other.contained);
    }

    fn contradictions(&self) -> impl Iterator<Item = Conflict> {
        [
            self.numbers.contradiction(),
            self.lengths.contradiction(),
            self.items.contradiction(),
            self.properties.contradiction(),
            self.contained.contradiction(),
        ]
        .into_iter()
        .flatten()
    }
}

impl<'v> Linter<'v> {
    /// Warns of bounds that no datum keeps to both.
    pub(super) fn contradictions(&mut self, members: &'v Map<String, Value>, path: &Path<'_>) {
        let is_composed = members.contains_key("allOf");
        if !is_composed && !members.values().any(Value::is_number) {
            return;
        }
        let at = path.pointer();
        let own = Bounds::read(&self.reader(members, &at));
        for Conflict {
            one,
            other,
            relation,
        } in own.contradictions()
        {
            let (low, high) = (name(&one), name(&other));
            let message = format!("`{low}` {relation} `{high}`, so that no value is allowed");
            self.contradiction(message, &one, &other);
        }
        if !is_composed {
            return;
        }
        for Conflict {
            one,
            other,
            relation,
        } in self.gathered(members, &at).contradictions()
        {
            // Within one schema, it is reported there.
            if one.parent() != other.parent() {
                let (low, high) = (name(&one), name(&other));
                let message = format!("`{low}` in one part {relation} `{high}` in another");
                self.contradiction(message, &one, &other);
            }
        }
    }

    fn contradiction(&mut self, message: String, low: &Pointer, high: &Pointer) {
        self.report(
            Diagnostic::new(codes::CONTRADICTORY_BOUNDS, message)
                .at_value(low, "not below this")
                .also_value(high, "and not above this"),
        );
    }

    /// The bounds of a schema and of the branches of its `allOf`, and of theirs. Each schema is read
    /// once, however many include it and however deep it stands.
    fn gathered(&mut self, members: &'v Map<String, Value>, at: &Pointer) -> Rc<Bounds> {
        let mut open: Vec<Open<'v>> = Vec::new();
        let mut next = Some((members, at.clone()));
        loop {
            if let Some((members, at)) = next.take() {
                match self.bounds.get(&std::ptr::from_ref(members)) {
                    // One that includes itself adds nothing to itself.
                    Some(None) => {}
                    Some(Some(known)) => match open.last_mut() {
                        Some(parent) => parent.bounds.and(known),
                        None => return Rc::clone(known),
                    },
                    None => {
                        self.bounds.insert(members, None);
                        let bounds = Bounds::read(&self.reader(members, &at));
                        open.push(Open {
                            members,
                            at,
                            bounds,
                            taken: 0,
                        });
                    }
                }
            }
            let Some(top) = open.last_mut() else {
                return Rc::default();
            };
            next = top.next(self.root);
            if next.is_none()
                && let Some(done) = open.pop()
            {
                let bounds = Rc::new(done.bounds);
                self.bounds.insert(done.members, Some(Rc::clone(&bounds)));
                match open.last_mut() {
                    Some(parent) => parent.bounds.and(&bounds),
                    None => return bounds,
                }
            }
        }
    }

    fn reader<'p>(&self, members: &'v Map<String, Value>, at: &'p Pointer) -> Reader<'v, 'p>
    where
        'v: 'p,
    {
        Reader {
            map: members,
            at,
            exact_numbers: self.exact_numbers,
        }
    }
}

/// A schema whose branches are being read.
struct Open<'v> {
    members: &'v Map<String, Value>,
    at: Pointer,
    bounds: Bounds,
    /// How many branches were taken.
    taken: usize,
}

impl<'v> Open<'v> {
    /// The next branch that is an object, and where it stands.
    fn next(&mut self, root: &'v Value) -> Option<(&'v Map<String, Value>, Pointer)> {
        let branches = self.members.get("allOf").and_then(Value::as_array)?;
        while let Some(branch) = branches.get(self.taken) {
            let index = self.taken;
            self.taken += 1;
            let reference = branch.get("$ref").and_then(Value::as_str);
            let (branch, at) = match reference.and_then(Pointer::parse) {
                Some(target) => (target.resolve(root), target),
                None => (Some(branch), self.at.key("allOf").index(index)),
            };
            if let Some(Value::Object(members)) = branch {
                return Some((members, at));
            }
        }
        None
    }
}

/// The keyword that a pointer leads to.
fn name(at: &Pointer) -> String {
    at.last().unwrap_or_default().into_owned()
}
