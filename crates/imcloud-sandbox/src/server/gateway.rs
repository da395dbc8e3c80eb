//! The gateway in front of the platform: subscription keys and their budgets.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use imcloud_raw::Secret;

use crate::{RateLimit, clock::later};

/// The keys that are good, and what each has used.
pub(super) struct Gateway {
    keys: Vec<Key>,
    limit: Option<RateLimit>,
}

struct Key {
    secret: Secret,
    /// When the calls of the last window came.
    recent: VecDeque<DateTime<Utc>>,
    /// The end of the quota's period, and the calls in it.
    period: Option<(DateTime<Utc>, u64)>,
}

/// Why a call does not get past the gateway.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    NoKey,
    WrongKey,
    /// Calls again after this many seconds.
    TooFast(u64),
    QuotaSpent(u64),
}

impl Gateway {
    pub(super) fn new(key: Secret, limit: Option<RateLimit>) -> Self {
        Self { keys: vec![Key::new(key)], limit }
    }

    pub(super) fn add_key(&mut self, key: Secret) {
        self.keys.push(Key::new(key));
    }

    /// All other keys die.
    pub(super) fn replace_keys(&mut self, key: Secret) {
        self.keys = vec![Key::new(key)];
    }

    /// Checks a key, then its rate, then its quota; a call that passes is counted.
    pub(super) fn admit(&mut self, given: Option<&[u8]>, now: DateTime<Utc>) -> Result<(), Stopped> {
        let given = given.ok_or(Stopped::NoKey)?;
        let mut keys = self.keys.iter_mut();
        let key = keys.find(|key| key.secret.expose().as_bytes() == given).ok_or(Stopped::WrongKey)?;
        self.limit.as_ref().map_or(Ok(()), |limit| key.spend(limit, now))
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
        if let Some((calls, length)) = limit.quota {
            let (end, used) = match self.period {
                Some((end, used)) if end > now => (end, used),
                _ => (later(now, length), 0),
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

/// Rounded up, so that whoever waits as long as told is let in.
fn seconds(wait: TimeDelta) -> u64 {
    let whole = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    u64::try_from(whole).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_000_000_000_000 + millis).unwrap()
    }

    fn gateway(limit: RateLimit) -> Gateway {
        Gateway::new(Secret::from("k"), Some(limit))
    }

    #[test]
    fn a_window_slides_and_the_wait_is_rounded_up() {
        let mut gateway = gateway(RateLimit::new(2, Duration::from_secs(10)));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), at(4_000)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), at(7_500)), Err(Stopped::TooFast(3)));
        assert_eq!(gateway.admit(Some(b"k"), at(10_500)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), at(10_500)), Err(Stopped::TooFast(4)));
    }

    #[test]
    fn a_quota_is_back_when_its_period_is_over_and_refused_calls_do_not_count() {
        let minute = Duration::from_secs(60);
        let mut gateway = gateway(RateLimit::new(100, Duration::from_secs(1)).quota(1, minute));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), at(20_000)), Err(Stopped::QuotaSpent(40)));
        assert_eq!(gateway.admit(Some(b"k"), at(60_000)), Ok(()));
    }

    #[test]
    fn every_key_has_a_budget_of_its_own() {
        let mut gateway = gateway(RateLimit::new(1, Duration::from_secs(10)));
        gateway.add_key(Secret::from("other"));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"other"), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Err(Stopped::TooFast(10)));
        gateway.replace_keys(Secret::from("new"));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Err(Stopped::WrongKey));
        assert_eq!(gateway.admit(None, at(0)), Err(Stopped::NoKey));
    }

    #[test]
    fn a_budget_of_nothing_lets_nothing_through() {
        let mut gateway = gateway(RateLimit::new(0, Duration::from_secs(10)));
        assert_eq!(gateway.admit(Some(b"k"), at(0)), Err(Stopped::TooFast(10)));
    }
}
