//! Data of every shape that can go on for ever: whatever its depth, reading it ends, in bounded work,
//! in a value that can be judged, written, compared, cloned, shown and dropped, or in an error.

// What a case of the generator's tests expects, and keeps in step with the generator.
#[rustfmt::skip]
#[allow(dead_code, unreachable_pub)]
#[path = "../../tests/cases/recursion_of_every_shape/types.rs"]
mod types;

/// Where generated types look for the support code.
mod generated {
    pub(crate) use faircopy_runtime as runtime;
}

use std::fmt::Debug;
use std::time::{Duration, Instant};

use faircopy_runtime::budget;
use faircopy_runtime::check::{self, Seen};
use faircopy_runtime::json::de::{Decode, decode};
use faircopy_runtime::json::ser::{Encode, encode};
use faircopy_runtime::validate::{At, Validate, Violations};
use serde_json::Value;

use types::*;

/// A body of so many levels: what opens one, what stands in the innermost, what closes one.
fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
    format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
}

/// On a thread as small as those of async runtimes, so that whatever recurses too deeply aborts.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    thread.spawn(test).unwrap().join().unwrap();
}

/// Reads the text as a type, and does everything with the value that can be done with it.
fn walk<T>(text: &str) -> bool
where
    T: Decode + Encode + Validate + Clone + PartialEq + Debug,
{
    let Ok(value) = decode::<T>(text) else {
        return false;
    };
    let _ = value.validate();
    let copy = value.clone();
    assert!(copy == value);
    assert!(!format!("{value:?} {value:#?}").is_empty());
    let written = encode(&value).unwrap();
    drop((value, copy));
    assert!(!written.is_empty());
    true
}

