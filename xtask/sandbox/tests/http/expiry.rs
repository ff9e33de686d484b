//! When tokens expire and come back: by time, by usage, and by both.

use sandbox::seed;
use time::Duration;
use unknown_proxies::{ModifyTokenRequest, ResidentialToken, TokenStatus};

use crate::harness::{Harness, at};

const GIGABYTE: i64 = 1_000_000_000;

/// Sets the hours through the client.
async fn set_hours(harness: &Harness, token: &str, hours: i64) -> ResidentialToken {
    let request = ModifyTokenRequest::builder()
        .token(token)
        .duration_hours(hours)
        .build()
        .unwrap();
    harness.modify(&request).await.unwrap()
}

#[tokio::test]
async fn a_token_expires_in_the_very_second() {
    let harness = Harness::start().await;
    let end = at(1_752_251_968 + 750 * 3600);

    harness.clock.set(end - Duration::SECOND);
    let before = set_hours(&harness, seed::EXAMPLE, 750).await;
    assert_eq!(before.status, TokenStatus::Active);
    assert!(!before.is_expired_at(harness.clock.now()));

    harness.clock.set(end);
    let after = set_hours(&harness, seed::EXAMPLE, 750).await;
    assert_eq!(after.status, TokenStatus::Inactive);
    assert!(after.is_expired_at(harness.clock.now()));
    assert_eq!(after.expires_at(), Some(end));
}

#[tokio::test]
async fn more_hours_bring_an_expired_token_back() {
    let harness = Harness::start().await;
    let expired = harness.service.token(seed::EXPIRED).expect("a seed");
    assert_eq!(expired.status, TokenStatus::Inactive);

    let still = set_hours(&harness, seed::EXPIRED, 960).await;
    assert_eq!(
        still.status,
        TokenStatus::Inactive,
        "its 960 hours end in this second"
    );
    let back = set_hours(&harness, seed::EXPIRED, 961).await;
    assert_eq!(back.status, TokenStatus::Active);
    assert_eq!(
        back.expires_at(),
        Some(harness.clock.now() + Duration::HOUR),
        "since creation"
    );
}

#[tokio::test]
async fn fewer_hours_than_its_age_end_a_token_at_once() {
    let harness = Harness::start().await;
    assert_eq!(
        harness.service.token(seed::ACTIVE).unwrap().status,
        TokenStatus::Active
    );
    assert_eq!(
        set_hours(&harness, seed::ACTIVE, 241).await.status,
        TokenStatus::Active
    );
    assert_eq!(
        set_hours(&harness, seed::ACTIVE, 240).await.status,
        TokenStatus::Inactive
    );
    assert_eq!(
        set_hours(&harness, seed::ACTIVE, 1).await.status,
        TokenStatus::Inactive
    );
}

#[tokio::test]
async fn zero_hours_never_expire() {
    let harness = Harness::start().await;
    let token = set_hours(&harness, seed::EXPIRED, 0).await;
    assert_eq!(token.status, TokenStatus::Active);
    assert_eq!(token.expires_at(), None);

    harness.clock.advance(Duration::days(365 * 100));
    assert_eq!(
        set_hours(&harness, seed::EXPIRED, 0).await.status,
        TokenStatus::Active
    );
    let bounded = set_hours(&harness, seed::EXPIRED, 87_600).await;
    assert_eq!(
        bounded.status,
        TokenStatus::Inactive,
        "even ten years are over by then"
    );
}

#[tokio::test]
async fn usage_equal_to_the_limit_is_expired() {
    let harness = Harness::start().await;
    let mut token = harness.service.token(seed::TIMELESS).expect("a seed");
    token.data_limit = 5 * GIGABYTE;
    for (usage, status, left) in [
        (5 * GIGABYTE - 1, TokenStatus::Active, 1),
        (5 * GIGABYTE, TokenStatus::Inactive, 0),
        (5 * GIGABYTE + 1, TokenStatus::Inactive, 0),
    ] {
        token.data_usage = usage;
        harness
            .service
            .put(token.clone())
            .expect("no file is involved");
        let seen = set_hours(&harness, seed::TIMELESS, 0).await;
        assert_eq!(seen.status, status, "{usage} bytes");
        assert_eq!(seen.remaining_bytes(), left, "{usage} bytes");
    }
}

#[tokio::test]
async fn more_hours_do_not_bring_back_a_token_without_data() {
    let harness = Harness::start().await;
    let token = set_hours(&harness, seed::EXHAUSTED, 87_600).await;
    assert_eq!(token.status, TokenStatus::Inactive);
    assert_eq!(
        set_hours(&harness, seed::EXHAUSTED, 0).await.status,
        TokenStatus::Inactive
    );
}

#[tokio::test]
async fn a_higher_limit_brings_back_a_token_without_data() {
    let harness = Harness::start().await;
    let limit = |bytes| {
        ModifyTokenRequest::builder()
            .token(seed::EXHAUSTED)
            .data_limit(bytes)
            .build()
            .unwrap()
    };
    let same = harness.modify(&limit(5 * GIGABYTE)).await.unwrap();
    assert_eq!(same.status, TokenStatus::Inactive);
    let more = harness.modify(&limit(6 * GIGABYTE)).await.unwrap();
    assert_eq!(more.status, TokenStatus::Active);
    assert_eq!(more.remaining_bytes(), 1_000_000_000);
}

#[tokio::test]
async fn the_status_follows_time_at_every_request() {
    let harness = Harness::start().await;
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .data_limit(100 * GIGABYTE)
        .build()
        .unwrap();
    assert_eq!(
        harness.modify(&request).await.unwrap().status,
        TokenStatus::Active
    );
    harness.clock.advance(Duration::hours(750));
    assert_eq!(
        harness.modify(&request).await.unwrap().status,
        TokenStatus::Inactive
    );
}
