//! When to send a request once more, and how long to wait before that.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// How often a request is sent, and how long to wait in between.
///
/// Retried are what was surely never sent; and, where sending twice does no harm, what failed on its way or was answered
/// with 408, 429, 500, 502, 503 or 504. It does no harm for an idempotent operation or under an idempotency key.
/// Never retried is a server whose certificate cannot be trusted.
///
/// ```
/// use std::time::Duration;
///
/// use faircopy_runtime::send::retry::RetryPolicy;
///
/// let patient = RetryPolicy::default().attempts(5).max_delay(Duration::from_secs(60));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts; waits of a random part of 0.2 s, then of 0.4 s; no more than a minute where the server asks for it.
    fn default() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How often a request is sent at most, the first time included.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest wait before the first retry; it doubles with each. The wait is a random part of that.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait before any retry.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest wait that a server may ask for with `Retry-After`; if it asks for more, its answer is final.
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// How long to wait after `attempts` attempts, or `None` if that was enough.
    pub(crate) fn wait(&self, attempts: u32, asked: Option<Duration>) -> Option<Duration> {
        if attempts >= self.attempts {
            return None;
        }
        let doubled = self.base_delay.saturating_mul(1 << (attempts - 1).min(16));
        let longest = doubled.min(self.max_delay);
        let jittered = longest.as_secs_f64() * fastrand::f64();
        // What rounding makes longer than any duration is the longest wait.
        let jittered = Duration::try_from_secs_f64(jittered).unwrap_or(longest);
        match asked {
            Some(asked) if asked > self.max_retry_after => None,
            // The jitter comes on top, so that not everybody comes back at the same moment.
            Some(asked) => Some(asked.saturating_add(jittered.min(Duration::from_secs(1)))),
            None => Some(jittered),
        }
    }
}

/// What a server asks for with `Retry-After`: seconds, or a date.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// How many retries a client may spend: a server that is down is not helped by three times as many requests.
///
/// A retry costs 5, one after a timeout 10; a call that succeeds pays back what its last retry cost, or 1.
#[derive(Debug)]
pub struct RetryBudget {
    left: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    pub fn new(capacity: u32) -> Self {
        Self {
            left: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Takes a retry's cost, which it gives back; `None` if there is too little left.
    pub(crate) fn take(&self, after_timeout: bool) -> Option<u32> {
        let cost = if after_timeout { 10 } else { 5 };
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(cost)
            });
        taken.is_ok().then_some(cost)
    }

    pub(crate) fn pay_back(&self, amount: u32) {
        let capacity = self.capacity;
        let pay = |left: u32| (left < capacity).then(|| left.saturating_add(amount).min(capacity));
        // A budget that is full takes nothing.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_of_any_length_are_summed() {
        let policy = RetryPolicy::default()
            .attempts(u32::MAX)
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX)
            .max_retry_after(Duration::MAX);
        for asked in [None, Some(Duration::ZERO), Some(Duration::MAX)] {
            for attempts in [1, 2, 17, u32::MAX - 1] {
                assert!(policy.wait(attempts, asked).is_some());
            }
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, "18446744073709551615".parse().unwrap());
        let asked = retry_after(&headers, SystemTime::now());
        assert!(policy.wait(1, asked) >= Some(Duration::from_secs(u64::MAX)));
    }
}
