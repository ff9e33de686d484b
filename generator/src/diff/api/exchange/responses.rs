//! What comes back: statuses, and the headers of responses.

use std::collections::BTreeMap;

use crate::cursor::Cursor;

use super::super::super::effect::{Direction, Effect};
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::{Area, Use, Walker};

impl<'d> Walker<'d> {
    pub(in crate::diff::api) fn responses(&mut self, old: &Cursor<'d>, new: &Cursor<'d>) {
        let mut was = told(old);
        let is = told(new);
        let (old_at, new_at) = (old.at.key("responses"), new.at.key("responses"));
        let all = was.clone();
        for (status, node) in &is {
            match was.remove(status) {
                Some(other) => self.response(&other, node, status),
                None => {
                    if let Some(before) = covering(&all, status) {
                        self.carried(&before, node, status);
                    }
                    let event = Event::new(
                        &STATUS_ADDED,
                        Anchor::near(&old_at),
                        Anchor::key(&new_at.key(status)),
                    )
                    .effect(Effect::Declared { required: false });
                    self.status(event, status);
                }
            }
        }
        for (status, node) in was {
            let after = covering(&is, status);
            if let Some(after) = &after {
                self.carried(&node, after, status);
            }
            let effect = left(status, &all, &is);
            let event = Event::new(
                &STATUS_REMOVED,
                Anchor::key(&old_at.key(status)),
                Anchor::near(&new_at),
            );
            self.status(event.effect(effect), status);
        }
    }

    /// Compares what comes with a status: content, and headers. One side may tell it within a wider range.
    fn carried(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, status: &str) {
        let used = Use {
            status: Some(status.to_owned()),
            ..self.used(Area::Schema, Direction::Response)
        };
        self.content(old, new, &used);
        self.headers(
            old,
            new,
            &Use {
                area: Area::Headers,
                ..used
            },
        );
    }

    fn status(&mut self, event: Event, status: &str) {
        let used = Use {
            status: Some(status.to_owned()),
            ..self.used(Area::Responses, Direction::Response)
        };
        self.push_used(event.subject(status), used);
    }

    fn response(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, status: &str) {
        self.texts(old, new, &["description"], Area::Responses);
        self.noted(old, new, "links", &LINK_CHANGED, Area::Responses);
        self.extensions(old, new, Area::Responses);
        self.carried(old, new, status);
    }

    /// The headers of a response, or of a part of a body.
    pub(super) fn headers(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        let read = |node: &Cursor<'d>| -> BTreeMap<String, Cursor<'d>> {
            let members = node.named("headers").into_iter();
            let named = members.map(|(name, node)| (name.to_ascii_lowercase(), node));
            // OpenAPI: a header of this name is ignored.
            named.filter(|(name, _)| name != "content-type").collect()
        };
        let mut was = read(old);
        for (name, node) in read(new) {
            let Some(before) = was.remove(&name) else {
                let required = node.flag("required");
                let event = Event::new(
                    &HEADER_ADDED,
                    Anchor::near(&old.at),
                    Anchor::whole(&node.at),
                )
                .effect(Effect::Declared { required });
                self.push_used(event.subject(spelt(&node, &name)), used.clone());
                continue;
            };
            let rules = (&HEADER_REQUIRED, &HEADER_OPTIONAL);
            self.requiredness(&before, &node, rules, used);
            self.serialization(&before, &node, used);
            self.texts(&before, &node, &["description"], Area::Headers);
            self.examples(&before, &node, Area::Headers);
            self.promises(&before, &node, Area::Headers);
            self.described(&before, &node, used);
        }
        for (name, node) in was {
            let required = node.flag("required");
            let event = Event::new(
                &HEADER_REMOVED,
                Anchor::whole(&node.at),
                Anchor::near(&new.at),
            )
            .effect(Effect::Undeclared { required });
            self.push_used(event.subject(spelt(&node, &name)), used.clone());
        }
    }
}

/// A header's name as the document writes it, where it stands there and is no reference.
fn spelt(node: &Cursor<'_>, name: &str) -> String {
    let own = node.at.last().filter(|own| own.eq_ignore_ascii_case(name));
    own.map_or_else(|| name.to_owned(), |own| own.into_owned())
}

/// The statuses that are told, and what comes with them.
type Told<'d> = BTreeMap<&'d str, Cursor<'d>>;

/// The responses of an operation. One of a `default` that is left no status says nothing.
fn told<'d>(operation: &Cursor<'d>) -> Told<'d> {
    const EACH: usize = 100;
    let mut told: Told<'d> = operation.members("responses").into_iter().collect();
    let is_told = |digit: char| {
        let of_it = told.keys().filter(|status| status.starts_with(digit));
        let count = of_it.clone().filter(|status| !status.ends_with("XX"));
        of_it.clone().any(|status| status.ends_with("XX")) || count.count() == EACH
    };
    if ('1'..='5').all(is_told) {
        told.remove("default");
    }
    told
}

/// What it means that a status is told no more, what came with it apart.
fn left(status: &str, was: &Told<'_>, is: &Told<'_>) -> Effect {
    // A caller knows what to do with a failure by its hundred (RFC 9110, 15).
    if !status.starts_with('2') || hundred(is, status).is_some() {
        return Effect::Same;
    }
    let is_range = status.ends_with("XX");
    let mut more = is
        .keys()
        .filter(|other| other.starts_with('2') && !was.contains_key(*other));
    if is_range && more.next().is_some() {
        // The range is spelt out.
        return Effect::Narrower;
    }
    match is.contains_key("default") {
        // It is a success still, if that is one.
        true => Effect::Unknown,
        false => Effect::Undeclared { required: true },
    }
}

/// What covers a status that is not told itself: its hundred, and then `default`.
fn covering<'d>(told: &Told<'d>, status: &str) -> Option<Cursor<'d>> {
    let by_default = told.get("default").filter(|_| status != "default");
    hundred(told, status).or(by_default).cloned()
}

fn hundred<'t, 'd>(told: &'t Told<'d>, status: &str) -> Option<&'t Cursor<'d>> {
    let digit = status.get(..1).filter(|_| status != "default")?;
    told.get(format!("{digit}XX").as_str())
}
