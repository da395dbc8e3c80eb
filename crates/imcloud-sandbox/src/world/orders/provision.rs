//! What becomes of orders, and of subscriptions when their term ends.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};
use imcloud_raw::types::{self, AlignmentType, OrderStatus, OrderStatusCode, OrderType, SubscriptionStatus};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    model::{Order, OrderLine, Seats, Subscription},
    random::stable_uuid,
    world::{Event, World, catalogue::decimal, timeline},
};

impl World {
    /// submitted -> processing -> completed (documented).
    pub(in crate::world) fn advance_order(&mut self, id: u64) {
        let Some(order) = self.data.orders.get_mut(&id) else { return };
        match order.status {
            OrderStatus::Submitted => {
                order.status = OrderStatus::Processing;
                // Seen: LO while it is provisioned, AS with processing.
                order.status_code = if order.at_renewal { OrderStatusCode::As } else { OrderStatusCode::Lo };
                if !order.at_renewal {
                    self.later(self.behavior.order_processing, Event::OrderAdvances(id));
                }
            }
            OrderStatus::Processing => self.complete_order(id),
            _ => {}
        }
    }

    fn complete_order(&mut self, id: u64) {
        let Some(order) = self.data.orders.get(&id).cloned() else { return };
        let done = match order.type_ {
            OrderType::Sales | OrderType::Migration => self.deliver(&order),
            OrderType::Change => self.apply_change(&order),
            OrderType::Renewal => self.renew(order.subscription_id),
            _ => self.is_active(order.subscription_id),
        };
        let now = self.now;
        if let Some(order) = self.data.orders.get_mut(&id) {
            if done {
                order.status = OrderStatus::Completed;
                order.status_code = OrderStatusCode::Cp;
                order.provisioned = Some(now);
            } else {
                // The subscription ended while the order was open. The code is assumed.
                order.status = OrderStatus::Error;
                order.status_code = "ER".into();
            }
        }
        if done && order.type_ == OrderType::Cancellation {
            self.terminate(order.subscription_id);
        }
    }

    fn is_active(&self, subscription: u64) -> bool {
        self.data.subscriptions.get(&subscription).is_some_and(|row| row.status == SubscriptionStatus::Active)
    }

    /// Makes the subscriptions of a sales or migration order.
    fn deliver(&mut self, order: &Order) -> bool {
        let ids: BTreeSet<u64> = order.lines.iter().map(|line| line.subscription_id).collect();
        for id in ids {
            let Some(mut subscription) = self.data.subscriptions.get(&id).cloned() else { continue };
            let today = self.now.date_naive();
            if order.type_ == OrderType::Sales {
                let end = subscription.subscription_period.after(today);
                subscription.renewal_date = end;
                subscription.expiration_date = end;
            }
            subscription.status = SubscriptionStatus::Active;
            subscription.last_modified = today;
            for line in order.lines.iter().filter(|line| line.subscription_id == id) {
                add_seats(&mut subscription, line, &line.product_id, line.quantity);
            }
            self.align(&mut subscription, order);
            self.fulfil(&mut subscription);
            self.put_back(subscription);
        }
        true
    }

    fn apply_change(&mut self, order: &Order) -> bool {
        if !self.is_active(order.subscription_id) {
            return false;
        }
        let targets = || order.lines.iter().filter_map(|line| line.target_subscription_id);
        if targets().any(|target| !self.is_active(target)) {
            return false;
        }
        let Some(mut subscription) = self.data.subscriptions.get(&order.subscription_id).cloned() else {
            return false;
        };
        for line in &order.lines {
            let product = line.new_product_id.as_ref().unwrap_or(&line.product_id);
            if line.new_product_id.is_some() {
                self.switch_product(&mut subscription, line, product);
            }
            let current = subscription.products.iter().find(|seats| seats.product_id == *product);
            let current = current.map_or(Decimal::ZERO, |seats| seats.quantity);
            let difference = if order.at_renewal { line.quantity - current } else { line.quantity };
            add_seats(&mut subscription, line, product, difference);
            if let Some(mut target) =
                line.target_subscription_id.and_then(|id| self.data.subscriptions.get(&id)).cloned()
            {
                add_seats(&mut target, line, product, -line.quantity);
                target.last_modified = self.now.date_naive();
                self.put_back(target);
            }
        }
        subscription.last_modified = self.now.date_naive();
        self.align(&mut subscription, order);
        self.put_back(subscription);
        true
    }

