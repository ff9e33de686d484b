//! What stands in for the handlers: the document's examples, or the least data, as requests prefer.

use serde_json::{Value, json};
use serve::server::Mock;

use crate::service::{Got, send};

async fn got(path: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = http::Request::get(format!("/v1{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(Mock::server(), request, "").await
}

/// A thing, as a request prefers it.
async fn thing(prefer: &str) -> (u16, Value) {
    let got = got("/things/7", &[("x-trace", "a"), ("prefer", prefer)]).await;
    (
        got.status.as_u16(),
        serde_json::from_str(&got.text).unwrap_or_default(),
    )
}

#[tokio::test]
async fn examples_are_given_by_name() {
    assert_eq!(thing("").await, (200, json!({ "name": "hat" })));
    assert_eq!(
        thing("example=boot").await,
        (200, json!({ "name": "boot" }))
    );
    // What breaks its schema is no example of it.
    for missing in ["example=broken", "example=coat"] {
        let (status, problem) = thing(missing).await;
        assert_eq!(status, 404);
        let detail = json!("the document has no example of that name");
        assert_eq!(problem["errors"][0]["detail"], detail, "{missing}");
    }
}

#[tokio::test]
async fn statuses_are_given_as_preferred_with_the_least_data() {
    for (code, expected) in [(404, 404), (503, 503), (409, 409)] {
        let (status, fault) = thing(&format!("code={code}")).await;
        assert_eq!(status, expected);
        assert!(fault["code"].is_i64(), "{fault}");
    }
    assert_eq!(thing("code=100").await.0, 404);
}

#[tokio::test]
async fn required_headers_have_data() {
    let got = got("/things/7", &[("x-trace", "a")]).await;
    let rate = got.headers["x-rate"].to_str().unwrap();
    assert!(rate.parse::<i64>().is_ok(), "{rate}");
}

#[tokio::test]
async fn the_media_type_that_is_accepted_most_is_given() {
    let csv = got("/things", &[("accept", "text/csv")]).await;
    assert_eq!(csv.text, "name\nhat\n");
    let json = got("/things", &[]).await;
    let json: Value = serde_json::from_str(&json.text).unwrap();
    assert!(json[0]["name"].is_string(), "{json}");
}

#[tokio::test]
async fn requests_are_judged_and_callers_asked_as_ever() {
    let got = send(Mock::server(), http::Request::get("/v1/things/x"), "").await;
    assert_eq!(got.status.as_u16(), 400);
    let delete = || http::Request::delete("/v1/things/7");
    let got = send(Mock::server(), delete(), "").await;
    assert_eq!(got.status.as_u16(), 401);
    // Whatever the token is.
    let request = delete().header("authorization", "Bearer any");
    assert_eq!(send(Mock::server(), request, "").await.status.as_u16(), 204);
}

#[tokio::test]
async fn streams_have_a_value() {
    let got = got("/events", &[]).await;
    assert_eq!(got.headers["content-type"], "text/event-stream");
    assert!(got.text.starts_with("data"), "{}", got.text);
}

#[tokio::test]
async fn what_the_document_describes_failures_of_alone_succeeds_without_content() {
    for (prefer, expected) in [("", 204), ("code=200", 200), ("code=404", 404)] {
        let request = http::Request::delete("/v1/failing").header("prefer", prefer);
        let got = send(Mock::server(), request, "").await;
        assert_eq!(got.status.as_u16(), expected, "{prefer}");
        assert_eq!(got.text.is_empty(), expected != 404, "{}", got.text);
    }
}

#[tokio::test]
async fn bodies_in_parts_are_judged_to_their_end() {
    let about = "--b\r\nContent-Disposition: form-data; name=about\r\n\r\n";
    for (part, status) in [("{}", 204), ("{\"x\":\"a\"}", 422), ("{", 400)] {
        let body = format!("{about}{part}\r\n--b--\r\n");
        let request = || {
            http::Request::post("/v1/mixed").header("content-type", "multipart/mixed; boundary=b")
        };
        let got = send(Mock::server(), request(), String::leak(body)).await;
        assert_eq!(got.status.as_u16(), status, "{part}: {}", got.text);
        let got = send(Mock::server(), request(), "--b--\r\n").await;
        assert_eq!(got.status.as_u16(), 400, "{}", got.text);
    }
}

#[tokio::test]
async fn bodies_that_arrive_as_they_are_read_have_limits() {
    for (most, status) in [(4, 200), (3, 413)] {
        let request =
            http::Request::post("/v1/bytes").header("content-type", "application/octet-stream");
        let got = send(Mock::server().body_bytes(most), request, "four").await;
        assert_eq!(got.status.as_u16(), status, "{}", got.text);
    }
}

#[tokio::test]
async fn an_empty_text_is_no_credential() {
    let basic = ("authorization", "Basic OnA=");
    for (headers, status) in [
        (&[("authorization", "Bearer ")][..], 401),
        (&[("authorization", "Bearer t")], 204),
        (&[("x-key", ""), basic], 401),
        // A name may be empty.
        (&[("x-key", "k"), basic], 204),
    ] {
        let request = headers.iter().fold(
            http::Request::delete("/v1/things/7"),
            |request, (name, value)| request.header(*name, *value),
        );
        let got = send(Mock::server(), request, "").await;
        assert_eq!(got.status.as_u16(), status, "{headers:?}");
    }
}
