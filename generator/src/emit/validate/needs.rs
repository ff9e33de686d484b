//! Which types have anything to check, so that calls into the others are left out.

use crate::ir::{Api, Enum, Extras, Shape, Struct, Type, TypeId, TypeKind, Union};

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
        if !shape.constraints.is_empty() {
            return true;
        }
        match &shape.ty {
            Type::List(item) | Type::Map(item) => self.shape(item),
            Type::Tuple(items) => items.iter().any(|item| self.shape(item)),
            Type::Named(id) | Type::Boxed(id) => self.ty(*id),
            Type::Bool
            | Type::Integer(_)
            | Type::BigInteger
            | Type::F32
            | Type::F64
            | Type::Decimal
            | Type::String
            | Type::Format(_)
            | Type::Value
            | Type::Null => false,
        }
    }

    fn kind(&self, kind: &TypeKind) -> bool {
        match kind {
            TypeKind::Struct(Struct {
                fields,
                extras,
                closed: _,
                rules,
            }) => {
                !rules.is_empty()
                    || fields.iter().any(|field| self.shape(&field.shape))
                    || match extras {
                        Extras::Dropped => false,
                        Extras::Kept { value, .. } => self.shape(value),
                        Extras::Forbidden { .. } => true,
                    }
            }
            TypeKind::Enum(Enum {
                open, constraints, ..
            }) => !open || !constraints.is_empty(),
            TypeKind::Union(Union {
                branches,
                exclusive,
                unknown,
                open,
                ..
            }) => {
                *exclusive
                    || (*unknown && !open)
                    || branches.iter().any(|branch| self.shape(&branch.shape))
            }
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => self.shape(shape),
            TypeKind::External(_) => false,
        }
    }
}
