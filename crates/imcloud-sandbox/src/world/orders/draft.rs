//! Checks and prices of an order that is not placed yet.

use imcloud_raw::types::{self, OrderInput, OrderLineProductInput, OrderType, PeriodInput};
use rust_decimal::Decimal;

use crate::{
    model::{Charge, Customer, Order, Period, Product, Seats, Subscription},
    world::{
        Rejection, Result, World,
        catalogue::{Criteria, decimal},
        profile,
    },
};

#[derive(Debug)]
pub(super) struct Draft {
    /// Without numbers.
    pub(super) order: Order,
    /// Subscriptions that it creates. Until they are placed their ids are 0, 1, 2, to which lines refer.
    pub(super) new: Vec<Subscription>,
}

impl World {
    pub(super) fn draft(&self, sent: &OrderInput) -> Result<Draft> {
        let customer = self.customer_of_body(&sent.customer_id)?;
        // Assumed: the reference does not mention accounts on hold.
        if customer.profile.status != types::AccountStatus::Active {
            return Err(rejection!(
                business,
                "Customer {} is {}; orders are taken for active customers only.",
                customer.id,
                customer.profile.status
            ));
        }
        self.check_alignment(sent, customer)?;
        let mut new = Vec::new();
        let (subscription, currency, lines) = match sent.type_ {
            OrderType::Sales | OrderType::Migration => {
                (0, &customer.currency, self.sales_lines(sent, customer, &mut new)?)
            }
            OrderType::Change | OrderType::Renewal | OrderType::Cancellation => {
                let subscription = self.subscription_to_change(sent, customer)?;
                let lines = match sent.type_ {
                    OrderType::Change => self.change_lines(sent, subscription, customer)?,
                    _ => Vec::new(),
                };
                (subscription.id, &subscription.currency, lines)
            }
            ref other => return Err(rejection!(bad, "type {other} cannot be ordered.")),
        };
        let mut order = Order::new(sent.type_.clone(), customer.id, subscription, self.now, currency);
        order.at_renewal = at_renewal(sent)?;
        order.lines = lines;
        order.po_number.clone_from(&sent.po_number);
        order.credit_check = sent.credit_check;
        order.attributes = sent.attributes.clone().unwrap_or_default();
        order.given = given(sent)?;
        Ok(Draft { order, new })
    }

    /// Returns the one subscription of an order, which the order or its products name (both seen in client
    /// code).
    fn subscription_to_change(&self, sent: &OrderInput, customer: &Customer) -> Result<&Subscription> {
        let of_products = sent.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let mut named = sent.subscription_id.iter().chain(of_products);
        let Some(id) = named.next() else {
            return Err(rejection!(bad, "subscriptionId is missing; a {} order needs it.", sent.type_));
        };
        if let Some(other) = named.find(|other| *other != id) {
            return Err(rejection!(
                bad,
                "The order names two subscriptions, {id} and {other}; place one for each."
            ));
        }
        let subscription = self.subscription_of(id, customer, "subscriptionId")?;
        if let Some(open) = self.open_order(subscription.id, &sent.type_) {
            let state = match open.status_code {
                types::OrderStatusCode::Lo => "provisioning in progress",
                _ => "waiting",
            };
            // That the message has number and status of the open order was observed, its words were not.
            return Err(rejection!(
                business,
                "Subscription #{id} cannot be ordered for: there is already an open {} order, #{}, in status {state} ({}). Another one can \
                 be placed when it is done or cancelled.",
                open.type_,
                open.number,
                open.status_code
            ));
        }
        Ok(subscription)
    }

    pub(super) fn subscription_of(
        &self,
        id: &imcloud_raw::Id,
        customer: &Customer,
        property: &str,
    ) -> Result<&Subscription> {
        let found = self.data.subscriptions.by_id(id.as_str());
        let found = found.filter(|found| found.customer_id == customer.id).ok_or_else(|| {
            rejection!(
                bad,
                "No entity has been found: {property} {id} names no subscription of customer {}.",
                customer.id
            )
        })?;
        if !found.is_active() {
            return Err(rejection!(
                business,
                "Subscription #{id} is {}; only an active one can be ordered for.",
                found.status
            ));
        }
        Ok(found)
    }

    /// Returns the open order of this type for a subscription. There is at most one (observed for changes).
    pub(super) fn open_order(&self, subscription: u64, type_: &OrderType) -> Option<&Order> {
        self.orders_of(subscription).rev().find(|order| order.type_ == *type_ && order.is_open())
    }

    fn check_alignment(&self, sent: &OrderInput, customer: &Customer) -> Result<()> {
        let Some(align) = &sent.align_expiration_date else { return Ok(()) };
        if align.alignment_type == Some(types::AlignmentType::MatchEndOfCalendarMonth) {
            return Ok(());
        }
        let id = align.subscription_id.as_ref().ok_or_else(|| {
            Rejection::bad("alignExpirationDate.subscriptionId is missing; this alignment needs it.")
        })?;
        self.subscription_of(id, customer, "alignExpirationDate.subscriptionId").map(drop)
    }
}

