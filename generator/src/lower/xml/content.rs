//! What an element holds: a text of some kind, properties, or items.

use serde_json::Value;

use super::super::Lowerer;
use super::super::all_of::{Merged, place};
use super::{Table, is_list};
use crate::document::{Additional, Kind, Kinds, Schema};
use crate::format::{self, Meaning};
use crate::ir::xml::{self, Content, Node};
use crate::keyword::only_describes;

/// How deep unions may nest before their kinds are taken as unknown.
const UNIONS: usize = 8;

/// Formats of texts of which every character counts.
const LITERAL: &[&str] = &["char", "regex"];

impl<'d> Lowerer<'d> {
    /// The number of what a value holds.
    pub(super) fn xml_content(
        &mut self,
        table: &mut Table,
        schema: &Schema<'d>,
        merged: &Merged<'d>,
        (of_items, has_element): (&str, bool),
        depth: usize,
    ) -> usize {
        let Some(depth) = depth.checked_sub(1) else {
            return table.add(Content::Any);
        };
        if is_list(merged) {
            return self.xml_items(table, merged, of_items, depth);
        }
        let (mut scalars, has_elements) = self.xml_scalars(merged);
        if !has_elements && !scalars.is_empty() {
            let one = match scalars.len() {
                1 => scalars.remove(0),
                _ => Content::OneOf(scalars),
            };
            return table.add(one);
        }
        let properties = self.xml_properties(merged);
        let others = match &merged.additional {
            Some(Additional::Allowed(others)) => Some(others.clone()),
            Some(Additional::Forbidden) | None => None,
        };
        if properties.is_empty() && others.is_none() {
            scalars.push(Content::Any);
            let content = match scalars.len() {
                1 => Content::Any,
                _ => Content::OneOf(scalars),
            };
            return table.add(content);
        }
        let at = schema
            .single()
            .map(|_| place(self.document, &included(schema)));
        if let Some(known) = at.as_ref().and_then(|at| table.objects.get(at)) {
            return *known;
        }
        // Its place is kept, since it may hold itself.
        let number = table.add(Content::Any);
        if let Some(at) = at {
            table.objects.insert(at, number);
        }
        table.open.push((number, has_element));
        let nodes = self.xml_ways(table, properties, depth);
        let others = others.map(|others| {
            let mut node = self.xml_node(table, &others, "", depth);
            // Its key is its name.
            let prefix = node.name.find(':').map_or(0, |colon| colon + 1);
            node.name.truncate(prefix);
            node
        });
        table.open.pop();
        scalars.push(Content::Object(nodes, others));
        table.contents[number] = match scalars.len() {
            1 => scalars.remove(0),
            _ => Content::OneOf(scalars),
        };
        number
    }

    /// A list, or items that are each written in a way of their own.
    fn xml_items(
        &mut self,
        table: &mut Table,
        merged: &Merged<'d>,
        of_items: &str,
        depth: usize,
    ) -> usize {
        let any = |table: &mut Table| Node {
            name: of_items.to_owned(),
            namespace: String::new(),
            kind: xml::Kind::Element,
            content: table.add(Content::Any),
        };
        let items = merged.items.as_ref();
        let items = items.filter(|items| !self.look(items).never);
        let others = items.map(|items| self.xml_item(table, items, of_items, depth));
        let others = match merged.items.is_some() {
            true => others,
            false => Some(any(table)),
        };
        if merged.prefix_items.is_empty() {
            let item = others.unwrap_or_else(|| any(table));
            return table.add(Content::List(item));
        }
        let items = merged.prefix_items.iter();
        let items = items.map(|item| self.xml_item(table, item, of_items, depth));
        let items = items.collect();
        table.add(Content::Items(items, others))
    }

    /// An item, which nothing tells from the next one unless it has an element.
    fn xml_item(
        &mut self,
        table: &mut Table,
        schema: &Schema<'d>,
        name: &str,
        depth: usize,
    ) -> Node {
        let mut item = self.xml_node(table, schema, name, depth);
        match item.kind {
            xml::Kind::None if is_list(&self.look(schema)) => {
                self.list_without_element(schema, name);
                item.kind = xml::Kind::Element;
            }
            xml::Kind::None => {
                self.complain_of_xml(schema, "an item has no element of its own");
                item.kind = xml::Kind::Element;
            }
            xml::Kind::Attribute => {
                self.complain_of_xml(schema, "an attribute cannot be an item");
                item.kind = xml::Kind::Element;
            }
            xml::Kind::Element | xml::Kind::Text | xml::Kind::Cdata => {}
        }
        item
    }

