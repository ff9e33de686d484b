//! A definition as it was lowered before and after, to where it differs: the parts, what of them, and
//! the places of the documents that they were lowered from.

mod equality;
mod operations;
mod shapes;

use serde_json::Value;

use crate::ir::{Enum, Extras, Field, Struct, TypeDef, TypeId, TypeKind, Types, Union};
use crate::pointer::Pointer;

pub(super) use equality::equality;
pub(super) use operations::operation;

/// What of a part differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    /// Whether it is there.
    Presence,
    /// Whether it must be there.
    Required,
    /// Whether `null` is allowed.
    Null,
    /// What it holds.
    Kind,
    /// What it is called, or the type that it names.
    Name,
}

/// What a place of a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// A schema.
    Schema,
    /// A parameter, a body, a response, a header, an operation.
    Other,
}

/// What part of an operation it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// A type.
    Type,
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// What it is called, and where it is found.
    Identity,
}

/// Where two definitions differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    pub group: Group,
    /// The part by its name in the document; the definition itself where there is none.
    pub wire: Option<String>,
    pub aspect: Aspect,
    pub holds: Holds,
    /// Where it was lowered from, on either side.
    pub old: Option<Pointer>,
    pub new: Option<Pointer>,
    /// What it is a part of, on either side.
    pub owners: (Option<Pointer>, Option<Pointer>),
    /// The generated types that it named and names.
    pub names: Vec<String>,
    /// Whether it is of an argument of the operation's method.
    pub is_argument: bool,
}

/// The types of both APIs.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub old: &'a Types,
    pub new: &'a Types,
}

/// Collects differences.
pub(super) struct Differences<'a> {
    types: Both<'a>,
    group: Group,
    owners: (Option<Pointer>, Option<Pointer>),
    wire: Option<String>,
    is_argument: bool,
    found: Vec<Difference>,
}

impl<'a> Differences<'a> {
    fn new(types: Both<'a>, group: Group, owners: (&Pointer, &Pointer)) -> Self {
        Self {
            types,
            group,
            owners: (Some(owners.0.clone()), Some(owners.1.clone())),
            wire: None,
            is_argument: false,
            found: Vec::new(),
        }
    }

    fn push(&mut self, aspect: Aspect, holds: Holds, old: Option<&Pointer>, new: Option<&Pointer>) {
        self.found.push(Difference {
            group: self.group,
            wire: self.wire.clone(),
            aspect,
            holds,
            old: old.cloned(),
            new: new.cloned(),
            owners: self.owners.clone(),
            names: Vec::new(),
            is_argument: self.is_argument,
        });
    }

    fn schema(&mut self, aspect: Aspect, old: Option<&Pointer>, new: Option<&Pointer>) {
        self.push(aspect, Holds::Schema, old, new);
    }
}

/// Where two types of one name differ.
pub(super) fn types(types: Both<'_>, was: TypeId, is: TypeId) -> Vec<Difference> {
    let (old, new) = (&types.old[was], &types.new[is]);
    let mut differences = Differences::new(types, Group::Type, (&old.source, &new.source));
    let whole = |differences: &mut Differences<'_>, aspect| {
        differences.schema(aspect, Some(&old.source), Some(&new.source));
    };
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(before), TypeKind::Struct(after)) => {
            differences.fields(before, after);
            if !same_extras(before, after) {
                whole(&mut differences, Aspect::Kind);
            }
        }
        (TypeKind::Enum(before), TypeKind::Enum(after)) => {
            differences.values((old, before), (new, after));
            if before.repr != after.repr || before.open != after.open {
                whole(&mut differences, Aspect::Kind);
            }
        }
        (TypeKind::Union(before), TypeKind::Union(after)) => {
            differences.branches((old, before), (new, after));
        }
        (TypeKind::Newtype(before), TypeKind::Newtype(after))
        | (TypeKind::Alias(before), TypeKind::Alias(after)) => differences.shape(before, after),
        _ => whole(&mut differences, Aspect::Kind),
    }
    if old.source != new.source {
        whole(&mut differences, Aspect::Name);
    }
    differences.found
}

/// Whether what happens to undeclared properties is the same to callers.
fn same_extras(old: &Struct, new: &Struct) -> bool {
    match (&old.extras, &new.extras) {
        (Extras::Dropped, Extras::Dropped) => true,
        (Extras::Kept { value: was, .. }, Extras::Kept { value: is, .. }) => was.ty == is.ty,
        (Extras::Forbidden { .. }, Extras::Forbidden { .. }) => true,
        _ => false,
    }
}

impl Differences<'_> {
    fn fields(&mut self, old: &Struct, new: &Struct) {
        let find = |of: &Struct, wire: &str| -> Option<usize> {
            of.fields.iter().position(|field| field.wire == wire)
        };
        for was in &old.fields {
            self.wire = Some(was.wire.clone());
            match find(new, &was.wire) {
                Some(index) => self.field(was, &new.fields[index]),
                None => self.schema(Aspect::Presence, Some(&was.shape.source), None),
            }
        }
        for is in &new.fields {
            if find(old, &is.wire).is_none() {
                self.wire = Some(is.wire.clone());
                self.schema(Aspect::Presence, None, Some(&is.shape.source));
            }
        }
        self.wire = None;
    }

    fn field(&mut self, old: &Field, new: &Field) {
        let places = (Some(&old.shape.source), Some(&new.shape.source));
        if old.required != new.required {
            self.schema(Aspect::Required, places.0, places.1);
        }
        if old.name != new.name {
            self.schema(Aspect::Name, places.0, places.1);
        }
        self.shape(&old.shape, &new.shape);
    }

    fn values(&mut self, (old, before): (&TypeDef, &Enum), (new, after): (&TypeDef, &Enum)) {
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let of = |values: &Enum, value: &Value| {
            let mut variants = values.variants.iter();
            variants.find(|known| known.value == *value).cloned()
        };
        for was in &before.variants {
            self.wire = Some(text(&was.value));
            match of(after, &was.value) {
                Some(is) if is.name == was.name => {}
                Some(_) => self.schema(Aspect::Name, Some(&old.source), Some(&new.source)),
                None => self.schema(Aspect::Presence, Some(&old.source), None),
            }
        }
        for is in &after.variants {
            if of(before, &is.value).is_none() {
                self.wire = Some(text(&is.value));
                self.schema(Aspect::Presence, None, Some(&new.source));
            }
        }
        self.wire = None;
    }

    fn branches(&mut self, (old, before): (&TypeDef, &Union), (new, after): (&TypeDef, &Union)) {
        for was in &before.branches {
            self.wire = Some(was.name.as_str().to_owned());
            match after.branches.iter().find(|is| is.name == was.name) {
                Some(is) => self.shape(&was.shape, &is.shape),
                None => self.schema(Aspect::Presence, Some(&was.shape.source), None),
            }
        }
        for is in &after.branches {
            if !before.branches.iter().any(|was| was.name == is.name) {
                self.wire = Some(is.name.as_str().to_owned());
                self.schema(Aspect::Presence, None, Some(&is.shape.source));
            }
        }
        self.wire = None;
        if before.unknown != after.unknown || before.selection != after.selection {
            self.schema(Aspect::Kind, Some(&old.source), Some(&new.source));
        }
    }
}
