//! Where two parts of a document say something of the same: statuses and their ranges, servers at three
//! levels, names in another spelling.

use super::support::{compare, load};
use faircopy::diff::effect::Wire;
use serde_json::{Value, json};

use Wire::{Breaking, Potential, Safe};

fn verdict(old: &Value, new: &Value) -> Wire {
    let report = compare(&load(old), &load(new));
    report.wire()
}

fn document(paths: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1" },
        "paths": paths,
    })
}

fn answers(responses: &[(&str, &str)]) -> Value {
    let responses = responses.iter().map(|(status, kind)| {
        let content = json!({ "application/json": { "schema": { "type": kind } } });
        (
            (*status).to_owned(),
            json!({ "description": "d", "content": content }),
        )
    });
    let responses: serde_json::Map<_, _> = responses.collect();
    document(json!({ "/a": { "get": { "responses": responses } } }))
}

#[test]
fn a_status_is_compared_with_what_covered_it() {
    let cases: [(&[_], &[_], Wire); 6] = [
        (&[("200", "string")], &[("2XX", "string")], Safe),
        (&[("200", "string")], &[("2XX", "integer")], Breaking),
        (
            &[("default", "string")],
            &[("200", "string"), ("default", "string")],
            Safe,
        ),
        (
            &[("default", "string")],
            &[("200", "integer"), ("default", "string")],
            Breaking,
        ),
        (
            &[("200", "string"), ("404", "string"), ("default", "integer")],
            &[("200", "string"), ("default", "integer")],
            Potential,
        ),
        (&[("200", "string")], &[("201", "string")], Breaking),
    ];
    for (old, new, expected) in cases {
        assert_eq!(
            verdict(&answers(old), &answers(new)),
            expected,
            "{old:?} {new:?}"
        );
    }
}

/// A document of operations, each by its path, and the kind of the path's one parameter if it has any.
fn routed(paths: &[(&str, &str)]) -> Value {
    let operation = |kind: &str| {
        let mut operation = json!({ "responses": { "200": { "description": "ok" } } });
        if !kind.is_empty() {
            let schema = json!({ "type": kind });
            operation["parameters"] =
                json!([{ "name": "x", "in": "path", "required": true, "schema": schema }]);
        }
        json!({ "get": operation })
    };
    let paths = paths.iter();
    let paths = paths.map(|(path, kind)| ((*path).to_owned(), operation(kind)));
    document(Value::Object(paths.collect()))
}

#[test]
fn a_path_takes_the_requests_of_a_template_that_it_fits() {
    let kinds = ["string", "integer"];
    for (path, template) in [("/a/b", "/a/{x}"), ("/a/b/c", "/a/{x}/c")] {
        for (kind, want) in kinds.into_iter().zip([Wire::Potential, Wire::Safe]) {
            let both = routed(&[(template, kind), (path, "")]);
            let one = routed(&[(template, kind)]);
            assert_eq!(verdict(&one, &both), want, "{path} comes beside {kind}");
            let back = match want {
                Wire::Safe => Wire::Breaking,
                _ => Wire::Potential,
            };
            assert_eq!(verdict(&both, &one), back, "{path} leaves beside {kind}");
        }
    }
    // The more that a template says of a path, the sooner it is meant.
    let all = routed(&[("/a/{x}", "string"), ("/{x}/b", "string"), ("/a/b", "")]);
    let two = routed(&[("/a/{x}", "string"), ("/{x}/b", "string")]);
    assert_eq!(verdict(&all, &two), Wire::Potential);
}

fn served(root: &[&str], own: &[&str], path: &str) -> Value {
    let servers =
        |urls: &[&str]| -> Value { urls.iter().map(|url| json!({ "url": url })).collect() };
    let operation = json!({ "operationId": "a", "servers": servers(own), "responses": { "204": { "description": "d" } } });
    let mut document = document(json!({ path: { "get": operation } }));
    document["servers"] = servers(root);
    document
}

