//! Which types have anything to check, so that calls into the others are left out.

use crate::ir::{Api, Extras, Shape, TypeId, TypeKind};

/// Whether each type has anything to check, itself or in what it contains.
#[derive(Clone, Debug, Default)]
pub struct Needs(Vec<bool>);

impl Needs {
    /// Looks at all types of an API.
    pub fn of(api: &Api) -> Self {
        let mut needs = Self(vec![false; api.types.len()]);
        for rule in api.rules.iter().filter(|rule| rule.against.is_none()) {
            needs.0[rule.on.0 as usize] = true;
        }
        // A type may need checking because of a later one: until nothing changes.
        loop {
            let mut changed = false;
            for (id, def) in api.types.iter() {
                if !needs.ty(id) && needs.kind(&def.kind) {
                    needs.0[id.0 as usize] = true;
                    changed = true;
                }
            }
            if !changed {
                return needs;
            }
        }
    }

    /// Whether a type has anything to check.
    pub fn ty(&self, id: TypeId) -> bool {
        self.0.get(id.0 as usize).copied().unwrap_or(true)
    }

    /// Whether a use of a type has anything to check.
    pub fn shape(&self, shape: &Shape) -> bool {
        let named = shape.ty.id();
        !shape.constraints.is_empty()
            || named.is_some_and(|id| self.ty(id))
            || shape.ty.inner().iter().any(|inner| self.shape(inner))
    }

    fn kind(&self, kind: &TypeKind) -> bool {
        let mut any = match kind {
            TypeKind::Struct(object) => {
                !object.constraints.is_empty() || matches!(object.extras, Extras::Forbidden { .. })
            }
            TypeKind::Enum(definition) => !definition.open || !definition.constraints.is_empty(),
            TypeKind::Union(union) => union.exclusive || union.unknown && !union.open,
            TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::External(_) => false,
        };
        kind.each_shape(&mut |shape| any |= self.shape(shape));
        any
    }
}
