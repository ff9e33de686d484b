//! JSON into XML.

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::json::ser;
use crate::parameter::Value;
use crate::platform::BoxError;
use crate::xml::{Content, Kind, Node};

/// The namespace of `xsi:nil`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

type Output = Writer<Vec<u8>>;
type Done = Result<(), BoxError>;

/// A document of a value.
pub fn document(value: &Value, root: &Node) -> Result<Vec<u8>, BoxError> {
    let mut output = Writer::new(Vec::new());
    output.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    element(&mut output, value, root)?;
    Ok(output.into_inner())
}

fn node(output: &mut Output, value: &Value, node: &Node) -> Done {
    match node.kind {
        Kind::Element => element(output, value, node),
        Kind::None => content(output, value, node.content),
        Kind::Text => plain(output, value),
        Kind::Cdata => cdata(output, &text(value)),
        // Written with the start of the element that has it.
        Kind::Attribute => Ok(()),
    }
}

fn element(output: &mut Output, value: &Value, node: &Node) -> Done {
    let mut start = BytesStart::new(node.name);
    if !node.namespace.is_empty() {
        declare(&mut start, prefix(node), node.namespace)?;
    }
    if *value == Value::Null {
        start.push_attribute(("xmlns:xsi", INSTANCE));
        start.push_attribute(("xsi:nil", "true"));
        return Ok(output.write_event(Event::Empty(start))?);
    }
    if let (Value::Object(members), Content::Object(properties, _)) = (value, node.content) {
        let mut declared = vec![(prefix(node), node.namespace)];
        for property in properties.iter() {
            let value = member(members, property.name).filter(|value| **value != Value::Null);
            let (Kind::Attribute, Some(value)) = (property.node.kind, value) else {
                continue;
            };
            let name = attribute(&mut start, &property.node, &mut declared)?;
            push(&mut start, &name, &text(value))?;
        }
    }
    output.write_event(Event::Start(start))?;
    content(output, value, node.content)?;
    Ok(output.write_event(Event::End(BytesEnd::new(node.name)))?)
}

fn content(output: &mut Output, value: &Value, content: &Content) -> Done {
    match (content, value) {
        (_, Value::Null) => Ok(()),
        (Content::Object(properties, others), Value::Object(members)) => {
            for property in properties.iter() {
                if let Some(value) = member(members, property.name) {
                    node(output, value, &property.node)?;
                }
            }
            let is_other = |name: &str| properties.iter().all(|property| property.name != name);
            for (name, value) in members.iter().filter(|(name, _)| is_other(name)) {
                match others {
                    Some(other) => named(output, name, value, other.content)?,
                    None => named(output, name, value, &Content::Any)?,
                }
            }
            Ok(())
        }
        (Content::List(item), Value::Array(items)) => {
            items.iter().try_for_each(|value| node(output, value, item))
        }
        (_, Value::Object(members)) => any(output, members),
        (_, Value::Array(items)) => {
            let mut items = items.iter();
            items.try_for_each(|value| named(output, "item", value, &Content::Any))
        }
        (_, value) => plain(output, value),
    }
}

/// The prefix of a node's name, which may be empty.
fn prefix(node: &Node) -> &'static str {
    node.name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// Declares a namespace by a prefix, or without one as that of the element and all within it.
fn declare(start: &mut BytesStart<'_>, prefix: &str, namespace: &str) -> Done {
    let name = match prefix {
        "" => "xmlns".to_owned(),
        prefix => format!("xmlns:{prefix}"),
    };
    push(start, &name, namespace)
}

fn push(start: &mut BytesStart<'_>, name: &str, value: &str) -> Done {
    start.push_attribute(Attribute {
        key: QName(name),
        value: escaped(value, true)?.into(),
    });
    Ok(())
}

/// The name of an attribute, whose namespace is declared unless it is among those that are already.
/// Without a prefix an attribute is in no namespace, so that it gets one.
fn attribute(
    start: &mut BytesStart<'_>,
    node: &Node,
    declared: &mut Vec<(&'static str, &'static str)>,
) -> Result<String, BoxError> {
    if node.namespace.is_empty() {
        return Ok(node.name.to_owned());
    }
    let known = |prefix: &str| {
        let mut known = declared.iter();
        known.any(|(known, namespace)| *known == prefix && *namespace == node.namespace)
    };
    match prefix(node) {
        "" => {
            let prefix = format!("ns{}", declared.len());
            declare(start, &prefix, node.namespace)?;
            declared.push(("", ""));
            Ok(format!("{prefix}:{}", node.name))
        }
        prefix => {
            if !known(prefix) {
                declare(start, prefix, node.namespace)?;
                declared.push((prefix, node.namespace));
            }
            Ok(node.name.to_owned())
        }
    }
}

fn plain(output: &mut Output, value: &Value) -> Done {
    let text = escaped(&text(value), false)?;
    Ok(output.write_event(Event::Text(BytesText::from_escaped(text)))?)
}

/// A text as it is. What cannot stand in a CDATA section stands between several.
fn cdata(output: &mut Output, text: &str) -> Done {
    // The rest need no escape, but must be characters of XML.
    escaped(text, false)?;
    for (index, part) in text.split('\r').enumerate() {
        if index > 0 {
            output.write_event(Event::Text(BytesText::from_escaped("&#13;")))?;
        }
        for part in BytesCData::escaped(part) {
            output.write_event(Event::CData(part))?;
        }
    }
    Ok(())
}

/// A text in which every reader finds the same characters: a carriage return as it is would be read as
/// the end of a line, and in attributes the end of a line and a tab as spaces.
fn escaped(text: &str, in_attribute: bool) -> Result<String, BoxError> {
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
            _ => return Err("a text has a character that no document of XML can hold".into()),
        }
    }
    Ok(out)
}

/// An element whose name is data.
fn named(output: &mut Output, name: &str, value: &Value, inner: &Content) -> Done {
    let is_letter = |first: char| first.is_alphabetic() || first == '_';
    let is_of_name = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
    if !name.starts_with(is_letter) || !name.chars().all(is_of_name) {
        return Err("a property has a name that no element can have".into());
    }
    if let (Value::Array(items), Content::Any) = (value, inner) {
        let mut items = items.iter();
        return items.try_for_each(|value| named(output, name, value, inner));
    }
    output.write_event(Event::Start(BytesStart::new(name)))?;
    content(output, value, inner)?;
    Ok(output.write_event(Event::End(BytesEnd::new(name)))?)
}

fn any(output: &mut Output, members: &[(String, Value)]) -> Done {
    let mut members = members.iter();
    members.try_for_each(|(name, value)| named(output, name, value, &Content::Any))
}

fn member<'v>(members: &'v [(String, Value)], name: &str) -> Option<&'v Value> {
    let found = members.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value)
}

/// A value as a text: a single one as it is, anything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Literal(text) => text.clone(),
        Value::Null => String::new(),
        other => ser::encode(other).unwrap_or_default(),
    }
}
