//! A schema's `xml` into how a body is written: names, attributes, wrapped lists, and what holds a text.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lowerer;
use super::all_of::{Merged, place};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Additional, Kind, Schema, Version};
use crate::ir::xml::{self, Content, Node, Property, Xml};
use crate::pointer::Pointer;

/// How deep a body may nest before whatever is there is taken as it is.
const DEPTH: usize = 64;

/// The contents so far, and those of objects by their places.
#[derive(Default)]
struct Table {
    contents: Vec<Content>,
    objects: BTreeMap<Pointer, usize>,
}

impl Table {
    fn add(&mut self, content: Content) -> usize {
        self.contents.push(content);
        self.contents.len() - 1
    }
}

impl<'d> Lowerer<'d> {
    /// How a body of a schema is written in XML.
    pub(super) fn xml(&mut self, schema: &Schema<'d>) -> Xml {
        self.xml_of(schema, "root")
    }

    /// The same of a schema that stands in a place with a name of its own.
    pub(super) fn xml_of(&mut self, schema: &Schema<'d>, place: &str) -> Xml {
        let mut table = Table::default();
        let target = self.pure_reference(schema);
        let name = target.and_then(|at| at.last().map(|name| name.into_owned()));
        let name = name.unwrap_or_else(|| place.to_owned());
        let mut root = self.xml_node(&mut table, schema, &name, DEPTH);
        // A document has an element, even where its schema says that it has none.
        root.kind = xml::Kind::Element;
        Xml {
            root,
            contents: table.contents,
        }
    }

    fn xml_node(
        &mut self,
        table: &mut Table,
        schema: &Schema<'d>,
        inferred: &str,
        depth: usize,
    ) -> Node {
        let merged = self.look(schema);
        let stated = self.xml_keywords(schema);
        let text = |key: &str| stated.iter().find_map(|xml| xml.get(key)?.as_str());
        let flag = |key: &str| {
            stated
                .iter()
                .any(|xml| xml.get(key) == Some(&Value::Bool(true)))
        };
        let is_list = is_list(&merged);
        let kind = match text("nodeType") {
            Some("attribute") => xml::Kind::Attribute,
            Some("text") => xml::Kind::Text,
            Some("cdata") => xml::Kind::Cdata,
            Some("none") => xml::Kind::None,
            Some(_) => xml::Kind::Element,
            None if flag("attribute") && !is_list => xml::Kind::Attribute,
            None if is_list && !flag("wrapped") => xml::Kind::None,
            None => xml::Kind::Element,
        };
        let target = self.pure_reference(schema);
        // Since 3.2 what a reference leads to is an element of its own name.
        let component = target.filter(|_| self.document.version >= Version::V3_2 && !is_list);
        let component = component.and_then(|at| at.last().map(|name| name.into_owned()));
        let stated_name = text("name").filter(|_| kind != xml::Kind::None);
        let local = stated_name
            .map(str::to_owned)
            .or(component)
            .unwrap_or_else(|| inferred.to_owned());
        let name = match text("prefix").filter(|prefix| !prefix.is_empty()) {
            Some(prefix) => format!("{prefix}:{local}"),
            None => local.clone(),
        };
        let namespace = text("namespace").unwrap_or_default().to_owned();
        let of_items = match kind {
            xml::Kind::None => inferred,
            _ => &local,
        };
        let content = self.xml_content(table, schema, &merged, of_items, depth);
        Node {
            name,
            namespace,
            kind,
            content,
        }
    }

