//! Waiting for a final state by polling: the API has no notifications.
//!
//! | object | method | done | failed | cancelled |
//! | --- | --- | --- | --- | --- |
//! | order | [`Orders::wait_for`] | `completed` | `error` | `cancelled` |
//! | customer | [`Customers::wait_for`] | `active` | `error`, `creditHold`, `adminHold` | `cancelled` |
//! | report | [`Reports::wait_for`] | `completed` | `error` | |
//! | subscription | [`Subscriptions::wait_for`] | `active` | `hold` | `terminated`, `removed` |
//!
//! In every other state, unknown ones included, the client keeps polling. [`Waiting`] sets how long and how
//! often. [`WaitError`] distinguishes the other outcomes.
//!
//! **Orders at renewal.** A change that is scheduled for the renewal of its subscription stays `processing`
//! until then, for months with an annual term (observed). Waiting ends with [`WaitError::Scheduled`] once
//! such an order is `processing`. The client recognizes it by `scheduledOn`, a property of order details that
//! items of lists do not have (observed).
//!
//! [`Customers::wait_for`]: crate::resources::Customers::wait_for
//! [`Orders::wait_for`]: crate::resources::Orders::wait_for
//! [`Reports::wait_for`]: crate::resources::Reports::wait_for
//! [`Subscriptions::wait_for`]: crate::resources::Subscriptions::wait_for

mod waiting;

use std::time::{Duration, Instant};

use imcloud_raw::{
    Id,
    types::{
        AccountStatus, Customer, Order, OrderStatus, Report, ReportStatus, Subscription, SubscriptionStatus,
    },
};

use crate::{Client, error::Error, runtime::Runtime};
pub(crate) use waiting::NOT_FOUND_TOLERANCE;
pub use waiting::{WaitError, WaitUpdate, Waiting};

/// The progress of an object towards its final state.
///
/// Example: see [`Waitable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Progress {
    /// It is being processed, or its state is unknown to this version.
    Pending,
    /// It is an order that waits for the renewal of its subscription, possibly for months.
    Scheduled,
    /// It has reached the expected state.
    Done,
    /// It failed, or is in a state that does not lead to the expected one.
    Failed,
    /// It was cancelled or has ended.
    Cancelled,
}

/// An object to wait for, which only [`Order`], [`Customer`], [`Report`] and [`Subscription`] implement.
///
/// # Examples
///
/// ```
/// use imcloud::{types::Order, wait::{Progress, Waitable}};
///
/// let order: Order = serde_json::from_str(r#"{"status": "processing", "scheduledOn": "renewal"}"#)?;
/// assert_eq!(order.progress(), Progress::Scheduled);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Waitable: Fetched {
    /// Returns the progress.
    fn progress(&self) -> Progress;

    /// Returns the status as sent by the service; `None` if it sent none.
    fn state(&self) -> Option<&str>;
}

/// The private part of [`Waitable`], which also seals it.
pub trait Fetched: Clone + std::fmt::Debug + Send + Sync + Sized + 'static {
    #[doc(hidden)]
    const KIND: &'static str;

    /// Timeout, first and longest poll interval in seconds.
    #[doc(hidden)]
    const DEFAULTS: (u64, u64, u64);

    #[doc(hidden)]
    fn id(&self) -> &Id;

    #[doc(hidden)]
    fn fetch(client: &Client, id: &Id) -> impl Future<Output = Result<Self, Error>> + Send;
}

macro_rules! waitable {
    ($type:ident by $accessor:ident, $kind:literal, $defaults:expr, $progress:expr) => {
        impl Fetched for $type {
            const KIND: &'static str = $kind;
            const DEFAULTS: (u64, u64, u64) = $defaults;

            fn id(&self) -> &Id {
                &self.id
            }

            async fn fetch(client: &Client, id: &Id) -> Result<Self, Error> {
                client.$accessor().get(id).await
            }
        }

        impl Waitable for $type {
            fn progress(&self) -> Progress {
                let progress: fn(&Self) -> Progress = $progress;
                progress(self)
            }

            fn state(&self) -> Option<&str> {
                self.status.as_ref().map(|status| status.as_str())
            }
        }
    };
}

