//! Schemas that are looked at from several sides, each read once: what is asked of a branch is asked
//! for each property that may tell it from the others.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Lowerer;
use super::all_of::{Merged, merge};
use crate::document::{PartKey, Schema};

/// How many are remembered: as many as one union is likely to have, and few enough to take little
/// room.
const MOST: usize = 1024;

/// What schemas say, by what tells them apart.
#[derive(Debug, Default)]
pub(super) struct Looks<'d>(BTreeMap<Vec<PartKey>, Rc<Merged<'d>>>);

impl<'d> Lowerer<'d> {
    /// All that a schema says, whose faults are told by whoever makes a type of it.
    pub(super) fn look(&mut self, schema: &Schema<'d>) -> Rc<Merged<'d>> {
        let key = schema.key();
        if let Some(known) = self.looks.0.get(&key) {
            return Rc::clone(known);
        }
        let merged = Rc::new(merge(self.document, schema, &mut self.silent));
        if self.looks.0.len() == MOST {
            self.looks.0.clear();
        }
        self.looks.0.insert(key, Rc::clone(&merged));
        merged
    }
}
