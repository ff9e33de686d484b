//! Request bodies, and the media types of bodies and responses.

mod alternatives;

use std::collections::BTreeMap;

use super::name::{self, Case, Scope};
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Schema};
use crate::downlevel::Item;
use crate::ir::wire::{Data, Place, Plain, Statement, Styled, Wire};
use crate::ir::{
    Body, BodyArgument, Content, Docs, EncodedProperty, EventData, MediaKind, Name, Shape, Type,
};
use crate::media::{self, Family};
use crate::parameter;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

impl<'d> Lowerer<'d> {
    pub(super) fn body(
        &mut self,
        body: &'d openapiv3::RequestBody,
        source: Pointer,
        call: &Name,
    ) -> Option<Body> {
        let mut contents = self.contents(&body.content, Direction::Request, call, &source);
        let alternatives = match self.reads_alternatives(Direction::Request) {
            true => self.alternatives(&body.content, &contents, &source),
            false => Vec::new(),
        };
        let argument = match contents.len() {
            0 => return None,
            1 => BodyArgument::Single(contents.remove(0)),
            _ => {
                let name = self
                    .names
                    .take(&name::named_after(call.as_str(), "Body"), Case::Camel);
                let all: Vec<&Content> = contents.iter().collect();
                let variants = media_names("", &all, &mut Scope::default());
                BodyArgument::Several {
                    name,
                    variants: variants.into_iter().zip(contents).collect(),
                }
            }
        };
        let docs = Docs {
            description: body.description.clone(),
            ..Docs::default()
        };
        Some(Body {
            required: body.required,
            docs,
            argument,
            alternatives,
            source,
        })
    }

    /// The media types that matter: one of those that carry the same data, no XML beside JSON.
    pub(super) fn contents(
        &mut self,
        content: &'d openapiv3::Content,
        direction: Direction,
        call: &Name,
        source: &Pointer,
    ) -> Vec<Content> {
        let mut entries: Vec<(&'d str, Family, &'d openapiv3::MediaType)> = content
            .iter()
            .map(|(name, media)| (name.as_str(), self.family(name, media), media))
            .collect();
        let mut all = entries.iter();
        if all.any(|(media_type, ..)| self.is_chosen(media_type)) {
            entries.retain(|(media_type, ..)| self.is_chosen(media_type));
        }
        entries.sort_by_key(|(_, family, _)| *family != Family::Json);
        let has_json = entries.iter().any(|(_, family, _)| *family == Family::Json);
        let mut out: Vec<Content> = Vec::new();
        let mut schemas: Vec<(Family, Option<&Value>, usize)> = Vec::new();
        for (media_type, family, media) in entries {
            let at = self
                .document
                .resolved(&source.keys(["content", media_type]));
            if family == Family::Xml && has_json && !self.is_chosen(media_type) {
                if !self.reads_alternatives(direction) {
                    self.leave_out_xml(&at);
                }
                continue;
            }
            let schema = media
                .schema
                .as_ref()
                .and_then(|slot| self.document.slot(slot));
            let schema = self.content_schema(family, schema, &at);
            let value = schema.as_ref().map(|schema| schema.parts[0].value);
            let same_data = schemas.iter().find(|(known, schema, _)| {
                *schema == value
                    && (*known == family
                        || (*known == Family::Json
                            && matches!(family, Family::Form | Family::Text | Family::Any)))
            });
            let kinds = match same_data.filter(|_| family != Family::Bytes) {
                // A server may well answer with the text of what is JSON elsewhere.
                Some((Family::Json, _, index))
                    if family == Family::Text && direction == Direction::Response =>
                {
                    let kind = out
                        .get(*index)
                        .and_then(|json| self.text_of_json(&json.kind));
                    kind.into_iter().map(|kind| (None, kind)).collect()
                }
                Some(_) => continue,
                None => {
                    let stated = (media_type, family, media);
                    self.media_kinds(stated, schema, direction, call, &at)
                }
            };
            schemas.push((family, value, out.len()));
            if let Some((_, kind)) = kinds.first() {
                self.judge_items(media_type, kind, direction, &at);
            }
            for (branch, kind) in kinds {
                out.push(Content {
                    media_type: media_type.to_owned(),
                    kind,
                    // Only a request shows one in its docs.
                    examples: match direction {
                        Direction::Request => self.example_at(&at),
                        Direction::Both | Direction::Response => Vec::new(),
                    },
                    branch,
                    source: at.clone(),
                });
            }
        }
        out
    }

