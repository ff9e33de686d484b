//! How each property of a form is written: encodings, and what holds where there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::cursor::Cursor;
use crate::document::{Kind, Schema};
use crate::media::{self, Family};
use crate::version::Version;

use super::super::super::effect::{Direction, Effect};
use super::super::super::event::{Anchor, Event};
use super::super::super::rule::*;
use super::super::super::schema::{Encoding, shown};
use super::super::super::view::{Side, View};
use super::super::{Area, Use, Walker};
use super::content::is_json;
use super::may_stand_reserved;
use super::media_types::{normalized, takes_in};

/// What an Encoding Object says of how a value is written.
const WRITTEN: [&str; 3] = ["style", "explode", "allowReserved"];

/// The media type of a part of which none is known.
const UNKNOWN: &str = "";

/// That of a part which holds text.
const TEXT: &str = "text/plain";

/// What stands for that of a part which a style says how to write.
const STYLED: &str = "styled";

/// One side of a form: its properties, and what is said of how they are written, read once for all of them.
struct Form<'c, 'd> {
    side: &'c Side<'d>,
    /// The media type that it is of.
    node: &'c Cursor<'d>,
    family: Family,
    encodings: BTreeMap<&'d str, Cursor<'d>>,
    properties: IndexMap<&'d str, Schema<'d>>,
}

/// One side of the encodings of a property.
struct Encoded<'f, 'd> {
    form: &'f Form<'f, 'd>,
    /// What is said of it, if anything is.
    node: Option<&'f Cursor<'d>>,
    schema: Option<&'f Schema<'d>>,
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
            return match family {
                Family::Xml => Encoding::Xml,
                _ => Encoding::Text,
            };
        }
        let names = |side: &'_ Side<'d>, form: &Cursor<'d>| -> BTreeSet<String> {
            let form = Form::read(side, form, family);
            let names = form.properties.keys().copied();
            let json = names.filter(|name| form.of(name).is_json());
            json.map(str::to_owned).collect()
        };
        let was = names(&self.comparer.old, old);
        let is = names(&self.comparer.new, new);
        Encoding::Form(Rc::new(was.intersection(&is).cloned().collect()))
    }

    /// Compares how the properties of a form are written.
    pub(super) fn encodings(&mut self, old: &Cursor<'d>, new: &Cursor<'d>, name: &str, used: &Use) {
        let family = media::family(name);
        let is_form = matches!(family, Family::Form | Family::Multipart);
        let (mut events, mut parts) = (Vec::new(), Vec::new());
        {
            let was = Form::read(&self.comparer.old, old, family);
            let is = Form::read(&self.comparer.new, new, family);
            let names: BTreeSet<&str> = was
                .encodings
                .keys()
                .chain(is.encodings.keys())
                .copied()
                .collect();
            for name in names {
                let (was, is) = (was.of(name), is.of(name));
                let is_left_out = [&was, &is]
                    .into_iter()
                    .all(|it| it.schema.is_none() || it.is_left_out(used.direction));
                let counts = is_form && !is_left_out;
                let found = compare(&was, &is, name).into_iter();
                events.extend(found.map(|event| match counts {
                    true => event,
                    // OpenAPI: it is of a property, and of forms; elsewhere, nobody reads it.
                    false => event.effect(Effect::Annotation),
                }));
                // OpenAPI, Encoding Object: headers are ignored where there are no parts.
                if counts && family == Family::Multipart {
                    let holder =
                        |side: &Encoded<'_, 'd>| side.node.unwrap_or(side.form.node).clone();
                    parts.push((holder(&was), holder(&is)));
                }
            }
        }
        for event in events {
            self.push_used(event, used.clone());
        }
        let used = Use {
            area: Area::Headers,
            ..used.clone()
        };
        for (was, is) in parts {
            self.headers(&was, &is, &used);
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
            let effect = match key {
                "allowReserved" => may_stand_reserved(new == Value::Bool(true)),
                _ => Effect::Incomparable,
            };
            events.push(event(key, effect, from, to));
        }
    }
    events
}

