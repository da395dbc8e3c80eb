//! What a state means for those who wait.

use imcloud_raw::{
    Id,
    types::{
        AccountStatus, Customer, Order, OrderStatus, Report, ReportStatus, Subscription, SubscriptionStatus,
    },
};

use crate::{Client, error::Error};

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// It goes on, or its state is one that this version does not know.
    UnderWay,
    /// It is an order that waits for the renewal of its subscription, perhaps for months.
    Scheduled,
    /// It is what was waited for.
    Done,
    /// It went wrong, or came to rest in a state that does not lead to what was waited for.
    Failed,
    /// It was withdrawn or has ended.
    Cancelled,
}

/// What can be awaited: [`Order`], [`Customer`], [`Report`] and [`Subscription`]. Implemented by this crate alone.
///
/// # Examples
///
/// ```
/// use imcloud::{types::Order, wait::{Waitable, Stage}};
///
/// let order: Order = serde_json::from_str(r#"{"status": "processing", "scheduledOn": "renewal"}"#)?;
/// assert_eq!(order.stage(), Stage::Scheduled);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Waitable: Fetched {
    /// How far it is.
    fn stage(&self) -> Stage;

    /// Its state as the service writes it; `None` where it did not say.
    fn state(&self) -> Option<&str>;
}

/// Keeps the trait to this crate, and what it does to itself.
pub trait Fetched: Clone + std::fmt::Debug + Send + Sync + Sized + 'static {
    #[doc(hidden)]
    const KIND: &'static str;

    /// In seconds: how long to wait, and the first and the longest pause.
    #[doc(hidden)]
    const PATIENCE: (u64, u64, u64);

    #[doc(hidden)]
    fn id(&self) -> Option<&Id>;

    #[doc(hidden)]
    fn fetch(client: &Client, id: &Id) -> impl Future<Output = Result<Self, Error>> + Send;
}

macro_rules! awaited {
    ($type:ident by $accessor:ident, $kind:literal, $patience:expr, $stage:expr) => {
        impl Fetched for $type {
            const KIND: &'static str = $kind;
            const PATIENCE: (u64, u64, u64) = $patience;

            fn id(&self) -> Option<&Id> {
                self.id.as_ref()
            }

            async fn fetch(client: &Client, id: &Id) -> Result<Self, Error> {
                client.$accessor().get(id).await
            }
        }

        impl Waitable for $type {
            fn stage(&self) -> Stage {
                let stage: fn(&Self) -> Stage = $stage;
                stage(self)
            }

            fn state(&self) -> Option<&str> {
                self.status.as_ref().map(|status| status.as_str())
            }
        }
    };
}

awaited!(Order by orders, "order", (600, 2, 30), |order| match order.status {
    Some(OrderStatus::Completed) => Stage::Done,
    Some(OrderStatus::Error) => Stage::Failed,
    Some(OrderStatus::Cancelled) => Stage::Cancelled,
    // Whatever the word, it names an event to come.
    Some(OrderStatus::Processing) if order.scheduled_on.is_some() => Stage::Scheduled,
    _ => Stage::UnderWay,
});

awaited!(Customer by customers, "customer", (600, 2, 30), |customer| match customer.status {
    Some(AccountStatus::Active) => Stage::Done,
    Some(AccountStatus::Error | AccountStatus::CreditHold | AccountStatus::AdminHold) => Stage::Failed,
    Some(AccountStatus::Cancelled) => Stage::Cancelled,
    _ => Stage::UnderWay,
});

awaited!(Report by reports, "report", (1800, 5, 60), |report| match report.status {
    Some(ReportStatus::Completed) => Stage::Done,
    Some(ReportStatus::Error) => Stage::Failed,
    _ => Stage::UnderWay,
});

awaited!(Subscription by subscriptions, "subscription", (1800, 5, 60), |subscription| match subscription.status {
    Some(SubscriptionStatus::Active) => Stage::Done,
    Some(SubscriptionStatus::Hold) => Stage::Failed,
    Some(SubscriptionStatus::Terminated | SubscriptionStatus::Removed) => Stage::Cancelled,
    _ => Stage::UnderWay,
});

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_listed_state_has_a_stage_and_others_are_waited_on() {
        fn stages<T: Waitable + serde::de::DeserializeOwned>(states: &[&str]) -> Vec<Stage> {
            let of = |state: &&str| serde_json::from_value::<T>(json!({ "status": state })).unwrap().stage();
            states.iter().map(of).collect()
        }
        use Stage::{Cancelled, Done, Failed, UnderWay};
        assert_eq!(
            stages::<Order>(&["submitted", "processing", "completed", "error", "cancelled", "paused"]),
            [UnderWay, UnderWay, Done, Failed, Cancelled, UnderWay]
        );
        assert_eq!(
            stages::<Customer>(&[
                "pending",
                "active",
                "creditHold",
                "adminHold",
                "error",
                "cancelled",
                "new"
            ]),
            [UnderWay, Done, Failed, Failed, Failed, Cancelled, UnderWay]
        );
        assert_eq!(
            stages::<Report>(&["submitted", "processing", "completed", "error", "unknown", "new"]),
            [UnderWay, UnderWay, Done, Failed, UnderWay, UnderWay]
        );
        assert_eq!(
            stages::<Subscription>(&["pending", "active", "hold", "terminated", "removed", "unknown"]),
            [UnderWay, Done, Failed, Cancelled, Cancelled, UnderWay]
        );
        assert_eq!(serde_json::from_value::<Order>(json!({})).unwrap().stage(), UnderWay);
    }

    #[test]
    fn an_order_at_renewal_is_recognised_once_it_is_accepted() {
        let stage = |status: &str, on: &str| {
            serde_json::from_value::<Order>(json!({"status": status, "scheduledOn": on})).unwrap().stage()
        };
        assert_eq!(stage("submitted", "renewal"), Stage::UnderWay);
        assert_eq!(stage("processing", "renewal"), Stage::Scheduled);
        assert_eq!(stage("processing", "some other event"), Stage::Scheduled);
        assert_eq!(stage("completed", "renewal"), Stage::Done);
        assert_eq!(stage("cancelled", "renewal"), Stage::Cancelled);
    }
}
