//! The checks of single values: each keyword of JSON Schema as a function that
//! adds a violation when the value breaks it.
//!
//! What is asked of a value is inlined, what is said of one that breaks it is not. The latter is
//! handed a copy of the place, so that no caller has to build a place in memory for a value that
//! holds.

pub mod decimal;
pub mod digits;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};

use crate::pattern::{Pattern, TooManySteps};
use crate::validate::{At, Validate, Violations, shortened};

/// A number that can be compared with a limit and shown. NaN is within no limit.
pub trait Number: Copy + PartialOrd {
    /// The number as JSON writes it.
    fn shown(self) -> String;
}

macro_rules! number {
    ($($ty:ty)*) => {$(
        impl Number for $ty {
            fn shown(self) -> String {
                // The debug form writes 1e300 as such, and integers plainly.
                format!("{self:?}")
            }
        }
    )*};
}
number!(i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64);

/// `minimum`.
#[inline]
pub fn minimum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_lt) {
        number(value, limit, "minimum", *at, out);
    }
}

/// `maximum`.
#[inline]
pub fn maximum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_gt) {
        number(value, limit, "maximum", *at, out);
    }
}

/// `exclusiveMinimum`.
#[inline]
pub fn exclusive_minimum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_le) {
        number(value, limit, "exclusiveMinimum", *at, out);
    }
}

/// `exclusiveMaximum`.
#[inline]
pub fn exclusive_maximum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_ge) {
        number(value, limit, "exclusiveMaximum", *at, out);
    }
}

/// `multipleOf` of an integer; the limit is above 0.
#[inline]
pub fn multiple_of<N: Number + std::ops::Rem<Output = N> + Default>(
    value: N,
    limit: N,
    at: &At<'_>,
    out: &mut Violations,
) {
    if value % limit != N::default() {
        number(value, limit, "multipleOf", *at, out);
    }
}

#[cold]
#[inline(never)]
fn number<N: Number>(value: N, limit: N, keyword: &'static str, at: At<'_>, out: &mut Violations) {
    out.add(&at, keyword, &limit.shown(), &value.shown());
}

/// `multipleOf` of a float, as exact as decimals are; the limit is above 0.
pub fn multiple_of_float(value: f64, limit: f64, at: &At<'_>, out: &mut Violations) {
    if !crate::constraint::digits::is_float_multiple(value, limit) {
        out.add(at, "multipleOf", &limit.shown(), &value.shown());
    }
}

/// `enum` or `const` on a number.
#[inline]
pub fn one_of_numbers<N: Number>(value: N, limit: &[N], at: &At<'_>, out: &mut Violations) {
    if !limit.contains(&value) {
        not_listed(
            limit.iter().map(|limit| limit.shown()),
            &value.shown(),
            *at,
            out,
        );
    }
}

/// `enum` or `const` on a string.
#[inline]
pub fn one_of_texts(value: &str, limit: &[&str], at: &At<'_>, out: &mut Violations) {
    if !limit.contains(&value) {
        let limit = limit.iter().map(|limit| format!("{limit:?}"));
        not_listed(limit, &Quoted(value), *at, out);
    }
}

/// A text that others have: the tag of another branch.
#[inline]
pub fn none_of_texts(value: &str, others: &[&str], at: &At<'_>, out: &mut Violations) {
    if others.contains(&value) {
        listed(others, value, *at, out);
    }
}

#[cold]
#[inline(never)]
fn listed(others: &[&str], value: &str, at: At<'_>, out: &mut Violations) {
    let others: Vec<String> = others.iter().map(|other| format!("{other:?}")).collect();
    let limit = format!("none of {}", others.join(", "));
    out.add(&at, "not", &limit, &Quoted(value));
}

#[cold]
#[inline(never)]
fn not_listed(
    limit: impl Iterator<Item = String>,
    value: &dyn fmt::Display,
    at: At<'_>,
    out: &mut Violations,
) {
    let limit: Vec<String> = limit.collect();
    out.add(&at, "enum", &limit.join(", "), value);
}

/// `minLength`, in Unicode code points.
#[inline]
pub fn min_length(value: &str, limit: u64, at: &At<'_>, out: &mut Violations) {
    // A code point takes one to four bytes, so most lengths need no counting.
    let bytes = value.len() as u64;
    if bytes / 4 < limit && (bytes < limit || length(value) < limit) {
        count(length(value), limit, "minLength", *at, out);
    }
}

