//! The API as Rust sees it: every name allocated, every reference resolved,
//! every decision made. `lower` fills it, `emit` prints it.
//!
//! There is no `$ref`, no `allOf` and no undecided name in here, so printing
//! cannot fail. Nothing in it depends on the order of the document's maps.

mod called;
pub mod cel;
pub mod check;
mod constraint;
mod operation;
mod pagination;
mod part;
mod sample;
mod visit;
pub mod wire;
pub mod xml;

use serde_json::Value;

use crate::format::Number;
use crate::pointer::Pointer;

pub use crate::format::{Format, Integer};
pub use crate::json::Bound;
pub use crate::method::Method;
pub use crate::parameter::{Location, Style};
pub use crate::pattern::{Pattern, Positions, Program, Slot, Step};
pub use called::{Callback, Called};
pub use constraint::{Constraint, ObjectConstraint};
pub use operation::{
    Alternative, Api, ApiKeyPlace, Body, BodyArgument, Content, EncodedProperty, Equal, EventData,
    EventKind, Group, Header, MediaKind, Member, Operation, Parameter, PathSegment, Requirement,
    Response, ResponseVariant, Responses, SecurityKind, SecurityScheme, Server, ServerVariable,
    StatusMatch, UserFlows,
};
pub use pagination::{NextPage, Pagination};
pub use part::{NestedParts, Part, PartHeader, Payload, Whole};
pub use sample::{Sample, Samples};

/// An identifier of the generated code, valid and unique in its scope.
///
/// Only `lower::name` makes these.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// Wraps an identifier that is known to be valid Rust.
    pub fn new(identifier: impl Into<String>) -> Self {
        Self(identifier.into())
    }

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same without `r#`, as a file or a feature is called.
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// What the document says about an item, as data; `emit::doc` makes it safe.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `summary` or `title`, one line.
    pub summary: Option<String>,
    /// `description`, CommonMark.
    pub description: Option<String>,
    /// `externalDocs.url`.
    pub external: Option<String>,
    /// Sentences that lowering adds, such as a default or a skipped keyword.
    pub notes: Vec<String>,
    /// Whether the item is deprecated.
    pub deprecated: bool,
    /// Example values of the document, in its order.
    pub examples: Vec<Value>,
}

/// All types, in the order in which they are printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types(Vec<TypeDef>);

/// A type's place in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

impl Types {
    /// Adds a type and returns its place.
    pub fn push(&mut self, def: TypeDef) -> TypeId {
        let id = TypeId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(def);
        id
    }

    /// All types with their places.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        (0..).map(TypeId).zip(&self.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::ops::Index<TypeId> for Types {
    type Output = TypeDef;
    fn index(&self, id: TypeId) -> &TypeDef {
        &self.0[id.0 as usize]
    }
}

impl std::ops::IndexMut<TypeId> for Types {
    fn index_mut(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.0[id.0 as usize]
    }
}

/// A type of the generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its Rust name, unique in the crate.
    pub name: Name,
    /// Its name in the document, where the Rust name is another.
    pub wire_name: Option<String>,
    /// Where the document defines it.
    pub source: Pointer,
    /// What the document says about it.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// The file below `types/` that it is printed in.
    pub module: Name,
    /// Derives beyond `Debug, Clone, PartialEq`, and user-configured ones.
    pub derives: Derives,
}

/// What can be derived for a type, from all that it contains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derives {
    /// `Eq` and `Hash`: no float and no free-form value inside.
    pub eq: bool,
    /// `Copy`: a newtype of a scalar that is `Copy`, such as a number.
    pub copy: bool,
    /// Paths from the user's configuration.
    pub extra: Vec<String>,
}

/// The kinds of generated types.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// An object with declared properties.
    Struct(Struct),
    /// One of a set of scalar values.
    Enum(Enum),
    /// One of several shapes.
    Union(Union),
    /// A shape with constraints and a name.
    Newtype(Shape),
    /// A shape with a name and nothing to check.
    Alias(Shape),
    /// A type of the user's, from the configuration: a Rust path.
    External(String),
}

/// An object with declared properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its builder's name: `PetBuilder`.
    pub builder: Name,
    /// In the document's order.
    pub fields: Vec<Field>,
    /// What happens to properties that are not declared.
    pub extras: Extras,
    /// Whether the document forbids properties that are not declared. Where they are only dropped, this tells
    /// whether data fits a branch of a union, and a server refuses what has some.
    pub closed: bool,
    /// Of a closed one, the properties that are declared and only travel the other way.
    pub ignored: Vec<String>,
    /// What must hold between properties.
    pub constraints: Vec<ObjectConstraint>,
}

/// What happens to properties that are not declared.
#[derive(Clone, Debug, PartialEq)]
pub enum Extras {
    /// They are dropped when decoding.
    Dropped,
    /// They are kept and typed in a public map of that name.
    Kept {
        /// The map's field name, `additional_properties` unless taken.
        name: Name,
        /// The type of the values.
        value: Box<Shape>,
    },
    /// `exact` only: they are kept in a private-looking public map, and each is a violation.
    Forbidden {
        /// The map's field name.
        name: Name,
    },
}

