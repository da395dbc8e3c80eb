//! Fetches the subscriptions of an inventory.

use std::sync::Arc;

use futures_core::Stream;
use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{self, Either},
    stream,
};
use imcloud_raw::{Id, types::SubscriptionSummary};

use super::{
    Inventory, InventoryError, InventoryRow, SkipReason, SkippedSubscription,
    names::{Name, Names},
    query::Scope,
};
use crate::{Client, Error, Items, runtime::Background};

/// A subscription of an inventory, or its end.
#[derive(Debug)]
pub(super) enum Found {
    Rows(Vec<InventoryRow>),
    Skipped(Box<SkippedSubscription>),
    /// The list of subscriptions has ended, and did not list this number of subscriptions that its total counts.
    Missing(u64),
    End(InventoryError),
}

/// Returns every subscription of an inventory in the order of the list, with several calls in flight. Ends after the first [`Found::End`].
pub(super) fn subscriptions(inventory: &Inventory) -> impl Stream<Item = Found> + Send + use<> {
    let Inventory { client, scope, concurrency } = inventory.clone();
    let client = client.for_lists();
    let names = {
        let (client, customer) = (client.clone(), scope.customer.clone());
        async move { Names::fetch(&client, customer.as_ref()).await }
    };
    stream::once(names).flat_map(move |names| {
        let (names, failure) = match names {
            Ok(names) => (names, None),
            Err(error) => (Names::default(), Some(Found::End(InventoryError::Ended(error)))),
        };
        let listed = List {
            // Not read if the names are unknown. The next page is a background task, because the list is not polled while details are read.
            items: failure.is_none().then(|| client.subscriptions().list(scope.filter()).prefetch(1).items()),
            scope: scope.clone(),
        };
        let (client, names) = (client.clone(), Arc::new(names));
        let details = stream::unfold(listed, List::next)
            .map(move |listed| match listed {
                Ok(item) => Either::Left(fetch(&client, &names, item)),
                Err(found) => Either::Right(future::ready(found)),
            })
            .buffered(concurrency);
        stream::iter(failure).chain(details)
    })
}

/// The subscriptions of the list that are within the scope.
struct List {
    items: Option<Items<SubscriptionSummary>>,
    scope: Scope,
}

impl List {
    /// Returns the next subscription to fetch, or what ends the list.
    async fn next(mut self) -> Option<(Result<SubscriptionSummary, Found>, Self)> {
        loop {
            match self.items.as_mut()?.next().await {
                Some(Ok(item)) => {
                    if self.scope.holds(&item) {
                        return Some((Ok(item), self));
                    }
                }
                Some(Err(error)) => {
                    self.items = None;
                    return Some((Err(Found::End(InventoryError::Ended(error))), self));
                }
                None => return Some((Err(Found::Missing(self.items.take()?.missing())), self)),
            }
        }
    }
}

/// Starts to fetch a subscription.
fn fetch(client: &Client, names: &Arc<Names>, item: SubscriptionSummary) -> Background<Found> {
    let (client, names, item) = (client.clone(), Arc::clone(names), Arc::new(item));
    Background::spawn(&client.stack().sender.runtime.clone(), move || {
        let (client, names, item) = (client.clone(), Arc::clone(&names), Arc::clone(&item));
        async move { fetch_one(&client, &names, &item).await }.boxed()
    })
}

async fn fetch_one(client: &Client, names: &Names, item: &SubscriptionSummary) -> Found {
    let customer = names.get(item.customer_id.as_ref());
    let reason = match item.id.as_ref().filter(|id| *id != "") {
        None => SkipReason::NoId,
        Some(id) => match client.subscriptions().get(id).await {
            Ok(mut detail) => {
                // The response may lack what the list reports.
                detail.id.get_or_insert_with(|| id.clone());
                detail.customer_id = detail.customer_id.or_else(|| item.customer_id.clone());
                match InventoryRow::named(&detail, customer) {
                    Ok(rows) => return Found::Rows(rows),
                    Err(reason) => reason,
                }
            }
            Err(error) if concerns_all(&error) => return Found::End(InventoryError::Ended(error)),
            Err(error) => SkipReason::Call(error),
        },
    };
    Found::Skipped(Box::new(SkippedSubscription {
        subscription_id: item.id.clone(),
        subscription_name: item.name.clone(),
        customer_name: customer.and_then(|customer| customer.name.clone()),
        customer_id: item.customer_id.clone(),
        reason,
    }))
}

/// Whether the next subscription would fail in the same way.
fn concerns_all(error: &Error) -> bool {
    error.is_authentication() || error.is_quota_exceeded() || error.is_rate_limited() || error.is_connect()
}

/// The rows of one subscription.
pub(in crate::licenses) async fn rows_of(
    client: &Client,
    id: Id,
) -> Result<Vec<InventoryRow>, InventoryError> {
    let mut detail = client.subscriptions().get(&id).await.map_err(InventoryError::Ended)?;
    let customer = match &detail.customer_id {
        Some(id) => Some(Name::fetch(client, id).await.map_err(InventoryError::Ended)?),
        None => None,
    };
    detail.id.get_or_insert_with(|| id.clone());
    InventoryRow::named(&detail, customer.as_ref()).map_err(|reason| {
        InventoryError::Skipped(Box::new(SkippedSubscription {
            subscription_id: Some(id),
            subscription_name: detail.name,
            customer_name: customer.and_then(|customer| customer.name),
            customer_id: detail.customer_id,
            reason,
        }))
    })
}
