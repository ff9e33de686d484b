//! Requests that are not what the document says, and what clients are told of them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::service::{Got, Service, send, served};

fn problem(got: &Got) -> Value {
    assert_eq!(got.headers["content-type"], "application/problem+json");
    let problem: Value = serde_json::from_str(&got.text).unwrap();
    assert_eq!(problem["status"], got.status.as_u16());
    problem
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let service = Service::default();
    let request = http::Request::get(
        "/v1/things/x?limit=101&color=&tag=abcdef&tag=b&filter%5Bsizes%5D=q&at=%7B",
    );
    let got = send(served(&service), request, "").await;
    assert_eq!(got.status.as_u16(), 400);
    let problem = problem(&got);
    let errors = problem["errors"].as_array().unwrap();
    let errors: Vec<_> = errors
        .iter()
        .map(|error| {
            [
                &error["in"],
                &error["name"],
                &error["pointer"],
                &error["keyword"],
            ]
        })
        .collect();
    assert_eq!(
        json!(errors),
        json!([
            ["path", "id", "", null],
            ["header", "X-Trace", "", null],
            ["query", "tag", "/0", "maxLength"],
            ["query", "limit", "", "maximum"],
            ["query", "color", "", "enum"],
            ["query", "filter", "/sizes", null],
            ["query", "at", "", null],
        ])
    );
    assert!(service.is_untouched());
}

#[tokio::test]
async fn faults_of_shape_and_violations_of_a_body_are_told_with_those_of_parameters() {
    let service = Service::default();
    let request =
        http::Request::put("/v1/crates/x?limit=9").header("content-type", "application/json");
    let body = r#"{"things":[{"name":""},{"name":7,"size":10},{},{"name":"a","secret":"abc"},{"name":"b","secret":5}],"size":"y"}"#;
    let got = send(served(&service), request, body).await;
    // What is of another shape in a parameter cannot be read.
    assert_eq!(got.status.as_u16(), 400);
    let problem = problem(&got);
    let errors = problem["errors"].as_array().unwrap();
    let errors = errors.iter().map(|error| {
        json!([
            error["in"],
            error["name"],
            error["pointer"],
            error["keyword"]
        ])
    });
    let errors: Vec<_> = errors.collect();
    assert_eq!(
        json!(errors),
        json!([
            ["path", "id", "", null],
            ["query", "limit", "", "maximum"],
            ["body", null, "/things/1/name", null],
            ["body", null, "/things/2", null],
            ["body", null, "/things/4/secret", null],
            ["body", null, "/size", null],
            ["body", null, "/things/1/size", "maximum"],
            ["body", null, "/things/0/name", "minLength"],
            ["body", null, "/things/3/secret", "minLength"],
        ])
    );
    assert!(!got.text.contains("abc"), "{}", got.text);
}

#[tokio::test]
async fn no_more_faults_are_told_than_may_be() {
    let request = http::Request::put("/v1/crates/7").header("content-type", "application/json");
    static BODY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        format!(r#"{{"things":[{}{{}}]}}"#, r#"{"name":""},"#.repeat(150))
    });
    let got = send(served(&Service::default()), request, BODY.as_str()).await;
    assert_eq!(got.status.as_u16(), 422);
    let problem = problem(&got);
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(100));
    assert_eq!(problem["omitted"], 51);
}