fn every_depth<T>(open: &'static str, inner: &'static str, close: &'static str, read: usize)
where
    T: Decode + Encode + Validate + Clone + PartialEq + Debug + 'static,
{
    on_small_stack(move || {
        let name = std::any::type_name::<T>();
        for levels in [0, 1, 2, 7, read] {
            assert!(
                walk::<T>(&nested(open, inner, close, levels)),
                "{name} of {levels}"
            );
        }
        for levels in [64, 100, 126, 127, 128, 129, 1_000, 100_000] {
            let _ = walk::<T>(&nested(open, inner, close, levels));
        }
        // What never closes is found to be too deep, or to end too early.
        assert!(!walk::<T>(&open.repeat(100_000)), "{name}");
    });
}

#[test]
fn every_recursive_shape_is_read_or_refused_and_never_aborts() {
    every_depth::<Node>(r#"{"c":"#, "{}", "}", 100);
    every_depth::<Branching>(r#"{"c":["#, "{}", "]}", 60);
    every_depth::<Keyed>(r#"{"c":"#, "{}", "}", 100);
    every_depth::<Nested>("[", "[]", "]", 100);
    every_depth::<Left>(r#"{"name":"n","c":{"c":"#, r#"{"name":"n"}"#, "}}", 50);
    every_depth::<Wide>(r#"{"c":"#, "{}", "}", 100);
    every_depth::<Untyped>("[", "[]", "]", 100);
    every_depth::<Untyped>(r#"{"c":"#, "{}", "}", 100);
    every_depth::<Tagged>(r#"{"kind":"Outer","c":"#, r#"{"kind":"Inner"}"#, "}", 60);
}

#[test]
fn unions_of_themselves_are_read_or_refused_and_never_abort() {
    every_depth::<Either>(r#"{"c":"#, "{}", "}", 40);
    every_depth::<Either>(r#"{"c":"#, r#"{"zz":1}"#, "}", 40);
    every_depth::<Any>("[", "1", "]", 40);
    every_depth::<Any>(r#"{"c":"#, "1", "}", 40);
}

/// What stands innermost: what fits all branches, none, one, what has undeclared properties.
const INNER: [&str; 5] = [
    "{}",
    "7",
    r#"{"a":1}"#,
    r#"{"zz":1}"#,
    r#"{"a":"x","b":"y"}"#,
];

#[test]
fn a_whole_decode_has_one_budget_with_trials_and_judgements_within() {
    on_small_stack(|| {
        for inner in INNER {
            for levels in [1, 5, 14, 40, 100, 127] {
                let text = nested(r#"{"c":"#, inner, "}", levels);
                let read = decode::<Either>(&text);
                let spent = budget::spent(text.len());
                assert!(spent <= (1 << 18) + 32 * text.len());
                // Deep data costs a power of its depth, and is refused once that is too much. Each level is judged twice:
                // as it is read, and by what was dropped of it.
                let bound = 8 * levels.pow(2) * (text.len() + 40);
                assert!(spent <= bound, "{levels} levels of {inner}: {spent}");
                match read {
                    Ok(value) => {
                        assert!(levels < 100, "{levels} levels of {inner}: {spent}");
                        let valid = value.validate();
                        assert!(valid.is_err(), "{levels} levels of {inner}");
                    }
                    Err(error) if inner == "7" => assert!(error.message.len() < 600, "{error}"),
                    Err(error) => {
                        assert!(levels >= 100, "{levels} levels of {inner}: {error}");
                        assert_eq!(error.message, "fits too many types to tell which");
                        assert!(error.pointer.starts_with("/c"), "{}", error.pointer);
                    }
                }
            }
        }
    });
}

#[test]
fn many_unions_have_as_much_as_each_needs() {
    let one = nested(r#"{"c":"#, r#"{"a":"x"}"#, "}", 5);
    let text = format!("[{}{one}]", format!("{one},").repeat(4_000));
    let value: Vec<Either> = decode(&text).unwrap();
    assert_eq!(value.len(), 4_001);
    assert_eq!(value.validate().unwrap_err().len(), 4_001);
}

#[test]
fn a_value_takes_no_more_memory_than_it_may() {
    let text = format!("[{}{{}}]", "{},".repeat(100_000));
    let read = |limit| budget::with_memory(limit, || decode::<Vec<Wide>>(&text));
    let whole = 100_001 * size_of::<Wide>();
    assert_eq!(read(4 * whole).unwrap().len(), 100_001);
    let error = read(whole / 2).unwrap_err();
    assert_eq!(error.message, "takes more memory than a decoded value may");
    assert!(error.pointer.len() > 4, "{}", error.pointer);
    // The least that each takes, of lists, maps, boxes and untyped data.
    let small = 1 << 16;
    let lists = format!("[{}[1]]", "[1],".repeat(10_000));
    assert!(budget::with_memory(small, || decode::<Vec<Vec<i64>>>(&lists)).is_err());
    assert!(budget::with_memory(small, || decode::<Value>(&lists)).is_err());
    let maps = format!(r#"[{}{{"a":1}}]"#, r#"{"a":1},"#.repeat(10_000));
    assert!(budget::with_memory(small, || decode::<Value>(&maps)).is_err());
    assert!(budget::with_memory(small, || decode::<Vec<Keyed>>(&maps)).is_err());
}

#[test]
fn reading_gives_up_once_nobody_waits_for_it() {
    let text = format!("[{}{{}}]", "{},".repeat(2_000));
    let read = |deadline| budget::until(deadline, || decode::<Vec<Wide>>(&text));
    assert_eq!(read(None).unwrap().len(), 2_001);
    let later = Instant::now() + Duration::from_secs(600);
    assert_eq!(read(Some(later)).unwrap().len(), 2_001);
    let error = read(Some(Instant::now())).unwrap_err();
    assert_eq!(error.message, "took longer than the call may");
}

#[test]
fn equal_items_are_found_at_once_and_others_by_their_hashes() {
    const MANY: usize = 200_000;
    let ones = vec![Value::from(1); MANY];
    // Integers of which a float cannot tell neighbours apart.
    let large: Vec<Value> = (0..MANY as u64)
        .map(|n| Value::from(u64::MAX - n))
        .collect();
    let start = Instant::now();
    let mut out = Violations::new();
    check::unique_values(&ones, &At::ROOT, &mut out);
    assert_eq!(out.iter().next().unwrap().found, "0 and 1");
    let mut out = Violations::new();
    check::unique_values(&large, &At::ROOT, &mut out);
    assert!(out.is_empty());
    let sets = format!(r#"{{"items":[{}1],"numbers":[{0}1]}}"#, "1,".repeat(MANY));
    assert_eq!(
        decode::<Sets>(&sets).unwrap().validate().unwrap_err().len(),
        2
    );
    // Each pair would take minutes.
    assert!(start.elapsed() < Duration::from_secs(20));
}

/// `oneOf` of two schemas that each ask the whole of a property, within `not` as well.
fn judged<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, seen: &mut Seen<'v>) {
    check::exactly_one_of(value, &[("a", with_a), ("b", with_b)], at, out, seen);
    check::not(value, with_both, at, out);
}

fn with_a<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
    if let Value::Object(object) = value {
        check::required(object, &["a"], at, out);
        inner(value, at, out);
    }
}

fn with_b<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
    if let Value::Object(object) = value {
        check::required(object, &["b"], at, out);
        inner(value, at, out);
    }
}

fn with_both<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
    if let Value::Object(object) = value {
        check::required(object, &["a", "b"], at, out);
        inner(value, at, out);
    }
}

fn inner(value: &Value, at: &At<'_>, out: &mut Violations) {
    if let Some(inner) = value.get("c") {
        check::part(inner, judged, &at.key("c"), out);
    }
}

/// A schema of lists of itself, as JSON data.
fn listed<'v>(value: &'v Value, at: &At<'_>, out: &mut Violations, _: &mut Seen<'v>) {
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check::part(item, listed, &at.index(index), out);
    }
}

#[test]
fn data_that_is_built_by_hand_is_judged_as_deep_as_what_is_read() {
    on_small_stack(|| {
        for (levels, violations) in [(100, 0), (5_000, 1)] {
            let mut value = Value::Array(Vec::new());
            for _ in 0..levels {
                value = Value::Array(vec![value]);
            }
            let mut out = Violations::new();
            listed(&value, &At::ROOT, &mut out, &mut Seen::off());
            assert_eq!(out.len(), violations, "{levels}");
        }
    });
}

#[test]
fn data_that_is_judged_by_schemas_within_themselves_is_judged_once_for_each() {
    on_small_stack(|| {
        for leaf in [r#"{"a":1}"#, r#"{"a":1,"b":1}"#, "{}"] {
            for levels in [1, 20, 60, 120] {
                let text = nested(r#"{"a":1,"c":"#, leaf, "}", levels);
                let value: Value = decode(&text).unwrap();
                let mut out = Violations::new();
                let start = Instant::now();
                judged(&value, &At::ROOT, &mut out, &mut Seen::off());
                assert_eq!(out.is_empty(), leaf == r#"{"a":1}"#, "{levels}: {out}");
                assert!(out.to_string().len() < 1 << 20);
                assert!(
                    start.elapsed() < Duration::from_secs(5),
                    "{levels} of {leaf}"
                );
            }
        }
    });
}

#[test]
fn what_is_built_by_hand_is_judged_and_written_as_deep_as_what_is_read() {
    let mut node = Node::default();
    for _ in 0..1_000 {
        node = Node {
            c: Some(Box::new(node)),
            ..Node::default()
        };
    }
    let violations = node.validate().unwrap_err();
    assert_eq!(violations.iter().next().unwrap().keyword, "depth");
    assert_eq!(encode(&node).unwrap_err().message, "nested too deeply");
}

#[test]
fn what_was_found_is_shown_in_part() {
    let mut value: Value = decode(&format!(r#"{{"{}":1}}"#, "k".repeat(1 << 20))).unwrap();
    let mut out = Violations::new();
    let key = value.as_object().unwrap().keys().next().unwrap().clone();
    check::nothing(
        &value[&key],
        &At::ROOT.key(&key),
        &mut out,
        &mut Seen::off(),
    );
    value = Value::String("\u{1}".repeat(1 << 20));
    check::nothing(&value, &At::ROOT, &mut out, &mut Seen::off());
    let digits = "7".repeat(10 << 20);
    faircopy_runtime::constraint::decimal::maximum(&digits, "5", &At::ROOT, &mut out);
    assert_eq!(out.iter().nth(2).unwrap().found.chars().count(), 64);
    assert!(out.to_string().len() < 4_096, "{}", out.to_string().len());
    // Where data cannot be read too.
    let text = format!(r#"{{"{0}":1,"{0}":1}}"#, "k".repeat(1 << 20));
    let error = decode::<Value>(&text).unwrap_err();
    assert!(error.to_string().len() < 1_024);
}
