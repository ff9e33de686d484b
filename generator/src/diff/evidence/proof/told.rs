//! Whether data fit a union whose discriminator tells the branch: that which their own value of the property
//! tells, and no other.

use std::collections::BTreeSet;

use super::super::facts::{Facts, Told};
use super::Prover;
use crate::diff::view::Side;
use crate::document::{Discriminator, Kind, Schema};

impl<'e, 'd> Prover<'_, 'e, 'd> {
    /// Whether each branch that the data's value may tell follows, and one of all where it may tell none.
    pub(super) fn told(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        discriminator: &Discriminator<'d>,
        branches: &[Schema<'d>],
    ) -> bool {
        let Some(told) = self.tellable(facts, side, discriminator, branches) else {
            return false;
        };
        if told.is_empty() {
            let mut branches = branches.iter();
            return branches.any(|it| self.proves(facts, &(side, it.clone())));
        }
        let mut told = told.into_iter();
        told.all(|index| self.proves(facts, &(side, branches[index].clone())))
    }

    /// The branches that the data's value may tell; nothing where that is not known yet, or costs too much.
    fn tellable(
        &mut self,
        facts: &Facts<'e, 'd>,
        side: &'e Side<'d>,
        discriminator: &Discriminator<'d>,
        branches: &[Schema<'d>],
    ) -> Option<BTreeSet<usize>> {
        if !facts.kinds.has(Kind::Object) {
            return Some(BTreeSet::new());
        }
        if !self.afford(facts) {
            return None;
        }
        let telling = side.telling(discriminator, branches);
        let property = facts.property(self.scales, &self.left_out, discriminator.property);
        if property.never {
            return Some(BTreeSet::new());
        }
        if let Some(only) = property.only {
            let told = only.as_str().and_then(|tag| telling.get(tag));
            return Some(told.copied().into_iter().collect());
        }
        if let Some(listed) = property.listed() {
            let tags = listed.iter().filter_map(|value| value.as_str());
            return Some(tags.filter_map(|tag| telling.get(tag).copied()).collect());
        }
        // Which branch of theirs the data are is known once these are told apart.
        let mut unions = facts.unions.iter();
        if unions.any(|union| union.is_told_by(discriminator.property)) {
            return None;
        }
        // Data whose value tells no branch of theirs are nobody's.
        let known = facts.told.iter();
        let mut known = known.filter(|known| known.property == discriminator.property);
        let own = known.next().into_iter().flat_map(Told::own);
        Some(own.filter_map(|tag| telling.get(tag).copied()).collect())
    }
}
