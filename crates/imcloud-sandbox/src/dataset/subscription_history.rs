//! One subscription, its orders and their effect on its quantities.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use imcloud_raw::types::{
    self, AccountStatus, OrderStatus, OrderStatusCode, PlacementType, SubscriptionStatus,
};
use rust_decimal::Decimal;

use super::{
    accounts,
    catalogue::{DIRECTORY_TENANT, DIRECTORY_VENDOR, Usual},
    history::{Event, HistoryBuilder, Lifecycle, Outline, seconds_later, within},
};
use crate::{
    clock::{days_later, months_later},
    model::{Order, OrderLine, Product, Seats, Subscription},
    random::Random,
};

/// The terms of a subscription.
struct Terms {
    months: i64,
    first: NaiveDate,
    renewals: i64,
    /// Past days of the last term that may have orders.
    days_of_last: i64,
}

impl Terms {
    fn start(&self, index: i64) -> NaiveDate {
        months_later(self.first, self.months.saturating_mul(index))
    }

    fn end(&self) -> NaiveDate {
        self.start(self.renewals + 1)
    }

    /// Draws a time in the office hours of a term, except on its first day.
    fn within(&self, index: i64, random: &mut Random) -> DateTime<Utc> {
        let longest = if self.months == 1 { 25 } else { 300 };
        let days = if index == self.renewals { self.days_of_last.min(longest) } else { longest };
        within(days_later(self.start(index), random.between(1, days)), 8, 18, random)
    }
}