#[tokio::test]
async fn violations_alone_are_422() {
    let service = Service::default();
    let body = r#"{"name":"","size":10,"points":[{"x":1},{},{},{}],"secret":"abc"}"#;
    let request = http::Request::post("/v1/things")
        .header("authorization", "bearer writer")
        .header("content-type", "application/json; charset=utf-8");
    let got = send(served(&service), request, body).await;
    assert_eq!(got.status.as_u16(), 422);
    let problem = problem(&got);
    let keywords: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["keyword"])
        .collect();
    assert_eq!(
        json!(keywords),
        json!(["minLength", "maximum", "maxItems", "minLength"])
    );
    assert!(!got.text.contains("abc"), "a secret is told: {}", got.text);

    let request = http::Request::post("/v1/things")
        .header("authorization", "Bearer writer")
        .header("content-type", "application/json");
    let got = send(served(&service), request, r#"{"name":7}"#).await;
    assert_eq!(got.status.as_u16(), 422);
    let found = &self::problem(&got)["errors"][0];
    assert_eq!(
        (&found["in"], &found["pointer"]),
        (&json!("body"), &json!("/name"))
    );
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_400() {
    for body in ["{", "", "\u{1}"] {
        let request = http::Request::post("/v1/things")
            .header("authorization", "Bearer writer")
            .header("content-type", "application/json");
        let got = send(served(&Service::default()), request, body).await;
        assert_eq!(got.status.as_u16(), 400, "{body}");
        problem(&got);
    }
    // No body at all where one must be.
    let request = http::Request::post("/v1/things").header("authorization", "Bearer writer");
    let got = send(served(&Service::default()), request, "").await;
    assert_eq!(got.status.as_u16(), 400);
    assert_eq!(problem(&got)["errors"][0]["detail"], "is missing");
}

#[tokio::test]
async fn paths_and_methods_that_there_are_not() {
    let service = Service::default();
    for (method, path, status, allow) in [
        ("GET", "/v1/none", 404, None),
        ("GET", "/v1/things/", 404, None),
        ("PUT", "/v1/things", 405, Some("GET, HEAD, POST")),
        ("POST", "/v1/things/7", 405, Some("DELETE, GET, HEAD")),
    ] {
        let request = http::Request::builder().method(method).uri(path);
        let got = send(served(&service), request, "").await;
        assert_eq!(got.status.as_u16(), status, "{method} {path}");
        let found = got
            .headers
            .get("allow")
            .map(|allow| allow.to_str().unwrap());
        assert_eq!(found, allow);
        problem(&got);
    }
}

#[tokio::test]
async fn media_types_that_there_are_not() {
    let service = Service::default();
    let request = http::Request::get("/v1/things").header("accept", "application/xml, text/html");
    let got = send(served(&service), request, "").await;
    assert_eq!(got.status.as_u16(), 406);
    for (method, path, name) in [
        ("POST", "/v1/form", "accept-post"),
        ("PATCH", "/v1/patch", "accept-patch"),
    ] {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "a/b");
        let got = send(served(&service), request, "x").await;
        assert_eq!(got.status.as_u16(), 415);
        assert!(got.headers.contains_key(name), "{:?}", got.headers);
        problem(&got);
    }
    assert!(service.is_untouched());
}

#[tokio::test]
async fn bodies_have_limits() {
    let service = Service::default();
    let text = || http::Request::post("/v1/text").header("content-type", "text/plain");
    let got = send(served(&service).body_bytes(3), text(), "abcd").await;
    assert_eq!(got.status.as_u16(), 413);
    let got = send(served(&service).body_bytes(4), text(), "abcd").await;
    assert_eq!(got.status.as_u16(), 200);
    assert_eq!(service.last(), "\"abcd\"");
    // What is stated to be long is not read.
    let request = text().header("content-length", "99999999");
    assert_eq!(
        send(served(&service), request, "ab").await.status.as_u16(),
        413
    );
    // What is read by a handler has the same limit.
    let request =
        http::Request::post("/v1/bytes").header("content-type", "application/octet-stream");
    let got = send(served(&service).body_bytes(3), request, "abcd").await;
    assert_eq!(got.status.as_u16(), 413);
    assert!(service.is_untouched());
}

#[tokio::test]
async fn bodies_that_are_compressed_are_left_to_layers() {
    let service = Service::default();
    for (path, media_type) in [
        ("text", "text/plain"),
        ("bytes", "application/octet-stream"),
    ] {
        for (coding, status) in [("identity", 200), ("gzip", 415), ("identity, br", 415)] {
            let request = http::Request::post(format!("/v1/{path}"))
                .header("content-type", media_type)
                .header("content-encoding", coding);
            let got = send(served(&service), request, "abcd").await;
            assert_eq!(got.status.as_u16(), status, "{path}, {coding}");
            if status == 415 {
                assert_eq!(got.headers["accept-encoding"], "identity");
                assert!(!got.headers.contains_key("accept-post"));
                problem(&got);
            } else {
                service.last();
            }
        }
    }
    assert!(service.is_untouched());
}

