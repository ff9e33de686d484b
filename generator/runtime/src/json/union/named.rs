//! Which branches of a union data name by a property that tells them apart.

use std::borrow::Cow;

use crate::json::de::{Input, Result};
use crate::json::union::{Declared, Discriminant, go_to};

/// What data says of itself by the property of a [`Discriminant`].
pub(super) struct Named<'de> {
    value: Cow<'de, str>,
    /// What the branches declare; nothing where the value is not there, or none declares it.
    declared: &'static [Declared],
}

impl<'de> Named<'de> {
    /// Looks at the next object, without reading it.
    pub(super) fn of(discriminant: Option<Discriminant>, input: &mut Input<'de>) -> Result<Self> {
        let nothing = Self {
            value: Cow::Borrowed(""),
            declared: &[],
        };
        let Some((property, declared)) = discriminant else {
            return Ok(nothing);
        };
        let start = input.mark();
        let value = match go_to(input, property)? && input.peek()? == b'"' {
            true => input.string()?,
            false => return input.rewind(start).map(|()| nothing),
        };
        input.rewind(start)?;
        let named = Self { value, declared };
        let is_known = (0..declared.len()).any(|index| named.is_declared_by(index));
        Ok(if is_known { named } else { nothing })
    }

    /// The index of the branch to try after that one, of so many: first those that it may be, then,
    /// unless the least faults of these settle it, the others.
    #[inline(never)]
    pub(super) fn next(
        &self,
        tried: Option<usize>,
        branches: usize,
        faults: Option<u32>,
    ) -> Option<usize> {
        let mut after = tried.map_or(0, |tried| tried + 1)..branches;
        if tried.is_some_and(|tried| self.excludes(tried)) {
            return after.find(|index| self.excludes(*index));
        }
        if let Some(allowed) = after.find(|index| !self.excludes(*index)) {
            return Some(allowed);
        }
        let mut all = 0..branches;
        all.find(|index| self.excludes(*index) && !self.settles(faults))
    }

    /// Whether a branch declares other values only.
    pub(super) fn excludes(&self, index: usize) -> bool {
        let declares = |(_, values): &Declared| !values.is_empty();
        self.declared.get(index).is_some_and(declares) && !self.is_declared_by(index)
    }

    fn is_declared_by(&self, index: usize) -> bool {
        self.declared[index].1.contains(&&*self.value)
    }

    /// Whether no excluded branch needs to be tried, by the least faults of the others.
    fn settles(&self, faults: Option<u32>) -> bool {
        // It would have an unknown value, which is a violation as well.
        const OF_EXCLUDED: u32 = 2;
        faults.map_or_else(|| self.only().is_some(), |faults| faults < OF_EXCLUDED)
    }

    /// The branch that declares the value, if that is one.
    pub(super) fn only(&self) -> Option<usize> {
        let mut declaring = (0..self.declared.len()).filter(|index| self.is_declared_by(*index));
        declaring.next().filter(|_| declaring.next().is_none())
    }
}
