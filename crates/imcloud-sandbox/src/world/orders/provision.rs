//! Progress of orders, and of subscriptions at the end of their terms.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use imcloud_raw::types::{AlignmentType, OrderStatus, OrderStatusCode, OrderType, SubscriptionStatus};
use rust_decimal::Decimal;
use serde_json::Value;

use super::draft::agree;
use crate::{
    clock::{days_later, months_later},
    model::{Order, OrderLine, ParameterKind, Seats, Subscription},
    random::stable_uuid,
    world::{Event, World, timeline},
};

impl World {
    /// submitted -> processing -> completed (documented).
    pub(in crate::world) fn advance_order(&mut self, id: u64) {
        let Some(order) = self.data.orders.get_mut(&id) else { return };
        match order.status {
            OrderStatus::Submitted => {
                order.status = OrderStatus::Processing;
                // Observed: LO while it is provisioned, AS with processing.
                order.status_code = if order.at_renewal { OrderStatusCode::As } else { OrderStatusCode::Lo };
                if !order.at_renewal {
                    self.later(self.behavior.order_processing, Event::OrderAdvances(id));
                }
            }
            OrderStatus::Processing => self.complete_order(id),
            _ => {}
        }
    }

    /// Completes an order. It fails if its subscription ended while it was open.
    fn complete_order(&mut self, id: u64) {
        let Some(mut order) = self.data.orders.get(&id).cloned() else { return };
        let target = order.subscription_id;
        let done = match order.type_ {
            OrderType::Sales | OrderType::Migration => self.deliver(&order),
            OrderType::Change => self.apply_change(&order),
            OrderType::Renewal => self.renew(target),
            _ => self.active(target).is_some(),
        };
        if done {
            order.status = OrderStatus::Completed;
            order.status_code = OrderStatusCode::Cp;
            order.provisioned = Some(self.now);
        } else {
            // The code is assumed.
            order.status = OrderStatus::Error;
            order.status_code = "ER".into();
        }
        let terminates = done && order.type_ == OrderType::Cancellation;
        if let Some(stored) = self.data.orders.get_mut(&id) {
            *stored = order;
        }
        if terminates {
            self.terminate(target);
        }
    }

    fn active(&self, subscription: u64) -> Option<Subscription> {
        self.data.subscriptions.get(&subscription).filter(|found| found.is_active()).cloned()
    }

    /// Activates the subscriptions of a sales or migration order.
    fn deliver(&mut self, order: &Order) -> bool {
        let ids: BTreeSet<u64> = order.lines.iter().map(|line| line.subscription_id).collect();
        for id in ids {
            let Some(mut subscription) = self.data.subscriptions.get(&id).cloned() else { continue };
            if order.type_ == OrderType::Sales {
                let end = subscription.subscription_period.after(self.now.date_naive());
                (subscription.renewal_date, subscription.expiration_date) = (end, end);
            }
            subscription.status = SubscriptionStatus::Active;
            for line in order.lines.iter().filter(|line| line.subscription_id == id) {
                add_seats(&mut subscription, line, &line.product_id, line.quantity);
            }
            self.align(&mut subscription, order);
            self.fulfill(&mut subscription);
            self.store(subscription);
        }
        true
    }

    fn apply_change(&mut self, order: &Order) -> bool {
        let targets = order.lines.iter().filter_map(|line| line.target_subscription_id);
        if targets.into_iter().any(|target| self.active(target).is_none()) {
            return false;
        }
        let Some(mut subscription) = self.active(order.subscription_id) else { return false };
        for line in &order.lines {
            let product = line.new_product_id.as_ref().unwrap_or(&line.product_id);
            if line.new_product_id.is_some() {
                self.switch_product(&mut subscription, line, product);
            }
            let before = if order.at_renewal { subscription.quantity(product) } else { Decimal::ZERO };
            add_seats(&mut subscription, line, product, line.quantity - before);
            if let Some(mut target) = line.target_subscription_id.and_then(|id| self.active(id)) {
                add_seats(&mut target, line, product, -line.quantity);
                self.store(target);
            }
        }
        self.align(&mut subscription, order);
        self.store(subscription);
        true
    }

    /// Moves the seats to another product, and the subscription to its plan.
    fn switch_product(&self, subscription: &mut Subscription, line: &OrderLine, new: &str) {
        let Some(product) = self.data.products.get(new) else { return };
        let held = subscription.products.iter_mut().find(|seats| seats.product_id == line.product_id);
        if let Some(seats) = held {
            seats.product_id.clone_from(&product.id);
            seats.special_price = None;
            seats.special_price_tiers.clear();
        }
        let old = self.data.products.get(&line.product_id);
        if old.is_some_and(|old| old.name == subscription.name) {
            subscription.name.clone_from(&product.name);
        }
        subscription.plan_id = product.plan_id;
        subscription.billing_period = product.billing_period.clone();
        subscription.subscription_period = product.subscription_period.clone();
    }

