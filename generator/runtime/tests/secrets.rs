//! Secrets in every place of every construct of schemas, with data that breaks each constraint: nothing
//! that can be printed shows them, nor how long they are.

// What a case of the generator's tests expects, and keeps in step with the generator.
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::all)]
#[path = "../../tests/cases/secrets_by_place/checks.rs"]
mod checks;
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::all)]
#[path = "../../tests/cases/secrets_by_place/types.rs"]
mod types;

/// Where generated types look for the support code.
mod generated {
    pub(crate) use super::checks;
    pub(crate) use faircopy_runtime as runtime;
}

use std::collections::BTreeSet;
use std::fmt::Debug;

use faircopy_runtime::json::de::{Decode, decode};
use faircopy_runtime::json::ser::{Encode, encode};
use faircopy_runtime::validate::{Validate, Violations};

use types::*;

/// What stands for `S` and `N` in data: a text of 73 characters and a number.
const TEXT: &str = "swordfish-swordfish-swordfish-swordfish-swordfish-swordfish-swordfish-x73";
const NUMBER: &str = "918273645";

/// What must stand in nothing that is printed.
const SHOWN: [&str; 3] = ["swordfish", "73", "9182"];

/// Everything that can be printed of violations.
fn printed(violations: &Violations, out: &mut String) {
    out.push_str(&format!("{violations} {violations:?} {violations:#?}"));
    for violation in violations {
        out.push_str(&format!("{violation} {} ", violation.message()));
        for branch in &violation.branches {
            printed(&branch.violations, out);
        }
    }
}

/// Reads data as a type, prints all that can be printed, and gives the keywords that it breaks.
fn walk<T>(data: &str) -> BTreeSet<&'static str>
where
    T: Decode + Encode + Validate + Clone + PartialEq + Debug,
{
    let data = data
        .replace("\"S\"", &format!("\"{TEXT}\""))
        .replace("\"N\"", NUMBER);
    let name = std::any::type_name::<T>();
    let mut out = String::new();
    let mut broken = BTreeSet::new();
    match decode::<T>(&data) {
        Ok(value) => {
            out.push_str(&format!("{value:?} {value:#?}"));
            // It is there all the same, and is sent as it came.
            let written = encode(&value).unwrap();
            for secret in [TEXT, NUMBER] {
                assert_eq!(
                    written.contains(secret),
                    data.contains(secret),
                    "{name}: {data}"
                );
            }
            if let Err(violations) = value.validate() {
                printed(&violations, &mut out);
                broken = violations.iter().map(|found| found.keyword).collect();
            }
        }
        Err(error) => out.push_str(&format!("{error} {error:?}")),
    }
    for secret in SHOWN {
        assert!(
            !out.contains(secret),
            "{name} of {data} shows {secret}: {out}"
        );
    }
    broken
}

/// Walks a type with each of some data; each datum with the keywords that it breaks.
macro_rules! walk {
    ($($ty:ident: $($data:literal => [$($keyword:literal),*];)+)*) => {$($(
        let broken = walk::<$ty>($data);
        let expected: BTreeSet<&str> = [$($keyword),*].into();
        assert_eq!(broken, expected, "{} of {}", stringify!($ty), $data);
    )+)*};
}

#[test]
fn secrets_of_a_value_are_not_shown_whatever_judges_them() {
    walk! {
        Plain: r#"{"s":"S"}"# => ["maxLength", "minLength", "pattern"];
        Referred: r#"{"s":"S"}"# => ["maxLength"];
        Word: r#""S""# => ["maxLength"];
        Described: r#"{"s":"S"}"# => ["maxLength"];
        Nullable: r#"{"s":"S"}"# => ["maxLength"]; r#"{"s":null}"# => [];
        MaybeNull: r#"{"s":"S"}"# => ["maxLength"]; r#"{"s":null}"# => [];
        NullOrListed: r#"{"s":"S"}"# => ["enum"]; r#"{"s":null}"# => [];
        Untyped: r#"{"s":"S"}"# => ["maxLength"]; r#"{"s":["S"]}"# => []; r#"{"s":"N"}"# => [];
        Integer: r#"{"n":"N"}"# => ["maximum", "multipleOf"]; r#"{"n":"S"}"# => [];
        Number: r#"{"n":"N"}"# => ["maximum"]; r#"{"n":{"a":"S"}}"# => [];
        Several: r#"{"s":"S"}"# => ["maxLength"]; r#"{"s":"N"}"# => ["maximum"]; r#"{"s":["S"]}"# => ["type"];
        Whole: r#"{"s":"S"}"# => ["maxLength", "required"]; r#"["S"]"# => ["type"];
        AllOf: r#"{"s":"S"}"# => ["maxLength"];
        Negated: r#"{"s":"S"}"# => ["not"];
        NegatedSecret: r#"{"s":"S"}"# => ["maxLength"];
        Content: r#"{"s":"S"}"# => ["maxLength"];
        ContentOfList: r#"["S","S"]"# => ["maxItems", "maxLength"];
        ContentOfName: r#"{"contentSchema":{"s":"S"}}"# => ["maxLength"];
        Judged: r#"{"s":"S"}"# => ["maxLength", "pattern"];
    }
}