#[test]
fn servers_of_operations_replace_those_of_the_document() {
    let one: &[&str] = &["https://a.example"];
    let other: &[&str] = &["https://b.example"];
    assert_eq!(
        verdict(&served(one, &[], "/a"), &served(&[], one, "/a")),
        Safe
    );
    assert_eq!(
        verdict(&served(one, &[], "/a"), &served(one, other, "/a")),
        Breaking
    );
    assert_eq!(
        verdict(&served(one, &[], "/a"), &served(&[], &[], "/a")),
        Breaking
    );
    let spelt: &[&str] = &["HTTPS://A.example:443/"];
    assert_eq!(
        verdict(&served(one, &[], "/a"), &served(spelt, &[], "/a")),
        Safe
    );
    let based: &[&str] = &["https://a.example/v1"];
    assert_eq!(
        verdict(&served(based, &[], "/a"), &served(one, &[], "/v1/a")),
        Safe
    );
    assert_eq!(
        verdict(&served(based, &[], "/a"), &served(one, &[], "/v2/a")),
        Breaking
    );
}

fn parameter(parameter: Value) -> Value {
    let operation =
        json!({ "parameters": [parameter], "responses": { "204": { "description": "d" } } });
    document(json!({ "/a": { "get": operation } }))
}

#[test]
fn names_of_headers_know_no_letter_case() {
    let header = |place: &str, name: &str| {
        parameter(
            json!({ "name": name, "in": place, "required": true, "schema": { "type": "string" } }),
        )
    };
    assert_eq!(
        verdict(&header("header", "X-Tenant"), &header("header", "x-tenant")),
        Safe
    );
    assert_eq!(
        verdict(&header("query", "Tenant"), &header("query", "tenant")),
        Breaking
    );
}

#[test]
fn what_has_no_parts_is_not_exploded() {
    let query = |kind: &str, explode: bool| {
        parameter(
            json!({ "name": "q", "in": "query", "explode": explode, "schema": { "type": kind, "items": {} } }),
        )
    };
    assert_eq!(
        verdict(&query("string", true), &query("string", false)),
        Safe
    );
    assert_eq!(
        verdict(&query("array", true), &query("array", false)),
        Breaking
    );
}

#[test]
fn an_encoding_is_of_its_property() {
    let form = |encoding: Value| {
        let properties = json!({ "a": { "type": "string" }, "b": { "type": "string" } });
        let schema = json!({ "type": "object", "properties": properties });
        let content = json!({ "multipart/form-data": { "schema": schema, "encoding": encoding } });
        let operation = json!({ "requestBody": { "content": content }, "responses": { "204": { "description": "d" } } });
        document(json!({ "/a": { "post": operation } }))
    };
    let of = |name: &str| form(json!({ name: { "contentType": "text/csv" } }));
    assert_eq!(verdict(&of("a"), &of("b")), Breaking);
    assert_eq!(
        verdict(
            &form(json!({})),
            &form(json!({ "a": { "style": "form", "explode": true } }))
        ),
        Safe
    );
}

#[test]
fn another_version_of_a_media_type_may_be_another_language() {
    let typed = |name: &str| {
        let content = json!({ name: { "schema": { "type": "object" } } });
        let answer = json!({ "description": "d", "content": content });
        document(json!({ "/a": { "get": { "responses": { "200": answer } } } }))
    };
    let json = "application/json";
    assert_eq!(
        verdict(&typed(json), &typed("application/json; charset=utf-8")),
        Safe
    );
    assert_eq!(
        verdict(&typed(json), &typed("application/json; v=2")),
        Potential
    );
    let (one, two) = ("application/vnd.a.v1+json", "application/vnd.a.v2+json");
    assert_eq!(verdict(&typed(one), &typed(two)), Potential);
}

#[test]
fn a_scheme_with_another_name_is_the_same() {
    let secured = |name: &str, header: &str| {
        let mut document = document(json!({ "/a": { "get": {
            "security": [{ name: [] }],
            "responses": { "204": { "description": "d" } },
        } } }));
        let scheme = json!({ "type": "apiKey", "in": "header", "name": header });
        document["components"] = json!({ "securitySchemes": { name: scheme } });
        document
    };
    assert_eq!(
        verdict(&secured("key", "X-Key"), &secured("token", "x-key")),
        Safe
    );
    assert_eq!(
        verdict(&secured("key", "X-Key"), &secured("token", "X-Token")),
        Breaking
    );
}

