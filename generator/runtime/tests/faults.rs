//! All that is wrong with a text, told at once, with its place; and no more of it than may be.

use std::collections::BTreeMap;

use faircopy_runtime as runtime;
use faircopy_runtime::Secret;
use faircopy_runtime::json::codec::Plain;
use faircopy_runtime::json::de::{self, Decode, DecodeError, faults};
use faircopy_runtime::json::ser::Encode;
use faircopy_runtime::validate::{At, Validate, Violations};

/// A type as the generator writes them, whose text has three letters at most, and whose number is positive.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub name: String,
    pub size: Option<i64>,
    pub secret: Option<Secret>,
    pub pair: Option<(i64, bool)>,
    pub nodes: Option<Vec<Node>>,
    pub by_name: Option<BTreeMap<String, Node>>,
}

runtime::object! {
    Node, NodeBuilder;
    "name" => name(into) required: String;
    "size" => size optional: i64;
    "secret" => secret(into) optional: Secret;
    "pair" => pair optional: (i64, bool);
    "nodes" => nodes optional: Vec<Node>;
    "byName" => by_name optional: BTreeMap<String, Node>;
    checks(name, size, nodes, by_name);
}

impl Node {
    fn check_properties(
        name: Option<&String>,
        size: Option<&i64>,
        nodes: Option<&Vec<Self>>,
        by_name: Option<&BTreeMap<String, Self>>,
        at: &At<'_>,
        out: &mut Violations,
    ) {
        if let Some(name) = name.filter(|name| name.len() > 3) {
            out.add(&at.key("name"), "maxLength", &3, &name.len());
        }
        if let Some(size) = size.filter(|size| **size < 1) {
            out.add(&at.key("size"), "minimum", &1, size);
        }
        for (index, node) in nodes.into_iter().flatten().enumerate() {
            node.check(&at.key("nodes").index(index), out);
        }
        for (name, node) in by_name.into_iter().flatten() {
            node.check(&at.key("byName").key(name), out);
        }
    }
}

impl Validate for Node {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        Self::check_properties(
            Some(&self.name),
            self.size.as_ref(),
            self.nodes.as_ref(),
            self.by_name.as_ref(),
            at,
            out,
        );
    }
}

fn failure<T: Decode + Encode>(text: &str) -> DecodeError {
    match faults::decode_judged_as::<Plain, T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error,
    }
}

/// The places of what is of another shape, and those of what breaks a constraint, in order.
fn places<T: Decode + Encode>(text: &str) -> (Vec<String>, Vec<String>) {
    let error = failure::<T>(text);
    let shapes = std::iter::once(&error).chain(error.others());
    let mut shapes: Vec<_> = shapes.map(|one| one.pointer.clone()).collect();
    let violations = error.violations().iter();
    let mut violations: Vec<_> = violations.map(|one| one.pointer.clone()).collect();
    shapes.sort();
    violations.sort();
    (shapes, violations)
}

