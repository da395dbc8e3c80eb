//! Clocks of the sandbox.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// The time of a sandbox: when orders progress, tokens expire and budgets refill.
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
    /// Returns the time.
    fn now(&self) -> DateTime<Utc>;

    /// Returns the time by which tokens expire and budgets refill. Defaults to [`now`](Self::now). Clocks
    /// that run faster than those of clients return a time that runs as fast as theirs.
    fn client_now(&self) -> DateTime<Utc> {
        self.now()
    }

    /// Advances the clock and returns true, or returns false if it cannot be set. The sandbox then adds the
    /// difference itself.
    fn advance(&self, by: Duration) -> bool {
        let _ = by;
        false
    }
}

/// A clock that advances only on request. Clones show the same time. See the example of [`Clock`].
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<DateTime<Utc>>>);

impl ManualClock {
    /// Creates a clock that shows this time.
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(time)))
    }

    /// Advances the clock, up to the end of the calendar.
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

/// The clock of this machine. See the example of [`ScaledClock`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }
}

/// A clock that starts at a given time and runs at a multiple of real time. Tokens and budgets follow real
/// time.
///
/// # Examples
///
/// An hour of orders and reports passes in a minute:
///
/// ```
/// use imcloud_sandbox::{Clock, ScaledClock, SystemClock};
///
/// let clock = ScaledClock::new(SystemClock.now(), 60);
/// let real = clock.client_now();
/// assert!(clock.now() >= real);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ScaledClock {
    start: DateTime<Utc>,
    started: Instant,
    speed: u32,
}

impl ScaledClock {
    /// Creates a clock that shows `start` now and runs `speed` seconds in a second.
    #[must_use]
    pub fn new(start: DateTime<Utc>, speed: u32) -> Self {
        Self { start, started: Instant::now(), speed }
    }
}

impl Clock for ScaledClock {
    fn now(&self) -> DateTime<Utc> {
        later(self.start, self.started.elapsed().saturating_mul(self.speed))
    }

    fn client_now(&self) -> DateTime<Utc> {
        later(self.start, self.started.elapsed())
    }
}

/// Adds a duration to a time, up to the end of the calendar.
pub(crate) fn later(time: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    shifted(time, TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX))
}

/// Moves a time within the calendar.
pub(crate) fn shifted(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let limit = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    time.checked_add_signed(by).unwrap_or(limit)
}

/// Moves a date within the calendar. Negative numbers move it back.
pub(crate) fn days_later(date: NaiveDate, days: i64) -> NaiveDate {
    let moved = TimeDelta::try_days(days).and_then(|by| date.checked_add_signed(by));
    moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// Moves a date within the calendar. Negative numbers move it back.
pub(crate) fn months_later(date: NaiveDate, months: i64) -> NaiveDate {
    let by = u32::try_from(months.unsigned_abs()).map_or(Months::new(u32::MAX), Months::new);
    if months < 0 {
        date.checked_sub_months(by).unwrap_or(NaiveDate::MIN)
    } else {
        date.checked_add_months(by).unwrap_or(NaiveDate::MAX)
    }
}

pub(crate) fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// A clock that can be advanced, frozen and set, also if the clock below it cannot.
pub(crate) struct SandboxClock {
    clock: Arc<dyn Clock>,
    start: DateTime<Utc>,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    /// Differences to the clock below.
    ahead: TimeDelta,
    client_ahead: TimeDelta,
    frozen: Option<DateTime<Utc>>,
}

impl SandboxClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { start: clock.now(), clock, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let state = self.state();
        state.frozen.unwrap_or_else(|| shifted(self.clock.now(), state.ahead))
    }

    /// The time for tokens and budgets. It is never frozen: clients could not wait for them.
    pub(crate) fn client_now(&self) -> DateTime<Utc> {
        shifted(self.clock.client_now(), self.state().client_ahead)
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut state = self.state();
        let delta = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
        if !self.clock.advance(by) {
            state.ahead = state.ahead.checked_add(&delta).unwrap_or(TimeDelta::MAX);
            state.client_ahead = state.client_ahead.checked_add(&delta).unwrap_or(TimeDelta::MAX);
        }
        state.frozen = state.frozen.map(|time| shifted(time, delta));
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.state().frozen.is_some()
    }

    pub(crate) fn set_frozen(&self, frozen: bool) {
        let mut state = self.state();
        let below = self.clock.now();
        let now = state.frozen.unwrap_or_else(|| shifted(below, state.ahead));
        *state = State { ahead: now - below, frozen: frozen.then_some(now), ..*state };
    }

    pub(crate) fn set(&self, time: DateTime<Utc>) {
        let mut state = self.state();
        state.ahead = time - self.clock.now();
        state.frozen = state.frozen.map(|_| time);
    }

    /// Goes back to the time of the clock below; to the first time if that clock is advanced by hand.
    pub(crate) fn reset(&self) {
        *self.state() = State::default();
        if self.clock.advance(Duration::ZERO) {
            self.set(self.start);
        }
    }
}

/// Durations as numbers of seconds in JSON.
pub(crate) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        if duration.subsec_nanos() == 0 {
            serializer.serialize_u64(duration.as_secs())
        } else {
            serializer.serialize_f64(duration.as_secs_f64())
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds).map_err(|error| {
            D::Error::custom(format!("expected a number of seconds, not {seconds}: {error}"))
        })
    }
}

/// A duration that is a number of seconds in JSON, for those that may be absent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Seconds(#[serde(with = "seconds")] pub(crate) Duration);

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> DateTime<Utc> {
            DateTime::UNIX_EPOCH
        }
    }

    #[test]
    fn clock_that_cannot_be_set_is_advanced_by_sandbox() {
        let clock = SandboxClock::new(Arc::new(Fixed));
        clock.advance(Duration::from_secs(90));
        clock.advance(Duration::from_secs(10));
        assert_eq!(clock.now().timestamp(), 100);
        clock.set(DateTime::from_timestamp(50, 0).unwrap());
        assert_eq!((clock.now().timestamp(), clock.client_now().timestamp()), (50, 100));
        clock.reset();
        assert_eq!((clock.now().timestamp(), clock.client_now().timestamp()), (0, 0));
    }

    #[test]
    fn frozen_clock_advances_only_on_request() {
        let manual = ManualClock::default();
        let start = manual.now();
        let clock = SandboxClock::new(Arc::new(manual.clone()));
        clock.set_frozen(true);
        manual.advance(Duration::from_secs(100));
        assert_eq!((clock.now() - start).num_seconds(), 0);
        assert_eq!((clock.client_now() - start).num_seconds(), 100, "budgets refill");
        clock.advance(Duration::from_secs(5));
        assert_eq!((clock.now() - start).num_seconds(), 5);
        clock.set_frozen(false);
        manual.advance(Duration::from_secs(2));
        assert_eq!((clock.now() - start).num_seconds(), 7);
        clock.reset();
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn time_ends_with_calendar() {
        let manual = ManualClock::default();
        let clock = SandboxClock::new(Arc::new(Fixed));
        manual.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!((manual.now(), clock.now()), (DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MAX_UTC));
    }

    #[test]
    fn default_time_is_a_working_day() {
        assert_eq!(ManualClock::default().now().to_rfc3339(), "2026-01-15T09:00:00+00:00");
    }
}
