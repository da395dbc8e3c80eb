//! The license inventory: one row for each product of each subscription.
//!
//! ```text
//! customers --> names ------------------.
//! list of subscriptions --> filters --> details, several at a time, in order --> rows
//! ```
//!
//! A subscription that cannot be read is an error in the stream, which continues. A failure that affects
//! every subscription ends the stream. [`InventoryError::is_final`] distinguishes them.

mod row;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use futures_util::{
    FutureExt as _, StreamExt,
    future::{self, Either},
    stream::{self, BoxStream},
};
use imcloud_raw::{
    Id,
    types::{SubscriptionStatus, SubscriptionSummary},
};

pub use self::row::{InventoryError, InventoryRow, SkipReason, SkippedSubscription};
use crate::{Client, SubscriptionFilter, error::Error, runtime::Background};

/// A query of the license inventory. Created by
/// [`Licenses::inventory`](crate::licenses::Licenses::inventory). Sends nothing before its rows are read.
///
/// # Examples
///
/// ```
/// use imcloud::{Totals, licenses::inventory::{InventoryError, SkipReason}};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
/// # doc::run(async |_sandbox, client| {
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
///         Err(InventoryError::Skipped(skipped)) => match &skipped.reason {
///             SkipReason::Call(error) => eprintln!("{:?}: {error}", skipped.subscription_id),
///             _ => eprintln!("{skipped}"),
///         },
///         Err(error) => return Err(error.into()),
///     }
/// }
/// println!("{totals}");
/// # assert!(!totals.is_zero());
/// # Ok(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
#[must_use = "an inventory reads nothing before `rows`"]
pub struct Inventory {
    client: Client,
    scope: Scope,
    concurrency: usize,
}

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

setters! { blocking impl Inventory {
    /// Includes only this customer.
    customer(id: impl Into<Id>) => scope.customer = Some(id.into());
    /// Includes only subscriptions with this status. Defaults to all but `terminated` and `removed`.
    status(status: impl Into<SubscriptionStatus>) => scope.states = States::One(status.into());
    /// Includes subscriptions with any status. Most have ended (observed), and each costs a call.
    all_statuses() => scope.states = States::Every;
    /// Sets the number of subscriptions fetched concurrently. Defaults to 8, from 1 to 64.
    concurrency(calls: usize) => concurrency = calls.clamp(1, 64);
    /// Skips these subscriptions, which cost no call: for example those read before an interruption.
    skip(subscriptions: impl IntoIterator<Item = Id>) => scope.skipped = Arc::new(subscriptions.into_iter().collect());
}}

impl Inventory {
    pub(super) fn new(client: &Client) -> Self {
        Self { client: client.clone(), scope: Scope::default(), concurrency: 8 }
    }

    /// Returns the rows in the order of the list of subscriptions, newest first.
    pub fn rows(self) -> InventoryRows {
        let subscriptions = Some(subscriptions(self).boxed());
        InventoryRows { subscriptions, ready: VecDeque::new(), failures: 0, missing: 0 }
    }
}

const MAX_FAILURES: usize = 25;

/// Rows of an inventory, and errors about single subscriptions. Ends after the last row or an error that
/// [`is_final`](InventoryError::is_final).
///
/// Example: see [`Inventory`].
#[must_use = "a stream does nothing until it is polled"]
pub struct InventoryRows {
    /// `None` after the end.
    subscriptions: Option<BoxStream<'static, Found>>,
    /// The remaining rows and errors of the subscriptions that were read.
    ready: VecDeque<Result<InventoryRow, InventoryError>>,
    /// The number of consecutive subscriptions that could not be read.
    failures: usize,
    missing: u64,
}

impl InventoryRows {
    next_methods!(InventoryRow, InventoryError);
}

getters! { impl InventoryRows {
    /// Returns the number of subscriptions that the service counts and did not list, zero before the end: see
    /// [`Items::missing`](crate::Items::missing).
    missing(self) -> u64 = self.missing;
}}

impl Stream for InventoryRows {
    type Item = Result<InventoryRow, InventoryError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.ready.pop_front() {
                return Poll::Ready(Some(row));
            }
            let Some(subscriptions) = &mut this.subscriptions else { return Poll::Ready(None) };
            match ready!(subscriptions.as_mut().poll_next(context)) {
                None => this.subscriptions = None,
                Some(Found::Rows(rows)) => {
                    this.failures = 0;
                    this.ready.extend(rows.into_iter().map(Ok));
                }
                Some(Found::Missing(missing)) => this.missing = missing,
                Some(Found::End(error)) => {
                    this.subscriptions = None;
                    this.ready.push_back(Err(error));
                }
                Some(Found::Skipped(last)) => {
                    this.failures += 1;
                    this.ready.push_back(Err(InventoryError::Skipped(last.clone())));
                    if this.failures == MAX_FAILURES {
                        this.subscriptions = None;
                        let failures = this.failures;
                        this.ready.push_back(Err(InventoryError::GivenUp { failures, last }));
                    }
                }
            }
        }
    }
}

impl_debug!(InventoryRows, self);

/// A subscription of an inventory, or its end.
#[derive(Debug)]
enum Found {
    Rows(Vec<InventoryRow>),
    Skipped(Box<SkippedSubscription>),
    /// The list of subscriptions has ended, this number short of its total.
    Missing(u64),
    End(InventoryError),
}

