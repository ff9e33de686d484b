//! Bodies and what they hold: media types, with their schemas and encodings.

use std::collections::BTreeMap;

use crate::cursor::Cursor;
use crate::document::Schema;

use super::super::super::effect::{Direction, Effect};
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::super::schema::Encoding;
use super::super::{Area, Use, Walker};

impl<'d> Walker<'d> {
    pub(in crate::diff::api) fn body(&mut self, old: &Cursor<'d>, new: &Cursor<'d>) {
        let area = Area::RequestBody;
        match (old.get("requestBody"), new.get("requestBody")) {
            (None, None) => {}
            (None, Some(body)) => {
                let required = body.flag("required");
                let is = Anchor::key(&new.at.key("requestBody"));
                let event = Event::new(&BODY_ADDED, Anchor::near(&old.at), is)
                    .effect(Effect::Declared { required })
                    .to(if required { "required" } else { "optional" });
                self.push(event, area, Direction::Request);
            }
            (Some(_), None) => {
                let was = Anchor::key(&old.at.key("requestBody"));
                let event = Event::new(&BODY_REMOVED, was, Anchor::near(&new.at));
                self.push(event, area, Direction::Request);
            }
            (Some(old), Some(new)) => {
                let rules = (&BODY_REQUIRED, &BODY_OPTIONAL);
                self.requiredness(&old, &new, rules, area, Direction::Request);
                self.texts(&old, &new, &["description"], area);
                self.extensions(&old, &new, area);
                let used = self.used(Area::Schema, Direction::Request);
                self.content(&old, &new, &used);
            }
        }
    }

    /// The media types of a body. Which one a response has, its caller chooses (`Accept`): what is
    /// on offer is accepted from the caller, as what may be sent is.
    pub(super) fn content(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        let mut was: BTreeMap<String, Cursor<'d>> = contents(old);
        let mut is: BTreeMap<String, Cursor<'d>> = contents(new);
        let shared: Vec<String> = was
            .keys()
            .filter(|name| is.contains_key(*name))
            .cloned()
            .collect();
        for name in shared {
            let (Some(old), Some(new)) = (was.remove(&name), is.remove(&name)) else {
                continue;
            };
            self.media_type(&old, &new, &name, used);
        }
        let area = match used.status {
            Some(_) => Area::Responses,
            None => Area::RequestBody,
        };
        let offer = Use {
            direction: if self.scope.is_reversed {
                Direction::Response
            } else {
                Direction::Request
            },
            area,
            ..used.clone()
        };
        if let ([(from, before)], [(to, after)]) = (
            was.iter().collect::<Vec<_>>().as_slice(),
            is.iter().collect::<Vec<_>>().as_slice(),
        ) && let Some(effect) = related(from, to)
        {
            let event = Event::new(
                &MEDIA_TYPE_CHANGED,
                Anchor::key(&before.at),
                Anchor::key(&after.at),
            )
            .effect(effect)
            .from(from.as_str())
            .to(to.as_str());
            // What comes back may be of any type that the name takes in.
            let used = Use {
                direction: used.direction,
                ..offer
            };
            let (before, after, name) = ((*before).clone(), (*after).clone(), (*to).clone());
            self.push_used(event, used.clone());
            self.media_type(
                &before,
                &after,
                &name,
                &Use {
                    area: Area::Schema,
                    ..used
                },
            );
            return;
        }
        for (name, node) in was {
            let event = Event::new(
                &MEDIA_TYPE_REMOVED,
                Anchor::key(&node.at),
                Anchor::near(&new.at),
            );
            self.push_used(event.subject(name), offer.clone());
        }
        for (name, node) in is {
            let event = Event::new(
                &MEDIA_TYPE_ADDED,
                Anchor::near(&old.at),
                Anchor::key(&node.at),
            );
            self.push_used(event.subject(name), offer.clone());
        }
    }

