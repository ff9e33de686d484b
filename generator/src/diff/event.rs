//! One edit of a definition, as comparing finds it, before it is known who is touched by it.

use crate::diagnostics::On;
use crate::pointer::Pointer;

use super::effect::{Effect, Guards};
use super::rule::Rule;

/// A place in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    pub at: Pointer,
    pub on: On,
    /// Whether what changed stands there; else it is the nearest place that survived.
    pub is_there: bool,
}

/// An edit.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub rule: &'static Rule,
    pub effect: Effect,
    /// What it is about, where the place doesn't say it: a property, a value.
    pub subject: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub old: Anchor,
    pub new: Anchor,
    pub visibility: Visibility,
    pub guards: Guards,
    /// Whether the data that a schema accepts say nothing of it.
    pub is_beyond: bool,
}

/// Which ways a property goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Visibility {
    /// `readOnly`: not in requests.
    pub read_only: bool,
    /// `writeOnly`: not in responses.
    pub write_only: bool,
}

impl Anchor {
    /// A keyword or member, by its key.
    pub fn key(at: &Pointer) -> Self {
        Self::new(at, On::Key, true)
    }

    /// A keyword's value.
    pub fn value(at: &Pointer) -> Self {
        Self::new(at, On::Value, true)
    }

    /// An object as a whole.
    pub fn whole(at: &Pointer) -> Self {
        Self::new(at, On::Whole, true)
    }

    /// What survived of a place that is gone.
    pub fn near(at: &Pointer) -> Self {
        Self::new(at, On::Whole, false)
    }

    fn new(at: &Pointer, on: On, is_there: bool) -> Self {
        Self {
            at: at.clone(),
            on,
            is_there,
        }
    }
}

impl Event {
    /// An edit with the effect of its rule; unknown where that depends.
    pub fn new(rule: &'static Rule, old: Anchor, new: Anchor) -> Self {
        Self {
            rule,
            effect: rule.effect.unwrap_or(Effect::Unknown),
            subject: None,
            from: None,
            to: None,
            old,
            new,
            visibility: Visibility::default(),
            guards: Guards::default(),
            is_beyond: false,
        }
    }

    /// What it is about, what was said and what is said, in words.
    pub fn words(&self) -> [Option<&str>; 3] {
        [&self.subject, &self.from, &self.to].map(Option::as_deref)
    }

    /// Whether only what is said about data changed.
    pub fn is_note(&self) -> bool {
        self.effect == Effect::Annotation
    }

    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    #[must_use]
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    #[must_use]
    pub fn from(mut self, value: impl Into<String>) -> Self {
        self.from = Some(value.into());
        self
    }

    #[must_use]
    pub fn to(mut self, value: impl Into<String>) -> Self {
        self.to = Some(value.into());
        self
    }

    #[must_use]
    pub fn visible(mut self, visibility: Visibility) -> Self {
        self.visibility = visibility;
        self
    }

    #[must_use]
    pub fn guarded(mut self, guards: Guards) -> Self {
        self.guards = guards;
        self
    }
}
