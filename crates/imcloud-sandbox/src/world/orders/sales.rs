//! Lines of orders that create subscriptions: sales and migrations.

use imcloud_raw::types::{OrderInput, OrderType};
use rust_decimal::Decimal;

use super::draft::{at_renewal, criteria, given_of_line, in_limits, line_price};
use crate::{
    model::{Customer, OrderLine, Product, Subscription},
    world::{Rejection, Result, World, catalogue::decimal, parameters},
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
