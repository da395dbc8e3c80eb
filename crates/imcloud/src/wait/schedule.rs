//! The schedule of polls.

use std::time::{Duration, Instant};

use crate::runtime::Runtime;

/// A poll interval. It grows by 1.5x up to a maximum, with up to 25 % jitter, so that many waiting tasks do
/// not poll at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    first: Duration,
    max: Duration,
}

impl Interval {
    /// Shorter delays would only use up the rate limit.
    const MIN: Duration = Duration::from_millis(100);

    /// Creates an interval that grows from `first` to `max`. Both are raised to 0.1 seconds, and `max` to
    /// `first`.
    #[must_use]
    pub fn growing(first: Duration, max: Duration) -> Self {
        let first = first.max(Self::MIN);
        Self { first, max: max.max(first) }
    }

    /// Creates an interval that does not grow. It has the same jitter.
    #[must_use]
    pub fn steady(delay: Duration) -> Self {
        Self::growing(delay, delay)
    }

    /// Returns the delay after a number of polls, 1 and up.
    pub(crate) fn delay(self, polls: u32, random: u64) -> Duration {
        // After this many steps even the shortest delay has grown to years.
        let steps = polls.saturating_sub(1).min(60);
        let grow = |delay: Duration, _| (delay.saturating_add(delay / 2)).min(self.max);
        let full = (0..steps).fold(self.first, grow);
        // 0 to 65,535 parts of a quarter.
        let part = u32::from(u16::try_from(random >> 48).unwrap_or(u16::MAX));
        full - full / 4 / u32::from(u16::MAX) * part
    }
}

/// The time limit of an operation that consists of several calls. `Duration::MAX` means no limit.
pub(crate) struct TimeLimit<'a> {
    runtime: &'a dyn Runtime,
    started: Instant,
    limit: Duration,
}

impl<'a> TimeLimit<'a> {
    /// The last poll begins this long before the limit, so that its response arrives in time.
    const RESERVE: Duration = Duration::from_secs(2);

    pub(crate) fn start(runtime: &'a dyn Runtime, limit: Duration) -> Self {
        Self { runtime, started: runtime.now(), limit }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.runtime.now().saturating_duration_since(self.started)
    }

    pub(crate) fn left(&self) -> Duration {
        self.limit.saturating_sub(self.elapsed())
    }

    /// Returns the time until the last poll has to begin, zero if it has begun.
    pub(crate) fn until_last_poll(&self) -> Duration {
        self.left().saturating_sub(Self::RESERVE.min(self.limit / 4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_the_maximum() {
        let interval = Interval::growing(Duration::from_secs(2), Duration::from_secs(30));
        let delays =
            |random| (1..=9).map(|polls| interval.delay(polls, random).as_secs_f64()).collect::<Vec<_>>();
        assert_eq!(delays(0), [2.0, 3.0, 4.5, 6.75, 10.125, 15.1875, 22.78125, 30.0, 30.0]);
        for (full, short) in delays(0).into_iter().zip(delays(u64::MAX)) {
            assert!((short - full * 0.75).abs() < 0.001, "{short} of {full}");
        }
        assert_eq!(interval.delay(u32::MAX, 0), Duration::from_secs(30));
    }

    #[test]
    fn short_delays_are_raised() {
        let interval = Interval::growing(Duration::ZERO, Duration::ZERO);
        assert!(interval.delay(1, u64::MAX) >= Duration::from_millis(75));
        assert_eq!(
            Interval::growing(Duration::from_secs(9), Duration::ZERO),
            Interval::steady(Duration::from_secs(9))
        );
    }

    #[test]
    fn endless_interval_does_not_overflow() {
        let interval = Interval::growing(Duration::MAX, Duration::MAX);
        for polls in [1, 2, u32::MAX] {
            assert_eq!(interval.delay(polls, 0), Duration::MAX);
            assert!(interval.delay(polls, u64::MAX) >= Duration::MAX / 4 * 3);
        }
    }
}
