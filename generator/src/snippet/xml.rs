//! A value into XML, by how its schema says that it is written, as a sample shows it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::style::{compact, single};
use crate::ir::xml::{Content, Kind, Node, Xml};

/// How many elements are within one another at most.
const DEEPEST: usize = 32;

/// A document of a value.
pub fn written(how: &Xml, value: &Value) -> String {
    let mut writer = Writer {
        how,
        out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
    };
    writer.element(value, &how.root, DEEPEST);
    writer.out
}

struct Writer<'x> {
    how: &'x Xml,
    out: String,
}

impl<'x> Writer<'x> {
    fn content_of(&self, node: &Node) -> &'x Content {
        self.how.contents.get(node.content).unwrap_or(&Content::Any)
    }

    fn node(&mut self, value: &Value, node: &Node, depth: usize) {
        match node.kind {
            Kind::Element => self.element(value, node, depth),
            Kind::None => self.content(value, self.content_of(node), depth),
            Kind::Text => self.out.push_str(&escaped(&text(value), false)),
            Kind::Cdata => {
                let text = text(value).replace("]]>", "]]]]><![CDATA[>");
                self.out.push_str(&format!("<![CDATA[{text}]]>"));
            }
            // Written with the start of the element that has it.
            Kind::Attribute => {}
        }
    }

    fn element(&mut self, value: &Value, node: &Node, depth: usize) {
        let mut declared = BTreeSet::new();
        let mut start = format!("<{}{}", node.name, declaration(node, &mut declared));
        let content = self.content_of(node);
        if let (Value::Object(members), Content::Object(properties, _)) = (value, content) {
            let attributes = properties
                .iter()
                .filter(|it| it.node.kind == Kind::Attribute);
            for property in attributes {
                let Some(value) = members.get(&property.wire).filter(|it| !it.is_null()) else {
                    continue;
                };
                // Without a prefix an attribute is in no namespace.
                let (name, space) = match (property.node.name.contains(':'), &property.node) {
                    (false, node) if !node.namespace.is_empty() => {
                        let prefix = format!("ns{}", declared.len());
                        let space =
                            format!(" xmlns:{prefix}=\"{}\"", escaped(&node.namespace, true));
                        declared.insert(prefix.clone());
                        (format!("{prefix}:{}", node.name), space)
                    }
                    (_, node) => (node.name.clone(), declaration(node, &mut declared)),
                };
                start.push_str(&format!(
                    "{space} {name}=\"{}\"",
                    escaped(&text(value), true)
                ));
            }
        }
        self.out.push_str(&start);
        self.out.push('>');
        self.content(value, content, depth);
        self.out.push_str(&format!("</{}>", node.name));
    }

    fn content(&mut self, value: &Value, content: &'x Content, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match (content, value) {
            (_, Value::Null) => {}
            (Content::Object(properties, others), Value::Object(members)) => {
                for property in properties {
                    if let Some(value) = members.get(&property.wire) {
                        self.node(value, &property.node, depth);
                    }
                }
                let is_other = |name: &str| properties.iter().all(|known| known.wire != name);
                for (name, value) in members.iter().filter(|(name, _)| is_other(name)) {
                    let inner = others.as_ref().map(|other| self.content_of(other));
                    self.named(name, value, inner.unwrap_or(&Content::Any), depth);
                }
            }
            (Content::List(item), Value::Array(items)) => {
                for value in items {
                    self.node(value, item, depth);
                }
            }
            (_, Value::Object(members)) => {
                for (name, value) in members {
                    self.named(name, value, &Content::Any, depth);
                }
            }
            (_, Value::Array(items)) => {
                for value in items {
                    self.named("item", value, &Content::Any, depth);
                }
            }
            (_, value) => self.out.push_str(&escaped(&text(value), false)),
        }
    }

    /// An element whose name is data; none where no element can have the name.
    fn named(&mut self, name: &str, value: &Value, content: &'x Content, depth: usize) {
        let is_first = |first: char| first.is_alphabetic() || first == '_';
        let is_of_name = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
        if !name.starts_with(is_first) || !name.chars().all(is_of_name) {
            return;
        }
        if let (Value::Array(items), Content::Any) = (value, content) {
            for value in items {
                self.out.push_str(&format!(
                    "<{name}>{}</{name}>",
                    escaped(&text(value), false)
                ));
            }
            return;
        }
        self.out.push_str(&format!("<{name}>"));
        self.content(value, content, depth);
        self.out.push_str(&format!("</{name}>"));
    }
}

/// ` xmlns:p="…"`, where a node has a namespace whose prefix is not declared yet.
fn declaration(node: &Node, declared: &mut BTreeSet<String>) -> String {
    let prefix = node.name.split_once(':').map_or("", |(prefix, _)| prefix);
    if node.namespace.is_empty() || !declared.insert(prefix.to_owned()) {
        return String::new();
    }
    let namespace = escaped(&node.namespace, true);
    match prefix {
        "" => format!(" xmlns=\"{namespace}\""),
        prefix => format!(" xmlns:{prefix}=\"{namespace}\""),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => single(value).unwrap_or_else(|| compact(value)),
    }
}

/// A text in which every reader finds the same characters, less those that XML cannot hold.
fn escaped(text: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\t' | '\n' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => out.push(letter),
            _ => {}
        }
    }
    out
}
