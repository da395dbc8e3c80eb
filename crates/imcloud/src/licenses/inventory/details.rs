//! Fetches the subscriptions of an inventory.

use std::{collections::HashMap, sync::Arc};

use futures_core::Stream;
use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{Either, ready},
    stream,
};
use imcloud_raw::{Id, types::SubscriptionSummary};

use super::{Inventory, InventoryError, InventoryRow, SkipReason, SkippedSubscription};
use crate::{Client, Error, error::Result, runtime::Background};

/// A subscription of an inventory, or its end.
#[derive(Debug)]
pub(super) enum Found {
    Rows(Vec<InventoryRow>),
    Skipped(Box<SkippedSubscription>),
    /// The list of subscriptions has ended, and did not list this number of subscriptions that its total
    /// counts.
    Missing(u64),
    End(InventoryError),
}

/// Returns every subscription of an inventory in the order of the list, with several calls in flight. Ends
/// after the first [`Found::End`].
pub(super) fn subscriptions(inventory: Inventory) -> impl Stream<Item = Found> + Send {
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
            Err(found) => Either::Right(ready(found)),
        });
        details.buffered(concurrency).right_stream()
    })
}

/// Starts to fetch a subscription.
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

/// Returns the rows of one subscription.
pub(in crate::licenses) async fn rows_of(
    client: &Client,
    id: Id,
) -> Result<Vec<InventoryRow>, InventoryError> {
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

    async fn fetch(client: &Client, customer: &Id) -> Result<Self> {
        let customer = client.customers().get(customer).await?;
        Ok(Self::new(customer.external_id, customer.name))
    }
}

/// Returns the name of one customer, or those of all.
async fn names(client: &Client, customer: Option<&Id>) -> Result<HashMap<Id, Name>> {
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
