//! The properties of a datum that do not go the way in question, as each document says: who sends data leaves
//! them out, and who reads data passes over them.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::facts::Stated;
use super::scales::Scales;
use crate::diff::effect::Direction;

/// Which they are, of both documents.
#[derive(Clone, Default)]
pub(super) struct LeftOut<'d> {
    old: Rc<BTreeSet<&'d str>>,
    new: Rc<BTreeSet<&'d str>>,
    sent_by_new: bool,
}

impl<'d> LeftOut<'d> {
    /// Those of data that fit all of some schemas; `sent_by_new` says which document the sender knows.
    pub fn gather<'s, 'e: 's>(
        schemas: impl IntoIterator<Item = &'s Stated<'e, 'd>>,
        scales: &Scales<'e, 'd>,
        direction: Direction,
        sent_by_new: bool,
    ) -> Self
    where
        'd: 'e,
    {
        let mut all = Self {
            sent_by_new,
            ..Self::default()
        };
        for (side, schema) in schemas {
            let more = scales.hidden(side, schema, direction);
            let known = if side.is_new {
                &mut all.new
            } else {
                &mut all.old
            };
            match (known.is_empty(), more.is_empty()) {
                (_, true) => {}
                (true, false) => *known = more,
                (false, false) => Rc::make_mut(known).extend(more.iter()),
            }
        }
        all
    }

    /// Those of one document.
    pub fn of(&self, is_new: bool) -> &Rc<BTreeSet<&'d str>> {
        if is_new { &self.new } else { &self.old }
    }

    /// Whether the data come from someone who knows that document.
    pub fn is_sender(&self, is_new: bool) -> bool {
        is_new == self.sent_by_new
    }

    /// Whether a property is not there, since the sender leaves it out.
    pub fn is_absent(&self, name: &str) -> bool {
        self.of(self.sent_by_new).contains(name)
    }

    /// Whether who reads the data by that document passes over a property.
    pub fn is_passed_over(&self, is_new: bool, name: &str) -> bool {
        !self.is_sender(is_new) && self.of(is_new).contains(name)
    }

    /// Whether both documents leave out the same: only then what they say alike asks for the same.
    pub fn are_alike(&self) -> bool {
        self.old == self.new
    }

    /// How many properties there are of both documents.
    pub fn len(&self) -> usize {
        self.old.len() + self.new.len()
    }

    /// What tells these apart from others.
    pub fn key(&self) -> String {
        match self.old.is_empty() && self.new.is_empty() {
            true => String::new(),
            false => format!("{:?} {:?}", self.old, self.new),
        }
    }
}
