//! Which branches of a union an object may be, by the properties that they require: what lacks one is not read as the
//! branch, so that it need not be tried.

use crate::json::de::{Input, Result};
use crate::json::union::Branches;

/// Properties that branches require, and which of these each requires, a bit a property.
pub struct Required {
    /// In the order of their text.
    pub properties: &'static [&'static str],
    /// In the order of the branches.
    pub branches: &'static [u64],
}

/// The branches that data may be: all of which it has what they require, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Possible {
    required: Option<&'static Required>,
    present: u64,
}

impl Possible {
    /// Looks at the next value, without reading it.
    pub(super) fn of<U: Branches>(input: &mut Input<'_>) -> Result<Self> {
        let mut possible = Self {
            required: U::REQUIRED,
            present: 0,
        };
        let Some(required) = U::REQUIRED else {
            return Ok(possible);
        };
        if input.peek()? != b'{' {
            possible.required = None;
            return Ok(possible);
        }
        let start = input.mark();
        input.begin_object()?;
        let mut first = true;
        while let Some(key) = input.next_key(&mut first)? {
            if let Ok(index) = required.properties.binary_search(&&*key) {
                possible.present |= 1 << index;
            }
            input.raw()?;
        }
        input.rewind(start)?;
        // Data that are none of them are told why not by each.
        if (0..U::BRANCHES.len()).all(|index| !possible.has(index)) {
            possible.required = None;
        }
        Ok(possible)
    }

    pub(super) fn has(&self, index: usize) -> bool {
        let required = self
            .required
            .and_then(|required| required.branches.get(index));
        required.is_none_or(|required| required & !self.present == 0)
    }
}