impl HistoryBuilder<'_> {
    pub(super) fn add_subscription(&mut self, outline: &Outline<'_>) {
        let pending = outline.lifecycle == Lifecycle::Pending;
        let terms = self.terms(outline);
        let mut events = self.events(outline, &terms);
        events.sort_by_key(|(time, _)| *time);
        let (created, _) = events[0];

        let mut seats = self.basket(outline);
        let account = &self.customers[outline.customer];
        let (id, currency) = (self.subscriptions.len() as u64, account.country.currency);
        let mut subscription =
            Subscription::pending(id, outline.customer as u64, seats[0].0, currency, created, terms.end());
        subscription.status = self.status(outline);
        subscription.renewal_status = !outline.lifecycle.has_ended()
            && outline.lifecycle != Lifecycle::CancellationWithdrawn
            && !self.random.percent(8);
        let products = seats.iter().map(|(product, _)| *product);
        subscription.order_parameters = accounts::parameters(products, account, self.random);
        if outline.offer.family.vendor == DIRECTORY_VENDOR && !pending {
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
            let mut order = self.order(event, time, &subscription, terms.months);
            if matches!(event, Event::Sale | Event::Migration | Event::Renewal) {
                order.po_number.clone_from(&po_number);
            }
            if pending {
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

        if !pending {
            subscription.products = self.seats(&seats, currency);
        }
        if outline.lifecycle.has_ended() {
            self.end(outline, &terms, &mut subscription);
        }
        self.subscriptions.push(subscription);
    }

    fn terms(&mut self, outline: &Outline<'_>) -> Terms {
        let months = outline.offer.term.months();
        let renewals = i64::try_from(outline.renewals).unwrap_or(i64::MAX);
        let today = self.as_of.date_naive();
        let before = months.saturating_mul(renewals).saturating_neg();
        let (first, days_of_last) = if outline.lifecycle == Lifecycle::Pending {
            (today, 0)
        } else if outline.lifecycle.has_ended() {
            let end = days_later(today, -self.random.between(2, 500));
            (months_later(end, before - months), i64::MAX)
        } else {
            // Less than the shortest month, and long enough for an order two days ago.
            let days = self.random.between(4, if months == 1 { 24 } else { 350 });
            (months_later(days_later(today, -days), before), days - 2)
        };
        Terms { months, first, renewals, days_of_last }
    }

    fn events(&mut self, outline: &Outline<'_>, terms: &Terms) -> Vec<(DateTime<Utc>, Event)> {
        let random = &mut *self.random;
        if outline.lifecycle == Lifecycle::Pending {
            return vec![(seconds_later(self.as_of, -random.between(30, 2_400)), Event::Sale)];
        }
        let last = terms.renewals;
        let first = if outline.lifecycle == Lifecycle::Migrated { Event::Migration } else { Event::Sale };
        let mut events = vec![(within(terms.first, 8, 18, random), first)];
        events.extend((1..=last).map(|term| (within(terms.start(term), 1, 5, random), Event::Renewal)));
        let mut free = last;
        match outline.lifecycle.event() {
            None | Some(Event::Move) => {}
            Some(event @ Event::ChangeAtRenewal) => {
                free = (last - 1).max(0);
                events.push((terms.within(free, random), event));
            }
            Some(event) => events.push((terms.within(last, random), event)),
        }
        // Each in another term, so that no change precedes one at renewal in the same term.
        for term in (0..free).rev().take(outline.changes) {
            events.push((terms.within(term, random), Event::Change));
        }
        if outline.lifecycle == Lifecycle::Moved {
            events.push((seconds_later(self.as_of, -random.between(3_600, 72_000)), Event::Move));
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

    /// Draws the first product of the plan, and sometimes add-ons, with their quantities.
    fn basket<'p>(&mut self, outline: &Outline<'p>) -> Vec<(&'p Product, Decimal)> {
        let mut basket: Vec<(&Product, Decimal)> = Vec::new();
        for (product, item) in outline.offer.products.iter().zip(&outline.offer.family.items) {
            if item.needs.is_some() && !self.random.percent(25) {
                continue;
            }
            let usual = match item.usual {
                Usual::Users => *self.random.weighted(&[(60, 12), (30, 40), (10, 180)]),
                Usual::Machines => *self.random.weighted(&[(60, 20), (30, 80), (10, 300)]),
                Usual::Gigabytes => 3_000,
                Usual::Few => 8,
            };
            let min = item.minimum.map_or(1, i64::from);
            let mut quantity = self.random.between(min + 1, min + usual);
            if matches!(item.usual, Usual::Gigabytes) {
                quantity = (quantity + 49) / 50 * 50;
            }
            let max = match basket.first() {
                // There are not more add-ons for users than users.
                Some((_, base)) if matches!(item.usual, Usual::Few) => (*base).min(product.maximum_quantity),
                _ => product.maximum_quantity,
            };
            basket.push((product, Decimal::from(quantity).max(product.minimum_quantity).min(max)));
        }
        basket
    }

    fn order(
        &mut self,
        event: Event,
        time: DateTime<Utc>,
        subscription: &Subscription,
        months: i64,
    ) -> Order {
        let (type_, status, status_code) = event.order();
        let Subscription { id, customer_id, currency, .. } = subscription;
        let mut order = Order::new(type_, *customer_id, *id, time, currency);
        order.at_renewal = matches!(event, Event::ChangeAtRenewal | Event::ChangeToCome);
        order.provisioned = match event {
            Event::ChangeAtRenewal => {
                let mut terms =
                    (1..).map(|term| months_later(subscription.created.date_naive(), months * term));
                let renewal = terms.find(|date| *date > time.date_naive()).unwrap_or(NaiveDate::MAX);
                Some(within(renewal, 5, 6, self.random))
            }
            _ if status == OrderStatus::Completed => {
                Some(seconds_later(time, self.random.between(40, 1_200)))
            }
            _ => None,
        };
        (order.status, order.status_code) = (status, status_code);
        order
    }

    fn seats(&mut self, held: &[(&Product, Decimal)], currency: &str) -> Vec<Seats> {
        let seats = held.iter().map(|&(product, quantity)| {
            let price = product.charge(currency, quantity).map(|charge| charge.unit);
            let special = price.filter(|_| product.prices.iter().all(|price| price.model.is_none()));
            let special = special.filter(|_| self.random.percent(8));
            let share = |percent: i64| special.map(|price| (price * Decimal::new(percent, 2)).round_dp(2));
            Seats {
                product_id: product.id.clone(),
                quantity,
                vendor_subscription_id: self.random.uuid().to_string(),
                special_price: share(92),
                special_cost: share(58).filter(|_| self.random.percent(50)),
                ..Seats::default()
            }
        });
        seats.collect()
    }

    fn end(&mut self, outline: &Outline<'_>, terms: &Terms, subscription: &mut Subscription) {
        if outline.lifecycle == Lifecycle::Lapsed {
            // The day of the decision, which is often not the day of the end (observed).
            let decided = terms.within(terms.renewals, self.random).date_naive();
            subscription.last_modified =
                if self.random.percent(50) { terms.end() } else { decided.max(subscription.last_modified) };
        }
        if self.random.percent(25) {
            // It can be years after the end (observed).
            subscription.expiration_date = months_later(terms.end(), 12 * self.random.between(1, 4));
        }
    }

    /// Adds the lines, and applies them to the seats if the order is completed.
    fn add_lines(
        &mut self,
        order: &mut Order,
        event: Event,
        seats: &mut [(&Product, Decimal)],
        subscription: &Subscription,
    ) {
        match event {
            Event::Renewal | Event::Cancellation | Event::CancellationWithdrawn => {}
            Event::Sale | Event::Migration => {
                for (product, quantity) in seats.iter() {
                    let mut line = line(product, subscription, Decimal::ZERO, *quantity);
                    line.setup_price =
                        product.charge(&subscription.currency, *quantity).and_then(|charge| charge.setup);
                    order.lines.push(line);
                }
            }
            Event::Move => self.add_move(order, seats, subscription),
            _ => {
                let (product, current) = seats[0];
                let after = self.other_quantity(product, current);
                let before = if order.at_renewal { Decimal::ZERO } else { current };
                order.lines.push(line(product, subscription, before, after));
                if order.status == OrderStatus::Completed {
                    seats[0].1 = after;
                }
            }
        }
    }

    /// Moves units to the previous subscription, of the same customer and plan.
    fn add_move(
        &mut self,
        order: &mut Order,
        seats: &mut [(&Product, Decimal)],
        subscription: &Subscription,
    ) {
        let (product, before) = seats[0];
        let units = self.units(Decimal::ONE, before - product.minimum_quantity);
        let after = before - units;
        let mut moved = line(product, subscription, before, after);
        if let Some(target) = self.subscriptions.last_mut() {
            moved.target_subscription_id = Some(target.id);
            if let Some(seats) = target.products.first_mut() {
                seats.quantity += units;
            }
            target.last_modified = target.last_modified.max(order.created.date_naive());
        }
        let mut given = types::Order::default();
        given.placement_type = Some(PlacementType::Move);
        order.given = Some(Box::new(given));
        order.lines.push(moved);
        seats[0].1 = after;
    }

    /// Draws another quantity. It is above the minimum, so that units can still be removed.
    fn other_quantity(&mut self, product: &Product, before: Decimal) -> Decimal {
        let min = product.minimum_quantity + Decimal::ONE;
        let half = (before / Decimal::TWO).ceil();
        let more = self.random.percent(70) || before - half < min;
        if more {
            (before + self.units(Decimal::ONE, half)).min(product.maximum_quantity)
        } else {
            before - self.units(Decimal::ONE, half)
        }
    }

    fn units(&mut self, min: Decimal, max: Decimal) -> Decimal {
        let integer = |number: Decimal| i64::try_from(number).unwrap_or(1);
        self.random.between(integer(min), integer(max.floor())).into()
    }
}

/// Creates a line that changes the quantity from one number to another.
fn line(product: &Product, subscription: &Subscription, before: Decimal, after: Decimal) -> OrderLine {
    let of = |quantity| product.charge(&subscription.currency, quantity).unwrap_or_default();
    let (old, new) = (of(before), of(after));
    OrderLine {
        product_id: product.id.clone(),
        subscription_id: subscription.id,
        quantity: after - before,
        unit_price: new.unit,
        extended_price: (new.extended - old.extended).normalize(),
        ..OrderLine::default()
    }
}