    fn leave_out_xml(&mut self, at: &Pointer) {
        let message = "XML is left out, since JSON is offered";
        self.diagnostics
            .push(Diagnostic::new(codes::XML_AS_TEXT, message).at_key(at, ""));
    }

    /// How a body of a media type travels: one that is `binary` as a whole is bytes whatever they are in,
    /// since a file may well be JSON or text, and no JSON and no text is binary.
    fn family(&mut self, media_type: &str, media: &'d openapiv3::MediaType) -> Family {
        let family = media::family(media_type);
        if !matches!(family, Family::Json | Family::Text | Family::Xml) {
            return family;
        }
        let slot = media.schema.as_ref();
        let schema = slot.and_then(|slot| self.document.slot(slot));
        let is_binary = schema.is_some_and(|schema| {
            let merged = self.look(&schema);
            merged.format == Some("binary") && self.is_text(&schema)
        });
        match is_binary {
            true => Family::Bytes,
            false => family,
        }
    }

    /// The text of what is one value as JSON.
    fn text_of_json(&self, json: &MediaKind) -> Option<MediaKind> {
        let MediaKind::Json(shape) = json else {
            return None;
        };
        match self.types.data(shape) {
            Data::One(plain) => Some(MediaKind::Text(shape.clone(), plain)),
            _ => None,
        }
    }

