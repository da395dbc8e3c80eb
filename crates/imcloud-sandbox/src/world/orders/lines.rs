//! Lines of orders: sales and migrations, which create subscriptions, and changes.

use imcloud_raw::types::{OrderInput, OrderLineProductInput, OrderType, PlacementType};
use rust_decimal::Decimal;

use super::draft::{at_renewal, criteria, given_of_line, in_limits, line_price};
use crate::{
    model::{Customer, OrderLine, Product, Seats, Subscription},
    world::{
        Rejection, Result, World,
        catalogue::{Criteria, decimal},
        parameters,
    },
};

impl World {
    /// Returns the lines, and adds the subscriptions of which they are. All products must be of one service
    /// (documented). Those of one plan share a subscription.
    pub(super) fn sales_lines(
        &self,
        sent: &OrderInput,
        customer: &Customer,
        new: &mut Vec<Subscription>,
    ) -> Result<Vec<OrderLine>> {
        if sent.type_ == OrderType::Migration {
            check_migration(sent)?;
        }
        if sent.subscription_id.is_some() {
            return Err(Rejection::bad(
                "subscriptionId is given; a sales order makes a new subscription. Place a change order to add to one.",
            ));
        }
        if at_renewal(sent)? {
            return Err(Rejection::bad(
                "scheduledOn is given; an order that makes a subscription has no renewal yet.",
            ));
        }
        let plan = sent.plan_id.as_ref().map(|id| id.as_str().parse::<u64>().ok());
        let mut lines = Vec::new();
        let mut sold: Vec<&Product> = Vec::new();
        for line in sent.products.iter().flatten() {
            let of_plan = |product: &Product| plan.is_none_or(|plan| plan == Some(product.plan_id));
            let product =
                self.data.products.find(&criteria(line, sent), of_plan).map_err(Rejection::business)?;
            if let Some(first) = sold.first().filter(|first| first.service_name != product.service_name) {
                return Err(rejection!(
                    business,
                    "The products of an order must be of one service; {} is of {}, {} of {}.",
                    first.name,
                    first.service_name,
                    product.name,
                    product.service_name
                ));
            }
            let quantity = match &line.quantity {
                Some(quantity) => decimal(quantity)?,
                None => product.minimum_quantity.max(Decimal::ONE),
            };
            if quantity <= Decimal::ZERO {
                return Err(rejection!(business, "Quantity {quantity} of {} must be above 0.", product.name));
            }
            in_limits(product, quantity)?;
            let parameters = line.parameters.as_deref().unwrap_or_default();
            parameters::reject_invalid(product, parameters)?;
            let given = given_of_line(line)?;
            let price = line_price(given.as_deref(), product, &customer.currency, quantity)?;
            let index = new.iter().position(|other| other.plan_id == product.plan_id).unwrap_or_else(|| {
                new.push(self.pending_subscription(product, customer, sent, new.len() as u64));
                new.len() - 1
            });
            let subscription = &mut new[index];
            if product.depends_on.is_empty() {
                // It has the name of its main product (observed: the name is a product's).
                subscription.name.clone_from(&product.name);
            }
            let values =
                parameters.iter().filter_map(|given| Some((given.name.clone(), given.value.clone()?)));
            subscription.order_parameters.extend(values);
            lines.push(OrderLine {
                product_id: product.id.clone(),
                subscription_id: index as u64,
                quantity,
                unit_price: price.unit,
                extended_price: price.extended,
                setup_price: price.setup,
                given,
                ..OrderLine::default()
            });
            sold.push(product);
        }
        if lines.is_empty() {
            return Err(rejection!(bad, "products is missing; a {} order needs at least one.", sent.type_));
        }
        for product in &sold {
            self.check_dependencies(product, |needed| sold.iter().any(|other| other.id == needed))?;
        }
        Ok(lines)
    }

    /// An add-on needs its products in the same subscription (documented).
    pub(super) fn check_dependencies(&self, product: &Product, has: impl Fn(&str) -> bool) -> Result<()> {
        let Some(missing) = product.depends_on.iter().find(|needed| !has(needed)) else { return Ok(()) };
        let missing = self.data.products.get(missing).map_or(missing.clone(), |needed| {
            format!("{} (mpn {}, id {})", needed.name, needed.mpn, needed.id)
        });
        Err(rejection!(business, "{} needs {missing} in the same subscription.", product.name))
    }

