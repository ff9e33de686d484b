//! How data are written decides what an edit of them means: parts of forms by their encodings, media types by their
//! names, and which side chooses between them.

use super::support::{compare, load};
use faircopy::diff::Report;
use faircopy::diff::effect::Wire::{self, Breaking, Potential, Safe};
use serde_json::{Value, json};

fn reported(old: &Value, new: &Value) -> Report {
    compare(&load(old), &load(new))
}

fn document(operation: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "paths": { "/a": { "post": operation } },
    })
}

fn sent(media_type: &str, body: Value) -> Value {
    document(json!({
        "requestBody": { "required": true, "content": { media_type: body } },
        "responses": { "204": { "description": "none" } },
    }))
}

fn answered(content: Value) -> Value {
    document(json!({ "responses": { "200": { "description": "ok", "content": content } } }))
}

/// What a form says of its one part: nothing, or the media type of it.
fn form(part: &Value, said: Option<&str>) -> Value {
    let schema = json!({ "type": "object", "properties": { "m": part } });
    match said {
        None => json!({ "schema": schema }),
        Some(said) => json!({ "schema": schema, "encoding": { "m": { "contentType": said } } }),
    }
}

#[test]
fn a_part_of_a_form_is_what_its_encoding_says() {
    let forms = ["multipart/form-data", "application/x-www-form-urlencoded"];
    let edits = [
        (json!({ "type": "integer" }), json!({ "type": "string" })),
        (json!({ "type": "boolean" }), json!({ "type": "string" })),
        (json!({ "enum": [1, "x"] }), json!({ "enum": ["1", "x"] })),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "boolean" }] }),
            json!({ "type": "string" }),
        ),
    ];
    let encodings = [
        (None, Safe),
        (Some("text/plain"), Safe),
        (Some("application/json"), Breaking),
        (Some("application/vnd.x+json"), Breaking),
    ];
    for form_type in forms {
        for (was, is) in &edits {
            for (said, want) in encodings {
                let sides = [was, is].map(|part| sent(form_type, form(part, said)));
                let report = reported(&sides[0], &sides[1]);
                assert_eq!(report.wire(), want, "{form_type} {was} {said:?}");
                let shows = report
                    .findings
                    .iter()
                    .any(|finding| finding.witness.is_some());
                assert_eq!(shows, want == Breaking, "{form_type} {was} {said:?}");
            }
        }
    }
}

#[test]
fn an_object_of_a_multipart_body_is_json_by_itself() {
    let part = |kind: &str| json!({ "type": "object", "properties": { "x": { "type": kind } } });
    let sides = ["integer", "string"].map(|kind| form(&part(kind), None));
    for (form_type, want) in [
        ("multipart/form-data", Breaking),
        ("multipart/mixed", Breaking),
        ("application/x-www-form-urlencoded", Safe),
    ] {
        let report = reported(
            &sent(form_type, sides[0].clone()),
            &sent(form_type, sides[1].clone()),
        );
        assert_eq!(report.wire(), want, "{form_type}");
    }
}

#[test]
fn headers_of_parts_count_where_there_are_parts() {
    let body = |headers: Value| {
        let mut body = form(&json!({ "type": "string" }), Some("text/plain"));
        body["encoding"]["m"]["headers"] = headers;
        body
    };
    let header = json!({ "X-A": { "required": true, "schema": { "type": "string" } } });
    for (form_type, want) in [
        ("multipart/form-data", Breaking),
        ("application/x-www-form-urlencoded", Safe),
    ] {
        let report = reported(
            &sent(form_type, body(json!({}))),
            &sent(form_type, body(header.clone())),
        );
        assert_eq!(report.wire(), want, "{form_type}");
    }
}

#[test]
fn another_name_of_a_media_type_is_at_least_potential() {
    let schema = json!({ "schema": { "type": "object" } });
    let names = [
        "application/json",
        "application/problem+json",
        "application/vnd.x.v1+json",
        "application/vnd.x.v2+json",
    ];
    for one in names {
        for other in names {
            let is_less =
                |name: &str, of: &str| of.ends_with("+json") && name == "application/json";
            let request_want = match () {
                () if one == other => Safe,
                () if is_less(one, other) => Breaking,
                () => Potential,
            };
            let response_want = match () {
                () if one == other => Safe,
                () if is_less(other, one) => Breaking,
                () => Potential,
            };
            let request = reported(&sent(one, schema.clone()), &sent(other, schema.clone()));
            assert_eq!(request.wire(), request_want, "request {one} {other}");
            let answers = [one, other].map(|name| answered(json!({ name: schema })));
            let response = reported(&answers[0], &answers[1]);
            assert_eq!(response.wire(), response_want, "response {one} {other}");
        }
    }
}

#[test]
fn a_range_of_media_types_takes_in_what_comes_in_its_place() {
    let schema = json!({ "schema": { "type": "object" } });
    let wide = answered(json!({ "*/*": schema }));
    let narrow = answered(json!({ "application/json": schema }));
    assert_eq!(reported(&wide, &narrow).wire(), Safe);
    let request = |name: &str| sent(name, schema.clone());
    let report = reported(&request("*/*"), &request("application/json"));
    assert_eq!(report.wire(), Breaking, "others were accepted");
}

/// A document that calls a receiver, as a webhook or as a callback.
fn calling(place: &str, request: &[&str], response: &[&str]) -> Value {
    let content = |names: &[&str]| -> Value {
        let all = names.iter();
        let all = all.map(|name| {
            (
                (*name).to_owned(),
                json!({ "schema": { "type": "object" } }),
            )
        });
        Value::Object(all.collect())
    };
    let call = json!({ "post": {
        "requestBody": { "content": content(request) },
        "responses": { "200": { "description": "ok", "content": content(response) } },
    } });
    let mut document = document(json!({ "responses": { "204": { "description": "none" } } }));
    match place {
        "webhook" => document["webhooks"] = json!({ "w": call }),
        _ => {
            document["paths"]["/a"]["post"]["callbacks"] =
                json!({ "c": { "{$request.query.u}": call } });
        }
    }
    document
}

#[test]
fn a_receiver_chooses_what_it_answers_and_not_what_comes() {
    let (json, both) = (
        &["application/json"][..],
        &["application/json", "application/xml"][..],
    );
    for place in ["webhook", "callback"] {
        let wire = |old: (&[&str], &[&str]), new: (&[&str], &[&str])| -> Wire {
            let sides = [old, new].map(|(request, response)| calling(place, request, response));
            reported(&sides[0], &sides[1]).wire()
        };
        assert_eq!(
            wire((json, json), (both, json)),
            Breaking,
            "{place}: more may come"
        );
        assert_eq!(
            wire((both, json), (json, json)),
            Safe,
            "{place}: less may come"
        );
        assert_eq!(
            wire((json, json), (json, both)),
            Safe,
            "{place}: more is read"
        );
        assert_eq!(
            wire((json, both), (json, json)),
            Breaking,
            "{place}: less is read"
        );
    }
}
