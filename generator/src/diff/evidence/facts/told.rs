//! The branch of a union that holds → what is known of the property that tells it.

use std::collections::BTreeSet;

use super::{Facts, Union};

/// What is known of a property that tells a union's branches: who reads such data looks at no other branch.
#[derive(Clone, Debug)]
pub(in crate::diff::evidence) struct Told<'d> {
    pub property: &'d str,
    /// The values that tell the branch that holds.
    pub own: BTreeSet<String>,
}

impl Union<'_, '_> {
    /// Whether that property tells its branches.
    pub fn is_told_by(&self, property: &str) -> bool {
        let discriminator = self.stated.discriminator.as_ref();
        !self.is_any && discriminator.is_some_and(|it| it.property == property)
    }
}

impl Facts<'_, '_> {
    /// The same, where a branch of a union holds.
    #[must_use]
    pub fn in_branch(&self, index: usize, branch: usize) -> Self {
        /// Beyond that, what the others exclude costs more than it tells.
        const MOST: usize = 8;
        let mut rest = self.clone();
        let union = rest.unions.remove(index);
        let branches = union.branches();
        let others = branches.iter().enumerate();
        if union.is_exclusive && branches.len() <= MOST {
            let others = others.filter(|(other, _)| *other != branch);
            let others = others.map(|(_, schema)| (union.side, schema.clone()));
            rest.excluded.extend(others);
        }
        let discriminator = union.stated.discriminator.as_ref();
        if let Some(discriminator) = discriminator.filter(|_| !union.is_any) {
            rest.told.push(Told {
                property: discriminator.property,
                own: union.side.tags(discriminator, &branches[branch]),
            });
        }
        rest.add((union.side, branches[branch].clone()));
        rest
    }
}