    fn pending_subscription(
        &self,
        product: &Product,
        customer: &Customer,
        sent: &OrderInput,
        id: u64,
    ) -> Subscription {
        let end = sent.expiration_date.as_ref().and_then(|date| date.to_date().ok());
        let end = end.unwrap_or_else(|| product.subscription_period.after(self.now.date_naive()));
        let renewal_status = sent.autorenewal.unwrap_or(true);
        let subscription = Subscription::pending(id, customer.id, product, &customer.currency, self.now, end);
        Subscription { renewal_status, ..subscription }
    }

    /// Quantities are sent as the new total, and returned as the signed difference, or as the total if the
    /// change is for the next renewal (client code for requests, observed for responses).
    pub(super) fn change_lines(
        &self,
        sent: &OrderInput,
        subscription: &Subscription,
        customer: &Customer,
    ) -> Result<Vec<OrderLine>> {
        let mut lines = sent.products.clone().unwrap_or_default();
        if lines.is_empty() && sent.plan_id.is_some() {
            // A change to another plan that names no products changes all of them.
            let line = |seats: &Seats| OrderLineProductInput::new().id(seats.product_id.as_str());
            lines = subscription.products.iter().map(line).collect();
        }
        if lines.is_empty() && sent.align_expiration_date.is_none() {
            return Err(Rejection::bad("products is missing; a change order says what it changes."));
        }
        let drafted = lines.iter().map(|line| self.change_line(line, sent, subscription, customer));
        let drafted: Vec<OrderLine> = drafted.collect::<Result<_, _>>()?;
        for line in &drafted {
            let product = line.new_product_id.as_ref().unwrap_or(&line.product_id);
            let has = |needed: &str| {
                let is_needed = |id: &String| id == needed;
                subscription.seats(needed).is_some()
                    || drafted.iter().any(|other| {
                        is_needed(&other.product_id) || other.new_product_id.as_ref().is_some_and(is_needed)
                    })
            };
            if let Some(product) = self.data.products.get(product) {
                self.check_dependencies(product, has)?;
            }
        }
        Ok(drafted)
    }

    fn change_line(
        &self,
        line: &OrderLineProductInput,
        sent: &OrderInput,
        subscription: &Subscription,
        customer: &Customer,
    ) -> Result<OrderLine> {
        let at_renewal = at_renewal(sent)?;
        // A product that the subscription has goes before others of its plan, which the change adds.
        let (products, criteria) = (&self.data.products, criteria(line, sent));
        let product = products
            .find(&criteria, |product| subscription.seats(&product.id).is_some())
            .or_else(|_| products.find(&criteria, |product| product.plan_id == subscription.plan_id))
            .map_err(|reason| {
                rejection!(business, "Subscription #{} cannot be changed: {reason}", subscription.id)
            })?;
        let quantity = line.quantity.as_ref().map(decimal).transpose()?;
        let mut drafted = OrderLine {
            product_id: product.id.clone(),
            subscription_id: subscription.id,
            given: given_of_line(line)?,
            ..OrderLine::default()
        };
        if sent.placement_type == Some(PlacementType::Move) {
            if at_renewal {
                return Err(Rejection::bad("scheduledOn is given; a move takes effect at once."));
            }
            let target = line.target_subscription_id.as_ref().or(sent.target_subscription_id.as_ref());
            let target = target.ok_or_else(|| {
                Rejection::bad("targetSubscriptionId is missing; a move needs to know where to.")
            })?;
            let target = self.subscription_of(target, customer, "targetSubscriptionId")?;
            drafted.target_subscription_id = Some(target.id);
            drafted.quantity = -self.units_to_move(product, quantity, subscription, target)?;
            return Ok(drafted);
        }
        let new = self.product_to_switch_to(line, sent, product, subscription)?;
        let seats = subscription.seats(&product.id);
        if new.is_some() && seats.is_none() {
            return Err(rejection!(business, "The subscription holds no {} to switch from.", product.name));
        }
        let current = subscription.quantity(&product.id);
        let total = quantity.or(new.map(|_| current)).ok_or_else(|| {
            Rejection::bad("products[].quantity is missing; say how many there are to be in all.")
        })?;
        let result = new.unwrap_or(product);
        in_limits(result, total)?;
        let currency = &subscription.currency;
        let agreed_price = |seats: &Seats, quantity| {
            seats
                .price(product, currency, quantity)
                .ok_or_else(|| rejection!(business, "{} is not sold in {currency}.", product.name))
        };
        let before = seats.map_or(Ok(Decimal::ZERO), |seats| Ok(agreed_price(seats, current)?.extended))?;
        let after = match seats.filter(|_| line.special_price.is_none() && new.is_none()) {
            Some(seats) => agreed_price(seats, total)?,
            None => line_price(drafted.given.as_deref(), result, currency, total)?,
        };
        drafted.quantity = if at_renewal { total } else { total - current };
        drafted.unit_price = after.unit;
        drafted.extended_price = if at_renewal { after.extended } else { after.extended - before };
        drafted.new_product_id = new.map(|product| product.id.clone());
        Ok(drafted)
    }