/// Returns every subscription in the order of the list, with several calls in flight, up to [`Found::End`].
fn subscriptions(inventory: Inventory) -> impl Stream<Item = Found> + Send {
    let Inventory { client, scope, concurrency } = inventory;
    let client = client.for_lists();
    let names = {
        let (client, customer) = (client.clone(), scope.customer.clone());
        async move { names(&client, customer.as_ref()).await }
    };
    stream::once(names).flat_map(move |names| {
        let names = match names {
            Ok(names) => Arc::new(names),
            Err(error) => return stream::iter([Found::End(InventoryError::Ended(error))]).left_stream(),
        };
        // The next page is a background task, because the list is not polled while details are read.
        let items = client.subscriptions().list().filter(scope.filter()).prefetch(1).items();
        let listed = stream::unfold(Some((items, scope.clone())), |list| async {
            let (mut items, scope) = list?;
            loop {
                return Some(match items.next().await {
                    Some(Ok(item)) if !scope.holds(&item) => continue,
                    Some(Ok(item)) => (Ok(item), Some((items, scope))),
                    Some(Err(error)) => (Err(Found::End(InventoryError::Ended(error))), None),
                    None => (Err(Found::Missing(items.missing())), None),
                });
            }
        });
        let client = client.clone();
        let details = listed.map(move |listed| match listed {
            Ok(item) => Either::Left(fetch(&client, &names, item)),
            Err(found) => Either::Right(future::ready(found)),
        });
        details.buffered(concurrency).right_stream()
    })
}

fn fetch(client: &Client, names: &Arc<HashMap<Id, Name>>, item: SubscriptionSummary) -> Background<Found> {
    let (client, names, item) = (client.clone(), Arc::clone(names), Arc::new(item));
    Background::spawn(&client.stack().sender.runtime.clone(), move || {
        let (client, names, item) = (client.clone(), Arc::clone(&names), Arc::clone(&item));
        async move { fetch_one(&client, &names, &item).await }.boxed()
    })
}

async fn fetch_one(client: &Client, names: &HashMap<Id, Name>, item: &SubscriptionSummary) -> Found {
    let customer = item.customer_id.as_ref().and_then(|id| names.get(id));
    let reason = match item.id.is_empty() {
        true => SkipReason::NoId,
        false => match client.subscriptions().get(&item.id).await {
            Ok(mut detail) => {
                // The response may lack what the list reports.
                detail.id.clone_from(&item.id);
                detail.customer_id = detail.customer_id.or_else(|| item.customer_id.clone());
                match InventoryRow::of(&detail, customer) {
                    Ok(rows) => return Found::Rows(rows),
                    Err(reason) => reason,
                }
            }
            Err(error) if concerns_all(&error) => return Found::End(InventoryError::Ended(error)),
            Err(error) => SkipReason::Call(error),
        },
    };
    Found::Skipped(Box::new(SkippedSubscription {
        subscription_id: Some(item.id.clone()).filter(|id| !id.is_empty()),
        subscription_name: item.name.clone(),
        customer_name: customer.and_then(|customer| customer.name.clone()),
        customer_id: item.customer_id.clone(),
        reason,
    }))
}

/// Returns true if the next subscription would fail in the same way.
fn concerns_all(error: &Error) -> bool {
    error.is_authentication() || error.is_quota_exceeded() || error.is_rate_limited() || error.is_connect()
}

pub(super) async fn rows_of(client: &Client, id: Id) -> Result<Vec<InventoryRow>, InventoryError> {
    let mut detail = client.subscriptions().get(&id).await.map_err(InventoryError::Ended)?;
    let customer = match &detail.customer_id {
        Some(id) => Some(Name::fetch(client, id).await.map_err(InventoryError::Ended)?),
        None => None,
    };
    detail.id.clone_from(&id);
    InventoryRow::of(&detail, customer.as_ref()).map_err(|reason| {
        InventoryError::Skipped(Box::new(SkippedSubscription {
            subscription_id: Some(id),
            subscription_name: detail.name,
            customer_name: customer.and_then(|customer| customer.name),
            customer_id: detail.customer_id,
            reason,
        }))
    })
}

/// The properties of a customer in rows, which are stored for every customer.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) external_id: Option<Id>,
    pub(super) name: Option<String>,
}

impl Name {
    fn new(external_id: Option<Id>, name: Option<String>) -> Self {
        // Some systems write empty strings for missing values.
        Self {
            external_id: external_id.filter(|id| !id.is_empty()),
            name: name.filter(|name| !name.is_empty()),
        }
    }

    async fn fetch(client: &Client, customer: &Id) -> Result<Self, Error> {
        let customer = client.customers().get(customer).await?;
        Ok(Self::new(customer.external_id, customer.name))
    }
}

/// Returns the name of one customer, or those of all.
async fn names(client: &Client, customer: Option<&Id>) -> Result<HashMap<Id, Name>, Error> {
    if let Some(id) = customer {
        return Ok(HashMap::from([(id.clone(), Name::fetch(client, id).await?)]));
    }
    let mut names = HashMap::new();
    let mut items = client.customers().list().items();
    while let Some(item) = items.next().await {
        let item = item?;
        names.insert(item.id, Name::new(item.external_id, item.name));
    }
    Ok(names)
}
