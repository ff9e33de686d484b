//! A multipart body whose parts have no names: a list, of which the first items may have parts of
//! their own, and the rest is one kind of part.

use super::super::all_of::{Merged, merge};
use super::super::name::{self, Case, Scope};
use super::super::{Direction, Lowerer};
use super::{Property, only_kind};
use crate::cursor::Cursor;
use crate::document::{Kind, Schema};
use crate::downlevel;
use crate::ir::wire::{Data, Statement};
use crate::ir::{EventData, MediaKind, Name, Part, Payload, Shape, Type};
use crate::media::{self, Family};
use crate::pointer::Pointer;

impl<'d> Lowerer<'d> {
    /// The parts of a body that is a list; none where its parts have names.
    pub(in crate::lower) fn positions(
        &mut self,
        whole: Option<&Schema<'d>>,
        call: &Name,
        at: &Pointer,
    ) -> Option<MediaKind> {
        let item = self.document.schema_at(&at.key("itemSchema"));
        let merged = whole.map(|whole| self.look(whole));
        let is_list = merged
            .as_ref()
            .is_some_and(|merged| only_kind(merged) == Some(Kind::Array));
        if item.is_none() && !is_list {
            return None;
        }
        let list = merged.filter(|_| is_list);
        let stated = at.resolve(&self.document.value)?;
        let stated = self.document.root().other(stated, at.clone());
        let encodings = stated.items("prefixEncoding");
        let firsts = self.firsts(item.as_ref(), list.as_deref(), encodings.len());
        let rest = item.or_else(|| list.as_ref()?.items.clone());
        let mut words: Vec<String> = firsts.iter().map(|first| self.word(first)).collect();
        for (index, word) in words.iter_mut().enumerate() {
            if word.is_empty() {
                *word = format!("part {}", index + 1);
            }
        }
        words.extend(rest.is_some().then(|| "parts".to_owned()));
        let mut scope = Scope::default();
        let wires: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = name::allocate(&wires, Case::Snake, &mut scope);
        let least = list.as_deref().and_then(least);
        let mut parts = Vec::with_capacity(names.len());
        let mut names = names.into_iter();
        for (index, (schema, name)) in firsts.iter().zip(names.by_ref()).enumerate() {
            let encoding = encodings.get(index);
            let part = self.position(schema, encoding, (call, name), &mut scope);
            parts.push(Part {
                wire: index.to_string(),
                required: least.is_none_or(|least| index < least),
                ..part
            });
        }
        if let Some((schema, name)) = rest.zip(names.next()) {
            let encoding = stated.get("itemEncoding");
            let part = self.position(&schema, encoding.as_ref(), (call, name), &mut scope);
            let items = match (&list, firsts.is_empty()) {
                (Some(list), true) => self.list_of_parts(list, &part.payload, schema.at()),
                _ => list_of(&part.payload, schema.at()),
            };
            parts.push(Part {
                wire: "items".to_owned(),
                list: Some(items),
                required: false,
                ..part
            });
        }
        let form = name::identifier(&name::named_after(call.as_str(), "Form"), Case::Camel);
        Some(MediaKind::Multipart {
            name: self.names.take(&form, Case::Camel),
            parts,
            // Parts without names are no properties that anything could hold between.
            constraints: Vec::new(),
            closed: None,
        })
    }

