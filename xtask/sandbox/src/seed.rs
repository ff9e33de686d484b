//! The tokens that a new sandbox starts with, one in each state.

use time::{Duration, OffsetDateTime};
use unknown_proxies::{AuthType, PoolId, ResidentialToken, TokenStatus};

const GIGABYTE: i64 = 1_000_000_000;

/// A token with time and data left: 240 of 750 hours, 11.6 of 100 GB.
pub const ACTIVE: &str = "token-active";
/// A token whose 750 hours are over, with data left: more hours bring it back.
pub const EXPIRED: &str = "token-expired";
/// A token that has used all of its 5 GB, with time left: a higher limit brings it back.
pub const EXHAUSTED: &str = "token-exhausted";
/// A token of 0 hours, two years old, for all pools: it never expires by time.
pub const TIMELESS: &str = "token-timeless";
/// The token of the source document's example, as it stands there.
pub const EXAMPLE: &str = "zu8sBXS4gkh7";

/// The tokens of a sandbox that starts at `now`. Their status is still to be set.
pub(crate) fn tokens(now: OffsetDateTime) -> [ResidentialToken; 5] {
    let active = token(ACTIVE, now - Duration::hours(240));

    let expired = token(EXPIRED, now - Duration::hours(960));

    let mut exhausted = token(EXHAUSTED, now - Duration::hours(240));
    exhausted.data_usage = 5 * GIGABYTE;
    exhausted.data_limit = 5 * GIGABYTE;

    let mut timeless = token(TIMELESS, now - Duration::days(730));
    timeless.duration_hours = 0;
    timeless.allowed_pools = vec![];

    let mut example = token(EXAMPLE, unix(1_752_251_968));
    example.username = "kGyohRda".to_owned();
    example.password = "bkXBberMQ7".into();
    example.updated_at = unix(1_754_843_968);
    example.allowed_pools = vec![
        PoolId::UsS,
        PoolId::UsR,
        PoolId::TicketsUsS,
        PoolId::TicketsUsR,
        PoolId::CaS,
        PoolId::CaR,
        PoolId::GbS,
        PoolId::GbR,
    ];

    [active, expired, exhausted, timeless, example]
}

fn token(name: &str, created_at: OffsetDateTime) -> ResidentialToken {
    ResidentialToken::builder()
        .token(name)
        .username(format!("user-of-{name}"))
        .auth_type(AuthType::User)
        .password("not-secret")
        .duration_hours(750)
        .status(TokenStatus::Active)
        .created_at(created_at)
        .updated_at(created_at)
        .data_usage(11_574_848_653)
        .data_limit(100 * GIGABYTE)
        .allowed_pools(vec![PoolId::UsS, PoolId::UsR])
        .build()
        .expect("every field is set, and none is bounded")
}

fn unix(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::seconds(seconds)
}
