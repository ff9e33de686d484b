//! How each property of a form is written: encodings, and what holds where there is none.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use crate::cursor::Cursor;
use crate::document::{Kind, Schema};
use crate::media::{self, Family};
use crate::version::Version;

use super::super::super::effect::Effect;
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::super::schema::{Encoding, shown};
use super::super::super::view::{Side, View};
use super::super::{Area, Use, Walker};
use super::content::is_json;
use super::media_types::{normalized, takes_in};

/// What an Encoding Object says of how a value is written.
const WRITTEN: [&str; 3] = ["style", "explode", "allowReserved"];

/// The media type of a part of which none is known.
const UNKNOWN: &str = "";

/// One side of the encodings of a property.
struct Encoded<'c, 'd> {
    side: &'c Side<'d>,
    /// What is said of it, if anything is.
    node: Option<Cursor<'d>>,
    /// The media type that the form is of.
    form: &'c Cursor<'d>,
    schema: Option<Schema<'d>>,
}

impl<'d> Walker<'d> {
    /// How a body of a media type is written. A part of a form is JSON where both documents say so, or say
    /// nothing and it holds objects; each item of an array is a part of its own.
    pub(super) fn body_encoding(&self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str) -> Encoding {
        let family = media::family(name);
        if is_json(name) {
            return Encoding::Json;
        }
        if !matches!(family, Family::Form | Family::Multipart) {
            return Encoding::Text;
        }
        let names = |side: &'_ Side<'d>, form: &Cursor<'d>| -> BTreeSet<String> {
            let Some(schema) = Schema::member(form, "schema") else {
                return BTreeSet::new();
            };
            let properties = View::read(side, &schema).properties();
            let is_json = |name: &&str| {
                let said = form.named("encoding").into_iter();
                let node = said.clone().find(|(known, _)| known == name);
                let encoded = Encoded::new(side, node.map(|(_, node)| node), form, name);
                encoded.is_json(family)
            };
            let json = properties.into_keys().filter(is_json);
            json.map(str::to_owned).collect()
        };
        let was = names(&self.comparer.old, old);
        let is = names(&self.comparer.new, new);
        Encoding::Form(Rc::new(was.intersection(&is).cloned().collect()))
    }

    /// Compares how the properties of a form are written.
    pub(super) fn encodings(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str, used: &Use) {
        let names = |form: &Cursor<'d>| form.named("encoding").into_iter().map(|(name, _)| name);
        let names: BTreeSet<&str> = names(old).chain(names(new)).collect();
        let is_form = matches!(media::family(name), Family::Form | Family::Multipart);
        let is_multipart = media::family(name) == Family::Multipart;
        for name in names {
            let node = |form: &Cursor<'d>| {
                let mut all = form.named("encoding").into_iter();
                all.find(|(known, _)| *known == name).map(|(_, node)| node)
            };
            let (before, after) = (node(old), node(new));
            let (events, counts) = {
                let (side, other) = (&self.comparer.old, &self.comparer.new);
                let was = Encoded::new(side, before.clone(), old, name);
                let is = Encoded::new(other, after.clone(), new, name);
                let counts = is_form && (was.schema.is_some() || is.schema.is_some());
                (compare(&was, &is, name), counts)
            };
            for event in events {
                let event = match counts {
                    true => event,
                    // OpenAPI: it is of a property, and of forms; elsewhere, nobody reads it.
                    false => event.effect(Effect::Annotation),
                };
                self.push_used(event, used.clone());
            }
            // OpenAPI, Encoding Object: they are ignored where there are no parts.
            if counts && is_multipart {
                let holders = (
                    before.as_ref().unwrap_or(old),
                    after.as_ref().unwrap_or(new),
                );
                let used = Use {
                    area: Area::Headers,
                    ..used.clone()
                };
                self.headers(holders.0, holders.1, &used);
            }
        }
    }
}