/// Returns the price of a line: the agreed one, or else that of the catalog.
pub(super) fn line_price(
    given: Option<&types::OrderLineProduct>,
    product: &Product,
    currency: &str,
    quantity: Decimal,
) -> Result<Charge> {
    let mut agreed = Seats::default();
    if let Some(given) = given {
        let special = [
            ("specialPrice", given.special_price.as_ref().map(|price| &price.currency)),
            ("specialCost", given.special_cost.as_ref().map(|cost| &cost.currency)),
            ("specialProviderCost", given.special_provider_cost.as_ref().map(|cost| &cost.currency)),
        ];
        for (property, other) in special.into_iter().filter_map(|(name, other)| Some((name, other?))) {
            if given.deals.is_some() {
                // Documented.
                return Err(Rejection::bad(
                    "deals cannot be combined with specialPrice, specialCost or specialProviderCost.",
                ));
            }
            if let Some(other) = other.as_ref().filter(|other| *other != currency) {
                return Err(rejection!(bad, "{property}.currency is {other}; the order is in {currency}."));
            }
        }
        agree(&mut agreed, given)?;
    }
    agreed.price(product, currency, quantity).ok_or_else(|| {
        rejection!(business, "Product {} ({}) is not sold in {currency}.", product.name, product.id)
    })
}

/// Sets the prices of seats to those that a line agrees.
pub(super) fn agree(seats: &mut Seats, line: &types::OrderLineProduct) -> Result<()> {
    let amount = |sent: &Option<imcloud_raw::Decimal>| sent.as_ref().map(decimal).transpose();
    if let Some(price) = &line.special_price {
        seats.special_price = amount(&price.amount)?.or(seats.special_price);
        let tiers = price.price_tiers.iter().flatten();
        let tiers = tiers.filter_map(|tier| Some((tier.lower_limit.as_ref()?, tier.amount.as_ref()?)));
        seats.special_price_tiers =
            tiers.map(|(limit, amount)| Ok((decimal(limit)?, decimal(amount)?))).collect::<Result<_>>()?;
    }
    if let Some(cost) = &line.special_cost {
        seats.special_cost = amount(&cost.amount)?.or(seats.special_cost);
    }
    if let Some(cost) = &line.special_provider_cost {
        seats.special_provider_cost = amount(&cost.amount)?.or(seats.special_provider_cost);
    }
    Ok(())
}

/// Returns the criteria by which a line names its product.
pub(super) fn criteria<'a>(line: &'a OrderLineProductInput, sent: &OrderInput) -> Criteria<'a> {
    let of_order = || {
        let period = sent.subscription_period.as_ref()?;
        Some(PeriodInput::new(period.duration?, period.type_.clone()?))
    };
    let period = line.subscription_period.clone().or_else(of_order);
    Criteria {
        id: line.id.as_ref().map(imcloud_raw::Id::as_str),
        mpn: line.mpn.as_deref(),
        vendor: line.vendor.as_deref(),
        subscription_period: period.as_ref().map(Period::from),
        billing_period: line.billing_period.as_ref().map(Period::from),
    }
}

/// Returns true if it takes effect at the next renewal. No value but `renewal` is known (documented by an
/// example).
pub(super) fn at_renewal(sent: &OrderInput) -> Result<bool> {
    match &sent.scheduled_on {
        None => Ok(false),
        Some(types::ScheduledOn::Renewal) => Ok(true),
        Some(other) => Err(rejection!(bad, "scheduledOn is {:?}; only renewal is known.", other.as_str())),
    }
}

pub(super) fn in_limits(product: &Product, quantity: Decimal) -> Result<()> {
    let (min, max) = (product.minimum_quantity, product.maximum_quantity);
    if (min..=max).contains(&quantity) {
        return Ok(());
    }
    Err(rejection!(
        business,
        "Quantity {quantity} of {} is outside its limits, {min} to {max}.",
        product.name
    ))
}

/// Returns the properties of an order that responses repeat unchanged.
fn given(sent: &OrderInput) -> Result<Option<Box<types::Order>>> {
    let mut order: types::Order = profile::received(sent)?;
    order.type_ = None;
    order.customer_id = None;
    order.subscription_id = None;
    order.po_number = None;
    order.products = None;
    order.attributes = None;
    order.scheduled_on = None;
    Ok((order != types::Order::default()).then(|| Box::new(order)))
}

/// Returns the properties of a line that responses repeat unchanged.
pub(super) fn given_of_line(sent: &OrderLineProductInput) -> Result<Option<Box<types::OrderLineProduct>>> {
    let mut line: types::OrderLineProduct = profile::received(sent)?;
    line.id = None;
    line.mpn = None;
    line.vendor = None;
    line.quantity = None;
    line.subscription_id = None;
    line.target_subscription_id = None;
    line.new_id = None;
    line.new_mpn = None;
    Ok((line != types::OrderLineProduct::default()).then(|| Box::new(line)))
}
