//! Orders.

use imcloud_raw::{
    DateTime, Id,
    types::{Order, OrderInput, OrderStatus, OrderStatusCode, OrderSummary, OrderUpdate},
};

use crate::orders::PlaceOrder;

resource! {
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
    Orders {
        /// Lists orders, newest first. Items have no `poNumber`, products or prices (observed).
        list list(OrderFilter) -> OrderSummary = ListOrders.list_orders;
        /// Returns an order. Renewals and cancellations have no products (observed).
        call get(id: impl Into<Id>) -> Order = GetOrder.get_order;
        /// Sends an order once. [`place`](Self::place) does it safely. The response is sent before
        /// provisioning.
        ///
        /// There is no idempotency key, so the call is not retried if the outcome is unknown
        /// ([`is_ambiguous`](crate::Error::is_ambiguous)); a unique `poNumber` helps to find the order. If a
        /// business rule forbids it ([`is_business_rule`](crate::Error::is_business_rule)),
        /// [`message`](crate::Error::message) has the reason. Placing a sales order accepts the vendor's
        /// terms (documented).
        call create(order: &OrderInput) -> Order = CreateOrder.create_order;
        /// Returns the price of an order without placing it. Nothing is stored (assumed), so errors are never
        /// ambiguous.
        call estimate(order: &OrderInput) -> Order = EstimateOrder.estimate_order;
        /// Updates credit check or status code. `CL` may withdraw an order (assumed).
        ///
        /// Not retried if the outcome is unknown ([`is_ambiguous`](crate::Error::is_ambiguous)): then get the
        /// order.
        call update(id: impl Into<Id>, changes: &OrderUpdate) -> Order = UpdateOrder.update_order;
        /// Waits until an order is completed. The timeout defaults to 10 minutes. A change at renewal ends
        /// the waiting with [`WaitError::Scheduled`](crate::wait::WaitError::Scheduled).
        wait wait_for(id: impl Into<Id>) -> Order;
    }
}

filter! {
    /// A filter of orders.
    OrderFilter for ListOrders -> OrderSummary {
        /// Earliest time of creation.
        creation_time_from: DateTime,
        /// Latest time of creation.
        creation_time_to: DateTime,
        /// Id of the customer.
        customer_id: Id,
        /// Number, such as `SO000012`.
        order_number: String,
        /// Status (documented, not confirmed): check the items.
        status: OrderStatus,
        /// Internal status, such as `CP` (documented, not confirmed).
        status_code: OrderStatusCode,
        /// Id of the subscription.
        subscription_id: Id,
    }
}

impl Orders<'_> {
    /// Places an order without duplicates: it has a reference in its `poNumber`, and after an ambiguous
    /// response the client searches for it before resending it. See [orders](crate::orders) for the
    /// guarantees and their limits.
    ///
    /// # Errors
    /// [`PlaceOrderError`](crate::orders::PlaceOrderError) distinguishes rejected orders from unknown
    /// outcomes.
    pub fn place(&self, order: &OrderInput) -> PlaceOrder {
        PlaceOrder::new(self.client, order)
    }
}
