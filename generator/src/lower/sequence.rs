//! Sequential media types into what each of their items is: values, events, parts.

use serde_json::Value;

use super::all_of::Merged;
use super::name::{self, Case, Scope};
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Groups, Kind, Kinds, Schema, Version};
use crate::ir::{EventData, EventKind, MediaKind, Name};
use crate::keyword;
use crate::media::{self, Family};
use crate::pointer::Pointer;
use crate::reserved;

impl<'d> Lowerer<'d> {
    /// What a media type's schema is about: of a sequence, each item.
    pub(super) fn content_schema(
        &mut self,
        family: Family,
        whole: Option<Schema<'d>>,
        at: &Pointer,
    ) -> Option<Schema<'d>> {
        if !matches!(family, Family::EventStream | Family::JsonLines) {
            return whole;
        }
        if let Some(item) = self.document.schema_at(&at.key("itemSchema")) {
            // What the whole says of each counts as well.
            let of_whole = whole.and_then(|whole| {
                self.not_judged_as_whole(&whole);
                let merged = self.look(&whole);
                merged.items.clone()
            });
            return Some(match of_whole {
                Some(of_whole) => of_whole.and(item),
                None => item,
            });
        }
        let whole = whole?;
        // Before 3.2 nothing said that a sequence is an array, and a line's schema stood here.
        if self.document.version < Version::V3_2 {
            return Some(whole);
        }
        let merged = self.look(&whole);
        match merged.types.as_ref().and_then(|(kinds, _)| kinds.single()) {
            Some(Kind::Array) => {
                self.not_judged_as_whole(&whole);
                merged.items.clone()
            }
            _ => Some(whole),
        }
    }

    /// Complains of what a schema says of a sequence beyond what each of its items is.
    pub(super) fn not_judged_as_whole(&mut self, whole: &Schema<'d>) {
        // What these say is followed, or read with the schema.
        const FOLLOWED: &[&str] = &["type", "nullable", "items", "allOf", "$ref", "$dynamicRef"];
        let merged = self.look(whole);
        for place in &merged.places {
            let stated = place.resolve(&self.document.value);
            for (key, value) in stated.and_then(Value::as_object).into_iter().flatten() {
                let is_about_all = keyword::find(key).is_some_and(|keyword| {
                    !keyword.concerns.and(Kinds::only(Kind::Array)).is_empty()
                });
                let says_nothing = match &**key {
                    "minItems" => value.as_u64() == Some(0),
                    "uniqueItems" => value.as_bool() == Some(false),
                    key => FOLLOWED.contains(&key) || keyword::limits_nothing(key),
                };
                if says_nothing || !is_about_all || !self.complained.insert(place.key(key)) {
                    continue;
                }
                let message = format!("`{key}` of a sequence is not judged");
                let diagnostic = Diagnostic::new(codes::SEQUENCE_NOT_JUDGED, message);
                let label = "its items are written and read one by one";
                self.diagnostics
                    .push(diagnostic.at_key(&place.key(key), label));
            }
        }
    }

    /// Complains of an `itemSchema` that nothing follows.
    pub(super) fn judge_items(
        &mut self,
        media_type: &str,
        kind: &MediaKind,
        direction: Direction,
        at: &Pointer,
    ) {
        let item = at.key("itemSchema");
        let is_followed = match kind {
            MediaKind::EventStream(..) | MediaKind::TypedEvents(..) => {
                direction == Direction::Response
            }
            MediaKind::JsonLines(_) | MediaKind::PartStream(_) | MediaKind::Multipart { .. } => {
                true
            }
            _ => false,
        };
        if is_followed || item.resolve(&self.document.value).is_none() {
            return;
        }
        let message = format!("the items of `{media_type}` are not typed here");
        let diagnostic = Diagnostic::new(codes::ITEMS_UNTYPED, message);
        let label = match kind {
            MediaKind::Json(_) => "JSON is one value, which `schema` describes",
            MediaKind::Text(..) => "the whole is passed as text",
            _ => "the whole is passed as bytes",
        };
        self.diagnostics.push(diagnostic.at_key(&item, label));
    }

    /// Whether a media type's schema is about items with all that they have; before 3.2 it was about
    /// the data of events.
    pub(super) fn is_of_whole_items(&self, at: &Pointer) -> bool {
        let item = at.key("itemSchema");
        self.document.version >= Version::V3_2 || item.resolve(&self.document.value).is_some()
    }

    /// Events of several types, each of which says what its data is.
    pub(super) fn typed_events(
        &mut self,
        event: &Schema<'d>,
        call: &Name,
        at: &Pointer,
    ) -> Option<MediaKind> {
        let mut base = self.look(event).as_ref().clone();
        if base.unions.len() != 1 || !self.is_of_whole_items(at) {
            return None;
        }
        let group = base.unions.remove(0);
        let resolved = Groups::default().with(std::iter::once(group.at.clone()));
        for part in &mut base.parts {
            part.resolved = part.resolved.and(&resolved);
        }
        let mut found = Vec::with_capacity(group.branches.len());
        for branch in &group.branches {
            let whole = self.spread_over(&base, &group, branch);
            let (schema, data) = self.event_data(&whole)?;
            let events = self.listed_for(&whole, "event").unwrap_or_default();
            found.push((events, self.pure_reference(branch), schema, data));
        }
        let mut all: Vec<&String> = found.iter().flat_map(|(events, ..)| events).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        let others = found.iter().filter(|(events, ..)| events.is_empty());
        if all.len() < count || others.count() > 1 {
            return None;
        }
        let mut scope = Scope::reserving(reserved::VARIANTS);
        let mut kinds = Vec::with_capacity(found.len());
        for (events, target, schema, data) in found {
            let own = target.and_then(|at| at.last().map(|name| name.into_owned()));
            let word = events.first().cloned().or(own);
            let word = word.unwrap_or_else(|| "Other".to_owned());
            kinds.push(EventKind {
                name: scope.take(&name::identifier(&word, Case::Camel), Case::Camel),
                events,
                shape: self.message_shape(&schema, Direction::Response),
                data,
            });
        }
        let name = name::named_after(call.as_str(), "Event");
        Some(MediaKind::TypedEvents(
            self.names.take(&name, Case::Camel),
            kinds,
        ))
    }

    /// The data of an event, and how they are written, where a schema is that of whole events: of
    /// objects with fields that events have, `data` among them.
    pub(super) fn event_data(&mut self, event: &Schema<'d>) -> Option<(Schema<'d>, EventData)> {
        let merged = self.look(event);
        let fields = ["data", "event", "id", "retry", "comment"];
        let is_event = merged
            .properties
            .iter()
            .all(|(name, _)| fields.contains(name));
        let (_, data) = merged.properties.iter().find(|(name, _)| *name == "data")?;
        if !is_event {
            return None;
        }
        let merged = self.look(data);
        Some(match json_text(&merged) {
            Some(content) => (content, EventData::Json),
            None => (data.clone(), EventData::Text),
        })
    }
}

/// The schema of the JSON that a text holds.
pub(super) fn json_text<'d>(merged: &Merged<'d>) -> Option<Schema<'d>> {
    let media_type = merged.notes.content_media_type?;
    if media::family(media_type) != Family::Json || merged.notes.content_encoding.is_some() {
        return None;
    }
    merged.parts.iter().find_map(|part| {
        let schema = part.value.get("contentSchema")?;
        Some(Schema::new(schema, part.at.key("contentSchema")))
    })
}