impl<'c, 'd> Form<'c, 'd> {
    fn read(side: &'c Side<'d>, node: &'c Cursor<'d>, family: Family) -> Self {
        let schema = Schema::member(node, "schema");
        let properties = schema.map(|schema| View::read(side, &schema).properties());
        Self {
            side,
            node,
            family,
            encodings: node.named("encoding").into_iter().collect(),
            properties: properties.unwrap_or_default(),
        }
    }

    /// How a property is written.
    fn of(&self, name: &str) -> Encoded<'_, 'd> {
        Encoded {
            form: self,
            node: self.encodings.get(name),
            schema: self.properties.get(name),
        }
    }
}

impl<'d> Encoded<'_, 'd> {
    fn place(&self) -> Anchor {
        match &self.node {
            Some(node) => Anchor::whole(&node.at),
            None => Anchor::near(&self.form.node.at),
        }
    }

    fn said(&self, key: &str) -> Option<&'d Value> {
        self.node.as_ref()?.value.get(key)
    }

    /// What holds at a key, whether it is said or not.
    fn written(&self, key: &str) -> Value {
        let counts = self.has_styles();
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
        let usual = || {
            let schema = self.schema?;
            usual_type(self.form.side, schema)
        };
        if self.is_styled() {
            // Of texts, whether one or several, a style says no more than that they are texts: how several are set
            // apart, its keys say each.
            let written = if self.is_whole() || usual() == Some(TEXT) {
                TEXT
            } else {
                STYLED
            };
            return BTreeSet::from([written.to_owned()]);
        }
        match self.said("contentType").and_then(Value::as_str) {
            Some(list) => list.split(',').map(normalized).collect(),
            None => BTreeSet::from([usual().unwrap_or(UNKNOWN).to_owned()]),
        }
    }

    /// Whether a style says how it is written: then `contentType` is ignored (OpenAPI 3.1, Encoding Object).
    fn is_styled(&self) -> bool {
        self.has_styles() && WRITTEN.iter().any(|key| self.said(key).is_some())
    }

    /// Whether a style counts: OpenAPI 3.0 has those of parts ignored.
    fn has_styles(&self) -> bool {
        let is_older = self.form.side.document.version == Version::V3_0;
        !is_older || self.form.family != Family::Multipart
    }

    /// Whether it does not go that way, so that nothing is written.
    fn is_left_out(&self, direction: Direction) -> bool {
        self.schema.is_some_and(|schema| {
            View::read(self.form.side, schema).any(|keywords| match direction {
                Direction::Request => keywords.read_only,
                Direction::Response => keywords.write_only,
            })
        })
    }

    /// Whether the property, which is no array, is written as JSON in a form.
    fn is_json(&self) -> bool {
        if self.is_styled() {
            return false;
        }
        let is_list = self.schema.is_none_or(|schema| {
            let values = View::read(self.form.side, schema).values;
            let are_scalars = values.is_some_and(|values| !values.iter().any(|it| it.is_array()));
            !are_scalars && !super::is_whole(self.form.side, schema, &[Kind::Array])
        });
        let is_said = self.said("contentType").is_some() || self.form.family == Family::Multipart;
        is_said && !is_list && self.media_types().iter().all(|name| is_json(name))
    }

    fn is_whole(&self) -> bool {
        let kinds = [Kind::Array, Kind::Object];
        let is_whole = |schema| super::is_whole(self.form.side, schema, &kinds);
        self.schema.is_some_and(is_whole)
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
        let said = view.first("contentMediaType", |keywords| keywords.content_media_type);
        let is_bytes = said.is_some_and(|said| media::family(said.value) == Family::Bytes);
        return match kinds.as_slice() {
            // What has no type, or is encoded, is bytes to later versions, and 3.0 calls it by a format.
            _ if view.is_any && is_bytes => Some("application/octet-stream"),
            _ if view.is_any => None,
            [Kind::Object] => Some("application/json"),
            [Kind::Array] => {
                schema = view.schema(|keywords| keywords.items.clone())?;
                continue;
            }
            [Kind::String] if is_encoded || is_bytes => Some("application/octet-stream"),
            [Kind::Object | Kind::Array, ..] => None,
            [] => None,
            _ => Some(TEXT),
        };
    }
    None
}
