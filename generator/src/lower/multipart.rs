//! The parts of a multipart body.

use super::all_of::{Merged, merge};
use super::name::{self, Case, Scope};
use super::parameter::query_style;
use super::{Direction, Lowerer};
use crate::document::{Kind, Schema, Version};
use crate::format;
use crate::ir::{Constraint, MediaKind, Name, Part, PartStyle, Payload, Shape, Style, Type};
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// The parts of a body whose media type stands at `at`.
    pub(super) fn multipart(
        &mut self,
        media: &'d openapiv3::MediaType,
        schema: &Schema<'d>,
        call: &Name,
        at: &Pointer,
    ) -> MediaKind {
        let merged = merge(self.document, schema, &mut self.diagnostics);
        let wires: Vec<&str> = merged.properties.iter().map(|(name, _)| *name).collect();
        let names = name::allocate(&wires, Case::Snake, &mut Scope::default());
        let is_form = at
            .last()
            .is_some_and(|media_type| is_form_data(&media_type));
        let mut parts = Vec::with_capacity(names.len());
        for ((wire, schema), name) in merged.properties.iter().zip(names) {
            let encoding = media.encoding.get(*wire);
            let required = merged.required.contains(wire);
            // OpenAPI 3.0 has styles ignored here.
            let encoding_styled = encoding
                .filter(|_| is_form && self.document.version == Version::V3_1)
                .filter(|_| self.states_style(&at.keys(["encoding", wire])));
            parts.push(match encoding_styled {
                Some(encoding) => self.styled_part(wire, name, required, schema, encoding),
                None => {
                    let content_type = encoding.and_then(|encoding| encoding.content_type.clone());
                    self.part(wire, name, required, schema, content_type)
                }
            });
        }
        let name = self
            .names
            .take(&name::named_after(call.as_str(), "Form"), Case::Camel);
        MediaKind::Multipart { name, parts }
    }

    /// Whether the encoding at a place says how a part is styled: the model has a style for all.
    fn states_style(&self, at: &Pointer) -> bool {
        let encoding = at.resolve(&self.document.value);
        encoding.is_some_and(|encoding| {
            let keys = ["style", "explode", "allowReserved"];
            keys.iter().any(|key| encoding.get(*key).is_some())
        })
    }

    /// A part in the media type of its encoding, or else of its kind; of an array, one an item.
    fn part(
        &mut self,
        wire: &str,
        name: Name,
        required: bool,
        schema: &Schema<'d>,
        content_type: Option<String>,
    ) -> Part {
        let property = merge(self.document, schema, &mut self.silent);
        let is_array = only_kind(&property) == Some(Kind::Array);
        let items = property.items.clone().filter(|_| is_array);
        let json = content_type
            .as_deref()
            .map(|text| media::family(text) == Family::Json);
        let repeated = items.is_some() && json != Some(true);
        let held = items.filter(|_| repeated).unwrap_or_else(|| schema.clone());
        let payload = self.payload(&held, content_type.as_deref());
        let list = repeated.then(|| self.list_of_parts(&property, &payload, schema.at()));
        Part {
            name,
            wire: wire.to_owned(),
            docs: Self::docs(&property.notes),
            required,
            payload,
            content_type,
            list,
            style: None,
        }
    }

    /// The list that an array's parts are, as far as they can be judged.
    fn list_of_parts(&mut self, array: &Merged<'d>, payload: &Payload, at: &Pointer) -> Shape {
        let list = self.array(array, at.clone(), Direction::Request);
        let (item, is_file) = match payload {
            Payload::Text(shape) | Payload::Json(shape) => (shape.clone(), false),
            Payload::File => (Shape::new(Type::Value, at.clone()), true),
        };
        let counts = |constraint: &Constraint| {
            matches!(
                constraint,
                Constraint::MinItems(_) | Constraint::MaxItems(_)
            )
        };
        let constraints = list.constraints.into_iter();
        Shape {
            constraints: constraints
                .filter(|constraint| !is_file || counts(constraint))
                .collect(),
            ..Shape::new(Type::List(Box::new(item)), at.clone())
        }
    }

    /// A part whose encoding states a style, which then takes the place of a media type.
    fn styled_part(
        &mut self,
        wire: &str,
        name: Name,
        required: bool,
        schema: &Schema<'d>,
        encoding: &openapiv3::Encoding,
    ) -> Part {
        let property = merge(self.document, schema, &mut self.silent);
        let style = encoding.style.as_ref().map_or(Style::Form, query_style);
        let explode = encoding.explode;
        // A style says nothing of kinds of data that it is not for.
        let style = match only_kind(&property) {
            Some(Kind::Array) if style != Style::DeepObject && !explode => Some(style),
            Some(Kind::Object) => Some(style),
            _ => None,
        };
        let Some(style) = style else {
            return self.part(wire, name, required, schema, None);
        };
        Part {
            name,
            wire: wire.to_owned(),
            docs: Self::docs(&property.notes),
            required,
            payload: Payload::Text(self.shape(schema, Direction::Request)),
            content_type: None,
            list: None,
            style: Some(PartStyle { style, explode }),
        }
    }

    fn payload(&mut self, schema: &Schema<'d>, content_type: Option<&str>) -> Payload {
        let merged = merge(self.document, schema, &mut self.silent);
        let binary = merged
            .format
            .is_some_and(|name| format::text::FILES.contains(&name))
            || merged.notes.content_media_type.is_some()
            || content_type.is_some_and(|text| {
                matches!(
                    media::family(text.split(',').next().unwrap_or(text)),
                    Family::Bytes | Family::Any
                )
            });
        match only_kind(&merged) {
            Some(Kind::String) if binary => Payload::File,
            // 3.1 leaves the type out for raw bytes.
            None if binary || !merged.says_anything() => Payload::File,
            Some(Kind::Object | Kind::Array) | None => {
                Payload::Json(self.shape(schema, Direction::Request))
            }
            Some(_) => Payload::Text(self.shape(schema, Direction::Request)),
        }
    }
}

fn is_form_data(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The kind of all data of a schema, `null` aside.
fn only_kind(merged: &Merged<'_>) -> Option<Kind> {
    let (kinds, _) = merged.types.as_ref()?;
    kinds.without(Kind::Null).single()
}
