//! The gateway in front of the platform: subscription keys and their budgets.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use imcloud_raw::Secret;

use crate::{
    behavior::{Quota, RateLimit},
    clock::later,
    response::ApiResponse,
};

/// The valid keys with what each has used.
pub(super) struct Gateway(Vec<Key>);

struct Key {
    secret: Secret,
    /// Times of the calls of the last window.
    recent: VecDeque<DateTime<Utc>>,
    /// The end of the quota's period, and the calls in it.
    period: Option<(DateTime<Utc>, u64)>,
}

/// Reason for which the gateway rejects a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    NoKey,
    WrongKey,
    /// Calls again after this many seconds.
    TooFast(u64),
    QuotaSpent(u64),
}

impl Stopped {
    pub(super) fn response(&self, retry_after: bool) -> ApiResponse {
        let (response, seconds) = match *self {
            Self::NoKey => {
                return ApiResponse::key_rejected(
                    "Access denied due to missing subscription key. Send it in the header X-Subscription-Key.",
                );
            }
            Self::WrongKey => {
                return ApiResponse::key_rejected(
                    "Access denied due to invalid subscription key. Send the current one.",
                );
            }
            Self::TooFast(seconds) => (ApiResponse::too_fast(seconds), seconds),
            Self::QuotaSpent(seconds) => (ApiResponse::quota_spent(seconds), seconds),
        };
        if retry_after { response.retry_after(seconds) } else { response }
    }
}

impl Gateway {
    pub(super) fn new(key: Secret) -> Self {
        Self(vec![Key::new(key)])
    }

    pub(super) fn add_key(&mut self, key: Secret) {
        self.0.push(Key::new(key));
    }

    pub(super) fn clear_usage(&mut self) {
        self.0.iter_mut().for_each(|key| *key = Key::new(key.secret.clone()));
    }

    /// Checks a key, then its rate, then its quota, and counts a call that passes.
    pub(super) fn admit(
        &mut self,
        given: Option<&[u8]>,
        limit: Option<&RateLimit>,
        now: DateTime<Utc>,
    ) -> Result<(), Stopped> {
        let given = given.ok_or(Stopped::NoKey)?;
        let mut keys = self.0.iter_mut();
        let key = keys.find(|key| key.secret.expose().as_bytes() == given).ok_or(Stopped::WrongKey)?;
        limit.map_or(Ok(()), |limit| key.spend(limit, now))
    }
}

impl Key {
    fn new(secret: Secret) -> Self {
        Self { secret, recent: VecDeque::new(), period: None }
    }

    fn spend(&mut self, limit: &RateLimit, now: DateTime<Utc>) -> Result<(), Stopped> {
        while self.recent.front().is_some_and(|call| later(*call, limit.window) <= now) {
            self.recent.pop_front();
        }
        if self.recent.len() >= limit.calls {
            let free =
                self.recent.front().map_or(later(now, limit.window), |call| later(*call, limit.window));
            return Err(Stopped::TooFast(seconds(free - now)));
        }
        if let Some(Quota { calls, period }) = limit.quota {
            let (end, used) = match self.period {
                Some((end, used)) if end > now => (end, used),
                _ => (later(now, period), 0),
            };
            if used >= calls {
                return Err(Stopped::QuotaSpent(seconds(end - now)));
            }
            self.period = Some((end, used + 1));
        }
        self.recent.push_back(now);
        Ok(())
    }
}

/// Rounds up, so that a client that waits this long is let in.
fn seconds(wait: TimeDelta) -> u64 {
    let rounded = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    u64::try_from(rounded).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_000_000_000_000 + millis).unwrap()
    }

    fn gateway() -> Gateway {
        Gateway::new(Secret::from("k"))
    }

    #[test]
    fn window_slides_and_wait_rounds_up() {
        let (mut gateway, limit) = (gateway(), RateLimit::new(2, Duration::from_secs(10)));
        let mut admit = |millis| gateway.admit(Some(b"k"), Some(&limit), at(millis));
        assert_eq!(admit(0), Ok(()));
        assert_eq!(admit(4_000), Ok(()));
        assert_eq!(admit(7_500), Err(Stopped::TooFast(3)));
        assert_eq!(admit(10_500), Ok(()));
        assert_eq!(admit(10_500), Err(Stopped::TooFast(4)));
        gateway.clear_usage();
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Ok(()));
    }

    #[test]
    fn rejected_calls_do_not_use_up_quota() {
        let minute = Duration::from_secs(60);
        let limit = RateLimit::new(100, Duration::from_secs(1)).quota(1, minute);
        let mut gateway = gateway();
        let mut admit = |millis| gateway.admit(Some(b"k"), Some(&limit), at(millis));
        assert_eq!(admit(0), Ok(()));
        assert_eq!(admit(20_000), Err(Stopped::QuotaSpent(40)));
        assert_eq!(admit(60_000), Ok(()));
    }

    #[test]
    fn every_key_has_its_own_budget() {
        let (mut gateway, limit) = (gateway(), RateLimit::new(1, Duration::from_secs(10)));
        gateway.add_key(Secret::from("other"));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"other"), Some(&limit), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::TooFast(10)));
        gateway = Gateway::new(Secret::from("new"));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::WrongKey));
        assert_eq!(gateway.admit(None, Some(&limit), at(0)), Err(Stopped::NoKey));
    }

    #[test]
    fn empty_budget_admits_no_call() {
        let limit = RateLimit::new(0, Duration::from_secs(10));
        assert_eq!(gateway().admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::TooFast(10)));
    }
}
