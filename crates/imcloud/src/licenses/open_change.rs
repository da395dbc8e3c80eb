//! The change order that stands in the way of another.

use std::fmt;

use imcloud_raw::{
    DateTime, Id,
    types::{Order, OrderStatus, OrderStatusCode, OrderSummary, OrderType, ScheduledOn},
};

use crate::{Client, OrderFilter, error::Result};

/// A change order that is not through yet. One for the next renewal can be open for months (observed).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenChange {
    /// The subscription that it changes.
    pub subscription_id: Id,
    /// Id of the order.
    pub order_id: Option<Id>,
    /// Number of the order, as people see it in the control panel.
    pub order_number: Option<String>,
    /// How far it has got.
    pub status: Option<OrderStatus>,
    /// Internal status.
    pub status_code: Option<OrderStatusCode>,
    /// When it was placed.
    pub creation_date: Option<DateTime>,
    /// `renewal` when it takes effect at the next renewal.
    pub scheduled_on: Option<ScheduledOn>,
}

impl OpenChange {
    fn of(order: Order, subscription_id: &Id) -> Self {
        Self {
            subscription_id: subscription_id.clone(),
            order_id: order.id,
            order_number: order.order_number,
            status: order.status,
            status_code: order.status_code,
            creation_date: order.creation_date,
            scheduled_on: order.scheduled_on,
        }
    }
}

impl fmt::Display for OpenChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.order_number.as_deref().unwrap_or("without number");
        write!(f, "order {number} (id {}", self.order_id.as_ref().map_or("unknown", Id::as_str))?;
        if let Some(status) = &self.status {
            write!(f, ", {status}")?;
        }
        if let Some(event) = &self.scheduled_on {
            write!(f, ", waiting for {event}")?;
        }
        f.write_str(")")
    }
}

/// Looks for an open change order among the latest orders of a subscription. Should the service ignore the filters, it looks among the
/// latest of all; what it misses then, the service refuses.
pub(super) async fn find(
    client: &Client,
    subscription_id: &Id,
    customer_id: &Id,
) -> Result<Option<OpenChange>> {
    let filter = OrderFilter::new().subscription_id(subscription_id).customer_id(customer_id);
    let page = client.orders().list(filter).first_page().await?;
    for row in page.items.iter().filter(|row| is_open_change(row)) {
        let Some(id) = &row.id else { continue };
        // Rows do not say which subscription they are about.
        let order = client.orders().get(id).await?;
        let lines = order.products.iter().flatten();
        let mut about = lines.filter_map(|line| line.subscription_id.as_ref()).chain(&order.subscription_id);
        if about.any(|id| id == subscription_id) {
            return Ok(Some(OpenChange::of(order, subscription_id)));
        }
    }
    Ok(None)
}

fn is_open_change(row: &OrderSummary) -> bool {
    let ended =
        matches!(row.status, Some(OrderStatus::Completed | OrderStatus::Error | OrderStatus::Cancelled));
    row.type_ == Some(OrderType::Change) && !ended
}
