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
    /// With a prefix, where it has one. Without a local part it is named by the key of the map that it is in.
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
    /// A string of which spaces around it are no part.
    Token,
    /// Bytes as Base64.
    Base64,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// A boolean.
    Boolean,
    /// Whatever is there.
    Any,
    /// An object: its properties, and what others are.
    Object(Vec<Property>, Option<Node>),
    /// A list of such items.
    List(Node),
    /// Items that are each written in a way of their own, in order, and what those after them are.
    Items(Vec<Node>, Option<Node>),
    /// One of these, what holds elements last.
    OneOf(Vec<Content>),
}

impl Content {
    /// Whether it is written as a text, and nothing else.
    pub fn is_text(&self) -> bool {
        match self {
            Self::Text | Self::Token | Self::Base64 => true,
            Self::Number | Self::Integer | Self::Boolean => true,
            Self::OneOf(contents) => contents.iter().all(Self::is_text),
            Self::Any | Self::Object(..) | Self::List(_) | Self::Items(..) => false,
        }
    }
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name in JSON.
    pub wire: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Where the branches of a union write it each in a way of its own: when this is the way.
    pub when: Option<When>,
    /// How it is written.
    pub node: Node,
}

/// When a property is written in one way of several.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// The property that tells; may be empty.
    pub wire: String,
    /// The texts that it then is one of.
    pub values: Vec<String>,
}
