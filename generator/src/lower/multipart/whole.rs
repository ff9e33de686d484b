//! A part of a media type in which a value of several parts is written as a whole body is: a form, or XML.

use indexmap::IndexMap;

use super::super::Lowerer;
use crate::document::Schema;
use crate::downlevel;
use crate::ir::Whole;
use crate::ir::wire::Data;
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// How data of a schema are written in a media type, where that is as a body is; `wire` is the part's name.
    pub(super) fn whole(
        &mut self,
        schema: &Schema<'d>,
        (data, media_type): (&Data, &str),
        wire: &str,
        encoding_at: &Pointer,
    ) -> Option<Whole> {
        match (media::family(media_type), data) {
            (Family::Form, Data::Object(..) | Data::NestedObject) => {
                let encodings = self.encodings_within(encoding_at);
                let encoded = self.encoded_properties(&encodings, schema, encoding_at);
                Some(Whole::Form(encoded))
            }
            (_, Data::One(_) | Data::Any | Data::Bytes) => None,
            (Family::Xml, _) => {
                let name = if wire.is_empty() { "root" } else { wire };
                Some(Whole::Xml(self.xml_of(schema, name)))
            }
            _ => None,
        }
    }

    /// What the encoding at a place says of the properties of what it is of.
    pub(super) fn encodings_within(&self, at: &Pointer) -> IndexMap<String, openapiv3::Encoding> {
        let Some(stated) = at.resolve(&self.document.value) else {
            return IndexMap::new();
        };
        let stated = self.document.root().other(stated, at.clone());
        let encodings = stated.written("encoding").filter_map(|(name, found)| {
            Some((name.to_owned(), downlevel::encoding(&found.resolved())?))
        });
        encodings.collect()
    }
}
