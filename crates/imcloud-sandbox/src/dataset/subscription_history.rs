//! Making one subscription and its orders.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use imcloud_raw::types::{self, AccountStatus, OrderStatus, OrderStatusCode, OrderType, SubscriptionStatus};
use rust_decimal::Decimal;

use super::{
    accounts,
    catalogue::{DIRECTORY_TENANT, DIRECTORY_VENDOR, Usual},
    history::{HistoryBuilder, Outline},
    lifecycle::Lifecycle,
    lifecycle::{days_after, days_before, earlier, later, months_after, months_before, within},
};
use crate::model::{Order, Product, Seats, Subscription};
use crate::random::Random;

/// Something that happened to a subscription.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Sale,
    Migration,
    Renewal,
    Change,
    ChangeAtRenewal,
    ChangeToCome,
    ChangeWithdrawn,
    ChangeFailed,
    Move,
    Cancellation,
    CancellationWithdrawn,
}

/// When its terms began, and when the last one ends.
struct Terms {
    months: u32,
    first: NaiveDate,
    renewals: u32,
    /// Days of the last term that are over and may hold orders.
    days_of_last: i64,
}

impl Terms {
    fn begin(&self, index: u32) -> NaiveDate {
        months_after(self.first, self.months.saturating_mul(index))
    }

    fn end(&self) -> NaiveDate {
        self.begin(self.renewals + 1)
    }

    /// Some moment of a working day within a term, never its first day.
    fn within(&self, index: u32, random: &mut Random) -> DateTime<Utc> {
        let longest = if self.months == 1 { 25 } else { 300 };
        let days = if index == self.renewals { self.days_of_last.min(longest) } else { longest };
        within(days_after(self.begin(index), random.between(1, days).unsigned_abs()), 8, 18, random)
    }
}

