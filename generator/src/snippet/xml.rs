//! A value into XML, by how its schema says that it is written, as a sample shows it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::style::{compact, single};
use crate::ir::xml::{Content, Kind, Node, Property, Xml};

/// How many elements are within one another at most.
const DEEPEST: usize = 32;

/// A document of a value.
pub fn written(how: &Xml, value: &Value) -> String {
    let mut writer = Writer {
        how,
        out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
    };
    writer.element(value, &how.root, "", DEEPEST);
    writer.out
}

struct Writer<'x> {
    how: &'x Xml,
    out: String,
}

impl<'x> Writer<'x> {
    /// What a node holds: of several, what fits a value.
    fn content_of(&self, node: &Node, value: &Value) -> &'x Content {
        let content = self.how.contents.get(node.content).unwrap_or(&ANY);
        match content {
            Content::OneOf(contents) => {
                let found = contents.iter().find(|one| fits(one, value));
                found.unwrap_or(&ANY)
            }
            content => content,
        }
    }

    /// A value at a place, which may be in a map, by a key.
    fn node(&mut self, value: &Value, node: &'x Node, key: &str, depth: usize) {
        match node.kind {
            Kind::Element => self.element(value, node, key, depth),
            Kind::None => self.content(value, self.content_of(node, value), key, depth),
            Kind::Text => self.out.push_str(&escaped(&text(value), false)),
            Kind::Cdata => {
                let text = text(value).replace("]]>", "]]]]><![CDATA[>");
                self.out.push_str(&format!("<![CDATA[{text}]]>"));
            }
            // Written with the start of the element that has it.
            Kind::Attribute => {}
        }
    }

    /// An element; none where it is named by a key that no element can have.
    fn element(&mut self, value: &Value, node: &'x Node, key: &str, depth: usize) {
        let name = match node.name.ends_with(':') || node.name.is_empty() {
            true if !is_name(key) => return,
            true => format!("{}{key}", node.name),
            false => node.name.clone(),
        };
        let mut declared = BTreeSet::new();
        let start = format!("<{name}{}", declaration(node, &mut declared));
        self.out.push_str(&start);
        if value.is_null() {
            let nil = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
            self.out.push_str(nil);
            return;
        }
        let content = self.content_of(node, value);
        self.attributes(value, content, &mut declared);
        self.out.push('>');
        let key = name.split_once(':').map_or(&*name, |(_, local)| local);
        self.content(value, content, key, depth);
        self.out.push_str(&format!("</{name}>"));
    }

    /// The attributes of an element, those of its properties that have no element of their own among them.
    fn attributes(&mut self, value: &Value, content: &'x Content, declared: &mut BTreeSet<String>) {
        let (Value::Object(members), Content::Object(properties, _)) = (value, content) else {
            return;
        };
        for property in properties {
            let Some(value) = members.get(&property.wire).filter(|it| !it.is_null()) else {
                continue;
            };
            if !self.is_the_way(property, properties, value, members) {
                continue;
            }
            if property.node.kind == Kind::None {
                self.attributes(value, self.content_of(&property.node, value), declared);
            }
            if property.node.kind != Kind::Attribute {
                continue;
            }
            // Without a prefix an attribute is in no namespace.
            let (name, space) = match (property.node.name.contains(':'), &property.node) {
                (false, node) if !node.namespace.is_empty() => {
                    let prefix = format!("ns{}", declared.len());
                    let space = format!(" xmlns:{prefix}=\"{}\"", escaped(&node.namespace, true));
                    declared.insert(prefix.clone());
                    (format!("{prefix}:{}", node.name), space)
                }
                (_, node) => (node.name.clone(), declaration(node, declared)),
            };
            let value = escaped(&text(value), true);
            self.out.push_str(&format!("{space} {name}=\"{value}\""));
        }
    }

    /// Whether a property is written in this way, of those that branches have.
    fn is_the_way(
        &self,
        property: &Property,
        properties: &'x [Property],
        value: &Value,
        members: &Map<String, Value>,
    ) -> bool {
        if property.when.is_none() {
            return true;
        }
        let ways = || properties.iter().filter(|way| way.wire == property.wire);
        let is_told = |way: &&Property| {
            let when = way.when.as_ref();
            when.is_some_and(|when| {
                let told = members.get(&when.wire).and_then(Value::as_str);
                told.is_some_and(|told| when.values.iter().any(|value| value == told))
            })
        };
        let fitting = |way: &&Property| fits(self.content_of(&way.node, value), value);
        let way = ways().find(is_told);
        let way = way
            .or_else(|| ways().find(fitting))
            .or_else(|| ways().next());
        way.is_some_and(|way| std::ptr::eq(way, property))
    }

    fn content(&mut self, value: &Value, content: &'x Content, key: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match (content, value) {
            (_, Value::Null) => {}
            (Content::Object(properties, others), Value::Object(members)) => {
                for property in properties {
                    let value = members.get(&property.wire);
                    let value =
                        value.filter(|value| self.is_the_way(property, properties, value, members));
                    if let Some(value) = value {
                        self.node(value, &property.node, &property.wire, depth);
                    }
                }
                let is_other = |name: &str| properties.iter().all(|known| known.wire != name);
                for (name, value) in members.iter().filter(|(name, _)| is_other(name)) {
                    match others {
                        Some(other) => self.by_key(name, value, other, depth),
                        None => self.named(name, value, depth),
                    }
                }
            }
            (Content::List(item), Value::Array(items)) => {
                for value in items {
                    self.node(value, item, key, depth);
                }
            }
            (Content::Items(items, others), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    match items.get(index).or(others.as_ref()) {
                        Some(item) => self.node(value, item, key, depth),
                        None => self.named("item", value, depth),
                    }
                }
            }
            (_, Value::Object(members)) => {
                for (name, value) in members {
                    self.named(name, value, depth);
                }
            }
            (_, Value::Array(items)) => {
                for value in items {
                    self.named("item", value, depth);
                }
            }
            (_, value) => self.out.push_str(&escaped(&text(value), false)),
        }
    }

    /// An element whose name is data.
    fn by_key(&mut self, name: &str, value: &Value, node: &'x Node, depth: usize) {
        match (node.kind, self.content_of(node, value), value) {
            (Kind::None, Content::List(item), Value::Array(items)) if item.name.is_empty() => {
                for value in items {
                    self.element(value, item, name, depth);
                }
            }
            (_, Content::Any, Value::Array(items)) => {
                for value in items {
                    self.by_key(name, value, node, depth.saturating_sub(1));
                }
            }
            _ => self.element(value, node, name, depth),
        }
    }

    /// An element whose name is data, and of which nothing is known.
    fn named(&mut self, name: &str, value: &Value, depth: usize) {
        self.by_key(name, value, &UNKNOWN, depth);
    }
}

/// What may be anything.
static ANY: Content = Content::Any;

/// What is named by its key, and may be anything: its content is of no number that there is.
static UNKNOWN: Node = Node {
    name: String::new(),
    namespace: String::new(),
    kind: Kind::Element,
    content: usize::MAX,
};

/// Whether an element can have a name.
fn is_name(name: &str) -> bool {
    let is_first = |first: char| first.is_alphabetic() || first == '_';
    let is_of_name = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
    name.starts_with(is_first) && name.chars().all(is_of_name)
}

/// Whether a value is of a kind.
fn fits(content: &Content, value: &Value) -> bool {
    match content {
        Content::Any => true,
        Content::Text | Content::Token | Content::Base64 => value.is_string(),
        Content::Number | Content::Integer => value.is_number(),
        Content::Boolean => value.is_boolean(),
        Content::Object(..) => value.is_object(),
        Content::List(_) | Content::Items(..) => value.is_array(),
        Content::OneOf(contents) => contents.iter().any(|one| fits(one, value)),
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
