//! What a change does to a token, and what the server refuses to do.

use sandbox::seed;
use serde_json::{Value, json};
use time::Duration;
use unknown_proxies::runtime::json::decode;
use unknown_proxies::{ModifyTokenRequest, PoolId, ResidentialToken};

use crate::harness::{Harness, refused};

const GIGABYTE: i64 = 1_000_000_000;

/// The body of the source document's response example.
const EXAMPLE: &str = r#"{
    "token": "zu8sBXS4gkh7",
    "username": "kGyohRda",
    "authType": "user",
    "password": "bkXBberMQ7",
    "durationHours": 750,
    "status": "active",
    "createdAt": 1752251968,
    "updatedAt": 1754843968,
    "dataUsage": 11574848653,
    "dataLimit": 100000000000,
    "allowedPools": ["us-s", "us-r", "tickets-us-s", "tickets-us-r", "ca-s", "ca-r", "gb-s", "gb-r"]
}"#;

#[test]
fn the_documents_example_decodes_and_encodes_back_to_the_same_json() {
    let token: ResidentialToken = decode(EXAMPLE).expect("the example fits");
    let encoded = serde_json::to_string(&token).expect("a token has a JSON form");
    let (there, back): (Value, Value) = (
        serde_json::from_str(EXAMPLE).unwrap(),
        serde_json::from_str(&encoded).unwrap(),
    );
    assert_eq!(there, back);
}

#[tokio::test]
async fn the_sandbox_answers_with_the_documents_example() {
    let harness = Harness::start().await;
    let answer = harness
        .send(r#"{"token": "zu8sBXS4gkh7", "durationHours": 750}"#)
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.body, serde_json::from_str::<Value>(EXAMPLE).unwrap());
}

#[tokio::test]
async fn only_what_is_given_changes() {
    let harness = Harness::start().await;
    let before = harness.service.token(seed::ACTIVE).expect("a seed");

    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .data_limit(200 * GIGABYTE)
        .build()
        .unwrap();
    let after = harness.modify(&request).await.unwrap();
    let mut expected = before.clone();
    expected.data_limit = 200 * GIGABYTE;
    expected.updated_at = harness.clock.now();
    assert_eq!(after, expected);

    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .duration_hours(751)
        .build()
        .unwrap();
    let after = harness.modify(&request).await.unwrap();
    expected.duration_hours = 751;
    assert_eq!(after, expected);

    let pools = vec![PoolId::GbR, PoolId::from("pool-of-tomorrow")];
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .allowed_pools(pools.clone())
        .build()
        .unwrap();
    let after = harness.modify(&request).await.unwrap();
    expected.allowed_pools = pools;
    assert_eq!(after, expected);
}

#[tokio::test]
async fn no_pools_mean_all_pools_and_are_sent_as_an_empty_list() {
    let harness = Harness::start().await;
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .allowed_pools(vec![])
        .build()
        .unwrap();
    let after = harness.modify(&request).await.unwrap();
    assert_eq!(after.allowed_pools, []);
    assert_eq!(
        harness.service.token(seed::ACTIVE).unwrap().allowed_pools,
        []
    );
}

#[tokio::test]
#[allow(
    deprecated,
    reason = "the field may be sent, and that is what is tested"
)]
async fn a_password_that_is_sent_changes_nothing() {
    let harness = Harness::start().await;
    let before = harness.service.token(seed::ACTIVE).expect("a seed");
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .password("12345678")
        .duration_hours(750)
        .build()
        .unwrap();
    let after = harness.modify(&request).await.unwrap();
    assert_eq!(after.password, before.password);
}

#[tokio::test]
async fn the_time_of_the_change_moves_and_that_of_creation_stays() {
    let harness = Harness::start().await;
    let before = harness.service.token(seed::ACTIVE).expect("a seed");
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .duration_hours(750)
        .build()
        .unwrap();
    for _ in 0..2 {
        harness.clock.advance(Duration::seconds(90));
        let after = harness.modify(&request).await.unwrap();
        assert_eq!(after.updated_at, harness.clock.now());
        assert_eq!(after.created_at, before.created_at);
    }
}

#[tokio::test]
async fn a_data_limit_may_stay_or_grow_but_never_shrinks() {
    let harness = Harness::start().await;
    let limit = |bytes| {
        ModifyTokenRequest::builder()
            .token(seed::ACTIVE)
            .data_limit(bytes)
            .build()
            .unwrap()
    };
    let same = harness.modify(&limit(100 * GIGABYTE)).await.unwrap();
    assert_eq!(same.data_limit, 100 * GIGABYTE);
    let more = harness.modify(&limit(101 * GIGABYTE)).await.unwrap();
    assert_eq!(more.data_limit, 101 * GIGABYTE);

    harness.clock.advance(Duration::HOUR);
    let error = harness.modify(&limit(100 * GIGABYTE)).await.unwrap_err();
    let detail = "The token as it is does not allow this change.";
    assert_eq!(refused(&error), (409, detail.to_owned()));
    let problem: Value = serde_json::from_slice(error.raw().unwrap()).unwrap();
    assert_eq!(problem["violations"][0]["pointer"], "/dataLimit");
    assert_eq!(
        problem["violations"][0]["message"],
        "the data limit of a token can't be reduced"
    );
    assert_eq!(
        harness.service.token(seed::ACTIVE),
        Some(more),
        "a refusal changes nothing"
    );
}

#[tokio::test]
async fn a_refused_limit_takes_the_other_fields_with_it() {
    let harness = Harness::start().await;
    let before = harness.service.token(seed::ACTIVE);
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .data_limit(GIGABYTE)
        .duration_hours(0)
        .allowed_pools(vec![])
        .build()
        .unwrap();
    let error = harness.modify(&request).await.unwrap_err();
    assert_eq!(refused(&error).0, 409);
    assert_eq!(harness.service.token(seed::ACTIVE), before);
}

#[tokio::test]
async fn an_unknown_token_is_not_found() {
    let harness = Harness::start().await;
    let request = ModifyTokenRequest::builder()
        .token("nobody")
        .duration_hours(1)
        .build()
        .unwrap();
    let error = harness.modify(&request).await.unwrap_err();
    assert_eq!(refused(&error), (404, "There is no such token.".to_owned()));
}

#[tokio::test]
async fn sending_a_change_twice_is_as_good_as_once() {
    let harness = Harness::start().await;
    let body = json!({
        "token": seed::EXPIRED,
        "dataLimit": 300 * GIGABYTE,
        "durationHours": 5000,
        "allowedPools": ["ca-s"],
    });
    let once = harness.send(&body.to_string()).await;
    let twice = harness.send(&body.to_string()).await;
    assert_eq!((once.status, twice.status), (200, 200));
    assert_eq!(once.body, twice.body);
}
