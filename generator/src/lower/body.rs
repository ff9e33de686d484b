//! Request bodies, and the media types of bodies and responses.

use super::all_of::merge;
use super::name::{self, Case, Scope};
use super::parameter::query_style;
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Schema};
use crate::ir::{
    Body, BodyArgument, Content, Docs, EncodedProperty, MediaKind, Name, Shape, Style, Type,
};
use crate::media::{self, Family};
use crate::pointer::Pointer;
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
        let argument = match contents.len() {
            0 => return None,
            1 => BodyArgument::Single(contents.remove(0)),
            _ => {
                let name = self
                    .names
                    .take(&name::named_after(call.as_str(), "Body"), Case::Camel);
                let variants = media_names("", &contents, &mut Scope::default());
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
            .map(|(name, media)| (name.as_str(), media::family(name), media))
            .collect();
        entries.sort_by_key(|(_, family, _)| *family != Family::Json);
        let has_json = entries.iter().any(|(_, family, _)| *family == Family::Json);
        let mut out: Vec<Content> = Vec::new();
        let mut schemas: Vec<(Family, Option<&Value>)> = Vec::new();
        for (media_type, family, media) in entries {
            let at = source.keys(["content", media_type]);
            if family == Family::Xml {
                let message = if has_json {
                    "XML is left out, since JSON is offered"
                } else {
                    "XML is passed as text"
                };
                self.diagnostics
                    .push(Diagnostic::new(codes::XML_AS_TEXT, message).at_key(&at, ""));
                if has_json {
                    continue;
                }
            }
            let schema = media
                .schema
                .as_ref()
                .and_then(|slot| self.document.slot(slot));
            let value = schema.as_ref().map(|schema| schema.parts[0].value);
            let same_data = schemas.iter().any(|(known, schema)| {
                *schema == value
                    && (*known == family
                        || (*known == Family::Json
                            && matches!(family, Family::Form | Family::Text | Family::Any)))
            });
            if same_data && family != Family::Bytes {
                continue;
            }
            schemas.push((family, value));
            let kind = self.media_kind(media, family, schema, direction, call, &at);
            out.push(Content {
                media_type: media_type.to_owned(),
                kind,
                // Only a request shows one in its docs.
                examples: match direction {
                    Direction::Request => self.example_at(&at),
                    Direction::Both | Direction::Response => Vec::new(),
                },
            });
        }
        out
    }

    pub(super) fn media_kind(
        &mut self,
        media: &'d openapiv3::MediaType,
        family: Family,
        schema: Option<Schema<'d>>,
        direction: Direction,
        call: &Name,
        at: &Pointer,
    ) -> MediaKind {
        let shape = |lowerer: &mut Self| match &schema {
            Some(schema) => lowerer.shape(schema, direction),
            None => Shape::new(Type::Value, at.clone()),
        };
        match family {
            Family::Json => MediaKind::Json(shape(self)),
            Family::EventStream => MediaKind::EventStream(shape(self)),
            Family::JsonLines => MediaKind::JsonLines(shape(self)),
            Family::Form if direction != Direction::Response => {
                let encoded = media
                    .encoding
                    .iter()
                    .map(|(wire, encoding)| EncodedProperty {
                        wire: wire.clone(),
                        style: encoding.style.as_ref().map_or(Style::Form, query_style),
                        explode: encoding.explode,
                    });
                MediaKind::Form(shape(self), encoded.collect())
            }
            Family::Multipart if direction != Direction::Response => match schema {
                Some(schema) => self.multipart(media, &schema, call, at),
                None => MediaKind::Bytes,
            },
            Family::Any => match &schema {
                Some(schema) if !self.is_text(schema) => MediaKind::Json(shape(self)),
                _ => MediaKind::Bytes,
            },
            Family::Text | Family::Xml | Family::Form => MediaKind::Text,
            Family::Bytes | Family::Multipart => MediaKind::Bytes,
        }
    }

    pub(super) fn is_text(&mut self, schema: &Schema<'d>) -> bool {
        let merged = merge(self.document, schema, &mut self.silent);
        merged
            .types
            .is_some_and(|(kinds, _)| kinds.single() == Some(Kind::String))
    }

    /// The types of what a server sends to the client's own addresses: webhooks and callbacks.
    pub(super) fn webhooks(&mut self) {
        let hooks = self.document.beyond.webhooks.iter();
        let mut places: Vec<Pointer> = hooks.flat_map(payloads).collect();
        for item in self
            .document
            .openapi
            .paths
            .paths
            .values()
            .filter_map(ReferenceOr::as_item)
        {
            for (_, operation) in item.iter() {
                places.extend(
                    operation
                        .callbacks
                        .values()
                        .flat_map(|callback| callback.values())
                        .flat_map(payloads),
                );
            }
        }
        places.sort();
        for at in places {
            if let Some(schema) = self.document.schema_at(&at) {
                self.shape(&schema, Direction::Response);
            }
        }
    }
}

/// Where the schemas of an item's request bodies stand.
pub(super) fn payloads(item: &openapiv3::PathItem) -> Vec<Pointer> {
    let bodies = item
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

/// What bodies of several media types are called, each after `start`.
pub(super) fn media_names(start: &str, contents: &[Content], scope: &mut Scope) -> Vec<Name> {
    let types = contents.iter().map(|content| content.media_type.as_str());
    let words = types.clone().map(|media_type| {
        let word = name::identifier(&media_word(media_type), Case::Camel);
        format!("{start}{word}")
    });
    let words: Vec<String> = words.collect();
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
