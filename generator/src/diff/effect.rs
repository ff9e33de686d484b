//! What an edit does to a set of data, and what follows from that for those who send and receive:
//! verdicts are worked out here, and nowhere assigned.

/// What an edit does to the data that its definition accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// More is accepted, and nothing less.
    Wider,
    /// Less is accepted, and nothing more.
    Narrower,
    /// Some data is accepted no more, some is accepted now.
    Incomparable,
    /// The same data is accepted.
    Same,
    /// Only what is said about the data changed.
    Annotation,
    /// How the two sets relate could not be decided.
    Unknown,
    /// A member of an open object is declared: what was let through has a meaning now.
    Declared {
        /// Whether it must be there.
        required: bool,
    },
    /// A member of an open object is declared no more.
    Undeclared {
        /// Whether it had to be there.
        required: bool,
    },
    /// What is assumed where a value is missing is another.
    Assumed,
    /// A promise about the future was taken back: a sunset moved nearer, a stability lowered.
    Withdrawn,
    /// A promise about the future was made, or extended.
    Promised,
}

/// Which way data goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From those who call the API to those who serve it.
    Request,
    /// The other way.
    Response,
}

/// What a change means for programs that exchange data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// Every program that worked goes on working.
    #[default]
    Safe,
    /// Some may fail, or it cannot be told.
    Potential,
    /// Programs that kept to the old document fail with the new one.
    Breaking,
}

/// What takes the edge off a change at the place where it takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guards {
    /// The data never goes this way: `readOnly` in a request, `writeOnly` in a response.
    pub hidden: bool,
    /// The document says that this may change at any time (`x-stability-level`).
    pub unstable: bool,
    /// A receiver was told to expect values that it does not know (`x-extensible-enum`).
    pub open: bool,
    /// It was announced that it goes (`deprecated`), and no day was named until which it stays
    /// (`x-sunset`), or that day is over.
    pub expired: bool,
    /// A size or an amount was limited that nothing was said of before. Every program has such
    /// limits: whether this one is new, only its author knows.
    pub first_limit: bool,
    /// Only values joined a list: whoever keeps what it does not know, as generated code does,
    /// goes on working.
    pub listed: bool,
    /// It is said beside the data, to tell shapes apart that the data may tell by themselves.
    pub hint: bool,
    /// It comes with a status that is no success, and callers judge that by its hundred.
    pub failure: bool,
}

impl Effect {
    /// The effect on the complement of a set, as below `not`.
    #[must_use]
    pub fn complement(self) -> Effect {
        match self {
            Self::Wider => Self::Narrower,
            Self::Narrower => Self::Wider,
            // To the letter, what declares a property lets less through.
            Self::Declared { .. } => Self::Wider,
            Self::Undeclared { .. } => Self::Narrower,
            Self::Incomparable
            | Self::Same
            | Self::Annotation
            | Self::Unknown
            | Self::Assumed
            | Self::Withdrawn
            | Self::Promised => self,
        }
    }

