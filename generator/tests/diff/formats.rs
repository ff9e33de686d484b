//! What another `format` means for the data that a definition accepts.

use super::support::{compare, load};
use faircopy::diff::effect::{Effect, Wire};
use serde_json::{Value, json};

/// A document whose request holds a value of such a format.
fn document(format: &str) -> Value {
    let schema = json!({ "type": "integer", "format": format });
    let body = json!({ "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": {
            "requestBody": body,
            "responses": { "204": { "description": "done" } },
        } } },
    })
}

fn told(old: &str, new: &str) -> Vec<(&'static str, Effect)> {
    let report = compare(&load(&document(old)), &load(&document(new)));
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.rule.id, finding.effect))
        .collect()
}

#[test]
fn another_name_of_a_format_is_the_same() {
    for (old, new) in [
        ("uint", "uint32"),
        ("unixtime", "unix-time"),
        ("big-integer", "bigint"),
    ] {
        assert_eq!(
            told(old, new),
            [("format-renamed", Effect::Same)],
            "{old} {new}"
        );
    }
}

#[test]
fn a_larger_integer_takes_in_the_smaller() {
    assert_eq!(told("int8", "int64"), [("format-widened", Effect::Wider)]);
    assert_eq!(
        told("uint64", "uint"),
        [("format-narrowed", Effect::Narrower)]
    );
    assert_eq!(
        told("int32", "uint32"),
        [("format-changed", Effect::Incomparable)]
    );
    assert_eq!(
        told("int128", "uint128"),
        [("format-changed", Effect::Incomparable)]
    );
}

#[test]
fn formats_that_look_different_show_a_text_of_the_one() {
    let formats = [
        "date",
        "date-time",
        "time",
        "uuid",
        "ipv4",
        "ipv6",
        "email",
        "uri",
        "duration",
    ];
    let texts = |format: &str| {
        let mut document = document(format);
        document["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"]["type"] =
            json!("string");
        load(&document)
    };
    for old in formats {
        for new in formats.into_iter().filter(|new| *new != old) {
            let report = compare(&texts(old), &texts(new));
            let finding = &report.findings[0];
            assert_eq!(finding.wire, Wire::Breaking, "{old} {new}");
            assert!(finding.witness.is_some(), "{old} {new}");
        }
    }
}
