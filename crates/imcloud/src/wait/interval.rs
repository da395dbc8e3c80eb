//! How often something is looked at.

use std::time::Duration;

/// Pauses between looks: each half as long again as the one before, up to a longest one, and each shortened by chance by up to a quarter, so that many who
/// wait do not look at the same moment.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use imcloud::wait::Interval;
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::wait::WaitError<imcloud::types::Order>> {
/// let every_minute = Interval::steady(Duration::from_secs(60));
/// client.orders().wait_for("1000042").interval(every_minute).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    first: Duration,
    longest: Duration,
}

impl Interval {
    /// The shortest pause that is made. Less would only spend the rate limit.
    const SHORTEST: Duration = Duration::from_millis(100);

    /// Pauses that begin with `first` and grow to `longest`. Neither is taken as less than 0.1 seconds, and `longest` not as less than `first`.
    #[must_use]
    pub fn growing(first: Duration, longest: Duration) -> Self {
        let first = first.max(Self::SHORTEST);
        Self { first, longest: longest.max(first) }
    }

    /// Pauses that do not grow, shortened by chance like the others.
    #[must_use]
    pub fn steady(pause: Duration) -> Self {
        Self::growing(pause, pause)
    }

    /// The pause after so many looks, 1 and up.
    pub(crate) fn pause(self, looks: u32, random: u64) -> Duration {
        // Beyond this many steps even the shortest pause has grown to years.
        let steps = looks.saturating_sub(1).min(60);
        let full = (0..steps).fold(self.first, |pause, _| pause.saturating_mul(3) / 2).min(self.longest);
        // A share of 0 to 65,535 parts of a quarter.
        let part = u32::from(u16::try_from(random >> 48).unwrap_or(u16::MAX));
        full - full / 4 / u32::from(u16::MAX) * part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_by_half_up_to_the_longest_and_are_shortened_by_a_quarter_at_most() {
        let interval = Interval::growing(Duration::from_secs(2), Duration::from_secs(30));
        let pauses =
            |random| (1..=9).map(|looks| interval.pause(looks, random).as_secs_f64()).collect::<Vec<_>>();
        assert_eq!(pauses(0), [2.0, 3.0, 4.5, 6.75, 10.125, 15.1875, 22.78125, 30.0, 30.0]);
        for (full, short) in pauses(0).into_iter().zip(pauses(u64::MAX)) {
            assert!((short - full * 0.75).abs() < 0.001, "{short} of {full}");
        }
        assert_eq!(interval.pause(u32::MAX, 0), Duration::from_secs(30));
    }

    #[test]
    fn a_pause_is_never_so_short_that_looking_would_not_end() {
        let interval = Interval::growing(Duration::ZERO, Duration::ZERO);
        assert!(interval.pause(1, u64::MAX) >= Duration::from_millis(75));
        assert_eq!(
            Interval::growing(Duration::from_secs(9), Duration::ZERO),
            Interval::steady(Duration::from_secs(9))
        );
    }
}
