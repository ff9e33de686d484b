//! Patterns with look-around or large repetitions, by the set of all positions that a match can have reached.
//!
//! No path is followed twice, and none is taken back: each step leads from a set of positions to the next one, a
//! word of 64 positions at a time.

pub mod machine;
pub mod set;

use std::sync::OnceLock;

use crate::pattern::positions::machine::{Class, Machine};
use crate::pattern::{Pattern, TooManySteps};

/// A set of positions that the text alone decides.
#[derive(Debug)]
pub enum Slot {
    /// Before a character of a class: its ranges, each as its first and last character.
    Class(&'static str),
    /// Where a step can begin.
    Ahead(Step),
    /// Where a step can end.
    Behind(Step),
}

/// From a set of positions to the next.
#[derive(Debug)]
pub enum Step {
    /// Over the character of each position that is in the slot.
    Over(usize),
    /// Those in the slot stay.
    In(usize),
    /// Those in the slot go.
    NotIn(usize),
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    /// One after the other.
    Sequence(&'static [Step]),
    /// Any of them.
    Choice(&'static [Step]),
    /// So often at least, and at most.
    Repeat(&'static Step, u32, u32),
}

/// A pattern, whose classes are read when it is first used.
#[derive(Debug)]
pub struct Positions {
    source: &'static str,
    slots: &'static [Slot],
    whole: &'static Step,
    classes: OnceLock<Vec<Option<Class>>>,
}

impl Positions {
    /// A pattern as the document writes it, and as steps. A slot refers only to those before it.
    #[must_use]
    pub const fn new(source: &'static str, slots: &'static [Slot], whole: &'static Step) -> Self {
        Self {
            source,
            slots,
            whole,
            classes: OnceLock::new(),
        }
    }

    fn classes(&self) -> &[Option<Class>] {
        self.classes.get_or_init(|| {
            let class = |slot: &Slot| match slot {
                Slot::Class(ranges) => Some(Class::new(ranges)),
                Slot::Ahead(_) | Slot::Behind(_) => None,
            };
            self.slots.iter().map(class).collect()
        })
    }
}

impl Pattern for Positions {
    fn source(&self) -> &'static str {
        self.source
    }

    fn judge(&self, text: &str) -> Result<bool, TooManySteps> {
        Machine::new(self.slots, self.classes(), text).matches(self.whole)
    }
}