    fn media_type(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str, used: &Use) {
        let used = Use {
            media_type: Some(name.to_owned()),
            ..used.clone()
        };
        let area = match used.status {
            Some(_) => Area::Responses,
            None => Area::RequestBody,
        };
        let encoding = if is_json(name) {
            Encoding::Json
        } else {
            Encoding::Text
        };
        match (Schema::member(old, "schema"), Schema::member(new, "schema")) {
            (Some(old), Some(new)) => self.root(&old, &new, encoding, used.clone()),
            (None, Some(schema)) => {
                let is = Anchor::key(schema.at());
                let event = Event::new(&SCHEMA_ADDED, Anchor::near(&old.at), is);
                self.push_used(
                    event,
                    Use {
                        area,
                        ..used.clone()
                    },
                );
            }
            (Some(schema), None) => {
                let was = Anchor::key(schema.at());
                // Nobody says any more what comes: that it is less cannot be told.
                let effect = match used.direction {
                    Direction::Request => Effect::Wider,
                    Direction::Response => Effect::Unknown,
                };
                let event = Event::new(&SCHEMA_REMOVED, was, Anchor::near(&new.at));
                self.push_used(
                    event.effect(effect),
                    Use {
                        area,
                        ..used.clone()
                    },
                );
            }
            (None, None) => {}
        }
        self.examples(old, new, used.area);
        let (was, is) = (old.named("encoding"), new.named("encoding"));
        for (name, after) in &is {
            let Some((_, before)) = was.iter().find(|(other, _)| other == name) else {
                continue;
            };
            for key in [
                "contentType",
                "style",
                "explode",
                "allowReserved",
                "headers",
            ] {
                let (from, to) = (before.value.get(key), after.value.get(key));
                if from != to {
                    let places = (Anchor::whole(&before.at), Anchor::whole(&after.at));
                    let event = Event::new(&ENCODING_CHANGED, places.0, places.1);
                    self.push_used(event.subject(format!("{name}: {key}")), used.clone());
                }
            }
        }
        let names = |list: &[(&'d str, Cursor<'d>)]| -> Vec<&'d str> {
            list.iter().map(|(name, _)| *name).collect()
        };
        if names(&was).len() != names(&is).len() {
            let places = (Anchor::whole(&old.at), Anchor::whole(&new.at));
            let event = Event::new(&ENCODING_CHANGED, places.0, places.1);
            self.push_used(event.subject("encoding"), used);
        }
    }
}

fn contents<'d>(node: &Cursor<'d>) -> BTreeMap<String, Cursor<'d>> {
    let members = node.named("content").into_iter();
    members
        .map(|(name, node)| (normalized(name), node))
        .collect()
}

/// A media type without the spaces and letter case that mean nothing.
fn normalized(name: &str) -> String {
    let mut pieces = name.split(';').map(str::trim);
    let mut text = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let mut parameters: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
    parameters.sort_unstable();
    for parameter in parameters {
        text.push_str("; ");
        text.push_str(parameter);
    }
    text
}

/// How one media type relates to another that stands for it, as `application/problem+json` does
/// for `application/json`; `None` when they have nothing to do with each other.
fn related(old: &str, new: &str) -> Option<Effect> {
    let parts = |name: &'_ str| -> (String, String) {
        let bare = name.split(';').next().unwrap_or_default();
        let (top, sub) = bare.split_once('/').unwrap_or((bare, ""));
        (top.to_owned(), sub.to_owned())
    };
    let ((old_top, old_sub), (new_top, new_sub)) = (parts(old), parts(new));
    if old_top != new_top {
        return None;
    }
    let suffix = |sub: &str| sub.rsplit_once('+').map(|(_, suffix)| suffix.to_owned());
    let (old_suffix, new_suffix) = (suffix(&old_sub), suffix(&new_sub));
    if old_sub == new_sub {
        return Some(Effect::Same);
    }
    if old_suffix.as_deref() == Some(&new_sub) {
        return Some(Effect::Wider);
    }
    if new_suffix.as_deref() == Some(&old_sub) {
        return Some(Effect::Narrower);
    }
    (old_suffix.is_some() && old_suffix == new_suffix).then_some(Effect::Same)
}

fn is_json(name: &str) -> bool {
    let bare = name.split(';').next().unwrap_or_default();
    bare.ends_with("json") || bare.contains("json-seq") || bare.contains("ndjson") || bare == "*/*"
}
