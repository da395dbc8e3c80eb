//! Orders that change a subscription.

use imcloud_raw::types::{OrderInput, OrderLineProductInput, PlacementType};
use rust_decimal::Decimal;

use super::draft::{Draft, at_renewal, given_of_line, in_limits, wanted};
use crate::{
    model::{Charge, Customer, OrderLine, Product, Seats, Subscription},
    world::{
        Rejection, World,
        catalogue::Wanted,
        catalogue::{self, decimal},
    },
};

impl World {
    /// Quantities are given as the wanted total, and read back as the signed difference, or as the total when
    /// the change is for the next renewal (client code for what is given, observed for what is read).
    pub(super) fn draft_change(&self, sent: &OrderInput, customer: &Customer) -> Result<Draft, Rejection> {
        let subscription = self.subscription_to_change(sent, customer)?;
        let at_renewal = at_renewal(sent)?;
        let lines = sent.products.as_deref().unwrap_or_default();
        let lines =
            if lines.is_empty() && sent.plan_id.is_some() { &all_of(subscription)[..] } else { lines };
        if lines.is_empty() && sent.align_expiration_date.is_none() {
            return Err(Rejection::bad("products is missing; a change order says what it changes."));
        }
        let drafted =
            lines.iter().map(|line| self.draft_line(line, sent, subscription, customer, at_renewal));
        let drafted: Vec<OrderLine> = drafted.collect::<Result<_, _>>()?;
        for line in &drafted {
            let product = line.new_product_id.as_ref().unwrap_or(&line.product_id);
            let has = |needed: &str| {
                subscription.products.iter().any(|seats| seats.product_id == needed)
                    || drafted.iter().any(|other| {
                        other.product_id == needed || other.new_product_id.as_deref() == Some(needed)
                    })
            };
            if let Some(product) = self.data.products.get(product) {
                self.has_what_it_needs(product, has)?;
            }
        }
        Ok(Draft {
            currency: subscription.currency.clone(),
            subscription_id: subscription.id,
            lines: drafted,
            new: Vec::new(),
            at_renewal,
        })
    }

    fn draft_line(
        &self,
        line: &OrderLineProductInput,
        sent: &OrderInput,
        subscription: &Subscription,
        customer: &Customer,
        at_renewal: bool,
    ) -> Result<OrderLine, Rejection> {
        let held =
            |product: &Product| subscription.products.iter().find(|seats| seats.product_id == product.id);
        // What the subscription holds is meant first; else something of its plan is added to it.
        let wanted_product = wanted(line, sent);
        let product = match self.data.products.find(&wanted_product, |product| held(product).is_some()) {
            Ok(product) => product,
            Err(_) => {
                let of_plan = |product: &Product| product.plan_id == subscription.plan_id;
                self.data.products.find(&wanted_product, of_plan).map_err(|reason| {
                    Rejection::business(format!(
                        "Subscription #{} cannot be changed: {reason}",
                        subscription.id
                    ))
                })?
            }
        };
        let seats = held(product);
        let current = seats.map_or(Decimal::ZERO, |seats| seats.quantity);
        let quantity = line.quantity.as_ref().map(decimal).transpose()?;
        let mut drafted = OrderLine {
            product_id: product.id.clone(),
            subscription_id: subscription.id,
            quantity: Decimal::ZERO,
            unit_price: Decimal::ZERO,
            extended_price: Decimal::ZERO,
            setup_price: None,
            new_product_id: None,
            target_subscription_id: None,
            given: given_of_line(line)?,
        };
        if sent.placement_type == Some(PlacementType::Move) {
            let target = line.target_subscription_id.as_ref().or(sent.target_subscription_id.as_ref());
            let target = target.ok_or_else(|| {
                Rejection::bad("targetSubscriptionId is missing; a move needs to know where to.")
            })?;
            let target = self.subscription_of(target, customer, "targetSubscriptionId")?;
            return self.draft_move(drafted, product, current, quantity, target, at_renewal);
        }
        let new = self.product_to_switch_to(line, sent, product, subscription)?;
        if new.is_some() && seats.is_none() {
            return Err(Rejection::business(format!(
                "The subscription holds no {} to switch from.",
                product.name
            )));
        }
        let becomes = new.unwrap_or(product);
        let total = match quantity {
            Some(quantity) => quantity,
            None if new.is_some() => current,
            None => {
                return Err(Rejection::bad(
                    "products[].quantity is missing; say how many there are to be in all.",
                ));
            }
        };
        in_limits(becomes, total)?;
        let currency = &subscription.currency;
        let own_price = line.special_price.is_some() || new.is_some();
        let after = match seats.filter(|_| !own_price) {
            Some(seats) => price_of(seats, product, currency, total)?,
            None => self.price_line(line, becomes, currency, total)?,
        };
        let before = match seats {
            Some(seats) => price_of(seats, product, currency, current)?.extended,
            None => Decimal::ZERO,
        };
        drafted.quantity = if at_renewal { total } else { total - current };
        drafted.unit_price = after.unit;
        drafted.extended_price = if at_renewal { after.extended } else { after.extended - before };
        drafted.new_product_id = new.map(|product| product.id.clone());
        Ok(drafted)
    }

