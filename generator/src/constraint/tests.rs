//! What constraints say, and what becomes of two sets of them.

use serde_json::{Value, json};

use super::*;
use crate::ir::Constraint::*;
use crate::json::Bound;
use crate::keyword::{NO_TEXTS, Reader};
use crate::pointer::Pointer;

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

/// A schema's families, once read and once more for each schema that holds as well.
#[derive(Default)]
struct Families<'d> {
    numbers: Numbers,
    texts: Texts<'d>,
    arrays: Arrays,
    objects: Objects,
    values: Values<'d>,
}

impl<'d> Families<'d> {
    fn of(schemas: impl IntoIterator<Item = &'d Value>) -> Self {
        let mut all = Self::default();
        for (index, schema) in schemas.into_iter().enumerate() {
            let at = Pointer::root().index(index);
            let reader = Reader {
                map: schema.as_object().expect("a schema"),
                at: &at,
                exact_numbers: &NO_TEXTS,
            };
            all.numbers.and(&Numbers::read(&reader));
            all.texts.and(&Texts::read(&reader));
            all.arrays.and(&Arrays::read(&reader));
            all.objects.and(&Objects::read(&reader));
            all.values.and(&Values::read(&reader));
        }
        all
    }

    fn constraints(&self) -> Vec<Constraint> {
        let translate = |fact: &Fact<&str>| crate::pattern::translate(fact.value).ok();
        let mut out = self.texts.constraints(translate);
        out.extend(self.numbers.constraints());
        out.extend(self.arrays.constraints());
        out.extend(self.objects.constraints());
        out.extend(self.values.constraints());
        out
    }

    fn conflict(&self) -> Option<(String, String)> {
        let conflict = self.numbers.contradiction();
        let conflict = conflict.or_else(|| self.texts.length.contradiction());
        let conflict = conflict.or_else(|| self.arrays.count.contradiction());
        let conflict = conflict.or_else(|| self.objects.count.contradiction());
        let conflict = conflict.or_else(|| self.values.conflict.clone())?;
        Some((
            conflict.one.as_str().to_owned(),
            conflict.other.as_str().to_owned(),
        ))
    }
}

#[test]
fn both_sets_hold_for_the_tightest() {
    let schemas = [
        json!({ "minLength": 1, "minimum": 3, "multipleOf": 4, "enum": [1, 2], "uniqueItems": true }),
        json!({
            "minLength": 2,
            "maxLength": 5,
            "minimum": 2.5,
            "multipleOf": 6,
            "enum": [2.0],
            "minItems": 1,
        }),
    ];
    assert_eq!(
        Families::of(&schemas).constraints(),
        [
            MinLength(2),
            MaxLength(5),
            Minimum(Bound::Integer(3)),
            MultipleOf(Bound::Integer(4)),
            MultipleOf(Bound::Integer(6)),
            MinItems(1),
            UniqueItems,
            OneOf(vec![json!(2)]),
        ]
    );
}

#[test]
fn the_tighter_bound_is_found_by_its_last_digit() {
    for (keyword, wanted) in [("minimum", "/1/minimum"), ("maximum", "/0/maximum")] {
        let schemas = [
            json!({ keyword: 9_007_199_254_740_992_i64 }),
            json!({ keyword: 9_007_199_254_740_993_i64 }),
        ];
        let numbers = Families::of(&schemas).numbers;
        let end = numbers.low.or(numbers.high).expect("an end");
        assert_eq!(end.at.as_str(), wanted);
    }
}

#[test]
fn digits_that_a_double_loses_count_where_their_text_is_known() {
    let schema = json!({ "minimum": 0.1, "maximum": 18_446_744_073_709_551_616.0 });
    let at = Pointer::root();
    let texts = [
        (at.key("minimum"), "0.10000000000000000001".to_owned()),
        (at.key("maximum"), "18446744073709551617".to_owned()),
    ];
    let numbers = Numbers::read(&Reader {
        map: schema.as_object().expect("a schema"),
        at: &at,
        exact_numbers: &texts.into_iter().collect(),
    });
    let low = numbers.low.expect("a lower end");
    assert!(low.bound > Bound::parse("0.1").expect("a number"));
    let high = numbers.high.expect("an upper end");
    assert_eq!(high.bound, Bound::Integer(18_446_744_073_709_551_617));
}

