//! Bodies in XML: a value's JSON into XML and back, by tables of how the document's schemas are written.
//!
//! The types read and write JSON; which of its members is an element, an attribute or a text, and what each is called,
//! is what a schema's `xml` says.

pub mod read;
pub mod write;

use bytes::Bytes;

use crate::call::Call;
use crate::call::reply::{DecodeFailure, Reply};
use crate::json::ser::{self, Encode};
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

/// Gives a call a body in XML.
pub fn put<T: Encode + ?Sized>(call: &mut Call, media_type: &str, root: &Node, value: &T) {
    let text = Value::of(value).and_then(|value| write::document(&value, root));
    call.encoded(media_type, text);
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

impl Reply {
    /// Makes JSON of a body in XML, for the methods that read JSON. What is JSON stays.
    pub fn from_xml(&mut self, root: &Node) -> Result<(), Box<DecodeFailure>> {
        if self.is("application/json") && !self.media_type().is_empty() {
            return Ok(());
        }
        let found = self.media_type();
        let is_xml =
            matches!(&*found, "" | "application/xml" | "text/xml") || found.ends_with("+xml");
        if !is_xml {
            let message = format!("its media type is `{found}` where XML was expected");
            return Err(DecodeFailure::new(message));
        }
        let text = std::str::from_utf8(&self.raw).map_err(DecodeFailure::new)?;
        let value = read::document(text, root).map_err(DecodeFailure::new)?;
        self.raw = Bytes::from(ser::encode(&value).map_err(DecodeFailure::new)?);
        self.is_made_json = true;
        Ok(())
    }
}