fn compare(was: &Encoded<'_, '_>, is: &Encoded<'_, '_>, name: &str) -> Vec<Event> {
    let event = |key: &str, effect: Effect, from: Option<String>, to: Option<String>| {
        let mut event = Event::new(&ENCODING_CHANGED, was.place(), is.place());
        (event.from, event.to) = (from, to);
        event.effect(effect).subject(format!("{name}: {key}"))
    };
    let mut events = Vec::new();
    let (old, new) = (was.media_types(), is.media_types());
    if old != new {
        let covers = |wide: &BTreeSet<String>, narrow: &BTreeSet<String>| {
            let is_in = |name: &String| wide.iter().any(|range| takes_in(range, name));
            narrow.iter().all(is_in)
        };
        let effect = match (covers(&new, &old), covers(&old, &new)) {
            (true, true) => Effect::Same,
            (true, false) => Effect::Wider,
            (false, true) => Effect::Narrower,
            (false, false) => Effect::Incomparable,
        };
        let said = |side: &Encoded<'_, '_>| side.said("contentType").map(shown);
        events.push(event("contentType", effect, said(was), said(is)));
    }
    let is_whole = was.is_whole() && is.is_whole();
    for key in WRITTEN {
        let (old, new) = (was.written(key), is.written(key));
        // What has no parts cannot be written part by part.
        if old != new && !(key == "explode" && is_whole) {
            let (from, to) = (was.said(key).map(shown), is.said(key).map(shown));
            events.push(event(key, Effect::Incomparable, from, to));
        }
    }
    events
}

impl<'c, 'd> Encoded<'c, 'd> {
    fn new(side: &'c Side<'d>, node: Option<Cursor<'d>>, form: &'c Cursor<'d>, name: &str) -> Self {
        let schema = Schema::member(form, "schema");
        let property = schema.and_then(|schema| {
            let view = View::read(side, &schema);
            view.properties().get(name).cloned()
        });
        Self {
            side,
            node,
            form,
            schema: property,
        }
    }

    fn place(&self) -> Anchor {
        match &self.node {
            Some(node) => Anchor::whole(&node.at),
            None => Anchor::near(&self.form.at),
        }
    }

    fn said(&self, key: &str) -> Option<&'d Value> {
        self.node.as_ref()?.value.get(key)
    }

    /// What holds at a key, whether it is said or not.
    fn written(&self, key: &str) -> Value {
        // OpenAPI 3.0 has styles of parts ignored.
        let counts = self.side.document.version != Version::V3_0
            || media::family(&self.form.at.last().unwrap_or_default()) != Family::Multipart;
        let said = self.said(key).filter(|_| counts).cloned();
        let style = self.said("style").filter(|_| counts);
        let style = style.and_then(Value::as_str);
        let style = style.unwrap_or("form");
        said.unwrap_or_else(|| match key {
            "style" => Value::from("form"),
            "explode" => Value::from(style == "form"),
            _ => Value::Bool(false),
        })
    }

    /// The media types that the property may be of, where that is known.
    fn media_types(&self) -> BTreeSet<String> {
        match self.said("contentType").and_then(Value::as_str) {
            Some(list) => list.split(',').map(normalized).collect(),
            None => {
                let usual = self.schema.as_ref();
                let usual = usual.and_then(|schema| usual_type(self.side, schema));
                BTreeSet::from([usual.unwrap_or(UNKNOWN).to_owned()])
            }
        }
    }

    /// Whether the property, which is no array, is written as JSON in a form.
    fn is_json(&self, family: Family) -> bool {
        let is_list = self.schema.as_ref().is_none_or(|schema| {
            let values = View::read(self.side, schema).values;
            let are_scalars = values.is_some_and(|values| !values.iter().any(|it| it.is_array()));
            !are_scalars && !super::is_whole(self.side, schema, &[Kind::Array])
        });
        let is_said = self.said("contentType").is_some() || family == Family::Multipart;
        is_said && !is_list && self.media_types().iter().all(|name| is_json(name))
    }

    fn is_whole(&self) -> bool {
        let kinds = [Kind::Array, Kind::Object];
        let schema = self.schema.as_ref();
        schema.is_some_and(|schema| super::is_whole(self.side, schema, &kinds))
    }
}

/// The media type that a part has by itself (OpenAPI, Encoding Object, `contentType`).
fn usual_type<'d>(side: &Side<'d>, schema: &Schema<'d>) -> Option<&'static str> {
    const DEPTH: usize = 4;
    let mut schema = schema.clone();
    for _ in 0..DEPTH {
        let view = View::read(side, &schema);
        let kinds: Vec<Kind> = view.kinds.iter().collect();
        let is_encoded = view.any(|keywords| {
            matches!(keywords.format, Some("binary" | "byte"))
                || keywords.content_encoding.is_some()
        });
        return match kinds.as_slice() {
            _ if view.is_any => None,
            [Kind::Object] => Some("application/json"),
            [Kind::Array] => {
                schema = view.schema(|keywords| keywords.items.clone())?;
                continue;
            }
            [Kind::String] if is_encoded => Some("application/octet-stream"),
            [Kind::Object | Kind::Array, ..] => None,
            [] => None,
            _ => Some("text/plain"),
        };
    }
    None
}
