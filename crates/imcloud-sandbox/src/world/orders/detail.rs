//! An order as the service shows it.

use chrono::{Days, NaiveDate};
use imcloud_raw::types::{self, OrderDetailType, OrderType, ScheduledOn};
use rust_decimal::Decimal;

use crate::{
    model::{Order, OrderLine, Product},
    world::{World, pricing::money},
};

impl World {
    /// Everything but id and number, which an estimate does not have. Renewals and cancellations have neither
    /// products nor details (observed). No tax is added (assumed).
    pub(super) fn order_detail(&self, order: &Order) -> types::Order {
        let mut detail = order.given.as_deref().cloned().unwrap_or_default();
        detail.type_ = Some(order.type_.clone());
        detail.status = Some(order.status.clone());
        detail.status_code = Some(order.status_code.clone());
        detail.customer_id = Some(order.customer_id.into());
        detail.subscription_id = (order.subscription_id != 0).then(|| order.subscription_id.into());
        detail.po_number.clone_from(&order.po_number);
        detail.creation_date = Some(order.created.into());
        detail.provisioning_date = order.provisioned.map(Into::into);
        detail.credit_check = order.credit_check;
        detail.scheduled_on = order.at_renewal.then_some(ScheduledOn::Renewal);
        detail.attributes = (!order.attributes.is_empty()).then(|| order.attributes.clone());
        if order.lines.is_empty() {
            return detail;
        }
        let sold =
            || order.lines.iter().filter_map(|line| Some((line, self.catalogue.get(&line.product_id)?)));
        detail.billing_model = sold().next().map(|(_, product)| product.billing_model.clone());
        detail.products =
            Some(sold().map(|(line, product)| self.order_product(order, line, product)).collect());
        detail.details = Some(sold().flat_map(|(line, product)| price_lines(order, line, product)).collect());
        let total: Decimal =
            order.lines.iter().map(|line| line.extended_price + line.setup_price.unwrap_or_default()).sum();
        detail.total = Some(money!(TotalOrderPriceEstimation, order.currency, total));
        detail
    }

    fn order_product(&self, order: &Order, line: &OrderLine, product: &Product) -> types::OrderLineProduct {
        let mut shown = line.given.as_deref().cloned().unwrap_or_default();
        shown.id = Some(product.id.as_str().into());
        shown.mpn = Some(product.mpn.clone());
        shown.name = Some(product.name.clone());
        shown.vendor = Some(product.vendor.clone());
        shown.quantity = Some(line.quantity.into());
        shown.extended_price = Some(money!(OrderItemPrice, order.currency, line.extended_price));
        shown.subscription_id = (line.subscription_id != 0).then(|| line.subscription_id.into());
        shown.target_subscription_id = line.target_subscription_id.map(Into::into);
        let new = line.new_product_id.as_ref().and_then(|id| self.catalogue.get(id));
        shown.new_id = new.map(|product| product.id.as_str().into());
        shown.new_mpn = new.map(|product| product.mpn.clone());
        shown
    }
}

/// What is charged for a line: the recurring price, and what is charged once.
fn price_lines(order: &Order, line: &OrderLine, product: &Product) -> Vec<types::OrderDetail> {
    let today = order.created.date_naive();
    let period = &product.billing_period;
    let detail =
        |type_: OrderDetailType, description: String, quantity: Decimal, unit: Decimal, extended: Decimal| {
            fill!(OrderDetail {
                type_: type_,
                description: description,
                mpn: product.mpn.clone(),
                product_id: imcloud_raw::Id::from(product.id.as_str()),
                quantity: imcloud_raw::Decimal::from(quantity),
                duration: fill!(Duration {
                    type_: period.type_.clone(),
                    duration: imcloud_raw::Decimal::from(period.duration),
                }),
                unit_price: money!(UnitPrice, order.currency, unit),
                extended_price: money!(ExtendedPrice, order.currency, extended),
                tax_amount: money!(TaxAmount, order.currency, Decimal::ZERO),
                exclusive_tax_amount: money!(ExclusiveTaxAmount, order.currency, extended),
            })
        };
    let through = last_day(period.after(today));
    let description = match order.type_ {
        // The period is spelled out in changes (observed).
        OrderType::Change => format!("{}: other quantity from {today} through {through}", product.name),
        _ => format!("{}: recurring charge", product.name),
    };
    let recurring =
        detail(OrderDetailType::Recurring, description, line.quantity, line.unit_price, line.extended_price);
    let setup = line.setup_price.map(|price| {
        detail(OrderDetailType::Setup, format!("{}: set-up", product.name), Decimal::ONE, price, price)
    });
    [Some(recurring), setup].into_iter().flatten().collect()
}

fn last_day(first_after: NaiveDate) -> NaiveDate {
    first_after.checked_sub_days(Days::new(1)).unwrap_or(first_after)
}
