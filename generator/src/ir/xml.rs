//! How a body is written in XML: a tree of nodes over contents, which may hold themselves.

/// A body in XML.
#[derive(Clone, Debug, PartialEq)]
pub struct Xml {
    /// The document's element.
    pub root: Node,
    /// What nodes hold, by number.
    pub contents: Vec<Content>,
}

/// How a value is written at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// With a prefix, where it has one.
    pub name: String,
    /// May be empty.
    pub namespace: String,
    /// What it is.
    pub kind: Kind,
    /// The number of what it holds.
    pub content: usize,
}

/// OpenAPI's `nodeType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are OpenAPI's")]
pub enum Kind {
    Element,
    Attribute,
    Text,
    Cdata,
    None,
}

/// What a value holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A string.
    Text,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// Whatever is there.
    Any,
    /// An object: its properties, and what others are.
    Object(Vec<Property>, Option<Node>),
    /// A list of such items.
    List(Node),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name in JSON.
    pub wire: String,
    /// Whether it must be there.
    pub required: bool,
    /// How it is written.
    pub node: Node,
}
