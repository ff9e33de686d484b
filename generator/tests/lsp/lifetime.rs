//! How a server starts and ends, and what it does with what nobody should say.

use serde_json::{Value, json};

use crate::client::Client;

#[test]
fn it_ends_when_it_is_told_to() {
    assert!(Client::new(&[]).done());
}

#[test]
fn it_ends_with_a_fault_when_the_client_is_gone() {
    assert!(!Client::new(&[]).hang_up());
}

#[test]
fn what_is_not_known_or_cannot_be_read_is_refused_and_the_rest_goes_on() {
    let mut client = Client::new(&[]);
    let code = |answer: Value| answer["error"]["code"].as_i64();
    assert_eq!(
        code(client.attempt("textDocument/nothing", json!({}))),
        Some(-32601)
    );
    assert_eq!(
        code(client.attempt("textDocument/hover", json!({ "x": 1 }))),
        Some(-32602)
    );
    // What was never opened.
    let place = client.place("none.yaml", &json!({ "line": 0, "character": 0 }));
    assert_eq!(client.request("textDocument/hover", place), Value::Null);
    client.notify("textDocument/nothing", json!({}));
    assert!(client.done());
}

#[test]
fn a_text_that_was_never_saved_is_served() {
    let mut client = Client::new(&[]);
    let text = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\nnothing: 1\n";
    let item =
        json!({ "uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": text });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    let told = loop {
        if let Some(told) = client.told.pop() {
            break told;
        }
        client.request("textDocument/hover", json!({
            "textDocument": { "uri": "untitled:Untitled-1" }, "position": { "line": 0, "character": 0 },
        }));
    };
    assert_eq!(told["uri"], "untitled:Untitled-1");
    assert_eq!(told["diagnostics"][0]["code"], "W0108");
}

#[test]
fn what_is_far_beyond_a_text_is_taken_as_its_end() {
    let mut client = Client::new(&[]);
    client.open("a.yaml", "openapi: 3.1.0\n");
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let params = json!({
        "textDocument": { "uri": client.uri("a.yaml"), "version": 2 },
        "contentChanges": [{ "range": { "start": far, "end": far }, "text": "paths: {}\n" }],
    });
    client.notify("textDocument/didChange", params);
    let told = client.told_of("a.yaml", |told| told["version"] == 2);
    assert!(told.iter().all(|told| told["code"] != "E0004"), "{told:?}");
    for method in ["completion", "hover", "definition"] {
        client.at(method, "a.yaml", &far);
    }
}
