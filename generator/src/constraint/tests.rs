//! What constraints say, and what becomes of two sets of them.

use serde_json::json;

use super::*;
use crate::ir::Constraint::*;

#[test]
fn constraints_read_as_sentences() {
    for (constraints, expected) in [
        (vec![MinLength(1), MaxLength(64)], "1 to 64 characters."),
        (vec![MinLength(1)], "At least 1 character."),
        (vec![MaxLength(2), MinLength(2)], "Exactly 2 characters."),
        (
            vec![
                Minimum(Bound::Integer(1_000_000)),
                MultipleOf(Bound::Integer(1_000_000_000)),
            ],
            "At least 1,000,000; a multiple of 1,000,000,000.",
        ),
        (
            vec![
                ExclusiveMinimum(Bound::parse("0.5").expect("a number")),
                Maximum(Bound::Integer(-3)),
            ],
            "At most -3; above 0.5.",
        ),
        (
            vec![MinItems(1), UniqueItems],
            "At least 1 item. No two items are equal.",
        ),
        (
            vec![MinProperties(2), PropertyNames(vec![MaxLength(3)])],
            "At least 2 properties. Each name: At most 3 characters.",
        ),
        (
            vec![OneOf(vec![json!(1), json!("a")])],
            "One of `1`, `\"a\"`.",
        ),
        (
            vec![Format(crate::format::text::find("email").unwrap())],
            "In the format `email`.",
        ),
    ] {
        assert_eq!(sentence(&constraints).as_deref(), Some(expected));
    }
    assert_eq!(sentence(&[]), None);
    assert_eq!(sentence(&[MinLength(0)]), None);
}

#[test]
fn patterns_are_quoted_as_code_even_with_backticks() {
    let pattern = crate::pattern::translate("^`a``$").expect("a pattern");
    let sentence = sentence(&[Pattern(pattern)]);
    assert_eq!(sentence.as_deref(), Some("Matches ```^`a``$```."));
}

#[test]
fn both_sets_hold_for_the_tightest() {
    let both = intersect(
        &[
            MinLength(1),
            Minimum(Bound::Integer(3)),
            MultipleOf(Bound::Integer(4)),
        ],
        &[
            MinLength(2),
            MaxLength(5),
            Minimum(Bound::parse("2.5").expect("a number")),
            MultipleOf(Bound::Integer(6)),
        ],
    );
    let expected = vec![
        MinLength(2),
        Minimum(Bound::Integer(3)),
        MultipleOf(Bound::Integer(12)),
        MaxLength(5),
    ];
    assert_eq!(both, Ok(expected));
    let values = intersect(
        &[OneOf(vec![json!(1), json!(2)])],
        &[OneOf(vec![json!(2.0)])],
    );
    assert_eq!(values, Ok(vec![OneOf(vec![json!(2)])]));
}

#[test]
fn sets_that_exclude_each_other_conflict() {
    for (left, right) in [
        (Minimum(Bound::Integer(5)), Maximum(Bound::Integer(4))),
        (
            ExclusiveMinimum(Bound::Integer(5)),
            Maximum(Bound::Integer(5)),
        ),
        (MinLength(3), MaxLength(2)),
        (MinItems(3), MaxItems(2)),
        (OneOf(vec![json!("a")]), OneOf(vec![json!("b")])),
    ] {
        let conflict = intersect(std::slice::from_ref(&left), std::slice::from_ref(&right));
        assert_eq!(conflict, Err(Box::new(Conflict { left, right })));
    }
}
