//! How values travel, decided where they are stated; what the specification leaves undefined is
//! complained of.

use super::Lowerer;
use crate::config::DeepLists;
use crate::diagnostics::{Diagnostic, codes};
use crate::ir::wire::{self, Data, Place, Statement, Wire};
use crate::ir::{Shape, Style, Type};
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// Whether the user has said how lists are written under `deepObject`.
    fn has_choice(&self, stated: Statement<'_>, data: &Data) -> bool {
        let is_list = matches!(data, Data::List(_) | Data::NestedList);
        let style = stated.style.filter(|styled| styled.style.is_deep());
        is_list && style.is_some() && self.options.deep_lists.is_some()
    }

    /// A style of a query, with the user's choice of what lists are.
    pub(super) fn query_style(&self, style: &openapiv3::QueryStyle) -> Style {
        match style {
            openapiv3::QueryStyle::Form => Style::Form,
            openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
            openapiv3::QueryStyle::DeepObject => match self.options.deep_lists {
                None | Some(DeepLists::Repeated) => Style::DeepObject,
                Some(DeepLists::Brackets) => Style::DeepBrackets,
                Some(DeepLists::Indices) => Style::DeepIndices,
            },
        }
    }

    /// What a value under a media type, the whole of a query or not, is in place of what its schema says,
    /// where data of that kind are not written in that media type here.
    pub(super) fn untyped_content(
        &mut self,
        media_type: &str,
        is_whole: bool,
        shape: &Shape,
        at: &Pointer,
    ) -> Option<Type> {
        let data = self.types.data(shape);
        let (is_typed, instead) = match media::family(media_type) {
            Family::Json | Family::Any => return None,
            Family::Form if is_whole => {
                let is_object = matches!(data, Data::Object(..) | Data::NestedObject | Data::Any);
                (is_object, Type::Value)
            }
            Family::Text | Family::Bytes => {
                (matches!(data, Data::One(_) | Data::Bytes), Type::String)
            }
            _ => (false, Type::String),
        };
        if is_typed {
            return None;
        }
        let (what, label) = match instead {
            Type::Value => ("any object", "a form is of the properties of an object"),
            _ => ("text", "data of this kind are not written in it"),
        };
        let message = format!("content of `{media_type}` is passed as {what}");
        let diagnostic = Diagnostic::new(codes::CONTENT_AS_TEXT, message);
        self.diagnostics.push(diagnostic.at_key(at, label));
        Some(instead)
    }

    /// How a value of that shape, stated at a place, is written.
    pub(super) fn wire(
        &mut self,
        place: Place,
        stated: Statement<'_>,
        shape: &Shape,
        at: &Pointer,
    ) -> Wire {
        let data = self.types.data(shape);
        self.wire_of(place, stated, &data, at)
    }

    /// As [`Self::wire`], of data whose kind is known.
    pub(super) fn wire_of(
        &mut self,
        place: Place,
        stated: Statement<'_>,
        data: &Data,
        at: &Pointer,
    ) -> Wire {
        let (wire, undefined) = wire::decide(place, stated, data);
        if let Some(why) = undefined.filter(|_| !self.has_choice(stated, data)) {
            let instead = match (place, stated.style) {
                (Place::Text, _) => "it is passed as text, and not judged",
                (_, Some(styled)) if styled.style.is_deep() => match data {
                    Data::One(_) => "it is sent as in the style `form`",
                    Data::Any => "what is no object is sent as in the style `form`",
                    _ => "its name is repeated for each item",
                },
                (_, Some(_)) if why.contains("exploded") => "its name is repeated for each item",
                _ => "what is nested is sent as JSON",
            };
            let code = match place {
                Place::Text => codes::SCHEMA_OF_TEXT,
                _ => codes::UNDEFINED_SERIALIZATION,
            };
            let diagnostic = Diagnostic::new(code, format!("{at} {why}"));
            self.diagnostics.push(diagnostic.at_key(at, instead));
        }
        wire
    }
}