impl HistoryBuilder<'_> {
    pub(super) fn add_subscription(&mut self, outline: &Outline<'_>) {
        let place = u64::try_from(self.subscriptions.len()).unwrap_or(u64::MAX);
        let terms = self.terms(outline);
        let mut events = self.events(outline, &terms);
        events.sort_by_key(|(time, _)| *time);
        let (created, _) = events[0];

        let products: Vec<&Product> = outline.offer.products.iter().collect();
        let mut seats: Vec<(&Product, Decimal)> = self.basket(outline, &products);
        let account = &self.customers[outline.customer];
        let directory = outline.offer.family.vendor == DIRECTORY_VENDOR;
        let mut subscription = Subscription {
            id: place,
            customer_id: u64::try_from(outline.customer).unwrap_or(u64::MAX),
            name: seats[0].0.name.clone(),
            status: self.status(outline),
            renewal_status: !outline.lifecycle.has_ended()
                && outline.lifecycle != Lifecycle::CancellationWithdrawn
                && !self.random.percent(8),
            created,
            last_modified: created.date_naive(),
            renewal_date: terms.end(),
            expiration_date: terms.end(),
            plan_id: outline.offer.plan.id,
            billing_period: outline.offer.plan.billing_period.clone(),
            subscription_period: outline.offer.term.subscription(),
            currency: account.country.currency.to_owned(),
            attributes: BTreeMap::new(),
            products: Vec::new(),
            order_parameters: accounts::parameters(
                seats.iter().map(|(product, _)| *product),
                account,
                self.random,
            ),
            fulfillment_parameters: BTreeMap::new(),
        };
        if directory && outline.lifecycle != Lifecycle::Pending {
            let tenant = self.tenants[outline.customer].to_string();
            subscription.fulfillment_parameters.insert(DIRECTORY_TENANT.to_owned(), tenant.into());
        }

        let po_number = self
            .random
            .percent(60)
            .then(|| format!("PO-{}-{:04}", created.year(), self.random.between(1, 9_999)));
        if let Some(number) = po_number.as_ref().filter(|_| self.random.percent(50)) {
            subscription.attributes.insert("PONumber".to_owned(), number.clone());
        }
        for &(time, event) in &events {
            let mut order = self.order(event, time, &subscription, po_number.as_deref());
            if outline.lifecycle == Lifecycle::Pending {
                order.status = OrderStatus::Processing;
                order.status_code = OrderStatusCode::Lo;
                order.provisioned = None;
            }
            self.add_lines(&mut order, event, &mut seats, &subscription);
            if order.status == OrderStatus::Completed || event == Event::CancellationWithdrawn {
                subscription.last_modified = subscription.last_modified.max(time.date_naive());
            }
            self.orders.push(order);
        }

        if outline.lifecycle != Lifecycle::Pending {
            subscription.products = self.seats(&seats, &subscription);
        }
        if outline.lifecycle.has_ended() {
            self.end(outline, &terms, &mut subscription);
        }
        self.subscriptions.push(subscription);
    }

    fn terms(&mut self, outline: &Outline<'_>) -> Terms {
        let months = outline.offer.term.months();
        let renewals = u32::try_from(outline.renewals).unwrap_or(u32::MAX);
        let today = self.as_of.date_naive();
        let whole = months.saturating_mul(renewals);
        if outline.lifecycle == Lifecycle::Pending {
            return Terms { months, first: today, renewals, days_of_last: 0 };
        }
        if outline.lifecycle.has_ended() {
            let gap = self.random.between(2, 500).unsigned_abs();
            let first = months_before(days_before(today, gap), whole.saturating_add(months));
            return Terms { months, first, renewals, days_of_last: i64::MAX };
        }
        // No longer ago than the shortest month, and long enough for an order a day before yesterday.
        let days = self.random.between(4, if months == 1 { 24 } else { 350 });
        let first = months_before(days_before(today, days.unsigned_abs()), whole);
        Terms { months, first, renewals, days_of_last: days - 2 }
    }

    fn events(&mut self, outline: &Outline<'_>, terms: &Terms) -> Vec<(DateTime<Utc>, Event)> {
        if outline.lifecycle == Lifecycle::Pending {
            let seconds = self.random.between(30, 2_400);
            return vec![(earlier(self.as_of, TimeDelta::seconds(seconds)), Event::Sale)];
        }
        let random = &mut *self.random;
        let last = terms.renewals;
        let first = if outline.lifecycle == Lifecycle::Migrated { Event::Migration } else { Event::Sale };
        let mut events = vec![(within(terms.first, 8, 18, random), first)];
        events.extend((1..=last).map(|term| (within(terms.begin(term), 1, 5, random), Event::Renewal)));
        let own = match outline.lifecycle {
            Lifecycle::Changed => Some(Event::Change),
            Lifecycle::ChangesAtRenewal => Some(Event::ChangeToCome),
            Lifecycle::ChangeWithdrawn => Some(Event::ChangeWithdrawn),
            Lifecycle::ChangeFailed => Some(Event::ChangeFailed),
            Lifecycle::CancellationWithdrawn => Some(Event::CancellationWithdrawn),
            Lifecycle::Cancelled | Lifecycle::Terminated => Some(Event::Cancellation),
            _ => None,
        };
        events.extend(own.map(|event| (terms.within(last, random), event)));
        let mut free = last;
        if outline.lifecycle == Lifecycle::ChangedAtRenewal {
            free = last.saturating_sub(1);
            events.push((terms.within(free, random), Event::ChangeAtRenewal));
        }
        // Each in another term, so that what a renewal changes is what the term before it left.
        for term in (0..free).rev().take(outline.changes) {
            events.push((terms.within(term, random), Event::Change));
        }
        if outline.lifecycle == Lifecycle::Moved {
            let seconds = random.between(3_600, 72_000);
            events.push((earlier(self.as_of, TimeDelta::seconds(seconds)), Event::Move));
        }
        events
    }

    fn status(&self, outline: &Outline<'_>) -> SubscriptionStatus {
        let on_hold = self.customers[outline.customer].profile.status == AccountStatus::AdminHold;
        match outline.lifecycle {
            Lifecycle::Pending => SubscriptionStatus::Pending,
            Lifecycle::Lapsed | Lifecycle::Cancelled => SubscriptionStatus::Removed,
            Lifecycle::Terminated => SubscriptionStatus::Terminated,
            Lifecycle::Hold => SubscriptionStatus::Hold,
            _ if on_hold => SubscriptionStatus::Hold,
            _ => SubscriptionStatus::Active,
        }
    }

    /// The first product of the plan, and sometimes add-ons.
    fn basket<'p>(&mut self, outline: &Outline<'_>, products: &[&'p Product]) -> Vec<(&'p Product, Decimal)> {
        let mut basket: Vec<(&Product, Decimal)> = Vec::new();
        for (&product, item) in products.iter().zip(&outline.offer.family.items) {
            if item.needs.is_some() && !self.random.percent(25) {
                continue;
            }
            let usual = match item.usual {
                Usual::Users => *self.random.weighted(&[(60, 12), (30, 40), (10, 180)]),
                Usual::Machines => *self.random.weighted(&[(60, 20), (30, 80), (10, 300)]),
                Usual::Gigabytes => 3_000,
                Usual::Few => 8,
            };
            let mut quantity =
                self.random.between(i64::from(item.minimum) + 1, i64::from(item.minimum) + usual);
            if matches!(item.usual, Usual::Gigabytes) {
                quantity = (quantity + 49) / 50 * 50;
            }
            let most = match basket.first() {
                // Nobody has more of an add-on for users than users.
                Some((_, base)) if matches!(item.usual, Usual::Few) => (*base).min(product.maximum_quantity),
                _ => product.maximum_quantity,
            };
            basket.push((product, Decimal::from(quantity).max(product.minimum_quantity).min(most)));
        }
        basket
    }

    fn order(
        &mut self,
        event: Event,
        time: DateTime<Utc>,
        subscription: &Subscription,
        po_number: Option<&str>,
    ) -> Order {
        let type_ = match event {
            Event::Sale => OrderType::Sales,
            Event::Migration => OrderType::Migration,
            Event::Renewal => OrderType::Renewal,
            Event::Cancellation | Event::CancellationWithdrawn => OrderType::Cancellation,
            Event::Change
            | Event::ChangeAtRenewal
            | Event::ChangeToCome
            | Event::ChangeWithdrawn
            | Event::ChangeFailed
            | Event::Move => OrderType::Change,
        };
        let (status, status_code) = match event {
            Event::ChangeToCome => (OrderStatus::Processing, OrderStatusCode::As),
            Event::ChangeWithdrawn | Event::CancellationWithdrawn => {
                (OrderStatus::Cancelled, OrderStatusCode::Cl)
            }
            // Assumed: no real failed order is known.
            Event::ChangeFailed => (OrderStatus::Error, "ER".into()),
            _ => (OrderStatus::Completed, OrderStatusCode::Cp),
        };
        let po_number = match event {
            Event::Sale | Event::Migration | Event::Renewal => po_number.map(str::to_owned),
            _ => None,
        };
        let provisioned = match event {
            Event::ChangeAtRenewal => Some(within(self.next_renewal(subscription, time), 5, 6, self.random)),
            _ if status == OrderStatus::Completed => {
                Some(later(time, TimeDelta::seconds(self.random.between(40, 1_200))))
            }
            _ => None,
        };
        Order {
            id: 0,
            number: String::new(),
            type_,
            status,
            status_code,
            customer_id: subscription.customer_id,
            subscription_id: subscription.id,
            po_number,
            created: time,
            provisioned,
            currency: subscription.currency.clone(),
            at_renewal: matches!(event, Event::ChangeAtRenewal | Event::ChangeToCome),
            credit_check: None,
            attributes: BTreeMap::new(),
            lines: Vec::new(),
            given: None,
        }
    }

    fn next_renewal(&self, subscription: &Subscription, time: DateTime<Utc>) -> NaiveDate {
        let months = match subscription.subscription_period.type_ {
            types::PeriodType::Year => 12,
            _ => 1,
        };
        let first = subscription.created.date_naive();
        (1..)
            .map(|term| months_after(first, months * term))
            .find(|date| *date > time.date_naive())
            .unwrap_or(first)
    }

    fn seats(&mut self, held: &[(&Product, Decimal)], subscription: &Subscription) -> Vec<Seats> {
        let mut seats = Vec::with_capacity(held.len());
        for (product, quantity) in held {
            let price = product.charge(&subscription.currency, *quantity).map(|charge| charge.unit);
            let special = price.filter(|_| product.prices.iter().all(|price| price.model.is_none()));
            let special = special.filter(|_| self.random.percent(8));
            let share = |percent: i64| special.map(|price| (price * Decimal::new(percent, 2)).round_dp(2));
            seats.push(Seats {
                product_id: product.id.clone(),
                quantity: *quantity,
                vendor_subscription_id: self.random.uuid().to_string(),
                special_price: share(92),
                special_cost: share(58).filter(|_| self.random.percent(50)),
                special_provider_cost: None,
                special_price_tiers: Vec::new(),
            });
        }
        seats
    }

    fn end(&mut self, outline: &Outline<'_>, terms: &Terms, subscription: &mut Subscription) {
        if outline.lifecycle == Lifecycle::Lapsed {
            // The day of the decision, which is often not the day of the end (observed).
            let decided = terms.within(terms.renewals, self.random).date_naive();
            subscription.last_modified =
                if self.random.percent(50) { terms.end() } else { decided.max(subscription.last_modified) };
        }
        if self.random.percent(25) {
            // Lies years ahead of the end, as is seen (observed).
            let months = 12 * u32::try_from(self.random.between(1, 4)).unwrap_or(1);
            subscription.expiration_date = months_after(terms.end(), months);
        }
    }
}
