//! The parts of multipart bodies.

use serde_json::Value;

use super::wire::Wire;
use super::xml::Xml;
use super::{Docs, EncodedProperty, Name, ObjectConstraint, Shape};

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The field's name.
    pub name: Name,
    /// The part's name.
    pub wire: String,
    /// Whether it stands for parts of any other names, which the caller gives: `wire` is empty then, and it is
    /// the last of its form's.
    pub any_name: bool,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether it must be there.
    pub required: bool,
    /// Its media type: of a file, those that it may have.
    pub content_type: Option<String>,
    /// What it holds, or each of its parts where it is a list.
    pub payload: Payload,
    /// The list whose items are a part each. Of files, only their number is judged.
    pub list: Option<Shape>,
    /// How what is no file is written.
    pub form: Wire,
    /// The same where it is written as a whole body is, `form` aside.
    pub whole: Option<Whole>,
    /// What is sent always: the only value, or the tag of a branch. There is no field for it then.
    pub fixed: Option<Value>,
    /// The headers that the document describes, in the order of their names.
    pub headers: Vec<PartHeader>,
    /// Parts of its own, that the file which it is can be made of.
    pub nested: Option<Box<NestedParts>>,
}

/// A value of several parts of its own that a part is written as, as a body of its media type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Whole {
    /// `application/x-www-form-urlencoded`, by what is said of the properties' encoding.
    Form(Vec<EncodedProperty>),
    /// XML, by how its schema is written.
    Xml(Xml),
}

/// The parts within a part.
#[derive(Clone, Debug, PartialEq)]
pub struct NestedParts {
    /// The struct that has them.
    pub name: Name,
    /// The media type of the part that they are in.
    pub media_type: String,
    /// The parts.
    pub parts: Vec<Part>,
    /// What must hold between them.
    pub constraints: Vec<ObjectConstraint>,
}

/// A header of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartHeader {
    /// The field's name.
    pub name: Name,
    /// Its name on the wire.
    pub wire: String,
    /// Whether it must be there where the part is.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// Whether properties are exploded.
    pub explode: bool,
    /// What the document says about it.
    pub docs: Docs,
}

impl Part {
    /// What the field holds as data: the list, or else what is no file.
    pub fn value(&self) -> Option<&Shape> {
        self.list.as_ref().or(match &self.payload {
            Payload::File => None,
            Payload::Value(shape) => Some(shape),
        })
    }
}

/// What a part holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// A file: bytes or a stream, with a name.
    File,
    /// A value.
    Value(Shape),
}
