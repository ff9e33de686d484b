//! The checks of numbers that are kept as decimal text, exact however long they are.

use std::cmp::Ordering;

use crate::constraint::Figure;
use crate::constraint::digits::Decimal;
use crate::validate::{At, Violations};

/// `minimum`.
pub fn minimum(value: &str, limit: &str, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "minimum", Ordering::is_ge, at, out);
}

/// `maximum`.
pub fn maximum(value: &str, limit: &str, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "maximum", Ordering::is_le, at, out);
}

/// `exclusiveMinimum`.
pub fn exclusive_minimum(value: &str, limit: &str, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "exclusiveMinimum", Ordering::is_gt, at, out);
}

/// `exclusiveMaximum`.
pub fn exclusive_maximum(value: &str, limit: &str, at: &At<'_>, out: &mut Violations) {
    compare(value, limit, "exclusiveMaximum", Ordering::is_lt, at, out);
}

/// `multipleOf`.
pub fn multiple_of(value: &str, limit: &str, at: &At<'_>, out: &mut Violations) {
    let fits = |value: Decimal<'_>, limit: Decimal<'_>| value.is_multiple_of(limit);
    judge(value, limit, "multipleOf", fits, at, out);
}

/// `enum`.
pub fn one_of(value: &str, limits: &[&str], at: &At<'_>, out: &mut Violations) {
    let parsed = Decimal::parse(value);
    let equals = |limit: &&str| match (parsed, Decimal::parse(limit)) {
        (Some(value), Some(limit)) => value.compare(limit).is_eq(),
        _ => false,
    };
    if !limits.iter().any(equals) {
        out.add(at, "enum", &limits.join(", "), &Figure(&value));
    }
}

fn compare(
    value: &str,
    limit: &str,
    keyword: &'static str,
    holds: fn(Ordering) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    let fits = |value: Decimal<'_>, limit: Decimal<'_>| holds(value.compare(limit));
    judge(value, limit, keyword, fits, at, out);
}

fn judge(
    value: &str,
    limit: &str,
    keyword: &'static str,
    fits: impl Fn(Decimal<'_>, Decimal<'_>) -> bool,
    at: &At<'_>,
    out: &mut Violations,
) {
    let fits = match (Decimal::parse(value), Decimal::parse(limit)) {
        (Some(value), Some(limit)) => fits(value, limit),
        _ => false,
    };
    if !fits {
        out.add(at, keyword, &limit, &Figure(&value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_judged_exactly() {
        let judge = |check: fn(&str, &str, &At<'_>, &mut Violations), value, limit| {
            let mut out = Violations::new();
            check(value, limit, &At::ROOT, &mut out);
            out.is_empty()
        };
        let big = "100000000000000000000000000000000000001";
        assert!(judge(
            minimum,
            big,
            "100000000000000000000000000000000000001"
        ));
        assert!(!judge(
            maximum,
            big,
            "100000000000000000000000000000000000000"
        ));
        assert!(!judge(exclusive_minimum, "1.50", "1.5"));
        assert!(judge(multiple_of, "0.0075", "0.0001"));
        assert!(!judge(multiple_of, big, "2"));
    }
}