/// `maxLength`, in Unicode code points.
#[inline]
pub fn max_length(value: &str, limit: u64, at: &At<'_>, out: &mut Violations) {
    if value.len() as u64 > limit && length(value) > limit {
        count(length(value), limit, "maxLength", *at, out);
    }
}

/// Unicode code points. Few texts need them counted, so this stays out of the callers.
#[inline(never)]
fn length(value: &str) -> u64 {
    let length = if value.is_ascii() {
        value.len()
    } else {
        value.chars().count()
    };
    length as u64
}

/// Reports a number of characters, items or properties.
#[cold]
#[inline(never)]
fn count(found: u64, limit: u64, keyword: &'static str, at: At<'_>, out: &mut Violations) {
    out.add(&at, keyword, &limit, &found);
}

/// `pattern`.
#[inline]
pub fn pattern(value: &str, pattern: &(impl Pattern + ?Sized), at: &At<'_>, out: &mut Violations) {
    match pattern.judge(value) {
        Ok(true) => {}
        Ok(false) => text(value, pattern.source(), "pattern", *at, out),
        Err(TooManySteps) => untold(value, pattern.source(), *at, out),
    }
}

/// It takes too long to tell whether a text matches a pattern.
#[cold]
#[inline(never)]
pub(crate) fn untold(value: &str, limit: &str, at: At<'_>, out: &mut Violations) {
    let found = format!(
        "{}, for which that takes too many steps to tell",
        Quoted(value)
    );
    out.add(&at, "pattern", &limit, &found);
}

/// `format`: `is_valid` judges the text.
#[inline]
pub fn format(
    value: &str,
    name: &'static str,
    is_valid: fn(&str) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    if !is_valid(value) {
        text(value, name, "format", *at, out);
    }
}

#[cold]
#[inline(never)]
fn text(value: &str, limit: &str, keyword: &'static str, at: At<'_>, out: &mut Violations) {
    out.add(&at, keyword, &limit, &Quoted(value));
}

/// `minItems`.
#[inline]
pub fn min_items(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    let found = found as u64;
    if found < limit {
        count(found, limit, "minItems", *at, out);
    }
}

/// `maxItems`.
#[inline]
pub fn max_items(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    let found = found as u64;
    if found > limit {
        count(found, limit, "maxItems", *at, out);
    }
}

/// `uniqueItems`. Up to 32 items are compared without allocating.
pub fn unique_items<T: Eq + Hash>(items: &[T], at: &At<'_>, out: &mut Violations) {
    let hash = |state: &RandomState, item: &T| state.hash_one(item);
    if let Some((first, second)) = find_equal(items, T::eq, hash) {
        repeated(first, second, at, out);
    }
}

#[cold]
pub(crate) fn repeated(first: usize, second: usize, at: &At<'_>, out: &mut Violations) {
    out.add(
        at,
        "uniqueItems",
        &"distinct items",
        &format_args!("{first} and {second}"),
    );
}

/// The first two equal items, by their hashes where there are many.
pub(crate) fn find_equal<T>(
    items: &[T],
    equal: impl Fn(&T, &T) -> bool,
    hash: impl Fn(&RandomState, &T) -> u64,
) -> Option<(usize, usize)> {
    if items.len() <= 32 {
        return find_equal_pairwise(items, equal);
    }
    // Nobody can choose items whose hashes meet, of which each pair would have to be compared.
    let state = RandomState::new();
    let hashes = items.iter().map(|item| hash(&state, item));
    let mut hashes: Vec<(u64, usize)> = hashes.zip(0..).collect();
    hashes.sort_unstable();
    // The first equal pair of a run ends it, so that many equal items take no longer than others.
    let first_of_run = |run: &[(u64, usize)]| {
        let pairs = run.iter().enumerate().flat_map(|(n, a)| {
            let others = run[n + 1..].iter();
            others.map(|b| (a.1, b.1))
        });
        let mut pairs = pairs;
        pairs.find(|(a, b)| equal(&items[*a], &items[*b]))
    };
    let runs = hashes.chunk_by(|a, b| a.0 == b.0);
    runs.filter_map(first_of_run).min()
}

fn find_equal_pairwise<T>(items: &[T], equal: impl Fn(&T, &T) -> bool) -> Option<(usize, usize)> {
    items.iter().enumerate().find_map(|(index, item)| {
        let same = items[index + 1..]
            .iter()
            .position(|other| equal(item, other))?;
        Some((index, index + 1 + same))
    })
}

