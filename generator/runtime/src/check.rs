//! The checks of single values: each keyword of JSON Schema as a function that
//! adds a violation when the value breaks it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::pattern::Pattern;
use super::validate::{At, Validate, Violations};

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
pub fn minimum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_lt) {
        out.add(at, "minimum", &limit.shown(), &value.shown());
    }
}

/// `maximum`.
pub fn maximum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_gt) {
        out.add(at, "maximum", &limit.shown(), &value.shown());
    }
}

/// `exclusiveMinimum`.
pub fn exclusive_minimum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_le) {
        out.add(at, "exclusiveMinimum", &limit.shown(), &value.shown());
    }
}

/// `exclusiveMaximum`.
pub fn exclusive_maximum<N: Number>(value: N, limit: N, at: &At<'_>, out: &mut Violations) {
    if value.partial_cmp(&limit).is_none_or(Ordering::is_ge) {
        out.add(at, "exclusiveMaximum", &limit.shown(), &value.shown());
    }
}

/// `multipleOf` of an integer; the limit is above 0.
pub fn multiple_of<N: Number + std::ops::Rem<Output = N> + Default>(
    value: N,
    limit: N,
    at: &At<'_>,
    out: &mut Violations,
) {
    if value % limit != N::default() {
        out.add(at, "multipleOf", &limit.shown(), &value.shown());
    }
}

/// `multipleOf` of a float, as exact as decimals are; the limit is above 0.
pub fn multiple_of_float(value: f64, limit: f64, at: &At<'_>, out: &mut Violations) {
    if !super::decimal::is_float_multiple(value, limit) {
        out.add(at, "multipleOf", &limit.shown(), &value.shown());
    }
}

/// `enum` or `const` on a number.
pub fn one_of_numbers<N: Number>(value: N, limit: &[N], at: &At<'_>, out: &mut Violations) {
    if !limit.contains(&value) {
        let limit: Vec<String> = limit.iter().map(|limit| limit.shown()).collect();
        out.add(at, "enum", &limit.join(", "), &value.shown());
    }
}

/// `enum` or `const` on a string.
pub fn one_of_texts(value: &str, limit: &[&str], at: &At<'_>, out: &mut Violations) {
    if !limit.contains(&value) {
        let limit: Vec<String> = limit.iter().map(|limit| format!("{limit:?}")).collect();
        out.add(at, "enum", &limit.join(", "), &Quoted(value));
    }
}

/// `minLength`, in Unicode code points.
pub fn min_length(value: &str, limit: u64, at: &At<'_>, out: &mut Violations) {
    // A code point takes one to four bytes, so most lengths need no counting.
    let bytes = value.len() as u64;
    if bytes / 4 >= limit {
        return;
    }
    let found = value.chars().count() as u64;
    if found < limit {
        out.add(at, "minLength", &limit, &found);
    }
}

/// `maxLength`, in Unicode code points.
pub fn max_length(value: &str, limit: u64, at: &At<'_>, out: &mut Violations) {
    if value.len() as u64 <= limit {
        return;
    }
    let found = value.chars().count() as u64;
    if found > limit {
        out.add(at, "maxLength", &limit, &found);
    }
}

/// `pattern`.
pub fn pattern(value: &str, pattern: &dyn Pattern, at: &At<'_>, out: &mut Violations) {
    if !pattern.is_match(value) {
        out.add(at, "pattern", &pattern.source(), &Quoted(value));
    }
}

/// `format`: `is_valid` judges the text.
pub fn format(
    value: &str,
    name: &'static str,
    is_valid: fn(&str) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    if !is_valid(value) {
        out.add(at, "format", &name, &Quoted(value));
    }
}

/// `minItems`.
pub fn min_items(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    if (found as u64) < limit {
        out.add(at, "minItems", &limit, &found);
    }
}

/// `maxItems`.
pub fn max_items(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    if found as u64 > limit {
        out.add(at, "maxItems", &limit, &found);
    }
}

/// `uniqueItems`. Up to 32 items are compared without allocating.
pub fn unique_items<T: Eq + Hash>(items: &[T], at: &At<'_>, out: &mut Violations) {
    let hash = |item: &T| {
        let mut hasher = DefaultHasher::new();
        item.hash(&mut hasher);
        hasher.finish()
    };
    if let Some((first, second)) = find_equal(items, T::eq, hash) {
        repeated(first, second, at, out);
    }
}

