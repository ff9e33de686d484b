//! Bodies and what they hold: media types, with their schemas and encodings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cursor::Cursor;
use crate::document::Schema;
use crate::media::{self, Family};

use super::super::super::effect::{Direction, Effect};
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::super::schema::{Encoding, shown};
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

    /// Compares the media types that both bodies have.
    pub(super) fn shared_content(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        let mut was = contents(old);
        for (name, node) in contents(new) {
            if let Some(before) = was.remove(&name) {
                self.media_type(&before, &node, &name, used);
            }
        }
    }

    /// Compares the schemas of a body, or of its items.
    fn content_schema(
        &mut self,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
        key: &str,
        encoding: Encoding,
        area: Area,
        used: &Use,
    ) {
        match (Schema::member(old, key), Schema::member(new, key)) {
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
        for key in ["schema", "itemSchema"] {
            self.content_schema((old, new), key, encoding, area, &used);
        }
        for key in ["prefixEncoding", "itemEncoding"] {
            let (was, is) = (old.value.get(key), new.value.get(key));
            if was != is {
                let places = (Anchor::whole(&old.at), Anchor::whole(&new.at));
                let event = Event::new(&ENCODING_CHANGED, places.0, places.1);
                self.push_used(event.subject(key), used.clone());
            }
        }
        self.examples(old, new, used.area);
        let (was, is) = (old.named("encoding"), new.named("encoding"));
        let find = |list: &[(&'d str, Cursor<'d>)], name: &str| {
            let found = list.iter().find(|(known, _)| *known == name);
            found.map(|(_, node)| node.clone())
        };
        let names: BTreeSet<&str> = was.iter().chain(&is).map(|(name, _)| *name).collect();
        for name in names {
            let (before, after) = (find(&was, name), find(&is, name));
            for key in ENCODED {
                let (from, to) = (encoded(before.as_ref(), key), encoded(after.as_ref(), key));
                if from != to {
                    let place = |node: Option<&Cursor<'d>>, near: &Cursor<'d>| match node {
                        Some(node) => Anchor::whole(&node.at),
                        None => Anchor::near(&near.at),
                    };
                    let places = (place(before.as_ref(), old), place(after.as_ref(), new));
                    let mut event = Event::new(&ENCODING_CHANGED, places.0, places.1);
                    (event.from, event.to) = (from.map(shown), to.map(shown));
                    self.push_used(event.subject(format!("{name}: {key}")), used.clone());
                }
            }
        }
    }
}

/// What an Encoding Object says.
const ENCODED: [&str; 5] = [
    "contentType",
    "style",
    "explode",
    "allowReserved",
    "headers",
];

/// What an encoding says at a key, where that is not what holds anyway.
fn encoded<'d>(node: Option<&Cursor<'d>>, key: &str) -> Option<&'d Value> {
    let style = node.and_then(|node| node.text("style")).unwrap_or("form");
    let usual = match key {
        "style" => Value::from("form"),
        "explode" => Value::from(style == "form"),
        "allowReserved" => Value::Bool(false),
        _ => Value::Null,
    };
    node?.value.get(key).filter(|said| **said != usual)
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
        // How letters are encoded says nothing of what they say.
        let says = |name: &str| -> Vec<String> {
            let said = name.split("; ").skip(1);
            let said = said.filter(|said| !said.to_ascii_lowercase().starts_with("charset="));
            said.map(str::to_owned).collect()
        };
        let is_same = says(old) == says(new);
        return Some(if is_same {
            Effect::Same
        } else {
            Effect::Unknown
        });
    }
    if old_suffix.as_deref() == Some(&new_sub) {
        return Some(Effect::Wider);
    }
    if new_suffix.as_deref() == Some(&old_sub) {
        return Some(Effect::Narrower);
    }
    // Another version, or another vendor's.
    (old_suffix.is_some() && old_suffix == new_suffix).then_some(Effect::Unknown)
}

fn is_json(name: &str) -> bool {
    let bare = name.split(';').next().unwrap_or_default();
    let families = [Family::Json, Family::JsonLines];
    families.contains(&media::family(bare)) || bare.ends_with("json") || bare == "*/*"
}
