//! Rules across fields (`x-validations`), typed: what `emit` prints as plain Rust.

use super::{Shape, TypeId};
use crate::pointer::Pointer;

/// A rule about a value of a type, or about its change.
#[derive(Clone, Debug, PartialEq)]
pub struct CelRule {
    /// The type that states it.
    pub on: TypeId,
    /// The type of the present state, for a rule about a change.
    pub against: Option<TypeId>,
    /// What a violation says.
    pub message: String,
    /// The property that is at fault, from the value down; the value itself where empty.
    pub path: Vec<String>,
    /// What must hold.
    pub condition: Expr,
    /// Where the document states it.
    pub source: Pointer,
}

/// A kind of value that rules compute with.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `bool`
    Bool,
    /// `i64`
    Int,
    /// `f64`
    Float,
    /// `&str`
    Text,
    /// `time::OffsetDateTime`
    Time,
    /// `time::Duration`
    Span,
    /// A reference to a struct.
    Object(TypeId),
    /// Items, as the Rust collection holds them.
    List(Box<Shape>),
    /// Items that a rule has computed.
    Computed(Box<Value>),
    /// By key, as the Rust map holds them.
    Map(Box<Shape>),
}

/// An expression, and what its value is.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What is computed.
    pub op: Op,
    /// What comes out.
    pub value: Value,
}

/// What an expression computes.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// `true`
    Bool(bool),
    /// `1`
    Int(i64),
    /// `1.5`
    Float(f64),
    /// `"a"`
    Text(String),
    /// `duration("…")`, in nanoseconds.
    Span(i64),
    /// `self`, of that type.
    Own(TypeId),
    /// `current` or `oldSelf`, of that type.
    Current(TypeId),
    /// The variable of the loop that is so many loops from the outermost.
    Variable(usize),
    /// A property, by its place among the fields of a struct.
    Field(Box<Expr>, usize),
    /// Whether a property is present.
    Has(Box<Expr>, usize),
    /// `!a`
    Not(Box<Expr>),
    /// `a && b`
    And(Box<Expr>, Box<Expr>),
    /// `a || b`
    Or(Box<Expr>, Box<Expr>),
    /// `a ? b : c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a < b`, and the like, of two values of one kind.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a + b`, and the like.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `a + b` of texts.
    Concat(Vec<Expr>),
    /// `a + b` of lists.
    Chain(Box<Expr>, Box<Expr>),
    /// `a == b` of lists.
    SameItems(Box<Expr>, Box<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a in b`, of a list.
    In(Box<Expr>, Box<Expr>),
    /// `a in b`, of a map.
    HasKey(Box<Expr>, Box<Expr>),
    /// `a[b]`, of a list or a map.
    Index(Box<Expr>, Box<Expr>),
    /// `size(a)`
    Size(Box<Expr>),
    /// `a.startsWith(b)`, and the like.
    Part(Part, Box<Expr>, Box<Expr>),
    /// `a.matches("…")`
    Matches(Box<Expr>, String),
    /// `a.all(x, b)`, and the like.
    Quantify(Quantifier, Loop),
    /// `a.map(x, c)`, `a.map(x, b, c)` and `a.filter(x, b)`: what is kept, and what becomes of it.
    Collect(Loop, Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `timestamp(a)` of a text (RFC 3339).
    ParseTime(Box<Expr>),
    /// `double(a)`
    ToFloat(Box<Expr>),
}

/// A loop over the items of a list, or the keys of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// What is looped over.
    pub over: Box<Expr>,
    /// The number of its variable.
    pub variable: usize,
    /// The condition, in which the variable is bound.
    pub body: Box<Expr>,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are usual")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// How two values are computed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are usual")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Where in a text another is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are usual")]
pub enum Part {
    Start,
    End,
    Anywhere,
}

/// How many items a condition must hold for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are usual")]
pub enum Quantifier {
    All,
    Exists,
    ExistsOne,
}
