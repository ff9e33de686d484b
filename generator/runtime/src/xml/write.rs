//! JSON into XML.

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

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
        Kind::Text => Ok(output.write_event(Event::Text(BytesText::new(&text(value))))?),
        Kind::Cdata => {
            // `]]>` cannot stand in one, so that several do.
            for part in BytesCData::escaped(&text(value)) {
                output.write_event(Event::CData(part))?;
            }
            Ok(())
        }
        // Written with the start of the element that has it.
        Kind::Attribute => Ok(()),
    }
}

fn element(output: &mut Output, value: &Value, node: &Node) -> Done {
    let mut start = BytesStart::new(node.name);
    if !node.namespace.is_empty() {
        let declares = match node.name.split_once(':') {
            Some((prefix, _)) => format!("xmlns:{prefix}"),
            None => "xmlns".to_owned(),
        };
        start.push_attribute((&*declares, node.namespace));
    }
    if value.is_null() {
        start.push_attribute(("xmlns:xsi", INSTANCE));
        start.push_attribute(("xsi:nil", "true"));
        return Ok(output.write_event(Event::Empty(start))?);
    }
    if let (Value::Object(members), Content::Object(properties, _)) = (value, node.content) {
        for property in properties.iter() {
            let value = members.get(property.name).filter(|value| !value.is_null());
            if let (Kind::Attribute, Some(value)) = (property.node.kind, value) {
                start.push_attribute((property.node.name, &*text(value)));
            }
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
                if let Some(value) = members.get(property.name) {
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
        (_, value) => Ok(output.write_event(Event::Text(BytesText::new(&text(value))))?),
    }
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

fn any(output: &mut Output, members: &Map<String, Value>) -> Done {
    let mut members = members.iter();
    members.try_for_each(|(name, value)| named(output, name, value, &Content::Any))
}

/// A value as a text: a string as it is, anything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
