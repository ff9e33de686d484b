//! The kinds of JSON data, as `type` names them, and sets of them.

use serde_json::Value;

/// The kinds of JSON data. `Integer` is the part of `Number` without a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are JSON Schema's")]
pub enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// All kinds, simplest first.
    pub const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// As `type` spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The kind of a datum. A number without a fraction is an integer.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => {
                let float = number.as_f64().unwrap_or(0.5);
                if float.fract() == 0.0 {
                    Self::Integer
                } else {
                    Self::Number
                }
            }
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// What a value is, in words.
pub(crate) fn in_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Every kind.
    pub const ANY: Self = Self(0b111_1111);
    /// No kind: nothing is valid.
    pub const NONE: Self = Self(0);

    /// The set of one kind. `Number` includes `Integer`.
    pub const fn only(kind: Kind) -> Self {
        match kind {
            Kind::Number => Self(1 << Kind::Number as u8 | 1 << Kind::Integer as u8),
            kind => Self(1 << kind as u8),
        }
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both sets hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set less one kind (and `Integer`, with `Number`).
    pub fn without(self, kind: Kind) -> Self {
        Self(self.0 & !Self::only(kind).0)
    }

    /// Whether the set holds that kind.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its kinds, simplest first; `Integer` only where `Number` is missing.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| {
            self.has(*kind) && !(*kind == Kind::Integer && self.has(Kind::Number))
        })
    }

    /// Its only kind.
    pub fn single(self) -> Option<Kind> {
        let mut kinds = self.iter();
        kinds.next().filter(|_| kinds.next().is_none())
    }
}
