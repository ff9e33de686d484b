//! The checks of single values: each keyword of JSON Schema as a function that
//! adds a violation when the value breaks it.

use std::cmp::Ordering;
use std::fmt;

use super::validate::{At, Violations};

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
