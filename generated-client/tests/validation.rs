//! What the checks of a request say, and what they cost.

use unknown_proxies::{ModifyTokenRequest, PoolId, ResidentialToken, Validate, ValidateAgainst};

fn request() -> ModifyTokenRequest {
    ModifyTokenRequest::builder()
        .token("zu8sBXS4gkh7")
        .data_limit(200_000_000_000)
        .duration_hours(1500)
        .allowed_pools(vec![PoolId::from("us-s"), PoolId::from("new-pool")])
        .build()
        .expect("it is valid")
}

fn token() -> ResidentialToken {
    let example = r#"{
        "token": "zu8sBXS4gkh7", "username": "kGyohRda", "authType": "user",
        "password": "bkXBberMQ7", "durationHours": 750, "status": "active",
        "createdAt": 1752251968, "updatedAt": 1754843968, "dataUsage": 11574848653,
        "dataLimit": 200000000000, "allowedPools": ["us-s"]
    }"#;
    serde_json::from_str(example).expect("it is a token")
}

#[test]
#[allow(deprecated, reason = "the password is one of the mistakes")]
fn eight_mistakes_are_reported_at_once() {
    let violations = ModifyTokenRequest::builder()
        .password("short")
        .data_limit(999_999)
        .duration_hours(87_601)
        .allowed_pools(vec![
            PoolId::from("us-s"),
            PoolId::from("US West"),
            PoolId::from("-"),
            PoolId::from(""),
        ])
        .build()
        .expect_err("all of it is wrong");
    assert_eq!(violations.len(), 8);
    assert_eq!(
        violations.to_string(),
        "8 violations:
- /token: is required, but missing
- /password: must have at least 8 characters
- /allowedPools/1: must match `^[a-z0-9]+(-[a-z0-9]+)*$`, but is \"US West\"
- /allowedPools/2: must match `^[a-z0-9]+(-[a-z0-9]+)*$`, but is \"-\"
- /allowedPools/3: must match `^[a-z0-9]+(-[a-z0-9]+)*$`, but is \"\"
- /dataLimit: must be at least 1000000, but is 999999
- /dataLimit: must be a multiple of 1000000000, but is 999999
- /durationHours: must be at most 87600, but is 87601"
    );
}

#[test]
fn a_limit_that_shrinks_is_a_violation_of_the_change_only() {
    let mut request = request();
    assert_eq!(request.validate_against(&token()), Ok(()));
    request.data_limit = Some(100_000_000_000);
    assert_eq!(request.validate(), Ok(()));
    let violations = request.validate_against(&token()).expect_err("it shrinks");
    assert_eq!(
        violations.to_string(),
        "/dataLimit: the data limit of a token can't be reduced"
    );
    request.data_limit = None;
    assert_eq!(request.validate_against(&token()), Ok(()), "it stays");
}

#[test]
fn a_valid_request_is_judged_without_allocating() {
    let (request, token) = (request(), token());
    // The pattern is compiled when it is first used.
    assert_eq!(request.validate(), Ok(()));
    let cost = allocation_counter::measure(|| {
        assert!(request.validate().is_ok());
        assert!(request.validate_against(&token).is_ok());
    });
    assert_eq!(cost.count_total, 0);
}
