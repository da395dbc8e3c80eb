//! Conditions that are checked before seats are ordered: open change orders and the limits of the catalog.

use std::fmt;

use imcloud_raw::{
    Decimal, Id,
    rust_decimal::Decimal as Number,
    types::{Order, OrderStatus, OrderSummary, OrderType, Product},
};

use super::SeatProduct;
use crate::{Client, OrderFilter, ProductFilter, error::Result};

/// Items that each check reads. The filters leave few; a service that ignores them must not cost a complete
/// list.
const PAGE: u32 = 50;

/// Details of orders that the check for an open change reads.
const MAX_DETAILS: usize = 10;

/// The number of seats of a product that a subscription can have, by the catalog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeatLimits {
    /// Minimum; `None` if the catalog has none.
    pub min: Option<Number>,
    /// Maximum; `None` if the catalog has none, or one that is not above 0 (assumed to mean no limit).
    pub max: Option<Number>,
}

impl SeatLimits {
    pub(super) fn allow(&self, seats: Number) -> bool {
        self.min.is_none_or(|min| seats >= min) && self.max.is_none_or(|max| seats <= max)
    }

    fn of(product: &Product) -> Self {
        let number = |limit: &Option<Decimal>| limit.as_ref().and_then(|limit| limit.to_decimal().ok());
        Self {
            min: number(&product.minimum_quantity),
            max: number(&product.maximum_quantity).filter(|max| *max > Number::ZERO),
        }
    }

    /// Looks up a product in the catalog. Returns `None` if it is not on the first page or is ambiguous: then
    /// the service decides.
    pub(super) async fn find(client: &Client, product: &SeatProduct) -> Result<Option<Self>> {
        let filter = match (&product.mpn, &product.name) {
            (Some(mpn), _) => ProductFilter::new().mpn(mpn),
            (None, Some(name)) => ProductFilter::new().name(name),
            (None, None) => return Ok(None),
        };
        let page = client.products().list().filter(filter).page_size(PAGE).first_page().await?;
        let mut found = page
            .items
            .iter()
            .filter(|item| product.matches(Some(&item.id), item.mpn.as_deref()) == Some(true));
        Ok(match (found.next(), found.next()) {
            (Some(only), None) => Some(Self::of(only)),
            _ => None,
        })
    }
}

impl fmt::Display for SeatLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("none known"),
        }
    }
}

/// A change order that is not completed yet. One for the next renewal can be open for months (observed).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenChange {
    /// The subscription that it changes.
    pub subscription_id: Id,
    /// The order.
    pub order: Order,
}

impl OpenChange {
    /// Searches the latest orders of a subscription for an open change. If the service ignores the filter,
    /// those of the customer are searched, and the service rejects what this misses.
    pub(super) async fn find(
        client: &Client,
        subscription_id: &Id,
        customer_id: &Id,
    ) -> Result<Option<Self>> {
        let filter = OrderFilter::new().subscription_id(subscription_id).customer_id(customer_id);
        let page = client.orders().list().filter(filter).page_size(PAGE).first_page().await?;
        let open = page.items.iter().filter(|item| is_open_change(item, customer_id));
        for id in open.map(|item| &item.id).filter(|id| !id.is_empty()).take(MAX_DETAILS) {
            // Items of lists do not have the subscription.
            let order = client.orders().get(id).await?;
            let lines = order.products.iter().flatten();
            let mut changed =
                lines.filter_map(|line| line.subscription_id.as_ref()).chain(&order.subscription_id);
            if changed.any(|id| id == subscription_id) {
                return Ok(Some(Self { subscription_id: subscription_id.clone(), order }));
            }
        }
        Ok(None)
    }
}

fn is_open_change(item: &OrderSummary, customer_id: &Id) -> bool {
    let is_final =
        matches!(item.status, Some(OrderStatus::Completed | OrderStatus::Error | OrderStatus::Cancelled));
    let of_customer = item.customer_id.as_ref().is_none_or(|id| id == customer_id);
    item.type_ == Some(OrderType::Change) && of_customer && !is_final
}

impl fmt::Display for OpenChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.order.order_number.as_deref().unwrap_or("without number");
        write!(f, "order {number} (id {}", self.order.id)?;
        if let Some(status) = &self.order.status {
            write!(f, ", {status}")?;
        }
        if let Some(event) = &self.order.scheduled_on {
            write!(f, ", scheduled for {event}")?;
        }
        f.write_str(")")
    }
}
