//! How often and after how long a call is repeated.

use std::time::Duration;

/// How a client repeats what may be repeated; [`Idempotency`](crate::Idempotency) says what that is.
///
/// A pause is chosen by chance between nothing and a bound that doubles with each attempt, and is never shorter than what `Retry-After` asks for.
/// Refusals by the rate limit are counted apart: they say nothing about the health of the service, and the whole client pauses for them.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(10).max_retry_after(Duration::from_secs(300));
/// let never = RetryPolicy::disabled();
/// assert_ne!(patient, never);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) max_rate_limit_retries: u32,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) budget: u32,
}

impl RetryPolicy {
    /// The defaults, which stand at each setter.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_attempts: 6,
            max_rate_limit_retries: 20,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(15),
            max_retry_after: Duration::from_secs(120),
            budget: 100,
        }
    }

    /// One attempt and no more. The replay after a token was not accepted remains: it is no retry of something that was tried.
    #[must_use]
    pub fn disabled() -> Self {
        Self { max_attempts: 1, max_rate_limit_retries: 0, ..Self::new() }
    }

    /// Attempts in total, the first included. 6 by default, with which a client is known to have got through (observed). 0 is taken as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// How often one call may be refused by the rate limit before that is its end. 20 by default.
    #[must_use]
    pub fn max_rate_limit_retries(mut self, times: u32) -> Self {
        self.max_rate_limit_retries = times;
        self
    }

    /// The bound of the first pause and the largest bound. 0.5 and 15 seconds by default.
    #[must_use]
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.cap = cap;
        self
    }

    /// The longest `Retry-After` that is waited for; a longer one ends the call, and the error carries it. 2 minutes by default.
    #[must_use]
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.max_retry_after = limit;
        self
    }

    /// How many repetitions the whole client may have outstanding: a repetition takes one, ten calls that succeed give one back. 100 by
    /// default. It keeps a thousand callers from multiplying the load of a service that is down.
    #[must_use]
    pub fn budget(mut self, repetitions: u32) -> Self {
        self.budget = repetitions;
        self
    }

    /// The pause after so many failed attempts, 1 and up.
    pub(crate) fn pause(&self, failed: u32, random: u64) -> Duration {
        let bound = self.base.saturating_mul(2_u32.saturating_pow(failed.saturating_sub(1))).min(self.cap);
        #[allow(clippy::cast_precision_loss, reason = "a die needs no more than 53 bits")]
        let share = (random >> 11) as f64 / (1_u64 << 53) as f64;
        bound.mul_f64(share)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_pauses_doubles_up_to_its_cap() {
        let policy = RetryPolicy::new();
        let longest = |failed| policy.pause(failed, u64::MAX).as_secs_f64();
        for (failed, bound) in [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 15.0), (7, 15.0)] {
            assert!((longest(failed) - bound).abs() < 1e-6, "{failed}: {}", longest(failed));
        }
        assert_eq!(policy.pause(3, 0), Duration::ZERO);
        assert!(policy.pause(u32::MAX, u64::MAX) <= policy.cap);
    }
}
