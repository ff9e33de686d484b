//! What violations say to people.

use faircopy_runtime::cel;
use faircopy_runtime::check::literal::{Limit, Literal};
use faircopy_runtime::check::{self, Seen, kind};
use faircopy_runtime::constraint;
use faircopy_runtime::pattern::{Backtracking, Linear, Pattern as _, Positions};
use faircopy_runtime::validate::{At, Violations};
use serde_json::{Value, json};

fn said(judge: impl FnOnce(&At<'_>, &mut Violations)) -> String {
    let mut out = Violations::new();
    judge(&At::ROOT.key("pool").index(2), &mut out);
    out.to_string()
}

#[test]
fn the_most_common_violations_read_well() {
    static SLUG: Linear = Linear::new("^[a-z]+$", "^[a-z]+$");
    let said = [
        said(|at, out| constraint::missing("token", at, out)),
        said(|at, out| constraint::minimum(5, 1_000_000, at, out)),
        said(|at, out| constraint::exclusive_maximum(1.5, 1.0, at, out)),
        said(|at, out| constraint::multiple_of(7, 5, at, out)),
        said(|at, out| constraint::min_length("äö", 3, at, out)),
        said(|at, out| constraint::pattern("Hello", &SLUG, at, out)),
        said(|at, out| constraint::max_items(11, 10, at, out)),
        said(|at, out| constraint::unique_items(&["a", "b", "a"], at, out)),
        said(|at, out| constraint::unknown("\"de\", \"fr\"", &constraint::Quoted("xx"), at, out)),
        said(|at, out| constraint::any_group(false, "`a`, `b` with `c`", at, out)),
        said(|at, out| check::kinds(&json!([1]), kind::STRING | kind::NULL, at, out)),
        said(|at, out| constraint::min_length("hunter2", 8, &at.secret(), out)),
    ];
    let expected = [
        "/pool/2/token: is required, but missing",
        "/pool/2: must be at least 1000000, but is 5",
        "/pool/2: must be below 1.0, but is 1.5",
        "/pool/2: must be a multiple of 5, but is 7",
        "/pool/2: must have at least 3 characters, but has 2",
        "/pool/2: must match `^[a-z]+$`, but is \"Hello\"",
        "/pool/2: must have at most 10 items, but has 11",
        "/pool/2: must have distinct items, but 0 and 2 are equal",
        "/pool/2: must be one of \"de\", \"fr\", but is \"xx\"",
        "/pool/2: must have at least one of `a`, `b` with `c`, but has none",
        "/pool/2: must be null or a string, but is an array of 1",
        "/pool/2: must have at least 8 characters",
    ];
    assert_eq!(said, expected);
}

#[test]
fn many_mistakes_are_a_list() {
    let mut out = Violations::new();
    let at = &At::ROOT;
    constraint::missing("token", at, &mut out);
    constraint::minimum(0, 1, &at.key("a/b"), &mut out);
    constraint::max_length("abc", 2, &at.key("tags").index(1), &mut out);
    assert_eq!(
        out.to_string(),
        "3 violations:\n\
         - /token: is required, but missing\n\
         - /a~1b: must be at least 1, but is 0\n\
         - /tags/1: must have at most 2 characters, but has 3"
    );
}

#[test]
fn a_union_says_why_each_branch_does_not_fit() {
    fn short<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
        check::max_length(value, 2, at, out);
    }
    fn number<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
        check::kinds(value, kind::NUMBER, at, out);
    }
    let mut out = Violations::new();
    let branches: &[(&str, check::Schema)] = &[("Short", short), ("Number", number)];
    check::any_of(
        &json!("long"),
        branches,
        &At::ROOT.key("id"),
        &mut out,
        &mut Seen::off(),
    );
    assert_eq!(
        out.to_string(),
        "/id: must fit one of Short, Number, but fits none\n\
         - not Short: /id: must have at most 2 characters, but has 4\n\
         - not Number: /id: must be a number, but is \"long\""
    );
}

#[test]
fn only_so_many_violations_are_kept() {
    let mut out = Violations::new();
    for index in 0..150 {
        constraint::minimum(0, 1, &At::ROOT.index(index), &mut out);
    }
    assert_eq!(
        (out.len(), out.iter().count(), out.omitted()),
        (150, 100, 50)
    );
    assert!(out.to_string().ends_with("\n- and 50 more"));
}

#[test]
fn items_are_equal_by_value() {
    let unique = |value: Value| {
        let mut out = Violations::new();
        check::unique_items(&value, &At::ROOT, &mut out);
        out.is_empty()
    };
    assert!(!unique(json!([1, 2, 1.0])));
    assert!(!unique(json!([{"a": 1, "b": [2]}, {"b": [2.0], "a": 1}])));
    assert!(unique(json!([1, true, "1", null, [1], 0, false])));
    let mut many: Vec<Value> = (0..1000).map(Value::from).collect();
    assert!(unique(json!(many)));
    many.push(json!(500.0));
    assert!(!unique(json!(many)));
}

#[test]
fn items_differ_by_the_properties_that_tell_them_apart() {
    const NONE: &str = "no violations";
    let told = |value: Value| {
        let mut out = Violations::new();
        check::unique_by(&value, &["port", "protocol"], &At::ROOT, &mut out);
        out.to_string()
    };
    let port = |port: f64, protocol: &str| json!({ "port": port, "protocol": protocol });
    assert_eq!(told(json!([port(80.0, "TCP"), port(80.0, "UDP")])), NONE);
    let twice = told(json!([port(80.0, "TCP"), {}, { "protocol": "TCP", "port": 80 }]));
    assert!(twice.contains("0 and 2"), "{twice}");
    // What a server fills in is not known.
    assert_eq!(told(json!([{ "port": 80 }, { "port": 80 }])), NONE);
    assert_eq!(told(json!("none of its business")), NONE);
}

