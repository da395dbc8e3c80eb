//! The license inventory: one row for each product of each subscription.
//!
//! ```text
//! customers --> names ------------------.
//! list of subscriptions --> filters --> details, several at a time, in order --> rows
//! ```
//!
//! A subscription that cannot be read is an error in the stream, which continues. A failure that affects
//! every subscription ends the stream. [`InventoryError::is_final`] distinguishes them.

mod details;
mod row;

use std::{
    collections::HashSet,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    vec,
};

use futures_core::Stream;
use futures_util::StreamExt;
use imcloud_raw::{
    Id,
    types::{SubscriptionStatus, SubscriptionSummary},
};

use self::details::Found;
pub(super) use self::details::rows_of;
pub use self::row::{InventoryError, InventoryRow, SkipReason, SkippedSubscription};
use crate::{Client, SubscriptionFilter};

/// A query of the license inventory. Created by
/// [`Licenses::inventory`](crate::licenses::Licenses::inventory). Sends nothing before its rows are read.
///
/// # Examples
///
/// ```
/// use imcloud::{Totals, licenses::InventoryError};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (_sandbox, client) = doc::start().await?;
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
    client: Client,
    scope: Scope,
    concurrency: usize,
}

/// The filters of an inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Scope {
    customer: Option<Id>,
    states: States,
    /// Ids of skipped subscriptions.
    skipped: Arc<HashSet<Id>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum States {
    #[default]
    NotEnded,
    Every,
    One(SubscriptionStatus),
}

impl Scope {
    fn filter(&self) -> SubscriptionFilter {
        let mut filter = SubscriptionFilter::new();
        filter.customer_id.clone_from(&self.customer);
        if let States::One(status) = &self.states {
            filter.status = Some(status.clone());
        }
        filter
    }

    /// Returns true if a list item passes the filters. A missing property passes.
    fn holds(&self, item: &SubscriptionSummary) -> bool {
        let of_customer =
            self.customer.is_none() || item.customer_id.is_none() || self.customer == item.customer_id;
        let in_state = item.status.as_ref().is_none_or(|status| match &self.states {
            States::NotEnded => !has_ended(status),
            States::Every => true,
            States::One(wanted) => wanted == status,
        });
        of_customer && in_state && !self.skipped.contains(&item.id)
    }
}

/// Returns true for the final statuses of a subscription, `terminated` and `removed`.
#[must_use]
pub fn has_ended(status: &SubscriptionStatus) -> bool {
    matches!(status, SubscriptionStatus::Terminated | SubscriptionStatus::Removed)
}

setters! { impl Inventory {
    /// Includes only this customer.
    customer(id: impl Into<Id>) => scope.customer = Some(id.into());
    /// Includes only subscriptions with this status. Defaults to every status except `terminated` and
    /// `removed`.
    status(status: impl Into<SubscriptionStatus>) => scope.states = States::One(status.into());
    /// Includes subscriptions with any status. Most subscriptions have ended (observed), and each costs a
    /// call.
    all_statuses() => scope.states = States::Every;
    /// Sets the number of subscriptions fetched concurrently. Defaults to 8, from 1 to 64. The client's rate
    /// limit applies as well.
    concurrency(calls: usize) => concurrency = calls.clamp(1, 64);
    /// Skips these subscriptions, which then cost no call: for example those that an interrupted inventory
    /// has read.
    skip(subscriptions: impl IntoIterator<Item = Id>) => scope.skipped = Arc::new(subscriptions.into_iter().collect());
}}

impl Inventory {
    pub(super) fn new(client: &Client) -> Self {
        Self { client: client.clone(), scope: Scope::default(), concurrency: 8 }
    }

    /// Returns the rows in the order of the list of subscriptions, newest first.
    pub fn rows(self) -> InventoryRows {
        InventoryRows {
            subscriptions: Some(Box::pin(details::subscriptions(self))),
            rows: Vec::new().into_iter(),
            failures: 0,
            final_error: None,
            missing: 0,
        }
    }
}

/// The number of consecutive failures that ends an inventory.
const MAX_FAILURES: usize = 25;

/// The rows of an inventory. Yields errors about single subscriptions as well. Ends after the last row, or
/// after an error that [`is_final`](InventoryError::is_final).
#[must_use = "a stream does nothing until it is polled"]
pub struct InventoryRows {
    /// `None` after the end.
    subscriptions: Option<Pin<Box<dyn Stream<Item = Found> + Send>>>,
    /// The remaining rows of the current subscription.
    rows: vec::IntoIter<InventoryRow>,
    /// The number of consecutive subscriptions that could not be read.
    failures: usize,
    /// The error that ends the stream.
    final_error: Option<InventoryError>,
    missing: u64,
}

impl InventoryRows {
    /// Returns the next row, or `None` after the last one or a final error.
    pub async fn next(&mut self) -> Option<Result<InventoryRow, InventoryError>> {
        StreamExt::next(self).await
    }

    /// Returns the next row, or `None` after the last one or a final error.
    ///
    /// # Errors
    /// [`InventoryError`]. The stream continues after one that is not [final](InventoryError::is_final).
    pub async fn try_next(&mut self) -> Result<Option<InventoryRow>, InventoryError> {
        self.next().await.transpose()
    }

    /// Returns the number of subscriptions that the total of their list counts and the service did not list:
    /// see [`Items::missing`](crate::Items::missing). Zero before the end of the inventory.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }
}

impl Stream for InventoryRows {
    type Item = Result<InventoryRow, InventoryError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if let Some(error) = this.final_error.take() {
                this.subscriptions = None;
                return Poll::Ready(Some(Err(error)));
            }
            let Some(subscriptions) = &mut this.subscriptions else { return Poll::Ready(None) };
            match subscriptions.as_mut().poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => this.subscriptions = None,
                Poll::Ready(Some(Found::Rows(rows))) => {
                    this.failures = 0;
                    this.rows = rows.into_iter();
                }
                Poll::Ready(Some(Found::Missing(missing))) => this.missing = missing,
                Poll::Ready(Some(Found::End(error))) => this.final_error = Some(error),
                Poll::Ready(Some(Found::Skipped(skipped))) => {
                    this.failures += 1;
                    if this.failures == MAX_FAILURES {
                        let failures = this.failures;
                        this.final_error = Some(InventoryError::GivenUp { failures, last: skipped.clone() });
                    }
                    return Poll::Ready(Some(Err(InventoryError::Skipped(skipped))));
                }
            }
        }
    }
}

impl_debug!(InventoryRows, self);
