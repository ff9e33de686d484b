//! What is checked: of one value ([`Constraint`]), and between the properties
//! of an object ([`ObjectConstraint`]).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::format::Check;
use crate::json::Bound;
use crate::pattern::Pattern;

/// A check of one value. Those that do not apply to a value's type hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `minLength`, in Unicode code points.
    MinLength(u64),
    /// `maxLength`, in Unicode code points.
    MaxLength(u64),
    /// `pattern`.
    Pattern(Pattern),
    /// `format`, where the Rust type does not check it: `email`, `hostname`, `uri` …
    Format(&'static Check),
    /// `minimum`.
    Minimum(Bound),
    /// `exclusiveMinimum`.
    ExclusiveMinimum(Bound),
    /// `maximum`.
    Maximum(Bound),
    /// `exclusiveMaximum`.
    ExclusiveMaximum(Bound),
    /// `multipleOf`, above 0.
    MultipleOf(Bound),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// `x-kubernetes-list-map-keys`: no two items have the same values of these properties.
    UniqueBy(Vec<String>),
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// `propertyNames` of a map: checks of each key.
    PropertyNames(Vec<Constraint>),
    /// `enum` or `const` of data that is not an [`Enum`](super::Enum): a bound copied
    /// onto a number, a list or a map.
    OneOf(Vec<Value>),
    /// The same of numbers that have more digits than a double, as decimal text.
    OneOfDigits(Vec<String>),
    /// A schema that no Rust type expresses (`not`, `if`, `contains` …): a
    /// generated function judges the JSON. The number is an index into
    /// [`Api::checks`](super::Api).
    Check(u32),
}

/// A check between the properties of an object. Properties are named as on the wire.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectConstraint {
    /// `anyOf` whose branches only add `required`: at least one group is complete.
    AnyGroup(Vec<Vec<String>>),
    /// `oneOf` whose branches only add `required`: exactly one group is complete.
    OneGroup(Vec<Vec<String>>),
    /// `not` with only `required`: the group is not complete.
    NotGroup(Vec<String>),
    /// `dependentRequired`: with the first, all others.
    Dependent(String, Vec<String>),
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// `propertyNames`: checks of each undeclared key.
    PropertyNames(Vec<Constraint>),
    /// A property that is required but not declared.
    Required(String),
    /// As [`Constraint::Check`], on the whole object.
    Check(u32),
}

impl ObjectConstraint {
    /// Whether it asks for the presence of a property that is none of these.
    pub fn names_other_than(&self, known: &BTreeSet<&str>) -> bool {
        let is_other = |name: &String| !known.contains(name.as_str());
        match self {
            Self::AnyGroup(groups) | Self::OneGroup(groups) => {
                groups.iter().flatten().any(is_other)
            }
            Self::NotGroup(group) => group.iter().any(is_other),
            Self::Dependent(name, others) => is_other(name) || others.iter().any(is_other),
            Self::Required(name) => is_other(name),
            Self::MinProperties(_)
            | Self::MaxProperties(_)
            | Self::PropertyNames(_)
            | Self::Check(_) => false,
        }
    }
}