#[test]
fn a_parameter_that_reads_any_text_reads_what_kinds_are_written_as() {
    let query = |schema: Value| parameter(json!({ "name": "q", "in": "query", "schema": schema }));
    let text = query(json!({ "type": "string" }));
    let kinds = ["integer", "boolean", "string"].map(|kind| json!({ "type": kind }));
    for key in ["oneOf", "anyOf"] {
        let several = query(json!({ key: kinds }));
        assert_eq!(verdict(&several, &text), Safe, "{key}");
    }
    let number = query(json!({ "type": "integer" }));
    assert_eq!(verdict(&text, &number), Breaking);
    assert_eq!(verdict(&number, &text), Safe);
}

#[test]
fn a_way_to_obtain_tokens_that_is_gone_is_told() {
    let flow = json!({ "tokenUrl": "https://a.example/token", "scopes": {} });
    let secured = |scheme: Value| {
        let mut document = document(json!({}));
        document["components"] = json!({ "securitySchemes": { "s": scheme } });
        document
    };
    let flows = |names: &[&str]| {
        let flows = names.iter().map(|name| ((*name).to_owned(), flow.clone()));
        let flows: serde_json::Map<_, _> = flows.collect();
        secured(json!({ "type": "oauth2", "flows": flows }))
    };
    let both = flows(&["password", "clientCredentials"]);
    let one = flows(&["clientCredentials"]);
    let report = compare(&load(&both), &load(&one));
    let told = report
        .findings
        .iter()
        .filter(|it| it.rule.id == "oauth-flow-removed");
    assert_eq!((told.count(), report.wire()), (1, Potential));
    assert_eq!(verdict(&one, &both), Safe);
    let scopes = |scopes: Value| {
        let flow = json!({ "tokenUrl": "https://a.example/token", "scopes": scopes });
        let mut document =
            secured(json!({ "type": "oauth2", "flows": { "clientCredentials": flow } }));
        document["security"] = json!([{ "s": ["write"] }]);
        document
    };
    let (fewer, more) = (json!({ "read": "" }), json!({ "read": "", "write": "" }));
    let (fewer, more) = (scopes(fewer), scopes(more));
    assert_eq!(verdict(&more, &fewer), Potential);
    assert_eq!(verdict(&fewer, &more), Safe);
    // One that nothing requires is missed by nobody.
    assert_eq!(
        verdict(
            &scopes(json!({ "read": "", "write": "" })),
            &scopes(json!({ "write": "" }))
        ),
        Safe
    );
    // A key that is sent elsewhere is one edit, whatever it is called there.
    let key =
        |place: &str, name: &str| secured(json!({ "type": "apiKey", "in": place, "name": name }));
    let report = compare(&load(&key("header", "X-Key")), &load(&key("query", "key")));
    let told: Vec<_> = report
        .findings
        .iter()
        .map(|it| it.subject.as_deref())
        .collect();
    assert_eq!(told, [Some("s: in")]);
}

/// Names of path parameters are nobody's business, but where a style writes them.
#[test]
fn a_path_parameter_whose_name_is_sent_is_another_by_another_name() {
    let text = json!({ "type": "string" });
    let list = json!({ "type": "array", "items": text });
    let object = json!({ "type": "object", "properties": { "a": text } });
    for (style, explode, schema, want) in [
        ("simple", false, &text, Safe),
        ("label", true, &list, Safe),
        ("matrix", false, &text, Breaking),
        ("matrix", true, &list, Breaking),
        ("matrix", false, &object, Breaking),
        ("matrix", true, &object, Safe),
    ] {
        let named = |name: &str| {
            let parameter = json!({
                "name": name, "in": "path", "required": true, "style": style, "explode": explode, "schema": schema,
            });
            document(json!({ (format!("/a/{{{name}}}")): { "get": {
                "parameters": [parameter],
                "responses": { "204": { "description": "d" } },
            } } }))
        };
        let (old, new) = (named("q"), named("r"));
        assert_eq!(verdict(&old, &new), want, "{style} {explode} {schema}");
    }
}
