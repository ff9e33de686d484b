//! Schemas as checks of JSON data, for what no Rust type expresses.
//!
//! A schema becomes a list of assertions about one value; the schemas inside
//! it become checks of their own, so that each is printed as one small
//! function and a recursive schema as a recursive function.

use super::{Constraint, Name, Pattern};
use crate::json::Kind;
use crate::pointer::Pointer;

/// All checks, each printed as a function over `&serde_json::Value`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks(pub Vec<Check>);

/// One schema, or the part of one that no type expresses.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The function's name, unique among the checks.
    pub name: Name,
    /// Where the document states the schema.
    pub source: Pointer,
    /// Whether it judges what must not be shown, be it a part of the value.
    pub secret: bool,
    /// What must hold, all of it.
    pub assertions: Vec<Assertion>,
}

/// A schema inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sub {
    /// Every value is valid.
    Any,
    /// No value is valid.
    Never,
    /// The check at that index judges.
    Check(u32),
}

/// What must hold for a value. Assertions about another kind of data hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Assertion {
    /// `false`: nothing is valid.
    Never,
    /// `type`.
    Kinds(Vec<Kind>),
    /// A keyword about a string, a number, or how much there is of something.
    Constraint(Constraint),
    /// `allOf`, `$ref`: another schema about the same value.
    Same(Sub),
    /// `anyOf`, each branch with a name for messages.
    AnyOf(Vec<(String, Sub)>),
    /// `oneOf`, each branch with a name for messages.
    OneOf(Vec<(String, Sub)>),
    /// `not`.
    Not(Sub),
    /// `if`, `then` and `else`.
    Condition {
        /// `if`
        condition: Sub,
        /// `then`
        then: Sub,
        /// `else`
        otherwise: Sub,
    },
    /// `required`.
    Required(Vec<String>),
    /// `properties`, `patternProperties` and `additionalProperties`, which depend on each other.
    Properties {
        /// By name, in the document's order.
        named: Vec<(String, Sub)>,
        /// By pattern.
        patterns: Vec<(Pattern, Sub)>,
        /// All others, if the schema speaks of them.
        others: Option<Sub>,
    },
    /// `propertyNames`, about each name as a string.
    PropertyNames(Sub),
    /// `dependentRequired`: with the first, all others.
    DependentRequired(String, Vec<String>),
    /// `dependentSchemas`: with that property, the schema holds for the whole object.
    DependentSchema(String, Sub),
    /// `prefixItems` and `items`.
    Items {
        /// The first items, one by one.
        prefix: Vec<Sub>,
        /// All others, if the schema speaks of them.
        others: Option<Sub>,
    },
    /// `contains`, `minContains` and `maxContains`.
    Contains {
        /// What is counted.
        schema: Sub,
        /// At least that many.
        min: u64,
        /// At most that many.
        max: Option<u64>,
    },
    /// Notes which properties and items a schema speaks of, without judging:
    /// for a check that only adds `unevaluated…` to what a type checks already.
    Notes(Sub),
    /// `unevaluatedProperties`; stands after all that evaluates.
    UnevaluatedProperties(Sub),
    /// `unevaluatedItems`; stands after all that evaluates.
    UnevaluatedItems(Sub),
}

impl Check {
    /// Whether this check asks which properties and items its schemas speak of.
    pub fn asks(&self) -> bool {
        self.assertions.iter().any(|assertion| {
            matches!(
                assertion,
                Assertion::UnevaluatedProperties(_) | Assertion::UnevaluatedItems(_)
            )
        })
    }
}

impl Assertion {
    /// The schemas inside that speak of the same value, and so of its properties and items.
    pub fn in_place(&self) -> Vec<Sub> {
        let mut subs = Vec::new();
        self.clone().in_place_mut(&mut |sub| subs.push(*sub));
        subs
    }

    /// Visits the schemas inside that speak of the same value; `not` judges it as well, but
    /// leaves no trace of what it speaks of.
    pub fn in_place_mut(&mut self, visit: &mut dyn FnMut(&mut Sub)) {
        match self {
            Self::Same(sub) | Self::Notes(sub) | Self::DependentSchema(_, sub) | Self::Not(sub) => {
                visit(sub);
            }
            Self::AnyOf(branches) | Self::OneOf(branches) => {
                branches.iter_mut().for_each(|(_, sub)| visit(sub));
            }
            Self::Condition {
                condition,
                then,
                otherwise,
            } => [condition, then, otherwise].into_iter().for_each(visit),
            Self::Never
            | Self::Kinds(_)
            | Self::Constraint(_)
            | Self::Required(_)
            | Self::Properties { .. }
            | Self::PropertyNames(_)
            | Self::DependentRequired(..)
            | Self::Items { .. }
            | Self::Contains { .. }
            | Self::UnevaluatedProperties(_)
            | Self::UnevaluatedItems(_) => {}
        }
    }
}