#[test]
fn secrets_that_are_listed_or_branches_are_not_shown() {
    walk! {
        Listed: r#"{"s":"S"}"# => ["enum"]; r#"{"s":"N"}"# => [];
        ListedOnly: r#"{"s":"S"}"# => ["enum"];
        Constant: r#"{"s":"S"}"# => ["enum"];
        Extensible: r#"{"s":"S"}"# => ["maxLength"];
        OneOf: r#"{"s":"S"}"# => ["oneOf"]; r#"{"s":"x"}"# => ["oneOf"];
        AnyOf: r#"{"s":"S"}"# => ["anyOf"];
        Branch: r#"{"s":"S"}"# => ["oneOf"]; r#"{"s":"N"}"# => []; r#"{"s":{"s":"S"}}"# => ["oneOf"];
        BranchBesideObject: r#"{"s":"S"}"# => ["maxLength"]; r#"{"s":{"s":"S"}}"# => ["maxLength", "minLength", "pattern"];
        Union: r#"{"u":{"s":"S"}}"# => ["maxLength"]; r#"{"u":{"n":"N"}}"# => ["maximum"];
        Told: r#"{"kind":"Cat","s":"S"}"# => ["maxLength"]; r#"{"kind":"Lion","s":"S"}"# => ["enum"]; r#"{"s":"S"}"# => ["required"];
        Keeper: r#"{"a":{"kind":"Bird","s":"S"}}"# => ["maxLength"]; r#"{"a":{"kind":"Lion","s":"S"}}"# => ["enum"];
        Spread: r#"{"k":1,"s":"S"}"# => ["maxLength"]; r#"{"s":"S"}"# => ["maxLength"];
    }
}

#[test]
fn secrets_of_properties_on_a_condition_are_not_shown() {
    walk! {
        Then: r#"{"k":1,"s":"S"}"# => ["maxLength", "pattern"]; r#"{"s":"S"}"# => ["maxLength"];
        ThenUndeclared: r#"{"k":1,"s":"S"}"# => ["maxLength"]; r#"{"k":1,"s":["S"]}"# => ["type"];
        ThenAllOf: r#"{"k":1,"s":"S"}"# => ["maxLength"];
        ThenReferred: r#"{"k":1,"s":"S"}"# => ["maxLength", "minLength", "pattern"];
        ThenDeep: r#"{"k":1,"inner":{"s":"S"}}"# => ["maxLength"]; r#"{"k":1,"inner":["S"]}"# => ["type"];
        ThenOthers: r#"{"k":1,"s":"S","t":"S"}"# => ["maxLength"];
        Dependent: r#"{"k":1,"s":"S"}"# => ["maxLength"];
        DependentJudged: r#"{"k":1,"s":"S"}"# => ["maxLength"];
        AllOfThen: r#"{"k":1,"s":"S"}"# => ["maxLength", "pattern"];
    }
}

#[test]
fn secrets_in_maps_and_lists_are_not_shown() {
    walk! {
        Patterned: r#"{"k":1,"s1":"S"}"# => ["maxLength"]; r#"{"s1":{"a":"S"}}"# => ["type"];
        PatternedDeclared: r#"{"s":"S","s1":"S"}"# => ["maxLength"];
        PatternedOnly: r#"{"s1":"S"}"# => ["maxLength"];
        PatternedMap: r#"{"s1":"S"}"# => ["maxLength"]; r#"{"s1":["S"]}"# => ["type"];
        Additional: r#"{"s1":"S"}"# => [];
        AdditionalBeside: r#"{"s1":"S"}"# => ["maxLength"];
        Unevaluated: r#"{"k":1,"s1":"S"}"# => ["maxLength"];
        Items: r#"{"l":["S","S"]}"# => ["maxLength", "uniqueItems"]; r#"{"l":["N"]}"# => [];
        Prefix: r#"{"l":["S","S"]}"# => ["maxLength"]; r#"{"l":["N"]}"# => ["type"];
        Tuple: r#"{"l":["S",1]}"# => ["maxLength"]; r#"{"l":["S"]}"# => [];
        Contains: r#"{"l":["S","S"]}"# => ["contains", "maxLength"];
        UnevaluatedItems: r#"{"l":[1,"S"]}"# => ["maxLength"];
    }
}
