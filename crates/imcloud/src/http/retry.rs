//! What follows an attempt that failed.

use std::time::{Duration, Instant};

use super::{Call, Limits, RetryBudget};
use crate::Idempotency;
use crate::{
    error::{Error, ErrorKind},
    runtime::Runtime,
};

/// The course that a call has taken so far.
pub(super) struct RetryState<'a> {
    call: &'a Call,
    limits: &'a Limits,
    deadline: Option<Instant>,
    failed: u32,
    throttled: u32,
    replayed: bool,
}

/// The next step.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Get another token and send once more.
    Replay,
    /// Take the next turn; the limiter knows when that is.
    Queue,
    /// Wait so long and send once more.
    Pause(Duration),
    /// That was it, for this reason where it is not plain.
    End(Option<&'static str>),
}

impl<'a> RetryState<'a> {
    pub(super) fn new(call: &'a Call, limits: &'a Limits, deadline: Option<Instant>) -> Self {
        Self { call, limits, deadline, failed: 0, throttled: 0, replayed: false }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Decides after this failure. `has_token` says that the request carried one of the client's tokens.
    pub(super) fn after(
        &mut self,
        error: &Error,
        has_token: bool,
        runtime: &dyn Runtime,
        budget: &RetryBudget,
    ) -> Next {
        let retry = &self.limits.retry;
        let asked = error.retry_after().unwrap_or_default();
        if error.kind() == ErrorKind::Authentication && has_token && !self.replayed {
            self.replayed = true;
            return Next::Replay;
        }
        if error.kind() == ErrorKind::RateLimited {
            self.throttled += 1;
            return if asked > retry.max_retry_after {
                Next::End(Some("that is longer than the client waits"))
            } else if self.throttled > retry.max_rate_limit_retries {
                Next::End(None)
            } else {
                Next::Queue
            };
        }
        self.failed += 1;
        if self.failed >= retry.max_attempts || !self.is_worth_another(error) {
            return Next::End(None);
        }
        if asked > retry.max_retry_after {
            return Next::End(Some("the service asks for a longer pause than the client makes"));
        }
        let pause = retry.pause(self.failed, runtime.random()).max(asked);
        if self.deadline.is_some_and(|deadline| runtime.now() + pause >= deadline) {
            return Next::End(Some("the time for the call ends before the next attempt"));
        }
        if !budget.take() {
            return Next::End(Some("the client's retry budget is used up, so it was not repeated"));
        }
        Next::Pause(pause)
    }

    /// Whether another attempt may be made, and could help.
    fn is_worth_another(&self, error: &Error) -> bool {
        // A quota comes back in hours.
        let passes = error.is_retryable() && !error.is_quota_exceeded();
        passes && (self.call.idempotency != Idempotency::NonIdempotent || error.is_connect())
    }
}