    fn renew(&mut self, id: u64) -> bool {
        let Some(mut subscription) = self.active(id) else { return false };
        subscription.renewal_date = subscription.subscription_period.after(subscription.renewal_date);
        subscription.expiration_date = subscription.renewal_date;
        self.store(subscription);
        true
    }

    /// Ends a subscription, and withdraws its open orders.
    fn terminate(&mut self, id: u64) {
        if let Some(subscription) = self.data.subscriptions.get_mut(&id) {
            subscription.status = SubscriptionStatus::Terminated;
            subscription.renewal_status = false;
            subscription.last_modified = self.now.date_naive();
        }
        let open: Vec<u64> =
            self.orders_of(id).filter(|order| order.is_open()).map(|order| order.id).collect();
        open.into_iter().for_each(|order| self.cancel_order(order));
        self.later(timeline::REMOVAL, Event::SubscriptionRemoved(id));
    }

    /// Completes the orders that wait for this day of renewal. Then the subscription renews by a separate
    /// order (observed), or ends without any (observed).
    pub(in crate::world) fn end_term(&mut self, id: u64, day: NaiveDate) {
        let Some(subscription) = self.active(id).filter(|found| found.renewal_date == day) else { return };
        let waits = |order: &&Order| order.at_renewal && order.is_open() && order.subscription_id == id;
        let waiting: Vec<u64> = self.orders_of(id).filter(waits).map(|order| order.id).collect();
        waiting.into_iter().for_each(|order| self.complete_order(order));
        if self.active(id).is_none() || self.open_order(id, &OrderType::Renewal).is_some() {
            return;
        }
        if !subscription.renewal_status {
            return self.terminate(id);
        }
        let Subscription { customer_id, currency, .. } = subscription;
        let mut order = Order::new(OrderType::Renewal, customer_id, id, self.now, &currency);
        // It has the number of the order that it renews (observed).
        order.po_number = self.orders_of(id).rev().find_map(|order| order.po_number.clone());
        self.place(order);
    }

    /// Moves the end of the term to the one that the order requests.
    fn align(&self, subscription: &mut Subscription, order: &Order) {
        let align = order.given.as_ref().and_then(|given| given.align_expiration_date.as_ref());
        let Some(align) = align else { return };
        let end = match align.alignment_type {
            Some(AlignmentType::MatchEndOfCalendarMonth) => end_of_month(subscription.expiration_date),
            _ => {
                let other = align.subscription_id.as_ref();
                match other.and_then(|id| self.data.subscriptions.by_id(id.as_str())) {
                    Some(other) => other.expiration_date,
                    None => return,
                }
            }
        };
        (subscription.renewal_date, subscription.expiration_date) = (end, end);
    }

    /// Adds the parameters that the vendor returns: a domain and its tenant.
    fn fulfill(&self, subscription: &mut Subscription) {
        let products =
            subscription.products.iter().filter_map(|seats| self.data.products.get(&seats.product_id));
        let domains = products.flat_map(|product| &product.parameters);
        for parameter in domains.filter(|parameter| parameter.kind == ParameterKind::Domain) {
            if let Some(Value::String(domain)) = subscription.order_parameters.get(&parameter.name) {
                let (name, tenant) = (&parameter.name, stable_uuid(domain).to_string());
                let returned = &mut subscription.fulfillment_parameters;
                returned.insert(name.replace("domain", "tenant_id"), tenant.into());
                returned.insert(name.clone(), domain.clone().into());
            }
        }
    }
}

/// Adds or removes units of a product, and sets the prices that the order agrees.
fn add_seats(subscription: &mut Subscription, line: &OrderLine, product: &str, difference: Decimal) {
    let held = subscription.products.iter().position(|seats| seats.product_id == product);
    let index = held.unwrap_or_else(|| {
        let number = subscription.id * 100 + subscription.products.len() as u64;
        subscription.products.push(Seats {
            product_id: product.to_owned(),
            vendor_subscription_id: format!("{:014}", number * 7_919 % 100_000_000_000_000),
            ..Seats::default()
        });
        subscription.products.len() - 1
    });
    let seats = &mut subscription.products[index];
    seats.quantity += difference;
    if let Some(given) = &line.given {
        // The draft checked the amounts.
        let _ = agree(seats, given);
    }
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).map_or(day, |first| days_later(months_later(first, 1), -1))
}