#[test]
fn every_fault_has_its_place() {
    for (text, shapes, violations) in [
        // Of an object all properties, and what is missing.
        (
            r#"{"size": "a", "secret": 7, "pair": []}"#,
            &["", "/pair", "/secret", "/size"][..],
            &[][..],
        ),
        (r#"{"name": "abcd", "size": "a"}"#, &["/size"], &["/name"]),
        (r#"{"size": 0, "size": 1}"#, &["", "/size"], &["/size"]),
        // Of arrays all items, and what is invalid in the others.
        (
            r#"{"name": "abcd", "nodes": [{"name": "abcd"}, {"name": 1}, {}, {"name": "a", "size": 0}, 7]}"#,
            &["/nodes/1/name", "/nodes/2", "/nodes/4"],
            &["/name", "/nodes/0/name", "/nodes/3/size"],
        ),
        // So of maps, and within each other.
        (
            r#"{"name": "a", "byName": {"x/y": {"name": 1}, "z": {"name": "abcd", "nodes": [{"name": 2}, {"name": "abcd"}]}, "w": {"name": "abcd"}}}"#,
            &["/byName/x~1y/name", "/byName/z/nodes/0/name"],
            &["/byName/w/name", "/byName/z/name", "/byName/z/nodes/1/name"],
        ),
        // What is whole in what is not is judged once.
        (
            r#"{"size": "a", "nodes": [{"name": "abcd", "nodes": [{"name": "abcd"}]}]}"#,
            &["", "/size"],
            &["/nodes/0/name", "/nodes/0/nodes/0/name"],
        ),
        // A tuple is read to its first fault, and what follows it all the same.
        (
            r#"{"pair": ["a", 1], "size": "a", "name": "a"}"#,
            &["/pair/0", "/size"],
            &[],
        ),
    ] {
        let expected = |places: &[&str]| -> Vec<String> {
            places.iter().map(|place| (*place).to_owned()).collect()
        };
        let expected = (expected(shapes), expected(violations));
        assert_eq!(places::<Node>(text), expected, "{text}");
    }
}

#[test]
fn the_first_fault_is_the_one_that_decoding_stops_at() {
    for text in [
        r#"{"size": "a", "secret": 7}"#,
        r#"{"nodes": [{"name": "a"}, 7, 8]}"#,
        "[1",
        "",
        r#"{"name": "a"} x"#,
    ] {
        let first = de::decode::<Node>(text).unwrap_err();
        let all = failure::<Node>(text);
        assert_eq!(
            (all.pointer, all.message),
            (first.pointer, first.message),
            "{text}"
        );
    }
}

#[test]
fn what_is_not_json_ends_it() {
    let error = failure::<Node>(r#"{"size": "a", "nodes": [{"name": 1}, !], "secret": 7}"#);
    let others: Vec<_> = error
        .others()
        .iter()
        .map(|it| (&*it.pointer, &*it.message))
        .collect();
    assert_eq!(error.pointer, "/size");
    assert_eq!(
        others,
        [
            ("/nodes/0/name", "expected a string, found a number"),
            ("/nodes/1", "not JSON: expected an object"),
        ]
    );
    let error = failure::<Node>(r#"{"size": "a", "name": "a"} x"#);
    assert_eq!(error.others()[0].message, "not JSON: expected the end");
}

#[test]
fn no_more_is_told_than_may_be() {
    let many = format!("[{}0]", "\"a\",".repeat(5_000));
    let error = failure::<Vec<i64>>(&many);
    // The first one is among the others.
    assert_eq!(error.others().len(), 99);
    assert_eq!(error.omitted(), 4_900);
    let text = error.to_string();
    assert!(text.ends_with("; and 4992 more"), "{text}");
    let invalid = format!("[{}0]", r#"{"name":"abcd"},"#.repeat(5_000));
    let error = failure::<Vec<Node>>(&invalid);
    assert_eq!((error.violations().len(), error.omitted()), (100, 4_900));
}

#[test]
fn secrets_are_not_told() {
    let error = failure::<Node>(r#"{"secret": 918273, "size": "918273", "pair": {"918273": 1}}"#);
    let text = format!("{error} {error:?}");
    assert!(!text.contains("918273"), "{text}");
}

#[test]
fn what_is_read_twice_is_in_proportion() {
    // Arrays within arrays, with something wrong on each level: each level is read a few times, and no more.
    let levels = 60;
    let mut text = String::from("7");
    for _ in 0..levels {
        text = format!(r#"{{"name":"abcd","nodes":[{{"name":"abcd"}},{text},8]}}"#);
    }
    let error = failure::<Node>(&text);
    assert_eq!(error.others().len() + 1, levels + 1);
    assert_eq!((error.violations().len(), error.omitted()), (100, 20));
}

#[test]
fn a_message_shows_several() {
    let error =
        faults::decode_all::<Node>(r#"{"size": "a", "secret": 7, "name": "abcd"}"#).unwrap_err();
    assert!(error.violations().is_empty());
    assert_eq!(
        error.to_string(),
        "/size: expected a number, found a string (line 1, column 10); \
         /secret: expected a string, found a number (line 1, column 25)"
    );
}
