//! Changing an order that is not done.

use imcloud_raw::types::{self, OrderStatus, OrderStatusCode, OrderUpdate, SubscriptionStatus};

use crate::world::{Rejection, World};

impl World {
    /// Only the credit check and the status code can be set (documented).
    pub(in crate::world) fn update_order(
        &mut self,
        id: &str,
        sent: &OrderUpdate,
    ) -> Result<types::Order, Rejection> {
        let order = self.order(id)?;
        let (order_id, number, status) = (order.id, order.number.clone(), order.status.clone());
        let cancel = match &sent.status_code {
            None => false,
            Some(OrderStatusCode::Cl) if !self.behavior.cancel_by_status_code => false,
            Some(OrderStatusCode::Cl) if order.is_open() => true,
            Some(OrderStatusCode::Cl) => {
                return Err(Rejection::business(format!(
                    "Order #{number} is {status} and can no longer be cancelled."
                )));
            }
            Some(other) => {
                return Err(Rejection::bad(format!("statusCode cannot be set to {other}; only to CL.")));
            }
        };
        if let Some(order) = self.orders.get_mut(order_id) {
            order.credit_check = sent.credit_check.or(order.credit_check);
        }
        if cancel {
            self.cancel_order(order_id);
        }
        self.get_order(id)
    }

    /// Withdraws an open order. Subscriptions that it was to make will never be.
    pub(super) fn cancel_order(&mut self, id: u64) {
        let Some(order) = self.orders.get_mut(id) else { return };
        order.status = OrderStatus::Cancelled;
        order.status_code = OrderStatusCode::Cl;
        let subscriptions: Vec<u64> = order.lines.iter().map(|line| line.subscription_id).collect();
        for id in subscriptions {
            let today = self.now.date_naive();
            let pending = |status: &SubscriptionStatus| *status == SubscriptionStatus::Pending;
            if let Some(subscription) = self.subscriptions.get_mut(id).filter(|row| pending(&row.status)) {
                subscription.status = SubscriptionStatus::Removed;
                subscription.last_modified = today;
            }
        }
    }
}
