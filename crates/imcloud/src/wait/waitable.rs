//! Objects that can be waited for, and the meaning of their states.

use imcloud_raw::{
    Id,
    types::{
        AccountStatus, Customer, Order, OrderStatus, Report, ReportStatus, Subscription, SubscriptionStatus,
    },
};

use crate::{Client, error::Error};

/// The progress of an object towards its final state.
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

/// An object that can be waited for: [`Order`], [`Customer`], [`Report`] or [`Subscription`]. Implemented by
/// this crate only.
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
}
