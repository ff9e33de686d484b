//! The checks of JSON data: what each keyword of JSON Schema says of a
//! [`Value`], for schemas that no Rust type expresses.
//!
//! Every keyword holds for data of a kind that it does not speak of.

pub mod applicator;
pub mod equality;
pub mod literal;
pub mod seen;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use serde_json::{Map, Value};

use crate::budget::{self, Probes, Share};
use crate::check::applicator::too_intricate;
use crate::check::equality::hash;
use crate::check::literal::Choice;
use crate::constraint;
use crate::pattern::Pattern;
use crate::validate::{At, Branch, Violations};

pub use crate::check::applicator::{any_of, exactly_one_of, holds, if_then_else, not};
pub use crate::check::equality::equal;
pub use crate::check::literal::{Limit, Literal};
pub use crate::check::seen::Seen;

/// A schema, as a generated function: adds what a value at a place breaks, and
/// notes which of its properties and items the schema has spoken of.
pub type Schema = for<'v> fn(&'v Value, &At<'_>, &mut Violations, &mut Seen<'v>);

/// Kinds of data, for `type`: the sum of those that are allowed.
pub mod kind {
    /// `null`
    pub const NULL: u8 = 1;
    /// `boolean`
    pub const BOOLEAN: u8 = 2;
    /// `integer`: a number without a fraction, however it is written.
    pub const INTEGER: u8 = 4;
    /// `number`, integers included.
    pub const NUMBER: u8 = 8;
    /// `string`
    pub const STRING: u8 = 16;
    /// `array`
    pub const ARRAY: u8 = 32;
    /// `object`
    pub const OBJECT: u8 = 64;
}

/// `type`.
pub fn kinds(value: &Value, allowed: u8, at: &At<'_>, out: &mut Violations) {
    let found = match value {
        Value::Null => kind::NULL,
        Value::Bool(_) => kind::BOOLEAN,
        Value::Number(number) => match Limit::of(number) {
            Limit::Float(float) if float.fract() != 0.0 => kind::NUMBER,
            Limit::Integer(_) | Limit::Float(_) => kind::NUMBER | kind::INTEGER,
        },
        Value::String(_) => kind::STRING,
        Value::Array(_) => kind::ARRAY,
        Value::Object(_) => kind::OBJECT,
    };
    if found & allowed == 0 {
        out.add(at, "type", &Kinds(allowed), &Brief(value));
    }
}

/// The schema of a part of a value: a property, an item. One that is nested too deeply is a violation,
/// since a schema that contains itself recurses with it.
#[inline]
pub fn part(value: &Value, schema: Schema, at: &At<'_>, out: &mut Violations) {
    if !at.is_too_deep(out) {
        schema(value, at, out, &mut Seen::off());
    }
}

/// The schema `true`.
pub fn anything<'v>(_: &'v Value, _: &At<'_>, _: &mut Violations, _: &mut Seen<'v>) {}

/// The schema `false`.
pub fn nothing<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
    never(value, "false", at, out);
}

/// `false`: no value is allowed here. `keyword` says why.
pub fn never(value: &Value, keyword: &'static str, at: &At<'_>, out: &mut Violations) {
    out.add(at, keyword, &"nothing", &Brief(value));
}

/// `enum`, and `const` as an enum of one.
pub fn one_of(value: &Value, limit: &[Literal], at: &At<'_>, out: &mut Violations) {
    if !limit.iter().any(|literal| literal.equals(value)) {
        out.add(at, "enum", &Choice(limit), &Brief(value));
    }
}

/// `minimum`.
pub fn minimum(value: &Value, limit: Limit, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "minimum", Ordering::is_ge, at, out);
}

/// `maximum`.
pub fn maximum(value: &Value, limit: Limit, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "maximum", Ordering::is_le, at, out);
}

/// `exclusiveMinimum`.
pub fn exclusive_minimum(value: &Value, limit: Limit, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "exclusiveMinimum", Ordering::is_gt, at, out);
}