    /// The seats go over to another product, and the subscription to its plan.
    fn switch_product(&self, subscription: &mut Subscription, line: &OrderLine, new: &str) {
        let Some(product) = self.data.products.get(new) else { return };
        let held = subscription.products.iter_mut().find(|seats| seats.product_id == line.product_id);
        if let Some(seats) = held {
            seats.product_id = product.id.clone();
            seats.special_price = None;
            seats.special_price_tiers.clear();
        }
        let old = self.data.products.get(&line.product_id).map(|product| product.name.as_str());
        if old == Some(subscription.name.as_str()) {
            subscription.name.clone_from(&product.name);
        }
        subscription.plan_id = product.plan_id;
        subscription.billing_period = product.billing_period.clone();
        subscription.subscription_period = product.subscription_period.clone();
    }

    /// One more term.
    fn renew(&mut self, id: u64) -> bool {
        let Some(mut subscription) = self.data.subscriptions.get(&id).filter(|_| self.is_active(id)).cloned()
        else {
            return false;
        };
        subscription.renewal_date = subscription.subscription_period.after(subscription.renewal_date);
        subscription.expiration_date = subscription.renewal_date;
        subscription.last_modified = self.now.date_naive();
        self.put_back(subscription);
        true
    }

    /// Ends a subscription; what is open for it is withdrawn.
    fn terminate(&mut self, id: u64) {
        let today = self.now.date_naive();
        if let Some(subscription) = self.data.subscriptions.get_mut(&id) {
            subscription.status = SubscriptionStatus::Terminated;
            subscription.renewal_status = false;
            subscription.last_modified = today;
        }
        let open = self.orders_of(id).filter(|order| order.is_open());
        let open: Vec<u64> = open.map(|order| order.id).collect();
        open.into_iter().for_each(|order| self.cancel_order(order));
        self.later(timeline::REMOVAL, Event::SubscriptionRemoved(id));
    }

    /// What happens on the day of renewal: orders that wait for it take effect, then the subscription renews
    /// by a separate order (observed), or ends without any (observed).
    pub(in crate::world) fn end_term(&mut self, id: u64, day: NaiveDate) {
        let due = |row: &&Subscription| row.status == SubscriptionStatus::Active && row.renewal_date == day;
        let Some(subscription) = self.data.subscriptions.get(&id).filter(due).cloned() else { return };
        let waiting = self
            .orders_of(id)
            .filter(|order| order.at_renewal && order.is_open() && order.subscription_id == id);
        let waiting: Vec<u64> = waiting.map(|order| order.id).collect();
        waiting.into_iter().for_each(|order| self.complete_order(order));
        if !self.is_active(id) || self.open_order(id, &OrderType::Renewal).is_some() {
            return;
        }
        if !subscription.renewal_status {
            self.terminate(id);
            return;
        }
        // The number of the order that it renews comes again (observed).
        let po_number = self.orders_of(id).rev().find_map(|order| order.po_number.clone());
        self.place(Order {
            id: 0,
            number: String::new(),
            type_: OrderType::Renewal,
            status: OrderStatus::Submitted,
            status_code: OrderStatusCode::As,
            customer_id: subscription.customer_id,
            subscription_id: id,
            po_number,
            created: self.now,
            provisioned: None,
            currency: subscription.currency,
            at_renewal: false,
            credit_check: None,
            attributes: Default::default(),
            lines: Vec::new(),
            given: None,
        });
    }

