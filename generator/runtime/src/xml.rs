//! Bodies in XML: a value's JSON into XML and back, by tables of how the document's schemas are written.
//!
//! The types read and write JSON; which of its members is an element, an attribute or a text, and what each is called,
//! is what a schema's `xml` says.

pub mod read;
pub mod write;

use crate::json::ser::Encode;
use crate::parameter::Value;
use crate::platform::BoxError;

/// How a value is written at a place.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// With a prefix, where it has one: `p:pet`.
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
    /// A number, which is JSON as it is.
    Number,
    Boolean,
    /// Whatever is there.
    Any,
    Object(&'static [Property], Option<&'static Node>),
    List(&'static Node),
}

/// A property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// Its name in JSON.
    pub name: &'static str,
    /// Whether it must be there: a list without items is.
    pub required: bool,
    pub node: Node,
}

impl Node {
    /// The name without its prefix.
    fn local(&self) -> &'static str {
        let name = self.name;
        name.split_once(':').map_or(name, |(_, local)| local)
    }
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
