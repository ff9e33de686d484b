//! The branch of a union that holds → what is known of the property that tells it.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::{Facts, Union};

/// What is known of a property that tells a union's branches: who reads such data looks at no other branch.
#[derive(Clone)]
pub(in crate::diff::evidence) struct Told<'d> {
    pub property: &'d str,
    /// The values that tell branches, and the index of each.
    telling: Rc<BTreeMap<String, usize>>,
    /// The branch that holds.
    branch: usize,
}

impl Told<'_> {
    /// The values that tell the branch that holds.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        let telling = self.telling.iter();
        let own = telling.filter(|(_, branch)| **branch == self.branch);
        own.map(|(value, _)| value.as_str())
    }
}

impl fmt::Debug for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // All that tells facts apart, and of a union no more than which it is.
        write!(f, "{:p} {}", Rc::as_ptr(&self.telling), self.branch)
    }
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
            // Of unions within each other the inner one says it; what both say would tell no more cases apart.
            rest.told
                .retain(|told| told.property != discriminator.property);
            rest.told.push(Told {
                property: discriminator.property,
                telling: union.side.telling(discriminator, branches),
                branch,
            });
        }
        rest.add((union.side, branches[branch].clone()));
        rest
    }
}