    /// Moves the end of the term, where the order says so.
    fn align(&self, subscription: &mut Subscription, order: &Order) {
        let Some(align) = order.given.as_ref().and_then(|given| given.align_expiration_date.as_ref()) else {
            return;
        };
        let end = match align.alignment_type {
            Some(AlignmentType::MatchEndOfCalendarMonth) => end_of_month(subscription.expiration_date),
            _ => {
                let other = align.subscription_id.as_ref().and_then(|id| id.as_str().parse().ok());
                match other.and_then(|id| self.data.subscriptions.get(&id)) {
                    Some(other) => other.expiration_date,
                    None => return,
                }
            }
        };
        subscription.expiration_date = end;
        subscription.renewal_date = end;
    }

    /// What the vendor answers: the tenant that a domain belongs to.
    fn fulfil(&self, subscription: &mut Subscription) {
        for seats in &subscription.products {
            let Some(product) = self.data.products.get(&seats.product_id) else { continue };
            for parameter in &product.parameters {
                if parameter.kind != crate::model::ParameterKind::Domain {
                    continue;
                }
                if let Some(Value::String(domain)) = subscription.order_parameters.get(&parameter.name) {
                    let tenant = stable_uuid(domain);
                    let answers = &mut subscription.fulfillment_parameters;
                    answers.insert(parameter.name.replace("domain", "tenant_id"), tenant.to_string().into());
                    answers.insert(parameter.name.clone(), domain.clone().into());
                }
            }
        }
    }

    /// Stores a changed subscription and when its term ends.
    fn put_back(&mut self, subscription: Subscription) {
        let (at, event) = timeline::term_end(&subscription);
        self.timeline.add(at.max(self.now), event);
        if let Some(stored) = self.data.subscriptions.get_mut(&subscription.id) {
            *stored = subscription;
        }
    }
}

/// Adds units of a product, or takes them away, and keeps what the order says about prices.
fn add_seats(subscription: &mut Subscription, line: &OrderLine, product: &str, difference: Decimal) {
    let place =
        subscription.products.iter().position(|seats| seats.product_id == product).unwrap_or_else(|| {
            let number = subscription.id * 100 + subscription.products.len() as u64;
            subscription.products.push(Seats {
                product_id: product.to_owned(),
                quantity: Decimal::ZERO,
                vendor_subscription_id: format!("{:014}", number * 7_919 % 100_000_000_000_000),
                special_price: None,
                special_cost: None,
                special_provider_cost: None,
                special_price_tiers: Vec::new(),
            });
            subscription.products.len() - 1
        });
    let seats = &mut subscription.products[place];
    seats.quantity += difference;
    let Some(given) = &line.given else { return };
    let amount = |amount: Option<&imcloud_raw::Decimal>| amount.and_then(|amount| decimal(amount).ok());
    let price = given.special_price.as_ref();
    if let Some(unit) = amount(price.and_then(|price| price.amount.as_ref())) {
        seats.special_price = Some(unit);
        let tiers = price.and_then(|price| price.price_tiers.as_ref()).into_iter().flatten();
        let tier = |tier: &types::OrderPriceTier| {
            Some((amount(tier.lower_limit.as_ref())?, amount(tier.amount.as_ref())?))
        };
        seats.special_price_tiers = tiers.filter_map(tier).collect();
    }
    let cost = given.special_cost.as_ref().and_then(|cost| cost.amount.as_ref());
    seats.special_cost = amount(cost).or(seats.special_cost);
    let cost = given.special_provider_cost.as_ref().and_then(|cost| cost.amount.as_ref());
    seats.special_provider_cost = amount(cost).or(seats.special_provider_cost);
}

fn end_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    first.and_then(|first| first.checked_sub_days(Days::new(1))).unwrap_or(day)
}