    /// Whether a value may be an object or a list.
    pub(super) fn may_have_elements(&mut self, merged: &Merged<'d>) -> bool {
        let kinds = self.xml_kinds(merged, UNIONS);
        let kinds = kinds.unwrap_or(match merged.properties.is_empty() {
            true => Kinds::NONE,
            false => Kinds::only(Kind::Object),
        });
        kinds.has(Kind::Object) || kinds.has(Kind::Array)
    }

    /// The texts that a value may be, and whether it may be an object or a list too, or anything.
    fn xml_scalars(&mut self, merged: &Merged<'d>) -> (Vec<Content>, bool) {
        let Some(kinds) = self.xml_kinds(merged, UNIONS) else {
            return (Vec::new(), true);
        };
        let mut scalars = Vec::new();
        let has_elements = kinds.has(Kind::Object) || kinds.has(Kind::Array);
        if kinds.has(Kind::Number) {
            scalars.push(Content::Number);
        } else if kinds.has(Kind::Integer) {
            scalars.push(Content::Integer);
        }
        if kinds.has(Kind::Boolean) {
            scalars.push(Content::Boolean);
        }
        if kinds.has(Kind::String) {
            scalars.push(text(merged));
        }
        (scalars, has_elements)
    }

    /// The kinds of a value, those of the branches of its unions, where all are known.
    fn xml_kinds(&mut self, merged: &Merged<'d>, depth: usize) -> Option<Kinds> {
        let depth = depth.checked_sub(1)?;
        let mut kinds = merged.types.as_ref().map(|(kinds, _)| *kinds);
        if kinds.is_none() {
            kinds = listed(merged);
        }
        if kinds.is_some_and(|kinds| kinds.without(Kind::Null).single().is_some()) {
            return kinds;
        }
        for group in merged.unions.iter() {
            let branches = group.branches.iter();
            let of_branches = branches.map(|branch| {
                let branch = self.look(branch);
                self.xml_kinds(&branch, depth)
            });
            let of_branches: Option<Vec<Kinds>> = of_branches.collect();
            let of_branches = of_branches.map(|all| all.into_iter().fold(Kinds::NONE, Kinds::or));
            kinds = match (kinds, of_branches) {
                (Some(own), Some(branches)) => Some(own.and(branches)),
                (own, branches) => own.or(branches),
            };
        }
        kinds
    }
}

/// The only schema that another includes, of which it then says no more than what describes it.
fn included<'d>(schema: &Schema<'d>) -> Schema<'d> {
    let only = schema
        .single()
        .filter(|part| part.is_whole())
        .and_then(|part| {
            let members = part.value.as_object()?;
            let is_plain = |key: &String| key == "allOf" || only_describes(key);
            let parts = members.get("allOf").and_then(Value::as_array)?;
            match parts.as_slice() {
                [only] if members.keys().all(is_plain) => {
                    Some(Schema::new(only, part.at.key("allOf").index(0)))
                }
                _ => None,
            }
        });
    only.unwrap_or_else(|| schema.clone())
}

/// A text, with the spaces around it where they are a part of it.
fn text(merged: &Merged<'_>) -> Content {
    let encoding = merged.notes.content_encoding;
    if encoding.and_then(format::encoded).is_some() {
        return Content::Base64;
    }
    let is_collapsed = |text: &str| text.split_ascii_whitespace().eq(text.split(' '));
    if let Some(listed) = &merged.values.listed {
        let mut texts = listed.iter().filter_map(|value| value.as_str());
        return match texts.all(is_collapsed) {
            true => Content::Token,
            false => Content::Text,
        };
    }
    let name = merged.format.filter(|name| !LITERAL.contains(name));
    match name.and_then(|name| format::find("string", name)) {
        Some(Meaning::Typed(format)) if format.row().content_encoding.is_some() => Content::Base64,
        Some(Meaning::Typed(format)) if format.row().secret.is_none() => Content::Token,
        Some(Meaning::Judged(_)) => Content::Token,
        _ => Content::Text,
    }
}

/// The kinds of the values of a list, where no type says them.
fn listed(merged: &Merged<'_>) -> Option<Kinds> {
    let values = merged.values.listed.as_ref()?;
    let kinds = values.iter().map(|value| Kinds::only(Kind::of(value)));
    (!values.is_empty()).then(|| kinds.fold(Kinds::NONE, Kinds::or))
}
