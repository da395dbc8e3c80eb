//! Inventory queries.

use std::{collections::HashSet, sync::Arc};

use imcloud_raw::{
    Id,
    types::{SubscriptionStatus, SubscriptionSummary},
};

use super::InventoryRows;
use crate::{Client, SubscriptionFilter};

/// A query of the license inventory. Created by
/// [`Licenses::inventory`](crate::licenses::Licenses::inventory). Sends nothing before its rows are read.
///
/// # Examples
///
/// ```
/// use imcloud::{Totals, licenses::InventoryError};
/// # use imcloud::Client;
/// # use imcloud_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = Sandbox::builder().seed(7).start().await?;
/// # let login = sandbox.credentials();
/// # let client = Client::builder()
/// #     .base_url(sandbox.base_url())
/// #     .marketplace(&login.marketplace)
/// #     .login(&login.username, login.password.expose())
/// #     .subscription_key(login.subscription_key.expose())
/// #     .build()?;
/// let mut totals = Totals::new();
/// let mut rows = client.licenses().inventory().concurrency(4).rows();
/// while let Some(row) = rows.next().await {
///     match row {
///         Ok(row) => {
///             println!("{:?}: {:?} of {:?}", row.customer_name, row.seats, row.product_name);
///             if let Some(price) = &row.extended_price {
///                 totals.add(price)?;
///             }
///         }
///         Err(InventoryError::Skipped(skipped)) => eprintln!("{skipped}"),
///         Err(error) => return Err(error.into()),
///     }
/// }
/// println!("{totals}");
/// # assert!(!totals.is_zero());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an inventory reads nothing before `rows`"]
pub struct Inventory {
    pub(super) client: Client,
    pub(super) scope: Scope,
    pub(super) concurrency: usize,
}

/// The filters of an inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) customer: Option<Id>,
    pub(super) states: States,
    /// Ids of skipped subscriptions.
    skipped: Arc<HashSet<Id>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum States {
    #[default]
    NotEnded,
    Every,
    One(SubscriptionStatus),
}

impl Scope {
    pub(super) fn filter(&self) -> SubscriptionFilter {
        let mut filter = SubscriptionFilter::new();
        filter.customer_id.clone_from(&self.customer);
        if let States::One(status) = &self.states {
            filter.status = Some(status.clone());
        }
        filter
    }

    /// Returns whether a list item passes the filters. A missing property passes.
    pub(super) fn holds(&self, row: &SubscriptionSummary) -> bool {
        let of_customer = match (&self.customer, &row.customer_id) {
            (Some(wanted), Some(id)) => wanted == id,
            _ => true,
        };
        let in_state = match (&self.states, &row.status) {
            (States::NotEnded, Some(status)) => !has_ended(status),
            (States::One(wanted), Some(status)) => wanted == status,
            _ => true,
        };
        of_customer && in_state && !row.id.as_ref().is_some_and(|id| self.skipped.contains(id))
    }
}

pub(super) fn has_ended(status: &SubscriptionStatus) -> bool {
    matches!(status, SubscriptionStatus::Terminated | SubscriptionStatus::Removed)
}

impl Inventory {
    pub(in crate::licenses) fn new(client: &Client) -> Self {
        Self { client: client.clone(), scope: Scope::default(), concurrency: 8 }
    }

    /// Includes only this customer.
    pub fn customer(mut self, id: impl Into<Id>) -> Self {
        self.scope.customer = Some(id.into());
        self
    }

    /// Includes only subscriptions with this status. Defaults to every status except `terminated` and
    /// `removed`.
    pub fn status(mut self, status: impl Into<SubscriptionStatus>) -> Self {
        self.scope.states = States::One(status.into());
        self
    }

    /// Includes subscriptions with any status. Most subscriptions have ended (observed), and each costs a
    /// call.
    pub fn all_statuses(mut self) -> Self {
        self.scope.states = States::Every;
        self
    }

    /// Sets the number of subscriptions fetched concurrently. Defaults to 8, from 1 to 64. The client's rate
    /// limit applies as well.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.clamp(1, 64);
        self
    }

    /// Skips these subscriptions, which then cost no call: for example those that an interrupted inventory
    /// has read.
    pub fn skip(mut self, subscriptions: impl IntoIterator<Item = Id>) -> Self {
        self.scope.skipped = Arc::new(subscriptions.into_iter().collect());
        self
    }

    /// Returns the rows in the order of the list of subscriptions, newest first.
    pub fn rows(self) -> InventoryRows {
        InventoryRows::new(&self)
    }
}
