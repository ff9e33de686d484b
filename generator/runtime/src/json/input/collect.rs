//! Reading that goes on after what is wrong, to tell of all of it: what a text is read for once more when it could not
//! be read.

use crate::budget;
use crate::json::input::error::Told;
use crate::json::input::trials::Nested;
use crate::json::input::{Error, Input, Mark, Result};
use crate::validate::{Violation, Violations};

/// What is judged beside the shape of data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judging {
    Nothing,
    /// Constraints.
    Values,
    /// Constraints, and whether there is anything where nothing else is allowed.
    Closed,
}

/// What is wrong with a text.
pub(crate) struct Collected {
    /// What is of another shape, or no JSON, in the order in which it was found.
    pub(crate) faults: Vec<Error>,
    /// What is of the right shape and breaks a constraint, each with the offset of what its pointer begins at.
    pub(crate) violations: Vec<(usize, Violation)>,
    /// How much else there is, of which nothing is kept.
    pub(crate) omitted: usize,
    /// What is judged of what could be read.
    judging: Judging,
    /// Whether the next object is judged, though nothing in it is of another shape.
    judges_next: bool,
}

impl Collected {
    /// How many faults are kept, and how many violations.
    const CAP: usize = Violations::CAP;

    fn new(judging: Judging) -> Self {
        Self {
            faults: Vec::new(),
            violations: Vec::new(),
            omitted: 0,
            judging,
            judges_next: false,
        }
    }

    fn tell(&mut self, error: Error) {
        match self.faults.len() < Self::CAP {
            true => self.faults.push(error),
            false => self.omitted += 1,
        }
    }
}

impl<'de> Input<'de> {
    /// Text to be read from its beginning, for all that is wrong with it, and with what is of the right shape as far as
    /// that is judged.
    pub(crate) fn collecting(text: &'de str, judging: Judging) -> Self {
        let collected = Collected::new(judging);
        let mut input = Self::new(text);
        input.collected = Some(Box::new(collected));
        input
    }

    /// What was found to be wrong.
    pub(crate) fn into_collected(self) -> Collected {
        match self.collected {
            Some(collected) => *collected,
            None => Collected::new(Judging::Nothing),
        }
    }

    /// Whether a property is wrong where an object allows no others.
    pub(crate) fn forbids(&self) -> bool {
        let collected = self.collected.as_ref();
        collected.is_some_and(|collected| collected.judging == Judging::Closed)
    }

    /// Whether reading goes on after what is wrong. In branches of unions it does not: that data is not of one says
    /// nothing of the data.
    #[inline]
    pub(crate) fn is_collecting(&self) -> bool {
        self.collected.is_some() && self.trials == 0 && self.nested != Nested::Noting
    }

    /// Tells of something that is wrong.
    pub(crate) fn tell(&mut self, error: Error) {
        if let Some(collected) = &mut self.collected {
            collected.tell(error);
        }
    }

    /// Whether the value that begins at a mark could be read. If not, it is told why, and reading goes on after it.
    ///
    /// # Errors
    ///
    /// When what follows cannot be read.
    pub(crate) fn settle(&mut self, mark: Mark, outcome: Result<()>) -> Result<bool> {
        let Err(error) = outcome else {
            return Ok(true);
        };
        let offset = error.offset();
        match error.is_told() {
            Some(Told::AndLost) => return Err(error),
            Some(Told::To(position, depth)) => {
                // What holds the value may end later.
                if depth == mark.depth && position == self.position {
                    return Ok(false);
                }
            }
            None => self.tell(error),
        }
        self.go_on_at(mark);
        self.tag = None;
        let is_lost = budget::is_out() || budget::is_late();
        let skipped = self.raw().map(drop);
        match skipped {
            Ok(()) if !is_lost => Ok(false),
            skipped => {
                let last = self.collected.as_ref().and_then(|all| all.faults.last());
                let last = last.map(Error::offset);
                if let Err(error) = skipped
                    && last != Some(error.offset())
                {
                    self.tell(error);
                }
                Err(Error::told(offset, Told::AndLost))
            }
        }
    }

    /// That all that is wrong with the value that begins at an offset, and ends here, was told.
    pub(crate) fn told(&self, start: usize) -> Error {
        Error::told(start, Told::To(self.position, self.depth))
    }

    /// Whether the next object is judged, though nothing in it is of another shape. It is asked once.
    pub(crate) fn take_judging(&mut self) -> bool {
        let collected = self.collected.as_mut();
        collected.is_some_and(|collected| std::mem::take(&mut collected.judges_next))
    }

    /// Has the next object judged, if anything is.
    pub(crate) fn judge_next(&mut self, judges: bool) {
        if let Some(collected) = &mut self.collected {
            collected.judges_next = collected.judging != Judging::Nothing && judges;
        }
    }

    /// Judges what was read of an object, if all that is wrong with it was told.
    #[cold]
    pub fn judge(&mut self, error: &Error, judge: impl FnOnce(&mut Violations)) {
        let is_told = matches!(error.is_told(), Some(Told::To(..)));
        let Some(collected) = self
            .collected
            .as_mut()
            .filter(|it| is_told && it.judging != Judging::Nothing)
        else {
            return;
        };
        let mut out = Violations::new();
        judge(&mut out);
        collected.omitted += out.omitted();
        for violation in out {
            match collected.violations.len() < Collected::CAP {
                true => collected.violations.push((error.offset(), violation)),
                false => collected.omitted += 1,
            }
        }
    }
}