#[cold]
pub(super) fn repeated(first: usize, second: usize, at: &At<'_>, out: &mut Violations) {
    out.add(
        at,
        "uniqueItems",
        &"distinct items",
        &format_args!("{first} and {second}"),
    );
}

/// The first two equal items, by their hashes where there are many.
pub(super) fn find_equal<T>(
    items: &[T],
    equal: impl Fn(&T, &T) -> bool,
    hash: impl Fn(&T) -> u64,
) -> Option<(usize, usize)> {
    if items.len() <= 32 {
        return find_equal_pairwise(items, equal);
    }
    let mut hashes: Vec<(u64, usize)> = items.iter().map(hash).zip(0..).collect();
    hashes.sort_unstable();
    hashes
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|run| {
            run.iter()
                .enumerate()
                .flat_map(|(n, a)| run[n + 1..].iter().map(|b| (a.1, b.1)))
        })
        .filter(|(a, b)| equal(&items[*a], &items[*b]))
        .min()
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
pub fn min_properties(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    if (found as u64) < limit {
        out.add(at, "minProperties", &limit, &found);
    }
}

/// `maxProperties`.
pub fn max_properties(found: usize, limit: u64, at: &At<'_>, out: &mut Violations) {
    if found as u64 > limit {
        out.add(at, "maxProperties", &limit, &found);
    }
}

/// `required`: the property of that name is missing.
#[cold]
pub fn missing(property: &str, at: &At<'_>, out: &mut Violations) {
    out.add(&at.key(property), "required", &property, &"nothing");
}

/// Properties by their names, and whether each is present.
pub type Group<'a> = &'a [(&'a str, bool)];

/// `anyOf` over `required`: at least one group is complete.
pub fn any_group(groups: &[Group<'_>], at: &At<'_>, out: &mut Violations) {
    if !groups.iter().any(|group| is_complete(group)) {
        let groups = Groups(groups);
        let limit = format_args!("have at least one of {groups}");
        out.add(at, "anyOf", &limit, &"has none");
    }
}

/// `oneOf` over `required`: exactly one group is complete.
pub fn one_group(groups: &[Group<'_>], at: &At<'_>, out: &mut Violations) {
    let complete = groups.iter().filter(|group| is_complete(group)).count();
    if complete != 1 {
        let groups = Groups(groups);
        let limit = format_args!("have exactly one of {groups}");
        let found = format_args!("has {complete} of them");
        out.add(at, "oneOf", &limit, &found);
    }
}

/// `not` over `required`: the group is not complete.
pub fn not_group(group: Group<'_>, at: &At<'_>, out: &mut Violations) {
    if is_complete(group) {
        let groups = [group];
        let groups = Groups(&groups);
        let limit = format_args!("not have {groups}");
        out.add(at, "not", &limit, &"has");
    }
}

/// `dependentRequired`: where a property is present, all of the group are.
pub fn dependent(
    property: &str,
    present: bool,
    group: Group<'_>,
    at: &At<'_>,
    out: &mut Violations,
) {
    if present {
        for (name, _) in group.iter().filter(|(_, present)| !present) {
            let limit = format_args!("`{property}`");
            out.add(&at.key(name), "dependentRequired", &limit, &"nothing");
        }
    }
}

/// A property that the document forbids, such as any that is not declared.
#[cold]
pub fn forbidden(keyword: &'static str, property: &str, at: &At<'_>, out: &mut Violations) {
    out.add(&at.key(property), keyword, &"nothing", &"a property");
}

/// A value of an enum that the document does not list; `limit` names those that it does.
#[cold]
pub fn unknown(limit: &str, value: &dyn fmt::Display, at: &At<'_>, out: &mut Violations) {
    out.add(at, "enum", &limit, value);
}

/// A value of a type that judges itself.
pub fn value<T: Validate>(value: &T, at: &At<'_>, out: &mut Violations) {
    value.check(at, out);
}

fn is_complete(group: Group<'_>) -> bool {
    group.iter().all(|(_, present)| *present)
}

/// `a`, `b` with `c`
struct Groups<'a>(&'a [Group<'a>]);

impl fmt::Display for Groups<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            for (index, (name, _)) in group.iter().enumerate() {
                let with = if index == 0 { "" } else { " with " };
                write!(f, "{with}`{name}`")?;
            }
        }
        Ok(())
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
