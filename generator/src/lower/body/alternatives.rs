//! The media types of a body that callers do without, since another carries the same data: who serves reads them all.

use serde_json::Value;

use super::super::{Direction, Lowerer};
use crate::document::Schema;
use crate::ir::{Alternative, Content, MediaKind, Shape};
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// The other media types of a body, of which callers choose from `contents`.
    pub(super) fn alternatives(
        &mut self,
        stated: &'d openapiv3::Content,
        contents: &[Content],
        source: &Pointer,
    ) -> Vec<Alternative> {
        let is_limited = stated.keys().any(|media_type| self.is_chosen(media_type));
        let mut out = Vec::new();
        for (media_type, media) in stated {
            let is_among = contents.iter().any(|one| one.media_type == *media_type);
            if is_among || is_limited && !self.is_chosen(media_type) {
                continue;
            }
            let at = self
                .document
                .resolved(&source.keys(["content", media_type]));
            let family = self.family(media_type, media);
            let schema = self.schema_of(media);
            let value = value_of(schema.as_ref());
            let same = contents.iter().position(|one| {
                let media = stated.get(&one.media_type);
                matches!(one.kind, MediaKind::Json(_))
                    && media.is_some_and(|media| value_of(self.schema_of(media).as_ref()) == value)
            });
            let kind = same.and_then(|of| {
                let MediaKind::Json(shape) = &contents[of].kind else {
                    return None;
                };
                let kind = self.as_alternative(shape, family, (media, schema.as_ref()), &at)?;
                Some((of, kind))
            });
            match kind {
                Some((of, kind)) => out.push(Alternative {
                    of,
                    content: Content {
                        media_type: media_type.clone(),
                        kind,
                        examples: Vec::new(),
                        branch: None,
                        source: at,
                    },
                }),
                None if family == Family::Xml => self.leave_out_xml(&at),
                None => {}
            }
        }
        out
    }

    fn schema_of(&self, media: &'d openapiv3::MediaType) -> Option<Schema<'d>> {
        self.document.slot(media.schema.as_ref()?)
    }

    /// What is JSON elsewhere, in another media type; none where that cannot hold it.
    fn as_alternative(
        &mut self,
        shape: &Shape,
        family: Family,
        (media, schema): (&'d openapiv3::MediaType, Option<&Schema<'d>>),
        at: &Pointer,
    ) -> Option<MediaKind> {
        match family {
            Family::Json | Family::Any => Some(MediaKind::Json(shape.clone())),
            Family::Text => self.text_of_json(&MediaKind::Json(shape.clone())),
            Family::Form => {
                let encoded = self.encoded_properties(&media.encoding, schema?, at);
                Some(MediaKind::Form(shape.clone(), encoded))
            }
            Family::Xml if self.has_elements(shape) => {
                let xml = self.xml(schema?);
                self.may_write(xml.contents.len())
                    .then(|| MediaKind::Xml(shape.clone(), xml))
            }
            _ => None,
        }
    }

    /// Whether the user has chosen a media type.
    pub(super) fn is_chosen(&self, media_type: &str) -> bool {
        let mut chosen = self.options.media.iter();
        chosen.any(|chosen| media::is_same(chosen, media_type))
    }

    /// Whether the other media types of a body are of interest as well.
    pub(super) fn reads_alternatives(&self, direction: Direction) -> bool {
        self.options.has_server && direction == Direction::Request
    }
}

fn value_of<'d>(schema: Option<&Schema<'d>>) -> Option<&'d Value> {
    schema.map(|schema| schema.parts[0].value)
}
