//! Order lines, and their effect on the quantities of a subscription.

use imcloud_raw::types::{self, OrderStatus, PlacementType};
use rust_decimal::Decimal;

use super::{history::HistoryBuilder, lifecycle::Event};
use crate::model::{Order, OrderLine, Product, Subscription};

impl HistoryBuilder<'_> {
    /// Adds the lines, and applies them to the seats if the order is completed.
    pub(super) fn add_lines(
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
        let whole = |number: Decimal| i64::try_from(number).unwrap_or(1);
        self.random.between(whole(min), whole(max.floor())).into()
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
