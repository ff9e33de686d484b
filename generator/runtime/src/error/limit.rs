//! The limits on time that a call may exceed.

use std::fmt;

/// The limits on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeLimit {
    /// To connect.
    Connect,
    /// For one attempt.
    Attempt,
    /// For the whole call, with all its attempts.
    Call,
    /// For the next bytes of a stream.
    Stall,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::Attempt => "an attempt",
            Self::Call => "the call",
            Self::Stall => "the next part of a stream",
        })
    }
}