waitable!(Order by orders, "order", (600, 2, 30), |order| match order.status {
    Some(OrderStatus::Completed) => Progress::Done,
    Some(OrderStatus::Error) => Progress::Failed,
    Some(OrderStatus::Cancelled) => Progress::Cancelled,
    // Every value names a future event.
    Some(OrderStatus::Processing) if order.scheduled_on.is_some() => Progress::Scheduled,
    _ => Progress::Pending,
});

waitable!(Customer by customers, "customer", (600, 2, 30), |customer| match customer.status {
    Some(AccountStatus::Active) => Progress::Done,
    Some(AccountStatus::Error | AccountStatus::CreditHold | AccountStatus::AdminHold) => Progress::Failed,
    Some(AccountStatus::Cancelled) => Progress::Cancelled,
    _ => Progress::Pending,
});

waitable!(Report by reports, "report", (1800, 5, 60), |report| match report.status {
    Some(ReportStatus::Completed) => Progress::Done,
    Some(ReportStatus::Error) => Progress::Failed,
    _ => Progress::Pending,
});

waitable!(Subscription by subscriptions, "subscription", (1800, 5, 60), |subscription| match subscription.status {
    Some(SubscriptionStatus::Active) => Progress::Done,
    Some(SubscriptionStatus::Hold) => Progress::Failed,
    Some(SubscriptionStatus::Terminated | SubscriptionStatus::Removed) => Progress::Cancelled,
    _ => Progress::Pending,
});

/// A poll interval. It grows by 1.5x up to a maximum, with up to 25 % jitter against simultaneous polls.
///
/// Example: see [`Waiting`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    first: Duration,
    max: Duration,
}

impl Interval {
    /// Shorter delays would only use up the rate limit.
    const MIN: Duration = Duration::from_millis(100);

    /// Creates an interval from `first` to `max`. Both are raised to 0.1 seconds, and `max` to `first`.
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
    use serde_json::json;

    use super::*;

    #[test]
    fn unknown_states_are_pending() {
        fn progress<T: Waitable + serde::de::DeserializeOwned>(states: &[&str]) -> Vec<Progress> {
            let of =
                |state: &&str| serde_json::from_value::<T>(json!({ "status": state })).unwrap().progress();
            states.iter().map(of).collect()
        }
        use Progress::{Cancelled, Done, Failed, Pending};
        assert_eq!(
            progress::<Order>(&["submitted", "processing", "completed", "error", "cancelled", "paused"]),
            [Pending, Pending, Done, Failed, Cancelled, Pending]
        );
        assert_eq!(
            progress::<Customer>(&[
                "pending",
                "active",
                "creditHold",
                "adminHold",
                "error",
                "cancelled",
                "new"
            ]),
            [Pending, Done, Failed, Failed, Failed, Cancelled, Pending]
        );
        assert_eq!(
            progress::<Report>(&["submitted", "processing", "completed", "error", "unknown", "new"]),
            [Pending, Pending, Done, Failed, Pending, Pending]
        );
        assert_eq!(
            progress::<Subscription>(&["pending", "active", "hold", "terminated", "removed", "unknown"]),
            [Pending, Done, Failed, Cancelled, Cancelled, Pending]
        );
        assert_eq!(serde_json::from_value::<Order>(json!({})).unwrap().progress(), Pending);
    }

    #[test]
    fn accepted_order_at_renewal_is_scheduled() {
        let progress = |status: &str, on: &str| {
            serde_json::from_value::<Order>(json!({"status": status, "scheduledOn": on})).unwrap().progress()
        };
        assert_eq!(progress("submitted", "renewal"), Progress::Pending);
        assert_eq!(progress("processing", "renewal"), Progress::Scheduled);
        assert_eq!(progress("processing", "some other event"), Progress::Scheduled);
        assert_eq!(progress("completed", "renewal"), Progress::Done);
        assert_eq!(progress("cancelled", "renewal"), Progress::Cancelled);
    }

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
