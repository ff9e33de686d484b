//! A part that has parts of its own: `encoding`, `prefixEncoding` or `itemEncoding` in an encoding.

use super::super::Lowerer;
use super::super::name::{self, Case, Scope};
use super::{Property, only_kind};
use crate::document::Kind;
use crate::ir::{MediaKind, Name, NestedParts};
use crate::media::{self, Family};
use crate::pointer::Pointer;

/// Whether a part of these media types has parts of its own.
pub(super) fn is_nested(media_type: Option<&str>) -> bool {
    media_type.is_some_and(|text| !text.contains(',') && media::family(text) == Family::Multipart)
}

impl<'d> Lowerer<'d> {
    /// The parts within a part, by the encoding at a place; none where its schema says nothing of any. They are
    /// called by the whole body and the part.
    pub(super) fn nested_parts(
        &mut self,
        property: &Property<'d>,
        media_type: Option<&str>,
        call: &Name,
        at: &Pointer,
    ) -> Option<NestedParts> {
        let media_type = media_type.filter(|_| is_nested(media_type))?;
        let part = property.name.as_str().trim_start_matches("r#");
        let part = name::identifier(part, Case::Camel);
        let inner = name::named_after(call.as_str(), &part);
        let inner = Scope::default().take(&inner, Case::Camel);
        let kind = match only_kind(&property.merged) {
            Some(Kind::Array) => self.positions(Some(&property.schema), &inner, at)?,
            Some(Kind::Object) if !property.merged.properties.is_empty() => {
                let encodings = self.encodings_within(at);
                let forms = self.multipart(&encodings, &property.schema, &inner, (media_type, at));
                // Each branch of a union would be a struct of its own, of which one part is not made.
                let [(_, kind)] = <[_; 1]>::try_from(forms).ok()?;
                kind
            }
            _ => return None,
        };
        match kind {
            MediaKind::Multipart {
                name,
                parts,
                constraints,
                ..
            } => Some(NestedParts {
                name,
                media_type: media_type.to_owned(),
                parts,
                constraints,
            }),
            _ => None,
        }
    }
}
