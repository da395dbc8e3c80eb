//! The time that the sandbox goes by.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

/// Tells the time to a sandbox: when orders move on, tokens expire and budgets refill.
///
/// # Examples
///
/// A clock that both sides of a test read:
///
/// ```
/// use std::time::Duration;
/// use imcloud_sandbox::{Clock, ManualClock};
///
/// let clock = ManualClock::default();
/// let mine = clock.clone();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(mine.now(), clock.now());
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time.
    fn now(&self) -> DateTime<Utc>;

    /// Puts the clock forward and returns true; or returns false, when this clock cannot be set. The sandbox then counts the
    /// difference on top of it.
    fn advance(&self, by: Duration) -> bool {
        let _ = by;
        false
    }
}

/// A clock that stands still until it is put forward. Clones show the same time.
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<DateTime<Utc>>>);

impl ManualClock {
    /// A clock that shows this time.
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Puts it forward. It stops at the end of the calendar.
    pub fn advance(&self, by: Duration) {
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *time = later(*time, by);
    }
}

impl Default for ManualClock {
    /// 2026-01-15, 9 o'clock UTC: an ordinary working day.
    fn default() -> Self {
        Self::at(DateTime::from_timestamp(1_768_467_600, 0).unwrap_or_default())
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn advance(&self, by: Duration) -> bool {
        Self::advance(self, by);
        true
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ManualClock").field(&self.now()).finish()
    }
}

/// The clock of this machine, for people who click and wait.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }
}

/// A point in time, and a while later; the end of the calendar at the latest.
pub(crate) fn later(time: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(by)
        .ok()
        .and_then(|by| time.checked_add_signed(by))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A clock, and what was added to it because it cannot be set.
pub(crate) struct SandboxClock {
    clock: Arc<dyn Clock>,
    ahead: Mutex<Duration>,
}

impl SandboxClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead: Mutex::default() }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        later(self.clock.now(), ahead)
    }

    pub(crate) fn advance(&self, by: Duration) {
        if !self.clock.advance(by) {
            let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
            *ahead = ahead.saturating_add(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_cannot_be_set_is_ahead_by_what_was_added() {
        struct Fixed;
        impl Clock for Fixed {
            fn now(&self) -> DateTime<Utc> {
                DateTime::UNIX_EPOCH
            }
        }
        let clock = SandboxClock::new(Arc::new(Fixed));
        clock.advance(Duration::from_secs(90));
        clock.advance(Duration::from_secs(10));
        assert_eq!(clock.now().timestamp(), 100);
    }

    #[test]
    fn time_ends_with_the_calendar() {
        let manual = ManualClock::default();
        manual.advance(Duration::MAX);
        assert_eq!(manual.now(), DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn the_default_is_the_working_day_that_it_claims() {
        assert_eq!(ManualClock::default().now().to_rfc3339(), "2026-01-15T09:00:00+00:00");
    }
}
