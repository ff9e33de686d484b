//! Every constraint at its boundaries. What breaks one is refused twice: by the client, which sends
//! nothing, and by the sandbox, when it is sent all the same.

use sandbox::seed;
use serde_json::{Value, json};
use unknown_proxies::runtime::json::decode;
use unknown_proxies::{Error, ModifyTokenRequest};

use crate::harness::{Harness, invalid};

const GIGABYTE: i64 = 1_000_000_000;

/// A change of a fresh token whose limit is the least there can be, so that any limit may follow.
async fn start() -> Harness {
    let harness = Harness::start().await;
    let mut token = harness.service.token(seed::TIMELESS).expect("a seed");
    token.data_usage = 0;
    token.data_limit = GIGABYTE;
    harness.service.put(token).expect("no file is involved");
    harness
}

/// Sends the fields by both ways, and expects both to find just these violations.
async fn expect(harness: &Harness, fields: Value, violations: &[(&str, &str)]) {
    let mut body = fields;
    body["token"] = json!(seed::TIMELESS);
    let text = body.to_string();
    let request: ModifyTokenRequest = decode(&text).expect("the shape is right");

    let through_client = harness.modify(&request).await;
    let plain = harness.send(&text).await;
    if violations.is_empty() {
        through_client.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(plain.status, 200, "{text}");
    } else {
        let error = through_client.expect_err(&text);
        assert_eq!(invalid(&error), violations, "{text}");
        assert_eq!(error.attempts(), 0, "nothing is sent: {text}");
        assert_eq!(plain.status, 422, "{text}");
        assert_eq!(plain.violations(), violations, "{text}");
    }
}

#[tokio::test]
async fn a_password_has_exactly_8_characters() {
    let harness = start().await;
    let with = |password: &str| json!({"durationHours": 1, "password": password});
    expect(&harness, with("1234567"), &[("/password", "minLength")]).await;
    expect(&harness, with("12345678"), &[]).await;
    expect(&harness, with("ÄÖÜäöüß€"), &[]).await;
    expect(&harness, with("123456789"), &[("/password", "maxLength")]).await;
}

#[tokio::test]
async fn a_data_limit_is_at_least_a_megabyte_in_whole_gigabytes() {
    let harness = start().await;
    let with = |bytes: i64| json!({"dataLimit": bytes});
    let both = [("/dataLimit", "minimum"), ("/dataLimit", "multipleOf")];
    expect(&harness, with(999_999), &both).await;
    expect(&harness, with(1_000_000), &both[1..]).await;
    expect(&harness, with(1_500_000_000), &both[1..]).await;
    expect(&harness, with(0), &both[..1]).await;
    expect(&harness, with(-GIGABYTE), &both[..1]).await;
    expect(&harness, with(GIGABYTE), &[]).await;
    expect(&harness, with(2 * GIGABYTE), &[]).await;
}

#[tokio::test]
async fn hours_run_from_0_to_ten_years() {
    let harness = start().await;
    let with = |hours: i64| json!({"durationHours": hours});
    expect(&harness, with(-1), &[("/durationHours", "minimum")]).await;
    expect(&harness, with(0), &[]).await;
    expect(&harness, with(87_600), &[]).await;
    expect(&harness, with(87_601), &[("/durationHours", "maximum")]).await;
    expect(&harness, with(i64::MAX), &[("/durationHours", "maximum")]).await;
}

#[tokio::test]
async fn a_pool_reads_like_an_identifier() {
    let harness = start().await;
    let with = |pool: &str| json!({"allowedPools": ["us-s", pool]});
    expect(&harness, with("gb-r"), &[]).await;
    expect(&harness, with("pool-of-tomorrow-1"), &[]).await;
    for pool in [
        "", "US", "us_s", "-us", "us-", "us--s", "us s", "us-s\n", "é",
    ] {
        expect(&harness, with(pool), &[("/allowedPools/1", "pattern")]).await;
    }
}

#[tokio::test]
async fn one_of_three_fields_must_be_there_and_a_password_does_not_count() {
    let harness = start().await;
    expect(&harness, json!({}), &[("", "anyOf")]).await;
    expect(&harness, json!({"password": "12345678"}), &[("", "anyOf")]).await;
    expect(&harness, json!({"allowedPools": []}), &[]).await;
    expect(&harness, json!({"dataLimit": GIGABYTE}), &[]).await;
    expect(&harness, json!({"durationHours": 0}), &[]).await;
}

#[tokio::test]
async fn several_violations_are_all_reported() {
    let harness = start().await;
    let fields = json!({
        "password": "short",
        "allowedPools": ["us-s", "NOT A POOL", "ca-r", ""],
        "dataLimit": 999_999,
        "durationHours": 87_601,
    });
    let violations = [
        ("/password", "minLength"),
        ("/allowedPools/1", "pattern"),
        ("/allowedPools/3", "pattern"),
        ("/dataLimit", "minimum"),
        ("/dataLimit", "multipleOf"),
        ("/durationHours", "maximum"),
    ];
    expect(&harness, fields, &violations).await;
}

#[test]
fn the_builder_reports_what_is_missing_along_with_what_is_wrong() {
    let violations = ModifyTokenRequest::builder()
        .data_limit(1_000_000)
        .build()
        .unwrap_err();
    let found: Vec<_> = violations
        .iter()
        .map(|violation| (violation.pointer.as_str(), violation.keyword))
        .collect();
    assert_eq!(
        found,
        [("/token", "required"), ("/dataLimit", "multipleOf")]
    );
}

#[tokio::test]
async fn the_client_says_what_is_wrong_in_words() {
    let harness = start().await;
    let mut request = ModifyTokenRequest::builder()
        .token("a")
        .duration_hours(1)
        .build()
        .unwrap();
    request.duration_hours = Some(-1);
    let error = harness.modify(&request).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }));
    let message = error.to_string();
    assert!(
        message.contains("/durationHours: must be at least 0, but is -1"),
        "{message}"
    );
}