    /// Moves units to another subscription of the same customer and plan (documented in outline; that the
    /// quantity is the number of units to move is assumed).
    fn draft_move(
        &self,
        mut drafted: OrderLine,
        product: &Product,
        current: Decimal,
        quantity: Option<Decimal>,
        target: &Subscription,
        at_renewal: bool,
    ) -> Result<OrderLine, Rejection> {
        let moved = quantity.unwrap_or(current);
        let reject =
            |reason: String| Err(Rejection::business(format!("{} cannot be moved: {reason}", product.name)));
        if at_renewal {
            return Err(Rejection::bad("scheduledOn is given; a move takes effect at once."));
        }
        if target.id == drafted.subscription_id || target.plan_id != product.plan_id {
            return reject(format!("subscription #{} is not another one of the same plan.", target.id));
        }
        if self.open_order(target.id, &imcloud_raw::types::OrderType::Change).is_some() {
            return reject(format!("subscription #{} already has an open change order.", target.id));
        }
        if moved <= Decimal::ZERO || moved > current {
            return reject(format!("{moved} units are asked for, {current} are there."));
        }
        let there = target.products.iter().find(|seats| seats.product_id == product.id);
        in_limits(product, there.map_or(Decimal::ZERO, |seats| seats.quantity) + moved)?;
        drafted.quantity = -moved;
        drafted.target_subscription_id = Some(target.id);
        Ok(drafted)
    }

    /// The product that takes the place of another: named, or its counterpart in the named plan.
    fn product_to_switch_to(
        &self,
        line: &OrderLineProductInput,
        sent: &OrderInput,
        product: &Product,
        subscription: &Subscription,
    ) -> Result<Option<&Product>, Rejection> {
        let plan = match &sent.plan_id {
            Some(id) => {
                let plan = id.as_str().parse().ok().filter(|plan| self.data.plans.get(plan).is_some());
                Some(plan.ok_or_else(|| {
                    Rejection::bad(format!("No entity has been found: planId {id} names no plan."))
                })?)
            }
            None => None,
        };
        let named = line.new_id.is_some() || line.new_mpn.is_some();
        if !named && plan.is_none_or(|plan| plan == subscription.plan_id) {
            return Ok(None);
        }
        let counterpart = plan.filter(|_| !named).and_then(|plan| self.counterpart(product, plan));
        let wanted = match counterpart {
            Some(new) => Wanted { id: Some(&new.id), ..Wanted::default() },
            None => Wanted {
                id: line.new_id.as_ref().map(imcloud_raw::Id::as_str),
                mpn: if named { line.new_mpn.as_deref() } else { Some(&product.mpn) },
                ..Wanted::default()
            },
        };
        let own = self.data.plans.get(&subscription.plan_id);
        let reachable: Vec<u64> = match plan {
            Some(plan) => vec![plan],
            None => own
                .iter()
                .flat_map(|own| own.switches.iter().map(|to| to.plan_id))
                .chain([subscription.plan_id])
                .collect(),
        };
        let allowed = |plan: u64| {
            plan == subscription.plan_id
                || own.is_some_and(|own| own.switches.iter().any(|to| to.plan_id == plan))
        };
        let new = self
            .data
            .products
            .find(&wanted, |other| other.id != product.id && reachable.contains(&other.plan_id))
            .map_err(|reason| {
                Rejection::business(format!("{} cannot be switched: {reason}", product.name))
            })?;
        if !allowed(new.plan_id) {
            return Err(Rejection::business(format!(
                "{} cannot be switched to {}: plan {} does not lead to plan {}.",
                product.name, new.name, subscription.plan_id, new.plan_id
            )));
        }
        Ok(Some(new))
    }

    /// What a product becomes in another plan when nobody says: the one with the same part number, or else
    /// the plan's only main product (both assumed).
    fn counterpart(&self, product: &Product, plan: u64) -> Option<&Product> {
        let of_plan = || self.data.products.iter().filter(|other| other.plan_id == plan);
        let main = |other: &&Product| other.depends_on.is_empty();
        let mut mains = of_plan().filter(main);
        let only = mains.next().filter(|_| mains.next().is_none() && main(&product));
        of_plan().find(|other| other.mpn == product.mpn).or(only)
    }
}

fn price_of(
    seats: &Seats,
    product: &Product,
    currency: &str,
    quantity: Decimal,
) -> Result<Charge, Rejection> {
    catalogue::price_of_seats(seats, product, currency, quantity)
        .ok_or_else(|| Rejection::business(format!("{} is not sold in {currency}.", product.name)))
}

/// A change to another plan that names no products is about all of them.
fn all_of(subscription: &Subscription) -> Vec<OrderLineProductInput> {
    let line = |seats: &Seats| OrderLineProductInput::new().id(seats.product_id.as_str());
    subscription.products.iter().map(line).collect()
}