    /// Moves units to another subscription of the same customer and plan (documented in outline; that the
    /// quantity is the number of units to move is assumed).
    fn units_to_move(
        &self,
        product: &Product,
        quantity: Option<Decimal>,
        subscription: &Subscription,
        target: &Subscription,
    ) -> Result<Decimal> {
        let current = subscription.quantity(&product.id);
        let moved = quantity.unwrap_or(current);
        let reject = |reason: String| Err(rejection!(business, "{} cannot be moved: {reason}", product.name));
        if target.id == subscription.id || target.plan_id != product.plan_id {
            return reject(format!("subscription #{} is not another one of the same plan.", target.id));
        }
        if self.open_order(target.id, &OrderType::Change).is_some() {
            return reject(format!("subscription #{} already has an open change order.", target.id));
        }
        if moved <= Decimal::ZERO || moved > current {
            return reject(format!("{moved} units are asked for, {current} are there."));
        }
        in_limits(product, target.quantity(&product.id) + moved)?;
        Ok(moved)
    }

    /// Returns the product that replaces another: the named one, or its counterpart in the named plan.
    fn product_to_switch_to(
        &self,
        line: &OrderLineProductInput,
        sent: &OrderInput,
        product: &Product,
        subscription: &Subscription,
    ) -> Result<Option<&Product>> {
        let plan = sent.plan_id.as_ref().map(|id| {
            self.data
                .plans
                .by_id(id.as_str())
                .map(|plan| plan.id)
                .ok_or_else(|| rejection!(bad, "No entity has been found: planId {id} names no plan."))
        });
        let plan = plan.transpose()?;
        let named = line.new_id.is_some() || line.new_mpn.is_some();
        if !named && plan.is_none_or(|plan| plan == subscription.plan_id) {
            return Ok(None);
        }
        let counterpart = plan.filter(|_| !named).and_then(|plan| self.counterpart(product, plan));
        let criteria = match counterpart {
            Some(new) => Criteria { id: Some(&new.id), ..Criteria::default() },
            None => Criteria {
                id: line.new_id.as_ref().map(imcloud_raw::Id::as_str),
                mpn: if named { line.new_mpn.as_deref() } else { Some(&product.mpn) },
                ..Criteria::default()
            },
        };
        let switches = self.data.plans.get(&subscription.plan_id).into_iter().flat_map(|own| &own.switches);
        let allowed: Vec<u64> = switches.map(|to| to.plan_id).chain([subscription.plan_id]).collect();
        let of_plan = |other: &Product| {
            plan.map_or_else(|| allowed.contains(&other.plan_id), |plan| plan == other.plan_id)
        };
        let new = self.data.products.find(&criteria, |other| other.id != product.id && of_plan(other));
        let new =
            new.map_err(|reason| rejection!(business, "{} cannot be switched: {reason}", product.name))?;
        if !allowed.contains(&new.plan_id) {
            return Err(rejection!(
                business,
                "{} cannot be switched to {}: plan {} does not lead to plan {}.",
                product.name,
                new.name,
                subscription.plan_id,
                new.plan_id
            ));
        }
        Ok(Some(new))
    }

    /// Returns the product with the same part number in another plan, or else the only main product of that
    /// plan (both assumed).
    fn counterpart(&self, product: &Product, plan: u64) -> Option<&Product> {
        let of_plan = || self.data.products.iter().filter(|other| other.plan_id == plan);
        let main = |other: &&Product| other.depends_on.is_empty();
        let mut mains = of_plan().filter(main);
        let only = mains.next().filter(|_| mains.next().is_none() && main(&product));
        of_plan().find(|other| other.mpn == product.mpn).or(only)
    }
}

/// Checks the properties that describe the subscription of a migration (documented).
fn check_migration(sent: &OrderInput) -> Result<()> {
    let missing: Vec<_> = [
        ("startDate", sent.start_date.is_none()),
        ("migrationDate", sent.migration_date.is_none()),
        ("expirationDate", sent.expiration_date.is_none()),
        ("migrationProgram", sent.migration_program.is_none()),
        ("autorenewal", sent.autorenewal.is_none()),
    ]
    .into_iter()
    .filter_map(|(property, missing)| missing.then_some(property))
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(rejection!(bad, "A migration order also needs {}.", missing.join(", ")))
}
