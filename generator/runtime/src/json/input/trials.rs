//! Branches of unions that are tried, and what is remembered of unions within them.

use std::any::TypeId;

use crate::json::input::{Choice, Error, Input, Mark};

/// What is to be noted of unions within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nested {
    Nothing,
    /// Something, once the outermost is chosen.
    Something,
    /// It is being noted.
    Noting,
}

impl Input<'_> {
    /// Enters the trials of a union's branches; what it was found to be, if that is known.
    pub fn begin_trials(&mut self, of: TypeId, tag: Option<&'static str>) -> Option<Choice> {
        let is_known = self.trials > 0 || self.nested == Nested::Noting;
        if is_known && !self.choices.is_empty() {
            let known = self.choices.get(&(self.position, of, tag));
            if let Some(known) = known {
                return Some(known.as_ref().copied().map_err(Error::again));
            }
        }
        // What is noted of is the outermost.
        if self.nested != Nested::Noting {
            self.trials += 1;
        }
        None
    }

    /// Leaves the trials of a union's branches, after as many, and notes what it was found to be.
    ///
    /// That is of use where the union around it reads the same data again. Where unions are nested,
    /// each would otherwise try its branches once for each of those around it.
    pub fn end_trials(
        &mut self,
        (start, tried): (Mark, usize),
        of: TypeId,
        tag: Option<&'static str>,
        choice: std::result::Result<usize, &Error>,
    ) {
        if self.nested == Nested::Noting {
            return;
        }
        self.trials -= 1;
        if self.trials == 0 {
            if self.nested == Nested::Nothing {
                self.choices.clear();
            }
        } else if tried > 1 {
            let choice = choice.map_err(Error::again);
            self.choices.insert((start.position, of, tag), choice);
        }
    }

    /// Remembers that there is something to note of a union within another.
    pub fn note_nested(&mut self, is_something: bool) {
        if is_something && self.nested == Nested::Nothing {
            self.nested = Nested::Something;
        }
    }

    /// Goes back to a mark, if there is something to note of unions within the one there; where reading is to go on.
    pub fn begin_noting(&mut self, start: Mark) -> Option<Mark> {
        if self.nested != Nested::Something {
            return None;
        }
        let end = self.mark();
        self.go_on_at(start);
        self.nested = Nested::Noting;
        Some(end)
    }

    /// Goes on after what was noted.
    pub fn end_noting(&mut self, end: Mark) {
        self.go_on_at(end);
        self.tag = None;
        self.nested = Nested::Nothing;
        self.choices.clear();
    }

    /// Forgets what is known of unions within one that data have the shape of no branch of.
    pub fn forget_nested(&mut self) {
        if self.nested == Nested::Something {
            self.nested = Nested::Nothing;
            self.choices.clear();
        }
    }
}
