//! Orders.

use imcloud_raw::{
    DateTime, Id,
    types::{Order, OrderInput, OrderStatus, OrderStatusCode, OrderSummary, OrderUpdate},
};

use crate::{Client, Listing, error::Result, orders::PlaceOrder, wait::Waiting};

/// Orders.
///
/// # Examples
///
/// ```no_run
/// use imcloud::types::{OrderInput, OrderLineProductInput, OrderType};
///
/// # async fn example(client: imcloud::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let line = OrderLineProductInput::new().mpn("FJ-DOCS-01").quantity(3);
/// let order = OrderInput::new("1000042", OrderType::Sales).products([line]).po_number("PO-2026-0117");
/// let estimate = client.orders().estimate(&order).await?;
/// println!("{:?}", estimate.total);
/// let placed = client.orders().place(&order).await?;
/// println!("{:?}", placed.order.order_number);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Orders<'a> {
    client: &'a Client,
}

filter! {
    /// Which orders to list.
    OrderFilter for ListOrders {
        /// Created from this moment on.
        creation_time_from: DateTime,
        /// Created up to this moment.
        creation_time_to: DateTime,
        /// Of this customer.
        customer_id: Id,
        /// With this number, such as `SO000012`.
        order_number: String,
        /// In this state (documented, not confirmed): check the rows.
        status: OrderStatus,
        /// With this internal code, such as `CP` (documented, not confirmed).
        status_code: OrderStatusCode,
        /// Of this subscription.
        subscription_id: Id,
    }
}

impl<'a> Orders<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists orders, newest first. Rows have no `poNumber`, products or prices (observed).
    pub fn list(&self, filter: impl Into<OrderFilter>) -> Listing<OrderSummary> {
        let filter = filter.into();
        listing!(self.client, ListOrders, (filter), |raw| filter.narrow(raw.list_orders()))
    }

    /// Fetches an order in full. Renewals and cancellations have no products (observed).
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Order> {
        call!(self.client, GetOrder, get_order(id))
    }

    /// Sends an order once; [`place`](Self::place) does it safely. The answer comes before it is provisioned.
    ///
    /// There is no idempotency key, so it is not repeated when its end is unclear; a number in `poNumber` that is used only once helps to find it
    /// again. Placing a sales order accepts the vendor's terms (documented).
    ///
    /// # Errors
    /// [`is_business_rule`](crate::Error::is_business_rule) with the reason in [`message`](crate::Error::message),
    /// [`is_ambiguous`](crate::Error::is_ambiguous) when its end is unclear, and those of any call.
    pub async fn create(&self, order: &OrderInput) -> Result<Order> {
        call!(self.client, CreateOrder, create_order(order))
    }

    /// Places an order without duplicates: it has a reference in its `poNumber`, and after an ambiguous response the client searches for it
    /// before resending it. See [orders](crate::orders) for the guarantees and their limits.
    ///
    /// # Errors
    /// [`PlaceOrderError`](crate::orders::PlaceOrderError) distinguishes rejected orders from unknown outcomes.
    pub fn place(&self, order: &OrderInput) -> PlaceOrder {
        PlaceOrder::new(self.client, order)
    }

    /// Prices an order without placing it. Nothing is stored (assumed).
    ///
    /// # Errors
    /// Those of placing it, and those of any call; never ambiguous.
    pub async fn estimate(&self, order: &OrderInput) -> Result<Order> {
        call!(self.client, EstimateOrder, estimate_order(order))
    }

    /// Changes credit check or status code. `CL` looks like the way to withdraw an order (assumed).
    ///
    /// Not repeated when its end is unclear: fetch the order then.
    ///
    /// # Errors
    /// [`is_ambiguous`](crate::Error::is_ambiguous) when its end is unclear, and those of any call.
    pub async fn update(&self, id: impl Into<Id>, changes: &OrderUpdate) -> Result<Order> {
        call!(self.client, UpdateOrder, update_order(id, changes))
    }

    /// Waits until an order is completed, up to 10 minutes by default. A change at renewal ends the waiting with
    /// [`WaitError::Scheduled`](crate::wait::WaitError::Scheduled).
    ///
    /// # Errors
    /// [`WaitError`](crate::wait::WaitError) distinguishes the outcomes.
    pub fn wait_for(&self, id: impl Into<Id>) -> Waiting<Order> {
        Waiting::new(self.client, id.into())
    }
}