/// `exclusiveMaximum`.
pub fn exclusive_maximum(value: &Value, limit: Limit, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "exclusiveMaximum", Ordering::is_lt, at, out);
}

fn compare(
    value: &Value,
    limit: Limit,
    keyword: &'static str,
    holds: fn(Ordering) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    let Value::Number(number) = value else { return };
    if !Limit::of(number).compare(limit).is_some_and(holds) {
        out.add(at, keyword, &limit, &constraint::Figure(number));
    }
}

/// `multipleOf`; the limit is above 0.
pub fn multiple_of(value: &Value, limit: Limit, at: &At<'_>, out: &mut Violations) {
    let Value::Number(number) = value else { return };
    if !Limit::of(number).is_multiple_of(limit) {
        out.add(at, "multipleOf", &limit, &constraint::Figure(number));
    }
}

/// `minLength`.
pub fn min_length(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::String(text) = value {
        constraint::min_length(text, limit, at, out);
    }
}

/// `maxLength`.
pub fn max_length(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::String(text) = value {
        constraint::max_length(text, limit, at, out);
    }
}

/// `pattern`.
pub fn pattern(value: &Value, pattern: &dyn Pattern, at: &At<'_>, out: &mut Violations) {
    if let Value::String(text) = value {
        constraint::pattern(text, pattern, at, out);
    }
}

/// Whether a pattern of `patternProperties` concerns a key; a violation where that takes too long to tell.
pub fn concerns(pattern: &dyn Pattern, key: &str, at: &At<'_>, out: &mut Violations) -> bool {
    pattern.judge(key).unwrap_or_else(|_| {
        constraint::untold(key, pattern.source(), *at, out);
        true
    })
}

/// `format`.
pub fn format(
    value: &Value,
    name: &'static str,
    is_valid: fn(&str) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    if let Value::String(text) = value {
        constraint::format(text, name, is_valid, at, out);
    }
}

/// `minItems`.
pub fn min_items(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::Array(items) = value {
        constraint::min_items(items.len(), limit, at, out);
    }
}

/// `maxItems`.
pub fn max_items(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::Array(items) = value {
        constraint::max_items(items.len(), limit, at, out);
    }
}

/// `uniqueItems`.
pub fn unique_items(value: &Value, at: &At<'_>, out: &mut Violations) {
    if let Value::Array(items) = value {
        unique_values(items, at, out);
    }
}

/// `uniqueItems` of a list of data.
pub fn unique_values(items: &[Value], at: &At<'_>, out: &mut Violations) {
    let digest = |state: &RandomState, item: &Value| digest(state, [item]);
    if let Some((first, second)) = constraint::find_equal(items, equal, digest) {
        constraint::repeated(first, second, at, out);
    }
}

/// `x-kubernetes-list-map-keys`: no two items have the same values of these properties. One that
/// lacks any of them is left alone, since what stands in for it is not known here.
pub fn unique_by(value: &Value, keys: &[&str], at: &At<'_>, out: &mut Violations) {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    let is_same = |one: &Value, other: &Value| {
        let mut pairs = keys.iter().map(|key| one.get(key).zip(other.get(key)));
        pairs.all(|pair| pair.is_some_and(|(one, other)| equal(one, other)))
    };
    let hash = |state: &RandomState, item: &Value| {
        digest(state, keys.iter().filter_map(|key| item.get(key)))
    };
    if let Some((first, second)) = constraint::find_equal(items, is_same, hash) {
        let found = format_args!("{first} and {second}");
        out.add(at, "x-kubernetes-list-map-keys", &keys.join(", "), &found);
    }
}

/// The same for lists of [`equal`] values.
fn digest<'v>(state: &RandomState, values: impl IntoIterator<Item = &'v Value>) -> u64 {
    let mut hasher = state.build_hasher();
    let values = values.into_iter();
    values.for_each(|value| hash(value, state, &mut hasher));
    hasher.finish()
}

