//! From the list of subscriptions to the rows of each.

use std::sync::Arc;

use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use imcloud_raw::{Id, types::SubscriptionSummary};

use super::{
    Inventory, InventoryError, InventoryRow, SkipReason, SkippedSubscription,
    names::{Name, Names},
    query::Scope,
};
use crate::{Client, Error, Items};

/// What came of a subscription, or of the whole.
#[derive(Debug)]
pub(super) enum Found {
    Rows(Vec<InventoryRow>),
    Skipped(Box<SkippedSubscription>),
    End(InventoryError),
}

/// A row of the list whose subscription is to be fetched, or why there are no more.
enum Listed {
    Row(Box<SubscriptionSummary>),
    End(InventoryError),
}

/// Every subscription of an inventory, in the order of the list, with several calls under way. Ends after the first [`Found::End`].
pub(super) fn subscriptions(inventory: &Inventory) -> impl Stream<Item = Found> + Send + use<> {
    let Inventory { client, scope, concurrency } = inventory.clone();
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
            // Without customers it is not read at all.
            rows: failure.is_none().then(|| client.subscriptions().list(scope.filter()).items()),
            scope: scope.clone(),
        };
        let (client, names) = (client.clone(), Arc::new(names));
        let details = stream::unfold(listed, List::next)
            .map(move |listed| fetch(client.clone(), Arc::clone(&names), listed))
            .buffered(concurrency);
        stream::iter(failure).chain(details)
    })
}

/// The subscriptions of the list that are within the scope.
struct List {
    rows: Option<Items<SubscriptionSummary>>,
    scope: Scope,
}

impl List {
    async fn next(mut self) -> Option<(Listed, Self)> {
        loop {
            match self.rows.as_mut()?.next().await {
                Some(Ok(row)) => {
                    if self.scope.holds(&row) {
                        return Some((Listed::Row(Box::new(row)), self));
                    }
                }
                Some(Err(error)) => {
                    self.rows = None;
                    return Some((Listed::End(InventoryError::Ended(error)), self));
                }
                None => return None,
            }
        }
    }
}

async fn fetch(client: Client, names: Arc<Names>, listed: Listed) -> Found {
    let row = match listed {
        Listed::Row(row) => row,
        Listed::End(error) => return Found::End(error),
    };
    let customer = names.get(row.customer_id.as_ref());
    let reason = match row.id.clone() {
        None => SkipReason::NoId,
        Some(id) => match client.subscriptions().get(&id).await {
            Ok(mut detail) => {
                // The row says so too, should the detail not.
                detail.id.get_or_insert_with(|| id.clone());
                detail.customer_id = detail.customer_id.or_else(|| row.customer_id.clone());
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
        subscription_id: row.id,
        subscription_name: row.name,
        customer_name: customer.and_then(|customer| customer.name.clone()),
        customer_id: row.customer_id,
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
