//! What is told of headers.

use super::support::{compare, load};
use serde_json::{Value, json};

fn document(ty: &str) -> Value {
    let header = json!({ "x-rate-left": { "schema": { "type": ty } } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "get": {
            "responses": { "204": { "description": "done", "headers": header } },
        } } },
    })
}

#[test]
fn a_header_whose_name_is_like_that_of_an_extension_is_compared() {
    let report = compare(&load(&document("integer")), &load(&document("string")));
    let rules: Vec<&str> = report.findings.iter().map(|it| it.rule.id).collect();
    assert_eq!(rules, ["type-widened"]);
}
