//! An order that is checked and priced, but not placed.

use imcloud_raw::types::{self, OrderInput, OrderLineProductInput, OrderType, PeriodInput};
use rust_decimal::Decimal;

use crate::{
    model::{Charge, Customer, OrderLine, Period, Product, Subscription},
    world::{
        Rejection, World, accounts,
        catalogue::Wanted,
        catalogue::{self, decimal},
    },
};

/// What an order will be.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) currency: String,
    /// 0 when it is the first of the new ones.
    pub(super) subscription_id: u64,
    pub(super) lines: Vec<OrderLine>,
    /// Subscriptions that it makes. Until they are placed their ids are 0, 1, 2..., and lines refer to them
    /// by these.
    pub(super) new: Vec<Subscription>,
    pub(super) at_renewal: bool,
}

impl World {
    /// Checks everything about an order and prices it.
    pub(super) fn draft(&self, sent: &OrderInput) -> Result<Draft, Rejection> {
        let customer = self.customer_meant(&sent.customer_id)?;
        // Assumed: the reference says nothing about accounts on hold.
        if customer.profile.status != types::AccountStatus::Active {
            return Err(Rejection::business(format!(
                "Customer {} is {}; orders are taken for active customers only.",
                customer.id, customer.profile.status
            )));
        }
        self.check_alignment(sent, customer)?;
        match sent.type_ {
            OrderType::Sales => self.draft_sales(sent, customer),
            OrderType::Migration => {
                migration_members(sent)?;
                self.draft_sales(sent, customer)
            }
            OrderType::Change => self.draft_change(sent, customer),
            OrderType::Renewal | OrderType::Cancellation => self.draft_without_lines(sent, customer),
            ref other => Err(Rejection::bad(format!("type {other} cannot be ordered."))),
        }
    }

    /// Renewals and cancellations: nothing but a subscription.
    fn draft_without_lines(&self, sent: &OrderInput, customer: &Customer) -> Result<Draft, Rejection> {
        let subscription = self.subscription_to_change(sent, customer)?;
        Ok(Draft {
            currency: subscription.currency.clone(),
            subscription_id: subscription.id,
            lines: Vec::new(),
            new: Vec::new(),
            at_renewal: at_renewal(sent)?,
        })
    }

    /// The one subscription that an order is about: named by the order or by its products (both seen in
    /// client code).
    pub(super) fn subscription_to_change(
        &self,
        sent: &OrderInput,
        customer: &Customer,
    ) -> Result<&Subscription, Rejection> {
        let of_products = sent.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let mut named = sent.subscription_id.iter().chain(of_products);
        let Some(id) = named.next() else {
            return Err(Rejection::bad(format!(
                "subscriptionId is missing; a {} order needs it.",
                sent.type_
            )));
        };
        if let Some(other) = named.find(|other| *other != id) {
            return Err(Rejection::bad(format!(
                "The order names two subscriptions, {id} and {other}; place one for each."
            )));
        }
        let subscription = self.subscription_of(id, customer, "subscriptionId")?;
        if let Some(open) = self.open_order(subscription.id, &sent.type_) {
            let state = match open.status_code {
                types::OrderStatusCode::Lo => "provisioning in progress",
                _ => "waiting",
            };
            // The wording is ours; that number and status of the blocking order are in it was observed.
            return Err(Rejection::business(format!(
                "Subscription #{id} cannot be ordered for: there is already an open {} order, #{}, in status {state} ({}). Another one can \
                 be placed when it is done or cancelled.",
                open.type_, open.number, open.status_code
            )));
        }
        Ok(subscription)
    }

    /// An active subscription of the customer.
    pub(super) fn subscription_of(
        &self,
        id: &imcloud_raw::Id,
        customer: &Customer,
        member: &str,
    ) -> Result<&Subscription, Rejection> {
        let found = id.as_str().parse().ok().and_then(|id| self.data.subscriptions.get(&id));
        let found =
            found.filter(|subscription| subscription.customer_id == customer.id).ok_or_else(|| {
                Rejection::bad(format!(
                    "No entity has been found: {member} {id} names no subscription of customer {}.",
                    customer.id
                ))
            })?;
        if found.status != types::SubscriptionStatus::Active {
            return Err(Rejection::business(format!(
                "Subscription #{id} is {}; only an active one can be ordered for.",
                found.status
            )));
        }
        Ok(found)
    }

    /// An open order of this type for a subscription; there can be only one (observed for changes).
    pub(super) fn open_order(&self, subscription: u64, type_: &OrderType) -> Option<&crate::model::Order> {
        self.orders_of(subscription).rev().find(|order| order.type_ == *type_ && order.is_open())
    }

    fn check_alignment(&self, sent: &OrderInput, customer: &Customer) -> Result<(), Rejection> {
        let Some(align) = &sent.align_expiration_date else { return Ok(()) };
        if align.alignment_type == Some(types::AlignmentType::MatchEndOfCalendarMonth) {
            return Ok(());
        }
        let Some(id) = &align.subscription_id else {
            return Err(Rejection::bad(
                "alignExpirationDate.subscriptionId is missing; this alignment needs it.",
            ));
        };
        self.subscription_of(id, customer, "alignExpirationDate.subscriptionId").map(|_| ())
    }

