//! Why a type can be compared and hashed no more, or now: the parts that keep it from it on one side
//! alone, however deep inside.

use std::collections::BTreeSet;

use crate::ir::{EnumRepr, Extras, Shape, Type, TypeId, TypeKind, Types};

use super::{Aspect, Both, Difference, Differences, Group};

/// Where the types of one name differ in what keeps them from `Eq` and `Hash`.
pub(in crate::diff::rust) fn equality(types: Both<'_>, was: TypeId, is: TypeId) -> Vec<Difference> {
    let is_lost = types.old[was].derives.eq;
    let (ids, sides) = match is_lost {
        true => ((was, is), types),
        // Told from the other end, what is gained was lost.
        false => (
            (is, was),
            Both {
                old: types.new,
                new: types.old,
            },
        ),
    };
    let mut walk = Walk {
        types: sides,
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    walk.ty(ids.0, ids.1);
    let mut found = walk.found;
    if !is_lost {
        for difference in &mut found {
            std::mem::swap(&mut difference.old, &mut difference.new);
            std::mem::swap(&mut difference.owners.0, &mut difference.owners.1);
        }
    }
    found
}

/// The walk over what had `Eq` and has it no more.
struct Walk<'a> {
    types: Both<'a>,
    seen: BTreeSet<(TypeId, TypeId)>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn ty(&mut self, was: TypeId, is: TypeId) {
        if !self.seen.insert((was, is)) {
            return;
        }
        let (old, new) = (&self.types.old[was], &self.types.new[is]);
        let mut here = Differences::new(self.types, Group::Type, (&old.source, &new.source));
        match (&old.kind, &new.kind) {
            (TypeKind::Struct(before), TypeKind::Struct(after)) => {
                for field in &after.fields {
                    here.wire = Some(field.wire.clone());
                    let known = before.fields.iter().find(|was| was.wire == field.wire);
                    self.part(&mut here, known.map(|was| &was.shape), &field.shape);
                }
                here.wire = None;
                if let Extras::Kept { value, .. } = &after.extras {
                    let known = match &before.extras {
                        Extras::Kept { value, .. } => Some(&**value),
                        Extras::Dropped | Extras::Forbidden { .. } => None,
                    };
                    match known {
                        Some(known) => self.part(&mut here, Some(known), value),
                        None if !allows(self.types.new, &value.ty) => {
                            here.schema(Aspect::Kind, Some(&old.source), Some(&new.source));
                        }
                        None => {}
                    }
                }
            }
            (TypeKind::Union(before), TypeKind::Union(after)) => {
                for branch in &after.branches {
                    here.wire = Some(branch.name.as_str().to_owned());
                    let known = before.branches.iter().find(|was| was.name == branch.name);
                    self.part(&mut here, known.map(|was| &was.shape), &branch.shape);
                }
                here.wire = None;
                if after.unknown && !before.unknown {
                    here.schema(Aspect::Kind, Some(&old.source), Some(&new.source));
                }
            }
            (TypeKind::Enum(before), TypeKind::Enum(after)) => {
                let is_json = |repr| repr == EnumRepr::Json;
                if is_json(after.repr) && !is_json(before.repr) {
                    here.schema(Aspect::Kind, Some(&old.source), Some(&new.source));
                }
            }
            (
                TypeKind::Newtype(before) | TypeKind::Alias(before),
                TypeKind::Newtype(after) | TypeKind::Alias(after),
            ) => self.part(&mut here, Some(before), after),
            _ => here.schema(Aspect::Kind, Some(&old.source), Some(&new.source)),
        }
        self.found.extend(here.found);
    }

    /// Whether two types are one before and after: by name, or as requests got a type of their own.
    fn are_one(&self, was: TypeId, is: TypeId) -> bool {
        let (old, new) = (&self.types.old[was], &self.types.new[is]);
        old.name == new.name || old.source == new.source
    }

    /// A part that may have nothing before.
    fn part(&mut self, here: &mut Differences<'_>, old: Option<&Shape>, new: &Shape) {
        if allows(self.types.new, &new.ty) {
            return;
        }
        let Some(old) = old else {
            return here.schema(Aspect::Presence, None, Some(&new.source));
        };
        if !allows(self.types.old, &old.ty) {
            return;
        }
        let places = (Some(&old.source), Some(&new.source));
        match (&old.ty, &new.ty) {
            (Type::List(was), Type::List(is)) | (Type::Map(was), Type::Map(is)) => {
                self.part(here, Some(was), is);
            }
            (Type::Tuple(was), Type::Tuple(is)) => {
                for (index, is) in is.iter().enumerate() {
                    self.part(here, was.get(index), is);
                }
            }
            (was, is) => match (was.id(), is.id()) {
                (Some(was), Some(is)) if self.are_one(was, is) => self.ty(was, is),
                (Some(_), Some(_)) => here.schema(Aspect::Name, places.0, places.1),
                _ => here.schema(Aspect::Kind, places.0, places.1),
            },
        }
    }
}

/// Whether values of a type can be compared and hashed, as derived for the types that it names.
fn allows(types: &Types, ty: &Type) -> bool {
    match ty {
        Type::F32 | Type::F64 | Type::Value => false,
        Type::Named(id) | Type::Boxed(id) => types[*id].derives.eq,
        Type::Format(format) => format.row().eq,
        other => other.inner().iter().all(|inner| allows(types, &inner.ty)),
    }
}
