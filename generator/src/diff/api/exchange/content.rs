//! Bodies and what they hold: media types, with their schemas and encodings.

use std::collections::BTreeMap;

use crate::cursor::Cursor;
use crate::document::Schema;
use crate::media::{self, Family};

use super::super::super::effect::{Direction, Effect};
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::super::schema::Encoding;
use super::super::super::view::{Side, View};
use super::super::{Area, Use, Walker};
use super::media_types::{covering, normalized, related, takes_in};

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
                let body = self.used(area, Direction::Request);
                self.requiredness(&old, &new, rules, &body);
                self.texts(&old, &new, &["description"], area);
                self.extensions(&old, &new, area);
                let used = self.used(Area::Schema, Direction::Request);
                self.content(&old, &new, &used);
            }
        }
    }

    /// The media types of a body. Which one a response has, its caller chooses (`Accept`): what is
    /// on offer is accepted from the caller, as what may be sent is. Who receives a webhook has no choice of
    /// what comes, and answers as it likes.
    pub(super) fn content(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, used: &Use) {
        let mut was: BTreeMap<String, Cursor<'d>> = contents(old);
        let mut is: BTreeMap<String, Cursor<'d>> = contents(new);
        let (all_old, all_new) = (was.clone(), is.clone());
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
        for (from, to) in respelt(&was, &is) {
            if let (Some(old), Some(new)) = (was.remove(&from), is.remove(&to)) {
                self.media_type(&old, &new, &to, used);
            }
        }
        let area = match used.status {
            Some(_) => Area::Responses,
            None => Area::RequestBody,
        };
        let offer = Use {
            direction: if self.scope.is_reversed && used.status.is_none() {
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
        ) && let Some(effect) = related(from, to, used.direction)
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
            let cover = covering(&all_new, &name);
            let effect = match (&cover, used.direction) {
                // Whatever comes now might have come before.
                (None, Direction::Response) if all_new.keys().any(|it| takes_in(&name, it)) => {
                    Effect::Same
                }
                (None, _) => Effect::Narrower,
                (Some(_), Direction::Request) => Effect::Same,
                // Who asked for it may get another of the range.
                (Some(_), Direction::Response) => Effect::Unknown,
            };
            let event = event.effect(effect).subject(name.as_str());
            self.push_used(event, offer.clone());
            if let Some((_, cover)) = cover {
                self.media_type(&node, &cover, &name, used);
            }
        }
        for (name, node) in is {
            let event = Event::new(
                &MEDIA_TYPE_ADDED,
                Anchor::near(&old.at),
                Anchor::key(&node.at),
            );
            let cover = covering(&all_old, &name);
            let effect = match &cover {
                None => Effect::Wider,
                Some(_) => Effect::Same,
            };
            let event = event.effect(effect).subject(name.as_str());
            self.push_used(event, offer.clone());
            if let Some((_, cover)) = cover {
                self.media_type(&cover, &node, &name, used);
            }
        }
    }

    /// Compares the schemas of a body, or of its items.
    fn content_schema(
        &mut self,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
        keys: (&str, &str),
        encoding: Encoding,
        area: Area,
        used: &Use,
    ) {
        let is_bytes =
            matches!(encoding, Encoding::Text) && used.media_type.as_deref().is_some_and(is_bytes);
        let says = |side: &Side<'d>, node: &Cursor<'d>, key: &str| {
            let schema = Schema::member(node, key)?;
            let view = View::read(side, &schema);
            let is_silent = view.is_bare() && view.groups.is_empty()
                || is_bytes && view.any(|keywords| keywords.format == Some("binary"));
            Some((schema, is_silent))
        };
        let was = says(&self.comparer.old, old, keys.0);
        let is = says(&self.comparer.new, new, keys.1);
        let (was, is) = match (was, is) {
            // What says nothing is as good as none.
            (Some((_, true)), None) | (None, Some((_, true))) => return,
            // 3.0 calls bytes by a format, and later versions say nothing of them.
            (Some((was, true)), Some((is, true)))
                if is_bytes && self.is_any(&was, true) != self.is_any(&is, false) =>
            {
                return;
            }
            (was, is) => (was.map(|it| it.0), is.map(|it| it.0)),
        };
        match (was, is) {
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

    fn is_any(&self, schema: &Schema<'d>, is_old: bool) -> bool {
        let side = match is_old {
            true => &self.comparer.old,
            false => &self.comparer.new,
        };
        View::read(side, schema).is_any
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
        let encoding = self.body_encoding(old, new, name);
        let items = [item_key(old, name), item_key(new, name)];
        match items[0] == items[1] {
            true => {
                for key in ["schema", "itemSchema"] {
                    self.content_schema((old, new), (key, key), encoding.clone(), area, &used);
                }
            }
            // One version says of each item at one key what the other says at another.
            false => self.content_schema((old, new), (items[0], items[1]), encoding, area, &used),
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
        self.encodings(old, new, name, &used);
    }
}

fn contents<'d>(node: &Cursor<'d>) -> BTreeMap<String, Cursor<'d>> {
    let members = node.named("content").into_iter();
    members
        .map(|(name, node)| (normalized(name), node))
        .collect()
}

/// The media types that are called by another name of the same, on each side one.
fn respelt(
    was: &BTreeMap<String, Cursor<'_>>,
    is: &BTreeMap<String, Cursor<'_>>,
) -> Vec<(String, String)> {
    let is_same = |from: &str, to: &str| {
        related(from, to, Direction::Request) == Some(Effect::Same)
            && related(to, from, Direction::Request) == Some(Effect::Same)
    };
    let pairs = was.keys().filter_map(|from| {
        let mut others = is.keys().filter(|to| is_same(from, to));
        let mut own = was.keys().filter(|other| is_same(other, from));
        match (others.next(), others.next(), own.next(), own.next()) {
            (Some(to), None, Some(_), None) => Some((from.clone(), to.clone())),
            _ => None,
        }
    });
    pairs.collect()
}

/// The key that says what each line of JSON lines is: before 3.2 there was one for all media types.
fn item_key(media_type: &Cursor<'_>, name: &str) -> &'static str {
    let is_lines = media::family(name) == Family::JsonLines;
    match is_lines && media_type.get("itemSchema").is_none() {
        true => "schema",
        false => "itemSchema",
    }
}

pub(super) fn is_json(name: &str) -> bool {
    let bare = name.split(';').next().unwrap_or_default();
    let families = [Family::Json, Family::JsonLines];
    families.contains(&media::family(bare)) || bare.ends_with("json") || bare == "*/*"
}

/// Whether bodies of a media type are bytes, and no text that a schema could describe.
fn is_bytes(name: &str) -> bool {
    media::family(name) == Family::Bytes
}