    /// The price of a line: as the order says, or else as in the catalog.
    pub(super) fn price_line(
        &self,
        sent: &OrderLineProductInput,
        product: &Product,
        currency: &str,
        quantity: Decimal,
    ) -> Result<Charge, Rejection> {
        let special =
            [sent.special_price.is_some(), sent.special_cost.is_some(), sent.special_provider_cost.is_some()];
        if sent.deals.is_some() && special.contains(&true) {
            // Documented.
            return Err(Rejection::bad(
                "deals cannot be combined with specialPrice, specialCost or specialProviderCost.",
            ));
        }
        for (member, other) in [
            ("specialPrice", sent.special_price.as_ref().map(|price| &price.currency)),
            ("specialCost", sent.special_cost.as_ref().map(|price| &price.currency)),
            ("specialProviderCost", sent.special_provider_cost.as_ref().map(|price| &price.currency)),
        ] {
            if let Some(other) = other.filter(|other| *other != currency) {
                return Err(Rejection::bad(format!(
                    "{member}.currency is {other}; the order is in {currency}."
                )));
            }
        }
        if let Some(special) = &sent.special_price {
            let tiers = special.price_tiers.iter().flatten();
            let tiers: Vec<_> = tiers
                .map(|tier| Ok((decimal(&tier.lower_limit)?, decimal(&tier.amount)?)))
                .collect::<Result<_, Rejection>>()?;
            return catalogue::special(Some(decimal(&special.amount)?), &tiers, quantity)
                .ok_or_else(|| Rejection::bad("specialPrice has no amount."));
        }
        product.charge(currency, quantity).ok_or_else(|| {
            Rejection::business(format!(
                "Product {} ({}) is not sold in {currency}.",
                product.name, product.id
            ))
        })
    }
}

/// What a line says about the product that it means.
pub(super) fn wanted<'a>(line: &'a OrderLineProductInput, sent: &OrderInput) -> Wanted<'a> {
    let of_order = || {
        let period = sent.subscription_period.as_ref()?;
        Some(PeriodInput::new(period.duration?, period.type_.clone()?))
    };
    Wanted {
        id: line.id.as_ref().map(imcloud_raw::Id::as_str),
        mpn: line.mpn.as_deref(),
        vendor: line.vendor.as_deref(),
        subscription_period: line
            .subscription_period
            .clone()
            .or_else(of_order)
            .map(|period| Period::from(&period)),
        billing_period: line.billing_period.as_ref().map(Period::from),
    }
}

/// Returns true if it takes effect at the next renewal. `renewal` is the only word that is known (documented
/// by an example).
pub(super) fn at_renewal(sent: &OrderInput) -> Result<bool, Rejection> {
    match &sent.scheduled_on {
        None => Ok(false),
        Some(types::ScheduledOn::Renewal) => Ok(true),
        Some(other) => Err(Rejection::bad(format!(
            "scheduledOn is {other:?}; only renewal is known.",
            other = other.as_str()
        ))),
    }
}

pub(super) fn in_limits(product: &Product, quantity: Decimal) -> Result<(), Rejection> {
    let (least, most) = (product.minimum_quantity, product.maximum_quantity);
    if quantity < least || quantity > most {
        return Err(Rejection::business(format!(
            "Quantity {quantity} of {} is outside its limits, {least} to {most}.",
            product.name
        )));
    }
    Ok(())
}

/// The properties of an order that come back as given; none when nothing but the ordinary was given.
pub(super) fn given(sent: &OrderInput) -> Result<Option<Box<types::Order>>, Rejection> {
    let mut order: types::Order = accounts::received(sent)?;
    order.type_ = None;
    order.customer_id = None;
    order.subscription_id = None;
    order.po_number = None;
    order.products = None;
    order.attributes = None;
    order.scheduled_on = None;
    Ok((order != types::Order::default()).then(|| Box::new(order)))
}

/// As `given`, of a line.
pub(super) fn given_of_line(
    sent: &OrderLineProductInput,
) -> Result<Option<Box<types::OrderLineProduct>>, Rejection> {
    let mut line: types::OrderLineProduct = accounts::received(sent)?;
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

/// What a migration must say about the subscription it brings (documented).
fn migration_members(sent: &OrderInput) -> Result<(), Rejection> {
    let missing: Vec<_> = [
        ("startDate", sent.start_date.is_none()),
        ("migrationDate", sent.migration_date.is_none()),
        ("expirationDate", sent.expiration_date.is_none()),
        ("migrationProgram", sent.migration_program.is_none()),
        ("autorenewal", sent.autorenewal.is_none()),
    ]
    .into_iter()
    .filter_map(|(member, missing)| missing.then_some(member))
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Rejection::bad(format!("A migration order also needs {}.", missing.join(", "))))
}