#[test]
fn of_equal_bounds_the_exclusive_one_is_tighter() {
    for schemas in [
        [json!({ "minimum": 5 }), json!({ "exclusiveMinimum": 5 })],
        [
            json!({ "minimum": 5 }),
            json!({ "minimum": 5, "exclusiveMinimum": true }),
        ],
        [json!({}), json!({ "minimum": 4, "exclusiveMinimum": 5 })],
    ] {
        let constraints = Families::of(&schemas).constraints();
        assert_eq!(constraints, [ExclusiveMinimum(Bound::Integer(5))]);
    }
}

#[test]
fn sets_that_exclude_each_other_conflict() {
    for (left, right) in [
        (json!({ "minimum": 5 }), json!({ "maximum": 4 })),
        (json!({ "exclusiveMinimum": 5 }), json!({ "maximum": 5 })),
        (json!({ "minLength": 3 }), json!({ "maxLength": 2 })),
        (json!({ "minItems": 3 }), json!({ "maxItems": 2 })),
        (json!({ "minProperties": 3 }), json!({ "maxProperties": 2 })),
        (json!({ "enum": ["b"] }), json!({ "const": "a" })),
    ] {
        let schemas = [left, right];
        assert!(Families::of(&schemas).conflict().is_some(), "{schemas:?}");
    }
    let schemas = [json!({ "minimum": 5 }), json!({ "maximum": 5 })];
    assert_eq!(Families::of(&schemas).conflict(), None);
}

#[test]
fn numbers_are_refused_by_value() {
    let schema = [json!({ "exclusiveMaximum": 1, "multipleOf": 0.1, "minimum": -2 })];
    let numbers = Families::of(&schema).numbers;
    let refused = |text: &str| {
        let refusal = numbers.refusal(Bound::parse(text).expect("a number"));
        refusal.map(|refusal| refusal.reason)
    };
    assert_eq!(refused("0.3"), None);
    assert_eq!(refused("1").as_deref(), Some("it is not below 1"));
    assert_eq!(refused("-2.1").as_deref(), Some("it is below -2"));
    assert_eq!(
        refused("0.35").as_deref(),
        Some("it is not a multiple of 0.1")
    );
}

#[test]
fn sides_are_ordered_by_what_they_allow() {
    let of = |schema: Value| Families::of(&[schema]).numbers;
    let low = |old, new| Numbers::low_strictness(&of(old), &of(new));
    assert_eq!(
        low(json!({ "minimum": 5 }), json!({ "exclusiveMinimum": 5 })),
        Strictness::Stricter
    );
    assert_eq!(low(json!({ "minimum": 5 }), json!({})), Strictness::Looser);
    let multiples = |old, new| {
        let step = |step| of(json!({ "multipleOf": step }));
        Numbers::multiples_strictness(&step(old), &step(new))
    };
    assert_eq!(multiples(0.1, 0.3), Strictness::Stricter);
    assert_eq!(multiples(0.3, 0.1), Strictness::Looser);
    assert_eq!(multiples(2.0, 3.0), Strictness::Other);
    assert_eq!(multiples(2.0, 2.0), Strictness::Same);
}

#[test]
fn ends_of_integers_are_integers() {
    let schema = [json!({ "exclusiveMinimum": 1.5, "exclusiveMaximum": 4 })];
    let numbers = Families::of(&schema).numbers.of_integers();
    assert_eq!(
        numbers.constraints(),
        [Minimum(Bound::Integer(2)), Maximum(Bound::Integer(3))]
    );
}
