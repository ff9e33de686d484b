//! A schema's `xml` into how a body is written: names, attributes, wrapped lists, and what holds a text.

mod content;
mod groups;

use std::collections::BTreeMap;

use serde_json::Value;

use super::Lowerer;
use super::all_of::Merged;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Schema, Version};
use crate::ir::xml::{self, Content, Node, Xml};
use crate::pointer::Pointer;

/// How deep a body may nest before whatever is there is taken as it is.
const DEPTH: usize = 64;

/// The contents so far, and those of objects by their places.
#[derive(Default)]
struct Table {
    contents: Vec<Content>,
    objects: BTreeMap<Pointer, usize>,
    /// The objects that are being read, and whether each has an element of its own.
    open: Vec<(usize, bool)>,
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
            None if flag("attribute") => xml::Kind::Attribute,
            None if is_list && !flag("wrapped") => xml::Kind::None,
            None => xml::Kind::Element,
        };
        let kind = self.possible_kind(schema, &merged, kind);
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
        let has_element = kind != xml::Kind::None;
        let content = self.xml_content(table, schema, &merged, (of_items, has_element), depth);
        let mut node = Node {
            name,
            namespace,
            kind,
            content,
        };
        if table.holds_itself(&node) {
            self.complain_of_xml(
                schema,
                "an object has no element of its own and holds itself",
            );
            node.kind = xml::Kind::Element;
        }
        node
    }

    /// What a value can be: only a text can be an attribute's value, or stand among others.
    fn possible_kind(
        &mut self,
        schema: &Schema<'d>,
        merged: &Merged<'d>,
        kind: xml::Kind,
    ) -> xml::Kind {
        let what = match kind {
            xml::Kind::Attribute => "an attribute",
            xml::Kind::Text => "a text node",
            xml::Kind::Cdata => "a CDATA section",
            xml::Kind::Element | xml::Kind::None => return kind,
        };
        let holds = match is_list(merged) {
            true => "a list",
            false if self.may_have_elements(merged) => "an object",
            false => return kind,
        };
        self.complain_of_xml(schema, &format!("{what} cannot hold {holds}"));
        match is_list(merged) {
            true => xml::Kind::None,
            false => xml::Kind::Element,
        }
    }

    /// Complains of what `xml` says of a value that it cannot be of.
    fn complain_of_xml(&mut self, schema: &Schema<'d>, message: &str) {
        let own = schema.at().key("xml");
        let stated = own.resolve(&self.document.value).is_some();
        let at = match stated {
            true => own,
            false => schema.at().clone(),
        };
        if self.complained.insert(schema.at().key("xml")) {
            let diagnostic = Diagnostic::new(codes::UNDEFINED_SERIALIZATION, message)
                .at_whole(&at, "it is an element instead, or its items are")
                .help("`xml: { nodeType: element }` says so");
            self.diagnostics.push(diagnostic);
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
}

fn is_list(merged: &Merged<'_>) -> bool {
    match merged.types.as_ref() {
        Some((kinds, _)) => kinds.without(Kind::Null).single() == Some(Kind::Array),
        None => {
            let has_items = merged.items.is_some() || !merged.prefix_items.is_empty();
            has_items && merged.properties.is_empty()
        }
    }
}
