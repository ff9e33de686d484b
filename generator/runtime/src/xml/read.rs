//! XML into JSON. What could make a small text a large one is refused: types of documents, and with them entities.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::json::de;
use crate::parameter::Value;
use crate::xml::{Content, Kind, Node};

/// How deep elements may nest.
const DEPTH: usize = 100;

/// Why a text is not the XML that the document describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlError(String);

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for XmlError {}

/// An element, as it stands.
#[derive(Debug, Default)]
struct Element {
    /// Without its prefix.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    /// All text in it, that of its children aside.
    text: String,
}

/// The value that a document is.
pub fn document(text: &str, root: &Node) -> Result<Value, XmlError> {
    let element = parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    of_element(&element, root)
}

fn wrong(error: impl fmt::Display) -> XmlError {
    XmlError(error.to_string())
}

/// The root of a document.
fn parse(text: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event().map_err(wrong)? {
            Event::Start(start) => {
                if open.len() == DEPTH {
                    return Err(wrong(format!("elements nest deeper than {DEPTH}")));
                }
                open.push(started(&start)?);
            }
            Event::Empty(start) => close(started(&start)?, &mut open, &mut root)?,
            Event::End(_) => {
                let element = open
                    .pop()
                    .ok_or_else(|| wrong("an element ends that never began"))?;
                close(element, &mut open, &mut root)?;
            }
            Event::Text(text) => add(&mut open, &text.xml10_content())?,
            Event::CData(text) => add(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(wrong)?;
                let text = match (character, &*reference.xml10_content()) {
                    (Some(character), _) => character.to_string(),
                    (None, "lt") => "<".to_owned(),
                    (None, "gt") => ">".to_owned(),
                    (None, "amp") => "&".to_owned(),
                    (None, "apos") => "'".to_owned(),
                    (None, "quot") => "\"".to_owned(),
                    (None, _) => return Err(wrong("it names an entity that XML does not have")),
                };
                add(&mut open, &text)?;
            }
            Event::DocType(_) => {
                return Err(wrong("it states a type of document, which is refused"));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(wrong("it has no element that is whole")),
    }
}

fn started(start: &BytesStart<'_>) -> Result<Element, XmlError> {
    let mut element = Element {
        name: local(start.name().as_ref()).to_owned(),
        ..Element::default()
    };
    let mut attributes = start.attributes();
    let mut seen = BTreeSet::new();
    // The parser's own check compares each with each.
    for attribute in attributes.with_checks(false) {
        let attribute = attribute.map_err(wrong)?;
        let name = attribute.key.as_ref().to_owned();
        if !seen.insert(name.clone()) {
            return Err(wrong("an element has an attribute twice"));
        }
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(wrong)?;
        if name != "xmlns" && !name.starts_with("xmlns:") {
            element.attributes.push((name, value.into_owned()));
        }
    }
    Ok(element)
}

fn close(
    element: Element,
    open: &mut [Element],
    root: &mut Option<Element>,
) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(outer) => outer.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err(wrong("it has several roots")),
    }
    Ok(())
}