    /// How a media type is read and written; a form that is one of several is each of them.
    fn media_kinds(
        &mut self,
        (media_type, family, media): (&str, Family, &'d openapiv3::MediaType),
        schema: Option<Schema<'d>>,
        direction: Direction,
        call: &Name,
        at: &Pointer,
    ) -> Vec<(Option<String>, MediaKind)> {
        if family == Family::Multipart
            && direction != Direction::Response
            && let Some(parts) = self.positions(schema.as_ref(), call, at)
        {
            return vec![(None, parts)];
        }
        if family == Family::EventStream
            && direction == Direction::Response
            && let Some(events) = schema
                .as_ref()
                .and_then(|it| self.typed_events(it, call, at))
        {
            return vec![(None, events)];
        }
        if family == Family::Multipart
            && direction == Direction::Response
            && let Some(parts) = self.part_stream(schema.as_ref(), at)
        {
            return vec![(None, parts)];
        }
        match (family, schema) {
            (Family::Multipart, Some(schema)) if direction != Direction::Response => {
                self.multipart(&media.encoding, &schema, call, (media_type, at))
            }
            (_, schema) => vec![(None, self.media_kind(media, family, schema, direction, at))],
        }
    }

    fn media_kind(
        &mut self,
        media: &'d openapiv3::MediaType,
        family: Family,
        schema: Option<Schema<'d>>,
        direction: Direction,
        at: &Pointer,
    ) -> MediaKind {
        let shape = |lowerer: &mut Self| match &schema {
            Some(schema) => lowerer.message_shape(schema, direction),
            None => Shape::new(Type::Value, at.clone()),
        };
        match family {
            Family::Json => MediaKind::Json(shape(self)),
            Family::EventStream => self.events(schema.as_ref(), direction, at),
            Family::JsonLines => MediaKind::JsonLines(shape(self)),
            Family::Form if direction != Direction::Response => {
                let encoded = match &schema {
                    Some(schema) => self.encoded_properties(&media.encoding, schema, at),
                    None => Vec::new(),
                };
                MediaKind::Form(shape(self), encoded)
            }
            Family::Any => match &schema {
                Some(schema) if !self.is_text(schema) => MediaKind::Json(shape(self)),
                _ => MediaKind::Bytes,
            },
            Family::Text => self.text(schema.as_ref(), direction, at),
            Family::Xml => self.xml_body(schema.as_ref(), direction, at),
            Family::Form => MediaKind::Text(Shape::new(Type::String, at.clone()), Plain::Text),
            Family::Bytes => {
                if let Some(schema) = &schema {
                    let merged = self.look(schema);
                    self.not_judged_as_bytes(&merged);
                }
                match self.is_base64(schema.as_ref()) {
                    true => MediaKind::Base64,
                    false => MediaKind::Bytes,
                }
            }
            Family::Multipart => MediaKind::Bytes,
        }
    }

    /// A stream of events, of which the schema is that of their data or of them as a whole.
    fn events(
        &mut self,
        schema: Option<&Schema<'d>>,
        direction: Direction,
        at: &Pointer,
    ) -> MediaKind {
        let Some(schema) = schema else {
            let any = Shape::new(Type::Value, at.clone());
            return MediaKind::EventStream(any, EventData::Either);
        };
        let data = match self.is_of_whole_items(at) {
            true => self.event_data(schema),
            false => None,
        };
        let (schema, data) = data.unwrap_or_else(|| (schema.clone(), EventData::Either));
        MediaKind::EventStream(self.message_shape(&schema, direction), data)
    }

    /// A body in XML; one whose schema is of no element's content is a text.
    fn xml_body(
        &mut self,
        schema: Option<&Schema<'d>>,
        direction: Direction,
        at: &Pointer,
    ) -> MediaKind {
        if let Some(schema) = schema {
            let shape = self.message_shape(schema, direction);
            if self.has_elements(&shape) {
                let xml = self.xml(schema);
                if self.may_write(xml.contents.len()) {
                    return MediaKind::Xml(shape, xml);
                }
                self.not_written_out(at, "XML", "it is passed as text");
                return MediaKind::Text(Shape::new(Type::String, at.clone()), Plain::Text);
            }
        }
        let message = "XML is passed as text";
        let diagnostic = Diagnostic::new(codes::XML_AS_TEXT, message);
        self.diagnostics.push(diagnostic.at_key(at, ""));
        MediaKind::Text(Shape::new(Type::String, at.clone()), Plain::Text)
    }

    /// Whether data is what an element holds, and not a text.
    pub(super) fn has_elements(&self, shape: &Shape) -> bool {
        let data = self.types.data(shape);
        !matches!(data, Data::One(_) | Data::Any | Data::Bytes)
    }

    /// A body of text: a single value, judged as its schema says, or else any text.
    fn text(
        &mut self,
        schema: Option<&Schema<'d>>,
        direction: Direction,
        at: &Pointer,
    ) -> MediaKind {
        let any = Shape::new(Type::String, at.clone());
        let Some(schema) = schema else {
            return MediaKind::Text(any, Plain::Text);
        };
        let merged = self.look(schema);
        if !merged.says_anything() {
            return MediaKind::Text(any, Plain::Text);
        }
        let shape = self.message_shape(schema, direction);
        let wire = self.wire(Place::Text, Statement::default(), &shape, schema.at());
        match (self.types.data(&shape), wire) {
            // A text is never null.
            (Data::One(_), Wire::Text(plain)) => MediaKind::Text(
                Shape {
                    nullable: false,
                    ..shape
                },
                plain,
            ),
            _ => MediaKind::Text(any, Plain::Text),
        }
    }

    /// Whether a body of bytes travels as base64: by `contentEncoding`, or by the formats that OpenAPI 3.0
    /// has in its place.
    fn is_base64(&mut self, schema: Option<&Schema<'d>>) -> bool {
        let Some(schema) = schema else {
            return false;
        };
        let merged = self.look(schema);
        if !self.is_text(schema) {
            return false;
        }
        let Some(encoding) = merged.notes.content_encoding else {
            if merged.format == Some("byte") {
                // Some documents mean the bytes themselves.
                let message = "a body in the format `byte` is sent and read as base64";
                let help = "`format: binary` is the bytes as they are";
                let diagnostic = Diagnostic::new(codes::BYTE_BODY, message).help(help);
                self.diagnostics.push(diagnostic.at_key(schema.at(), ""));
            }
            return matches!(merged.format, Some("byte" | "base64"));
        };
        let is_base64 = encoding == "base64";
        if !is_base64 {
            self.complain_of_encoding(encoding, schema.at());
        }
        is_base64
    }

    /// The properties of a form whose Encoding Object says how they are written.
    pub(super) fn encoded_properties(
        &mut self,
        encodings: &IndexMap<String, openapiv3::Encoding>,
        schema: &Schema<'d>,
        at: &Pointer,
    ) -> Vec<EncodedProperty> {
        let merged = self.look(schema);
        let properties = merged.properties.iter();
        let properties: BTreeMap<&str, &Schema<'d>> =
            properties.map(|(name, schema)| (*name, schema)).collect();
        let mut out = Vec::new();
        for (wire, encoding) in encodings {
            let stated_at = at.keys(["encoding", wire]);
            let style = self.states_style(&stated_at).then(|| Styled {
                style: encoding
                    .style
                    .as_ref()
                    .map_or(crate::ir::Style::Form, |style| self.query_style(style)),
                explode: self.explodes(encoding, &stated_at),
                allow_reserved: encoding.allow_reserved,
            });
            let stated = Statement {
                style,
                media_type: encoding.content_type.as_deref(),
            };
            let data = match properties.get(wire.as_str()) {
                Some(schema) => {
                    let shape = self.message_shape(schema, Direction::Request);
                    self.types.data(&shape)
                }
                None => Data::Any,
            };
            let form = self.wire_of(Place::Field, stated, &data, &stated_at);
            if form != Wire::Content {
                out.push(EncodedProperty {
                    wire: wire.clone(),
                    form,
                });
            }
        }
        out
    }

    /// Whether items and properties are entries of their own; in the style `form` by default.
    pub(super) fn explodes(&self, encoding: &openapiv3::Encoding, at: &Pointer) -> bool {
        let stated = at.resolve(&self.document.value);
        let style = stated.and_then(|stated| stated.get("style")?.as_str());
        match stated.and_then(|stated| stated.get("explode")) {
            Some(_) => encoding.explode,
            None => parameter::explodes(style.unwrap_or("form")),
        }
    }

    pub(super) fn is_text(&mut self, schema: &Schema<'d>) -> bool {
        let merged = self.look(schema);
        let types = merged.types.as_ref();
        types.is_some_and(|(kinds, _)| kinds.single() == Some(Kind::String))
    }

    /// The types of what a server sends to the client's own addresses: webhooks and callbacks.
    pub(super) fn webhooks(&mut self) -> Vec<Shape> {
        let beyond = &self.document.beyond;
        let called = beyond.webhooks.iter().chain(&beyond.callbacks);
        let items = called.map(|called| &called.item);
        let mut places: Vec<Pointer> = items.flat_map(payloads).collect();
        places.sort();
        let shapes = places.iter().filter_map(|at| {
            let schema = self.document.schema_at(at)?;
            Some(self.shape(&schema, Direction::Response))
        });
        shapes.collect()
    }
}

/// Where the schemas of an item's request bodies stand.
pub(super) fn payloads(item: &Item) -> Vec<Pointer> {
    let bodies = item
        .operations
        .iter()
        .filter_map(|(_, operation)| operation.request_body.as_ref()?.as_item());
    let slots = bodies
        .flat_map(|body| body.content.values())
        .filter_map(|media| media.schema.as_ref());
    slots
        .filter_map(|slot| match slot {
            ReferenceOr::Reference { reference } => Pointer::parse(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}

/// What bodies of several media types or branches are called, each after `start`.
pub(super) fn media_names(start: &str, contents: &[&Content], scope: &mut Scope) -> Vec<Name> {
    let words = contents.iter().map(|content| {
        let word = content.branch.clone();
        let word = word.unwrap_or_else(|| media_word(&content.media_type));
        format!("{start}{}", name::identifier(&word, Case::Camel))
    });
    let words: Vec<String> = words.collect();
    let types = contents.iter().map(|content| content.media_type.as_str());
    let asked: Vec<(&str, &str)> = words.iter().map(String::as_str).zip(types).collect();
    name::allocate_as(&asked, Case::Camel, scope)
}

/// A media type as a word of an identifier.
fn media_word(media_type: &str) -> String {
    match media::family(media_type) {
        Family::Json => "Json".to_owned(),
        Family::Form => "Form".to_owned(),
        Family::Multipart => "Multipart".to_owned(),
        Family::Xml => "Xml".to_owned(),
        Family::EventStream => "EventStream".to_owned(),
        Family::JsonLines => "JsonLines".to_owned(),
        Family::Any => "Any".to_owned(),
        Family::Text if media_type.starts_with("text/plain") => "Text".to_owned(),
        Family::Text | Family::Bytes => {
            let essence = media_type.split(';').next().unwrap_or_default();
            essence
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .replace('*', essence.split('/').next().unwrap_or_default())
        }
    }
}
