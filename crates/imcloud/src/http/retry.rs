//! Retries: the policy of a client, the budget that all of its calls share, and the step after a failure.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::{
    call::{Call, Idempotency},
    error::{Error, ErrorKind},
    runtime::Runtime,
};

/// A retry policy.
///
/// Failed attempts are retried with exponential backoff and full jitter: by default 0.5 s, doubling up to 15
/// s, and never earlier than `Retry-After`. Responses with status 429 have a separate limit
/// ([`max_rate_limit_retries`](Self::max_rate_limit_retries)), because they say nothing about the health of
/// the service. Non-idempotent calls are retried only if nothing was sent, see [`Idempotency`]. A retry needs
/// 100 ms before the deadline of its call.
///
/// Example: see [`Builder`](crate::Builder).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) max_rate_limit_retries: u32,
    /// Bound of the first backoff, and the largest bound.
    pub(crate) backoff: (Duration, Duration),
    pub(crate) max_retry_after: Duration,
    pub(crate) budget: u32,
}

setters! { impl RetryPolicy {
    /// Attempts in total, the first included. Defaults to 6 (observed to succeed). 0 is taken as 1.
    max_attempts(attempts: u32) => max_attempts = attempts.max(1);

    /// Retries of one call after status 429. Defaults to 20.
    max_rate_limit_retries(retries: u32) => max_rate_limit_retries = retries;

    /// The longest `Retry-After` to wait for. Longer ones are in the error. Defaults to 2 minutes.
    max_retry_after(limit: Duration) => max_retry_after = limit;

    /// Retries that the complete client may have outstanding: a retry takes one, ten successful calls return
    /// one. Defaults to 100. It keeps a thousand callers from multiplying the load of a service that is down.
    budget(retries: u32) => budget = retries;

    /// Bound of the first backoff and the largest bound. Defaults to 0.5 and 15 seconds.
    backoff(base: Duration, cap: Duration) => backoff = (base, cap);
}}

impl RetryPolicy {
    /// Creates a policy with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_attempts: 6,
            max_rate_limit_retries: 20,
            backoff: (Duration::from_millis(500), Duration::from_secs(15)),
            max_retry_after: Duration::from_secs(120),
            budget: 100,
        }
    }

    /// Creates a policy without retries. Requests with a rejected token are still sent again with a new one.
    #[must_use]
    pub fn disabled() -> Self {
        Self { max_attempts: 1, max_rate_limit_retries: 0, ..Self::new() }
    }

    /// Returns the backoff after a number of failed attempts, 1 and up.
    pub(crate) fn pause(&self, failed: u32, random: u64) -> Duration {
        let (base, cap) = self.backoff;
        let bound = base.saturating_mul(2_u32.saturating_pow(failed.saturating_sub(1))).min(cap);
        // An `f64` holds 53 random bits.
        let share = (random >> 11) as f64 / (1_u64 << 53) as f64;
        Duration::try_from_secs_f64(bound.as_secs_f64() * share).map_or(bound, |pause| pause.min(bound))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Cost of a retry, in units of which a successful call returns one.
const RETRY_COST: u32 = 10;

/// The retries that the calls of a client share.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: AtomicU32,
    size: u32,
}

impl RetryBudget {
    pub(crate) fn new(retries: u32) -> Self {
        let size = retries.saturating_mul(RETRY_COST);
        Self { left: AtomicU32::new(size), size }
    }

    /// Takes the cost of a retry; `false` if too little is left.
    fn take(&self) -> bool {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY_COST))
            .is_ok()
    }

    pub(crate) fn succeeded(&self) {
        let next = |left| (left < self.size).then(|| left + 1);
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
    }
}

#[derive(Default)]
pub(super) struct RetryState {
    failed: u32,
    rate_limited: u32,
}

/// The step after a failed attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Wait for a permit and send again; the rate limiter knows when.
    Queue,
    /// Send again after this backoff.
    BackOff(Duration),
    /// Return the error, with a note if the reason is not obvious.
    Fail(Option<&'static str>),
}

/// Less time before the deadline is no attempt: its timeout would hide the reason of the last failure.
const SHORTEST_ATTEMPT: Duration = Duration::from_millis(100);

