//! How certain what rules say of the edits of a pair is: looked at once for all of them.

use super::super::effect::Effect;
use super::super::event::Event;
use super::super::evidence::Scales;
use super::super::schema::{Encoding, Pair};
use super::super::view::View;
use super::rules::{Concern, KINDS, LENGTHS, NULLS, bounds, concern, lists};

/// What the schemas of a pair, and its edits, say of that.
pub(super) struct Certainty {
    is_text: bool,
    lists_all: bool,
    has_patterns: bool,
    limits_texts: bool,
    /// Whether a part of what holds is bound elsewhere, and not read with the rest.
    is_bound_elsewhere: bool,
    narrower: Others,
    wider: Others,
}

/// The edits of a pair that go one way.
#[derive(Default)]
struct Others {
    all: usize,
    lists: usize,
    bounds: usize,
}

impl Certainty {
    pub(super) fn read<'d>(scales: &Scales<'_, 'd>, pair: &Pair<'d>) -> Self {
        let (old, new) = &pair.schemas;
        let views = [View::read(scales.old, old), View::read(scales.new, new)];
        let has_patterns = |view: &View<'_>| !view.texts().patterns.is_empty();
        Self {
            is_text: pair.encoding != Encoding::Json,
            lists_all: views.iter().all(|view| view.values.is_some()),
            has_patterns: views.iter().all(has_patterns),
            limits_texts: views
                .iter()
                .any(|view| view.values.is_some() || has_patterns(view)),
            is_bound_elsewhere: views
                .iter()
                .any(|view| view.any(|keywords| keywords.dynamic_reference.is_some())),
            narrower: Others::count(&pair.events, Effect::Narrower),
            wider: Others::count(&pair.events, Effect::Wider),
        }
    }

    /// Whether what a rule says of an edit is certain.
    pub(super) fn is_of(&self, event: &Event) -> bool {
        let own = event.rule;
        if self.is_bound_elsewhere {
            return false;
        }
        if KINDS.contains(&own) && self.is_text && self.limits_texts {
            // Text has no kinds: what a list or a pattern allows may be what the kind is written as.
            return false;
        }
        if NULLS.contains(&own) && self.is_text {
            // What is read as null, a text does not say.
            return false;
        }
        if self.lists_all && !lists(own) || self.has_patterns && LENGTHS.contains(&own) {
            // What a value, or a pattern, allows may be less than that already.
            return false;
        }
        match event.effect {
            Effect::Narrower => self.wider.are_none_beside(event),
            Effect::Wider => self.narrower.are_none_beside(event),
            _ => true,
        }
    }
}

impl Others {
    fn count(events: &[Event], effect: Effect) -> Self {
        let of_data = |event: &&Event| {
            event.effect == effect && concern(event, event.effect) == Concern::Data
        };
        let mut others = Self::default();
        for event in events.iter().filter(of_data) {
            others.all += 1;
            others.lists += usize::from(lists(event.rule));
            others.bounds += usize::from(bounds(event.rule));
        }
        others
    }

    /// Whether there are none that may make up for an edit: one end of a range does not make up for the other.
    fn are_none_beside(&self, event: &Event) -> bool {
        let alike = match (lists(event.rule), bounds(event.rule)) {
            (true, _) => self.lists,
            (_, true) => self.bounds,
            _ => 0,
        };
        self.all == alike
    }
}