/// A layer unpacks what was sent: whatever that comes to, no more of it is taken than may be.
#[tokio::test]
async fn what_a_layer_unpacks_has_the_same_limit() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower_service::Service as _;
    for (path, media_type) in [
        ("text", "text/plain"),
        ("bytes", "application/octet-stream"),
    ] {
        static TAKEN: AtomicUsize = AtomicUsize::new(0);
        TAKEN.store(0, Ordering::Relaxed);
        let chunks = std::iter::repeat_with(|| {
            TAKEN.fetch_add(1, Ordering::Relaxed);
            Ok::<_, std::io::Error>(bytes::Bytes::from_static(&[b'a'; 1 << 16]))
        });
        let request = http::Request::post(format!("/v1/{path}"))
            .header("content-type", media_type)
            .body(axum::body::Body::from_stream(futures_util::stream::iter(
                chunks,
            )))
            .unwrap();
        let mut router = crate::service::router(served(&Service::default()));
        let response = router.call(request).await.unwrap();
        assert_eq!(response.status().as_u16(), 413, "{path}");
        assert_eq!(TAKEN.load(Ordering::Relaxed), (2 << 20 >> 16) + 1, "{path}");
    }
}

#[tokio::test]
async fn headers_have_a_limit() {
    let service = Service::default();
    for (count, status) in [(100, 200), (101, 431)] {
        let names = (1..count).map(|index| format!("x-{index}"));
        let request = http::Request::post("/v1/text").header("content-type", "text/plain");
        let request = names.fold(request, |request, name| request.header(name, "x"));
        let got = send(served(&service), request, "abcd").await;
        assert_eq!(got.status.as_u16(), status, "{count}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    use tower_service::Service as _;
    let service = Service::default();
    let body = axum::body::Body::from_stream(futures_util::stream::pending::<
        Result<bytes::Bytes, std::io::Error>,
    >());
    let request = http::Request::post("/v1/text")
        .header("content-type", "text/plain")
        .body(body)
        .unwrap();
    let server = served(&service).body_time(Duration::from_millis(50));
    let response = crate::service::router(server).call(request).await.unwrap();
    assert_eq!(response.status().as_u16(), 408);
}

#[tokio::test]
async fn replies_that_are_not_documented_become_500() {
    let service = Service::default();
    for (id, is_strict_only) in [(500, false), (600, false), (501, true)] {
        let request = || http::Request::get(format!("/v1/things/{id}")).header("x-trace", "");
        let got = send(served(&service).strict_replies(true), request(), "").await;
        assert_eq!(got.status.as_u16(), 500, "{id}");
        assert_eq!(
            problem(&got),
            json!({"type": "about:blank", "title": "Internal Server Error", "status": 500})
        );
        let got = send(served(&service).strict_replies(false), request(), "").await;
        assert_eq!(got.status.as_u16() == 200, is_strict_only, "{id}");
    }
}

#[tokio::test]
async fn a_hook_replaces_what_is_told() {
    let service = Service::default();
    let server = served(&service).refuse(|refusal| {
        let text = format!("{}: {}", refusal.status(), refusal.faults().len());
        let source = refusal.source().map(ToString::to_string);
        assert_eq!(source.is_some(), refusal.status().as_u16() == 500);
        (refusal.status().as_u16() != 404)
            .then(|| http::Response::new(axum::body::Body::from(text)))
    });
    let request = http::Request::get("/v1/things/0");
    let got = send(server.clone(), request, "").await;
    assert_eq!(got.text, "400 Bad Request: 2");
    let request = http::Request::get("/v1/things/500").header("x-trace", "");
    assert_eq!(
        send(server.clone(), request, "").await.text,
        "500 Internal Server Error: 0"
    );
    problem(&send(server, http::Request::get("/v1/none"), "").await);
}

#[tokio::test]
async fn what_answers_head_has_the_length_that_get_would_have_and_no_body() {
    for (path, status) in [
        ("/v1/things", 200),
        ("/v1/things/x", 400),
        ("/v1/events", 200),
    ] {
        let ask = async |method: &str| {
            let request = http::Request::builder().method(method).uri(path);
            let got = send(serve::server::Mock::server(), request, "").await;
            assert_eq!(got.status.as_u16(), status, "{method} {path}");
            (got.headers.get("content-length").cloned(), got.text)
        };
        let (length, text) = ask("GET").await;
        assert_eq!(length.is_some(), path != "/v1/events", "{path}");
        assert!(!text.is_empty(), "{path}");
        assert_eq!(ask("HEAD").await, (length, String::new()), "{path}");
    }
}
