//! Bounds that leave nothing between them, in one schema or in what its `allOf` takes together.

use serde_json::{Map, Value};

use super::Linter;
use super::path::Path;
use crate::constraint::{Arrays, Conflict, Counts, Numbers, Objects, Texts};
use crate::diagnostics::{Diagnostic, codes};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// How deep the branches of `allOf` are followed.
const DEPTH: usize = 8;

/// What is bounded, family by family.
#[derive(Default)]
struct Bounds<'v> {
    numbers: Numbers,
    texts: Texts<'v>,
    arrays: Arrays,
    objects: Objects,
    contained: Counts,
}

impl<'v> Bounds<'v> {
    fn and(&mut self, reader: &Reader<'v, '_>) {
        self.numbers.and(&Numbers::read(reader));
        self.texts.and(&Texts::read(reader));
        self.arrays.and(&Arrays::read(reader));
        self.objects.and(&Objects::read(reader));
        self.contained
            .and(&Counts::read(reader, "minContains", "maxContains"));
    }

    fn contradictions(&self) -> impl Iterator<Item = Conflict> {
        [
            self.numbers.contradiction(),
            self.texts.length.contradiction(),
            self.arrays.count.contradiction(),
            self.objects.count.contradiction(),
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
        let mut own = Bounds::default();
        own.and(&self.reader(members, &at));
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
        let mut all = Bounds::default();
        self.gather(members, &at, DEPTH, &mut all);
        for Conflict {
            one,
            other,
            relation,
        } in all.contradictions()
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

    /// Takes together the bounds of a schema and of the branches of its `allOf`.
    fn gather(
        &self,
        members: &'v Map<String, Value>,
        at: &Pointer,
        depth: usize,
        all: &mut Bounds<'v>,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        all.and(&self.reader(members, at));
        let branches = members.get("allOf").and_then(Value::as_array);
        for (index, branch) in branches.into_iter().flatten().enumerate() {
            let reference = branch.get("$ref").and_then(Value::as_str);
            let (branch, at) = match reference.and_then(Pointer::parse) {
                Some(target) => (target.resolve(self.root), target),
                None => (Some(branch), at.key("allOf").index(index)),
            };
            if let Some(Value::Object(members)) = branch {
                self.gather(members, &at, depth, all);
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

/// The keyword that a pointer leads to.
fn name(at: &Pointer) -> String {
    at.last().unwrap_or_default().into_owned()
}