/// `minProperties`.
pub fn min_properties(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::Object(object) = value {
        constraint::min_properties(object.len(), limit, at, out);
    }
}

/// `maxProperties`.
pub fn max_properties(value: &Value, limit: u64, at: &At<'_>, out: &mut Violations) {
    if let Value::Object(object) = value {
        constraint::max_properties(object.len(), limit, at, out);
    }
}

/// `required`.
pub fn required(object: &Map<String, Value>, names: &[&str], at: &At<'_>, out: &mut Violations) {
    for name in names {
        if !object.contains_key(*name) {
            constraint::missing(name, at, out);
        }
    }
}

/// `dependentRequired`.
pub fn dependent_required(
    object: &Map<String, Value>,
    name: &str,
    others: &[&str],
    at: &At<'_>,
    out: &mut Violations,
) {
    if object.contains_key(name) {
        for other in others {
            let present = object.contains_key(*other);
            constraint::dependent(name, true, &[(other, present)], at, out);
        }
    }
}

/// `propertyNames`: the schema judges the name as a string.
pub fn property_name(key: &str, schema: Schema, at: &At<'_>, out: &mut Violations) {
    let name = Value::String(key.to_owned());
    let _apart = Probes::apart();
    let mut inner = Violations::new();
    schema(&name, &At::ROOT, &mut inner, &mut Seen::off());
    if !inner.is_empty() {
        let branches = || vec![Branch::new("a name", inner)];
        let found = constraint::Quoted(key);
        out.add_union(
            at,
            "propertyNames",
            &"a name that is allowed",
            &found,
            branches,
        );
    }
}

/// `contains`, `minContains`, `maxContains`.
pub fn contains<'v>(
    items: &'v [Value],
    schema: Schema,
    (min, max): (u64, Option<u64>),
    at: &At<'_>,
    out: &mut Violations,
    seen: &mut Seen<'v>,
) {
    let share = Share::take(0);
    budget::bring(items.len());
    let mut found = 0_u64;
    for (index, item) in items.iter().enumerate() {
        if holds(schema, item) {
            found += 1;
            seen.item(index);
        }
    }
    if budget::is_out() {
        return too_intricate("contains", at, out);
    }
    drop(share);
    if found < min {
        out.add(at, "contains", &min, &found);
    }
    if let Some(max) = max.filter(|max| found > *max) {
        out.add(at, "maxContains", &max, &found);
    }
}

/// A value as a message shows it: scalars themselves, the others by their size.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a>(pub &'a Value);

impl fmt::Display for Brief<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null | Value::Bool(_) => write!(f, "{}", self.0),
            Value::Number(number) => write!(f, "{}", constraint::Figure(number)),
            Value::String(text) => write!(f, "{}", constraint::Quoted(text)),
            Value::Array(items) => write!(f, "an array of {}", items.len()),
            Value::Object(object) => write!(f, "an object of {}", object.len()),
        }
    }
}

/// A value of a union of which `property` tells no branch, or is missing; `limit` names what tells one.
#[cold]
#[inline(never)]
pub fn unknown_tag(property: &str, limit: &str, value: &Value, at: &At<'_>, out: &mut Violations) {
    match value.as_object().map(|object| object.get(property)) {
        Some(Some(tag)) => constraint::unknown(limit, &Brief(tag), &at.key(property), out),
        Some(None) => out.add(&at.key(property), "required", &property, &"nothing"),
        None => constraint::unknown(limit, &Brief(value), at, out),
    }
}

struct Kinds(u8);

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [&str; 7] = [
            "null",
            "a boolean",
            "an integer",
            "a number",
            "a string",
            "an array",
            "an object",
        ];
        let mut first = true;
        for (bit, name) in NAMES.iter().enumerate() {
            if self.0 & (1 << bit) != 0 {
                let or = if first { "" } else { " or " };
                first = false;
                write!(f, "{or}{name}")?;
            }
        }
        Ok(())
    }
}