fn add(open: &mut [Element], text: &str) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(wrong("it has text outside of its root")),
    }
    Ok(())
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl Element {
    fn is_nil(&self) -> bool {
        let mut attributes = self.attributes.iter();
        attributes.any(|(name, value)| {
            local(name) == "nil" && name != "nil" && matches!(&**value, "true" | "1")
        })
    }

    fn attribute(&self, node: &Node) -> Option<&str> {
        // One of another vocabulary, `xsi:type` say, may have the same name behind its prefix.
        let by = |is_it: &dyn Fn(&str) -> bool| {
            let mut attributes = self.attributes.iter();
            attributes.find(|(name, _)| is_it(name))
        };
        let found = by(&|name| name == node.name).or_else(|| by(&|name| name == node.local()));
        let found = found.or_else(|| by(&|name| local(name) == node.local()))?;
        Some(&found.1)
    }

    fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

fn of_element(element: &Element, node: &Node) -> Result<Value, XmlError> {
    match element.is_nil() {
        true => Ok(Value::Null),
        false => of_content(element, node.content),
    }
}

/// What an element's inside is.
fn of_content(element: &Element, content: &Content) -> Result<Value, XmlError> {
    match content {
        Content::Text | Content::Number | Content::Boolean => scalar(&element.text, content),
        Content::Any => Ok(any(element)),
        Content::Object(..) => object(element, content),
        Content::List(item) => list(element, item),
    }
}

/// The items of a list that stand in an element.
fn list(element: &Element, item: &Node) -> Result<Value, XmlError> {
    let of_item = |child: &Element| of_element(child, item);
    let items: Result<Vec<_>, _> = match item.kind {
        Kind::Element => element.children(item.local()).map(of_item).collect(),
        _ => element.children.iter().map(of_item).collect(),
    };
    items.map(Value::Array)
}

fn object(element: &Element, content: &Content) -> Result<Value, XmlError> {
    let Content::Object(properties, others) = content else {
        return Ok(Value::Null);
    };
    let mut members = Vec::new();
    for property in properties.iter() {
        let node = &property.node;
        let value = match (node.kind, node.content) {
            (Kind::Attribute, content) => {
                let text = element.attribute(node);
                text.map(|text| scalar(text, content)).transpose()?
            }
            // What may be missing and is no text cannot be told from a text without letters.
            (Kind::Text | Kind::Cdata, content) => {
                let is_there = property.required || !element.text.trim().is_empty();
                let text = is_there.then(|| scalar(&element.text, content));
                text.transpose()?
            }
            (Kind::Element, _) => {
                // Some servers name an element by its property all the same.
                let mut found = element.children(node.local());
                let found = found
                    .next()
                    .or_else(|| element.children(property.name).next());
                found.map(|child| of_element(child, node)).transpose()?
            }
            (Kind::None, Content::List(item)) => {
                let items = list(element, item)?;
                let is_there = property.required || items != Value::Array(Vec::new());
                is_there.then_some(items)
            }
            (Kind::None, content) => Some(of_content(element, content)?),
        };
        if let Some(value) = value {
            members.push((property.name.to_owned(), value));
        }
    }
    if let Some(other) = others {
        let is_declared = |name: &str| {
            let mut nodes = properties.iter();
            nodes.any(|property| {
                let of_items = match property.node.content {
                    Content::List(item) if property.node.kind == Kind::None => item.local() == name,
                    _ => false,
                };
                of_items || property.node.local() == name || property.name == name
            })
        };
        let mut places = BTreeMap::new();
        for child in element.children.iter() {
            if is_declared(&child.name) {
                continue;
            }
            let value = of_element(child, other)?;
            // Of several of one name the last one counts.
            match places.get(&*child.name) {
                Some(place) => members[*place] = (child.name.clone(), value),
                None => {
                    places.insert(&*child.name, members.len());
                    members.push((child.name.clone(), value));
                }
            }
        }
    }
    Ok(Value::Object(members))
}

fn scalar(text: &str, content: &Content) -> Result<Value, XmlError> {
    let trimmed = text.trim();
    match content {
        Content::Number => {
            let number = number(trimmed).map(Value::Literal);
            number.ok_or_else(|| wrong("it has a text where a number is expected"))
        }
        Content::Boolean => match trimmed {
            "true" | "1" => Ok(Value::Literal("true".to_owned())),
            "false" | "0" => Ok(Value::Literal("false".to_owned())),
            _ => Err(wrong("it has a text where `true` or `false` is expected")),
        },
        _ => Ok(Value::Text(text.to_owned())),
    }
}

/// A number of XML Schema as JSON has it, digit by digit: without a plus sign, zeros in front, or a point at an end.
fn number(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = unsigned.find(|letter: char| !letter.is_ascii_digit());
    let (whole, rest) = unsigned.split_at(digits.unwrap_or(unsigned.len()));
    let rest = match rest.strip_prefix('.') {
        Some(after) if !after.starts_with(|letter: char| letter.is_ascii_digit()) => match whole {
            "" => return None,
            _ => after,
        },
        _ => rest,
    };
    let is_number = !whole.is_empty() || rest.starts_with('.');
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let number = format!("{sign}{whole}{rest}");
    let is_json = matches!(de::decode(&number), Ok(Value::Literal(_)));
    (is_number && is_json).then_some(number)
}

/// What an element is of which nothing is known: a text, or an object of its children.
fn any(element: &Element) -> Value {
    if element.children.is_empty() && element.attributes.is_empty() {
        return Value::Text(element.text.clone());
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut places = BTreeMap::new();
    for (name, value) in &element.attributes {
        let (name, value) = (local(name), Value::Text(value.clone()));
        match places.get(name) {
            None => {
                places.insert(name, (members.len(), false));
                members.push((name.to_owned(), value));
            }
            Some((place, _)) => members[*place].1 = value,
        }
    }
    for child in &element.children {
        let value = any(child);
        match places.get_mut(&*child.name) {
            None => {
                places.insert(&child.name, (members.len(), false));
                members.push((child.name.clone(), value));
            }
            Some((place, is_list)) => {
                let known = &mut members[*place].1;
                match known {
                    Value::Array(items) if *is_list => items.push(value),
                    known => {
                        let first = std::mem::replace(known, Value::Null);
                        *known = Value::Array(vec![first, value]);
                        *is_list = true;
                    }
                }
            }
        }
    }
    Value::Object(members)
}
