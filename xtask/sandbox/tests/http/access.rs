//! Requests that the sandbox turns away before it looks at any token.

use sandbox::{PASSWORD, USER};
use unknown_proxies::{Client, Credentials, Error, ModifyTokenRequest};

use crate::harness::{Harness, refused};

const BODY: &str = r#"{"token": "token-active", "durationHours": 750}"#;

#[test]
fn the_client_knows_where_the_service_is() {
    let client = Client::builder().build().unwrap();
    let shown = format!("{client:?}");
    assert!(
        shown.contains("https://api.unknownproxies.com/api/v1"),
        "{shown}"
    );
}

#[tokio::test]
async fn no_credentials_are_an_error_before_anything_is_sent() {
    let harness = Harness::start().await;
    let client = Client::builder().server(&harness.base_url).build().unwrap();
    let request = ModifyTokenRequest::builder()
        .token("token-active")
        .duration_hours(1)
        .build()
        .unwrap();
    let error = client.modify_token(&request).await.unwrap_err();
    assert!(matches!(error, Error::Credentials { .. }), "{error}");
    assert_eq!(error.attempts(), 0);
}

#[tokio::test]
async fn wrong_credentials_are_unauthorized() {
    let harness = Harness::start().await;
    let request = ModifyTokenRequest::builder()
        .token("token-active")
        .duration_hours(1)
        .build()
        .unwrap();
    for (user, password) in [
        (USER, "wrong"),
        ("wrong", PASSWORD),
        ("", ""),
        (USER, "pass:"),
    ] {
        let client = Client::builder()
            .server(&harness.base_url)
            .credentials(Credentials::basic(user, password))
            .build()
            .unwrap();
        let error = client.modify_token(&request).await.unwrap_err();
        assert_eq!(refused(&error).0, 401, "{user}:{password}");
    }
}

#[tokio::test]
async fn a_challenge_comes_with_every_401() {
    let harness = Harness::start().await;
    for credentials in [
        None,
        Some("Basic"),
        Some("Basic !"),
        Some("Bearer dXNlcjpwYXNz"),
    ] {
        let answer = harness
            .plain(BODY)
            .header("authorization", credentials)
            .send()
            .await;
        assert_eq!(answer.status, 401, "{credentials:?}");
        let challenge = &answer.headers["www-authenticate"];
        assert!(challenge.starts_with("Basic realm="), "{challenge}");
    }
}

#[tokio::test]
async fn schemes_and_media_types_may_be_written_in_any_case() {
    let harness = Harness::start().await;
    let request = harness
        .plain(BODY)
        .header("authorization", Some("bAsIc dXNlcjpwYXNz"))
        .header("content-type", Some("Application/JSON; charset=utf-8"));
    assert_eq!(request.send().await.status, 200);
}

#[tokio::test]
async fn malformed_json_is_a_bad_request() {
    let harness = Harness::start().await;
    let deep = "[".repeat(10_000);
    for body in [
        "",
        "{",
        r#"{"token": }"#,
        "{} {}",
        "token",
        r#"{'token': 1}"#,
        &deep,
    ] {
        let answer = harness.send(body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let not_text = harness.plain(*b"{\"token\": \"\xff\"}").send().await;
    assert_eq!(not_text.status, 400);
    for half in [
        r"\ud800",
        r"\udc00",
        r"\udc00\ud800",
        r"\uD83D \uDE00",
        r"\uD83D\n",
        r"\\\uD83D",
    ] {
        let answer = harness
            .send(&format!(r#"{{"token": "{half}", "durationHours": 1}}"#))
            .await;
        assert_eq!(answer.status, 400, "{half}");
    }
    for whole in [r"\uD83D\uDE00", r"\\ud800", r"\u0041", r"\ud7ff"] {
        let answer = harness
            .send(&format!(r#"{{"token": "{whole}", "durationHours": 1}}"#))
            .await;
        assert_ne!(answer.status, 400, "{whole}");
    }
}

#[tokio::test]
async fn a_body_of_another_shape_is_told_where() {
    let harness = Harness::start().await;
    for (body, pointer) in [
        ("[]", ""),
        ("null", ""),
        (r#"{"durationHours": 1}"#, ""),
        (r#"{"token": 5, "durationHours": 1}"#, "/token"),
        (r#"{"token": "a", "dataLimit": "1000000000"}"#, "/dataLimit"),
        (r#"{"token": "a", "dataLimit": 1.5}"#, "/dataLimit"),
        (r#"{"token": "a", "dataLimit": 1e30}"#, "/dataLimit"),
        (r#"{"token": "a", "durationHours": null}"#, "/durationHours"),
        (r#"{"token": "a", "allowedPools": "us-s"}"#, "/allowedPools"),
        (
            r#"{"token": "a", "allowedPools": ["us-s", 5]}"#,
            "/allowedPools/1",
        ),
        (r#"{"token": "a", "password": ["12345678"]}"#, "/password"),
    ] {
        let answer = harness.send(body).await;
        assert_eq!(answer.status, 422, "{body}");
        let [(found, _)] = answer.violations()[..] else {
            panic!("{body}: {answer:?}")
        };
        assert_eq!(found, pointer, "{body}: {answer:?}");
    }
}

#[tokio::test]
async fn a_whole_number_may_be_written_as_a_fraction() {
    let harness = Harness::start().await;
    let answer = harness
        .send(r#"{"token": "token-active", "durationHours": 750.0}"#)
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn other_media_types_methods_and_paths_are_named() {
    let harness = Harness::start().await;
    for media_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let answer = harness
            .plain(BODY)
            .header("content-type", media_type)
            .send()
            .await;
        assert_eq!(answer.status, 415, "{media_type:?}");
    }
    let get = harness.plain("").method("GET").send().await;
    assert_eq!((get.status, get.headers["allow"].as_str()), (405, "PATCH"));

    let elsewhere = harness.plain(BODY).path("/resi").send().await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn a_body_beyond_all_reason_is_refused() {
    let harness = Harness::start().await;
    let body = format!("{BODY}{}", " ".repeat(64 * 1024 - BODY.len()));
    assert_eq!(harness.send(&body).await.status, 200);
    assert_eq!(harness.send(&(body + " ")).await.status, 413);
}

#[tokio::test]
async fn a_length_that_is_too_large_is_refused_before_the_body_comes() {
    let harness = Harness::start().await;
    for length in ["65537", "1000000000000"] {
        let request = harness.plain("").header("content-length", Some(length));
        let answer = tokio::time::timeout(std::time::Duration::from_secs(5), request.send());
        assert_eq!(answer.await.expect("no body is waited for").status, 413);
    }
}
