//! Secrets, looked for in everything that is printed.

use sandbox::seed;
use unknown_proxies::{Client, Credentials, ModifyTokenRequest};

use crate::harness::{Harness, client};

const SECRET: &str = "hunter-2";

#[test]
#[allow(deprecated, reason = "the field may be sent, and must not be shown")]
fn a_password_is_never_shown() {
    let request = ModifyTokenRequest::builder()
        .token("a")
        .password(SECRET)
        .duration_hours(1)
        .build()
        .unwrap();
    let shown = format!("{request:?} {request:#?}");
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");

    let builder = ModifyTokenRequest::builder()
        .token("a")
        .password("hunter-2-too-long");
    let shown = format!("{builder:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    let violations = builder.build().unwrap_err();
    let shown = format!("{violations} {violations:?}");
    assert!(!shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn a_response_does_not_show_its_password() {
    let harness = Harness::start().await;
    let request = ModifyTokenRequest::builder()
        .token(seed::EXAMPLE)
        .duration_hours(0)
        .build()
        .unwrap();
    let response = harness.client.modify_token(&request).await.unwrap();
    let shown = format!("{response:?} {:#?}", *response);
    assert!(!shown.contains("bkXBberMQ7"), "{shown}");
    assert!(shown.contains("[redacted]"), "{shown}");
}

#[tokio::test]
async fn credentials_are_never_shown() {
    let harness = Harness::start().await;
    let credentials = Credentials::basic("user", SECRET);
    let shown = format!("{credentials:?}");
    assert!(!shown.contains(SECRET), "{shown}");

    let builder = Client::builder()
        .server(&harness.base_url)
        .credentials(credentials);
    let shown = format!("{builder:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    let client = builder.build().unwrap();

    let request = ModifyTokenRequest::builder()
        .token("a")
        .duration_hours(0)
        .build()
        .unwrap();
    let call = client.modify_token(&request);
    let error = client.modify_token(&request).await.unwrap_err();
    // `dXNlcjpodW50ZXItMg==` is the header's form of the two.
    let shown = format!("{client:?} {call:?} {error} {error:?} {error:#?}");
    for secret in [SECRET, "dXNlcjpodW50ZXItMg"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_learns_and_shows_nothing() {
    let client = client("http://127.0.0.1:1/api/v1");
    let request = ModifyTokenRequest::builder()
        .token("a")
        .duration_hours(0)
        .build()
        .unwrap();
    let error = client.modify_token(&request).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("dXNlcjpwYXNz"), "{shown}");
}
