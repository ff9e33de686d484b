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
}

impl Error {
    /// What is wrong at an offset.
    #[cold]
    pub fn new(offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Problem {
            offset,
            message: message.into(),
        }))
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