impl RetryState {
    /// Decides on the step after an error other than a rejected token. `left` is the time to the deadline.
    pub(super) fn after(
        &mut self,
        error: &Error,
        call: &Call,
        policy: &RetryPolicy,
        left: Duration,
        runtime: &dyn Runtime,
        budget: &RetryBudget,
    ) -> Next {
        let retry_after = error.retry_after().unwrap_or_default();
        if error.kind() == ErrorKind::RateLimited {
            self.rate_limited += 1;
            return if retry_after > policy.max_retry_after {
                Next::Fail(Some("retry-after exceeds the limit of the client"))
            } else if self.rate_limited > policy.max_rate_limit_retries {
                Next::Fail(None)
            } else {
                Next::Queue
            };
        }
        self.failed += 1;
        // A quota is renewed in hours.
        let is_transient = error.is_retryable() && !error.is_quota_exceeded();
        let is_allowed = call.idempotency != Idempotency::NonIdempotent || error.is_connect();
        if self.failed >= policy.max_attempts || !is_transient || !is_allowed {
            return Next::Fail(None);
        }
        if retry_after > policy.max_retry_after {
            return Next::Fail(Some("retry-after exceeds the limit of the client"));
        }
        let pause = policy.pause(self.failed, runtime.random()).max(retry_after);
        if pause.saturating_add(SHORTEST_ATTEMPT) > left {
            return Next::Fail(Some("the deadline of the call is before the next attempt"));
        }
        if !budget.take() {
            return Next::Fail(Some("not retried because the retry budget of the client is used up"));
        }
        Next::BackOff(pause)
    }
}

#[cfg(test)]
mod tests {
    use imcloud_raw::operations::GetPlan;

    use super::*;
    use crate::{error::Details, runtime::ManualRuntime};

    #[test]
    fn backoff_doubles_up_to_its_cap() {
        let policy = RetryPolicy::new();
        let longest = |failed| policy.pause(failed, u64::MAX).as_secs_f64();
        for (failed, bound) in [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 15.0), (7, 15.0)] {
            assert!((longest(failed) - bound).abs() < 1e-6, "{failed}: {}", longest(failed));
        }
        assert_eq!(policy.pause(3, 0), Duration::ZERO);
        assert_eq!(policy.pause(1, 1 << 63), Duration::from_millis(250));
        assert_eq!(policy.pause(3, 3 << 62), Duration::from_millis(1500));
        assert!(policy.pause(u32::MAX, u64::MAX) <= policy.backoff.1);
    }

    #[test]
    fn endless_backoff_does_not_overflow() {
        let policy = RetryPolicy::new().backoff(Duration::MAX, Duration::MAX);
        assert!(policy.pause(u32::MAX, u64::MAX) > Duration::from_secs(1 << 60));
    }

    /// Returns the step after an error with `Retry-After` in seconds.
    fn after(state: &mut RetryState, kind: ErrorKind, retry_after: u64, left: Duration) -> Next {
        let call = Call::of(&GetPlan::OPERATION);
        let retry_after = Some(Duration::from_secs(retry_after));
        let error = Details { retry_after, ..Details::of(&call, kind, "failed") };
        let policy = RetryPolicy::new().max_retry_after(Duration::from_secs(60)).max_rate_limit_retries(2);
        state.after(&error.into(), &call, &policy, left, &ManualRuntime::new(), &RetryBudget::new(9))
    }

    #[test]
    fn retries_end_after_their_limits() {
        let too_long = Next::Fail(Some("retry-after exceeds the limit of the client"));
        let state = || RetryState::default();
        let rate_limited =
            |retry_after| after(&mut state(), ErrorKind::RateLimited, retry_after, Duration::MAX);
        assert_eq!((rate_limited(0), rate_limited(60)), (Next::Queue, Next::Queue));
        assert_eq!(rate_limited(61), too_long);
        let failed = |retry_after| after(&mut state(), ErrorKind::Server, retry_after, Duration::MAX);
        assert_eq!((failed(60), failed(61)), (Next::BackOff(Duration::from_secs(60)), too_long));

        let mut state = state();
        for expected in [Next::Queue, Next::Queue, Next::Fail(None)] {
            assert_eq!(after(&mut state, ErrorKind::RateLimited, 0, Duration::MAX), expected);
        }
        // They do not count as failed attempts.
        for attempt in 1..=6 {
            let next = after(&mut state, ErrorKind::Server, 30, Duration::MAX);
            assert_eq!(matches!(next, Next::BackOff(_)), attempt < 6, "attempt {attempt}: {next:?}");
        }
    }

    #[test]
    fn backoff_without_time_for_an_attempt_fails() {
        let backoff = Duration::from_secs(30);
        let left = |left| after(&mut RetryState::default(), ErrorKind::Server, 30, left);
        let enough = backoff + SHORTEST_ATTEMPT;
        let note = "the deadline of the call is before the next attempt";
        for too_little in [backoff, enough - Duration::from_nanos(1)] {
            assert_eq!(left(too_little), Next::Fail(Some(note)));
        }
        assert_eq!(left(enough), Next::BackOff(backoff));
    }

    #[test]
    fn ten_successes_return_one_retry() {
        let budget = RetryBudget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        (0..9).for_each(|_| budget.succeeded());
        assert!(!budget.take());
        budget.succeeded();
        assert!(budget.take() && !budget.take());
        (0..1000).for_each(|_| budget.succeeded());
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