/// `minProperties`.
#[inline]
pub fn min_properties(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    let found = found as u64;
    if found < limit {
        count(found, limit, "minProperties", *at, out);
    }
}

/// `maxProperties`.
#[inline]
pub fn max_properties(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    let found = found as u64;
    if found > limit {
        count(found, limit, "maxProperties", *at, out);
    }
}

/// `required`: the property of that name is missing.
#[inline]
pub fn missing(property: &str, at: &At<'_>, out: &mut Violations) {
    absent(property, *at, out);
}

#[cold]
#[inline(never)]
fn absent(property: &str, at: At<'_>, out: &mut Violations) {
    out.add(&at.key(property), "required", &property, &"nothing");
}

/// `anyOf` over `required`: at least one group of properties is complete; `groups` names them.
#[inline]
pub fn any_group(complete: bool, groups: &str, at: &At<'_>, out: &mut Violations) {
    if !complete {
        let limit = ("have at least one of ", groups);
        group("anyOf", limit, format_args!("has none"), *at, out);
    }
}

/// `oneOf` over `required`: exactly one group of properties is complete; `groups` names them.
#[inline]
pub fn one_group(complete: &[bool], groups: &str, at: &At<'_>, out: &mut Violations) {
    let complete = complete.iter().filter(|complete| **complete).count();
    if complete != 1 {
        let limit = ("have exactly one of ", groups);
        group(
            "oneOf",
            limit,
            format_args!("has {complete} of them"),
            *at,
            out,
        );
    }
}

/// `not` over `required`: a group of properties, which `names` it, is not complete.
#[inline]
pub fn not_group(complete: bool, names: &str, at: &At<'_>, out: &mut Violations) {
    if complete {
        group("not", ("not have ", names), format_args!("has"), *at, out);
    }
}

#[cold]
#[inline(never)]
fn group(
    keyword: &'static str,
    (asks, groups): (&str, &str),
    found: fmt::Arguments<'_>,
    at: At<'_>,
    out: &mut Violations,
) {
    out.add(&at, keyword, &format_args!("{asks}{groups}"), &found);
}

/// `dependentRequired`: where a property is present, all of the others are, each of which stands
/// with whether it is.
#[inline]
pub fn dependent(
    property: &str,
    present: bool,
    others: &[(&str, bool)],
    at: &At<'_>,
    out: &mut Violations,
) {
    if present && !others.iter().all(|(_, present)| *present) {
        lacking(property, others, *at, out);
    }
}

#[cold]
#[inline(never)]
fn lacking(property: &str, others: &[(&str, bool)], at: At<'_>, out: &mut Violations) {
    for (name, _) in others.iter().filter(|(_, present)| !present) {
        let limit = format_args!("`{property}`");
        out.add(&at.key(name), "dependentRequired", &limit, &"nothing");
    }
}

/// A property that the document forbids, such as any that is not declared.
#[cold]
pub fn forbidden(keyword: &'static str, property: &str, at: &At<'_>, out: &mut Violations) {
    out.add(&at.key(property), keyword, &"nothing", &"a property");
}

/// A value of an enum that the document does not list; `limit` names those that it does.
#[inline]
pub fn unknown(limit: &str, value: &dyn fmt::Display, at: &At<'_>, out: &mut Violations) {
    unlisted(limit, value, *at, out);
}

#[cold]
#[inline(never)]
fn unlisted(limit: &str, value: &dyn fmt::Display, at: At<'_>, out: &mut Violations) {
    out.add(&at, "enum", &limit, value);
}

/// A value of a type that judges itself.
#[inline]
pub fn value<T: Validate>(value: &T, at: &At<'_>, out: &mut Violations) {
    if !at.is_too_deep(out) {
        value.check(at, out);
    }
}

/// A number as a message shows it: cut after 63 digits.
#[derive(Clone, Copy)]
pub struct Figure<'a>(pub &'a dyn fmt::Display);

impl fmt::Display for Figure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shortened(self.0, 63))
    }
}

/// A text as a message shows it: quoted, and cut after 60 characters.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(60) {
            None => write!(f, "{:?}", self.0),
            Some((end, _)) => write!(f, "{:?}…", &self.0[..end]),
        }
    }
}
