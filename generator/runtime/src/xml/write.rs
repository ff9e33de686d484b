//! JSON into XML.

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use crate::json::ser;
use crate::parameter::Value;
use crate::platform::BoxError;
use crate::xml::{Content, INSTANCE, Kind, Node, Property};

type Output = Writer<Vec<u8>>;
type Done = Result<(), BoxError>;

/// A document of a value.
pub fn document(value: &Value, root: &Node) -> Result<Vec<u8>, BoxError> {
    let mut output = Writer::new(Vec::new());
    output.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    element(&mut output, value, root, "")?;
    Ok(output.into_inner())
}

/// A value at a place, which may be in a map, by a key.
fn node(output: &mut Output, value: &Value, node: &Node, key: &str) -> Done {
    match node.kind {
        Kind::Element => element(output, value, node, key),
        Kind::None => content(output, value, node.content, key),
        Kind::Text => plain(output, value),
        Kind::Cdata => cdata(output, &text(value)),
        // Written with the start of the element that has it.
        Kind::Attribute => Ok(()),
    }
}

fn element(output: &mut Output, value: &Value, node: &Node, key: &str) -> Done {
    let name = match node.local() {
        "" => format!("{}{}", node.name, checked(key)?),
        _ => node.name.to_owned(),
    };
    let mut start = BytesStart::new(&*name);
    if !node.namespace.is_empty() {
        declare(&mut start, node.prefix(), node.namespace)?;
    }
    if *value == Value::Null {
        start.push_attribute(("xmlns:xsi", INSTANCE));
        start.push_attribute(("xsi:nil", "true"));
        return Ok(output.write_event(Event::Empty(start))?);
    }
    let mut declared = vec![(node.prefix(), node.namespace)];
    attributes(&mut start, value, node.content, &mut declared)?;
    output.write_event(Event::Start(start))?;
    content(output, value, node.content, local(&name))?;
    Ok(output.write_event(Event::End(BytesEnd::new(&*name)))?)
}

/// The attributes of an element, those of its properties that have no element of their own among them.
fn attributes(
    start: &mut BytesStart<'_>,
    value: &Value,
    content: &Content,
    declared: &mut Vec<(&'static str, &'static str)>,
) -> Done {
    let (Value::Object(members), Content::Object(properties, _)) = (value, chosen(content, value))
    else {
        return Ok(());
    };
    for (property, value) in written(properties, members) {
        match property.node.kind {
            Kind::None => attributes(start, value, property.node.content, declared)?,
            Kind::Attribute if *value != Value::Null => {
                let name = attribute(start, &property.node, declared)?;
                push(start, &name, &text(value))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn content(output: &mut Output, value: &Value, content: &Content, key: &str) -> Done {
    match (chosen(content, value), value) {
        (_, Value::Null) => Ok(()),
        (Content::Object(properties, others), Value::Object(members)) => {
            for (property, value) in written(properties, members) {
                node(output, value, &property.node, property.name)?;
            }
            let is_other = |name: &str| properties.iter().all(|property| property.name != name);
            for (name, value) in members.iter().filter(|(name, _)| is_other(name)) {
                match others {
                    Some(other) => by_key(output, name, value, other)?,
                    None => named(output, name, value)?,
                }
            }
            Ok(())
        }
        (Content::List(item), Value::Array(items)) => {
            let mut items = items.iter();
            items.try_for_each(|value| node(output, value, item, key))
        }
        (Content::Items(items, others), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                match items.get(index).or(*others) {
                    Some(item) => node(output, value, item, key)?,
                    None => named(output, "item", value)?,
                }
            }
            Ok(())
        }
        (_, Value::Object(members)) => {
            let mut members = members.iter();
            members.try_for_each(|(name, value)| named(output, name, value))
        }
        (_, Value::Array(items)) => {
            let mut items = items.iter();
            items.try_for_each(|value| named(output, "item", value))
        }
        (_, value) => plain(output, value),
    }
}

/// What a value holds, of several that it may.
fn chosen<'c>(content: &'c Content, value: &Value) -> &'c Content {
    match content {
        Content::OneOf(contents) => {
            let found = contents.iter().find(|one| one.fits(value));
            found.unwrap_or(&Content::Any)
        }
        content => content,
    }
}

/// The properties that an object has, each in the way in which it is written.
fn written<'v>(
    properties: &'static [Property],
    members: &'v [(String, Value)],
) -> impl Iterator<Item = (&'static Property, &'v Value)> {
    properties.iter().filter_map(|property| {
        let value = member(members, property.name)?;
        if property.when.is_none() {
            return Some((property, value));
        }
        let ways = || properties.iter().filter(|way| way.name == property.name);
        let is_told = |way: &&Property| way.when.is_some_and(|when| when.holds(members));
        let way = ways().find(is_told);
        let way = way.or_else(|| ways().find(|way| way.node.content.fits(value)));
        let way = way.or_else(|| ways().next())?;
        std::ptr::eq(way, property).then_some((property, value))
    })
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
    match node.prefix() {
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

/// A key of a map as the name of an element.
fn checked(name: &str) -> Result<&str, BoxError> {
    let is_letter = |first: char| first.is_alphabetic() || first == '_';
    let is_of_name = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
    match name.starts_with(is_letter) && name.chars().all(is_of_name) {
        true => Ok(name),
        false => Err("a property has a name that no element can have".into()),
    }
}

/// An element whose name is data.
fn by_key(output: &mut Output, name: &str, value: &Value, node: &Node) -> Done {
    match (node.kind, node.content, value) {
        (Kind::None, Content::List(item), Value::Array(items)) if item.is_named_by_key() => {
            let mut items = items.iter();
            items.try_for_each(|value| element(output, value, item, name))
        }
        (_, Content::Any, Value::Array(items)) => {
            let mut items = items.iter();
            items.try_for_each(|value| by_key(output, name, value, node))
        }
        _ => element(output, value, node, name),
    }
}

/// An element whose name is data, and of which nothing is known.
fn named(output: &mut Output, name: &str, value: &Value) -> Done {
    by_key(output, name, value, &ANY)
}

/// What is named by its key, and may be anything.
static ANY: Node = Node {
    name: "",
    namespace: "",
    kind: Kind::Element,
    content: &Content::Any,
};

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
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