    /// The effect of the edit that takes this one back.
    #[must_use]
    pub fn reversed(self) -> Effect {
        match self {
            Self::Wider => Self::Narrower,
            Self::Narrower => Self::Wider,
            Self::Declared { required } => Self::Undeclared { required },
            Self::Undeclared { required } => Self::Declared { required },
            Self::Withdrawn => Self::Promised,
            Self::Promised => Self::Withdrawn,
            Self::Incomparable | Self::Same | Self::Annotation | Self::Unknown | Self::Assumed => {
                self
            }
        }
    }

    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Incomparable => "incomparable",
            Self::Same => "same",
            Self::Annotation => "annotation",
            Self::Unknown => "unknown",
            Self::Declared { required: true } => "declared-required",
            Self::Declared { required: false } => "declared-optional",
            Self::Undeclared { required: true } => "undeclared-required",
            Self::Undeclared { required: false } => "undeclared-optional",
            Self::Assumed => "assumed",
            Self::Withdrawn => "withdrawn",
            Self::Promised => "promised",
        }
    }

    /// What it means on the wire for data that goes in a direction.
    pub fn verdict(self, direction: Direction, guards: Guards) -> Wire {
        let bare = self.unguarded(direction);
        let unknown_values = direction == Direction::Response && self == Self::Wider;
        let is_harmless = guards.unstable
            || (guards.hidden && self.is_about_data())
            || (guards.open && unknown_values);
        let is_unclear =
            (guards.first_limit && direction == Direction::Request && self == Self::Narrower)
                || guards.expired
                || guards.hint
                || (guards.listed && unknown_values)
                || (guards.failure && direction == Direction::Response);
        match (is_harmless, is_unclear) {
            (true, _) => Wire::Safe,
            (false, true) => bare.min(Wire::Potential),
            (false, false) => bare,
        }
    }

    /// The same where nothing takes the edge off.
    pub fn unguarded(self, direction: Direction) -> Wire {
        use Direction::{Request, Response};
        match (self, direction) {
            (Self::Same | Self::Annotation | Self::Promised, _) => Wire::Safe,
            (Self::Incomparable | Self::Withdrawn, _) => Wire::Breaking,
            (Self::Unknown, _) => Wire::Potential,
            (Self::Narrower, Request) | (Self::Wider, Response) => Wire::Breaking,
            (Self::Wider, Request) | (Self::Narrower, Response) => Wire::Safe,
            // Who sends nothing for it gets another outcome than before.
            (Self::Assumed, Request) => Wire::Breaking,
            (Self::Assumed, Response) => Wire::Safe,
            (Self::Declared { required: true }, Request) => Wire::Breaking,
            (Self::Declared { .. }, _) => Wire::Safe,
            // It may still be sent, and is ignored: whether that matters, only its sender knows.
            (Self::Undeclared { .. }, Request) => Wire::Potential,
            (Self::Undeclared { required: true }, Response) => Wire::Breaking,
            (Self::Undeclared { required: false }, Response) => Wire::Potential,
        }
    }

    fn is_about_data(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Promised)
    }
}

impl Direction {
    /// The way back: what a callback sends is what its caller receives.
    #[must_use]
    pub fn reversed(self) -> Direction {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }

    /// `request` or `response`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Wire {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Potential => "potential",
            Self::Breaking => "breaking",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Effect; 13] = [
        Effect::Wider,
        Effect::Narrower,
        Effect::Incomparable,
        Effect::Same,
        Effect::Annotation,
        Effect::Unknown,
        Effect::Declared { required: true },
        Effect::Declared { required: false },
        Effect::Undeclared { required: true },
        Effect::Undeclared { required: false },
        Effect::Assumed,
        Effect::Withdrawn,
        Effect::Promised,
    ];

    #[test]
    fn what_narrows_a_request_is_what_widens_a_response() {
        for effect in [Effect::Wider, Effect::Narrower, Effect::Incomparable] {
            let none = Guards::default();
            assert_eq!(
                effect.verdict(Direction::Request, none),
                effect.complement().verdict(Direction::Response, none),
            );
        }
    }

    #[test]
    fn reversing_twice_changes_nothing() {
        for effect in ALL {
            assert_eq!(effect.reversed().reversed(), effect);
        }
    }

    #[test]
    fn unknown_is_never_safe_without_a_guard() {
        for direction in [Direction::Request, Direction::Response] {
            assert_eq!(
                Effect::Unknown.verdict(direction, Guards::default()),
                Wire::Potential
            );
        }
    }

    #[test]
    fn guards_only_ever_take_the_edge_off() {
        for effect in ALL {
            for direction in [Direction::Request, Direction::Response] {
                let bare = effect.verdict(direction, Guards::default());
                for bits in 0..=u8::MAX {
                    let guards = Guards {
                        hidden: bits & 1 != 0,
                        unstable: bits & 2 != 0,
                        open: bits & 4 != 0,
                        expired: bits & 8 != 0,
                        first_limit: bits & 16 != 0,
                        listed: bits & 32 != 0,
                        failure: bits & 64 != 0,
                        hint: bits & 128 != 0,
                    };
                    assert!(effect.verdict(direction, guards) <= bare);
                }
            }
        }
    }
}