/// A property of a [`Struct`].
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its Rust name, unique in the struct.
    pub name: Name,
    /// Its property name.
    pub wire: String,
    /// What the document says about it.
    pub docs: Docs,
    /// What it holds, when present.
    pub shape: Shape,
    /// Whether the property must be there.
    pub required: bool,
    /// `default`, documented and not applied.
    pub default: Option<Value>,
    /// The one value that it can have, where it must be there: a builder has it from the start.
    pub fixed: Option<Value>,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
}

/// One of a set of scalar values, with a variant for the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// In the document's order.
    pub variants: Vec<Variant>,
    /// Whether other values may be sent: the unknown variant then is no violation.
    pub open: bool,
    /// What the values are on the wire.
    pub repr: EnumRepr,
    /// What other values must satisfy (an open enum's `pattern`, say).
    pub constraints: Vec<Constraint>,
}

/// What an enum's values are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumRepr {
    /// All strings.
    String,
    /// All integers within `i64`.
    Integer,
    /// Booleans, other numbers, or a mixture: unknown values are JSON values.
    Json,
}

/// A value of an [`Enum`].
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its Rust name, unique in the enum.
    pub name: Name,
    /// Its value on the wire.
    pub value: Value,
    /// What the document says about it.
    pub docs: Docs,
}

/// One of several shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// In the document's order.
    pub branches: Vec<Branch>,
    /// How a branch is chosen when decoding.
    pub selection: Selection,
    /// `oneOf` whose branches are not known to exclude each other: that
    /// exactly one fits is judged when validating.
    pub exclusive: bool,
    /// Where `exclusive`, a property that has other values in each branch: a value that has it
    /// fits no other branch.
    pub telling: Option<String>,
    /// What saves trying every branch when decoding, where there is no tag.
    pub discriminant: Option<Discriminant>,
    /// The branch of data whose tag is missing, or that of no branch, by index.
    pub otherwise: Option<usize>,
    /// An opaque variant keeps data that no branch takes: with a discriminator
    /// whose value is unknown. It is a violation unless `open`.
    pub unknown: bool,
    /// Whether data without a tag are unknown where they fit several branches:
    /// by the letter, `oneOf` refuses them.
    pub sole: bool,
    /// Whether unknown data may be sent.
    pub open: bool,
    /// Whether unknown data may hold what must not be shown, as that of branches does.
    pub secret: bool,
}

/// A branch of a [`Union`].
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The variant's Rust name, unique in the union.
    pub name: Name,
    /// What it holds. `Type::Null` makes a variant without data.
    pub shape: Shape,
    /// What the document says about it.
    pub docs: Docs,
    /// The discriminator's values that choose it.
    pub tags: Vec<String>,
    /// Whether the first of them is written where the data has none itself.
    pub adds_tag: bool,
}

/// A property whose value leaves few branches of a [`Union`] to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminant {
    /// Its name on the wire.
    pub property: String,
    /// The values that each branch declares for it; none where a branch could have any.
    pub values: Vec<Vec<String>>,
}

/// How a branch is chosen when decoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// By the value of this property.
    Tag(String),
    /// By trying each, keeping the one that fits best.
    BestFit,
}

/// A use of a type: what it is, whether `null` is allowed, and what holds for it here.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The type.
    pub ty: Type,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// What is checked here, beyond what the type itself checks.
    pub constraints: Vec<Constraint>,
    /// Where the document states it, for docs and diagnostics.
    pub source: Pointer,
}

impl Type {
    /// Whether its values are any JSON, `null` included.
    pub fn is_any(&self) -> bool {
        match self {
            Self::Value => true,
            Self::Format(format) => format.row().is_any(),
            _ => false,
        }
    }
}

impl From<Number> for Type {
    fn from(number: Number) -> Self {
        match number {
            Number::Integer(integer) => Self::Integer(integer),
            Number::BigInteger => Self::BigInteger,
            Number::Decimal => Self::Decimal,
            Number::F32 => Self::F32,
            Number::F64 => Self::F64,
        }
    }
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// An integer of Rust.
    Integer(Integer),
    /// An integer of any size, as `runtime::BigInteger`.
    BigInteger,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// A decimal that keeps its digits, as `runtime::Decimal`.
    Decimal,
    /// `String`, with what `format` checks among the constraints.
    String,
    /// A string or number with a Rust type of its own: a row of the table in `format`.
    Format(Format),
    /// Any JSON, as `serde_json::Value`.
    Value,
    /// The JSON `null`, as `()`.
    Null,
    /// `Vec<T>`
    List(Box<Shape>),
    /// An array whose first items have shapes of their own (`prefixItems`), as a Rust tuple.
    Tuple(Vec<Shape>),
    /// `BTreeMap<String, T>`
    Map(Box<Shape>),
    /// A generated type.
    Named(TypeId),
    /// A generated type behind a `Box`, since it contains itself.
    Boxed(TypeId),
}