    /// What `xml` says of a schema: its own, then that of what it refers to.
    fn xml_keywords(&self, schema: &Schema<'d>) -> Vec<&'d Value> {
        let document = self.document;
        let mut found = Vec::new();
        for part in &schema.parts {
            let mut next = Some(part.value);
            for _ in 0..DEPTH {
                let Some(value) = next else { break };
                found.extend(value.get("xml"));
                let target = value.get("$ref").and_then(Value::as_str);
                let target = target.and_then(|reference| document.target(reference));
                next = target.and_then(|at| at.resolve(&document.value));
            }
        }
        found
    }

    /// The number of what a value holds.
    fn xml_content(
        &mut self,
        table: &mut Table,
        schema: &Schema<'d>,
        merged: &Merged<'d>,
        of_items: &str,
        depth: usize,
    ) -> usize {
        let Some(depth) = depth.checked_sub(1) else {
            return table.add(Content::Any);
        };
        if is_list(merged) {
            let item = match &merged.items {
                Some(items) => {
                    let mut item = self.xml_node(table, items, of_items, depth);
                    if item.kind == xml::Kind::None && is_list(&self.look(items)) {
                        self.list_without_element(items, of_items);
                        item.kind = xml::Kind::Element;
                    }
                    item
                }
                None => Node {
                    name: of_items.to_owned(),
                    namespace: String::new(),
                    kind: xml::Kind::Element,
                    content: table.add(Content::Any),
                },
            };
            return table.add(Content::List(item));
        }
        let scalar = match merged
            .types
            .as_ref()
            .map(|(kinds, _)| kinds.without(Kind::Null))
        {
            Some(kinds) => match kinds.single() {
                Some(Kind::String) => Some(Content::Text),
                Some(Kind::Integer | Kind::Number) => Some(Content::Number),
                Some(Kind::Boolean) => Some(Content::Boolean),
                _ => None,
            },
            None => listed(merged),
        };
        if let Some(scalar) = scalar {
            return table.add(scalar);
        }
        let properties = self.xml_properties(merged);
        let others = match &merged.additional {
            Some(Additional::Allowed(others)) => Some(others.clone()),
            Some(Additional::Forbidden) | None => None,
        };
        if properties.is_empty() && others.is_none() {
            return table.add(Content::Any);
        }
        let at = schema.single().map(|_| place(self.document, schema));
        if let Some(known) = at.as_ref().and_then(|at| table.objects.get(at)) {
            return *known;
        }
        // Its place is kept, since it may hold itself.
        let number = table.add(Content::Any);
        if let Some(at) = at {
            table.objects.insert(at, number);
        }
        let mut nodes = Vec::with_capacity(properties.len());
        for (wire, required, schema) in properties {
            nodes.push(Property {
                node: self.xml_node(table, &schema, wire, depth),
                wire: wire.to_owned(),
                required,
            });
        }
        let others = others.map(|others| self.xml_node(table, &others, "item", depth));
        table.contents[number] = Content::Object(nodes, others);
        number
    }

    /// Complains of a list in a list of which nothing would say where it ends.
    fn list_without_element(&mut self, schema: &Schema<'d>, name: &str) {
        if self.complained.insert(schema.at().key("xml")) {
            let message = "a list in a list has no element of its own";
            let diagnostic = Diagnostic::new(codes::UNDEFINED_SERIALIZATION, message)
                .at_whole(schema.at(), format!("each is an element `{name}`"))
                .help("`xml: { wrapped: true }` says so, and `name` what it is called");
            self.diagnostics.push(diagnostic);
        }
    }

    /// The properties of an object, those of the branches of its unions too.
    fn xml_properties(&mut self, merged: &Merged<'d>) -> Vec<(&'d str, bool, Schema<'d>)> {
        let own = merged.properties.iter();
        let own = own.map(|(wire, schema)| (*wire, merged.required.contains(wire), schema.clone()));
        let mut properties: Vec<_> = own.collect();
        let branches = merged.unions.iter().flat_map(|group| &group.branches);
        for branch in branches {
            let branch = self.look(branch);
            for (wire, schema) in &branch.properties {
                if !properties.iter().any(|(known, ..)| known == wire) {
                    properties.push((*wire, false, schema.clone()));
                }
            }
        }
        properties
    }
}

fn is_list(merged: &Merged<'_>) -> bool {
    match merged.types.as_ref() {
        Some((kinds, _)) => kinds.without(Kind::Null).single() == Some(Kind::Array),
        None => merged.items.is_some() && merged.properties.is_empty(),
    }
}

/// What values of a list are all, where no type says it.
fn listed(merged: &Merged<'_>) -> Option<Content> {
    let values = merged.values.listed.as_ref()?;
    if values.iter().all(|value| value.is_string()) {
        return Some(Content::Text);
    }
    if values.iter().all(|value| value.is_number()) {
        return Some(Content::Number);
    }
    values
        .iter()
        .all(|value| value.is_boolean())
        .then_some(Content::Boolean)
}
