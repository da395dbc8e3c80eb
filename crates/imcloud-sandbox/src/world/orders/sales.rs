//! Orders that make subscriptions: sales and migrations.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use imcloud_raw::types::{OrderInput, SubscriptionStatus};
use rust_decimal::Decimal;

use super::draft::{Draft, at_renewal, given_of_line, in_limits, wanted};
use crate::{
    model::{Customer, OrderLine, Product, Subscription},
    world::{Rejection, World, catalogue::decimal, parameters},
};

impl World {
    /// All products must be of one service (documented). Those of one plan share a subscription.
    pub(super) fn draft_sales(&self, sent: &OrderInput, customer: &Customer) -> Result<Draft, Rejection> {
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
        let mut new: Vec<Subscription> = Vec::new();
        let mut sold: Vec<&Product> = Vec::new();
        for line in sent.products.iter().flatten() {
            let of_plan = |product: &Product| plan.is_none_or(|plan| plan == Some(product.plan_id));
            let product =
                self.data.products.find(&wanted(line, sent), of_plan).map_err(Rejection::business)?;
            if let Some(first) = sold.first().filter(|first| first.service_name != product.service_name) {
                return Err(Rejection::business(format!(
                    "The products of an order must be of one service; {} is of {}, {} of {}.",
                    first.name, first.service_name, product.name, product.service_name
                )));
            }
            let quantity = match &line.quantity {
                Some(quantity) => decimal(quantity)?,
                None => product.minimum_quantity.max(Decimal::ONE),
            };
            if quantity <= Decimal::ZERO {
                return Err(Rejection::business(format!(
                    "Quantity {quantity} of {} must be above 0.",
                    product.name
                )));
            }
            in_limits(product, quantity)?;
            let parameters = line.parameters.as_deref().unwrap_or_default();
            parameters::reject_invalid(product, parameters)?;
            let amount = self.price_line(line, product, &customer.currency, quantity)?;
            let place = new.iter().position(|other| other.plan_id == product.plan_id).unwrap_or_else(|| {
                new.push(self.pending_subscription(product, customer, sent, new.len() as u64));
                new.len() - 1
            });
            let subscription = &mut new[place];
            if product.depends_on.is_empty() {
                // It is called after its main product (observed: the name is a product's).
                subscription.name.clone_from(&product.name);
            }
            let values =
                parameters.iter().filter_map(|given| Some((given.name.clone(), given.value.clone()?)));
            subscription.order_parameters.extend(values);
            lines.push(OrderLine {
                product_id: product.id.clone(),
                subscription_id: place as u64,
                quantity,
                unit_price: amount.unit,
                extended_price: amount.extended,
                setup_price: amount.setup,
                new_product_id: None,
                target_subscription_id: None,
                given: given_of_line(line)?,
            });
            sold.push(product);
        }
        if lines.is_empty() {
            return Err(Rejection::bad(format!(
                "products is missing; a {} order needs at least one.",
                sent.type_
            )));
        }
        for product in &sold {
            self.has_what_it_needs(product, |needed| sold.iter().any(|other| other.id == needed))?;
        }
        Ok(Draft { currency: customer.currency.clone(), subscription_id: 0, lines, new, at_renewal: false })
    }

    /// An add-on needs its products in the same subscription (documented).
    pub(super) fn has_what_it_needs(
        &self,
        product: &Product,
        has: impl Fn(&str) -> bool,
    ) -> Result<(), Rejection> {
        let Some(missing) = product.depends_on.iter().find(|needed| !has(needed)) else { return Ok(()) };
        let missing = self.data.products.get(missing).map_or(missing.clone(), |needed| {
            format!("{} (mpn {}, id {})", needed.name, needed.mpn, needed.id)
        });
        Err(Rejection::business(format!("{} needs {missing} in the same subscription.", product.name)))
    }

    fn pending_subscription(
        &self,
        product: &Product,
        customer: &Customer,
        sent: &OrderInput,
        id: u64,
    ) -> Subscription {
        let today = self.now.date_naive();
        let day = |date: &Option<imcloud_raw::Date>| date.as_ref().and_then(|date| date.to_date().ok());
        let end: NaiveDate =
            day(&sent.expiration_date).unwrap_or_else(|| product.subscription_period.after(today));
        Subscription {
            id,
            customer_id: customer.id,
            name: product.name.clone(),
            status: SubscriptionStatus::Pending,
            renewal_status: sent.autorenewal.unwrap_or(true),
            created: self.now,
            last_modified: today,
            renewal_date: end,
            expiration_date: end,
            plan_id: product.plan_id,
            billing_period: product.billing_period.clone(),
            subscription_period: product.subscription_period.clone(),
            currency: customer.currency.clone(),
            attributes: BTreeMap::new(),
            products: Vec::new(),
            order_parameters: BTreeMap::new(),
            fulfillment_parameters: BTreeMap::new(),
        }
    }
}