    /// The parts of a response that are all of one kind; none where that is not said.
    pub(in crate::lower) fn part_stream(
        &mut self,
        whole: Option<&Schema<'d>>,
        at: &Pointer,
    ) -> Option<MediaKind> {
        let item = self.document.schema_at(&at.key("itemSchema"));
        let of_list = |lowerer: &mut Self, whole: &Schema<'d>| {
            let merged = merge(lowerer.document, whole, &mut lowerer.silent);
            let is_plain =
                merged.prefix_items.is_empty() && only_kind(&merged) == Some(Kind::Array);
            merged.items.clone().filter(|_| is_plain)
        };
        if let Some(whole) = whole {
            self.not_judged_as_whole(whole);
        }
        let item = match (item, whole) {
            (Some(item), _) => item,
            (None, Some(whole)) => of_list(self, whole)?,
            (None, None) => return None,
        };
        let encoding = at.key("itemEncoding").key("contentType");
        let stated = encoding.resolve(&self.document.value);
        let media_type = stated.and_then(|stated| stated.as_str());
        let item_at = item.at().clone();
        let (schema, merged) = self.present_schema(&item);
        if self.is_file(&schema, &merged, media_type) {
            return Some(MediaKind::PartStream(None));
        }
        let shape = self.message_shape(&schema, Direction::Response);
        // Parts of a response are read as JSON or as text.
        let is_whole = |it: &&str| matches!(media::family(it), Family::Form | Family::Xml);
        if let Some(media_type) = media_type.filter(is_whole)
            && !matches!(self.types.data(&shape), Data::One(_))
        {
            self.passed_as_file(media_type, &item_at);
            return Some(MediaKind::PartStream(None));
        }
        let stated = Statement {
            media_type,
            ..Statement::default()
        };
        let payload = self.payload_as_stated(Payload::Value(shape), stated, &item_at);
        let Payload::Value(shape) = payload else {
            return Some(MediaKind::PartStream(None));
        };
        let data = match only_kind(&merged) {
            Some(Kind::String) if media_type.is_none_or(|it| media::family(it) != Family::Json) => {
                EventData::Text
            }
            _ => EventData::Json,
        };
        Some(MediaKind::PartStream(Some((shape, data))))
    }

    /// The schemas of the parts that have a place of their own.
    fn firsts(
        &self,
        item: Option<&Schema<'d>>,
        list: Option<&Merged<'d>>,
        encodings: usize,
    ) -> Vec<Schema<'d>> {
        let mut firsts = list.map_or_else(Vec::new, |list| list.prefix_items.clone());
        // An encoding of its own makes a part of the next item too.
        let more = item.or_else(|| list?.items.as_ref());
        while let Some(schema) = more.filter(|_| firsts.len() < encodings) {
            firsts.push(schema.clone());
        }
        firsts
    }

    /// What a part may be called; nothing where its schema has no name.
    fn word(&self, schema: &Schema<'d>) -> String {
        let target = self.pure_reference(schema);
        let name = target.and_then(|at| at.last().map(|name| name.into_owned()));
        let title = || Some(schema.single()?.value.get("title")?.as_str()?.to_owned());
        name.or_else(title).unwrap_or_default()
    }

    fn position(
        &mut self,
        schema: &Schema<'d>,
        encoding: Option<&Cursor<'d>>,
        (call, name): (&Name, Name),
        scope: &mut Scope,
    ) -> Part {
        let (schema, merged) = self.present_schema(schema);
        let at = encoding.map_or_else(|| schema.at().clone(), |encoding| encoding.at.clone());
        let model = encoding.and_then(downlevel::encoding);
        let headers = match &model {
            Some(model) => self.part_headers(model, &at, &name, scope),
            None => Vec::new(),
        };
        let stated = encoding.and_then(|encoding| encoding.text("contentType"));
        // A list is a part each where parts have names; here it is one part.
        let usual = (only_kind(&merged) == Some(Kind::Array)).then_some("application/json");
        let media_type = stated.or(usual);
        let property = Property {
            wire: "",
            name,
            required: true,
            schema,
            merged,
        };
        let statement = Statement {
            style: None,
            media_type,
        };
        let nested = self.nested_parts(&property, stated, call, &at);
        let part = self.part_of_kind(property, statement, &at, nested);
        Part { headers, ..part }
    }
}

/// How many items a list has at least, if that is said.
fn least(list: &Merged<'_>) -> Option<usize> {
    list.parts
        .iter()
        .find_map(|part| part.value.get("minItems")?.as_u64())
        .and_then(|least| usize::try_from(least).ok())
}

/// A list of which nothing is judged.
fn list_of(payload: &Payload, at: &Pointer) -> Shape {
    let item = match payload {
        Payload::Value(shape) => shape.clone(),
        Payload::File => Shape::new(Type::Value, at.clone()),
    };
    Shape::new(Type::List(Box::new(item)), at.clone())
}
