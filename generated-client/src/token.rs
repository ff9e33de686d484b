//! When a residential token expires, and what is left of it.
//!
//! The rules are the documentation's: a token is expired once its hours, counted from its
//! creation, have passed (0 hours never pass), or once it has used the data that it may use.

use time::{Duration, OffsetDateTime};

use crate::ResidentialToken;

const SECONDS_PER_HOUR: i64 = 3600;

impl ResidentialToken {
    /// When the token expires by time: `createdAt` plus `durationHours`.
    ///
    /// `None` where the hours are 0, since such a token never expires by time. A sum that no date
    /// can hold becomes the last, or the first, date that can be held.
    ///
    /// ```
    /// # use unknown_proxies::ResidentialToken;
    /// # fn remind(token: &ResidentialToken) {
    /// if let Some(end) = token.expires_at() {
    ///     println!("{} works until {end}", token.token);
    /// }
    /// # }
    /// ```
    pub fn expires_at(&self) -> Option<OffsetDateTime> {
        if self.duration_hours == 0 {
            return None;
        }
        let seconds = self.duration_hours.saturating_mul(SECONDS_PER_HOUR);
        Some(self.created_at.saturating_add(Duration::seconds(seconds)))
    }

    /// Whether the token is expired at `now`: its time has come, to the second, or all its data is
    /// used.
    ///
    /// The token's own `status` is what the service saw when it answered; this is what holds at any
    /// other time, as long as nothing else is used.
    pub fn is_expired_at(&self, now: OffsetDateTime) -> bool {
        self.data_usage >= self.data_limit || self.expires_at().is_some_and(|end| end <= now)
    }

    /// How many bytes the token may still use; 0 when all is used.
    pub fn remaining_bytes(&self) -> u64 {
        let remaining = self.data_limit.saturating_sub(self.data_usage);
        u64::try_from(remaining).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AuthType, TokenStatus};

    const CREATED: i64 = 1_752_251_968;

    fn token(duration_hours: i64, data_usage: i64, data_limit: i64) -> ResidentialToken {
        ResidentialToken::builder()
            .token("a")
            .username("u")
            .auth_type(AuthType::User)
            .password("p")
            .duration_hours(duration_hours)
            .status(TokenStatus::Active)
            .created_at(at(CREATED))
            .updated_at(at(CREATED))
            .data_usage(data_usage)
            .data_limit(data_limit)
            .allowed_pools(vec![])
            .build()
            .expect("nothing is missing")
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("a date of this century")
    }

    #[test]
    fn expires_in_the_very_second() {
        let token = token(750, 0, 1);
        let end = CREATED + 750 * 3600;
        assert_eq!(token.expires_at(), Some(at(end)));
        assert!(!token.is_expired_at(at(end - 1)));
        assert!(token.is_expired_at(at(end)));
        assert!(token.is_expired_at(at(end + 1)));
    }

    #[test]
    fn zero_hours_never_expire() {
        let token = token(0, 0, 1);
        assert_eq!(token.expires_at(), None);
        assert!(!token.is_expired_at(at(253_402_300_799)));
    }

    #[test]
    fn all_data_used_is_expired_whatever_the_time() {
        assert!(!token(0, 999, 1000).is_expired_at(at(CREATED)));
        assert!(token(0, 1000, 1000).is_expired_at(at(CREATED)));
        assert!(token(0, 1001, 1000).is_expired_at(at(CREATED)));
    }

    #[test]
    fn remaining_bytes_stop_at_zero() {
        assert_eq!(token(0, 400, 1000).remaining_bytes(), 600);
        assert_eq!(token(0, 1000, 1000).remaining_bytes(), 0);
        assert_eq!(token(0, 1001, 1000).remaining_bytes(), 0);
        assert_eq!(token(0, i64::MAX, i64::MIN).remaining_bytes(), 0);
        assert_eq!(
            token(0, i64::MIN, i64::MAX).remaining_bytes(),
            i64::MAX as u64
        );
    }

    #[test]
    fn hours_beyond_any_date_neither_overflow_nor_expire_early() {
        assert!(!token(i64::MAX, 0, 1).is_expired_at(at(CREATED)));
        assert!(token(i64::MIN, 0, 1).is_expired_at(at(CREATED)));
        assert!(token(-1, 0, 1).is_expired_at(at(CREATED)));
    }
}
