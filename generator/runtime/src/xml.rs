//! Bodies in XML: a value's JSON into XML and back, by tables of how the document's schemas are written.
//!
//! The types read and write JSON; which of its members is an element, an attribute or a text, and what each is called,
//! is what a schema's `xml` says.

pub mod read;
pub mod scope;
pub mod tree;
pub mod write;

use crate::json::ser::Encode;
use crate::parameter::Value;
use crate::platform::BoxError;

/// The namespace of `xsi:nil`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How a value is written at a place.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// With a prefix, where it has one: `p:pet`. Without a local part it is named by the key of the map that it is in.
    pub name: &'static str,
    /// What the prefix stands for, or the name without one; may be empty.
    pub namespace: &'static str,
    pub kind: Kind,
    pub content: &'static Content,
}

/// What a value is in XML, as OpenAPI's `nodeType` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Element,
    Attribute,
    Text,
    Cdata,
    /// Nothing of its own: what it holds stands where it would.
    None,
}

/// What a value holds.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    Text,
    /// A text of which spaces around it are no part: a date, or one of a list.
    Token,
    /// Bytes as Base64, which lines may break.
    Base64,
    /// A number, which is JSON as it is.
    Number,
    /// A number without a fraction.
    Integer,
    Boolean,
    /// Whatever is there.
    Any,
    Object(&'static [Property], Option<&'static Node>),
    List(&'static Node),
    /// Items that are written each in a way of its own, in this order, and how those after them are.
    Items(&'static [Node], Option<&'static Node>),
    /// One of these, the first that fits: what holds elements last.
    OneOf(&'static [Content]),
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// Its name in JSON.
    pub name: &'static str,
    /// Whether it must be there: a list without items is.
    pub required: bool,
    /// Whether it may be null, which what is not there can stand for.
    pub nullable: bool,
    /// Where the branches of a union write a property each in a way of its own: when this is the way.
    pub when: Option<&'static When>,
    pub node: Node,
}

/// When a property is written in one way of several.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// The property that tells; if empty, the first way that fits is it.
    pub name: &'static str,
    /// The texts that it then is one of.
    pub values: &'static [&'static str],
}

impl Node {
    /// The name without its prefix.
    fn local(&self) -> &'static str {
        let name = self.name;
        name.split_once(':').map_or(name, |(_, local)| local)
    }

    /// The prefix of the name, which may be empty.
    fn prefix(&self) -> &'static str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// Whether a list's items stand in the element that the list is in, named by its key.
    fn is_named_by_key(&self) -> bool {
        self.kind == Kind::Element && self.local().is_empty()
    }
}

impl Content {
    /// Whether a value is of this kind.
    fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) | (Content::Any, _) => true,
            (Content::OneOf(contents), value) => contents.iter().any(|one| one.fits(value)),
            (Content::Text | Content::Token | Content::Base64, value) => {
                matches!(value, Value::Text(_))
            }
            (Content::Number | Content::Integer, Value::Literal(text)) => !is_boolean(text),
            (Content::Boolean, Value::Literal(text)) => is_boolean(text),
            (Content::Object(..), value) => matches!(value, Value::Object(_)),
            (Content::List(_) | Content::Items(..), value) => matches!(value, Value::Array(_)),
            (Content::Number | Content::Integer | Content::Boolean, _) => false,
        }
    }
}

impl When {
    /// Whether an object's members say that this is the way.
    fn holds(&self, members: &[(String, Value)]) -> bool {
        let told = members.iter().find(|(name, _)| name == self.name);
        told.is_some_and(|(_, value)| match value {
            Value::Text(text) => self.values.contains(&&**text),
            _ => false,
        })
    }
}

fn is_boolean(literal: &str) -> bool {
    matches!(literal, "true" | "false")
}

/// A value in XML, as a part of a body.
///
/// # Errors
///
/// When XML cannot say it.
pub fn text<T: Encode + ?Sized>(value: &T, root: &Node) -> Result<String, BoxError> {
    let text = write::document(&Value::of(value)?, root)?;
    Ok(String::from_utf8(text)?)
}
