//! Lists and details of orders.

use chrono::{DateTime, Utc};
use imcloud_raw::types::{self, OrderDetailType, OrderType, ScheduledOn};
use rust_decimal::Decimal;

use crate::{
    clock::days_later,
    model::{Order, OrderLine, Product},
    world::{Call, Page, Result, World, catalogue::money},
};

impl World {
    pub(in crate::world) fn list_orders(&self, call: &Call) -> Result<types::OrderList> {
        let number = call.query("orderNumber");
        let code = call.query("statusCode");
        let matches = |order: &Order| {
            number.is_none_or(|number| number == order.number)
                && code.is_none_or(|code| code == order.status_code.as_str())
        };
        self.orders_where(call, (number.is_some() || code.is_some()).then_some(matches))
    }

    /// Without the filters by number and status code (documented).
    pub(in crate::world) fn list_reseller_orders(&self, call: &Call) -> Result<types::OrderList> {
        let reseller = self.reseller(call.id())?.id;
        let of = |id| self.data.customers.get(&id).map(|customer| customer.reseller_id);
        self.orders_where(call, Some(|order: &Order| of(order.customer_id) == Some(reseller)))
    }

    fn orders_where(
        &self,
        call: &Call,
        belongs: Option<impl Fn(&Order) -> bool>,
    ) -> Result<types::OrderList> {
        let page = Page::of(call, &self.behavior)?;
        let filters = self.behavior.creation_time_filters;
        let time = |name| if filters { call.parsed::<DateTime<Utc>>(name) } else { Ok(None) };
        let (from, to) = (time("creationTimeFrom")?, time("creationTimeTo")?);
        let status = call.query("status").filter(|_| self.behavior.order_status_filter);
        // An id that is not a number matches no record.
        let ids = |name| call.query(name).map(|id| id.parse::<u64>().unwrap_or_default());
        let (customer, subscription) = (ids("customerId"), ids("subscriptionId"));
        let group = match (customer, subscription) {
            (_, Some(id)) => Some(self.orders_of_subscription.of(id)),
            (Some(id), None) => Some(self.orders_of_customer.of(id)),
            (None, None) => None,
        };
        let narrowed = belongs.is_some()
            || (customer.is_some() && subscription.is_some())
            || status.is_some()
            || from.is_some()
            || to.is_some();
        let matches = narrowed.then_some(|order: &&Order| {
            belongs.as_ref().is_none_or(|belongs| belongs(order))
                && customer.is_none_or(|id| id == order.customer_id)
                && status.is_none_or(|status| status == order.status.as_str())
                && from.is_none_or(|from| from <= order.created)
                && to.is_none_or(|to| order.created <= to)
        });
        Ok(list!(OrderList, page, page.newest(&self.data.orders, group, matches), item))
    }

    pub(super) fn order(&self, id: &str) -> Result<&Order> {
        self.find(&self.data.orders, "order", id)
    }

    pub(in crate::world) fn get_order(&self, id: &str) -> Result<types::Order> {
        let order = self.order(id)?;
        let mut detail = self.order_detail(order);
        detail.id = order.id.into();
        detail.order_number = Some(order.number.clone());
        Ok(detail)
    }
}

/// Items have no purchase order number, products or prices (observed).
fn item(order: &Order) -> types::OrderSummary {
    let mut item = fill!(OrderSummary {
        id: imcloud_raw::Id::from(order.id),
        order_number: order.number.clone(),
        customer_id: imcloud_raw::Id::from(order.customer_id),
        creation_date: imcloud_raw::DateTime::from(order.created),
        provisioning_date: order.provisioned.map(imcloud_raw::DateTime::from),
    });
    copy!(order => item: type_, status, status_code);
    item
}

impl World {
    /// Returns an order without id and number, which an estimate does not have. Renewals and cancellations
    /// have neither products nor details (observed). No tax is added (assumed).
    pub(super) fn order_detail(&self, order: &Order) -> types::Order {
        let mut detail = order.given.as_deref().cloned().unwrap_or_default();
        copy!(order => detail: type_, status, status_code, po_number, credit_check);
        detail.customer_id = Some(order.customer_id.into());
        detail.subscription_id = (order.subscription_id != 0).then(|| order.subscription_id.into());
        detail.creation_date = Some(order.created.into());
        detail.provisioning_date = order.provisioned.map(Into::into);
        detail.scheduled_on = order.at_renewal.then_some(ScheduledOn::Renewal);
        detail.attributes = (!order.attributes.is_empty()).then(|| order.attributes.clone());
        if order.lines.is_empty() {
            return detail;
        }
        let sold =
            || order.lines.iter().filter_map(|line| Some((line, self.data.products.get(&line.product_id)?)));
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
        copy!(product => shown: mpn, name, vendor);
        shown.quantity = Some(line.quantity.into());
        shown.extended_price = Some(money!(OrderItemPrice, order.currency, line.extended_price));
        shown.subscription_id = (line.subscription_id != 0).then(|| line.subscription_id.into());
        shown.target_subscription_id = line.target_subscription_id.map(Into::into);
        let new = line.new_product_id.as_ref().and_then(|id| self.data.products.get(id));
        shown.new_id = new.map(|product| product.id.as_str().into());
        shown.new_mpn = new.map(|product| product.mpn.clone());
        shown
    }
}

/// Returns the recurring price of a line, and the one that is charged once.
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
    let through = days_later(period.after(today), -1);
    let description = match order.type_ {
        // Changes name the period (observed).
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
