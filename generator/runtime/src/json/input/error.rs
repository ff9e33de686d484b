//! Why text is not the JSON that was expected: what reading it stopped at.

use std::borrow::Cow;
use std::fmt;

/// What reading stopped at: an offset into the text, and what is wrong there.
///
/// It never holds any of the data, which may be secret.
pub struct Error(Box<Problem>);

struct Problem {
    offset: usize,
    message: Cow<'static, str>,
    /// Where reading has gone on to, if all that is wrong was told already.
    told: Option<Told>,
}

/// Where reading is after a value of which all that is wrong was told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// At the end of the value: that position, so deep.
    To(usize, u16),
    /// Nowhere: what follows cannot be read.
    AndLost,
}

impl Error {
    /// What is wrong at an offset.
    #[cold]
    pub fn new(offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Problem {
            offset,
            message: message.into(),
            told: None,
        }))
    }

    /// That all that is wrong with the value at an offset was told already.
    #[cold]
    pub(crate) fn told(offset: usize, told: Told) -> Self {
        let mut error = Self::new(offset, "");
        error.0.told = Some(told);
        error
    }

    pub(crate) fn is_told(&self) -> Option<Told> {
        self.0.told
    }

    /// The same once more.
    #[cold]
    pub fn again(&self) -> Self {
        Self::new(self.0.offset, self.0.message.clone())
    }

    /// Where the value that is wrong begins, in bytes.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.0.offset, self.0.message)
    }
}