#[test]
fn limits_are_exact_across_kinds_of_numbers() {
    let holds = |value: Value, limit| {
        let mut out = Violations::new();
        check::maximum(&value, limit, &At::ROOT, &mut out);
        out.is_empty()
    };
    assert!(holds(json!(u64::MAX), Limit::Integer(u64::MAX.into())));
    assert!(!holds(
        json!(u64::MAX),
        Limit::Integer(i128::from(u64::MAX) - 1)
    ));
    assert!(!holds(
        json!(9_007_199_254_740_993_i64),
        Limit::Float(9_007_199_254_740_992.0)
    ));
    let mut out = Violations::new();
    let literal = Literal::Number(Limit::Integer(3));
    check::one_of(&json!(3.0), &[literal], &At::ROOT, &mut out);
    assert!(out.is_empty());
}

#[test]
fn violations_are_serialized_as_a_list_of_objects() {
    let mut out = Violations::new();
    out.add(&At::ROOT.key("limit"), "minimum", &5, &3);
    out.add(&At::ROOT.key("password").secret(), "minLength", &8, &6);
    assert_eq!(
        serde_json::to_value(&out).expect("they are written"),
        json!([
            {
                "pointer": "/limit",
                "keyword": "minimum",
                "limit": "5",
                "found": "3",
                "message": "must be at least 5, but is 3",
            },
            {
                "pointer": "/password",
                "keyword": "minLength",
                "limit": "8",
                "message": "must have at least 8 characters",
            },
        ])
    );
}

#[test]
fn a_pattern_that_backtracks_without_end_elsewhere_is_linear() {
    static PATTERN: Linear = Linear::new("^(a+)+$", "^(a+)+$");
    // An engine that backtracks would take two to the power of 100,000 steps.
    let text = "a".repeat(100_000) + "!";
    assert!(!PATTERN.is_match(&text));
    assert!(PATTERN.is_match(&text[..100_000]));
}

#[test]
fn a_text_that_takes_too_many_steps_to_judge_is_a_violation_that_says_so() {
    static PATTERN: Backtracking = Backtracking::new("^(?:(a+)+\\1)+[bc]$", "^(?:(a+)+\\1)+[bc]$");
    let text = "a".repeat(40) + "c!";
    let found = said(|at, out| constraint::pattern(&text, &PATTERN, at, out));
    assert!(
        found.ends_with("for which that takes too many steps to tell"),
        "{found}"
    );
}

#[test]
fn positions_are_followed_both_ways() {
    // `(?<=b|^)(?:ab){2,3}(?!c)$`, whose lookbehind is not used up by what matches.
    static PATTERN: Positions = {
        use faircopy_runtime::pattern::positions::{Slot::*, Step::*};
        Positions::new(
            "",
            &[
                Class("aa"),
                Class("bb"),
                Class("cc"),
                Behind(Choice(&[Over(1), Start])),
                Ahead(Over(2)),
            ],
            &Sequence(&[
                In(3),
                Repeat(&Sequence(&[Over(0), Over(1)]), 2, 3),
                NotIn(4),
                End,
            ]),
        )
    };
    for (text, matches) in [
        ("abab", true),
        ("ab", false),
        ("babab", true),
        ("cabab", false),
        ("ababc", false),
    ] {
        assert_eq!(PATTERN.judge(text), Ok(matches), "{text}");
    }
    let long = "ab".repeat(100);
    assert_eq!(PATTERN.judge(&long), Ok(true));
}

#[test]
fn rules_that_can_not_be_computed_do_not_hold() {
    let overflow = said(|at, out| {
        cel::hold(
            || Some(i64::MAX.checked_add(1)? > 0),
            "the sum is positive",
            at,
            out,
        );
    });
    assert_eq!(overflow, "/pool/2: the sum is positive");
    let items = [1_i64, 0, 2];
    let tenth = |item: &i64| 10_i64.checked_div(*item).map(|tenth| tenth > 9);
    assert_eq!(
        cel::exists(items.iter(), tenth),
        Some(true),
        "the first decides"
    );
    assert_eq!(
        cel::all(items.iter(), tenth),
        Some(false),
        "the last decides"
    );
    assert_eq!(cel::exists_one(items.iter(), tenth), None);
}

#[test]
fn lists_of_rules_are_compared_and_joined() {
    fn list(items: &[Option<i64>]) -> impl Iterator<Item = Option<i64>> {
        items.iter().copied()
    }
    let (one, two) = ([Some(1)], [Some(1), Some(2)]);
    assert_eq!(cel::same_items(list(&two), list(&two)), Some(true));
    assert_eq!(cel::same_items(list(&one), list(&two)), Some(false));
    assert_eq!(cel::same_items(list(&two), list(&one)), Some(false));
    // An item that cannot be computed leaves the rule open, which is a violation.
    assert_eq!(cel::same_items(list(&[None]), list(&one)), None);
    assert_eq!(cel::joined(list(&one), list(&two)), Some(vec![1, 1, 2]));
    assert_eq!(cel::joined(list(&one), list(&[None])), None);
}
