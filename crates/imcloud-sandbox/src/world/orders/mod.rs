//! Orders: reading, placing, and what becomes of them.
//!
//! An order is drafted first, which checks everything and prices it; an estimate ends there. Placing gives it
//! numbers and puts it on the timeline, which provisions it later.

use imcloud_raw::types::{
    self, OrderInput, OrderStatus, OrderStatusCode, OrderType, OrderUpdate, SubscriptionStatus,
};

use self::draft::{Draft, given};
use crate::{
    model::Order,
    world::{Event, Rejection, World},
};

mod change;
mod draft;
mod list;
mod provision;
mod sales;

impl World {
    /// The order comes back before it is provisioned (documented).
    pub(in crate::world) fn create_order(&mut self, sent: OrderInput) -> Result<types::Order, Rejection> {
        let draft = self.draft(&sent)?;
        let mut order = self.undelivered(sent, draft.lines, draft.currency, draft.at_renewal)?;
        let new: Vec<u64> = draft.new.iter().map(|_| self.next_number("subscription")).collect();
        for (mut subscription, id) in draft.new.into_iter().zip(&new) {
            subscription.id = *id;
            self.add_subscription(subscription);
        }
        if new.is_empty() {
            order.subscription_id = draft.subscription_id;
        } else {
            order.subscription_id = new[0];
            for line in &mut order.lines {
                line.subscription_id = new[line.subscription_id as usize];
            }
        }
        let id = self.place(order);
        self.get_order(&id.to_string())
    }

    /// As placing, but nothing is stored and there is no id (assumed).
    pub(in crate::world) fn estimate_order(&self, sent: OrderInput) -> Result<types::Order, Rejection> {
        let Draft { currency, subscription_id, mut lines, new, at_renewal } = self.draft(&sent)?;
        if !new.is_empty() {
            lines.iter_mut().for_each(|line| line.subscription_id = 0);
        }
        let mut order = self.undelivered(sent, lines, currency, at_renewal)?;
        order.subscription_id = subscription_id;
        let mut detail = self.order_detail(&order);
        detail.status = None;
        detail.status_code = None;
        detail.creation_date = None;
        Ok(detail)
    }

    /// An order as it is right after it was placed, without its numbers.
    fn undelivered(
        &self,
        sent: OrderInput,
        lines: Vec<crate::model::OrderLine>,
        currency: String,
        at_renewal: bool,
    ) -> Result<Order, Rejection> {
        let customer = sent.customer_id.as_str().parse();
        Ok(Order {
            id: 0,
            number: String::new(),
            status: OrderStatus::Submitted,
            status_code: OrderStatusCode::As,
            customer_id: customer.map_err(|_| Rejection::bad("customerId names no customer."))?,
            subscription_id: 0,
            created: self.now,
            provisioned: None,
            currency,
            at_renewal,
            credit_check: sent.credit_check,
            lines,
            given: given(&sent)?,
            type_: sent.type_,
            po_number: sent.po_number,
            attributes: sent.attributes.unwrap_or_default(),
        })
    }

    /// Gives an order its numbers and puts it on the timeline.
    pub(in crate::world) fn place(&mut self, mut order: Order) -> u64 {
        order.id = self.next_number("order");
        let prefix = match order.type_ {
            OrderType::Sales => "SO",
            OrderType::Change => "CH",
            OrderType::Renewal => "RN",
            OrderType::Migration => "MI",
            _ => "CA",
        };
        order.number = format!("{prefix}{:06}", self.next_number("order number"));
        let id = order.id;
        self.add_order(order);
        self.later(self.behavior.order_submission, Event::OrderAdvances(id));
        id
    }
}

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
        if let Some(order) = self.data.orders.get_mut(&order_id) {
            order.credit_check = sent.credit_check.or(order.credit_check);
        }
        if cancel {
            self.cancel_order(order_id);
        }
        self.get_order(id)
    }

    /// Withdraws an open order. Subscriptions that it was to make will never be.
    fn cancel_order(&mut self, id: u64) {
        let Some(order) = self.data.orders.get_mut(&id) else { return };
        order.status = OrderStatus::Cancelled;
        order.status_code = OrderStatusCode::Cl;
        let subscriptions: Vec<u64> = order.lines.iter().map(|line| line.subscription_id).collect();
        for id in subscriptions {
            let today = self.now.date_naive();
            let pending = |status: &SubscriptionStatus| *status == SubscriptionStatus::Pending;
            if let Some(subscription) =
                self.data.subscriptions.get_mut(&id).filter(|row| pending(&row.status))
            {
                subscription.status = SubscriptionStatus::Removed;
                subscription.last_modified = today;
            }
        }
    }
}
