//! What is known of a datum and a schema: three answers, since not everything can be judged.

/// What is known of a datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Judged {
    Refused,
    /// It cannot be told, or took too long.
    Open,
    Accepted,
}

impl Judged {
    pub fn of(accepted: bool) -> Self {
        match accepted {
            true => Self::Accepted,
            false => Self::Refused,
        }
    }

    #[must_use]
    pub fn not(self) -> Self {
        match self {
            Self::Refused => Self::Accepted,
            Self::Open => Self::Open,
            Self::Accepted => Self::Refused,
        }
    }
}
