//! Orders: placing, estimating, changing.
//!
//! An order is drafted first, which checks and prices it; an estimate ends there. Placing gives it numbers
//! and schedules its provisioning.

use imcloud_raw::types::{self, OrderInput, OrderStatus, OrderStatusCode, OrderUpdate, SubscriptionStatus};

use self::draft::Draft;
use crate::{
    model::Order,
    world::{Event, Result, World},
};

mod draft;
mod lines;
mod list;
mod provision;

impl World {
    /// The response comes before the order is provisioned (documented).
    pub(in crate::world) fn create_order(&mut self, sent: &OrderInput) -> Result<types::Order> {
        let Draft { mut order, new } = self.draft(sent)?;
        let ids: Vec<u64> = new.iter().map(|_| self.next_number("subscription")).collect();
        for (mut subscription, id) in new.into_iter().zip(&ids) {
            subscription.id = *id;
            self.add_subscription(subscription);
        }
        if let Some(first) = ids.first() {
            order.subscription_id = *first;
            order.lines.iter_mut().for_each(|line| line.subscription_id = ids[line.subscription_id as usize]);
        }
        let id = self.place(order);
        self.get_order(&id.to_string())
    }

    /// As placing, but nothing is stored and there is no id (assumed).
    pub(in crate::world) fn estimate_order(&self, sent: &OrderInput) -> Result<types::Order> {
        let Draft { mut order, new } = self.draft(sent)?;
        if !new.is_empty() {
            order.lines.iter_mut().for_each(|line| line.subscription_id = 0);
        }
        let mut detail = self.order_detail(&order);
        detail.status = None;
        detail.status_code = None;
        detail.creation_date = None;
        Ok(detail)
    }

    pub(in crate::world) fn place(&mut self, mut order: Order) -> u64 {
        let (id, number) = (self.next_number("order"), self.next_number("order number"));
        order.set_numbers(id, number);
        self.add_order(order);
        self.later(self.behavior.order_submission, Event::OrderAdvances(id));
        id
    }

    /// Only the credit check and the status code can be set (documented).
    pub(in crate::world) fn update_order(&mut self, id: &str, sent: &OrderUpdate) -> Result<types::Order> {
        let order = self.order(id)?;
        let order_id = order.id;
        let cancel = match &sent.status_code {
            None => false,
            Some(OrderStatusCode::Cl) if !self.behavior.cancel_by_status_code => false,
            Some(OrderStatusCode::Cl) if order.is_open() => true,
            Some(OrderStatusCode::Cl) => {
                return Err(rejection!(
                    business,
                    "Order #{} is {} and can no longer be cancelled.",
                    order.number,
                    order.status
                ));
            }
            Some(other) => {
                return Err(rejection!(bad, "statusCode cannot be set to {other}; only to CL."));
            }
        };
        if let Some(order) = self.data.orders.get_mut(&order_id) {
            order.credit_check = sent.credit_check.or(order.credit_check);
        }
        if cancel {
            self.cancel_order(order_id);
        }
        self.get_order(id)
    }

    /// Withdraws an open order, and removes its pending subscriptions.
    fn cancel_order(&mut self, id: u64) {
        let Some(order) = self.data.orders.get_mut(&id) else { return };
        order.status = OrderStatus::Cancelled;
        order.status_code = OrderStatusCode::Cl;
        for line in &order.lines {
            if let Some(subscription) = self.data.subscriptions.get_mut(&line.subscription_id)
                && subscription.status == SubscriptionStatus::Pending
            {
                subscription.status = SubscriptionStatus::Removed;
                subscription.last_modified = self.now.date_naive();
            }
        }
    }
}
