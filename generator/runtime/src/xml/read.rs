//! XML into JSON.

use std::collections::BTreeMap;
use std::fmt;

use crate::json::de;
use crate::parameter::Value;
use crate::xml::scope::Scope;
use crate::xml::tree::{self, Element, wrong};
use crate::xml::{Content, Kind, Node, Property};

/// Why a text is not the XML that the document describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlError(pub(super) String);

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for XmlError {}

type Found<T = Value> = Result<T, XmlError>;

/// The value that a document is.
pub fn document(text: &str, root: &Node) -> Found {
    let element = tree::parse(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    of_element(&element, root.content)
}

fn of_element(element: &Element, content: &Content) -> Found {
    match element.is_nil() {
        true => Ok(Value::Null),
        false => of_content(element, content, None),
    }
}

/// What an element's inside is, or the part of it that a value without an element of its own has.
fn of_content(element: &Element, content: &Content, outer: Option<&Scope<'_>>) -> Found {
    match content {
        Content::Any => Ok(any(element)),
        Content::Object(properties, others) => object(element, properties, *others, outer),
        Content::List(item) => list(element, item, outer),
        Content::Items(items, others) => in_order(element, items, *others),
        Content::OneOf(contents) => one_of(element, contents, outer),
        scalar => of_text(&element.text, scalar),
    }
}

/// A text where there is nothing but text, unless none of these is one.
fn one_of(element: &Element, contents: &[Content], outer: Option<&Scope<'_>>) -> Found {
    let holds_elements = |content: &&Content| {
        matches!(
            content,
            Content::Object(..) | Content::List(_) | Content::Items(..) | Content::Any
        )
    };
    let within = contents.iter().find(holds_elements);
    let has_others = !element.children.is_empty() || element.own_attributes().next().is_some();
    match (within, has_others) {
        (Some(within), true) => of_content(element, within, outer),
        (Some(within), false) => {
            of_scalars(&element.text, contents).or_else(|_| of_content(element, within, outer))
        }
        (None, _) => of_scalars(&element.text, contents),
    }
}

/// The items of a list that stand in an element.
fn list(element: &Element, item: &Node, outer: Option<&Scope<'_>>) -> Found {
    if matches!(item.kind, Kind::Text | Kind::Cdata) {
        let texts = (0..=element.children.len()).map(|child| element.text_before(child));
        let texts = texts.filter(|text| !text.trim().is_empty());
        let items = texts.map(|text| of_text(text, item.content));
        return items.collect::<Result<_, _>>().map(Value::Array);
    }
    let of_item = |child: &Element| of_element(child, item.content);
    let items: Found<Vec<_>> = match item.kind {
        Kind::Element if item.is_named_by_key() => {
            let children = element.children.iter();
            let named = children.filter(|child| child.name.local == element.name.local);
            named.map(of_item).collect()
        }
        Kind::Element => {
            let scope = Scope::inside(&[], outer);
            scope.children(element, item).map(of_item).collect()
        }
        _ => element.children.iter().map(of_item).collect(),
    };
    items.map(Value::Array)
}

/// Items that are each written in a way of its own. What stands between them and is none of them is left out.
fn in_order(element: &Element, items: &[Node], others: Option<&Node>) -> Found {
    let mut found = Vec::new();
    let mut at = 0;
    let next = |at: usize, node: &Node| {
        let children = element.children.get(at..).unwrap_or_default();
        let place = children.iter().position(|child| {
            let Some(namespace) = child.name.namespace.as_deref().filter(|it| !it.is_empty())
            else {
                return child.name.local == node.local();
            };
            let is_same = node.namespace.is_empty() || node.namespace == namespace;
            is_same && child.name.local == node.local()
        });
        place.map(|place| at + place)
    };
    for item in items {
        if matches!(item.kind, Kind::Text | Kind::Cdata) {
            found.push(of_text(element.text_before(at), item.content)?);
            continue;
        }
        let Some(place) = next(at, item) else {
            return Ok(Value::Array(found));
        };
        found.push(of_element(&element.children[place], item.content)?);
        at = place + 1;
    }
    while let Some(place) = others.and_then(|other| next(at, other)) {
        let content = others.map_or(&Content::Any, |other| other.content);
        found.push(of_element(&element.children[place], content)?);
        at = place + 1;
    }
    Ok(Value::Array(found))
}

fn object(
    element: &Element,
    properties: &'static [Property],
    others: Option<&'static Node>,
    outer: Option<&Scope<'_>>,
) -> Found {
    let scope = Scope::inside(properties, outer);
    let mut members = Vec::new();
    for property in properties.iter().filter(|it| it.when.is_none()) {
        if let Some(value) = of_property(element, property, &scope)? {
            members.push((property.name.to_owned(), value));
        }
    }
    of_branches(element, properties, &scope, &mut members)?;
    // What no object that shares the element declares is of the outermost.
    if let (Some(other), None) = (others, outer) {
        of_others(element, other, &scope, &mut members)?;
    }
    Ok(Value::Object(members))
}

/// The properties that are written in several ways: in that of the branch that the other properties tell, or else
/// in the first in which they can be read.
fn of_branches(
    element: &Element,
    properties: &[Property],
    scope: &Scope<'_>,
    members: &mut Vec<(String, Value)>,
) -> Found<()> {
    for (index, property) in properties.iter().enumerate() {
        let is_of_it = |other: &&Property| other.when.is_some() && other.name == property.name;
        let is_first = !properties[..index].iter().any(|other| is_of_it(&other));
        if property.when.is_none() || !is_first {
            continue;
        }
        let ways = || properties[index..].iter().filter(is_of_it);
        let told = ways().find(|way| way.when.is_some_and(|when| when.holds(members)));
        let mut value = told.map_or(Ok(None), |way| of_property(element, way, scope));
        if told.is_none() {
            for way in ways() {
                value = of_property(element, way, scope);
                if matches!(value, Ok(Some(_))) {
                    break;
                }
            }
        }
        if let Some(value) = value? {
            members.push((property.name.to_owned(), value));
        }
    }
    Ok(())
}

/// A property of an element, if it is there.
fn of_property(element: &Element, property: &Property, scope: &Scope<'_>) -> Found<Option<Value>> {
    let node = &property.node;
    let null = || property.nullable.then_some(Value::Null);
    match (node.kind, node.content) {
        (Kind::Attribute, content) => match scope.attribute(element, node) {
            Some(text) => of_text(text, content).map(Some),
            None => Ok(null()),
        },
        // What may be missing and is no text cannot be told from a text without letters.
        (Kind::Text | Kind::Cdata, content) => {
            let is_blank = element.text.trim().is_empty();
            let is_there = !is_blank || (property.required && !property.nullable);
            match is_there {
                true => of_text(&element.text, content).map(Some),
                false => Ok(null().filter(|_| property.required)),
            }
        }
        (Kind::Element, content) => {
            let child = scope.children(element, node).next();
            // Some servers name an element by its property all the same.
            let by_property = || scope.child_named_as(element, property.name);
            let child = child.or_else(by_property);
            child.map(|child| of_element(child, content)).transpose()
        }
        (Kind::None, Content::List(item)) => {
            let items = list(element, item, Some(scope))?;
            let is_there = property.required || items != Value::Array(Vec::new());
            Ok(is_there.then_some(items))
        }
        (Kind::None, content) => match scope.holds(element, node) {
            true => of_content(element, content, Some(scope)).map(Some),
            false if property.required && !property.nullable => {
                of_content(element, content, Some(scope)).map(Some)
            }
            false => Ok(null().filter(|_| property.required)),
        },
    }
}

/// The elements that no property is, by their names.
fn of_others(
    element: &Element,
    other: &Node,
    scope: &Scope<'_>,
    members: &mut Vec<(String, Value)>,
) -> Found<()> {
    // Where each is, and whether it has become a list.
    let mut places: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    let items = match (other.kind, other.content) {
        (Kind::None, Content::List(item)) if item.is_named_by_key() => Some(item.content),
        _ => None,
    };
    let is_any = matches!(other.content, Content::Any);
    for child in &element.children {
        let name = &child.name.local;
        if scope.declares(name) {
            continue;
        }
        let value = of_element(child, items.unwrap_or(other.content))?;
        let Some((place, is_list)) = places.get_mut(&**name) else {
            places.insert(name, (members.len(), items.is_some()));
            let value = match items {
                Some(_) => Value::Array(vec![value]),
                None => value,
            };
            members.push((name.clone(), value));
            continue;
        };
        match &mut members[*place].1 {
            Value::Array(known) if *is_list => known.push(value),
            known if is_any => {
                let first = std::mem::replace(known, Value::Null);
                *known = Value::Array(vec![first, value]);
                *is_list = true;
            }
            // Of several of one name the last one counts.
            known => *known = value,
        }
    }
    Ok(())
}

/// A text as one of the kinds that a value may have.
pub(super) fn of_text(text: &str, content: &Content) -> Found {
    let trimmed = text.trim();
    match content {
        Content::Number | Content::Integer => {
            let number = number(trimmed).map(Value::Literal);
            number.ok_or_else(|| wrong("it has a text where a number is expected"))
        }
        Content::Boolean => match trimmed {
            "true" | "1" => Ok(Value::Literal("true".to_owned())),
            "false" | "0" => Ok(Value::Literal("false".to_owned())),
            _ => Err(wrong("it has a text where `true` or `false` is expected")),
        },
        Content::Token => {
            let words: Vec<&str> = trimmed.split_ascii_whitespace().collect();
            Ok(Value::Text(words.join(" ")))
        }
        Content::Base64 => Ok(Value::Text(trimmed.split_ascii_whitespace().collect())),
        Content::OneOf(contents) => of_scalars(text, contents),
        _ => Ok(Value::Text(text.to_owned())),
    }
}

/// A text as the first of several kinds that it can be. Where it may be a text too, a number is what is written as
/// JSON has it, since `007` is more than 7.
fn of_scalars(text: &str, contents: &[Content]) -> Found {
    let is_text = |one: &Content| matches!(one, Content::Text | Content::Token | Content::Base64);
    let may_be_text = contents.iter().any(is_text);
    let trimmed = text.trim();
    for content in contents {
        let is_it = match content {
            Content::Text | Content::Token | Content::Base64 => true,
            Content::Boolean if may_be_text => matches!(trimmed, "true" | "false"),
            Content::Number if may_be_text => number(trimmed).as_deref() == Some(trimmed),
            Content::Integer if may_be_text => {
                let is_small = trimmed.parse::<i64>().is_ok();
                is_small && number(trimmed).as_deref() == Some(trimmed)
            }
            Content::Number | Content::Integer | Content::Boolean => {
                of_text(trimmed, content).is_ok()
            }
            _ => false,
        };
        if is_it {
            return of_text(text, content);
        }
    }
    Err(wrong("it has a text where none is expected"))
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
    if element.is_nil() {
        return Value::Null;
    }
    if element.children.is_empty() && element.own_attributes().next().is_none() {
        return Value::Text(element.text.clone());
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut places = BTreeMap::new();
    for (name, value) in element.own_attributes() {
        let value = Value::Text(value.clone());
        match places.get(&*name.local) {
            None => {
                places.insert(&*name.local, (members.len(), false));
                members.push((name.local.clone(), value));
            }
            Some((place, _)) => members[*place].1 = value,
        }
    }
    for child in &element.children {
        let value = any(child);
        match places.get_mut(&*child.name.local) {
            None => {
                places.insert(&child.name.local, (members.len(), false));
                members.push((child.name.local.clone(), value));
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
